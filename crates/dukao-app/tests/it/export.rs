//! A whole region out and back, as workbook and as csv: the demonstration, an earlier version of it, published tables.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dukao_app::export::Shape;
use dukao_app::import::ImportRequest;
use dukao_app::view::Asked;
use dukao_app::{App, AsOf, FixedClock, Micros};
use dukao_testkit::store::testing::{Scratch, TestEngine};
use dukao_testkit::store::{Observation, RegionId, Store, Version};

use crate::support::{content, demo_app, import, open};

pub(crate) const NOW: Micros = Micros(1_534_730_400_000_000);

pub(crate) async fn empty(engine: TestEngine) -> (Scratch, App) {
    let scratch = Scratch::new(engine).await.unwrap();
    let app = App::open(scratch.url(), Arc::new(FixedClock(NOW))).await.unwrap();
    (scratch, app)
}

/// The files of an export, named so that they can be imported.
pub(crate) async fn exported(app: &App, shape: Shape, as_of: Option<AsOf>) -> Vec<(String, Vec<u8>)> {
    let export = app.export_region(None, as_of, shape).await.unwrap();
    let named = |(name, bytes): (String, Vec<u8>)| (if name.is_empty() { "全部.xlsx".to_owned() } else { name }, bytes);
    export.files.into_iter().map(named).collect()
}

/// Everything the region says, with the remarks, which are only in the store.
pub(crate) async fn said(app: &App, as_of: Option<AsOf>) -> Vec<String> {
    let moment = app.moment(None, as_of).await.unwrap();
    let snapshot = &moment.snapshot;
    let mut said = content(&snapshot.book);
    said.push(format!("今天 {:?}", snapshot.setting("today")));
    said.push(snapshot.book.organisation.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>().join(" "));
    for framework in snapshot.book.frameworks.values() {
        said.push(framework.iter().map(|indicator| indicator.code.as_str()).collect::<Vec<_>>().join(" "));
    }
    let (store, region) = (app.store(), moment.region.id);
    let words: std::collections::BTreeMap<_, _> =
        store.words(region, dukao_testkit::store::WordId(0)).await.unwrap().into_iter().collect();
    for year in snapshot.book.tables.keys() {
        let through = Version(snapshot.book.version.0);
        let rows = store.observations(region, i32::from(*year), Version(0), through).await.unwrap();
        let mut last = std::collections::BTreeMap::new();
        for row in rows {
            let Observation { indicator, unit, measure, period, origin, standing, .. } = row;
            last.insert((indicator, unit, measure, period, origin, standing), row);
        }
        for row in last.values().filter(|row| row.state != 6) {
            let word = |id| words.get(&id).map_or("", String::as_str);
            said.push(format!(
                "{year} {} {} {} {} {} {} {} 备注：{}",
                word(row.indicator),
                word(row.unit),
                word(row.measure),
                row.period,
                row.origin,
                row.standing,
                row.state,
                row.note.map_or("", word)
            ));
        }
    }
    said.extend(kept(store, region, Version(snapshot.book.version.0)).await);
    said.sort();
    said
}

/// What stands last in the store of rules, mappings and explanations; the version that was looked at is another in
/// every database.
async fn kept(store: &Store, region: RegionId, through: Version) -> Vec<String> {
    let mut last = std::collections::BTreeMap::new();
    for entry in store.entries(region, Version(0), through).await.unwrap() {
        if ["finding", "rules", "mapping", "filter"].contains(&entry.kind.as_str()) {
            let body = entry.body.map(|body| serde_json::from_str::<serde_json::Value>(&body).unwrap());
            last.insert((entry.kind, entry.year, entry.key), body);
        }
    }
    let bare = |mut body: serde_json::Value| {
        body.as_object_mut().unwrap().remove("based_on");
        body.to_string()
    };
    last.into_iter().filter_map(|(key, body)| Some(format!("{key:?} {}", bare(body?)))).collect()
}

/// Fails at the first thing that differs.
fn assert_same(before: &[String], after: &[String]) {
    for (one, other) in before.iter().zip(after) {
        assert_eq!(one, other);
    }
    assert_eq!(before.len(), after.len());
}

async fn comes_back(app: &App, as_of: Option<AsOf>) {
    let before = said(app, as_of).await;
    for shape in [Shape::Workbook, Shape::Folder] {
        let (_scratch, other) = empty(TestEngine::Sqlite).await;
        let files = exported(app, shape, as_of).await;
        import(&other, files).await;
        assert_same(&before, &said(&other, None).await);
        let same = import(&other, exported(&other, shape, None).await).await;
        assert!(!same.changed, "{same:?}");
    }
}

#[tokio::test]
async fn the_demonstration_comes_back_and_shows_the_same_figures() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    comes_back(&app, None).await;
    let (_scratch, other) = empty(TestEngine::Sqlite).await;
    import(&other, exported(&app, Shape::Workbook, None).await).await;
    for (year, month) in [(2018, 7), (2018, 6), (2017, 12)] {
        let asked = Asked { year: Some(year), month: Some(month), ..Asked::default() };
        let figures = |ledger: dukao_app::view::Ledger| serde_json::to_value(ledger.groups).unwrap();
        assert_eq!(figures(other.ledger(&asked).await.unwrap()), figures(app.ledger(&asked).await.unwrap()));
    }
    drop(open(&folder).await);
}

#[tokio::test]
async fn an_earlier_version_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    comes_back(&app, Some(AsOf::Version(20))).await;
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[tokio::test]
async fn every_published_table_comes_back() {
    for example in examples() {
        let (_scratch, app) = empty(TestEngine::Sqlite).await;
        let bytes = |name: &str| std::fs::read(example.join(name)).unwrap();
        let request = ImportRequest::of(vec![("data.csv".to_owned(), bytes("data.csv"))])
            .mapped(("mapping.yaml".to_owned(), bytes("mapping.yaml")));
        app.import(request).await.unwrap();
        comes_back(&app, None).await;
    }
}
