//! Who stands on the red and black lists.

use crate::assessment::plan::Plan;
use crate::assessment::result::{Listed, UnitScore};
use crate::assessment::scheme::{Criterion, ListRule};
use crate::number::{Number, Rational};
use crate::progress::Derived;

/// Puts the units of a class on the lists of the scheme.
pub(super) fn list<N: Derived>(plan: &Plan<'_>, scores: &mut [UnitScore<N>]) {
    for (number, rule) in plan.scheme.lists.iter().enumerate() {
        let entry = rule.entry.as_deref().map(|code| plan.find(code));
        if entry == Some(None) {
            continue;
        }
        let standing: Vec<Option<(Rational, Rational)>> =
            scores.iter().map(|score| points(plan, score, entry.flatten())).collect();
        let known: Vec<&Rational> = standing.iter().flatten().map(|(points, _)| points).collect();
        let ranks: Vec<usize> = scores.iter().filter_map(|score| score.rank).collect();
        let stands = |(score, one): (&UnitScore<N>, &Option<(Rational, Rational)>)| {
            let by_value = || one.as_ref().is_some_and(|one| meets(rule, one, &known));
            by_place(rule, score.rank, &ranks).unwrap_or_else(by_value)
        };
        let on: Vec<bool> = scores.iter().zip(&standing).map(stands).collect();
        for (score, _) in scores.iter_mut().zip(on).filter(|(_, on)| *on) {
            score.listed.push(Listed { colour: rule.colour, rule: number });
        }
    }
}

/// Whether a unit stands on a list of the first or last by total: by its place as the scheme gives it. `None` for other
/// lists. Who has lost his place is on none of them and pushes nobody off.
fn by_place(rule: &ListRule, rank: Option<usize>, ranks: &[usize]) -> Option<bool> {
    if rule.entry.is_some() {
        return None;
    }
    let within = |count: u32, others: usize| usize::try_from(count).is_ok_and(|count| others < count);
    match &rule.criterion {
        Criterion::Top(count) => {
            Some(rank.is_some_and(|rank| within(*count, ranks.iter().filter(|other| **other < rank).count())))
        }
        Criterion::Bottom(count) => {
            Some(rank.is_some_and(|rank| within(*count, ranks.iter().filter(|other| **other > rank).count())))
        }
        Criterion::Rate(..) | Criterion::Points(..) | Criterion::BehindBest(_) => None,
    }
}

/// Points and full marks of an entry, or of the whole; none for the whole of who has lost his place.
fn points<N: Derived>(plan: &Plan<'_>, score: &UnitScore<N>, entry: Option<usize>) -> Option<(Rational, Rational)> {
    if let Some(entry) = entry {
        let entry = score.entries.get(entry)?;
        return Some((entry.standing.points()?.value().clone(), entry.full.clone()?));
    }
    score.rank?;
    let full = plan.roots.iter().filter_map(|root| score.entries.get(*root)?.full.clone());
    Some((score.total.value().clone(), full.fold(Rational::zero(), |sum, full| sum.add(&full))))
}

/// Whether points stand on a list among those that are known in the class. Places are shared by equals, so that a list of
/// three may hold four.
fn meets(rule: &ListRule, (points, full): &(Rational, Rational), known: &[&Rational]) -> bool {
    let within = |count: u32, others: usize| usize::try_from(count).is_ok_and(|count| others < count);
    match &rule.criterion {
        Criterion::Top(count) => within(*count, known.iter().filter(|other| **other > points).count()),
        Criterion::Bottom(count) => within(*count, known.iter().filter(|other| **other < points).count()),
        Criterion::Rate(relation, value) => points.div(full).is_some_and(|rate| relation.holds(&rate, value)),
        Criterion::Points(relation, value) => relation.holds(points, value),
        Criterion::BehindBest(gap) => {
            let best = known.iter().max().map_or_else(|| points.clone(), |best| (*best).clone());
            best.sub(points) >= *gap
        }
    }
}
