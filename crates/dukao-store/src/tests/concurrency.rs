//! Many writers at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::testing::{TestEngine, open};
use crate::{AuditCheck, Store, Version, WriteError};
use tokio::task::JoinSet;

use super::support::{Fixture, START, act, actor, audit, both, figures, scratch};

both!(sixteen_writers_on_one_region, two_programs, writers_on_many_regions, openers_race, readers_see_whole_acts);

/// Writes `count` acts, deciding again after each conflict; the versions made and how often it had to retry.
async fn write_until_done(store: &Store, region: crate::RegionId, count: i32) -> (Vec<Version>, usize) {
    let (mut made, mut retries) = (Vec::new(), 0);
    let mut based_on = store.head(region).await.unwrap().version;
    while made.len() < usize::try_from(count).unwrap() {
        match store.write(act(region, based_on, figures(2018, 3))).await {
            Ok(done) => {
                based_on = done.version;
                made.push(done.version);
            }
            Err(WriteError::Conflict { head }) => {
                assert_ne!(head, based_on);
                based_on = head;
                retries += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    (made, retries)
}

/// Every version exactly once, every row there, the chain sound.
async fn assert_gap_free(store: &Store, region: crate::RegionId, made: &[Version]) {
    let distinct: BTreeSet<Version> = made.iter().copied().collect();
    let newest = i64::try_from(made.len()).unwrap() + 1;
    assert_eq!(distinct, (2..=newest).map(Version).collect());
    let rows = store.observations(region, 2018, Version::NONE, Version(newest)).await.unwrap();
    let each: Vec<(Version, i32)> = (2..=newest).flat_map(|v| (1..=3).map(move |seq| (Version(v), seq))).collect();
    assert_eq!(rows.iter().map(|row| (row.version, row.seq)).collect::<Vec<_>>(), each);
    let check = store.verify_audit(region).await.unwrap();
    assert_eq!(check, AuditCheck::Sound { entries: u64::try_from(newest).unwrap() });
    let trail = store.audit(region, Version::NONE, u32::MAX).await.unwrap();
    assert!(trail.windows(2).all(|pair| pair[0].at < pair[1].at));
}

async fn sixteen_writers_on_one_region(engine: TestEngine) {
    let fixture = Arc::new(Fixture::new(engine).await);
    let mut writers = JoinSet::new();
    for _ in 0..16 {
        let fixture = Arc::clone(&fixture);
        writers.spawn(async move { write_until_done(&fixture.store, fixture.region, 8).await });
    }
    let outcomes = writers.join_all().await;
    let made: Vec<Version> = outcomes.iter().flat_map(|(made, _)| made.clone()).collect();
    assert!(outcomes.iter().any(|(_, retries)| *retries > 0), "nobody met a conflict: this tests nothing");
    assert_gap_free(&fixture.store, fixture.region, &made).await;
}

async fn two_programs(engine: TestEngine) {
    let fixture = Arc::new(Fixture::new(engine).await);
    let other = Arc::new(open(fixture.scratch.url()).await.unwrap());
    let mut writers = JoinSet::new();
    for number in 0..6 {
        let (fixture, other) = (Arc::clone(&fixture), Arc::clone(&other));
        writers.spawn(async move {
            let store = if number % 2 == 0 { &fixture.store } else { &*other };
            write_until_done(store, fixture.region, 10).await.0
        });
    }
    let made: Vec<Version> = writers.join_all().await.into_iter().flatten().collect();
    assert_gap_free(&other, fixture.region, &made).await;
}

/// Independent regions do not conflict: the group commits carry many acts, each with its own version.
async fn writers_on_many_regions(engine: TestEngine) {
    let fixture = Arc::new(Fixture::new(engine).await);
    let mut writers = JoinSet::new();
    for number in 0..40 {
        let fixture = Arc::clone(&fixture);
        writers.spawn(async move {
            let code = format!("区{number}");
            let made = fixture.store.create_region(&code, &code, actor(), START, audit("region.create")).await;
            let region = made.unwrap().0;
            let (made, retries) = write_until_done(&fixture.store, region, 5).await;
            assert_eq!(retries, 0);
            assert_gap_free(&fixture.store, region, &made).await;
            region
        });
    }
    let regions: BTreeSet<_> = writers.join_all().await.into_iter().collect();
    assert_eq!(regions.len(), 40);
}

async fn openers_race(engine: TestEngine) {
    let scratch = scratch(engine).await;
    let mut openers = JoinSet::new();
    for number in 0..6 {
        let url = scratch.url().to_owned();
        openers.spawn(async move {
            let store = open(&url).await.unwrap();
            let code = format!("区{number}");
            store.create_region(&code, &code, actor(), START, audit("region.create")).await.unwrap();
        });
    }
    openers.join_all().await;
    assert_eq!(open(scratch.url()).await.unwrap().regions().await.unwrap().len(), 6);
}

/// A reader that sees a head sees every row of it, and of all before it.
async fn readers_see_whole_acts(engine: TestEngine) {
    let fixture = Arc::new(Fixture::new(engine).await);
    let writing = Arc::clone(&fixture);
    let writer = tokio::spawn(async move { write_until_done(&writing.store, writing.region, 40).await });
    let mut looks = 0;
    while !writer.is_finished() || looks == 0 {
        let head = fixture.head().await;
        let rows = fixture.store.observations(fixture.region, 2018, Version::NONE, head).await.unwrap();
        assert_eq!(i64::try_from(rows.len()).unwrap(), (head.0 - 1) * 3);
        looks += 1;
    }
    writer.await.unwrap();
}
