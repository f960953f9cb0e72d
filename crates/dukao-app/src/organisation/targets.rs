//! What becomes of targets: added up where units are merged, as the person divides them where one is divided.

use std::collections::{BTreeMap, BTreeSet};

use dukao_core::framework::{Framework, Goal, Indicator, NotAdded, Target, merged_target};
use dukao_core::ledger::{Book, Measure, Origin};
use dukao_core::number::{Number, Rational};
use dukao_core::organisation::{NewUnit, Reorganisation};
use dukao_core::period::Month;

use super::TargetPart;
use crate::findings::FieldProblem;
use crate::shelf::Snapshot;

/// A target of the units that change, and what becomes of it.
pub(super) struct TargetLine {
    pub(super) year: i16,
    /// Name of the indicator.
    pub(super) name: String,
    /// The targets there are: name of the unit and target.
    pub(super) before: Vec<(String, String)>,
    /// The targets that are made, or why none is.
    pub(super) made: Result<Vec<Target>, String>,
}

/// Every year's framework that the act touches.
fn frameworks<'a>(book: &'a Book, act: &Reorganisation) -> impl Iterator<Item = (i16, &'a Framework)> {
    let frameworks = book.frameworks.range(act.date.year()..);
    frameworks.map(|(year, framework)| (*year, framework.as_ref()))
}

fn label(book: &Book, unit: &str) -> String {
    book.organisation.get(unit).map_or(unit, |found| found.label()).to_owned()
}

/// 60.5亿元
pub(super) fn said(target: &Target) -> String {
    let amount = target.floor.map(|floor| format!("{floor}{}", target.unit_of_measure));
    amount.or_else(|| target.text.clone()).unwrap_or_else(|| "没有数值".to_owned())
}

fn basis(act: &Reorganisation, units: &[String]) -> String {
    format!("机构变更（{}{}）：{}", act.date, act.change.label(), units.join("、"))
}

/// Whether a unit has figures of the indicator in a year.
fn carries(book: &Book, indicator: &Indicator, unit: &str) -> bool {
    let cell = |measure, month| book.cell(&indicator.code, unit, measure, Origin::Claimed, indicator.year, month);
    [Measure::Cumulative, Measure::Month]
        .into_iter()
        .any(|measure| Month::all().any(|month| cell(measure, month).is_some()))
}

/// The targets of merged units, each indicator for itself: their sum, or why there is none.
pub(super) fn merged(snapshot: &Snapshot, act: &Reorganisation, new: &NewUnit) -> Vec<TargetLine> {
    let book = &snapshot.book;
    let units = act.change.units();
    let mut lines = Vec::new();
    for (year, framework) in frameworks(book, act) {
        let from = if year == act.date.year() { act.date.month() } else { 1 };
        let from = u8::try_from(from).ok().and_then(Month::new).unwrap_or(Month::DECEMBER);
        for indicator in framework.iter() {
            let there: Vec<&Target> = units.iter().filter_map(|unit| framework.target(&indicator.code, unit)).collect();
            if there.is_empty() || there.iter().all(|target| target.goal == Goal::None) {
                continue;
            }
            let without = |unit: &&&str| framework.target(&indicator.code, unit).is_none();
            let missing = units.iter().filter(without).any(|unit| carries(book, indicator, unit));
            let made = if missing { Err(NotAdded::Missing) } else { merged_target(indicator, &there, &new.code, from) };
            let names: Vec<String> = there.iter().map(|target| label(book, &target.unit)).collect();
            let made = made.map(|target| vec![Target { basis: Some(basis(act, &names)), ..target }]);
            lines.push(TargetLine {
                year,
                name: indicator.name.clone(),
                before: names.into_iter().zip(there.iter().map(|target| said(target))).collect(),
                made: made.map_err(|why| format!("{why}，要另下")),
            });
        }
    }
    lines
}

/// The targets of a unit that is divided: the parts that were given, which come to the whole; the others stay with it.
pub(super) fn parted(
    snapshot: &Snapshot,
    act: &Reorganisation,
    unit: &str,
    new: &[NewUnit],
    parts: &[TargetPart],
) -> (Vec<TargetLine>, Vec<FieldProblem>) {
    let book = &snapshot.book;
    let mut problems = Vec::new();
    let mut wrong = |message: String| problems.push(FieldProblem { field: "parts", message });
    let mut given: BTreeMap<(i16, &str), Vec<&TargetPart>> = BTreeMap::new();
    let mut said_of = BTreeSet::new();
    for part in parts {
        if !new.iter().any(|one| one.code == part.unit) {
            wrong(format!("“{}”不是拆分后的单位", part.unit));
        }
        if !said_of.insert((part.year, &part.indicator, &part.unit)) {
            wrong(format!("{}年{}给{}的目标写了两次", part.year, part.indicator, part.unit));
        }
        given.entry((part.year, &part.indicator)).or_default().push(part);
    }
    let mut lines = Vec::new();
    for (year, framework) in frameworks(book, act) {
        for indicator in framework.iter() {
            let Some(target) = framework.target(&indicator.code, unit).filter(|target| target.goal != Goal::None)
            else {
                continue;
            };
            let made = match given.remove(&(year, indicator.code.as_str())) {
                None => Err(format!("留在{}，拆分后的单位要另下", label(book, unit))),
                Some(parts) => match divide(act, indicator, target, &parts, &label(book, unit)) {
                    Ok(made) => Ok(made),
                    Err(problem) => {
                        wrong(format!("{year}年{}：{problem}", indicator.name));
                        Err(problem)
                    }
                },
            };
            lines.push(TargetLine {
                year,
                name: indicator.name.clone(),
                before: vec![(label(book, unit), said(target))],
                made,
            });
        }
    }
    for (year, indicator) in given.into_keys() {
        wrong(format!("{year}年{}没有指标“{indicator}”的目标可分", label(book, unit)));
    }
    (lines, problems)
}

fn divide(
    act: &Reorganisation,
    indicator: &Indicator,
    target: &Target,
    parts: &[&TargetPart],
    whose: &str,
) -> Result<Vec<Target>, String> {
    let floor = target.floor.filter(|_| indicator.kind.accumulates());
    let floor = floor.filter(|_| matches!(target.goal, Goal::Amount | Goal::Ceiling));
    let floor = floor.ok_or("只有总量和上限的目标可以分，其余要另下")?;
    let sum = Rational::sum(&parts.iter().map(|part| Rational::from(part.amount)).collect::<Vec<_>>());
    let whole = Rational::from(floor);
    if sum != whole {
        let apart = sum.sub(&whole).significant();
        return Err(format!("各部分合计{}，原来的目标是{floor}，差{apart}", sum.significant()));
    }
    let one = |part: &&TargetPart| Target {
        floor: Some(part.amount),
        pace: target.pace.clone(),
        deadline: target.deadline,
        basis: Some(basis(act, &[whose.to_owned()])),
        ..Target::blank(target.year, &target.indicator, &part.unit, target.goal.clone(), target.unit_of_measure.clone())
    };
    Ok(parts.iter().map(one).collect())
}
