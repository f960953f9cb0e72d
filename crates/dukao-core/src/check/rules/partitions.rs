//! Which units must add up to which: the written partitions, or the natural one.

use std::collections::BTreeSet;

use crate::check::view::{Series, View};
use crate::ledger::Origin;
use crate::organisation::{Partition, Unit, UnitClass, UnitKind};
use crate::period::Month;

/// The parts of one total.
pub(super) struct Parts {
    /// 各街镇, 各县区: how sentences name them.
    pub(super) label: String,
    /// Unit codes.
    pub(super) units: Vec<String>,
}

/// The partitions that hold for the total of `series` in `month`: every written one for itself; where
/// none is written, all streets and towns (or districts, or cities) below the unit, with its own
/// level where that has figures. Parks, key areas and groups are never parts by nature.
pub(super) fn of(view: &View<'_>, series: &Series<'_>, month: Month) -> Vec<Parts> {
    of_target(view, &series.indicator.code, series.unit, month)
}

/// The same by codes.
pub(super) fn of_target(view: &View<'_>, indicator: &str, unit: &str, month: Month) -> Vec<Parts> {
    let fits = |own: Option<&str>| own.is_none_or(|code| code == indicator);
    let written: Vec<Parts> = view
        .book
        .partitions
        .iter()
        .filter(|partition| partition.total == unit && fits(partition.indicator.as_deref()))
        .map(|partition| Parts { label: named(view, partition), units: partition.parts.clone() })
        .collect();
    if written.is_empty() { natural(view, indicator, unit, month).into_iter().collect() } else { written }
}

/// 按街镇 → 各街镇 where the parts are units of one class; 按级次各项 otherwise.
fn named(view: &View<'_>, partition: &Partition) -> String {
    let class = |code: &String| view.book.organisation.get(code).map(|unit| unit.kind.class());
    let classes: BTreeSet<Option<UnitClass>> = partition.parts.iter().map(class).collect();
    let one_class = classes.len() == 1 && !classes.contains(&Some(UnitClass::Unranked)) && !classes.contains(&None);
    match partition.name.strip_prefix('按').filter(|_| one_class) {
        Some(by) => format!("各{by}"),
        None => format!("{}各项", partition.name),
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
        let units = own_level.chain(of_class).map(|unit| unit.code.clone()).collect();
        return Some(Parts { label: label.to_owned(), units });
    }
    None
}
