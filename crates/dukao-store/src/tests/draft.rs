//! Drafts come and go; they are no data.

use crate::testing::{TestEngine, open};
use crate::{Draft, Micros};

use super::support::{both, scratch};

both!(put_read_forgotten);

fn draft(id: &str, at: i64, parts: &[(&str, &[u8])]) -> Draft {
    let parts = parts.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    Draft { id: id.to_owned(), at: Micros(at), parts }
}

async fn put_read_forgotten(engine: TestEngine) {
    let database = scratch(engine).await;
    let store = open(database.url()).await.unwrap();
    let (first, second) =
        (draft("a", 10, &[("说明", b"{}"), ("月报.csv", b"\x00\xff")]), draft("b", 20, &[("x", b"")]));
    store.put_draft(first.clone(), Micros(0)).await.unwrap();
    store.put_draft(second.clone(), Micros(0)).await.unwrap();
    assert_eq!(store.draft("a").await.unwrap(), Some(first));
    let shorter = draft("a", 11, &[("说明", b"[]")]);
    store.put_draft(shorter.clone(), Micros(11)).await.unwrap();
    assert_eq!((store.draft("a").await.unwrap(), store.draft("b").await.unwrap()), (Some(shorter), Some(second)));
    store.put_draft(draft("c", 30, &[("y", b"1")]), Micros(20)).await.unwrap();
    assert_eq!(store.draft("a").await.unwrap(), None, "its time is over");
    store.forget_draft("b").await.unwrap();
    store.forget_draft("b").await.unwrap();
    assert_eq!(store.draft("b").await.unwrap(), None);
    assert!(store.regions().await.unwrap().is_empty());
}
