//! Master data as rows of the standard tables.

use dukao_office::Setting;
use dukao_office::workbook::written::{self, Written};

use crate::shelf::Snapshot;

/// The rows of the standard table with this name.
pub(super) fn of(table: &str, snapshot: &Snapshot) -> Vec<Written> {
    let book = &snapshot.book;
    match table {
        "单位" => book.organisation.records().map(written::unit).collect(),
        "指标" => book.frameworks.values().flat_map(|year| year.iter()).map(written::indicator).collect(),
        "目标" => book.frameworks.values().flat_map(|year| year.targets()).map(written::target).collect(),
        "合计关系" => book.partitions.iter().map(written::partition).collect(),
        "设置" => {
            Setting::WORDS.iter().filter_map(|(name, _)| written::setting(name, snapshot.setting(name)?)).collect()
        }
        _ => Vec::new(),
    }
}
