//! Random imports and undos, undos of undos among them, against a model: the history with what was taken back
//! left out.

use std::collections::{BTreeMap, BTreeSet};

use dukao_app::{App, AppError};
use dukao_core::ledger::{Measure, Origin, RowKey, Standing};
use dukao_core::period::Period;

use crate::support::{import, open};

const UNITS: &str = "代码,名称,类别,上级,生效日期\nQ0,甲区,区县,,2010-01-01\nS1,乙街道,街道,Q0,2010-01-01\n";
const INDICATORS: &str = "年度,代码,分类,名称,计量单位,数值类型\n2018,P01,项目,投资,亿元,流量\n";
const PERIODS: [&str; 3] = ["2018-06", "2018-H1", "2018-05"];
const STANDINGS: [(&str, Standing); 2] = [("草稿", Standing::Draft), ("核定", Standing::Certified)];

/// Unit, period and standing of a figure, as places in the lists above.
type Key = (&'static str, usize, usize);

/// A generator of its own, so that a seed says everything.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// What each version did.
enum Act {
    Stated(BTreeMap<Key, u64>),
    Undid(i64),
}

/// What stands when everything that was taken back is left out.
fn standing(acts: &BTreeMap<i64, Act>) -> BTreeMap<Key, u64> {
    let mut gone = BTreeSet::new();
    for (version, act) in acts.iter().rev() {
        if let (Act::Undid(target), false) = (act, gone.contains(version)) {
            gone.insert(*target);
        }
    }
    let mut stands = BTreeMap::new();
    for (version, act) in acts {
        if let (Act::Stated(figures), false) = (act, gone.contains(version)) {
            stands.extend(figures.iter().map(|(key, value)| (*key, *value)));
        }
    }
    stands
}

async fn stored(app: &App) -> BTreeMap<Key, u64> {
    let moment = app.moment(None, None).await.unwrap();
    let book = &moment.snapshot.book;
    let mut found = BTreeMap::new();
    let Some((table, indicator)) = book.tables.get(&2018).zip(book.symbols.symbol("P01")) else { return found };
    for unit in ["Q0", "S1"] {
        let Some(symbol) = book.symbols.symbol(unit) else { continue };
        let key = RowKey { indicator, unit: symbol, measure: Measure::Cumulative, origin: Origin::Claimed };
        for (period, code) in PERIODS.iter().enumerate() {
            for cell in table.statements(key, Period::parse(code).unwrap()) {
                let standing = STANDINGS.iter().position(|(_, own)| *own == cell.standing).unwrap();
                let value = cell.value.unwrap().mantissa();
                assert!(found.insert((unit, period, standing), u64::try_from(value).unwrap()).is_none());
            }
        }
    }
    found
}

/// Imports a few figures; the version states those that were not there in this form.
async fn state(app: &App, random: &mut Random, acts: &mut BTreeMap<i64, Act>) {
    let before = standing(acts);
    let mut figures: BTreeMap<Key, u64> = BTreeMap::new();
    for _ in 0..=random.below(3) {
        let unit = if random.below(2) == 0 { "Q0" } else { "S1" };
        let place = |random: &mut Random, length: usize| usize::try_from(random.below(length as u64)).unwrap();
        let period = place(random, PERIODS.len());
        figures.insert((unit, period, place(random, STANDINGS.len())), random.below(4) + 1);
    }
    for (level, (word, _)) in STANDINGS.iter().enumerate() {
        let own = figures.iter().filter(|(key, _)| key.2 == level);
        let lines: Vec<String> =
            own.map(|((unit, period, _), value)| format!("P01,{unit},{},{value},{word}\n", PERIODS[*period])).collect();
        if lines.is_empty() {
            continue;
        }
        let text = format!("指标,单位,期间,累计,状态\n{}", lines.concat());
        let report = import(app, vec![("数.csv".to_owned(), text.into_bytes())]).await;
        let new: BTreeMap<Key, u64> = figures
            .iter()
            .filter(|(key, value)| key.2 == level && !says_so(&before, key, **value))
            .map(|(key, value)| (*key, *value))
            .collect();
        assert_eq!(report.changed, !new.is_empty());
        if report.changed {
            acts.insert(report.version, Act::Stated(new));
        }
    }
}

/// A figure is there already when it stands in this standing with this value.
fn says_so(before: &BTreeMap<Key, u64>, key: &Key, value: u64) -> bool {
    before.get(key) == Some(&value)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_is_the_history_without_what_was_taken_back() {
    let mut undone = 0;
    for seed in 0..12 {
        let directory = tempfile::tempdir().unwrap();
        let app = open(&directory).await;
        let files = [("单位.csv", UNITS), ("指标.csv", INDICATORS)];
        import(&app, files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec()).await;
        let (mut random, mut acts) = (Random(seed), BTreeMap::new());
        for step in 0..24 {
            if random.below(3) > 0 || acts.is_empty() {
                state(&app, &mut random, &mut acts).await;
            } else {
                let versions: Vec<i64> = acts.keys().copied().collect();
                let version = versions[usize::try_from(random.below(versions.len() as u64)).unwrap()];
                match app.undo(None, version).await {
                    Ok(done) => {
                        undone += 1;
                        acts.insert(done.version, Act::Undid(version));
                    }
                    Err(AppError::NothingToUndo(_)) => {}
                    Err(error) => panic!("seed {seed} step {step}: {error}"),
                }
            }
            assert_eq!(stored(&app).await, standing(&acts), "seed {seed} step {step}");
        }
    }
    assert!(undone > 40, "{undone}");
}
