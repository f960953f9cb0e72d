//! Places inside a class.

use std::cmp::Ordering;

use crate::assessment::plan::Plan;
use crate::assessment::result::UnitScore;
use crate::assessment::scheme::RankOn;
use crate::number::Rational;
use crate::progress::Derived;

use super::vetoes;

/// Gives every unit its place: by the total, then by the points of the entries that decide between equals. Who is equal
/// in all shares the place (1, 2, 2, 4); who is excluded has none.
pub(super) fn place<N: Derived>(plan: &Plan<'_>, scores: &mut [UnitScore<N>]) {
    let rules = &plan.scheme.rules;
    let deciding: Vec<usize> = rules.tie_break.iter().filter_map(|code| plan.find(code)).collect();
    let mut keys: Vec<(usize, Vec<Rational>)> = Vec::with_capacity(scores.len());
    for (at, score) in scores.iter().enumerate() {
        if !vetoes::excluded(plan.scheme, &score.vetoes) {
            let total = score.total.value();
            let total = if rules.rank_on == RankOn::Rounded { total.rounded(rules.decimals) } else { total.clone() };
            let beside = deciding.iter().map(|entry| points(score, *entry));
            keys.push((at, std::iter::once(total).chain(beside).collect()));
        }
    }
    keys.sort_by(|(_, left), (_, right)| right.cmp(left));
    let same = |left: usize, right: usize| match (keys.get(left), keys.get(right)) {
        (Some((_, left)), Some((_, right))) => left.cmp(right) == Ordering::Equal,
        _ => false,
    };
    let mut rank = 1;
    for (position, (at, _)) in keys.iter().enumerate() {
        let like_before = position.checked_sub(1).is_some_and(|before| same(before, position));
        if !like_before {
            rank = position + 1;
        }
        if let Some(score) = scores.get_mut(*at) {
            score.rank = Some(rank);
            score.tied = like_before || same(position, position + 1);
        }
    }
}

fn points<N: Derived>(score: &UnitScore<N>, entry: usize) -> Rational {
    let points = score.entries.get(entry).and_then(|entry| entry.standing.points());
    points.map_or_else(Rational::zero, |points| points.value().clone())
}
