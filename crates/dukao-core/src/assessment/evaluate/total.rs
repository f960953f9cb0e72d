//! Totals: the marks, what comes on top, and what a veto leaves of it.

use crate::assessment::facts::Facts;
use crate::assessment::method::rule_number;
use crate::assessment::plan::Plan;
use crate::assessment::result::{EntryScore, UnitScore};
use crate::assessment::scheme::{Effect, Sign};
use crate::number::Rational;
use crate::progress::Derived;

use super::events::{Earned, earned};
use super::{group, vetoes};

/// The totals of the members of a class.
pub(super) fn totals<N: Derived, F: Facts<N>>(
    plan: &Plan<'_>,
    facts: &F,
    members: &[usize],
    entries: Vec<Vec<EntryScore<N>>>,
) -> Vec<UnitScore<N>> {
    members.iter().zip(entries).map(|(unit, entries)| total(plan, facts, *unit, entries)).collect()
}

fn total<N: Derived, F: Facts<N>>(
    plan: &Plan<'_>,
    facts: &F,
    unit: usize,
    mut entries: Vec<EntryScore<N>>,
) -> UnitScore<N> {
    let joined = group::join(None, &plan.scheme.name, &plan.roots, &entries);
    let nothing_counts = joined.is_none();
    let marks = match joined {
        Some(joined) => {
            for (root, factor) in plan.roots.iter().zip(&joined.factors) {
                group::pass_on(plan, &mut entries, *root, factor);
            }
            joined.points.named("基本分", "分", 2)
        }
        None => N::integer(0),
    };
    let Earned { scores, counted, expected } = earned(plan.scheme, facts, unit);
    let extras = signed(by_figures(plan, &entries).chain(counted)).named("加减分", "分", 2);
    let sum = marks.add(&extras).named("总分", "分", 2);
    let code = facts.units().get(unit).map_or("", |unit| unit.code.as_str());
    let vetoes = vetoes::hits(plan.scheme, facts.events(), code);
    let zero = vetoes::effects(plan.scheme, &vetoes).find(|veto| veto.effect == Effect::Zero);
    let total = match zero {
        Some(veto) => rule_number(&format!("一票否决：{}", veto.name), &Rational::zero(), "分", &veto.clause),
        None => sum,
    };
    let tops = plan.nodes.iter().zip(&entries).filter(|(node, _)| node.parent.is_none());
    // Of whom nothing could be counted, no total is final.
    let provisional = nothing_counts || tops.clone().any(|(_, score)| score.provisional);
    UnitScore {
        unit,
        events: scores,
        marks,
        extras,
        total,
        expected: signed(expected.into_iter()),
        provisional,
        vetoes,
        rank: None,
        tied: false,
        grade: None,
        listed: Vec::new(),
        entries,
    }
}

/// Bonuses and deductions that are scored by figures.
fn by_figures<'a, N: Clone>(
    plan: &'a Plan<'_>,
    entries: &'a [EntryScore<N>],
) -> impl Iterator<Item = (Sign, N)> + use<'a, N> {
    plan.nodes.iter().zip(entries).filter_map(|(node, score)| {
        let points = score.standing.points().filter(|_| node.parent.is_none())?;
        Some((node.sign?, points.clone()))
    })
}

/// Bonuses less deductions.
fn signed<N: Derived>(terms: impl Iterator<Item = (Sign, N)>) -> N {
    let (mut bonuses, mut deductions) = (Vec::new(), Vec::new());
    for (sign, points) in terms {
        match sign {
            Sign::Bonus => bonuses.push(points),
            Sign::Deduction => deductions.push(points),
        }
    }
    let bonuses = N::sum(&bonuses);
    if deductions.is_empty() { bonuses } else { bonuses.sub(&N::sum(&deductions)) }
}
