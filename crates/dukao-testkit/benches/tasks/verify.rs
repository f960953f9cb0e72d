//! The audit that proves itself: a million acts, and the small act itself.

use std::path::{Path, PathBuf};

use dukao_store::testing::{self, write_many};
use dukao_store::{Act, Actor, AuditEntry, Changes, Micros, NewEntry, RegionId, Store, TrailEntry, Version};
use tokio::runtime::Runtime;

use crate::measure::{Watch, times};
use crate::report::Line;

const ACTS: u32 = 1_000_000;
/// Acts in one commit while the database is made.
const BATCH: u32 = 50_000;
/// What a check may take, in milliseconds.
const BUDGET: f64 = 3000.0;

fn act(region: RegionId, based_on: Version) -> Act {
    let body = Some(r#"{"名称":"甲街道","简称":"甲"}"#.to_owned());
    let entry = NewEntry { kind: "unit".to_owned(), year: 0, key: "A01".to_owned(), body_schema: 1, body };
    Act {
        region,
        actor: Actor { kind: "account".to_owned(), id: "U0001".to_owned() },
        based_on,
        at: Micros(1_534_723_200_000_000),
        audit: AuditEntry {
            act: "figure.enter".to_owned(),
            subject: Some("P01".to_owned()),
            detail: r#"{"条数":1}"#.to_owned(),
        },
        changes: Changes { entries: vec![entry], ..Changes::default() },
    }
}

fn view(number: i64) -> TrailEntry {
    TrailEntry {
        at: Micros(1_534_723_200_000_000 + number),
        actor: Actor { kind: "account".to_owned(), id: "U0001".to_owned() },
        session: Some("S0001".to_owned()),
        act: "figure.view".to_owned(),
        subject: Some("P01".to_owned()),
        detail: "{}".to_owned(),
    }
}

/// The database, made when it is not there.
fn make(runtime: &Runtime, folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join("million-acts.db");
    if path.exists() {
        return Ok(path);
    }
    let directory = tempfile::tempdir_in(folder)?;
    let unfinished = directory.path().join("making.db");
    runtime.block_on(async {
        let store = testing::open(&unfinished.to_string_lossy()).await?;
        let (region, _) = region(&store).await?;
        for _ in 0..ACTS.div_ceil(BATCH) {
            let head = store.head(region).await?.version;
            write_many(&store, act(region, head), BATCH).await?;
        }
        anyhow::Ok(())
    })?;
    std::fs::rename(&unfinished, &path)?;
    Ok(path)
}

async fn region(store: &Store) -> anyhow::Result<(RegionId, Version)> {
    let first = act(RegionId(1), Version::NONE);
    let (region, made) = store.create_region("610100", "甲区", first.actor, first.at, first.audit).await?;
    Ok((region, made.version))
}

/// The check, and small writes one after the other.
pub(crate) fn lines(runtime: &Runtime, folder: &Path, runs: usize) -> anyhow::Result<Vec<Line>> {
    let path = make(runtime, folder)?;
    let store = runtime.block_on(testing::open(&path.to_string_lossy()))?;
    let check = times(runs, || {
        let found = runtime.block_on(store.verify(&[]))?;
        let people = runtime.block_on(store.actors("person"))?;
        anyhow::ensure!(people.is_empty(), "nobody acts here but the operator: {people:?}");
        let acts = found.regions.iter().map(|region| region.acts).sum::<u64>();
        anyhow::ensure!(found.is_sound() && acts == u64::from(ACTS) + 1, "{acts} acts: {:?}", found.faults);
        Ok(())
    })?;
    let task = "`dukao audit verify` of 1,000,000 acts with a row each: chain and rows";
    let mut lines = vec![Line::time(task, Some(BUDGET), check)];
    lines.extend(small(runtime, folder)?);
    Ok(lines)
}

fn small(runtime: &Runtime, folder: &Path) -> anyhow::Result<[Line; 2]> {
    let directory = tempfile::tempdir_in(folder)?;
    let path = directory.path().join("small.db");
    runtime.block_on(async {
        let store = testing::open(&path.to_string_lossy()).await?;
        let (region, mut head) = region(&store).await?;
        let (mut writes, mut views) = (Vec::new(), Vec::new());
        for number in 0..300 {
            let watch = Watch::start();
            head = store.write(act(region, head)).await?.version;
            writes.push(watch.milliseconds());
            let watch = Watch::start();
            store.append_trail(region, vec![view(number)]).await?;
            views.push(watch.milliseconds());
        }
        Ok([
            Line::time("one act with a row, keyed, synced to disk", None, writes),
            Line::time("one entry of the trail, synced to disk", None, views),
        ])
    })
}
