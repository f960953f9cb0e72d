//! Signing in: nothing is told, failures are counted, codes are taken once.

use dukao_app::AppError;
use dukao_app::people::{Door, Policy, SignIn, SignedIn};
use dukao_core::rights::Role;
use dukao_testkit::store::testing::TestEngine;

use super::house::{GOOD, HOUR, House, MINUTE, OTHER, both, refusal};

both!(
    nothing_tells_whether_somebody_is_there,
    the_lock_holds_on_both_handles,
    an_address_is_locked_too,
    a_dearer_hash_is_made_at_the_next_login,
    an_old_password_must_be_changed,
    codes_are_asked_for_and_taken_once
);

async fn nothing_tells_whether_somebody_is_there(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    house.somebody("yun", Role::Leader).await;
    house.person("xitong").await.close_account("yun").await.unwrap();
    let registry_work = || house.hash_work(0);
    let mut told = Vec::new();
    for login in ["tian", "nobody", "yun", "4", ""] {
        let start = registry_work();
        told.push((house.sign_in(login, "Not-the-1").await, registry_work() - start));
    }
    assert!(told.iter().all(|one| *one == told[0] && one.1 > 0), "{told:?}");
    for login in ["tian", "nobody"] {
        for _ in 0..3 {
            assert_eq!(house.sign_in(login, "x").await, SignedIn::Refused);
        }
        assert_eq!(house.sign_in(login, "x").await, SignedIn::Refused, "the fifth");
        let locked = house.sign_in(login, "x").await;
        assert_eq!(locked, SignedIn::Locked(dukao_app::Micros(house.clock_now().0 + 30 * MINUTE)), "{login}");
    }
}

async fn the_lock_holds_on_both_handles(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let tries = (0..12).map(|number| house.sign_in_by(number % 2, "tian", "wrong", None));
    let mut outcomes = Vec::new();
    for outcome in super::accounts::at_once(tries).await {
        outcomes.push(matches!(outcome, SignedIn::Locked(_)));
    }
    assert_eq!(outcomes.iter().filter(|locked| !**locked).count(), 5, "five were looked at");
    assert!(matches!(house.sign_in_by(1, "Tian ", GOOD, None).await, SignedIn::Locked(_)), "the right one as well");
    assert!(house.person("anquan").await.locked_until("tian").await.unwrap().is_some());
    assert_eq!(refusal(house.person("xitong").await.unlock("tian").await), ["denied"]);
    assert_eq!(refusal(house.operator().unlock("tian").await), ["denied"]);
    house.person_by(1, "anquan").await.unlock("tian").await.unwrap();
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::In(_)));
    for _ in 0..5 {
        house.sign_in("tian", "wrong").await;
    }
    house.pass(30 * MINUTE - 1);
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::Locked(_)));
    house.pass(1);
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::In(_)));
}

async fn an_address_is_locked_too(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let nobody = house.nobody();
    let from = |address| Door { address, agent: "" };
    let sign_in = async |login: &str, password: &str, address| {
        nobody.sign_in(SignIn { login, password, code: None, from: from(address) }).await.unwrap()
    };
    let logins: Vec<String> = (0..49).map(|number| format!("guess{number}")).collect();
    for login in &logins {
        assert_eq!(sign_in(login, "x", "198.51.100.1").await, SignedIn::Refused);
    }
    // His own right login takes back what it counted, and nothing else.
    assert!(matches!(sign_in("tian", GOOD, "198.51.100.1").await, SignedIn::In(_)));
    assert_eq!(sign_in("guess49", "x", "198.51.100.1").await, SignedIn::Refused);
    assert!(matches!(sign_in("tian", GOOD, "198.51.100.1").await, SignedIn::Locked(_)));
    assert!(matches!(sign_in("tian", GOOD, "198.51.100.2").await, SignedIn::In(_)));
}

async fn a_dearer_hash_is_made_at_the_next_login(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let dear = Policy { memory_kib: 20_480, passes: 3, ..Policy::default() };
    house.person("anquan").await.set_policy(&dear).await.unwrap();
    let session = house.session("tian", GOOD).await;
    house.nobody().visit(&session).await.unwrap();
    let mut work = Vec::new();
    for login in ["tian", "nobody"] {
        let start = house.hash_work(1);
        assert_eq!(house.sign_in_by(1, login, "wrong", None).await, SignedIn::Refused);
        work.push(house.hash_work(1) - start);
    }
    assert_eq!(work, [20_480 * 3; 2]);
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::In(_)));
    house.nobody().visit(&session).await.unwrap();
    assert_eq!(house.acts().await.iter().filter(|act| *act == "password.rehash").count(), 1, "once");
}

async fn an_old_password_must_be_changed(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    house.pass(90 * 24 * HOUR);
    let SignedIn::In(session) = house.sign_in("tian", GOOD).await else { panic!("refused") };
    assert!(session.must_change);
    let visit = house.nobody().visit(session.secret.reveal()).await.unwrap();
    assert!(visit.must_change && visit.caller.posts().is_empty());
    let changed = house.by(1, visit.caller).change_password(GOOD, OTHER, Door::default()).await.unwrap();
    let visit = house.nobody().visit(changed.secret.reveal()).await.unwrap();
    assert!(!visit.must_change && visit.caller.is(Role::Leader));
}

/// The code of a telephone that holds the secret.
fn code(secret: &str, house: &House) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(house.clock_now().0 / 1_000_000).unwrap()).to_string()
}

async fn codes_are_asked_for_and_taken_once(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let people = house.person("tian").await;
    assert_eq!(refusal(people.enrol_code("wrong").await), ["present"]);
    let enrolment = people.enrol_code(GOOD).await.unwrap();
    assert!(enrolment.address.ends_with(&format!("tian?secret={}&issuer=%E7%9D%A3%E8%80%83", enrolment.secret)));
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::In(_)), "not before it was shown to be right");
    assert_eq!(refusal(people.confirm_code("000000").await), ["code"]);
    people.confirm_code(&code(&enrolment.secret, &house)).await.unwrap();
    assert_eq!(house.sign_in("tian", GOOD).await, SignedIn::NeedsCode);
    assert_eq!(house.sign_in("tian", "wrong").await, SignedIn::Refused, "the code is not asked for before");
    let with = async |handle, code: &str| house.sign_in_by(handle, "tian", GOOD, Some(code)).await;
    let used = code(&enrolment.secret, &house);
    assert_eq!(with(1, &used).await, SignedIn::Refused, "used to confirm");
    house.pass(MINUTE);
    let fresh = code(&enrolment.secret, &house);
    let SignedIn::In(session) = with(0, &fresh).await else { panic!("refused") };
    assert_eq!(house.nobody().visit(session.secret.reveal()).await.unwrap().manner, "code");
    assert_eq!(with(1, &fresh).await, SignedIn::Refused, "the other handle knows that it was used");
    // Guessing codes with the right password is locked like guessing passwords, whatever else is tried in between.
    house.pass(HOUR);
    for _ in 0..5 {
        assert_eq!(with(0, "111111").await, SignedIn::Refused);
        house.sign_in("tian", GOOD).await;
    }
    assert!(matches!(with(0, &code(&enrolment.secret, &house)).await, SignedIn::Locked(_)));
    assert!(matches!(house.person("xitong").await.remove_code_of("tian").await, Err(AppError::Denied(_))));
    house.person("anquan").await.remove_code_of("tian").await.unwrap();
    house.person("anquan").await.unlock("tian").await.unwrap();
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::In(_)));
}
