//! Attempts: the limit holds for many at once, on two handles.

use crate::testing::TestEngine;
use crate::{AttemptLimit, Micros, Store};

use super::support::{both, scratch};

both!(many_at_once_get_no_more_tries, right_ones_are_forgiven, a_step_is_taken_once);

fn limit(subject: &str, tries: i32) -> AttemptLimit {
    AttemptLimit { subject: subject.to_owned(), tries, span: 1_000 }
}

async fn many_at_once_get_no_more_tries(engine: TestEngine) {
    let database = scratch(engine).await;
    let stores = [Store::open(database.url()).await.unwrap(), Store::open(database.url()).await.unwrap()];
    let attempts = (0..24_usize).map(|number| {
        // The two handles name the subjects in opposite orders.
        let mut limits = vec![limit("login:a", 5), limit("address:b", 50)];
        if number % 2 == 1 {
            limits.reverse();
        }
        stores[number % 2].begin_attempt(limits, Micros(10))
    });
    let told = futures_util::future::join_all(attempts).await;
    let let_in = told.into_iter().map(Result::unwrap).filter(Option::is_none).count();
    assert_eq!(let_in, 5);
    let there = stores[1].attempts("login:a").await.unwrap().unwrap();
    assert_eq!((there.failures, there.locked_until), (5, Some(Micros(1_010))));
    assert_eq!(stores[0].attempts("address:b").await.unwrap().unwrap().failures, 5, "a locked one counts nothing");
    stores[0].forget_attempts(Micros(1_000)).await.unwrap();
    assert_eq!(stores[1].attempts("address:b").await.unwrap(), None);
    assert!(stores[1].attempts("login:a").await.unwrap().is_some(), "still locked then");
    let begin = async |at| stores[0].begin_attempt(vec![limit("login:a", 5)], Micros(at)).await.unwrap();
    assert_eq!(begin(1_009).await, Some(Micros(1_010)));
    assert_eq!(begin(1_010).await, None, "the lock is over");
}

async fn right_ones_are_forgiven(engine: TestEngine) {
    let database = scratch(engine).await;
    let store = Store::open(database.url()).await.unwrap();
    let limits = || vec![limit("login:a", 3), limit("address:b", 3)];
    for _ in 0..3 {
        assert_eq!(store.begin_attempt(limits(), Micros(10)).await.unwrap(), None);
    }
    store.forgive_attempt(&["login:a"], &["address:b"]).await.unwrap();
    assert_eq!(store.attempts("login:a").await.unwrap(), None);
    let address = store.attempts("address:b").await.unwrap().unwrap();
    assert_eq!((address.failures, address.locked_until), (2, None), "the last try locked it; it was right");
    store.forgive_attempt(&[], &["nobody"]).await.unwrap();
    assert_eq!(store.attempts("nobody").await.unwrap(), None);
}

async fn a_step_is_taken_once(engine: TestEngine) {
    let database = scratch(engine).await;
    let stores = [Store::open(database.url()).await.unwrap(), Store::open(database.url()).await.unwrap()];
    let takes = (0..8_usize).map(|number| stores[number % 2].take_step("code:7", Micros(40)));
    let taken = futures_util::future::join_all(takes).await;
    assert_eq!(taken.into_iter().map(Result::unwrap).filter(|free| *free).count(), 1);
    assert!(!stores[1].take_step("code:7", Micros(39)).await.unwrap(), "nor an earlier one");
    assert!(stores[1].take_step("code:7", Micros(41)).await.unwrap());
}
