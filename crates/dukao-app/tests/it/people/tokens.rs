//! Tokens: some of the holder's rights, for a time.

use dukao_app::people::{Door, NewToken};
use dukao_core::rights::{Right, Role, TABLE, Target, reach};
use dukao_testkit::store::testing::TestEngine;
use dukao_testkit::store::{SYSTEM, Version};
use jiff::civil::date;

use super::house::{HOUR, House, both, fields, post, refusal};

both!(a_token_has_some_rights_for_a_time, what_is_ones_own_no_token_touches, what_speaks_against_a_token,);

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

/// What a token did of this would outlive it, or lock its holder out.
async fn what_is_ones_own_no_token_touches(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("yun", Role::Viewer).await;
    let holder = house.person("anquan").await;
    let directory = holder.directory().await.unwrap();
    let id = directory.posts_of(&directory.find("anquan").unwrap().id).next().unwrap().id.clone();
    let all =
        TABLE.iter().map(|(right, _)| *right).filter(|right| reach(Role::SecurityAdministrator, *right).is_some());
    let scope: Vec<Right> = all.filter(|right| *right != Right::UseTokens).collect();
    let made = holder.make_token(&new(&scope, 1)).await.unwrap();
    let token = house.by(0, house.nobody().visit_token(made.secret.reveal()).await.unwrap().caller);
    let days = (date(2018, 8, 20), date(2018, 8, 25));
    assert_eq!(refusal(token.delegate(&id, "yun", days.0, days.1).await), ["denied"]);
    assert_eq!(refusal(token.tokens(false).await), ["denied"]);
    assert_eq!(refusal(token.sessions(false).await), ["denied"]);
    assert_eq!(refusal(token.remove_code("x").await), ["denied"]);
    assert_eq!(refusal(token.remove_code_of("anquan").await), ["code"], "it asks for the password");
    assert_eq!(refusal(token.end_sessions_of("anquan").await), ["denied"]);
    assert_eq!(refusal(token.unlock("anquan").await), ["denied"]);
    let account = directory.find("anquan").unwrap().id.clone();
    let session = holder.open_session(&account, "password", Door::default()).await.unwrap();
    assert_eq!(refusal(token.end_session(&session.id).await), ["denied"]);
    token.end_sessions_of("yun").await.unwrap();
    let acts = house.store().audit(SYSTEM, Version::NONE, 100).await.unwrap();
    let last = &acts.last().unwrap();
    assert_eq!(last.entry.act, "session.end_all");
    assert!(last.actor.id.ends_with("（令牌1）"), "it says by which token: {}", last.actor.id);
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
