//! Master data as rows of the standard tables.

use dukao_office::workbook::written::{self, Written};
use dukao_office::{KeptFilter, Setting};

use crate::AppError;
use crate::selection::StoredFilter;
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

/// The rows of the table with this name that holds what is kept beside the figures.
///
/// # Errors
/// [`AppError::Damaged`] when something is not what it says.
pub(super) fn kept(table: &str, snapshot: &Snapshot) -> Result<Vec<Written>, AppError> {
    let checks = snapshot.checks();
    Ok(match table {
        "核对说明" => checks.explanations()?.iter().map(written::explanation).collect(),
        "核对规则" => checks.own_rules().iter().flat_map(written::rule_rows).collect(),
        "映射文件" => {
            let texts = snapshot.mappings().keys().filter_map(|title| snapshot.mapping(title));
            texts.flat_map(|text| written::mapping_rows(&text)).collect()
        }
        "常用筛选" => {
            let filter = |(name, stored): (&String, &StoredFilter)| KeptFilter {
                name: name.clone(),
                parameters: stored.parameters.clone(),
            };
            snapshot.filters().iter().map(filter).flat_map(|filter| written::filter_rows(&filter)).collect()
        }
        _ => Vec::new(),
    })
}
