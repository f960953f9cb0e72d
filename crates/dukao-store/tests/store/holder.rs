//! Another program holds the head and is killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use dukao_store::testing::{Scratch, TestEngine, schema};
use dukao_store::{AuditCheck, Changes, Store, Version};

use crate::support::{Fixture, START, act, actor, audit, both, figures, scratch};

both!(killed_while_holding_the_head, killed_while_migrating);

/// Starts the holder and waits until it holds.
fn hold(scratch: &Scratch, what: &str, number: i32) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dukao-store-hold"))
        .args([scratch.url(), what, &number.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "held\n");
    child
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
    holder.kill().unwrap();
    holder.wait().unwrap();
    let done = writer.await.unwrap();
    assert_eq!(done.version, Version(3), "the killed act left no gap");
    let rows = fixture.store.observations(fixture.region, 2018, Version::NONE, Version(9)).await.unwrap();
    assert_eq!(rows.len(), 9);
    assert_eq!(fixture.store.verify_audit(fixture.region).await.unwrap(), AuditCheck::Sound { entries: 3 });
}

async fn killed_while_migrating(engine: TestEngine) {
    let (crashed, fresh) = (scratch(engine).await, scratch(engine).await);
    dukao_store::testing::migrate_to(crashed.url(), 1).await.unwrap();
    let before = schema(crashed.url()).await.unwrap();
    let mut holder = hold(&crashed, "migration", 3);
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(schema(crashed.url()).await.unwrap(), before, "half a migration stayed");
    Store::open(fresh.url()).await.unwrap();
    let store = Store::open(crashed.url()).await.unwrap();
    assert_eq!(schema(crashed.url()).await.unwrap(), schema(fresh.url()).await.unwrap());
    let (region, _) = store.create_region("甲", "甲", actor(), START, audit("region.create")).await.unwrap();
    store.write(act(region, Version(1), Changes::default())).await.unwrap();
}
