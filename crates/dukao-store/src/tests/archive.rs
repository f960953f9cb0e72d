//! Into an archive and out of it again: every row and number, between both engines, and writing goes on.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::random::{Spelled, spelled, to_new};
use super::support::{Fixture, START, act, actor, audit, both, figures, scratch};
use crate::archive::{ArchiveError, Summary, inspect, restore, restore_from};
use crate::testing::{Scratch, TestEngine, open, schema};
use crate::{AuditCheck, Changes, Micros, NewEntry, NewFile, NewObservations, Place, SheetRef, Store, Version};

both!(random_regions, empty, schema_is_the_same, refuses_what_is_not_empty, one_file_all_or_nothing, writes_nothing);

pub(super) const AT: Micros = Micros(1_545_000_000_000_000);

/// An archive in memory.
pub(super) async fn archive(store: &Store) -> (Summary, Vec<u8>) {
    let (summary, sink) = store.backup(AT, Cursor::new(Vec::new())).await.unwrap();
    (summary, sink.into_inner())
}

/// The members of an archive.
pub(super) fn members(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut members = BTreeMap::new();
    for number in 0..zip.len() {
        let mut member = zip.by_index(number).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        members.insert(name, bytes);
    }
    members
}

/// The database made of an archive.
pub(super) async fn restored(engine: TestEngine, archive: &[u8]) -> (Scratch, Store) {
    let scratch = scratch(engine).await;
    restore_from(Cursor::new(archive.to_vec()), scratch.url()).await.unwrap();
    let store = open(scratch.url()).await.unwrap();
    (scratch, store)
}

/// Bodies, file bytes and rows of one act.
type Drawn = (Vec<(String, i16, String, Option<String>)>, Vec<(String, Vec<u8>, u8)>, Vec<(Spelled, i8)>);

fn text() -> impl Strategy<Value = String> {
    "([\\PC&&[^\u{0}]]|[\\\\\t\r\n\u{8}\u{b}\u{c}]|\\\\N|一){1,12}"
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let body = proptest::option::of(text().prop_map(|text| serde_json::to_string(&text).unwrap()));
    let entry = (text(), any::<i16>(), text(), body);
    let file = (text(), proptest::collection::vec(any::<u8>(), 0..300), 0..3_u8);
    (
        proptest::collection::vec(entry, 0..6),
        proptest::collection::vec(file, 0..3),
        proptest::collection::vec((spelled(), any::<i8>()), 0..40),
    )
}

fn changes((entries, files, rows): Drawn) -> Changes {
    let entry = |(kind, year, key, body): (String, i16, String, Option<String>)| NewEntry {
        kind,
        year: year.into(),
        key,
        body_schema: 1,
        body,
    };
    let sheets = |count: u8| (0..count).map(|number| format!("表{number}\t")).collect();
    let file = |(name, bytes, count)| NewFile { name, kind: "csv".to_owned(), bytes, sheets: sheets(count) };
    let files: Vec<NewFile> = files.into_iter().map(file).collect();
    let with_sheets: Vec<usize> = (0..files.len()).filter(|file| !files[*file].sheets.is_empty()).collect();
    let mut observations = NewObservations::default();
    for (number, (row, choice)) in (0_i32..).zip(&rows) {
        let mut new = to_new(row, &mut observations);
        new.year = 2015 + i32::from(*choice).rem_euclid(3);
        if *choice % 2 == 0 {
            new.place = with_sheets.first().map(|file| Place {
                sheet: SheetRef::New { file: *file, sheet: 0 },
                row: number - 5,
                column: number,
            });
        }
        observations.rows.push(new);
    }
    Changes { files, entries: entries.into_iter().map(entry).collect(), observations }
}

/// A database of regions with random acts.
async fn random_database(engine: TestEngine, runner: &mut TestRunner, regions: usize) -> (Scratch, Store) {
    let scratch = scratch(engine).await;
    let store = open(scratch.url()).await.unwrap();
    for number in 0..regions {
        let name = text().new_tree(runner).unwrap().current();
        let made = store.create_region(&format!("{number}{name}"), &name, actor(), START, audit("region.create")).await;
        let (region, mut last) = made.unwrap();
        for drawn in proptest::collection::vec(drawn(), 0..4).new_tree(runner).unwrap().current() {
            last = store.write(act(region, last.version, changes(drawn))).await.unwrap();
        }
    }
    (scratch, store)
}

const fn other(engine: TestEngine) -> TestEngine {
    match engine {
        TestEngine::Sqlite => TestEngine::Postgres,
        TestEngine::Postgres => TestEngine::Sqlite,
    }
}

/// Fifty regions on each engine, to the other engine and back: the archives are the same to the byte.
async fn random_regions(engine: TestEngine) {
    let mut runner = TestRunner::deterministic();
    for regions in [1, 1, 2, 3, 3, 5, 5, 8, 10, 12] {
        let (_kept, store) = random_database(engine, &mut runner, regions).await;
        let (summary, first) = archive(&store).await;
        assert_eq!(summary.regions.len(), regions);
        let (_second_kept, second_store) = restored(other(engine), &first).await;
        let (_, second) = archive(&second_store).await;
        assert!(members(&first) == members(&second), "the other engine gives another archive");
        let (_third_kept, third_store) = restored(engine, &second).await;
        let (_, third) = archive(&third_store).await;
        assert!(first == third, "there and back again is not the same");
        for known in &summary.regions {
            go_on(&[&store, &second_store, &third_store], known.region, known.version).await;
        }
    }
}

/// The next write is the same one everywhere: version, file number, dictionary, chain.
async fn go_on(stores: &[&Store], region: crate::RegionId, head: Version) {
    let mut ends = Vec::new();
    for store in stores {
        let mut next = figures(2018, 30);
        next.files.push(NewFile {
            name: "后.csv".to_owned(),
            kind: "csv".to_owned(),
            bytes: b"x".to_vec(),
            sheets: vec!["表".to_owned()],
        });
        let done = store.write(act(region, head, next)).await.unwrap();
        assert_eq!(done.version, head.next());
        let check = store.verify_audit(region).await.unwrap();
        assert_eq!(check, AuditCheck::Sound { entries: u64::try_from(head.0 + 1).unwrap() });
        let words = store.words(region, crate::WordId(0)).await.unwrap();
        ends.push((done, store.head(region).await.unwrap(), words));
    }
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
}

async fn empty(engine: TestEngine) {
    let database = scratch(engine).await;
    let store = open(database.url()).await.unwrap();
    let (summary, bytes) = archive(&store).await;
    assert_eq!((summary.regions.len(), summary.figures, summary.files), (0, 0, 0));
    let (_kept, copy) = restored(other(engine), &bytes).await;
    let (region, made) = copy.create_region("甲", "甲", actor(), START, audit("region.create")).await.unwrap();
    assert_eq!((region.0, made.version), (1, Version(1)));
}

/// A migration that adds a table or a column is noticed here, not when somebody needs his backup.
#[tokio::test]
async fn every_table_and_column_is_archived_or_left_out_on_purpose() {
    use crate::archive::tables::{LEFT_OUT, of_schema};
    let fixture = Fixture::new(TestEngine::Postgres).await;
    let archived = of_schema(crate::migrate::NEWEST).expect("the newest schema has no list of tables");
    let mut wanted: Vec<String> = Vec::new();
    for table in archived {
        wanted.extend(table.columns.iter().map(|column| format!("{} {}", table.name, column.name)));
    }
    wanted.push("source_file bytes".to_owned());
    let lines = schema(fixture.scratch.url()).await.unwrap();
    let columns = lines.iter().filter(|line| !line.starts_with("CREATE"));
    let found = columns.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
    let mut found: Vec<String> =
        found.filter(|name| !LEFT_OUT.iter().any(|table| name.starts_with(&format!("{table} ")))).collect();
    wanted.sort();
    found.sort();
    assert_eq!(wanted, found);
}

/// A restored database has the tables, keys and indexes of one that was made empty.
async fn schema_is_the_same(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 500)).await;
    let (_, bytes) = archive(&fixture.store).await;
    let (copy, _store) = restored(engine, &bytes).await;
    assert_eq!(schema(copy.url()).await.unwrap(), schema(fixture.scratch.url()).await.unwrap());
}

async fn refuses_what_is_not_empty(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 3)).await;
    let (_, bytes) = archive(&fixture.store).await;
    let again = restore_from(Cursor::new(bytes.clone()), fixture.scratch.url()).await;
    assert!(matches!(again, Err(ArchiveError::NotEmpty | ArchiveError::Taken)), "{again:?}");
    assert_eq!(fixture.head().await, Version(2));
    assert!(archive(&fixture.store).await.1 == bytes, "the refused restore changed something");

    let foreign = scratch(engine).await;
    crate::testing::execute(foreign.url(), "CREATE TABLE account (id INTEGER)").await.unwrap();
    let refused = restore_from(Cursor::new(bytes.clone()), foreign.url()).await;
    assert!(refused.is_err(), "{refused:?}");
    crate::testing::execute(foreign.url(), "INSERT INTO account VALUES (1)").await.unwrap();

    if engine == TestEngine::Postgres {
        // Opened once and never used: that is what an administrator prepares.
        let prepared = scratch(engine).await;
        drop(open(prepared.url()).await.unwrap());
        restore_from(Cursor::new(bytes.clone()), prepared.url()).await.unwrap();
        assert!(archive(&open(prepared.url()).await.unwrap()).await.1 == bytes);
    }
}

async fn one_file_all_or_nothing(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 100)).await;
    let folder = tempfile::tempdir().unwrap();
    let names = || {
        let mut names: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let path = folder.path().join("一.zip");
    // What a writer that was killed left behind is no obstacle.
    std::fs::write(folder.path().join("一.zip.part"), "rest").unwrap();
    let made = fixture.store.backup_to(AT, &path).await.unwrap();
    assert_eq!(names(), ["一.zip"]);
    assert_eq!(inspect(&path).await.unwrap(), made);
    assert!(matches!(fixture.store.backup_to(AT, &path).await, Err(ArchiveError::Taken)));
    let held = std::fs::File::create(folder.path().join("二.zip.part")).unwrap();
    held.lock().unwrap();
    let second = fixture.store.backup_to(AT, &folder.path().join("二.zip")).await;
    assert!(matches!(second, Err(ArchiveError::InUse)), "{second:?}");
    drop(held);
    fixture.store.backup_to(AT, &folder.path().join("二.zip")).await.unwrap();
    assert_eq!(names(), ["一.zip", "二.zip"]);
    let nowhere = fixture.store.backup_to(AT, &folder.path().join("没有/三.zip")).await;
    assert!(matches!(nowhere, Err(ArchiveError::Io(_))), "{nowhere:?}");

    let database = folder.path().join("新.db");
    std::fs::create_dir(folder.path().join("新.db.restoring")).unwrap();
    std::fs::write(folder.path().join("新.db.restoring/new.db"), "rest").unwrap();
    restore(&path, database.to_str().unwrap()).await.unwrap();
    assert_eq!(names(), ["一.zip", "二.zip", "新.db"]);
    std::fs::write(folder.path().join("旧.db-wal"), "log of a database that is gone").unwrap();
    let beside = restore(&path, folder.path().join("旧.db").to_str().unwrap()).await;
    assert!(matches!(beside, Err(ArchiveError::Taken)), "{beside:?}");
}

/// A backup reads: the database is the same to its last version afterwards, and nothing waits for it.
async fn writes_nothing(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let before = fixture.store.head(fixture.region).await.unwrap();
    let (_, first) = archive(&fixture.store).await;
    let (_, second) = archive(&fixture.store).await;
    assert_eq!(fixture.store.head(fixture.region).await.unwrap(), before);
    assert!(first == second);
}
