//! Every figure of the demonstration district, recomputed from the JSON of its trace alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dukao_app::view::Asked;
use dukao_app::{App, FixedClock, Micros, demo};
use dukao_testkit::evaluator::{Fraction, Origin, evaluate};
use serde_json::Value;

/// Ten in the morning of 20 August 2018.
const NOW: Micros = Micros(1_534_730_400_000_000);

fn file(name: &str) -> Option<Vec<u8>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    std::fs::read(folder.join(name)).ok()
}

async fn demo_app(directory: &tempfile::TempDir) -> App {
    let url = directory.path().join("demo.db").to_string_lossy().into_owned();
    let steps = demo::steps(&String::from_utf8(file("步骤.csv").unwrap()).unwrap()).unwrap();
    demo::import(&url, &steps, file, |_, _| {}).await.unwrap();
    App::open(&url, Arc::new(FixedClock(NOW))).await.unwrap()
}

/// Which kinds of source the leaves name, and how often.
#[derive(Debug, Default)]
struct Tally {
    figures: usize,
    sources: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// One opened figure, as the API gives it.
    fn take(&mut self, trace: &Value) {
        let Some(above) = trace["figure"]["numerator"].as_str() else { return };
        let below = trace["figure"]["denominator"].as_str().unwrap();
        let called = format!("{} {} {}", trace["indicator"]["code"], trace["unit"], trace["figure"]["key"]);
        let found = evaluate(&trace["expression"]).unwrap_or_else(|error| panic!("{called}: {error:#}"));
        assert_eq!(found.value, Fraction::from_texts(above, below).unwrap(), "{called}");
        self.figures += 1;
        let newest = trace["basis"]["version"].as_i64().unwrap();
        for source in found.sources {
            let kind = match &source {
                Origin::Cell { version, .. } => {
                    assert!(*version <= newest, "{called}: {source:?}");
                    "cell"
                }
                Origin::Typed { .. } => "typed",
                Origin::Rule(_) => "rule",
                Origin::Calendar(_) => "calendar",
            };
            *self.sources.entry(kind).or_default() += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_the_demo_is_recomputed() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let mut tally = Tally::default();
    for (unit, month) in [(None, 7), (None, 6), (None, 2), (Some("S01"), 7), (Some("Q01"), 7)] {
        let asked = Asked { year: Some(2018), month: Some(month), unit: unit.map(str::to_owned), ..Asked::default() };
        let ledger = app.ledger(&asked).await.unwrap();
        for row in ledger.groups.iter().flat_map(|group| &group.rows) {
            for trace in app.traces(&asked, &row.indicator.code).await.unwrap() {
                tally.take(&serde_json::to_value(&trace).unwrap());
            }
        }
    }
    assert!(tally.figures > 2000, "{tally:?}");
    assert_eq!(tally.sources.get("typed"), None, "the demonstration is imported from files: {tally:?}");
    assert!(tally.sources.get("cell").is_some_and(|count| *count > 5000), "{tally:?}");
}
