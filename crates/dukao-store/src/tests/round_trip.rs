//! What is written is read back, as of every version, for ever.

use std::fmt::Write as _;

use crate::testing::{TestEngine, open};
use crate::{
    Changes, FileId, Micros, NewEntry, NewFile, NewObservations, Place, SheetId, SheetRef, Version, WordId, WriteError,
};

use super::support::{Fixture, START, act, actor, audit, both, figure, figures};

both!(everything, as_of, conflict, times, refusals, regions, reopened, incremental);

fn entry(key: &str, body: Option<&str>) -> NewEntry {
    NewEntry { kind: "unit".to_owned(), year: 2018, key: key.to_owned(), body_schema: 1, body: body.map(str::to_owned) }
}

async fn everything(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let mut observations = NewObservations::default();
    let mut row = figure(&mut observations, 2018, 3);
    row.place = Some(Place { sheet: SheetRef::New { file: 1, sheet: 1 }, row: 17, column: 6 });
    row.note = Some(observations.word("含退税"));
    let mut masked = figure(&mut observations, 2017, 4);
    (masked.mantissa, masked.unit_of_measure, masked.state) = (None, None, 2);
    observations.rows = vec![row, masked];
    let file = |name: &str, sheets: &[&str]| NewFile {
        name: name.to_owned(),
        kind: "xlsx".to_owned(),
        bytes: name.as_bytes().to_vec(),
        sheets: sheets.iter().map(|sheet| (*sheet).to_owned()).collect(),
    };
    let files = vec![file("甲.xlsx", &["指标"]), file("乙.xlsx", &["单位", "月报"])];
    let entries = vec![entry("A", Some(r#"{"名称":"甲街道"}"#)), entry("B", None)];
    let done = fixture.append(Changes { files, entries, observations }).await;
    assert_eq!((done.version, done.files), (Version(2), vec![FileId(1), FileId(2)]));

    let (store, region) = (&fixture.store, fixture.region);
    let rows = store.observations(region, 2018, Version::NONE, Version(2)).await.unwrap();
    let words = store.words(region, WordId(0)).await.unwrap();
    let word = |id: WordId| words.iter().find(|(known, _)| *known == id).unwrap().1.as_str();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].seq, rows[0].mantissa, rows[0].scale), (1, Some(3_000_002), 2));
    assert_eq!((word(rows[0].indicator), word(rows[0].note.unwrap())), ("P03", "含退税"));
    assert_eq!(word(rows[0].unit_of_measure.unwrap()), "万元");
    assert_eq!(rows[0].place, Some(Place { sheet: SheetId(3), row: 17, column: 6 }));
    let sheet = store.sheet(region, SheetId(3)).await.unwrap().unwrap();
    assert_eq!((sheet.file, sheet.name.as_str(), sheet.position), (FileId(2), "月报", 2));
    assert_eq!(store.file_bytes(region, FileId(2)).await.unwrap().unwrap(), "乙.xlsx".as_bytes());
    let stored = store.file(region, FileId(2)).await.unwrap().unwrap();
    assert_eq!(store.files_by_sm3(region, &stored.sm3).await.unwrap().as_slice(), std::slice::from_ref(&stored));
    assert_eq!(store.files(region, Version(2)).await.unwrap()[1], stored);
    assert_eq!(store.sheets(region, Version(2)).await.unwrap().len(), 3);
    let masked = store.observations(region, 2017, Version::NONE, Version(2)).await.unwrap();
    assert_eq!((masked[0].mantissa, masked[0].state, masked[0].seq), (None, 2, 2));
    let entries = store.entries(region, Version::NONE, Version(2)).await.unwrap();
    assert_eq!((entries[0].key.as_str(), entries[0].body.as_deref()), ("A", Some(r#"{"名称":"甲街道"}"#)));
    assert_eq!((entries[1].key.as_str(), entries[1].body.as_deref(), entries[1].seq), ("B", None, 2));
    let trail = store.audit(region, Version(1), 10).await.unwrap();
    assert_eq!((trail.len(), trail[0].entry.clone(), trail[0].actor.clone()), (1, audit("figure.enter"), actor()));
}

async fn as_of(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let mut seen = Vec::new();
    for round in 0..12_i32 {
        let mut changes = figures(2016 + round % 3, 5 + round);
        changes.entries.push(entry("A", Some(&format!("{{\"v\":{round}}}"))));
        let version = fixture.append(changes).await.version;
        seen.push((version, view(&fixture, version).await));
    }
    for (version, then) in seen {
        assert_eq!(view(&fixture, version).await, then, "as of {version}");
    }
}

/// All that can be read as of a version, as bytes.
async fn view(fixture: &Fixture, through: Version) -> String {
    let (store, region) = (&fixture.store, fixture.region);
    let years = store.years(region, Version::NONE, through).await.unwrap();
    let mut text = format!("{years:?}{:?}", store.entries(region, Version::NONE, through).await.unwrap());
    for year in 2016..=2018 {
        let rows = store.observations(region, year, Version::NONE, through).await.unwrap();
        let counted: i32 = years.iter().filter(|change| change.year == year).map(|change| change.rows).sum();
        assert_eq!(rows.len(), usize::try_from(counted).unwrap());
        write!(text, "{rows:?}").unwrap();
    }
    text
}

async fn conflict(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 1)).await;
    let stale = fixture.store.write(act(fixture.region, Version(1), figures(2018, 2))).await;
    assert!(matches!(stale, Err(WriteError::Conflict { head: Version(2) })), "{stale:?}");
    let ahead = fixture.store.write(act(fixture.region, Version(9), figures(2018, 2))).await;
    assert!(matches!(ahead, Err(WriteError::Conflict { head: Version(2) })), "{ahead:?}");
    assert_eq!(fixture.head().await, Version(2));
    assert_eq!(fixture.store.observations(fixture.region, 2018, Version::NONE, Version(9)).await.unwrap().len(), 1);
}

async fn times(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let at = |micros: i64| Micros(START.0 + micros);
    let mut late = act(fixture.region, Version(1), Changes::default());
    late.at = at(1000);
    assert_eq!(fixture.store.write(late).await.unwrap().committed_at, at(1000));
    let mut back = act(fixture.region, Version(2), Changes::default());
    back.at = at(-5000);
    assert_eq!(fixture.store.write(back).await.unwrap().committed_at, at(1001), "a clock that went back");
    for (moment, version) in [(-1, 0), (0, 1), (999, 1), (1000, 2), (1001, 3), (i64::MAX / 4, 3)] {
        let found = fixture.store.version_at(fixture.region, at(moment)).await.unwrap();
        assert_eq!(found, Version(version), "at {moment}");
    }
}

async fn refusals(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let mut empty = figures(2018, 1);
    empty.entries.push(entry("", Some("{}")));
    let mut nul = figures(2018, 1);
    nul.observations.word("甲\0乙");
    let mut body = figures(2018, 1);
    body.entries.push(entry("A", Some("not json")));
    let mut sheet = figures(2018, 1);
    sheet.observations.rows[0].place = Some(Place { sheet: SheetRef::Stored(SheetId(1)), row: 1, column: 1 });
    let mut new_sheet = figures(2018, 1);
    new_sheet.observations.rows[0].place =
        Some(Place { sheet: SheetRef::New { file: 0, sheet: 0 }, row: 1, column: 1 });
    let mut foreign = figures(2018, 1);
    foreign.observations.rows[0].note = Some(figures(2018, 500).observations.word("另一笔"));
    for changes in [empty, nul, body, sheet, new_sheet, foreign] {
        let refused = fixture.store.write(act(fixture.region, Version(1), changes)).await;
        assert!(matches!(refused, Err(WriteError::Invalid(_))), "{refused:?}");
    }
    let nowhere = fixture.store.write(act(crate::RegionId(99), Version(1), figures(2018, 1))).await;
    assert!(matches!(nowhere, Err(WriteError::NoSuchRegion(_))), "{nowhere:?}");
    assert_eq!(fixture.head().await, Version(1));
    assert_eq!(fixture.store.observations(fixture.region, 2018, Version::NONE, Version(9)).await.unwrap(), []);
    assert_eq!(fixture.store.words(fixture.region, WordId(0)).await.unwrap(), []);
    fixture.append(figures(2018, 1)).await;
}

async fn regions(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let again = fixture.store.create_region("610100", "又一个", actor(), START, audit("region.create")).await;
    assert!(matches!(again, Err(WriteError::RegionExists { .. })), "{again:?}");
    let mut ids = vec![fixture.region];
    for number in 2..=12 {
        let code = format!("6101{number:02}");
        let made = fixture.store.create_region(&code, "乙区", actor(), START, audit("region.create")).await;
        ids.push(made.unwrap().0);
    }
    fixture.append(figures(2018, 1)).await;
    for wanted in [&ids[..1], &ids[2..5], &ids[..8], &ids[..]] {
        let heads = fixture.store.heads(wanted).await.unwrap();
        assert_eq!(heads.iter().map(|head| head.region).collect::<Vec<_>>(), wanted);
        let version = |region| {
            if region == fixture.region { Version(2) } else { Version(1) }
        };
        assert!(heads.iter().all(|head| head.version == version(head.region)));
    }
    assert_eq!(fixture.store.heads(&[]).await.unwrap(), []);
    assert_eq!(fixture.store.regions().await.unwrap().len(), 12);
    assert_eq!(fixture.store.region_by_code("610105").await.unwrap().unwrap().id, ids[4]);
    assert_eq!(fixture.store.region_by_code("没有").await.unwrap(), None);
}

async fn reopened(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 30)).await;
    let other = open(fixture.scratch.url()).await.unwrap();
    let rows = other.observations(fixture.region, 2018, Version::NONE, Version(2)).await.unwrap();
    assert_eq!(rows, fixture.store.observations(fixture.region, 2018, Version::NONE, Version(2)).await.unwrap());
    other.write(act(fixture.region, Version(2), figures(2018, 1))).await.unwrap();
    assert_eq!(fixture.head().await, Version(3), "what one program writes the other sees");
}

async fn incremental(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    for round in 1..=4 {
        fixture.append(figures(2018, round)).await;
    }
    let (store, region) = (&fixture.store, fixture.region);
    let whole = store.observations(region, 2018, Version::NONE, Version(5)).await.unwrap();
    let mut parts = store.observations(region, 2018, Version::NONE, Version(3)).await.unwrap();
    parts.extend(store.observations(region, 2018, Version(3), Version(5)).await.unwrap());
    assert_eq!(parts, whole);
    let known = store.words(region, WordId(0)).await.unwrap();
    assert_eq!(store.words(region, known[2].0).await.unwrap(), known[3..]);
}
