//! Killed while it saves or restores.

use std::io::Cursor;
use std::path::Path;

use dukao_testkit::store::testing::{Scratch, TestEngine};
use dukao_testkit::store::{Store, archive};

use crate::office::{Archives, Killer, database, dukao, kills, said, sound, text};

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

/// There is a whole archive or none; what is left of one is no obstacle, and the database knows of nothing.
async fn backup(engine: TestEngine) {
    let archives = Archives::make();
    let scratch = database(engine, &archives.whole()).await;
    let expected = archive::inspect(&archives.whole()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("一.zip");
    let line = || dukao("backup", &[text(&target)], scratch.url());
    let mut killer = Killer::measure(3, &mut line());
    std::fs::remove_file(&target).unwrap();
    let mut unfinished = 0;
    for _ in 0..kills() {
        killer.run(&mut line());
        let names = names(folder.path());
        assert!(names.iter().all(|name| name == "一.zip" || name == "一.zip.part"), "{names:?}");
        if target.exists() {
            let mut made = archive::inspect(&target).await.unwrap();
            made.made_at = expected.made_at;
            assert_eq!(made, expected);
            std::fs::remove_file(&target).unwrap();
        } else {
            unfinished += 1;
        }
    }
    killer.finish("backup");
    assert!(unfinished > 0);
    let output = line().output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(names(folder.path()), ["一.zip"]);
    assert_eq!(sound(scratch.url()).await, 3);
}

/// There is the whole database or none: another try goes through, or is refused because all is there.
async fn restore(engine: TestEngine) {
    let archives = Archives::make();
    let right = std::fs::read(archives.whole()).unwrap();
    let made_at = archive::inspect(&archives.whole()).await.unwrap().made_at;
    let line = |url: &str| dukao("restore", &[text(&archives.whole())], url);
    let first = Scratch::new(engine).await.unwrap();
    let mut killer = Killer::measure(4, &mut line(first.url()));
    let mut unfinished = 0;
    for _ in 0..kills() {
        let scratch = Scratch::new(engine).await.unwrap();
        killer.run(&mut line(scratch.url()));
        let again = line(scratch.url()).output().unwrap();
        unfinished += u32::from(again.status.success());
        assert!(again.status.success() || said(&again).contains("已经有"), "{}", said(&again));
        assert_eq!(sound(scratch.url()).await, 3);
        let store = Store::open(scratch.url()).await.unwrap();
        let (_, bytes) = store.backup(made_at, Cursor::new(Vec::new())).await.unwrap();
        assert!(bytes.into_inner() == right, "another database came of it");
        if let Some(path) = scratch.url().strip_prefix("sqlite:") {
            drop(store);
            assert_eq!(names(Path::new(path).parent().unwrap()), ["scratch.db"]);
        }
    }
    killer.finish("restore");
    assert!(unfinished > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backup_on_sqlite() {
    backup(TestEngine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backup_on_postgres() {
    backup(TestEngine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn restore_on_sqlite() {
    restore(TestEngine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn restore_on_postgres() {
    restore(TestEngine::Postgres).await;
}
