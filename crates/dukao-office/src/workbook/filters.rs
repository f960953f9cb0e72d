//! 常用筛选: filters of the ledger that are kept under a name, one row a parameter.

use std::collections::BTreeMap;

use super::Table;
use super::row::{Reported, Row};
use super::written::Written;
use crate::batch::{Batch, Placed, Report};
use crate::kept::KeptFilter;
use crate::typed::{Said, refuse};

/// Stands where a filter wants everything.
const ALL: (&str, &str) = ("全部", "是");

/// Most letters of a name, and most filters of a region.
const LONGEST: usize = 20;
const MOST: usize = 50;

pub(super) fn read(table: &Table<'_>, batch: &mut Batch, report: &mut Report) {
    for row in table.rows() {
        let Ok((name, parameter, value)) = parameter(&row, report) else { continue };
        let at = batch.filters.iter().position(|filter| filter.value.name == name).unwrap_or_else(|| {
            let value = KeptFilter { name, parameters: BTreeMap::new() };
            batch.filters.push(Placed { place: row.place("筛选"), value });
            batch.filters.len() - 1
        });
        if at == MOST {
            report.error(row.place("筛选"), format!("常用筛选多于{MOST}个"), "删去不再用的");
            return;
        }
        if parameter == ALL.0 {
            continue;
        }
        let Some(filter) = batch.filters.get_mut(at) else { continue };
        if filter.value.parameters.insert(parameter.clone(), value).is_some() {
            report.error(row.place("参数"), format!("参数“{parameter}”重复"), "一个筛选里每个参数只写一行");
        }
    }
}

fn parameter(row: &Row<'_>, report: &mut Report) -> Result<(String, String, String), Reported> {
    let name = row.needed("筛选", report, |cell| name(cell.trimmed()));
    let parameter = row.needed("参数", report, |cell| Ok(cell.trimmed().to_owned()));
    let value = row.needed("值", report, |cell| Ok(cell.text().to_owned()));
    Ok((name?, parameter?, value?))
}

fn name(text: &str) -> Said<String> {
    let length = text.chars().count();
    if length > LONGEST || text.chars().any(char::is_control) {
        return refuse(format!("“{text}”不能作筛选的名字"), format!("最多{LONGEST}个字，写在一行里"));
    }
    Ok(text.to_owned())
}

/// A filter as rows of 常用筛选.
pub fn rows(own: &KeptFilter) -> Vec<Written> {
    let row = |parameter: &str, value: &str| -> Written {
        vec![("筛选", own.name.clone()), ("参数", parameter.to_owned()), ("值", value.to_owned())]
    };
    if own.parameters.is_empty() {
        return vec![row(ALL.0, ALL.1)];
    }
    own.parameters.iter().map(|(parameter, value)| row(parameter, value)).collect()
}
