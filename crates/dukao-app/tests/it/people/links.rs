//! One-time links, and choosing passwords.

use dukao_app::AppError;
use dukao_app::people::{Door, Policy, SignedIn};
use dukao_core::rights::Role;
use dukao_testkit::store::testing::TestEngine;

use super::house::{GOOD, HOUR, House, OTHER, both, fields, refusal};

both!(
    a_link_is_used_once,
    nobody_takes_an_administrator_over,
    earlier_passwords_do_not_come_again,
    the_present_one_is_asked_for
);

async fn a_link_is_used_once(engine: TestEngine) {
    let house = House::new(engine).await;
    let system = house.person("xitong").await;
    system.add_account(&fields("tian", "蓝天", "")).await.unwrap();
    assert_eq!(house.sign_in("tian", "").await, SignedIn::Refused, "no password is no password");
    let first = system.make_link("tian").await.unwrap();
    let second = system.make_link("tian").await.unwrap();
    let use_link = async |handle: usize, secret: &str, password: &str| {
        house.by(handle, house.nobody().operator("x").await.unwrap()).use_link(secret, password).await
    };
    assert_eq!(refusal(use_link(0, first.secret.reveal(), GOOD).await), ["bad_link"], "the second took its place");
    assert_eq!(refusal(use_link(0, second.secret.reveal(), "tian2018").await), ["password"; 3]);
    let both = tokio::join!(use_link(0, second.secret.reveal(), GOOD), use_link(1, second.secret.reveal(), OTHER));
    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    let chosen = if both.0.is_ok() { GOOD } else { OTHER };
    assert!(matches!(house.sign_in("tian", chosen).await, SignedIn::In(_)));
    assert_eq!(refusal(use_link(1, second.secret.reveal(), "pM3!zzQk8").await), ["bad_link"]);
    let late = system.make_link("tian").await.unwrap();
    house.pass(24 * HOUR);
    assert_eq!(refusal(use_link(0, late.secret.reveal(), "pM3!zzQk8").await), ["bad_link"]);
    let closed = system.make_link("tian").await.unwrap();
    system.close_account("tian").await.unwrap();
    assert_eq!(refusal(use_link(0, closed.secret.reveal(), "pM3!zzQk8").await), ["bad_link"]);
    assert_eq!(refusal(system.make_link("tian").await), ["account"]);
    system.reopen_account("tian").await.unwrap();
    assert_eq!(
        refusal(use_link(0, closed.secret.reveal(), "pM3!zzQk8").await),
        ["bad_link"],
        "it ended with the account"
    );
}

async fn nobody_takes_an_administrator_over(engine: TestEngine) {
    let house = House::new(engine).await;
    let told = house.person("xitong").await.make_link("anquan").await.unwrap_err();
    assert!(matches!(&told, AppError::Denied(_)) && told.to_string().contains("本机操作员"), "{told}");
    // Also with the command line switched off: the way back in.
    let off = Policy { operator: false, ..Policy::default() };
    house.person("anquan").await.set_policy(&off).await.unwrap();
    let operator = house.by(1, house.nobody().operator("root").await.unwrap());
    assert_eq!(refusal(operator.add_account(&fields("tian", "蓝天", "")).await), ["denied"]);
    assert_eq!(refusal(house.operator().add_account(&fields("tian", "蓝天", "")).await), ["denied"], "asked anew");
    house.person("xitong").await.add_account(&fields("tian", "蓝天", "")).await.unwrap();
    assert_eq!(refusal(operator.make_link("tian").await), ["denied"]);
    let link = operator.make_link("anquan").await.unwrap();
    house.nobody().use_link(link.secret.reveal(), OTHER).await.unwrap();
    assert!(matches!(house.sign_in("anquan", OTHER).await, SignedIn::In(_)));
    assert_eq!(house.sign_in("anquan", GOOD).await, SignedIn::Refused);
}

async fn earlier_passwords_do_not_come_again(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let people = house.person("tian").await;
    let change = async |present: &str, next: &str| people.change_password(present, next, Door::default()).await;
    let passwords: Vec<String> = (2..=6).map(|number| format!("{GOOD}-{number}")).collect();
    assert_eq!(refusal(change(GOOD, GOOD).await), ["password"], "the present one");
    let mut present = GOOD.to_owned();
    for next in &passwords {
        house.pass(1);
        change(&present, next).await.unwrap();
        assert_eq!(refusal(change(next, &present).await), ["password"], "the one before {next}");
        present.clone_from(next);
    }
    assert_eq!(refusal(change(&present, &passwords[0]).await), ["password"], "four before");
    change(&present, GOOD).await.unwrap();
}

async fn the_present_one_is_asked_for(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let (secret, elsewhere) = (house.session("tian", GOOD).await, house.session("tian", GOOD).await);
    let people = house.by(1, house.nobody().visit(&secret).await.unwrap().caller);
    for _ in 0..4 {
        assert_eq!(refusal(people.change_password("wrong", OTHER, Door::default()).await), ["present"]);
    }
    house.pass(1);
    let session = people.change_password(GOOD, OTHER, Door::default()).await.unwrap();
    for old in [&secret, &elsewhere] {
        let told = house.nobody().visit(old).await.unwrap_err();
        assert_eq!(told.to_string(), "请登录：密码已经修改");
    }
    assert_eq!(house.nobody().visit(session.secret.reveal()).await.unwrap().account.login, "tian");
    for _ in 0..5 {
        assert_eq!(refusal(people.change_password("wrong", OTHER, Door::default()).await), ["present"]);
    }
    let told = people.change_password(OTHER, GOOD, Door::default()).await.unwrap_err();
    assert!(told.to_string().contains("错得太多"), "{told}");
    assert!(matches!(house.sign_in("tian", OTHER).await, SignedIn::Locked(_)), "one count for both doors");
}
