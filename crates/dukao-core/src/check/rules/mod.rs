//! The rules, one a file.

mod change;
mod completion;
mod contribution;
mod cumulative_falls;
mod difference;
mod frequency;
mod growth;
mod implied;
mod last_year;
mod months_sum;
mod pair_growth;
mod partitions;
mod parts_target;
mod parts_total;
mod plan_pace;
mod rank;
mod rank_range;
mod rebuilt;
mod share;
mod stretch;
mod text_figures;
mod text_target;
mod unit_ended;

use crate::period::{Month, Span};

use super::finding::Finding;
use super::view::View;

/// A rule adds what it finds.
pub(super) type Check = fn(&View<'_>, &mut Vec<Finding>);

/// All rules.
pub(super) const ALL: [Check; 22] = [
    parts_total::find,
    parts_target::find,
    months_sum::find,
    completion::find,
    growth::find,
    pair_growth::find,
    cumulative_falls::find,
    change::find,
    difference::find,
    share::find,
    contribution::find,
    rank::find,
    last_year::find,
    rebuilt::find,
    unit_ended::find,
    rank_range::find,
    frequency::find,
    stretch::find,
    implied::find,
    plan_pace::find,
    text_target::find,
    text_figures::find,
];

/// The total as a sentence names it: by its indicator, by its unit, or both.
fn whole_name(
    view: &View<'_>,
    part: &super::view::Series<'_>,
    whole: &super::view::Series<'_>,
    month: Month,
) -> String {
    let indicator = (part.indicator.code != whole.indicator.code).then_some(whole.indicator.name.as_str());
    let unit = (part.unit != whole.unit).then(|| view.unit_name(whole.unit, Span::Month(month)));
    format!("{}{}", unit.unwrap_or_default(), indicator.unwrap_or_default())
}

/// The tolerance of a printed figure against an interval: both half widths together, in words.
fn rate_tolerance(computed: &super::interval::Interval, printed: &super::fact::Fact, unit: &str) -> String {
    use crate::number::Number;
    let half = computed.half_width().add(&printed.half());
    if half.is_zero() {
        return String::new();
    }
    format!("±{}{unit}", crate::progress::shown(&half, printed.decimals.saturating_add(2)))
}
