//! Random writes by two servers and the command line while readers read.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dukao_testkit::store::testing::{TestEngine, hold_head};
use dukao_testkit::store::{AuditCheck, RegionId, Store, Version, WriteError};

use crate::office::{INDICATORS, Office, Server, UNITS, indicator, unit};
use crate::pages::{self, Link, Said};
use crate::random::Random;

/// Told to the copy of this program that holds the head.
const HOLD: &str = "DUKAO_TOGETHER_HOLD";
/// How long the holder stands still before it is killed.
const HELD: Duration = Duration::from_secs(5);

fn seconds() -> Duration {
    let text = std::env::var("DUKAO_TOGETHER_SECONDS").unwrap_or_else(|_| "60".to_owned());
    Duration::from_secs(text.parse().unwrap())
}

/// One random figure of a writer: (file text, indicator, unit, month, value).
fn figure(writer: u64, random: &mut Random) -> (String, String, String, u8, String) {
    let (code, unit) = (indicator(writer, random.below(INDICATORS)), unit(random.below(UNITS)));
    let month = u8::try_from(random.below(7)).unwrap() + 1;
    let value = format!("{}.{:02}", random.below(200), random.below(100));
    let text = format!("指标,单位,期间,累计\n{code},{unit},2018-{month:02},{value}\n");
    (text, code, unit, month, value)
}

/// Reads the indicator on `server` and checks that what was saved as `version` is seen there.
fn seen(server: &Server, version: i64, code: &str, unit: &str, month: u8, value: &str) -> Said {
    let answer = server.get(&format!("/indicators/{code}?unit={unit}&year=2018&month={month}"));
    let said = pages::read(&answer.body, unit, month);
    assert!(said.version >= version, "saved as v{version}, read v{}", said.version);
    let link = Link { indicator: code.to_owned(), unit: unit.to_owned(), figure: "cumulative".to_owned(), month };
    let shown = said.figures.get(&link).unwrap();
    let plain = value.trim_start_matches('0');
    assert!(
        shown.contains(value) || shown.contains(plain),
        "saved {value} as v{version}, {} shows {shown}",
        said.version
    );
    said
}

/// Runs `work` with growing seeds until the time is over; counts the rounds.
fn until(over: &AtomicBool, rounds: &AtomicU64, seed: u64, mut work: impl FnMut(&mut Random)) {
    let mut random = Random::new(seed);
    while !over.load(Ordering::Relaxed) {
        work(&mut random);
        rounds.fetch_add(1, Ordering::Relaxed);
    }
}

async fn together(engine: TestEngine) {
    let office = Arc::new(Office::new(engine).await);
    let (first, second) = (Arc::new(office.serve()), Arc::new(office.serve()));
    let over = Arc::new(AtomicBool::new(false));
    let said: Arc<Mutex<Vec<Said>>> = Arc::default();
    let rounds: Vec<Arc<AtomicU64>> = (0..4).map(|_| Arc::default()).collect();
    let mut threads = Vec::new();
    for (writer, (own, other)) in [(&first, &second), (&second, &first)].into_iter().enumerate() {
        let (own, other, over, said, rounds) =
            (Arc::clone(own), Arc::clone(other), Arc::clone(&over), Arc::clone(&said), Arc::clone(&rounds[writer]));
        threads.push(std::thread::spawn(move || {
            let writer = writer as u64;
            until(&over, &rounds, writer + 1, |random| {
                let (text, code, unit, month, value) = figure(writer, random);
                let version = own.import("填报.csv", &text);
                let page = seen(&other, version, &code, &unit, month, &value);
                said.lock().unwrap().push(page);
            });
        }));
    }
    let (line, server, line_over, line_rounds) =
        (Arc::clone(&office), Arc::clone(&first), Arc::clone(&over), Arc::clone(&rounds[2]));
    threads.push(std::thread::spawn(move || {
        until(&line_over, &line_rounds, 3, |random| {
            let (text, code, unit, month, value) = figure(2, random);
            let version = line.import("命令行.csv", &text);
            seen(&server, version, &code, &unit, month, &value);
        });
    }));
    let (readers, reader_over, reader_said, reader_rounds) =
        ([Arc::clone(&first), Arc::clone(&second)], Arc::clone(&over), Arc::clone(&said), Arc::clone(&rounds[3]));
    threads.push(std::thread::spawn(move || {
        until(&reader_over, &reader_rounds, 4, |random| {
            let month = u8::try_from(random.below(7)).unwrap() + 1;
            let path = if random.below(2) == 0 {
                format!("/ledger?year=2018&month={month}")
            } else {
                format!("/annex/2?year=2018&month={month}")
            };
            let server = &readers[usize::try_from(random.below(2)).unwrap()];
            let page = pages::read(&server.get(&path).body, "Q00", month);
            reader_said.lock().unwrap().push(page);
        });
    }));

    tokio::time::sleep(seconds() / 2).await;
    hold_and_kill(office.url()).await;
    tokio::time::sleep(seconds() / 2).await;
    over.store(true, Ordering::Relaxed);
    for thread in threads {
        thread.join().unwrap();
    }
    let rounds: Vec<u64> = rounds.iter().map(|count| count.load(Ordering::Relaxed)).collect();
    assert!(rounds.iter().all(|count| *count > 0), "{rounds:?}");
    nothing_lost_or_skipped(office.url(), rounds[0] + rounds[1] + rounds[2]).await;
    let said = said.lock().unwrap().clone();
    compare(office.url(), &said).await;
}

/// Every page against a fresh computation at its version: a sample of at most 200, spread over the run.
async fn compare(url: &str, said: &[Said]) {
    let step = (said.len() / 200).max(1);
    let mut differences = Vec::new();
    for page in said.iter().step_by(step) {
        differences.extend(pages::differences(url, page).await);
    }
    assert!(differences.is_empty(), "{} differences: {differences:#?}", differences.len());
}

/// Versions are gap-free, each with its audit entry, and the chain holds.
async fn nothing_lost_or_skipped(url: &str, acts: u64) {
    let store = Store::open(url).await.unwrap();
    let region = store.regions().await.unwrap()[0].id;
    let head = store.head(region).await.unwrap().version.0;
    let rows = store.audit(region, Version::NONE, u32::MAX / 2).await.unwrap();
    let versions: Vec<i64> = rows.iter().map(|row| row.version.0).collect();
    assert_eq!(versions, (1..=head).collect::<Vec<_>>());
    // A random figure may happen to be the one that is there already: then nothing is written.
    assert!(head > 4 && u64::try_from(head).unwrap() <= acts + 4, "{head} versions of {acts} acts");
    let check = store.verify_audit(region).await.unwrap();
    assert!(matches!(check, AuditCheck::Sound { .. }), "{check:?}");
}

/// Another process takes the head, stands still for five seconds and is killed.
async fn hold_and_kill(url: &str) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writes::holds_the_head_when_told", "--nocapture"])
        .env(HOLD, url)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    tokio::time::sleep(HELD).await;
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Not a test by itself: what [`hold_and_kill`] runs in a process of its own.
#[tokio::test]
async fn holds_the_head_when_told() {
    let Ok(url) = std::env::var(HOLD) else { return };
    let store = Store::open(&url).await.unwrap();
    let RegionId(number) = store.regions().await.unwrap()[0].id;
    drop(store);
    let stand_still = || loop {
        std::thread::park();
    };
    while let Err(WriteError::Conflict { .. }) = hold_head(&url, RegionId(number), stand_still).await {}
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    together(TestEngine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    together(TestEngine::Postgres).await;
}
