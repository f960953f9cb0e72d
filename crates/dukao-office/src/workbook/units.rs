//! 单位.

use std::collections::BTreeMap;

use dukao_core::organisation::{Unit, UnitKind};

use super::Table;
use super::row::{Reported, Row, code};
use crate::batch::{Batch, Placed, Report};
use crate::lookup::Lookup;
use crate::typed::{date, word};

/// Reads one table; gives the codes of the rows that were refused.
pub(super) fn read(table: &Table<'_>, batch: &mut Batch, report: &mut Report) -> Vec<String> {
    let mut refused = Vec::new();
    for row in table.rows() {
        let Ok(unit) = unit(&row, report) else {
            refused.extend(row.cell("代码").map(|cell| cell.trimmed().to_owned()));
            continue;
        };
        if let Some(earlier) = batch.units.iter().find(|other| other.value.key() == unit.key()) {
            let message = format!("单位代码“{}”重复，前面 {} 已有", unit.code, earlier.place.cell());
            report.error(row.place("代码"), message, "换代码或删去一行；单位有变更的另写一行，生效日期写变更之日");
            continue;
        }
        batch.units.push(Placed { place: row.place("代码"), value: unit });
    }
    refused
}

fn unit(row: &Row<'_>, report: &mut Report) -> Result<Unit, Reported> {
    let own = row.needed("代码", report, code);
    let name = row.needed("名称", report, |cell| Ok(cell.trimmed().to_owned()));
    let short_name = row.text("简称", report);
    let kind = row.needed("类别", report, |cell| word(cell.trimmed(), "类别", &UnitKind::WORDS));
    let parent = row.optional("上级", report, code);
    let valid_from = row.needed("生效日期", report, |cell| date(cell.trimmed()));
    let valid_to = row.optional("失效日期", report, |cell| date(cell.trimmed()));
    let groups = row.list("所属分组", report);
    let principal = row.text("第一责任人", report);
    let sponsors = row.list("包抓领导", report);
    let note = row.text("备注", report);
    let predecessors = row.list("前身", report);
    if let (Ok(from), Ok(Some(to))) = (valid_from, valid_to)
        && to < from
    {
        report.error(
            row.place("失效日期"),
            format!("失效日期 {to} 早于生效日期 {from}"),
            "失效日期当天仍有效，不早于生效日期",
        );
        return Err(Reported);
    }
    Ok(Unit {
        code: own?,
        name: name?,
        short_name: short_name?,
        kind: kind?,
        parent: parent?,
        valid_from: valid_from?,
        valid_to: valid_to?,
        groups: groups?,
        principal: principal?,
        sponsors: sponsors?,
        note: note?,
        predecessors: predecessors?,
    })
}

/// Parents and groups exist, nothing goes round in a circle.
pub(super) fn check(units: &[Placed<Unit>], tables: &[&Table<'_>], lookup: &Lookup<'_>, report: &mut Report) {
    let places: BTreeMap<String, _> = units.iter().map(|unit| (unit.value.key(), unit.place)).collect();
    for (own, message) in lookup.organisation().problems() {
        let Some(mut place) = places.get(&own.key()).copied() else { continue };
        if lookup.leans_on_refused(own) {
            continue;
        }
        let column = ["所属分组", "前身"].into_iter().find(|head| message.starts_with(head)).unwrap_or("上级");
        let table = tables.iter().find(|table| table.number == place.sheet);
        if let Some(column) = table.and_then(|table| table.head.columns.get(column)) {
            place.column = u32::try_from(*column).unwrap_or(u32::MAX);
        }
        let hint = match column {
            "前身" => "前身写合并、拆分以前的单位代码，写在新单位的第一行；前身那一行写上失效日期",
            _ => "改正代码，或在单位表里补上这个单位",
        };
        report.error(place, message, hint);
    }
}
