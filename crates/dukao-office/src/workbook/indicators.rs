//! 指标.

use dukao_core::framework::{Direction, Flag, Frequency, Indicator, PriceBasis, ValueKind};
use dukao_core::quantity::UnitOfMeasure;

use super::Table;
use super::row::{Reported, Row, code};
use crate::batch::{Batch, Placed, Report};
use crate::lookup::Lookup;
use crate::recorded::unit_of_measure;
use crate::typed::{decimal, refuse, whole, word, year};

pub(super) const DIRECTIONS: [(Direction, &str); 2] = [(Direction::Up, "越高越好"), (Direction::Down, "越低越好")];
pub(super) const PRICES: [(PriceBasis, &str); 3] =
    [(PriceBasis::Current, "现价"), (PriceBasis::Constant, "可比价"), (PriceBasis::None, "无")];

/// Reads one table; gives the years and codes of the rows that were refused.
pub(super) fn read(
    table: &Table<'_>,
    lookup: &Lookup<'_>,
    batch: &mut Batch,
    report: &mut Report,
) -> Vec<(i16, String)> {
    let mut refused = Vec::new();
    for row in table.rows() {
        let units = units(&row, lookup, report);
        let (Ok(indicator), Ok((lead_unit, supporting_units))) = (indicator(&row, report), units) else {
            refused.extend(named(&row));
            continue;
        };
        let indicator = Indicator { lead_unit, supporting_units, ..indicator };
        if repeated(&indicator, &row, batch, report) {
            continue;
        }
        batch.indicators.push(Placed { place: row.place("代码"), value: indicator });
    }
    refused
}

/// Year and code of a row, if they at least can be read.
fn named(row: &Row<'_>) -> Option<(i16, String)> {
    Some((year(row.cell("年度")?.trimmed()).ok()?, row.cell("代码")?.trimmed().to_owned()))
}

/// Lead and supporting units that exist.
fn units(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<(Option<String>, Vec<String>), Reported> {
    let lead = row.optional("责任单位", report, |cell| lookup.unit(cell.trimmed()).map(|unit| unit.code.clone()));
    let supporting = row.list("协助单位", report);
    let mut wrong = false;
    for unit in supporting.iter().flatten() {
        if let Err(refusal) = lookup.unit(unit) {
            report.error(row.place("协助单位"), refusal.message, refusal.hint);
            wrong = true;
        }
    }
    if wrong { Err(Reported) } else { Ok((lead?, supporting?)) }
}

fn indicator(row: &Row<'_>, report: &mut Report) -> Result<Indicator, Reported> {
    let year = row.needed("年度", report, |cell| year(cell.trimmed()));
    let own = row.needed("代码", report, code);
    let category = row.needed("分类", report, |cell| Ok(cell.trimmed().to_owned()));
    let name = row.needed("名称", report, |cell| Ok(cell.trimmed().to_owned()));
    let kind = row.needed("数值类型", report, |cell| word(cell.trimmed(), "数值类型", &ValueKind::WORDS));
    let unit = row.needed("计量单位", report, |cell| unit_of_measure(cell.trimmed()));
    let direction = row.word("方向", report, &DIRECTIONS);
    let price = row.word("价格", report, &PRICES);
    let frequency = row.word("频率", report, &Frequency::WORDS);
    let publication_day = row.optional("发布日", report, |cell| whole(cell.trimmed(), 1, 31));
    let decimals = row.optional("小数位", report, |cell| whole(cell.trimmed(), 0, 6));
    let points = row.optional("分值", report, |cell| match decimal(cell)? {
        Some((points, None)) => Ok(points),
        Some((points, Some(unit))) if unit == "分" => Ok(points),
        _ => refuse(format!("“{}”不是分值", cell.trimmed()), "写成 20 或 7.5"),
    });
    let flags = flags(row, report);
    let texts = texts(row, report);
    let (late_month, joint_january, warned) =
        (row.yes_no("错月", report), row.yes_no("一二月合并", report), row.yes_no("上级预警", report));
    let aliases = row.list("别名", report);
    let indicator = Indicator {
        year: year?,
        code: own?,
        category: category?,
        name: name?,
        unit: unit?,
        kind: kind?,
        direction: direction?.unwrap_or(Direction::Up),
        price: price?.unwrap_or(PriceBasis::None),
        frequency: frequency?.unwrap_or(Frequency::Monthly),
        late_month: late_month?,
        joint_january: joint_january?,
        publication_day: publication_day?,
        decimals: decimals?.unwrap_or(2),
        points: points?,
        flags: flags?,
        warned: warned?,
        aliases: aliases?,
        ..texts?
    };
    Ok(indicator)
}

fn flags(row: &Row<'_>, report: &mut Report) -> Result<Vec<Flag>, Reported> {
    let mut flags = Vec::new();
    let mut wrong = false;
    for text in row.list("属性", report)? {
        match word(&text, "属性", &Flag::WORDS) {
            Ok(flag) if flags.contains(&flag) => {}
            Ok(flag) => flags.push(flag),
            Err(refusal) => {
                report.error(row.place("属性"), refusal.message, format!("{}多个用“；”隔开", refusal.hint));
                wrong = true;
            }
        }
    }
    if wrong { Err(Reported) } else { Ok(flags) }
}

/// The columns that are nothing but text, in an otherwise empty indicator.
fn texts(row: &Row<'_>, report: &mut Report) -> Result<Indicator, Reported> {
    let mut next = |column: &str| row.text(column, report);
    let (scope, person, contact) = (next("口径"), next("责任人"), next("联系人"));
    let (provider, scorer, basis) = (next("数据提供"), next("评分单位"), next("依据"));
    let (scoring, deduction, watch, statistics) = (next("得分点"), next("扣分点"), next("关注点"), next("统计规则"));
    let pair = next("对应指标");
    Ok(Indicator {
        scope: scope?,
        person_in_charge: person?,
        contact: contact?,
        data_provider: provider?,
        scorer: scorer?,
        scoring_note: scoring?,
        deduction_note: deduction?,
        watch_note: watch?,
        statistics_note: statistics?,
        pair: pair?,
        basis: basis?,
        ..Indicator::blank(0, "", "", ValueKind::Flow, UnitOfMeasure::percent())
    })
}

fn repeated(indicator: &Indicator, row: &Row<'_>, batch: &Batch, report: &mut Report) -> bool {
    for Placed { place, value } in batch.indicators.iter().filter(|other| other.value.year == indicator.year) {
        if value.code == indicator.code {
            let message = format!("{}年的指标代码“{}”重复，前面 {} 已有", indicator.year, indicator.code, place.cell());
            report.error(row.place("代码"), message, "每个指标一行；换代码或删去一行");
            return true;
        }
        if value.name == indicator.name && value.scope == indicator.scope && value.kind == indicator.kind {
            let message = format!("名称、口径、数值类型与 {} 的“{}”相同", place.cell(), value.code);
            report.error(row.place("名称"), message, "用口径区分，如 在地、本级、同口径");
            return true;
        }
    }
    false
}

/// The indicators named as pairs exist in the same year.
pub(super) fn check(tables: &[&Table<'_>], lookup: &Lookup<'_>, report: &mut Report) {
    for row in tables.iter().flat_map(|table| table.rows()) {
        let (Some(pair), Some(own)) = (row.cell("对应指标"), row.cell("年度")) else { continue };
        let Ok(year) = year(own.trimmed()) else { continue };
        if pair.is_empty() {
            continue;
        }
        if let Err(refusal) = lookup.indicator(year, pair.trimmed()) {
            report.error(row.place("对应指标"), refusal.message, refusal.hint);
        }
    }
}
