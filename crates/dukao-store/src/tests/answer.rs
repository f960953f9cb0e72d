//! A request with a key is done once, whoever asks again, on whichever server.

use crate::testing::{TestEngine, open};
use crate::{Claim, KeyedRequest, Micros};

use super::support::{both, scratch};

both!(a_key_is_one_request, two_at_once_are_one);

fn request(caller: &str, key: &str, what: &[u8], at: i64) -> KeyedRequest {
    KeyedRequest { caller: caller.to_owned(), key: key.to_owned(), digest: what.to_vec(), at: Micros(at) }
}

async fn a_key_is_one_request(engine: TestEngine) {
    let database = scratch(engine).await;
    let store = open(database.url()).await.unwrap();
    let take = async |caller: &str, key: &str, what: &[u8], at: i64| {
        store.take_key(request(caller, key, what, at), Micros(at - 100)).await.unwrap()
    };
    assert_eq!(take("a", "k", b"x", 1_000).await, Claim::New);
    assert_eq!(take("a", "k", b"x", 1_001).await, Claim::Running);
    assert_eq!(take("a", "k", b"y", 1_002).await, Claim::Other);
    assert_eq!(take("b", "k", b"y", 1_003).await, Claim::New, "keys of others are others");
    store.keep_answer("a", "k", b"\x00{}".to_vec()).await.unwrap();
    store.release_key("a", "k").await.unwrap();
    assert_eq!(
        take("a", "k", b"x", 1_004).await,
        Claim::Done(b"\x00{}".to_vec()),
        "what was answered is not given free"
    );
    assert_eq!(take("a", "k", b"y", 1_005).await, Claim::Other);
    store.release_key("b", "k").await.unwrap();
    assert_eq!(take("b", "k", b"z", 1_006).await, Claim::New, "what came to nothing may be tried anew");
    assert_eq!(take("a", "k", b"y", 1_101).await, Claim::New, "its time is over");
}

async fn two_at_once_are_one(engine: TestEngine) {
    let database = scratch(engine).await;
    let (one, other) = (open(database.url()).await.unwrap(), open(database.url()).await.unwrap());
    for round in 0..20_i64 {
        let key = format!("k{round}");
        let (first, second) = tokio::join!(
            one.take_key(request("a", &key, b"x", round), Micros(0)),
            other.take_key(request("a", &key, b"x", round), Micros(0)),
        );
        let both = [first.unwrap(), second.unwrap()];
        assert_eq!(both.iter().filter(|claim| **claim == Claim::New).count(), 1, "{both:?}");
        assert!(both.contains(&Claim::Running));
    }
}
