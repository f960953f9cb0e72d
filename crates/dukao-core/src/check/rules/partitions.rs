//! Which figures must add up to which: the written partitions, or the natural one.

use std::collections::BTreeSet;

use crate::check::fact::Fact;
use crate::check::view::{Series, View};
use crate::framework::Indicator;
use crate::ledger::Origin;
use crate::organisation::{Partition, Unit, UnitClass, UnitKind};
use crate::period::{Month, Span};

/// The parts of one total.
pub(super) struct Parts {
    /// 各街镇, 各县区: how sentences name them.
    pub(super) label: String,
    /// Indicator and unit code of each part.
    pub(super) members: Vec<(String, String)>,
}

impl Parts {
    fn of_units(label: String, indicator: &str, units: impl IntoIterator<Item = String>) -> Self {
        Self { label, members: units.into_iter().map(|unit| (indicator.to_owned(), unit)).collect() }
    }

    /// The series of every part; `None` when one has none.
    pub(super) fn series<'v, 'a>(&self, view: &'v View<'a>, origin: Origin) -> Option<Vec<&'v Series<'a>>> {
        self.members.iter().map(|(indicator, unit)| view.series(indicator, unit, origin)).collect()
    }
}

/// A part's figure in the unit of measure of the whole; `None` where the two do not convert.
pub(super) fn in_unit_of(fact: Fact, part: &Indicator, whole: &Indicator) -> Option<Fact> {
    part.unit.power_to(&whole.unit).map(|power| fact.moved(power))
}

/// The partitions that hold for the total of `series` in `month`: every written one for itself; where
/// none is written for its unit, all streets and towns (or districts, or cities) below the unit, with its
/// own level where that has figures. Parks, key areas and groups are never parts by nature.
pub(super) fn of(view: &View<'_>, series: &Series<'_>, month: Month) -> Vec<Parts> {
    of_target(view, &series.indicator.code, series.unit, month)
}

/// The same by codes.
pub(super) fn of_target(view: &View<'_>, indicator: &str, unit: &str, month: Month) -> Vec<Parts> {
    let written = || view.book.partitions.iter();
    let by_units = written().filter(|partition| partition.splits_unit(unit, indicator));
    let mut found: Vec<Parts> = by_units
        .map(|partition| {
            let then = view.last_day(month).map(|day| view.book.organisation.parts_on(&partition.parts, day));
            let parts = then.unwrap_or_else(|| partition.parts.clone());
            Parts::of_units(named(view, &partition.name, &parts, month), indicator, parts)
        })
        .collect();
    if found.is_empty() && view.may_be_total(unit) {
        found.extend(natural(view, indicator, unit, month));
    }
    found.extend(written().filter(|partition| partition.splits_indicator(indicator)).map(|partition| Parts {
        label: format!("{}各项", partition.name),
        members: partition.part_indicators.iter().map(|part| (part.clone(), unit.to_owned())).collect(),
    }));
    found
}

/// What `series` may be a part of, nearest first: the totals of the written partitions, by units and by
/// indicators, the units above it, and what those are parts of in turn (园区 → 县 → 市, 工业 → 第二产业 →
/// 生产总值).
pub(super) fn wholes<'v, 'a>(view: &'v View<'a>, series: &Series<'_>, month: Month) -> Vec<&'v Series<'a>> {
    let mut found: Vec<(String, String)> = vec![(series.indicator.code.clone(), series.unit.to_owned())];
    let mut next = 0;
    while let Some((indicator, unit)) = found.get(next).cloned() {
        for one in above(view, &indicator, &unit, month) {
            if !found.contains(&one) {
                found.push(one);
            }
        }
        next += 1;
    }
    found.iter().skip(1).filter_map(|(indicator, unit)| view.series(indicator, unit, series.origin)).collect()
}

fn above(view: &View<'_>, indicator: &str, unit: &str, month: Month) -> Vec<(String, String)> {
    let partitions = || view.book.partitions.iter();
    let day = view.last_day(month);
    let has = |one: &Partition| match day {
        Some(day) => view.book.organisation.parts_on(&one.parts, day).iter().any(|part| part == unit),
        None => one.parts.iter().any(|part| part == unit),
    };
    let holds = |one: &&Partition| one.splits_unit(&one.total, indicator) && has(one);
    let by_units = partitions().filter(holds).map(|one| (indicator.to_owned(), one.total.clone()));
    let makes = |one: &&Partition| one.part_indicators.iter().any(|part| part == indicator);
    let by_indicators = partitions().filter(makes).filter_map(|one| Some((one.indicator.clone()?, unit.to_owned())));
    let organisation = &view.book.organisation;
    let own = day.and_then(|day| organisation.on(unit, day));
    let parent = own.and_then(|own| own.parent.clone()).map(|parent| (indicator.to_owned(), parent));
    by_units.chain(by_indicators).chain(parent).collect()
}

/// 按街镇 → 各街镇 where the parts are units of one class; 按级次各项 otherwise.
fn named(view: &View<'_>, name: &str, parts: &[String], month: Month) -> String {
    let class = |code: &String| view.record(code, Span::Month(month)).map(|unit| unit.kind.class());
    let classes: BTreeSet<Option<UnitClass>> = parts.iter().map(class).collect();
    let one_class = classes.len() == 1 && !classes.contains(&Some(UnitClass::Unranked)) && !classes.contains(&None);
    match name.strip_prefix('按').filter(|_| one_class) {
        Some(by) => format!("各{by}"),
        None => format!("{name}各项"),
    }
}

fn natural(view: &View<'_>, indicator: &str, total: &str, month: Month) -> Option<Parts> {
    let children: Vec<&Unit> = view.children(total, month).filter(|unit| !unit.kind.overlaps()).collect();
    let reports = |unit: &&&Unit| {
        [Origin::Claimed, Origin::Recognised].iter().any(|origin| view.series(indicator, &unit.code, *origin).is_some())
    };
    for (class, label) in
        [(UnitClass::Streets, "各街镇"), (UnitClass::Districts, "各区县"), (UnitClass::Cities, "各市州")]
    {
        let of_class: Vec<&&Unit> = children.iter().filter(|unit| unit.kind.class() == class).collect();
        if of_class.len() < 2 {
            continue;
        }
        let own_level = children.iter().filter(|unit| unit.kind == UnitKind::OwnLevel).filter(reports);
        let units = own_level.chain(of_class).map(|unit| unit.code.clone());
        return Some(Parts::of_units(label.to_owned(), indicator, units));
    }
    None
}
