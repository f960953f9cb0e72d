//! No secret stands in the audit, nor, but for that of the codes, anywhere in the database.

use dukao_app::people::{Door, NewToken};
use dukao_core::rights::{Right, Role};
use dukao_testkit::store::testing::TestEngine;
use dukao_testkit::store::{SYSTEM, Store, Version};

use super::house::{GOOD, House, OTHER, both};

both!(nothing_is_written_down);

async fn nothing_is_written_down(engine: TestEngine) {
    let house = House::empty(engine).await;
    let mut secrets = vec![GOOD.to_owned(), OTHER.to_owned(), "Typed-4-nothing".to_owned()];
    for (place, link) in house.operator().first_links().await.unwrap().into_iter().enumerate() {
        secrets.push(link.secret.reveal().to_owned());
        let login = ["xitong", "anquan", "shenji"][place];
        let fields = super::house::fields(login, login, login);
        let new = dukao_app::people::NewAdministrator { fields, password: GOOD.to_owned() };
        house.nobody().use_first_link(link.secret.reveal(), &new).await.unwrap();
    }
    house.somebody("tian", Role::Assessment).await;
    let holder = house.person("tian").await;
    let link = house.person("xitong").await.make_link("tian").await.unwrap();
    secrets.push(link.secret.reveal().to_owned());
    house.sign_in("tian", "Typed-4-nothing").await;
    house.sign_in("Typed-4-nothing", "x").await;
    secrets.push(house.session("tian", GOOD).await);
    secrets.push(holder.change_password(GOOD, OTHER, Door::default()).await.unwrap().secret.reveal().to_owned());
    let new = NewToken { name: "报表".to_owned(), scope: [Right::SeeFigures].into(), days: 30 };
    secrets.push(holder.make_token(&new).await.unwrap().secret.reveal().to_owned());
    let code = holder.enrol_code(OTHER).await.unwrap().secret;

    let audit = house.audit().await;
    let acts: Vec<&str> = audit.iter().map(|(act, ..)| act.as_str()).collect();
    for act in ["link.first", "link.first_use", "link.make", "link.use", "password.change", "token.make", "code.enrol"]
    {
        assert!(acts.contains(&act), "{act} is not in {acts:?}");
    }
    let said = format!("{audit:?}");
    let entries = Store::open(house.url()).await.unwrap().entries(SYSTEM, Version::NONE, head(&house).await).await;
    let kept = format!("{:?}", entries.unwrap());
    let sessions = format!("{:?}", house.person("anquan").await.sessions(true).await.unwrap());
    for secret in &secrets {
        assert!(secret.len() >= 8);
        for (place, text) in [("audit", &said), ("entries", &kept), ("sessions", &sessions)] {
            assert!(!text.contains(secret.as_str()), "{secret} stands in the {place}");
        }
    }
    assert!(!said.contains(&code) && kept.contains(&code), "the machine must know it, the audit must not");
    assert!(!said.contains("digest") && !said.contains("salt"), "{said}");
}

async fn head(house: &House) -> Version {
    house.store().head(SYSTEM).await.unwrap().version
}
