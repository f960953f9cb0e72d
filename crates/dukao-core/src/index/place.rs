//! Places among the units, as normalisation and in the result.

use super::figure::of_count;
use super::model::{Percentile, Ties};
use super::normalise::Scope;

/// How many figures are better, how many the same (itself included), how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) better: usize,
    pub(super) equal: usize,
    pub(super) all: usize,
}

/// Counts a figure among those of its scope.
pub(super) fn counts(scope: &Scope<'_>, x: f64) -> Counts {
    let better = scope.values.iter().filter(|other| if scope.down { **other < x } else { **other > x }).count();
    let beaten = scope.values.iter().filter(|other| if scope.down { **other > x } else { **other < x }).count();
    let all = scope.values.len();
    Counts { better, equal: all - better - beaten, all }
}

/// The place, with its formula.
pub(super) fn place(counts: &Counts, ties: Ties, best_first: bool, scaled: bool) -> (&'static str, f64) {
    let (better, equal, all) = (of_count(counts.better), of_count(counts.equal), of_count(counts.all));
    let from_best = match ties {
        Ties::Best => better + 1.0,
        Ties::Mean => better + f64::midpoint(equal, 1.0),
        Ties::Worst => better + equal,
    };
    let place = if best_first { from_best } else { all + 1.0 - from_best };
    let formula = match (ties, best_first, scaled) {
        (Ties::Best, true, false) => "优于 + 1",
        (Ties::Mean, true, false) => "优于 + (相同 + 1) / 2",
        (Ties::Worst, true, false) => "优于 + 相同",
        (Ties::Best, false, false) => "个数 - 优于",
        (Ties::Mean, false, false) => "个数 + 1 - (优于 + (相同 + 1) / 2)",
        (Ties::Worst, false, false) => "个数 + 1 - (优于 + 相同)",
        (Ties::Best, true, true) => "优于 / (个数 - 1)",
        (Ties::Mean, true, true) => "(优于 + (相同 + 1) / 2 - 1) / (个数 - 1)",
        (Ties::Worst, true, true) => "(优于 + 相同 - 1) / (个数 - 1)",
        (Ties::Best, false, true) => "(个数 - 优于 - 1) / (个数 - 1)",
        (Ties::Mean, false, true) => "(个数 - (优于 + (相同 + 1) / 2)) / (个数 - 1)",
        (Ties::Worst, false, true) => "(个数 - (优于 + 相同)) / (个数 - 1)",
    };
    (formula, if scaled { (place - 1.0) / (all - 1.0) } else { place })
}

/// The percentile rank, with its formula.
pub(super) fn percentile(counts: &Counts, how: Percentile) -> (&'static str, f64) {
    let (better, equal, all) = (of_count(counts.better), of_count(counts.equal), of_count(counts.all));
    match how {
        Percentile::BelowOfOthers => ("(个数 - 优于 - 相同) / (个数 - 1)", (all - better - equal) / (all - 1.0)),
        Percentile::NotAboveOfAll => ("(个数 - 优于) / 个数", (all - better) / all),
        Percentile::Middle => ("(个数 - 优于 - 相同 / 2) / 个数", (all - better - equal / 2.0) / all),
    }
}

/// Places 1, 2, 2, 4 of keys; 0 for what has none. `down` when less is better.
pub(super) fn competition(keys: &[Option<f64>], down: bool) -> Vec<(usize, bool)> {
    keys.iter()
        .map(|own| {
            let Some(own) = own else { return (0, false) };
            let others = || keys.iter().flatten();
            let better = others().filter(|other| if down { *other < own } else { *other > own }).count();
            (better + 1, others().filter(|other| other.total_cmp(own).is_eq()).count() > 1)
        })
        .collect()
}
