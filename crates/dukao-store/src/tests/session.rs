//! Sessions come, are seen, and end; on one handle as on the other.

use crate::testing::TestEngine;
use crate::{Micros, Session, Store};

use super::support::{both, scratch};

both!(lives_and_ends, ends_with_its_account, takes_no_second_of_a_digest);

fn session(number: u8, account: &str, at: i64) -> Session {
    Session {
        digest: [number; 32],
        id: format!("s{number}"),
        account: account.to_owned(),
        manner: "password".to_owned(),
        created_at: Micros(at),
        seen_at: Micros(at),
        ended: None,
        address: Some("192.0.2.1".to_owned()),
        agent: None,
    }
}

async fn lives_and_ends(engine: TestEngine) {
    let database = scratch(engine).await;
    let (store, other) = (Store::open(database.url()).await.unwrap(), Store::open(database.url()).await.unwrap());
    store.add_session(session(1, "7", 10), Micros(0)).await.unwrap();
    assert_eq!(other.session(&[1; 32]).await.unwrap(), Some(session(1, "7", 10)));
    assert_eq!(other.session(&[2; 32]).await.unwrap(), None);
    other.touch_session(&[1; 32], Micros(90)).await.unwrap();
    store.touch_session(&[1; 32], Micros(50)).await.unwrap();
    assert_eq!(store.session(&[1; 32]).await.unwrap().unwrap().seen_at, Micros(90), "never back");
    assert!(!store.end_session("s1", Some("8"), Micros(95), "logout").await.unwrap(), "not his own");
    assert!(store.end_session("s1", Some("7"), Micros(95), "logout").await.unwrap());
    assert!(!store.end_session("s1", None, Micros(96), "revoked").await.unwrap(), "ended once");
    let ended = other.session(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(ended.ended, Some((Micros(95), "logout".to_owned())));
    store.add_session(session(3, "7", 200), Micros(100)).await.unwrap();
    assert_eq!(store.session(&[1; 32]).await.unwrap(), None, "old ones are forgotten");
}

async fn ends_with_its_account(engine: TestEngine) {
    let database = scratch(engine).await;
    let store = Store::open(database.url()).await.unwrap();
    for (number, account) in [(1, "7"), (2, "7"), (3, "8"), (4, "7")] {
        store.add_session(session(number, account, i64::from(number)), Micros(0)).await.unwrap();
    }
    let open = async |account| {
        let open = store.open_sessions(account, Micros(1)).await.unwrap();
        open.into_iter().map(|session| session.id).collect::<Vec<_>>()
    };
    assert_eq!(open(None).await, ["s4", "s3", "s2"], "newest first, idle ones left out");
    assert_eq!(store.end_sessions("7", Some("s4"), Micros(9), "password").await.unwrap(), 2);
    assert_eq!(open(None).await, ["s4", "s3"]);
    assert_eq!(store.end_sessions("7", None, Micros(9), "closed").await.unwrap(), 1);
    assert_eq!((open(Some("7")).await, open(Some("8")).await), (vec![], vec!["s3".to_owned()]));
}

async fn takes_no_second_of_a_digest(engine: TestEngine) {
    let database = scratch(engine).await;
    let store = Store::open(database.url()).await.unwrap();
    store.add_session(session(1, "7", 10), Micros(0)).await.unwrap();
    let again = Session { id: "other".to_owned(), ..session(1, "8", 11) };
    assert!(store.add_session(again, Micros(0)).await.is_err());
    assert_eq!(store.session(&[1; 32]).await.unwrap(), Some(session(1, "7", 10)));
}
