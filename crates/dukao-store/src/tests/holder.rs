//! Another program holds the head and is killed.
//!
//! That program is this very test binary, started again for the one test `given_back`, which then plays the holder.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::join_all;

use super::support::{Fixture, START, act, actor, audit, both, figures, scratch};
use crate::testing::{Scratch, TestEngine, hold_head, hold_migration, migrate_to, open, open_impatient, schema};
use crate::{AuditCheck, Changes, RegionId, Version, WriteError};

both!(busy, given_back, killed_while_holding_the_head, killed_while_migrating, killed_while_writing);

/// Tells a started test binary what to do: `head 1 URL`, `migration 3 URL` or `write 1 URL`.
const ROLE: &str = "DUKAO_TEST_HOLDER";

/// A holder; it does not outlive its test.
struct Holder(Child);

impl Holder {
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // It may be dead already, which is what is wanted.
        let _killed = self.0.kill();
        let _waited = self.0.wait();
    }
}

/// Starts the holder and waits until it holds.
fn hold(scratch: &Scratch, what: &str, number: i32) -> Holder {
    let (holder, mut said) = start(scratch, what, number);
    assert!(said.any(|line| line == "held"), "the holder ended");
    holder
}

/// Starts a program; also what it says, line by line.
fn start(scratch: &Scratch, what: &str, number: i32) -> (Holder, impl Iterator<Item = String>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::holder::sqlite::given_back", "--nocapture"])
        .env(ROLE, format!("{what} {number} {}", scratch.url()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // The test runner writes the test's name before the first line.
    let said = lines.map(|line| line.rsplit("... ").next().unwrap_or_default().to_owned());
    (Holder(child), said)
}

/// The started program's part: it ends only by being killed.
async fn play(role: &str) {
    let mut words = role.splitn(3, ' ');
    let (what, number) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
    let url = words.next().unwrap();
    match what {
        "head" => hold_head(url, RegionId(number), stay).await.unwrap(),
        "write" => write_for_ever(url, RegionId(number)).await,
        _ => hold_migration(url, number, stay).await.unwrap(),
    }
}

/// Tells the parent and never returns.
fn stay() {
    let mut out = std::io::stdout();
    writeln!(out, "held").and_then(|()| out.flush()).unwrap();
    loop {
        std::thread::park();
    }
}

/// Says the version of each act once it is acknowledged.
async fn write_for_ever(url: &str, region: RegionId) {
    let store = open(url).await.unwrap();
    let mut head = store.head(region).await.unwrap().version;
    loop {
        head = store.write(act(region, head, figures(2018, 3))).await.unwrap().version;
        writeln!(std::io::stdout(), "{head}").unwrap();
    }
}

async fn given_back(engine: TestEngine) {
    if let Ok(role) = std::env::var(ROLE) {
        return play(&role).await;
    }
    let fixture = Fixture::new(engine).await;
    let calls = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&calls);
    let count = move || {
        seen.fetch_add(1, Ordering::SeqCst);
    };
    hold_head(fixture.scratch.url(), fixture.region, count).await.unwrap();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    assert_eq!(fixture.head().await, Version(1));
    assert_eq!(fixture.append(figures(2018, 1)).await.version, Version(2));
}

async fn killed_while_holding_the_head(engine: TestEngine) {
    let fixture = Arc::new(Fixture::new(engine).await);
    fixture.append(figures(2018, 4)).await;
    let mut holder = hold(&fixture.scratch, "head", fixture.region.0);
    let waiting = Arc::clone(&fixture);
    let mut writer = tokio::spawn(async move { waiting.append(figures(2018, 5)).await });
    let early = tokio::time::timeout(Duration::from_millis(700), &mut writer).await;
    assert!(early.is_err(), "the write went past a held head");
    assert_eq!(fixture.head().await, Version(2), "reading does not wait, and sees nothing of the held act");
    holder.kill();
    let done = writer.await.unwrap();
    assert_eq!(done.version, Version(3), "the killed act left no gap");
    let rows = fixture.store.observations(fixture.region, 2018, Version::NONE, Version(9)).await.unwrap();
    assert_eq!(rows.len(), 9);
    assert_eq!(fixture.store.verify_audit(fixture.region).await.unwrap(), AuditCheck::Sound { entries: 3 });
}

async fn busy(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let impatient = open_impatient(fixture.scratch.url(), Duration::from_millis(400)).await.unwrap();
    let mut holder = hold(&fixture.scratch, "head", fixture.region.0);
    let writes = (0..30).map(|_| impatient.write(act(fixture.region, Version(1), figures(2018, 1))));
    let outcomes = tokio::time::timeout(Duration::from_secs(9), join_all(writes)).await;
    for outcome in outcomes.expect("they waited one after the other") {
        assert!(matches!(outcome, Err(WriteError::Busy)), "{outcome:?}");
    }
    open(fixture.scratch.url()).await.expect("opening does not wait for a writer");
    holder.kill();
    let done = fixture.store.write(act(fixture.region, Version(1), figures(2018, 1))).await.unwrap();
    assert_eq!(done.version, Version(2));
}

async fn killed_while_migrating(engine: TestEngine) {
    let (crashed, fresh) = (scratch(engine).await, scratch(engine).await);
    migrate_to(crashed.url(), 1).await.unwrap();
    let before = schema(crashed.url()).await.unwrap();
    let mut holder = hold(&crashed, "migration", 3);
    holder.kill();
    assert_eq!(schema(crashed.url()).await.unwrap(), before, "half a migration stayed");
    open(fresh.url()).await.unwrap();
    let store = open(crashed.url()).await.unwrap();
    assert_eq!(schema(crashed.url()).await.unwrap(), schema(fresh.url()).await.unwrap());
    let (region, _) = store.create_region("甲", "甲", actor(), START, audit("region.create")).await.unwrap();
    store.write(act(region, Version(1), Changes::default())).await.unwrap();
}

async fn killed_while_writing(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let (mut writer, mut said) = start(&fixture.scratch, "write", fixture.region.0);
    assert!(said.any(|line| line == "25"), "the writer ended");
    writer.kill();
    let last = said.last().map_or(25, |line| line.parse().unwrap());
    let head = fixture.head().await;
    assert!(head >= Version(last), "version {last} was acknowledged, but the head is {head}");
    let rows = fixture.store.observations(fixture.region, 2018, Version::NONE, head).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), (head.0 - 1) * 3);
    let check = fixture.store.verify_audit(fixture.region).await.unwrap();
    assert_eq!(check, AuditCheck::Sound { entries: u64::try_from(head.0).unwrap() });
    assert_eq!(fixture.append(figures(2018, 1)).await.version, head.next());
}
