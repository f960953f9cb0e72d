//! A whole out of its entries: their sum, or their mixture by shares.

use crate::assessment::facts::Facts;
use crate::assessment::method::rule_number;
use crate::assessment::plan::{Node, Plan};
use crate::assessment::result::{EntryScore, Standing};
use crate::assessment::scheme::{Checkpoint, Combine};
use crate::number::{Number, Rational};
use crate::progress::Derived;

use super::score::{Column, Scorer};

impl<N: Derived, F: Facts<N>> Scorer<'_, '_, N, F> {
    /// What a group gives to each member.
    pub(super) fn group(&mut self, node: &Node<'_>, full: &Rational, checkpoint: Option<Checkpoint>) -> Column<N> {
        let mixed = matches!(node.combine, Some(Combine::Mix(_)));
        for child in &node.children {
            let marks = if mixed { Some(full.clone()) } else { self.full(*child) };
            let column = self.entry(*child, marks.as_ref(), checkpoint);
            self.record(*child, column);
        }
        let (plan, combine) = (self.plan, node.combine);
        let group = self.entries.iter_mut().map(|entries| {
            let standing = match join(combine, &node.entry.clause, &node.children, entries) {
                Some(joined) => {
                    for (child, factor) in node.children.iter().zip(&joined.factors) {
                        pass_on(plan, entries, *child, factor);
                    }
                    Standing::Scored(joined.points.named(&node.entry.name, "分", 2))
                }
                None => nothing_counts(&node.children, entries),
            };
            let provisional = parts(&node.children, entries).any(|part| part.provisional);
            let (full, reaches) = (Some(full.clone()), Rational::integer(1));
            EntryScore { standing, full, reaches, notes: Vec::new(), provisional }
        });
        group.collect()
    }
}

/// A whole, and which part of the points of each entry reaches it.
pub(super) struct Joined<N> {
    pub(super) points: N,
    pub(super) factors: Vec<Rational>,
}

/// Joins entries to a whole; what is left out hands its marks to what stands beside it. `None` when nothing is left.
pub(super) fn join<N: Derived>(
    combine: Option<&Combine>,
    clause: &str,
    children: &[usize],
    entries: &[EntryScore<N>],
) -> Option<Joined<N>> {
    let weights: Vec<Rational> = match combine {
        Some(Combine::Mix(shares)) => shares.clone(),
        _ => parts(children, entries).map(|part| part.full.clone().unwrap_or_else(Rational::zero)).collect(),
    };
    let whole = sum(weights.iter());
    let there = sum(weights.iter().zip(parts(children, entries)).filter(|(_, part)| counts(part)).map(|(one, _)| one));
    let spread = whole.div(&there)?;
    let mixed = matches!(combine, Some(Combine::Mix(_)));
    let points = weights.iter().zip(parts(children, entries)).filter_map(|(weight, part)| {
        let points = part.standing.points()?.clone();
        Some(if mixed { points.mul(&rule_number("占比", weight, "", clause)) } else { points })
    });
    let mut points = N::sum(&points.collect::<Vec<_>>());
    if there != whole {
        let (all, kept): (N, N) =
            (rule_number("全部权重", &whole, "", clause), rule_number("在评权重", &there, "", clause));
        points = points.mul(&all).div(&kept)?;
    }
    let factor = |weight: &Rational| if mixed { weight.mul(&spread) } else { spread.clone() };
    Some(Joined { points, factors: weights.iter().map(factor).collect() })
}

/// Multiplies which part of the points of an entry, and of all below it, reaches the total.
pub(super) fn pass_on<N>(plan: &Plan<'_>, entries: &mut [EntryScore<N>], at: usize, factor: &Rational) {
    if *factor == Rational::integer(1) {
        return;
    }
    if let Some(score) = entries.get_mut(at) {
        score.reaches = score.reaches.mul(factor);
    }
    for child in plan.nodes.get(at).map(|node| node.children.as_slice()).unwrap_or_default() {
        pass_on(plan, entries, *child, factor);
    }
}

/// The entries that make up a whole.
pub(super) fn parts<'e, N>(
    children: &'e [usize],
    entries: &'e [EntryScore<N>],
) -> impl Iterator<Item = &'e EntryScore<N>> {
    children.iter().filter_map(|child| entries.get(*child))
}

/// Whether the marks of an entry are in play.
const fn counts<N>(part: &EntryScore<N>) -> bool {
    !matches!(part.standing, Standing::Excluded(_) | Standing::NotAssessed)
}

fn sum<'r>(terms: impl Iterator<Item = &'r Rational>) -> Rational {
    terms.fold(Rational::zero(), |total, term| total.add(term))
}

/// A group of which nothing counts is left out with it, or not assessed at all.
fn nothing_counts<N>(children: &[usize], entries: &[EntryScore<N>]) -> Standing<N> {
    let left_out = parts(children, entries).find_map(|part| match &part.standing {
        Standing::Excluded(why) => Some(why.clone()),
        _ => None,
    });
    left_out.map_or(Standing::NotAssessed, Standing::Excluded)
}
