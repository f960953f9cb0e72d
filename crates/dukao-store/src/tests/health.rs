//! Each contradiction is found, and a sound database has none.

use crate::testing::{TestEngine, execute, open};
use crate::{Changes, FileId, Inconsistency, NewFile, Place, RegionId, SheetRef, Version};

use super::support::{Fixture, both, figures};

both!(sound_and_not);

async fn filled(engine: TestEngine) -> Fixture {
    let fixture = Fixture::new(engine).await;
    let mut changes = figures(2018, 12);
    let sheets = vec!["月报".to_owned()];
    changes
        .files
        .push(NewFile { name: "甲.csv".to_owned(), kind: "csv".to_owned(), bytes: b"1,2\n".to_vec(), sheets });
    changes.observations.rows[3].place = Some(Place { sheet: SheetRef::New { file: 0, sheet: 0 }, row: 1, column: 1 });
    fixture.append(changes).await;
    fixture.append(Changes::default()).await;
    fixture
}

async fn sound_and_not(engine: TestEngine) {
    let (region, version, head) = (RegionId(1), Version(9), Version(3));
    let count = |noted, found| Inconsistency::Count { region, year: 2018, version: Version(2), noted, found };
    let file = Inconsistency::File { region, file: FileId(1), name: "甲.csv".to_owned() };
    let cases = [
        ("UPDATE region SET name = 'x'", vec![]),
        ("UPDATE sheet SET version = 9", vec![Inconsistency::BeyondHead { table: "sheet", region, version, head }]),
        ("DELETE FROM observation WHERE seq = 4", vec![count(12, 11)]),
        ("DELETE FROM observation_year", vec![count(0, 12)]),
        ("UPDATE observation SET note = 999 WHERE seq = 1", vec![Inconsistency::Word { region }]),
        ("DELETE FROM word WHERE id = 2", vec![Inconsistency::Word { region }]),
        ("UPDATE observation SET sheet = 2 WHERE seq = 4", vec![Inconsistency::Sheet { region }]),
        ("UPDATE sheet SET file = 2", vec![Inconsistency::Sheet { region }]),
        ("UPDATE source_file SET size = 5", vec![file.clone()]),
        ("UPDATE source_file SET sm3 = (SELECT hash FROM audit WHERE version = 1)", vec![file]),
    ];
    for (sql, expected) in cases {
        let fixture = filled(engine).await;
        assert_eq!(fixture.store.inconsistencies().await.unwrap(), [], "before");
        execute(fixture.scratch.url(), sql).await.unwrap();
        assert_eq!(fixture.store.inconsistencies().await.unwrap(), expected, "{sql}");
        assert_eq!(fixture.store.engine_faults().await.unwrap(), Vec::<String>::new());
    }
    let fixture = filled(engine).await;
    execute(fixture.scratch.url(), "DELETE FROM region_head").await.unwrap();
    let found = fixture.store.inconsistencies().await.unwrap();
    assert!(found.contains(&Inconsistency::WithoutRegion { table: "region", region }), "{found:?}");
    assert!(found.contains(&Inconsistency::WithoutRegion { table: "observation", region }), "{found:?}");
}

/// A page of the file that was overwritten is found by the engine.
#[tokio::test]
async fn a_damaged_sqlite_file_is_found() {
    let fixture = Fixture::new(TestEngine::Sqlite).await;
    for _ in 0..5 {
        fixture.append(figures(2018, 3000)).await;
    }
    let path = fixture.scratch.url().trim_start_matches("sqlite:").to_owned();
    let scratch = fixture.scratch;
    drop(fixture.store);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let store = open(scratch.url()).await.unwrap();
    assert!(!store.engine_faults().await.unwrap().is_empty());
}
