//! Rule 14: a rank is a whole number from 1 to the number of ranked units.
//!
//! The upper end is checked where the unit's class has more than one unit in the book; last year's may
//! have been another number of units, so that is a warning. An indicator that *is* a rank may be a
//! rank among others than our peers: only its lower end is checked. No tolerance.
//!
//! Example: rank 14 of 13 districts.

use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Series, View};
use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::number::{Number, Rational};
use crate::organisation::UnitClass;
use crate::period::Month;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for measure in [Measure::Rank, Measure::LastYearRank, Measure::Cumulative] {
        let of = |kind| measure != Measure::Cumulative || kind == ValueKind::Rank;
        let printed = view.printed(measure).filter(|(series, _)| of(series.indicator.kind));
        out.extend(printed.filter_map(|(series, month)| look(view, series, month, measure)));
    }
}

fn look(view: &View<'_>, series: &Series<'_>, month: Month, measure: Measure) -> Option<Finding> {
    let rank = series.fact(measure, month)?;
    let count = ranked_units(view, series, month).filter(|count| *count > 1 && measure != Measure::Cumulative);
    let whole = rank.value.denominator() == "1";
    let below = rank.value < Rational::integer(1);
    let above = count.is_some_and(|count| rank.value > Rational::integer(count));
    if whole && !below && !above {
        return None;
    }
    let text = format!("第{}位", rank.text());
    let range = count.map_or_else(|| "不小于1的整数".to_owned(), |count| format!("1至{count}的整数"));
    view.finding(Draft {
        rule: Rule::RankRange,
        severity: if above && measure == Measure::LastYearRank { Severity::Warning } else { Severity::Error },
        indicator: series.indicator,
        unit: series.unit,
        span: rank.span,
        mark: series.mark(measure),
        statement: format!("发布的{}为{text}，应是{range}", measure.label()),
        printed: Some(text),
        computed: Some(range),
        tolerance: String::new(),
        facts: &[&rank],
    })
}

/// How many units are ranked with the series' unit; `None` when it is never ranked.
fn ranked_units(view: &View<'_>, series: &Series<'_>, month: Month) -> Option<i64> {
    let organisation = &view.book.organisation;
    let then = view.last_day(month).and_then(|day| organisation.on(series.unit, day));
    let unit =
        then.or_else(|| organisation.get(series.unit)).filter(|unit| unit.kind.class() != UnitClass::Unranked)?;
    let beside = view.children(unit.parent.as_deref().unwrap_or_default(), month);
    i64::try_from(beside.filter(|other| other.kind.class() == unit.kind.class()).count()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn rank(measure: Measure, rank: &str) -> Rows {
        district().figure("P01", "S01", "2018-07", measure, rank)
    }

    #[test]
    fn ranks_outside_the_class_are_found() {
        assert_eq!(only(rank(Measure::Rank, "3")).statement, "发布的位次为第3位，应是1至2的整数");
        assert_eq!(lines(rank(Measure::Rank, "0")), ["rank_range 矛盾 S01 2018-07 B2"]);
        assert_eq!(lines(rank(Measure::Rank, "1.5")).len(), 1);
        assert_eq!(lines(rank(Measure::LastYearRank, "3")), ["rank_range 提醒 S01 2018-07 B2"]);
    }

    #[test]
    fn the_first_and_the_last_are_inside() {
        clean(rank(Measure::Rank, "1"));
        clean(rank(Measure::Rank, "2"));
        clean(rank(Measure::LastYearRank, "2"));
    }

    #[test]
    fn alone_and_for_rank_indicators_only_the_lower_end_counts() {
        clean(district().figure("P01", "Q00", "2018-07", Measure::Rank, "9"));
        let own = |rank: &str| {
            district().indicator("D05", "位", ValueKind::Rank, |_| ()).figure(
                "D05",
                "S01",
                "2018-06",
                Measure::Cumulative,
                rank,
            )
        };
        clean(own("96"));
        assert_eq!(lines(own("0")).len(), 1);
    }
}
