//! Posts: given, ended, lent; leaders and what they look after.

use dukao_app::people::{NewPost, NewSponsor};
use dukao_core::rights::{Manner, Role};
use dukao_testkit::store::testing::TestEngine;
use jiff::civil::date;

use super::house::{HOUR, House, both, fields, post, refusal};

both!(what_speaks_against_a_post, a_post_ends, the_holder_lends_his_own, leaders_look_after);

async fn what_speaks_against_a_post(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Assessment).await;
    let security = house.person("anquan").await;
    let refused = async |new: NewPost| refusal(security.grant_post(&new).await);
    assert_eq!(refused(post("tian", Role::Assessment)).await, ["role"], "he has it");
    assert_eq!(refused(post("tian", Role::SystemAdministrator)).await, ["account", "role"], "no number, and excluded");
    assert_eq!(refused(post("xitong", Role::AuditAdministrator)).await, ["role"], "the three exclude each other");
    assert_eq!(refused(NewPost { region: None, ..post("tian", Role::Leader) }).await, ["region"]);
    let wrong = NewPost { from: Some(date(2018, 9, 2)), until: Some(date(2018, 9, 1)), ..post("tian", Role::Leader) };
    assert_eq!(refused(wrong).await, ["until"]);
    assert_eq!(refused(post("nobody", Role::Leader)).await, ["unknown_person"]);
    let acting = NewPost { acting: true, ..post("tian", Role::Signer) };
    assert_eq!(security.grant_post(&acting).await.unwrap().manner, Manner::Acting);
    assert_eq!(refusal(house.operator().grant_post(&post("tian", Role::Leader)).await), ["denied"]);
    let told = house.operator().grant_post(&post("tian", Role::Leader)).await.unwrap_err();
    assert_eq!(told.to_string(), "没有“授予职务”的权限，它只给安全管理员");
    house.person("xitong").await.close_account("tian").await.unwrap();
    assert_eq!(refused(post("tian", Role::Leader)).await, ["account"]);
}

async fn a_post_ends(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Assessment).await;
    let security = house.person("anquan").await;
    let directory = security.see().await.unwrap();
    let id = directory.posts_of("4").next().unwrap().id.clone();
    assert_eq!(refusal(security.end_post(&id, Some(date(2018, 8, 18))).await), ["until"], "not in the past");
    assert_eq!(refusal(security.end_post("99", None).await), ["unknown_record"]);
    security.end_post(&id, Some(date(2018, 8, 31))).await.unwrap();
    let counts = async || {
        house.person_by(1, "tian").await.see().await.is_err()
            && house
                .nobody()
                .directory()
                .await
                .unwrap()
                .caller("4", dukao_app::date_of(house.clock_now()))
                .is(Role::Assessment)
    };
    assert!(counts().await);
    house.pass(12 * 24 * HOUR);
    assert!(!counts().await, "1 September");
    let later = NewPost { from: Some(date(2018, 10, 1)), ..post("tian", Role::Leader) };
    let later = security.grant_post(&later).await.unwrap();
    security.end_post(&later.id, None).await.unwrap();
    let directory = security.see().await.unwrap();
    assert!(directory.posts().iter().all(|post| post.id != later.id), "it never began");
    let next = security.grant_post(&post("tian", Role::Leader)).await.unwrap();
    assert!(next.id > later.id, "its number is not given again");
}

async fn the_holder_lends_his_own(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    house.somebody("yun", Role::Viewer).await;
    let holder = house.person("tian").await;
    let id = holder.directory().await.unwrap().posts_of("4").next().unwrap().id.clone();
    let days = (date(2018, 8, 20), date(2018, 8, 25));
    assert_eq!(refusal(house.person("yun").await.delegate(&id, "yun", days.0, days.1).await), ["unknown_record"]);
    assert_eq!(refusal(holder.delegate(&id, "tian", days.0, days.1).await), ["account"]);
    assert_eq!(refusal(holder.delegate(&id, "yun", date(2018, 8, 1), days.1).await), ["until", "from"]);
    let lent = holder.delegate(&id, "yun", days.0, days.1).await.unwrap();
    assert_eq!(lent.manner, Manner::Delegated { post: id.clone() });
    assert!(house.person_by(1, "yun").await.delegate(&lent.id, "tian", days.0, days.1).await.is_err(), "not lent on");
    let is_leader = async |house: &House| {
        house.nobody().directory().await.unwrap().caller("5", dukao_app::date_of(house.clock_now())).is(Role::Leader)
    };
    assert!(is_leader(&house).await);
    assert_eq!(refusal(house.person("yun").await.end_delegation(&lent.id, None).await), ["unknown_record"]);
    holder.end_delegation(&lent.id, None).await.unwrap();
    assert!(!is_leader(&house).await);
    assert_eq!(house.acts().await.iter().filter(|act| act.starts_with("post.delegate")).count(), 2);
}

async fn leaders_look_after(engine: TestEngine) {
    let house = House::new(engine).await;
    house.person("xitong").await.add_account(&fields("tian", "蓝天", "")).await.unwrap();
    let security = house.person("anquan").await;
    let new = |unit: Option<&str>, indicator: Option<&str>| NewSponsor {
        account: "tian".to_owned(),
        region: "610100".to_owned(),
        unit: unit.map(str::to_owned),
        indicator: indicator.map(str::to_owned),
        from: None,
        until: None,
    };
    assert_eq!(refusal(security.add_sponsor(&new(None, None)).await), ["unit"]);
    assert_eq!(refusal(security.add_sponsor(&new(Some("S1"), Some("P1"))).await), ["unit"]);
    let made = security.add_sponsor(&new(Some("S1"), None)).await.unwrap();
    security.add_sponsor(&new(None, Some("P1"))).await.unwrap();
    security.end_sponsor(&made.id, Some(date(2018, 12, 31))).await.unwrap();
    let directory = house.person_by(1, "anquan").await.see().await.unwrap();
    let there: Vec<_> =
        directory.sponsors().map(|own| (own.unit.as_deref(), own.indicator.as_deref(), own.until)).collect();
    assert_eq!(there, [(Some("S1"), None, Some(date(2018, 12, 31))), (None, Some("P1"), None)]);
    assert_eq!(refusal(house.person("xitong").await.add_sponsor(&new(Some("S1"), None)).await), ["denied"]);
}
