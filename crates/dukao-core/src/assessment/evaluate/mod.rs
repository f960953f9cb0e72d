//! From facts to results.

mod events;
mod grades;
mod group;
mod lists;
mod places;
mod score;
#[cfg(test)]
mod tests;
mod total;
mod vetoes;

use std::collections::BTreeMap;

use super::facts::{Assessed, Facts};
use super::plan::Plan;
use super::result::{Assessment, UnitScore};
use crate::period::Month;
use crate::progress::Derived;
use score::Scorer;

/// Applies a scheme: every unit of the facts inside its class.
pub fn evaluate<N: Derived, F: Facts<N>>(plan: &Plan<'_>, facts: &F, month: Month) -> Assessment<N> {
    let mut units: Vec<Option<UnitScore<N>>> = facts.units().iter().map(|_| None).collect();
    for (class, members) in classes(facts.units()) {
        for score in of_class(plan, facts, month, class, &members) {
            if let Some(slot) = units.get_mut(score.unit) {
                *slot = Some(score);
            }
        }
    }
    Assessment { units: units.into_iter().flatten().collect() }
}

/// The units of each class, by the name of the class.
fn classes(units: &[Assessed]) -> BTreeMap<&str, Vec<usize>> {
    let mut classes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        classes.entry(unit.class.as_str()).or_default().push(at);
    }
    classes
}

fn of_class<N: Derived, F: Facts<N>>(
    plan: &Plan<'_>,
    facts: &F,
    month: Month,
    class: &str,
    members: &[usize],
) -> Vec<UnitScore<N>> {
    let mut scorer = Scorer::new(plan, facts, month, class, members);
    scorer.run();
    let mut scores = total::totals(plan, facts, members, scorer.into_entries());
    places::place(plan, &mut scores);
    grades::grade(plan.scheme, &mut scores);
    lists::list(plan, &mut scores);
    scores
}
