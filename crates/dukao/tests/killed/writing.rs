//! Killed while it writes a version: import and undo.

use std::path::Path;

use dukao_testkit::store::testing::TestEngine;
use dukao_testkit::store::{Store, Version, WordId};

use crate::office::{Archives, Killer, REGION, database, dukao, figures, kills, sound};

/// What makes one more version of a database that is restored for each round.
struct Writing<'w> {
    command: &'static str,
    arguments: Vec<String>,
    /// The archive to start from, and the version it holds.
    start: &'w Path,
    version: i64,
}

/// Every row and entry that can be read.
async fn content(url: &str, head: i64) -> String {
    let (store, head) = (Store::open(url).await.unwrap(), Version(head));
    let mut parts = vec![format!("{:?}", store.entries(REGION, Version::NONE, head).await.unwrap())];
    for year in 2015..=2019 {
        parts.push(format!("{:?}", store.observations(REGION, year, Version::NONE, head).await.unwrap()));
    }
    parts.push(format!("{:?}", store.sheets(REGION, head).await.unwrap()));
    parts.push(format!("{:?}", store.words(REGION, WordId(0)).await.unwrap()));
    parts.concat()
}

async fn killed(engine: TestEngine, seed: u64, writing: &Writing<'_>) {
    let whole = database(engine, writing.start).await;
    let line = |url: &str| dukao(writing.command, &writing.arguments, url);
    let mut killer = Killer::measure(seed, &mut line(whole.url()));
    let done = writing.version + 1;
    assert_eq!(sound(whole.url()).await, done);
    let right = content(whole.url(), done).await;
    let mut outcomes = [0, 0];
    for _ in 0..kills() {
        let scratch = database(engine, writing.start).await;
        killer.run(&mut line(scratch.url()));
        let head = sound(scratch.url()).await;
        assert!(head == writing.version || head == done, "version {head}");
        outcomes[usize::from(head == done)] += 1;
        // Done again: it goes through, or there is nothing left to do.
        let again = line(scratch.url()).output().unwrap();
        assert!(again.status.success() || head == done || engine == TestEngine::Postgres, "{again:?}");
        assert_eq!(sound(scratch.url()).await, done);
        assert!(content(scratch.url(), done).await == right, "not what an undisturbed run writes");
    }
    killer.finish(writing.command);
    assert!(outcomes[0] > 0, "nothing was killed before it was written: {outcomes:?}");
}

async fn import(engine: TestEngine) {
    let archives = Archives::make();
    let start = archives.framework();
    killed(engine, 1, &Writing { command: "import", arguments: figures(), start: &start, version: 2 }).await;
}

async fn undo(engine: TestEngine) {
    let archives = Archives::make();
    let start = archives.whole();
    killed(engine, 2, &Writing { command: "undo", arguments: vec!["v3".to_owned()], start: &start, version: 3 }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn import_on_sqlite() {
    import(TestEngine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn import_on_postgres() {
    import(TestEngine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undo_on_sqlite() {
    undo(TestEngine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undo_on_postgres() {
    undo(TestEngine::Postgres).await;
}
