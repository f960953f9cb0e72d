//! The demonstration district goes through the standard tables without a single remark.

use std::path::{Path, PathBuf};

use dukao_core::ledger::Recorded;
use dukao_office::batch::Nothing;
use dukao_office::grid::{self, Book};
use dukao_office::workbook;

use crate::support::said;

pub(crate) fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

pub(crate) fn books(folder: &Path) -> Vec<Book> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "csv"))
        .filter(|file| file.file_stem().is_some_and(|stem| stem != "步骤"))
        .map(|file| grid::open(file.file_name().unwrap().to_str().unwrap(), &std::fs::read(file).unwrap()).unwrap())
        .collect()
}

#[test]
fn every_file_of_the_demonstration_is_read() {
    let all = [books(&demo()), books(&demo().join("数据"))].concat();
    let outcome = workbook::read(&all, &Nothing::default());
    assert_eq!(said(&outcome), "");
    let batch = &outcome.batch;
    assert!(batch.units.len() > 60 && batch.indicators.iter().filter(|one| one.value.year == 2018).count() == 64);
    assert!(batch.observations.len() > 500 && !batch.targets.is_empty() && batch.partitions.len() == 2);
    let investment = batch.observations.iter().find(|one| {
        one.indicator == "P01" && one.unit == "Q00" && one.period.code() == "2018-07" && one.measure.label() == "当月"
    });
    let observation = investment.unwrap();
    let Recorded::Known(quantity) = &observation.recorded else { panic!("{observation:?}") };
    assert_eq!((quantity.value.to_string().as_str(), quantity.unit.as_str()), ("16.25", "亿元"));
    let sheet = usize::try_from(observation.place.unwrap().sheet).unwrap();
    assert_eq!(batch.sheets[sheet].file, "2018-07月报.csv");
}
