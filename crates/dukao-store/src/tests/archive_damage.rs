//! Archives that are not what they were: each is refused, with what is wrong, and nothing is made of it.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use serde_json::Value;
use sm3::{Digest, Sm3};
use zip::write::SimpleFileOptions;

use super::archive::{archive, members};
use super::support::{Fixture, both, figures, scratch};
use crate::archive::{ArchiveError, Fault, restore_from};
use crate::migrate::NEWEST;
use crate::testing::{TestEngine, open, schema};
use crate::{Changes, NewEntry, NewFile, Place, SheetRef};

both!(nothing_is_made, an_older_schema_is_brought_up_to_date);

type Members = BTreeMap<String, Vec<u8>>;

/// A small archive with something in every table.
async fn sample(engine: TestEngine) -> (Fixture, Vec<u8>) {
    sample_of(Fixture::new(engine).await).await
}

async fn sample_of(fixture: Fixture) -> (Fixture, Vec<u8>) {
    let mut changes = figures(2018, 4);
    let sheets = vec!["月报".to_owned()];
    changes
        .files
        .push(NewFile { name: "甲.csv".to_owned(), kind: "csv".to_owned(), bytes: b"1,2\n".to_vec(), sheets });
    let place = Place { sheet: SheetRef::New { file: 0, sheet: 0 }, row: 1, column: 1 };
    changes.observations.rows[0].place = Some(place);
    let body = Some("{}".to_owned());
    changes.entries.push(NewEntry { kind: "unit".to_owned(), year: 0, key: "A".to_owned(), body_schema: 1, body });
    fixture.append(changes).await;
    fixture.append(Changes::default()).await;
    let bytes = archive(&fixture.store).await.1;
    (fixture, bytes)
}

fn pack(members: &Members) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn manifest(members: &mut Members, change: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_slice(&members["manifest.json"]).unwrap();
    change(&mut value);
    members.insert("manifest.json".to_owned(), serde_json::to_vec(&value).unwrap());
}

/// Changes a member, and the list of contents with it: only what the rows mean can give it away.
fn forge(members: &mut Members, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(members[path].clone()).unwrap();
    assert!(text.contains(from), "{text}");
    let bytes = text.replacen(from, to, 1).into_bytes();
    let sm3 = crate::archive::hexadecimal(&Sm3::digest(&bytes));
    let length = bytes.len();
    members.insert(path.to_owned(), bytes);
    manifest(members, |value| {
        let tables = value["tables"].as_array_mut().unwrap();
        let all = tables.iter_mut().flat_map(|table| table["members"].as_array_mut().unwrap());
        for member in all.filter(|member| member["path"] == path) {
            member["sm3"] = sm3.clone().into();
            member["bytes"] = length.into();
        }
    });
}

async fn refused(engine: TestEngine, bytes: Vec<u8>) -> ArchiveError {
    let target = scratch(engine).await;
    let error = restore_from(Cursor::new(bytes), target.url()).await.expect_err("it was restored");
    let store = open(target.url()).await.unwrap();
    assert_eq!(store.regions().await.unwrap(), [], "{error}");
    error
}

fn fault(error: &ArchiveError) -> (&str, Fault) {
    match error {
        ArchiveError::Damaged { member, fault } => (member, *fault),
        other => panic!("{other:?}"),
    }
}

const FIGURES: &str = "tables/observation/00001.tsv";
const AUDIT: &str = "tables/audit/00001.tsv";

#[tokio::test]
async fn crafted() {
    let engine = TestEngine::Sqlite;
    // What is keyed can only be checked with its key; see the check of the database itself.
    let (_fixture, bytes) = sample_of(Fixture::plain(engine).await).await;
    let whole = members(&bytes);
    let changed = |change: &dyn Fn(&mut Members)| {
        let mut copy = whole.clone();
        change(&mut copy);
        refused(engine, pack(&copy))
    };
    for name in whole.keys() {
        let error = changed(&|members| drop(members.remove(name))).await;
        match name.as_str() {
            "manifest.json" => assert!(matches!(error, ArchiveError::NotOurs(_)), "{error}"),
            _ => assert_eq!(fault(&error), (name.as_str(), Fault::Missing)),
        }
        if name != "manifest.json" {
            let longer = changed(&|members| members.get_mut(name).unwrap().push(b'x')).await;
            assert_eq!(fault(&longer), (name.as_str(), Fault::Length));
            let error = changed(&|members| members.get_mut(name).unwrap()[0] ^= 1).await;
            let (member, what) = fault(&error);
            assert!(matches!(what, Fault::Digest | Fault::Line(_)) && member == name, "{error}");
        }
    }
    let error = changed(&|members| drop(members.insert("files/9/9".to_owned(), Vec::new()))).await;
    assert_eq!(fault(&error), ("files/9/9", Fault::Surplus));
    let newer = |key: &'static str| changed(&move |members| manifest(members, |value| value[key] = 4000.into()));
    assert!(matches!(newer("format").await, ArchiveError::NewerFormat { found: 4000, known: 1 }));
    assert!(matches!(newer("schema").await, ArchiveError::NewerSchema { found: 4000, known: NEWEST }));
    let rows = changed(&|members| manifest(members, |value| value["tables"][11]["rows"] = 3.into())).await;
    assert_eq!(fault(&rows), ("tables/observation", Fault::Rows));
    let head = changed(&|members| manifest(members, |value| value["regions"][0]["version"] = 2.into())).await;
    assert_eq!(fault(&head), ("manifest.json", Fault::Manifest));
    let text = changed(&|members| drop(members.insert("manifest.json".to_owned(), b"{}".to_vec()))).await;
    assert_eq!(fault(&text), ("manifest.json", Fault::Manifest));

    for (path, from, to, what) in [
        (AUDIT, "figure.enter", "figure.exit", Fault::Audit),
        (AUDIT, "1\t2\t1\t", "1\t2\t2\t", Fault::Audit),
        (FIGURES, "1\t2018\t2\t1\t", "1\t2018\t9\t1\t", Fault::Contradiction(2)),
        (FIGURES, "1\t2018\t2\t2\t", "1\t2018\t2\t1\t", Fault::Contradiction(3)),
        (FIGURES, "1\t2018\t2\t1\t", "1\t2018\t02\t1\t", Fault::Line(2)),
        (FIGURES, "1\t2018\t2\t1\t", "1\t2018\t2\t1\t\t", Fault::Line(2)),
        (FIGURES, "1\t2018\t2\t1\t", "7\t2018\t2\t1\t", Fault::Contradiction(2)),
        (FIGURES, "region\t", "regio\t", Fault::Line(1)),
        ("tables/observation_year/00001.tsv", "\t4\n", "\t5\n", Fault::Rows),
        ("tables/region_head/00001.tsv", "1\t3\t", "1\t4\t", Fault::Manifest),
    ] {
        let error = changed(&|members| forge(members, path, from, to)).await;
        assert_eq!(fault(&error).1, what, "{path}: {from:?} → {to:?}: {error}");
    }
    // A bomb: what is unpacked is never more than the list of contents says, and no row is a gigabyte of zeros.
    let bomb = changed(&|members| members.get_mut(FIGURES).unwrap().extend(vec![b'0'; 64 << 20])).await;
    assert_eq!(fault(&bomb), (FIGURES, Fault::Length));
    for junk in [Vec::new(), b"PK".to_vec(), "不是备份".repeat(999).into_bytes(), pack(&Members::new())] {
        let error = refused(engine, junk).await;
        assert!(matches!(error, ArchiveError::NotOurs(_)), "{error}");
    }
}

/// Cut off anywhere, or with any one byte changed: refused, or (in the few bytes of the zip that mean nothing) the same.
#[tokio::test]
async fn every_byte() {
    let (_fixture, bytes) = sample(TestEngine::Sqlite).await;
    let sound = members(&bytes);
    for length in 0..bytes.len() {
        let cut = crate::archive::inspect_from(Cursor::new(bytes[..length].to_vec()));
        assert!(cut.is_err(), "cut off at {length} of {}", bytes.len());
    }
    let mut harmless = 0;
    for place in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (place % 8);
        if crate::archive::inspect_from(Cursor::new(flipped.clone())).is_ok() {
            assert!(members(&flipped) == sound, "a changed byte at {place} went unnoticed");
            harmless += 1;
        }
    }
    assert!(harmless < bytes.len() / 3, "{harmless} of {}", bytes.len());
}

async fn nothing_is_made(engine: TestEngine) {
    let (_fixture, bytes) = sample(engine).await;
    for part in [1, 3, 7, 9] {
        refused(engine, bytes[..bytes.len() * part / 10].to_vec()).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("新.db");
    let error = restore_from(Cursor::new(bytes[..bytes.len() / 2].to_vec()), target.to_str().unwrap()).await;
    assert!(error.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was left");
}

/// Takes the columns from `keep` on out of a table.
fn narrow(members: &mut Members, table: &str, keep: usize) {
    let path = format!("tables/{table}/00001.tsv");
    let text = String::from_utf8(members[&path].clone()).unwrap();
    let line = |line: &str| line.split('\t').take(keep).collect::<Vec<_>>().join("\t") + "\n";
    let narrow: String = text.lines().map(line).collect();
    let sm3 = crate::archive::hexadecimal(&Sm3::digest(narrow.as_bytes()));
    manifest(members, |value| {
        let tables = value["tables"].as_array_mut().unwrap();
        let own = tables.iter_mut().find(|own| own["name"] == table).unwrap();
        own["members"][0]["sm3"] = sm3.into();
        own["members"][0]["bytes"] = narrow.len().into();
    });
    members.insert(path, narrow.into_bytes());
}

/// An archive of schema 3, before drafts and keys: restored as it was, then migrated like any database.
async fn an_older_schema_is_brought_up_to_date(engine: TestEngine) {
    let (fixture, bytes) = sample_of(Fixture::plain(engine).await).await;
    let whole = members(&bytes);
    let mut older = whole.clone();
    for (table, keep) in [("region_head", 4), ("audit", 10), ("word", 3)] {
        narrow(&mut older, table, keep);
    }
    for table in ["trail_head", "trail"] {
        older.remove(&format!("tables/{table}/00001.tsv"));
        manifest(&mut older, |value| value["tables"].as_array_mut().unwrap().retain(|own| own["name"] != table));
    }
    manifest(&mut older, |value| value["schema"] = 3.into());
    let target = scratch(engine).await;
    let told = restore_from(Cursor::new(pack(&older)), target.url()).await.unwrap();
    assert_eq!(told.schema, 3);
    let store = crate::Store::open(target.url()).await.unwrap();
    assert_eq!(schema(target.url()).await.unwrap(), schema(fixture.scratch.url()).await.unwrap());
    let copied = members(&archive(&store).await.1);
    for (name, bytes) in whole {
        // Which act brought a text was not kept then; so the list of contents differs too.
        let same = copied[&name] == bytes;
        assert_eq!(same, !matches!(name.as_str(), "tables/word/00001.tsv" | "manifest.json"), "{name}");
    }
}
