//! Many rows in one act.

use crate::testing::TestEngine;
use crate::{Changes, NewEntry, NewFile, Place, SheetId, SheetRef, Version};

use super::support::{Fixture, both, figures};

both!(hundred_thousand_rows, many_entries, windows_make_the_whole);

async fn hundred_thousand_rows(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 10)).await;
    let mut changes = figures(2018, 100_000);
    let late = changes.observations.rows.len() / 2;
    for (number, row) in (1..).zip(&mut changes.observations.rows) {
        row.place = Some(Place { sheet: SheetRef::New { file: 0, sheet: 0 }, row: number, column: 7 });
    }
    for row in &mut changes.observations.rows[..late] {
        row.year = 2019;
    }
    let sheets = vec!["月报".to_owned()];
    changes.files.push(NewFile { name: "大.csv".to_owned(), kind: "csv".to_owned(), bytes: vec![0; 300_000], sheets });
    let done = fixture.append(changes).await;
    let first = fixture.store.observations(fixture.region, 2018, Version(2), done.version).await.unwrap();
    let second = fixture.store.observations(fixture.region, 2019, Version::NONE, done.version).await.unwrap();
    for (half, rows) in [(50_000, &first), (0, &second)] {
        assert_eq!(rows.len(), 50_000);
        for (row, number) in rows.iter().zip(half..) {
            assert_eq!(row.seq, number + 1);
            assert_eq!(row.mantissa, Some(i64::from(number) * 1_000_003 - 7));
            assert_eq!(row.place, Some(Place { sheet: SheetId(1), row: number + 1, column: 7 }));
        }
    }
    let sum = fixture.store.fold_observations(fixture.region, 2019, Version::NONE, done.version, 0_i64, |sum, row| {
        *sum += row.mantissa.unwrap();
    });
    assert_eq!(sum.await.unwrap(), (0..50_000).map(|number| number * 1_000_003 - 7).sum::<i64>());
    let years = fixture.store.years(fixture.region, Version(2), done.version).await.unwrap();
    assert_eq!(
        years.iter().map(|change| (change.year, change.rows)).collect::<Vec<_>>(),
        [(2018, 50_000), (2019, 50_000)]
    );
}

async fn many_entries(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let entry = |number: i32| NewEntry {
        kind: "target".to_owned(),
        year: 2000 + number % 20,
        key: format!("指标{number}"),
        body_schema: 1,
        body: (number % 3 > 0).then(|| format!("{{\"数\":{number}}}")),
    };
    let entries: Vec<NewEntry> = (0..3000).map(entry).collect();
    let done = fixture.append(Changes { entries: entries.clone(), ..Changes::default() }).await;
    let stored = fixture.store.entries(fixture.region, Version(1), done.version).await.unwrap();
    let back = stored.into_iter().map(|entry| NewEntry {
        kind: entry.kind,
        year: entry.year,
        key: entry.key,
        body_schema: entry.body_schema,
        body: entry.body,
    });
    assert_eq!(back.collect::<Vec<_>>(), entries);
}

/// A large year is read in windows; whatever acts it came in and whatever years lie between its rows.
async fn windows_make_the_whole(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 300)).await;
    let mut mixed = figures(2018, 50_000);
    for row in mixed.observations.rows.iter_mut().step_by(2) {
        row.year = 2017;
    }
    fixture.append(mixed).await;
    fixture.append(figures(2018, 700)).await;
    let (store, region) = (&fixture.store, fixture.region);
    for (after, through) in [(0, 4), (1, 3), (2, 3), (3, 4), (0, 3), (2, 4)].map(|(a, t)| (Version(a), Version(t))) {
        let parts = store.observations(region, 2018, after, through).await.unwrap();
        let whole = store.fold_observations(region, 2018, after, through, Vec::new(), |rows, row| rows.push(*row));
        let whole = whole.await.unwrap();
        assert_eq!(parts.len(), whole.len(), "{after}..{through}");
        assert!(parts == whole, "{after}..{through}");
    }
    assert_eq!(store.observations(region, 2018, Version::NONE, Version(4)).await.unwrap().len(), 26_000);
}
