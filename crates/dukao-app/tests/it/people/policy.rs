//! The policy: set by the security administrator, in force at once, on both handles.

use dukao_app::people::{Policy, SignedIn};
use dukao_core::rights::Role;
use dukao_testkit::store::testing::TestEngine;

use super::house::{GOOD, House, MINUTE, both, refusal};

both!(set_within_limits, in_force_at_once);

async fn set_within_limits(engine: TestEngine) {
    let house = House::new(engine).await;
    let security = house.person("anquan").await;
    let wrong = Policy { min_length: 7, idle_minutes: 61, tries: 0, ..Policy::default() };
    assert_eq!(refusal(security.set_policy(&wrong).await), ["min_length", "tries", "idle_minutes"]);
    assert_eq!(refusal(security.set_policy(&Policy::default()).await), ["policy"], "nothing changes");
    let next = Policy { min_length: 12, ..Policy::default() };
    for other in [house.operator(), house.person("xitong").await, house.person("shenji").await] {
        assert_eq!(refusal(other.set_policy(&next).await), ["denied"]);
    }
    security.set_policy(&next).await.unwrap();
    assert_eq!(house.person_by(1, "anquan").await.see().await.unwrap().policy(), &next);
    let told = house.audit().await.pop().unwrap();
    assert_eq!(told.0, "policy.set");
    assert!(told.2.contains("密码最短 8→12位"), "{told:?}");
}

async fn in_force_at_once(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    let secret = house.session("tian", GOOD).await;
    house.pass(6 * MINUTE);
    let strict = Policy { idle_minutes: 5, tries: 3, ..Policy::default() };
    house.person("anquan").await.set_policy(&strict).await.unwrap();
    let other = house.person_by(1, "anquan").await;
    assert_eq!(refusal(other.visit(&secret).await), ["signed_out"]);
    for _ in 0..3 {
        assert_eq!(house.sign_in_by(1, "tian", "x", None).await, SignedIn::Refused);
    }
    assert!(matches!(house.sign_in_by(1, "tian", "x", None).await, SignedIn::Locked(_)));
}
