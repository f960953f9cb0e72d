//! Tampering behind the product's back: whatever is done to whatever column or row, it is found and named.

use std::collections::BTreeSet;

use super::support::{Fixture, START, act, actor, audit, both, figures};
use crate::seal::{SEALED, UNSEALED};
use crate::testing::{TestEngine, columns, execute};
use crate::verify::{Book, ExportedHead, Fault, Verification};
use crate::{AuditFault, Changes, Micros, NewEntry, NewFile, Place, RegionId, SYSTEM, SheetRef, TrailEntry, Version};

both!(
    every_column_is_sealed_or_left_out_on_purpose,
    every_changed_column_is_found,
    rows_that_go_come_or_change_places_are_found,
    a_cut_tail_is_found_with_the_exported_head
);

/// Regions with something in every table.
async fn filled(engine: TestEngine) -> Fixture {
    let fixture = Fixture::new(engine).await;
    let store = &fixture.store;
    store.system(START).await.unwrap();
    let (second, _) = store.create_region("610200", "乙区", actor(), START, audit("region.create")).await.unwrap();
    for region in [fixture.region, second, SYSTEM] {
        for version in [1, 2, 3] {
            store.write(act(region, Version(version), changes(&format!("第{version}次")))).await.unwrap();
        }
        store.append_trail(region, (0..4).map(view).collect()).await.unwrap();
    }
    fixture
}

fn changes(name: &str) -> Changes {
    let mut changes = figures(2018, 6);
    changes.observations.rows[1].year = 2019;
    changes.observations.rows[3].note = Some(changes.observations.word(name));
    changes.observations.rows[2].place = Some(Place { sheet: SheetRef::New { file: 0, sheet: 1 }, row: 7, column: 3 });
    let bytes = name.as_bytes().to_vec();
    let sheets = vec!["月报".to_owned(), name.to_owned()];
    changes.files.push(NewFile { name: format!("{name}.csv"), kind: "csv".to_owned(), bytes, sheets });
    for (key, body) in [("甲", Some("{}".to_owned())), ("乙", None)] {
        changes.entries.push(NewEntry { kind: "unit".to_owned(), year: 0, key: key.to_owned(), body_schema: 1, body });
    }
    changes
}

pub(super) fn view(number: i64) -> TrailEntry {
    TrailEntry {
        at: Micros(START.0 + number),
        actor: actor(),
        session: (number % 2 == 0).then(|| "s1".to_owned()),
        act: "figure.view".to_owned(),
        subject: (number % 3 > 0).then(|| format!("P{number}")),
        detail: format!("{{\"n\":{number}}}"),
    }
}

/// One row of each table, by its key.
const ROWS: [(&str, &str); 11] = [
    ("audit", "region = 1 AND version = 3"),
    ("trail", "region = 1 AND seq = 3"),
    ("region", "id = 1"),
    ("region_head", "region = 1"),
    ("trail_head", "region = 1"),
    ("word", "region = 1 AND id = 2"),
    ("source_file", "region = 1 AND id = 2"),
    ("sheet", "region = 1 AND id = 3"),
    ("entry", "region = 1 AND version = 3 AND seq = 1"),
    ("observation_year", "region = 1 AND version = 3 AND year = 2018"),
    ("observation", "region = 1 AND version = 3 AND seq = 3"),
];

/// Puts a table back after each try.
struct Kept<'f>(&'f Fixture, &'static str);

impl<'f> Kept<'f> {
    async fn keep(fixture: &'f Fixture, table: &'static str) -> Self {
        run(fixture, &format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        Self(fixture, table)
    }

    /// What is found after a piece of SQL.
    async fn after(&self, sql: &str) -> Verification {
        let Self(fixture, table) = self;
        run(fixture, sql).await;
        let found = fixture.store.verify(&[]).await.unwrap();
        run(fixture, &format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}")).await;
        found
    }
}

async fn run(fixture: &Fixture, sql: &str) {
    execute(fixture.scratch.url(), sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn assert_sound(fixture: &Fixture) {
    let found = fixture.store.verify(&[]).await.unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!(found.regions.iter().map(|region| region.region.0).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(found.regions.iter().all(|region| (region.acts, region.views, region.keyed) == (4, 4, true)), "{found:?}");
}

fn all(found: &Verification) -> Vec<&Fault> {
    found.faults.iter().chain(found.regions.iter().flat_map(|region| &region.faults)).collect()
}

/// Whether something that was found says where it is: the table, and which entry or which act's rows.
fn named(found: &Verification, table: &str) -> bool {
    let one = |fault: &Fault| match (table, fault) {
        ("audit", Fault::Entry { book: Book::Audit, number, .. })
        | ("trail", Fault::Entry { book: Book::Trail, number, .. }) => *number == 3,
        ("region_head", Fault::Entry { book: Book::Audit, fault, .. })
        | ("trail_head", Fault::Entry { book: Book::Trail, fault, .. }) => {
            matches!(fault, AuditFault::HeadDiffers | AuditFault::Missing | AuditFault::Surplus)
        }
        ("region_head", Fault::NoHead(Book::Audit)) | ("trail_head", Fault::NoHead(Book::Trail)) => true,
        ("source_file", Fault::File { file }) => file.0 == 2,
        (_, Fault::Rows { table: told, version, .. }) => {
            *told == table && (table == "word" || table == "region" || version.0 == 3)
        }
        _ => false,
    };
    all(found).into_iter().any(one)
}

/// Another value of the same kind; nothing for a kind that no sealed table has.
fn other(column: &str, kind: &str) -> String {
    match kind {
        "TEXT" => format!("COALESCE({column}, '') || 'x'"),
        "BYTEA" if column == "key_id" => {
            "(SELECT SUBSTR(digest, 1, 8) FROM schema_migration WHERE number = 1)".to_owned()
        }
        "BYTEA" => "(SELECT digest FROM schema_migration WHERE number = 1)".to_owned(),
        _ => format!("COALESCE({column}, 0) + 1000"),
    }
}

async fn every_changed_column_is_found(engine: TestEngine) {
    let fixture = filled(engine).await;
    assert_sound(&fixture).await;
    let all_columns = columns(fixture.scratch.url()).await.unwrap();
    let mut tried = 0;
    for (table, row) in ROWS {
        let kept = Kept::keep(&fixture, table).await;
        for (_, column, kind) in all_columns.iter().filter(|(own, _, _)| own == table) {
            let mut ways = vec![other(column, kind)];
            if ["subject", "body", "session", "note", "mantissa", "sheet", "key_id", "rows_digest"]
                .contains(&column.as_str())
                && !(table == "trail" && column == "key_id")
            {
                ways.push("NULL".to_owned());
            }
            for way in ways {
                let sql = format!(
                    "UPDATE {table} SET {column} = {way} WHERE {row} AND ({column} IS NOT NULL \
                                   OR {way} IS NOT NULL)"
                );
                let found = kept.after(&sql).await;
                let was_null = way == "NULL" && found.is_sound() && is_null(&fixture, table, column, row).await;
                assert!(was_null || named(&found, table), "{sql}: {:?}", all(&found));
                tried += usize::from(!was_null);
            }
        }
    }
    assert!(tried > 85, "only {tried} ways were tried");
    assert_sound(&fixture).await;
}

/// Whether the row has nothing there, so that taking it away is no change: a unique name tells.
async fn is_null(fixture: &Fixture, table: &str, column: &str, row: &str) -> bool {
    let count = format!(
        "INSERT INTO counter (name, value) SELECT 'null', 1 FROM kept_{table} WHERE {row} AND {column} IS NULL"
    );
    run(fixture, &count).await;
    let taken = execute(fixture.scratch.url(), "INSERT INTO counter (name, value) VALUES ('null', 2)").await.is_err();
    run(fixture, "DELETE FROM counter WHERE name = 'null'").await;
    taken
}

async fn rows_that_go_come_or_change_places_are_found(engine: TestEngine) {
    let fixture = filled(engine).await;
    let all_columns = columns(fixture.scratch.url()).await.unwrap();
    for (table, row) in ROWS {
        let kept = Kept::keep(&fixture, table).await;
        let found = kept.after(&format!("DELETE FROM {table} WHERE {row}")).await;
        assert!(named(&found, table), "a row of {table} removed: {:?}", all(&found));

        // The last column of the key that is a number; a free number in it makes a new row, two exchanged change places.
        let key = match table {
            "audit" => "version",
            "trail" | "entry" | "observation" => "seq",
            "word" | "source_file" | "sheet" | "region" => "id",
            "observation_year" => "year",
            _ => continue,
        };
        let names: Vec<&str> =
            all_columns.iter().filter(|(own, ..)| own == table).map(|(_, name, _)| name.as_str()).collect();
        let copied = names.iter().map(|name| match *name {
            "id" | "seq" | "version" | "year" if *name == key => format!("{name} + 1000"),
            "code" => "code || 'x'".to_owned(),
            "text" => "text || 'x'".to_owned(),
            name => name.to_owned(),
        });
        let sql = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {row}",
            names.join(", "),
            copied.collect::<Vec<_>>().join(", ")
        );
        let found = kept.after(&sql).await;
        let inserted = all(&found).iter().any(|fault| match fault {
            Fault::Entry { fault: AuditFault::Missing | AuditFault::Surplus | AuditFault::Altered, .. } => {
                table == "audit" || table == "trail"
            }
            Fault::NoHead(_) => table == "region",
            _ => named(&found, table),
        });
        assert!(inserted, "{sql}: {:?}", all(&found));

        let at = |number: &str| {
            let rows: Vec<String> = row.split(" AND ").map(str::to_owned).collect();
            let own = |part: &String| if part.starts_with(key) { format!("{key} = {number}") } else { part.clone() };
            rows.iter().map(own).collect::<Vec<_>>().join(" AND ")
        };
        let here = row.rsplit(' ').next().unwrap();
        let there = match key {
            "year" => "2019".to_owned(),
            _ => {
                (here.parse::<i32>().unwrap() + if table == "entry" || table == "region" { 1 } else { -1 }).to_string()
            }
        };
        let sql = format!(
            "UPDATE {table} SET {key} = 3000 WHERE {}; UPDATE {table} SET {key} = {here} WHERE {}; \
             UPDATE {table} SET {key} = {there} WHERE {}",
            at(here),
            at(&there),
            at("3000")
        );
        let found = kept.after(&sql).await;
        assert!(named(&found, table), "{sql}: {:?}", all(&found));
        if table == "audit" || table == "trail" {
            let book = if table == "audit" { Book::Audit } else { Book::Trail };
            let moved = |number, from| Fault::Entry { book, number, fault: AuditFault::Moved { from } };
            assert_eq!(all(&found), [&moved(2, 3), &moved(3, 2)], "{sql}");
        }
    }
    assert_sound(&fixture).await;
    let second = "INSERT INTO audit SELECT region, version, 2, at, actor_kind, actor, act, subject, detail, hash, \
                  key_id, rows_digest FROM audit WHERE region = 1 AND version = 3";
    run(&fixture, second).await;
    let found = fixture.store.verify(&[]).await.unwrap();
    assert_eq!(all(&found), [&Fault::Entry { book: Book::Audit, number: 3, fault: AuditFault::Surplus }]);
}

/// Every trace of what came after a version, heads included.
const CUT: &str = "DELETE FROM audit WHERE region = 1 AND version > 2; DELETE FROM entry WHERE region = 1 AND version > 2; \
    DELETE FROM word WHERE region = 1 AND version > 2; DELETE FROM sheet WHERE region = 1 AND version > 2; \
    DELETE FROM source_file WHERE region = 1 AND version > 2; DELETE FROM observation WHERE region = 1 AND version > 2; \
    DELETE FROM observation_year WHERE region = 1 AND version > 2; \
    UPDATE region_head SET version = 2, chain_head = (SELECT hash FROM audit WHERE region = 1 AND version = 2), \
    committed_at = (SELECT at FROM audit WHERE region = 1 AND version = 2) WHERE region = 1";
const CUT_TRAIL: &str = "DELETE FROM trail WHERE region = 1 AND seq > 3; UPDATE trail_head SET seq = 3, \
    at = (SELECT at FROM trail WHERE region = 1 AND seq = 3), \
    chain_head = (SELECT hash FROM trail WHERE region = 1 AND seq = 3) WHERE region = 1";

async fn a_cut_tail_is_found_with_the_exported_head(engine: TestEngine) {
    let fixture = filled(engine).await;
    let exported = fixture.store.heads_to_export().await.unwrap();
    assert_eq!(exported.iter().map(|head| head.region.0).collect::<Vec<_>>(), [0, 1, 2]);
    let found = fixture.store.verify(&exported).await.unwrap();
    assert!(found.is_sound(), "{found:?}");
    run(&fixture, CUT).await;
    run(&fixture, CUT_TRAIL).await;
    assert!(fixture.store.verify(&[]).await.unwrap().is_sound(), "a perfect cut shows only with an exported head");
    let found = fixture.store.verify(&exported).await.unwrap();
    let cut = |book, exported, found| Fault::Cut { book, exported, found };
    assert_eq!(all(&found), [&cut(Book::Audit, 4, 2), &cut(Book::Trail, 4, 3)]);

    // Somebody goes on from there, with the product: the number is reached again, by another entry.
    for version in [2, 3, 4] {
        let done = fixture.store.write(act(RegionId(1), Version(version), Changes::default())).await.unwrap();
        assert_eq!(done.version, Version(version + 1));
    }
    let found = fixture.store.verify(&exported).await.unwrap();
    let replaced = Fault::Replaced { book: Book::Audit, number: 4 };
    assert_eq!(all(&found), [&replaced, &cut(Book::Trail, 4, 3)]);

    // A region that is gone altogether is missed by its number, and named with the exported heads.
    for table in ["audit", "trail", "trail_head", "region_head", "word", "entry", "sheet", "source_file", "observation"]
    {
        run(&fixture, &format!("DELETE FROM {table} WHERE region = 2")).await;
    }
    run(&fixture, "DELETE FROM observation_year WHERE region = 2; DELETE FROM region WHERE id = 2").await;
    let lost = |code: Option<&str>| Fault::LostRegion { region: RegionId(2), code: code.map(str::to_owned) };
    let found = fixture.store.verify(&[]).await.unwrap();
    assert_eq!(all(&found), [&lost(None)]);
    let only: Vec<ExportedHead> = exported.into_iter().filter(|head| head.region.0 == 2).collect();
    assert_eq!(all(&fixture.store.verify(&only).await.unwrap()), [&lost(Some("610200"))]);
}

/// A migration that brings a table or a column fails here until it is covered, or left out by name.
async fn every_column_is_sealed_or_left_out_on_purpose(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let real: BTreeSet<(String, String)> = columns(fixture.scratch.url())
        .await
        .unwrap()
        .into_iter()
        .filter(|(table, ..)| !UNSEALED.contains(&table.as_str()))
        .map(|(table, column, _)| (table, column))
        .collect();
    let mut sealed = BTreeSet::from([("source_file".to_owned(), "bytes".to_owned())]);
    for table in &SEALED {
        sealed.extend(table.columns().map(|(column, _)| (table.table.name.to_owned(), column.to_owned())));
    }
    assert_eq!(real, sealed);
    let checked: BTreeSet<&str> = ROWS.iter().map(|(table, _)| *table).collect();
    let tables: BTreeSet<String> = real.into_iter().map(|(table, _)| table).collect();
    assert!(tables.iter().all(|table| checked.contains(table.as_str())), "{tables:?}");
}
