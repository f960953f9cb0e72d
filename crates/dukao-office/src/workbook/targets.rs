//! 目标.

use std::collections::BTreeSet;

use dukao_core::framework::{Goal, PacePoint, PaceProfile, StageTarget, Target};
use dukao_core::ledger::{Place, Version};
use dukao_core::number::Decimal;
use dukao_core::period::{Month, Period};
use dukao_core::quantity::UnitOfMeasure;
use jiff::civil::Date;

use super::Table;
use super::row::{Given, Reported, Row};
use crate::batch::{Batch, Placed, Report};
use crate::cellvalue::half_width;
use crate::grid::Cell;
use crate::lookup::Lookup;
use crate::recorded::{Facts, unit_of_measure};
use crate::typed::{Said, date, decimal, list, refuse, word, year};

const EVEN: u8 = 0;
const LAST_YEAR: u8 = 1;
const WORKING_DAYS: u8 = 2;
const TYPED: u8 = 3;
const STAGED: u8 = 4;
const PACES: [(u8, &str); 5] =
    [(EVEN, "均衡"), (LAST_YEAR, "上年同期"), (WORKING_DAYS, "工作日"), (TYPED, "自定"), (STAGED, "分段")];

pub(super) fn read(table: &Table<'_>, lookup: &Lookup<'_>, batch: &mut Batch, report: &mut Report) {
    let mut seen: BTreeSet<(i16, String)> =
        batch.targets.iter().map(|target| (target.value.year, target.value.key())).collect();
    for row in table.rows() {
        let Ok(target) = target(&row, lookup, report) else { continue };
        if !seen.insert((target.year, target.key())) {
            report.error(
                row.place("指标"),
                format!("“{}”对这个单位的目标重复", target.indicator),
                "每个指标、单位、年度只写一行",
            );
            continue;
        }
        batch.targets.push(Placed { place: row.place("指标"), value: target });
    }
}

fn target(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<Target, Reported> {
    let year = row.needed("年度", report, |cell| year(cell.trimmed()));
    let indicator = row.needed("指标", report, |cell| Ok(cell.trimmed().to_owned()));
    let facts = match (&year, &indicator) {
        (Ok(year), Ok(code)) => lookup.indicator(*year, code).map_err(|refusal| {
            report.error(row.place("指标"), refusal.message, refusal.hint);
            Reported
        }),
        _ => Err(Reported),
    };
    let unit = super::observations::unit(row, lookup, report);
    let goal = row.needed("目标类型", report, |cell| word(cell.trimmed(), "目标类型", &Goal::WORDS));
    let text = row.text("目标表述", report);
    let floor = amount(row, "确保", report);
    let stretch = amount(row, "争取", report);
    let stated = row.optional("计量单位", report, |cell| unit_of_measure(cell.trimmed()));
    let deadline = row.optional("完成时限", report, |cell| date(cell.trimmed()));
    let pace = pace(row, facts.ok(), report);
    let stages = stages(row, year, report);
    let basis = row.text("依据", report);
    let (goal, floor, stretch) = (goal?, floor?, stretch?);
    let facts = facts?;
    let unit_of_measure = measured_in(row, &goal, facts, stated?, [floor.as_ref(), stretch.as_ref()], report)?;
    let (deadline, pace) = (deadline?, pace?);
    demand(row, &goal, floor.is_some() || stretch.is_some(), deadline, report)?;
    Ok(Target {
        year: year?,
        indicator: indicator?,
        unit: unit?,
        goal,
        text: text?,
        floor_place: floor.as_ref().map(|_| row.place("确保")),
        stretch_place: stretch.as_ref().map(|_| row.place("争取")),
        deadline_place: deadline.map(|_| row.place("完成时限")),
        pace_place: matches!(pace, PaceProfile::Typed(_) | PaceProfile::Staged(_)).then(|| row.place("进度节点")),
        floor: floor.map(|(value, _)| value),
        stretch: stretch.map(|(value, _)| value),
        unit_of_measure,
        deadline,
        pace,
        stages: stages?,
        basis: basis?,
        version: Version::default(),
    })
}

type Amount = (Decimal, Option<UnitOfMeasure>);

fn amount(row: &Row<'_>, column: &str, report: &mut Report) -> Given<Amount> {
    let read = |cell: &Cell| -> Said<Amount> {
        match decimal(cell)? {
            Some((value, Some(unit))) => Ok((value, Some(unit_of_measure(&unit)?))),
            Some((value, None)) => Ok((value, None)),
            None => refuse("这里应是数", "填数，没有就留空"),
        }
    };
    row.optional(column, report, read)
}

/// The unit of the amounts: typed in the cell, stated in the row, or what the kind of goal implies.
fn measured_in(
    row: &Row<'_>,
    goal: &Goal,
    facts: Facts<'_>,
    stated: Option<UnitOfMeasure>,
    amounts: [Option<&Amount>; 2],
    report: &mut Report,
) -> Result<UnitOfMeasure, Reported> {
    let typed: Vec<&UnitOfMeasure> = amounts.into_iter().flatten().filter_map(|(_, unit)| unit.as_ref()).collect();
    if let Some(other) = typed.iter().find(|unit| {
        typed.first().is_some_and(|first| first != *unit) || stated.as_ref().is_some_and(|stated| stated != **unit)
    }) {
        report.error(
            row.place("确保"),
            format!("格子里的单位“{other}”与本行其他计量单位不一致"),
            "一行只用一个计量单位",
        );
        return Err(Reported);
    }
    let implied = match goal {
        Goal::Growth => UnitOfMeasure::percent(),
        Goal::Rank | Goal::RankImprovement => UnitOfMeasure::places(),
        _ => facts.unit.clone(),
    };
    let unit = stated.or_else(|| typed.first().map(|unit| (*unit).clone())).unwrap_or_else(|| implied.clone());
    let fits = match goal {
        Goal::Growth => unit == implied || unit == UnitOfMeasure::percentage_points(),
        Goal::Amount | Goal::Ceiling | Goal::Level => unit.power_to(&implied).is_some(),
        Goal::Rank | Goal::RankImprovement => unit == implied,
        Goal::Relative | Goal::Milestone | Goal::YesNo | Goal::None => true,
    };
    if fits {
        return Ok(unit);
    }
    report.error(
        row.place("计量单位"),
        format!("计量单位“{unit}”与这个目标不是同一类"),
        format!("这个目标用“{implied}”"),
    );
    Err(Reported)
}

/// What each kind of goal cannot do without.
fn demand(
    row: &Row<'_>,
    goal: &Goal,
    amount: bool,
    deadline: Option<Date>,
    report: &mut Report,
) -> Result<(), Reported> {
    let (column, missing) = match goal {
        Goal::Amount | Goal::Growth | Goal::Ceiling | Goal::Level | Goal::Rank | Goal::RankImprovement => {
            ("确保", !amount)
        }
        Goal::Milestone => ("完成时限", deadline.is_none()),
        Goal::Relative | Goal::YesNo | Goal::None => ("确保", false),
    };
    if missing {
        let word = Goal::WORDS.iter().find(|(other, _)| other == goal).map_or("", |(_, word)| word);
        report.error(
            row.place(column),
            format!("“{word}”类目标要有“{column}”"),
            format!("填上{column}；没有目标的指标，目标类型写“无”"),
        );
        return Err(Reported);
    }
    Ok(())
}

fn pace(row: &Row<'_>, facts: Option<Facts<'_>>, report: &mut Report) -> Result<PaceProfile, Reported> {
    let way = row.word("进度方式", report, &PACES);
    let points = row.optional("进度节点", report, |cell| {
        list(cell.text()).iter().map(|part| point(part)).collect::<Said<Vec<_>>>()
    });
    let (way, points) = (way?, points?);
    let profile = match (way, points) {
        (Some(TYPED), points) => PaceProfile::Typed(points.unwrap_or_default()),
        (Some(STAGED), points) => PaceProfile::Staged(points.unwrap_or_default()),
        (_, Some(_)) => {
            report.error(
                row.place("进度节点"),
                "只有“自定”“分段”才有进度节点",
                "进度方式写“自定”或“分段”，或清空进度节点",
            );
            return Err(Reported);
        }
        (Some(LAST_YEAR), None) => PaceProfile::LastYear,
        (Some(WORKING_DAYS), None) => PaceProfile::WorkingDays,
        (_, None) => PaceProfile::Even,
    };
    if let Some(problem) = profile.problem() {
        report.error(row.place("进度节点"), problem, "写成 06:0.50；12:1，月份:累计应完成份额");
        return Err(Reported);
    }
    if way.is_some() && facts.is_some_and(|facts| !facts.kind.accumulates()) {
        let kind = facts.map_or("", |facts| facts.kind.label());
        report.error(row.place("进度方式"), format!("{kind}类指标没有序时进度"), "进度方式只用于流量和计数，这里留空");
        return Err(Reported);
    }
    Ok(profile)
}

/// `06:0.50`.
fn point(text: &str) -> Said<PacePoint> {
    let plain = half_width(text);
    let wrong = |what: &str| refuse(format!("进度节点“{text}”{what}"), "写成 06:0.50，月份:累计应完成份额");
    let Some((month, share)) = plain.split_once(':') else { return wrong("没有冒号") };
    let Some(month) = month.trim().trim_end_matches('月').parse().ok().and_then(Month::new) else {
        return wrong("的月份不对");
    };
    match Decimal::parse(share) {
        Ok(share) => Ok(PacePoint { month, share }),
        Err(_) => wrong("的份额不是数"),
    }
}

fn stages(row: &Row<'_>, year: Result<i16, Reported>, report: &mut Report) -> Result<Vec<StageTarget>, Reported> {
    let place = row.place("阶段目标");
    let year = year?;
    let read = |cell: &Cell| list(cell.text()).iter().map(|part| stage(part, year, place)).collect::<Said<Vec<_>>>();
    let mut stages = row.optional("阶段目标", report, read)?.unwrap_or_default();
    stages.sort_by_key(|stage| stage.stage.end());
    let repeated = stages.windows(2).any(|pair| matches!(pair, [one, two] if one.stage.end() == two.stage.end()));
    if repeated {
        report.error(place, "两个阶段在同一个月结束", "每个阶段只写一次");
        return Err(Reported);
    }
    Ok(stages)
}

/// `前三季度:371.5`.
fn stage(text: &str, year: i16, place: Place) -> Said<StageTarget> {
    let plain = half_width(text);
    let hint = "写成 一季度:110.5；前三季度:371.5，阶段:累计目标数";
    let Some((stage, amount)) = plain.split_once(':') else {
        return refuse(format!("阶段目标“{text}”没有冒号"), hint);
    };
    let Ok(amount) = Decimal::parse(amount) else {
        return refuse(format!("阶段目标“{text}”的数不对"), hint);
    };
    Ok(StageTarget { stage: stage_period(stage, year)?, amount, place: Some(place) })
}

/// A stage named with or without its year.
pub(crate) fn stage_period(text: &str, year: i16) -> Said<Period> {
    let text = text.trim();
    let period = Period::parse(&format!("{year}年{text}")).or_else(|| Period::parse(text));
    match period {
        Some(period) if period.end().is_some() && period.year() == year => Ok(period),
        _ => refuse(format!("“{text}”不是{year}年的阶段"), "写成 一季度、上半年、前三季度、全年"),
    }
}
