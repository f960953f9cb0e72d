//! Records written as rows and read again are the same records.

use dukao_core::ledger::Observation;
use dukao_office::batch::Nothing;
use dukao_office::grid::{self, Book};
use dukao_office::workbook::{self, written};
use dukao_office::{Batch, Placed};

use crate::support::said;
use crate::workbook_demo::{books, demo};

/// A csv of rows, with all heads that any of them has.
fn table(name: &str, rows: &[written::Written]) -> Book {
    let mut heads: Vec<&str> = Vec::new();
    for (head, _) in rows.iter().flatten() {
        if !heads.contains(head) {
            heads.push(head);
        }
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut csv = heads.join(",") + "\n";
    for row in rows {
        let cell =
            |head: &&str| row.iter().find(|(own, _)| own == head).map_or(String::new(), |(_, text)| quoted(text));
        csv += &(heads.iter().map(cell).collect::<Vec<_>>().join(",") + "\n");
    }
    grid::open(name, csv.as_bytes()).unwrap()
}

fn of<T>(records: &[Placed<T>], row: fn(&T) -> written::Written) -> Vec<written::Written> {
    records.iter().map(|record| row(&record.value)).collect()
}

fn figure(observation: &Observation) -> written::Written {
    let mut row = written::common(observation);
    row.push((observation.measure.label(), written::figure(observation)));
    row
}

fn again(batch: &Batch) -> Batch {
    let figures: Vec<written::Written> = batch.observations.iter().map(figure).collect();
    let books = [
        table("单位.csv", &of(&batch.units, written::unit)),
        table("指标.csv", &of(&batch.indicators, written::indicator)),
        table("目标.csv", &of(&batch.targets, written::target)),
        table("合计关系.csv", &of(&batch.partitions, written::partition)),
        table("数据.csv", &figures),
    ];
    let outcome = workbook::read(&books, &Nothing::default());
    assert_eq!(said(&outcome), "");
    outcome.batch
}

/// What a batch says, wherever it stands.
fn content(batch: &Batch) -> Vec<String> {
    let mut said: Vec<String> = batch.units.iter().map(|one| format!("{:?}", one.value)).collect();
    said.extend(batch.indicators.iter().map(|one| format!("{:?}", one.value)));
    said.extend(batch.partitions.iter().map(|one| format!("{:?}", one.value)));
    said.extend(batch.targets.iter().map(|one| {
        let mut target = one.value.clone();
        (target.floor_place, target.stretch_place, target.deadline_place) = (None, None, None);
        target.pace_place = None;
        target.stages.iter_mut().for_each(|stage| stage.place = None);
        format!("{target:?}")
    }));
    said.extend(batch.observations.iter().map(|one| format!("{:?}", Observation { place: None, ..one.clone() })));
    said.sort();
    said
}

#[test]
fn the_whole_demonstration_comes_back() {
    let all = [books(&demo()), books(&demo().join("数据"))].concat();
    let batch = workbook::read(&all, &Nothing::default()).batch;
    assert_eq!(content(&again(&batch)), content(&batch));
}
