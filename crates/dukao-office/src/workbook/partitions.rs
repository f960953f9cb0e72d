//! 合计关系.

use std::collections::BTreeSet;

use dukao_core::organisation::Partition;

use super::Table;
use super::row::{Reported, Row};
use crate::batch::{Batch, Placed, Report};
use crate::lookup::Lookup;
use crate::typed::refuse;

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
    let indicator = row.text("指标", report);
    let total = row.needed("合计单位", report, |cell| lookup.unit(cell.trimmed()).map(|unit| unit.code.clone()));
    let name = row.needed("划分", report, |cell| Ok(cell.trimmed().to_owned()));
    let parts = row.needed("分项单位", report, |cell| Ok(crate::typed::list(cell.text())));
    let known = match &indicator {
        Ok(Some(code)) => known_in_some_year(row, code, lookup, report),
        _ => Ok(()),
    };
    let parts = parts.and_then(|parts| check_parts(row, parts, total.as_deref().ok(), lookup, report));
    known?;
    Ok(Partition { name: name?, indicator: indicator?, total: total?, parts: parts? })
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

fn known_in_some_year(row: &Row<'_>, code: &str, lookup: &Lookup<'_>, report: &mut Report) -> Result<(), Reported> {
    if lookup.indicator_in_any_year(code) {
        return Ok(());
    }
    report.error(
        row.place("指标"),
        format!("没有代码为“{code}”的指标"),
        "先写进指标表；对所有流量和计数指标都成立就留空",
    );
    Err(Reported)
}
