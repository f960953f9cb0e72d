//! Rule 1: the parts must add up to the total, cumulative and month figures, for every partition.
//!
//! Checked only where the total and **all** parts are printed for the same stretch of the year; parks
//! are never parts. Tolerance: half of the finest printed digit of each figure, added up.
//!
//! Example: the streets' July figures come to 17.25, the district prints 16.25; with 20 parts of two
//! decimals 0.105 could be rounding, 1.00 cannot.

use std::collections::BTreeSet;

use crate::check::fact::{Fact, latest_first, tolerance_of_sum};
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Series, View, decimals_for, more_or_less, tolerance};
use crate::ledger::Measure;
use crate::number::{Number, Rational};
use crate::period::{Month, Period, Span, year_to_date};

use super::partitions::{self, Parts};

/// A total, its parts and how far they lie apart.
struct Mismatch {
    total: Fact,
    sum: Fact,
    parts: Vec<Fact>,
    allowed: Rational,
    measure: Measure,
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for series in view.all().filter(|series| view.may_have_parts(series)) {
        let of = |measure| series.months(measure, view.through);
        let months: BTreeSet<Month> = of(Measure::Cumulative).chain(of(Measure::Month)).collect();
        for month in months {
            for parts in partitions::of(view, series, month) {
                out.extend(compare(view, series, month, &parts));
            }
        }
    }
}

/// The month and the cumulative of one period; when both are off by the same amount, that is one finding.
fn compare(view: &View<'_>, series: &Series<'_>, month: Month, parts: &Parts) -> Vec<Finding> {
    let of_month = mismatch(view, series, month, parts, Measure::Month);
    let to_date = mismatch(view, series, month, parts, Measure::Cumulative);
    let mut found = Vec::new();
    if let Some(of_month) = &of_month {
        let same = to_date.as_ref().filter(|to_date| same_cause(of_month, to_date));
        found.extend(draft(view, series, &stretch(of_month.total.span, month), parts, of_month, same));
        if same.is_some() {
            return found;
        }
    }
    if let Some(to_date) = &to_date {
        found.extend(draft(view, series, &year_to_date(month), parts, to_date, None));
    }
    found
}

fn same_cause(left: &Mismatch, right: &Mismatch) -> bool {
    let off = |side: &Mismatch| side.sum.value.sub(&side.total.value);
    off(left).sub(&off(right)).abs() <= left.allowed.add(&right.allowed)
}

fn mismatch(view: &View<'_>, series: &Series<'_>, month: Month, parts: &Parts, measure: Measure) -> Option<Mismatch> {
    let total = series.fact(measure, month)?;
    let months = |fact: &Fact| Period::new(view.year, fact.span).map(Period::months);
    let of_part =
        |part: &&Series<'_>| partitions::in_unit_of(part.fact(measure, month)?, part.indicator, series.indicator);
    let facts: Vec<Fact> = parts.series(view, series.origin)?.iter().map(of_part).collect::<Option<_>>()?;
    if measure == Measure::Month && facts.iter().any(|fact| months(fact) != months(&total)) {
        return None;
    }
    let sum = Fact::sum(&facts, total.span);
    if sum.value == total.value {
        return None;
    }
    let everything: Vec<&Fact> = std::iter::once(&total).chain(&facts).collect();
    let extra = view.extra(Rule::PartsTotal, series.indicator, series.unit, total.span);
    let allowed = tolerance_of_sum(&everything).add(&extra);
    let off = sum.value.sub(&total.value).abs();
    (off > allowed).then_some(Mismatch { total, sum, parts: facts, allowed, measure })
}

/// 7月, 1—2月, 一季度: what a month figure is about.
fn stretch(span: Span, month: Month) -> String {
    match span {
        Span::Month(month) => format!("{}月", month.number()),
        Span::JanFeb => "1—2月".to_owned(),
        _ => format!("截至{}月当期", month.number()),
    }
}

fn draft(
    view: &View<'_>,
    series: &Series<'_>,
    what: &str,
    parts: &Parts,
    off: &Mismatch,
    also: Option<&Mismatch>,
) -> Option<Finding> {
    let finest = off.sum.decimals.max(off.total.decimals);
    let least = series.indicator.decimals.min(finest);
    let decimals = decimals_for(&[&off.sum.value, &off.total.value], least, finest);
    let unit = series.indicator.unit.as_str();
    let (sum, total) = (series.amount(&off.sum.value, decimals), series.amount(&off.total.value, decimals));
    let apart = more_or_less(&off.sum.value, &off.total.value, decimals, unit);
    let mut statement =
        format!("{}{what}合计{sum}，{}{total}，{apart}", parts.label, view.unit_name(series.unit, off.total.span));
    let mut facts: Vec<&Fact> = std::iter::once(&off.total).chain(&off.parts).collect();
    if let Some(also) = also {
        statement.push_str("，累计也差同样的数");
        facts.push(&also.total);
        facts.extend(&also.parts);
    }
    view.finding(Draft {
        rule: Rule::PartsTotal,
        severity: Severity::Error,
        indicator: series.indicator,
        unit: series.unit,
        span: off.total.span,
        mark: series.mark(off.measure).of(&parts.label),
        statement,
        printed: Some(total),
        computed: Some(sum),
        tolerance: tolerance(&off.allowed, unit),
        facts: &latest_first(facts),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::{all, clean, district, lines, only};

    fn july(street: &str, park: &str) -> crate::check::tests::Rows {
        district()
            .figure("P01", "Q00", "2018-07", Measure::Month, "16.25")
            .figure("P01", "S01", "2018-07", Measure::Month, "15.50")
            .figure("P01", "S02", "2018-07", Measure::Month, street)
            .figure("P01", "A01", "2018-07", Measure::Month, park)
    }

    #[test]
    fn parts_that_are_too_much_are_found_at_their_cells() {
        let found = only(july("1.75", "1.00"));
        assert_eq!(found.statement, "各街镇7月合计17.25亿元，全区16.25亿元，多1.00亿元");
        assert_eq!((found.printed.unwrap(), found.computed.unwrap()), ("16.25亿元".to_owned(), "17.25亿元".to_owned()));
        assert_eq!(found.tolerance, "±0.015亿元");
        assert_eq!(lines(july("1.75", "1.00")), ["parts_total 矛盾 Q00 2018-07 B2 B3 B4"]);
    }

    #[test]
    fn a_park_is_never_added_and_unknown_parts_stop_the_check() {
        clean(july("0.75", "9.99"));
        clean(july("×", "1.00"));
        clean(district().figure("P01", "Q00", "2018-07", Measure::Month, "16.25").figure(
            "P01",
            "S01",
            "2018-07",
            Measure::Month,
            "1",
        ));
    }

    #[test]
    fn half_a_digit_of_each_figure_may_be_rounding() {
        clean(july("0.76", "0"));
        assert_eq!(all(july("0.77", "0")).len(), 1);
        // 44 beside figures of two decimals is 44.00
        let sheet = |last: &str| {
            district()
                .figure("P01", "Q00", "2018-07", Measure::Cumulative, "59.51")
                .figure("P01", "S01", "2018-07", Measure::Cumulative, "15.50")
                .figure("P01", "S02", "2018-07", Measure::Cumulative, last)
        };
        clean(sheet("44"));
        assert_eq!(all(sheet("43.99")).len(), 1);
    }

    #[test]
    fn month_and_cumulative_off_by_the_same_are_one_finding() {
        let book = july("1.75", "0")
            .figure("P01", "Q00", "2018-07", Measure::Cumulative, "115.25")
            .figure("P01", "S01", "2018-07", Measure::Cumulative, "100.00")
            .figure("P01", "S02", "2018-07", Measure::Cumulative, "16.25");
        let found = only(book);
        assert!(found.statement.ends_with("累计也差同样的数"));
        assert_eq!(found.sources.len(), 6);
    }

    #[test]
    fn every_written_partition_is_checked_for_itself() {
        let book = |negative: &str| {
            district()
                .unit("X1", crate::organisation::UnitKind::Other, Some("Q00"))
                .partition("按街镇", None, "Q00", &["S01", "S02"])
                .partition("按征收部门", Some("P01"), "Q00", &["S01", "S02", "X1"])
                .figure("P01", "Q00", "2018-09", Measure::Cumulative, "76.7")
                .figure("P01", "S01", "2018-09", Measure::Cumulative, "50.5")
                .figure("P01", "S02", "2018-09", Measure::Cumulative, "26.2")
                .figure("P01", "X1", "2018-09", Measure::Cumulative, negative)
        };
        clean(book("-0.1"));
        assert_eq!(only(book("-0.4")).statement, "按征收部门各项1—9月合计76.3亿元，全区76.7亿元，少0.4亿元");
    }

    #[test]
    fn a_total_is_checked_in_the_indicators_unit_and_with_its_own_level() {
        use crate::organisation::UnitKind;
        let book = |own_level: &str| {
            district()
                .unit("B01", UnitKind::OwnLevel, Some("Q00"))
                .figure("P01", "Q00", "2018-07", Measure::Cumulative, "4.00")
                .figure("P01", "S01", "2018-07", Measure::Cumulative, "1.00")
                .figure("P01", "B01", "2018-07", Measure::Cumulative, own_level)
                .step(|builder| builder.figure("P01", "S02", "2018-07", Measure::Cumulative, "10000.00", "万元"))
        };
        clean(book("2.00"));
        assert_eq!(only(book("3.00")).statement, "各街镇1—7月合计5.00亿元，全区4.00亿元，多1.00亿元");
    }

    #[test]
    fn each_origin_is_checked_for_itself() {
        use crate::ledger::Origin;
        let book = july("0.75", "0").step(|builder| {
            builder.origin(Origin::Recognised).figure("P01", "Q00", "2018-07", Measure::Month, "99", "亿元")
        });
        clean(book);
    }

    #[test]
    fn indicators_that_make_up_another_are_checked_for_every_unit() {
        let book = |industry: &str| {
            district()
                .indicator("一产", "亿元", crate::framework::ValueKind::Flow, |_| ())
                .indicator("二产", "万元", crate::framework::ValueKind::Flow, |_| ())
                .step(|builder| builder.made_of("P01", "按产业", &["一产", "二产"]))
                .figure("P01", "S01", "2018-06", Measure::Cumulative, "3.5")
                .figure("一产", "S01", "2018-06", Measure::Cumulative, "1.2")
                .figure("二产", "S01", "2018-06", Measure::Cumulative, industry)
        };
        clean(book("23000"));
        clean(book("23900"));
        let found = only(book("25000"));
        assert_eq!(found.statement, "按产业各项1—6月合计3.70亿元，S013.50亿元，多0.20亿元");
        assert_eq!((found.indicator.as_str(), found.unit.as_str()), ("P01", "S01"));
        assert_eq!(found.sources.len(), 3);
    }

    #[test]
    fn counted_things_have_no_tolerance() {
        let book = |last: &str| {
            district()
                .indicator("P04", "个", crate::framework::ValueKind::Count, |_| ())
                .figure("P04", "Q00", "2018-07", Measure::Cumulative, "47")
                .figure("P04", "S01", "2018-07", Measure::Cumulative, "40")
                .figure("P04", "S02", "2018-07", Measure::Cumulative, last)
        };
        clean(book("7"));
        assert_eq!(only(book("8")).tolerance, "");
    }
}
