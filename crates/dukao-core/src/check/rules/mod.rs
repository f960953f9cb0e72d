//! The rules, one a file.

mod change;
mod completion;
mod cumulative_falls;
mod difference;
mod frequency;
mod growth;
mod last_year;
mod months_sum;
mod pair_growth;
mod partitions;
mod parts_target;
mod parts_total;
mod rank;
mod rank_range;
mod rebuilt;
mod stretch;
mod unit_ended;

use super::finding::Finding;
use super::view::View;

/// A rule adds what it finds.
pub(super) type Check = fn(&View<'_>, &mut Vec<Finding>);

/// All rules.
pub(super) const ALL: [Check; 16] = [
    parts_total::find,
    parts_target::find,
    months_sum::find,
    completion::find,
    growth::find,
    pair_growth::find,
    cumulative_falls::find,
    change::find,
    difference::find,
    rank::find,
    last_year::find,
    rebuilt::find,
    unit_ended::find,
    rank_range::find,
    frequency::find,
    stretch::find,
];

/// The tolerance of a printed figure against an interval: both half widths together, in words.
fn rate_tolerance(computed: &super::interval::Interval, printed: &super::fact::Fact, unit: &str) -> String {
    use crate::number::Number;
    let half = computed.half_width().add(&printed.half());
    if half.is_zero() {
        return String::new();
    }
    format!("±{}{unit}", crate::progress::shown(&half, printed.decimals.saturating_add(2)))
}
