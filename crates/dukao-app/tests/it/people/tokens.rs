//! Tokens: some of the holder's rights, for a time.

use dukao_app::people::NewToken;
use dukao_core::rights::{Right, Role, TABLE, Target, reach};
use dukao_testkit::store::testing::TestEngine;
use jiff::civil::date;

use super::house::{HOUR, House, both, fields, post, refusal};

both!(
    a_token_has_some_rights_for_a_time,
    a_token_lends_a_post_only_with_all_that_it_gives,
    what_speaks_against_a_token,
);

fn new(scope: &[Right], days: u32) -> NewToken {
    NewToken { name: "报表程序".to_owned(), scope: scope.iter().copied().collect(), days }
}

async fn a_token_has_some_rights_for_a_time(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Assessment).await;
    let holder = house.person("tian").await;
    let made = holder.make_token(&new(&[Right::SeeFigures], 30)).await.unwrap();
    assert!(made.secret.reveal().starts_with("dukao_"));
    let secret = made.secret.reveal().to_owned();
    let visit = async || house.by(1, house.nobody().operator("x").await.unwrap()).visit_token(&secret).await;
    let caller = visit().await.unwrap().caller;
    let target = Target { region: Some("610100"), ..Target::default() };
    assert!(caller.may(Right::SeeFigures, &target).is_ok() && caller.may(Right::Import, &target).is_err());
    let by_token = house.by(0, caller);
    assert_eq!(refusal(by_token.make_token(&new(&[Right::SeeFigures], 1)).await), ["denied"], "no token of a token");
    assert_eq!(refusal(by_token.sessions(false).await), ["denied"], "nor the holder's own affairs");
    let id = house.nobody().directory().await.unwrap().posts_of("4").next().unwrap().id.clone();
    house.pass(1);
    house.person("anquan").await.end_post(&id, None).await.unwrap();
    assert_eq!(refusal(visit().await), ["denied"], "no more than the holder has");
    house.person("anquan").await.grant_post(&post("tian", Role::Assessment)).await.unwrap();
    visit().await.unwrap();
    house.pass(30 * 24 * HOUR);
    assert_eq!(refusal(visit().await), ["signed_out"]);
}

/// Whoever gets a lent post has all of its rights: else a token would hand out more than it has.
async fn a_token_lends_a_post_only_with_all_that_it_gives(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    house.somebody("yun", Role::Viewer).await;
    let holder = house.person("tian").await;
    let id = holder.directory().await.unwrap().posts_of("4").next().unwrap().id.clone();
    let all = TABLE.iter().map(|(right, _)| *right).filter(|right| reach(Role::Leader, *right).is_some());
    let all: Vec<Right> = all.filter(|right| *right != Right::UseTokens).collect();
    let mut tokens = Vec::new();
    for scope in [&all[1..], &all] {
        let made = holder.make_token(&new(scope, 1)).await.unwrap();
        tokens.push(house.by(0, house.nobody().visit_token(made.secret.reveal()).await.unwrap().caller));
    }
    let (part, whole) = (&tokens[0], &tokens[1]);
    let days = (date(2018, 8, 20), date(2018, 8, 25));
    assert_eq!(refusal(part.delegate(&id, "yun", days.0, days.1).await), ["denied"]);
    let lent = whole.delegate(&id, "yun", days.0, days.1).await.unwrap();
    assert_eq!(whole.lent().await.unwrap().len(), 1);
    assert_eq!(refusal(part.end_delegation(&lent.id, None).await), ["denied"]);
    whole.end_delegation(&lent.id, None).await.unwrap();
    assert_eq!(refusal(whole.tokens(false).await), ["denied"], "the holder's own affairs stay his");
    assert_eq!(refusal(whole.sessions(false).await), ["denied"]);
    assert_eq!(refusal(whole.remove_code("x").await), ["denied"]);
}

async fn what_speaks_against_a_token(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Assessment).await;
    house.somebody("yun", Role::Assessment).await;
    let holder = house.person("tian").await;
    let wrong = NewToken { name: " ".to_owned(), ..new(&[Right::UseTokens, Right::GrantPosts], 366) };
    assert_eq!(refusal(holder.make_token(&wrong).await), ["name", "days", "scope"]);
    assert_eq!(refusal(holder.make_token(&new(&[], 0)).await), ["days", "scope"]);
    house.person("xitong").await.add_account(&fields("feng", "风", "")).await.unwrap();
    let without_a_post = house.person("feng").await.make_token(&new(&[Right::SeePeople], 1)).await;
    assert_eq!(refusal(without_a_post), ["denied"]);
    let made = holder.make_token(&new(&[Right::SeeFigures], 365)).await.unwrap();
    assert_eq!(refusal(house.person("yun").await.revoke_token(&made.token.id).await), ["denied"]);
    assert_eq!(house.person("yun").await.tokens(false).await.unwrap().len(), 0);
    assert_eq!(refusal(house.person("yun").await.tokens(true).await), ["denied"]);
    assert_eq!(house.operator().tokens(true).await.unwrap().len(), 1);
    let secret = made.secret.reveal().to_owned();
    house.person_by(1, "anquan").await.revoke_token(&made.token.id).await.unwrap();
    assert_eq!(refusal(house.nobody().visit_token(&secret).await), ["signed_out"]);
    assert_eq!(refusal(holder.revoke_token(&made.token.id).await), ["token"]);
    let own = holder.make_token(&new(&[Right::SeeFigures], 1)).await.unwrap();
    holder.revoke_token(&own.token.id).await.unwrap();
    for _ in 0..20 {
        holder.make_token(&new(&[Right::SeeFigures], 1)).await.unwrap();
    }
    assert_eq!(refusal(holder.make_token(&new(&[Right::SeeFigures], 1)).await), ["name"], "enough");
}
