//! The first start: three links, three people.

use dukao_app::people::{NewAdministrator, Purpose, SignedIn};
use dukao_core::rights::Role;
use dukao_testkit::store::testing::TestEngine;

use super::house::{GOOD, HOUR, House, both, fields, refusal};

both!(three_people_come_in_by_links, nobody_takes_two, links_expire_and_are_renewed);

fn new(login: &str, name: &str, number: &str, password: &str) -> NewAdministrator {
    NewAdministrator { fields: fields(login, name, number), password: password.to_owned() }
}

async fn three_people_come_in_by_links(engine: TestEngine) {
    let house = House::empty(engine).await;
    let links = house.operator().first_start().await.unwrap();
    let roles: Vec<Role> = links.iter().map(|link| link.role).collect();
    assert_eq!(roles, [Role::SystemAdministrator, Role::SecurityAdministrator, Role::AuditAdministrator]);
    assert!(house.operator().first_start().await.unwrap().is_empty(), "a second start leaves them alone");
    let secret = links[0].secret.reveal();
    let opened = house.nobody().open_link(secret).await.unwrap();
    assert_eq!(opened.purpose, Purpose::Administrator { role: Role::SystemAdministrator });
    assert_eq!(refusal(house.nobody().use_link(secret, GOOD).await), ["bad_link"], "it chooses nobody's password");
    let wrong = house.nobody().use_first_link(secret, &new("X", "", "", "abc")).await;
    let all = refusal(wrong);
    assert_eq!(all, ["login", "name", "person_number", "password", "password", "password"], "all at once");
    let made = house.nobody().use_first_link(secret, &new("xitong", "甲", "G1", GOOD)).await.unwrap();
    assert_eq!(made.id, "1");
    let again = house.nobody().use_first_link(secret, &new("other", "丁", "G9", GOOD)).await;
    assert_eq!(refusal(again), ["bad_link"], "used once");
    assert!(matches!(house.sign_in("xitong", GOOD).await, SignedIn::In(_)));
    let roles: Vec<Role> =
        house.person_by(1, "xitong").await.see().await.unwrap().posts_of("1").map(|post| post.role).collect();
    assert_eq!(roles, [Role::SystemAdministrator]);
    assert!(house.operator().first_start().await.unwrap().is_empty(), "two still wait");
}

async fn nobody_takes_two(engine: TestEngine) {
    let house = House::empty(engine).await;
    let links = house.operator().first_links().await.unwrap();
    let take = async |place: usize, who| house.nobody().use_first_link(links[place].secret.reveal(), &who).await;
    take(0, new("xitong", "甲", "G1", GOOD)).await.unwrap();
    assert_eq!(refusal(take(1, new("anquan", "乙", "G1", GOOD)).await), ["person_number"]);
    assert_eq!(refusal(take(1, new("anquan", "甲", "G2", GOOD)).await), ["name"]);
    assert_eq!(refusal(take(1, new("xitong", "乙", "G2", GOOD)).await), ["login"]);
    take(1, new("anquan", "乙", "G2", GOOD)).await.unwrap();
    take(2, new("shenji", "丙", "G3", GOOD)).await.unwrap();
    assert!(house.operator().first_links().await.unwrap().is_empty(), "nobody is missing");
}

async fn links_expire_and_are_renewed(engine: TestEngine) {
    let house = House::empty(engine).await;
    let old = house.operator().first_links().await.unwrap();
    house.pass(24 * HOUR);
    assert_eq!(refusal(house.nobody().open_link(old[0].secret.reveal()).await), ["bad_link"]);
    let new_links = house.operator().first_start().await.unwrap();
    assert_eq!(new_links.len(), 3);
    let newer = house.operator().first_links().await.unwrap();
    assert_eq!(refusal(house.nobody().open_link(new_links[0].secret.reveal()).await), ["bad_link"], "superseded");
    house.nobody().open_link(newer[0].secret.reveal()).await.unwrap();
    assert_eq!(refusal(house.nobody().first_links().await), ["denied"], "the operator's only");
}
