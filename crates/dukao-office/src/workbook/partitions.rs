//! 合计关系.

use std::collections::BTreeSet;

use dukao_core::organisation::Partition;

use super::Table;
use super::row::{Reported, Row};
use crate::batch::{Batch, Placed, Report};
use crate::lookup::Lookup;
use crate::typed::{not_addable, refuse};

pub(super) fn read(table: &Table<'_>, lookup: &Lookup<'_>, batch: &mut Batch, report: &mut Report) {
    let mut seen: BTreeSet<String> = batch.partitions.iter().map(|partition| partition.value.key()).collect();
    for row in table.rows() {
        let Ok(partition) = partition(&row, lookup, report) else { continue };
        if !seen.insert(partition.key()) {
            report.error(
                row.place("划分"),
                format!("划分“{}”重复", partition.name),
                "同一指标、合计单位的一套划分只写一行",
            );
            continue;
        }
        batch.partitions.push(Placed { place: row.place("划分"), value: partition });
    }
}

fn partition(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<Partition, Reported> {
    let by_indicators = row.cell("分项指标").is_some_and(|cell| !cell.is_empty());
    if by_indicators { of_indicators(row, lookup, report) } else { of_units(row, lookup, report) }
}

fn of_units(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<Partition, Reported> {
    let indicator = row.text("指标", report);
    let total = row.needed("合计单位", report, |cell| lookup.unit(cell.trimmed()).map(|unit| unit.code.clone()));
    let name = row.needed("划分", report, |cell| Ok(cell.trimmed().to_owned()));
    let parts = row.needed("分项单位", report, |cell| Ok(crate::typed::list(cell.text())));
    let known = match &indicator {
        Ok(Some(code)) => lookup.indicator_in_any_year(code).err().is_none_or(|refusal| {
            report.error(row.place("指标"), refusal.message, refusal.hint);
            false
        }),
        _ => true,
    };
    let parts = parts.and_then(|parts| check_parts(row, parts, total.as_deref().ok(), lookup, report));
    if !known {
        return Err(Reported);
    }
    Ok(Partition { name: name?, indicator: indicator?, total: total?, parts: parts?, part_indicators: Vec::new() })
}

/// Indicators that make up another one: for every unit, so no unit is written.
fn of_indicators(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<Partition, Reported> {
    let name = row.needed("划分", report, |cell| Ok(cell.trimmed().to_owned()));
    let whole = row.needed("指标", report, |cell| Ok(cell.trimmed().to_owned()));
    let parts = row.list("分项指标", report)?;
    for column in ["合计单位", "分项单位"] {
        if row.cell(column).is_some_and(|cell| !cell.is_empty()) {
            report.error(
                row.place(column),
                format!("写了分项指标，“{column}”要留空"),
                "分项指标对所有单位都成立；按单位划分的另写一行",
            );
            return Err(Reported);
        }
    }
    let whole = whole?;
    let facts = lookup.indicator_in_any_year(&whole);
    let mut wrong = parts.len() < 2;
    if wrong {
        report.error(row.place("分项指标"), "至少要有两个分项指标", "写上全部分项指标，用“；”隔开");
    }
    for (at, part) in parts.iter().enumerate() {
        let judged = match (lookup.indicator_in_any_year(part), &facts) {
            (Err(refusal), _) => Err(refusal),
            (Ok(_), _) if *part == whole => refuse("指标不能又是自己的分项", "从分项指标里删去"),
            (Ok(_), _) if parts.iter().take(at).any(|other| other == part) => {
                refuse(format!("分项指标“{part}”重复"), "删去一个")
            }
            (Ok(own), Ok(whole)) => match not_addable(whole.kind, whole.unit, own.kind, own.unit) {
                Some(message) => refuse(message, "从分项指标里删去"),
                None => Ok(()),
            },
            (Ok(_), Err(_)) => Ok(()),
        };
        if let Err(refusal) = judged {
            report.error(row.place("分项指标"), refusal.message, refusal.hint);
            wrong = true;
        }
    }
    if let Err(refusal) = facts {
        report.error(row.place("指标"), refusal.message, refusal.hint);
        return Err(Reported);
    }
    let name = name?;
    if wrong {
        return Err(Reported);
    }
    Ok(Partition { name, indicator: Some(whole), total: String::new(), parts: Vec::new(), part_indicators: parts })
}

fn check_parts(
    row: &Row<'_>,
    parts: Vec<String>,
    total: Option<&str>,
    lookup: &Lookup<'_>,
    report: &mut Report,
) -> Result<Vec<String>, Reported> {
    let mut wrong = false;
    for (at, part) in parts.iter().enumerate() {
        let judged = match lookup.unit(part) {
            Err(refusal) => Err(refusal),
            Ok(unit) if unit.kind.overlaps() => {
                refuse(format!("“{part}”是园区、片区或分组，不参加相加"), "从分项里删去")
            }
            Ok(_) if Some(part.as_str()) == total => refuse("合计单位不能又是分项", "从分项里删去"),
            Ok(_) if parts.iter().take(at).any(|other| other == part) => {
                refuse(format!("分项“{part}”重复"), "删去一个")
            }
            Ok(_) => Ok(()),
        };
        if let Err(refusal) = judged {
            report.error(row.place("分项单位"), refusal.message, refusal.hint);
            wrong = true;
        }
    }
    if parts.len() < 2 {
        report.error(row.place("分项单位"), "至少要有两个分项", "写上全部分项，用“；”隔开");
        wrong = true;
    }
    if wrong { Err(Reported) } else { Ok(parts) }
}
