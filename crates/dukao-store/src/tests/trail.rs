//! The trail: written in batches, by many at once, read by what is asked.

use std::sync::Arc;

use super::support::{Fixture, START, both};
use super::tamper::view;
use crate::testing::{TestEngine, open};
use crate::{Filter, Micros, RegionId, TrailEntry, WriteError};
use tokio::task::JoinSet;

both!(is_written_and_read, many_writers_make_one_chain, what_is_wrong_is_refused);

async fn is_written_and_read(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let (store, region) = (&fixture.store, fixture.region);
    let entries: Vec<TrailEntry> = (0..300).map(view).collect();
    assert_eq!(store.append_trail(region, entries[..2].to_vec()).await.unwrap(), 2);
    assert_eq!(store.append_trail(region, Vec::new()).await.unwrap(), 2);
    assert_eq!(store.append_trail(region, entries[2..].to_vec()).await.unwrap(), 300);
    let found = store.trail(region, &Filter::default(), u32::MAX).await.unwrap();
    let back: Vec<TrailEntry> = found.iter().rev().map(|row| row.entry.clone()).collect();
    assert_eq!(back, entries);
    let numbers = |filter: Filter, limit| async move {
        let found = store.trail(region, &filter, limit).await.unwrap();
        found.into_iter().map(|row| row.seq).collect::<Vec<_>>()
    };
    assert_eq!(numbers(Filter { before: Some(4), ..Filter::default() }, 2).await, [3, 2]);
    assert_eq!(numbers(Filter { subject: Some("P7".to_owned()), ..Filter::default() }, 9).await, [8]);
    let span = Filter { from: Some(Micros(START.0 + 5)), to: Some(Micros(START.0 + 7)), ..Filter::default() };
    assert_eq!(numbers(span, 9).await, [7, 6]);
    for (act, count) in [("figure.view", 300), ("figure.", 300), ("figure", 0), ("figure_view", 0), ("%", 0)] {
        let found = numbers(Filter { act: Some(act.to_owned()), ..Filter::default() }, 1000).await;
        assert_eq!(found.len(), count, "{act}");
    }
    for (who, count) in [("local", 300), ("loca", 0)] {
        assert_eq!(numbers(Filter { actor: Some(who.to_owned()), ..Filter::default() }, 1000).await.len(), count);
    }
    let acts = store.acts(region, &Filter { act: Some("region.".to_owned()), ..Filter::default() }, 9).await.unwrap();
    assert_eq!(acts.iter().map(|row| row.version.0).collect::<Vec<_>>(), [1]);
    assert!(store.verify(&[]).await.unwrap().is_sound());

    // A clock that goes back does not: moments never fall.
    store.append_trail(region, vec![view(-9)]).await.unwrap();
    let last = &store.trail(region, &Filter::default(), 1).await.unwrap()[0];
    assert_eq!((last.seq, last.entry.at), (301, Micros(START.0 + 299)));
}

async fn many_writers_make_one_chain(engine: TestEngine) {
    let fixture = Arc::new(Fixture::new(engine).await);
    let other = Arc::new(open(fixture.scratch.url()).await.unwrap());
    let mut writers = JoinSet::new();
    for number in 0..12_i64 {
        let (fixture, other) = (Arc::clone(&fixture), Arc::clone(&other));
        writers.spawn(async move {
            let store = if number % 2 == 0 { &fixture.store } else { &*other };
            for _ in 0..10 {
                store.append_trail(fixture.region, vec![view(number), view(number + 1)]).await.unwrap();
            }
        });
    }
    writers.join_all().await;
    let found = other.verify(&[]).await.unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!(found.regions[0].views, 240);
}

async fn what_is_wrong_is_refused(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let nowhere = fixture.store.append_trail(RegionId(77), vec![view(1)]).await;
    assert!(matches!(nowhere, Err(WriteError::NoSuchRegion(RegionId(77)))), "{nowhere:?}");
    let broken = TrailEntry { detail: "无".to_owned(), ..view(1) };
    let refused = fixture.store.append_trail(fixture.region, vec![view(0), broken]).await;
    assert!(matches!(refused, Err(WriteError::Invalid(_))), "{refused:?}");
    let empty = TrailEntry { act: String::new(), ..view(1) };
    let refused = fixture.store.append_trail(fixture.region, vec![view(0), empty]).await;
    assert!(matches!(refused, Err(WriteError::Invalid(_))), "{refused:?}");
    let found = fixture.store.verify(&[]).await.unwrap();
    assert!(found.is_sound() && found.regions[0].views == 0, "{found:?}");
}
