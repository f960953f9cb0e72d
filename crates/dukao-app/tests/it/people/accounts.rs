//! Accounts: made, changed, closed, opened again.

use dukao_app::people::{NewToken, SignedIn, State};
use dukao_core::rights::{Right, Role};
use dukao_testkit::store::testing::TestEngine;

use super::house::{GOOD, House, both, fields, refusal};

both!(
    numbers_are_never_given_again,
    a_closed_account_is_out_everywhere,
    nobody_is_rid_of_who_watches_him,
    many_are_made_together,
    rights_decide
);

async fn numbers_are_never_given_again(engine: TestEngine) {
    let house = House::new(engine).await;
    let system = house.person("xitong").await;
    let made = system.add_account(&fields("lan.tian", "蓝天", "G7")).await.unwrap();
    assert_eq!((made.id.as_str(), made.state), ("4", State::Active));
    assert_eq!(refusal(system.add_account(&fields("lan.tian", "白云", "G7")).await), ["login", "person_number"]);
    let changed = system.change_account("4", &fields("tian", "蓝天", "")).await.unwrap();
    assert_eq!((changed.login.as_str(), changed.person_number), ("tian", None));
    let directory = house.person_by(1, "xitong").await.see().await.unwrap();
    assert!(directory.by_login(" TIAN ").is_some() && directory.by_login("lan.tian").is_none());
    system.close_account("tian").await.unwrap();
    assert_eq!(refusal(system.close_account("tian").await), ["state"]);
    assert_eq!(
        refusal(system.add_account(&fields("tian", "别人", "")).await),
        ["login"],
        "a closed one keeps its name"
    );
    assert_eq!(system.add_account(&fields("yun", "白云", "G7")).await.unwrap().id, "5");
    assert_eq!(system.reopen_account("4").await.unwrap().state, State::Active);
    assert_eq!(refusal(system.change_account("9", &fields("a", "b", "")).await), ["unknown_person"]);
}

async fn a_closed_account_is_out_everywhere(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Assessment).await;
    let secret = house.session("tian", GOOD).await;
    let new = NewToken { name: "报表".to_owned(), scope: [Right::SeeFigures].into(), days: 30 };
    let token = house.person("tian").await.make_token(&new).await.unwrap();
    let (other, token) = (house.by(1, house.nobody().operator("x").await.unwrap()), token.secret.reveal().to_owned());
    assert!(other.visit(&secret).await.unwrap().caller.is(Role::Assessment));
    assert!(other.visit_token(&token).await.unwrap().caller.has(Right::SeeFigures));
    house.person("xitong").await.close_account("tian").await.unwrap();
    assert_eq!(refusal(other.visit(&secret).await), ["signed_out"]);
    assert_eq!(refusal(other.visit_token(&token).await), ["signed_out"]);
    assert_eq!(house.sign_in("tian", GOOD).await, SignedIn::Refused);
    house.person("xitong").await.reopen_account("tian").await.unwrap();
    assert_eq!(refusal(other.visit(&secret).await), ["signed_out"], "what ended does not come back");
    assert_eq!(refusal(other.visit_token(&token).await), ["signed_out"]);
    let again = house.session("tian", GOOD).await;
    assert!(other.visit(&again).await.unwrap().caller.posts().is_empty(), "posts are given anew");
}

async fn nobody_is_rid_of_who_watches_him(engine: TestEngine) {
    let house = House::new(engine).await;
    let system = house.person("xitong").await;
    for login in ["shenji", "anquan"] {
        assert_eq!(refusal(system.close_account(login).await), ["state"], "{login}");
    }
    assert_eq!(refusal(system.close_account("xitong").await), ["state", "state"], "himself, an administrator");
    let post = system.see().await.unwrap().posts_of("3").next().unwrap().id.clone();
    house.person("anquan").await.end_post(&post, None).await.unwrap();
    assert_eq!(system.close_account("3").await.unwrap().state, State::Closed, "his post has ended");
    // The way back in, when one of the three has left for good.
    assert_eq!(house.operator().close_account("anquan").await.unwrap().state, State::Closed);
}

async fn many_are_made_together(engine: TestEngine) {
    let house = House::new(engine).await;
    let (one, other) = (house.person("xitong").await, house.person_by(1, "xitong").await);
    let logins: Vec<String> = (0..16).map(|number| format!("user{number}")).collect();
    let made = logins.iter().enumerate().map(|(number, login)| {
        let people = if number % 2 == 0 { &one } else { &other };
        async move { people.add_account(&fields(login, login, "")).await.unwrap().id }
    });
    let mut ids = Vec::new();
    for made in at_once(made).await {
        ids.push(made.parse::<u32>().unwrap());
    }
    ids.sort_unstable();
    assert_eq!(ids, (4..20).collect::<Vec<_>>());
}

/// Runs all at the same time.
pub(super) async fn at_once<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(output) => {
                done.push(output);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}

async fn rights_decide(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Assessment).await;
    for login in ["anquan", "shenji", "tian"] {
        let people = house.person(login).await;
        assert_eq!(refusal(people.add_account(&fields("yun", "白云", "")).await), ["denied"], "{login}");
        assert_eq!(refusal(people.close_account("tian").await), ["denied"], "{login}");
        assert_eq!(refusal(people.make_link("tian").await), ["denied"], "{login}");
    }
    assert_eq!(refusal(house.person("tian").await.see().await), ["denied"]);
    // Who was an administrator when he was let in, and is none any more.
    let before = house.person_by(1, "xitong").await;
    let posts = house.person("anquan").await.see().await.unwrap();
    let post = posts.posts_of("1").next().unwrap().id.clone();
    house.person("anquan").await.end_post(&post, None).await.unwrap();
    assert_eq!(refusal(before.add_account(&fields("yun", "白云", "")).await), ["denied"]);
}
