//! Sessions: each its own secret, over by time or at once.

use dukao_core::rights::Role;
use dukao_testkit::store::testing::TestEngine;

use super::house::{GOOD, House, MINUTE, both, refusal};

both!(time_ends_them, ended_here_is_ended_there, only_their_own, seen_once_a_minute);

async fn time_ends_them(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let idle = house.session("tian", GOOD).await;
    house.pass(15 * MINUTE - 1);
    house.nobody().visit(&idle).await.unwrap();
    house.pass(15 * MINUTE - 1);
    house.nobody().visit(&idle).await.unwrap();
    house.pass(15 * MINUTE);
    assert_eq!(house.nobody().visit(&idle).await.unwrap_err().to_string(), "请登录：太久没有操作");
    let busy = house.session("tian", GOOD).await;
    // Twelve hours are 72 times ten minutes.
    for _ in 0..71 {
        house.pass(10 * MINUTE);
        house.nobody().visit(&busy).await.unwrap();
    }
    house.pass(10 * MINUTE);
    assert_eq!(house.nobody().visit(&busy).await.unwrap_err().to_string(), "请登录：登录时间太长");
}

async fn ended_here_is_ended_there(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let secrets = [house.session("tian", GOOD).await, house.session("tian", GOOD).await];
    assert_ne!(secrets[0], secrets[1], "each login has its own");
    let other = house.person_by(1, "anquan").await;
    let visits = async |secret: &str| house.nobody().visit(secret).await;
    let id = visits(&secrets[0]).await.unwrap().session.unwrap();
    other.end_session(&id).await.unwrap();
    assert_eq!(visits(&secrets[0]).await.unwrap_err().to_string(), "请登录：已被安全管理员注销");
    assert_eq!(refusal(other.end_session(&id).await), ["unknown_record"]);
    visits(&secrets[1]).await.unwrap();
    assert_eq!(other.end_sessions_of("tian").await.unwrap(), 1);
    assert_eq!(refusal(visits(&secrets[1]).await), ["signed_out"]);
    assert_eq!(refusal(visits("0000").await), ["signed_out"]);
    let id_of_session = house.nobody().visit(&house.session("tian", GOOD).await).await.unwrap().session.unwrap();
    assert_eq!(refusal(visits(&id_of_session).await), ["signed_out"], "its name is no key");
}

async fn only_their_own(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    house.somebody("yun", Role::Leader).await;
    let (his, hers) = (house.session("tian", GOOD).await, house.session("yun", GOOD).await);
    let visit = house.nobody().visit(&his).await.unwrap();
    let people = house.by(1, visit.caller);
    let listed: Vec<_> = people.sessions(false).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.account.login.as_str()).collect::<Vec<_>>(), ["tian"]);
    assert_eq!((listed[0].address.as_deref(), listed[0].manner.as_str()), (Some("192.0.2.7"), "password"));
    assert_eq!(refusal(people.sessions(true).await), ["denied"]);
    assert_eq!(house.person("anquan").await.sessions(true).await.unwrap().len(), 2);
    let other = house.nobody().visit(&hers).await.unwrap().session.unwrap();
    assert_eq!(refusal(people.end_own_session(&other).await), ["unknown_record"]);
    assert_eq!(refusal(people.end_session(&other).await), ["denied"]);
    people.end_own_session(&visit.session.unwrap()).await.unwrap();
    assert_eq!(house.nobody().visit(&his).await.unwrap_err().to_string(), "请登录：已经退出");
    house.nobody().visit(&hers).await.unwrap();
}

async fn seen_once_a_minute(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let secret = house.session("tian", GOOD).await;
    let begun = house.clock_now();
    let seen = async || house.person("anquan").await.sessions(true).await.unwrap()[0].seen_at;
    house.pass(MINUTE - 1);
    house.nobody().visit(&secret).await.unwrap();
    assert_eq!(seen().await, begun);
    house.pass(1);
    house.nobody().visit(&secret).await.unwrap();
    assert_eq!(seen().await, house.clock_now());
}
