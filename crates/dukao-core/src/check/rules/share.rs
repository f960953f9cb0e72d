//! Rule 17: a printed share must be the figure ÷ the total it is a part of.
//!
//! The total is that of a written partition, by units or by indicators, or the unit above; of several, any
//! that fits is enough. Flows and counts. Tolerance: the interval of the formula, and half a digit of the
//! printed share.
//!
//! Example: 47.5 of 476.6 is 10.0 %; a printed 10.9 is not.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View, percent};
use crate::ledger::Measure;
use crate::number::Rational;
use crate::period::Month;
use crate::progress::formula;

use super::partitions;

/// The share in one total.
struct Way {
    exact: Rational,
    bounds: Interval,
    words: String,
    total: Fact,
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    let printed = view.printed(Measure::Share).filter(|(series, _)| series.indicator.kind.accumulates());
    out.extend(printed.filter_map(|(series, month)| compare(view, series, month)));
}

fn compare(view: &View<'_>, series: &Series<'_>, month: Month) -> Option<Finding> {
    let printed = view.lenient(Rule::Share, series, series.fact(Measure::Share, month)?);
    let actual = series.actual(month)?;
    let wholes = partitions::wholes(view, series, month);
    let ways: Vec<Way> = wholes.iter().filter_map(|whole| way(view, series, &actual, whole, month)).collect();
    if ways.iter().any(|way| way.bounds.meets(&printed.interval())) {
        return None;
    }
    let way = ways.into_iter().next()?;
    let decimals = printed.decimals.max(1);
    let (text, computed) = (percent(&printed.value, printed.decimals), percent(&way.exact, decimals));
    view.finding(Draft {
        rule: Rule::Share,
        severity: Severity::Error,
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(Measure::Share),
        statement: format!("发布占比{text}，{}＝{computed}", way.words),
        printed: Some(text),
        computed: Some(computed),
        tolerance: super::rate_tolerance(&way.bounds, &printed, "个百分点"),
        facts: &[&printed, &actual, &way.total],
    })
}

fn way(view: &View<'_>, series: &Series<'_>, actual: &Fact, whole: &Series<'_>, month: Month) -> Option<Way> {
    let part = partitions::in_unit_of(actual.clone(), series.indicator, whole.indicator)?;
    let total = whole.actual(month)?;
    let below = total.interval();
    if !below.is_positive() {
        return None;
    }
    let bounds = Interval::hull([&part.interval(), &below], |[part, total]| formula::share(part, total))?;
    let exact = formula::share(&part.value, &total.value)?;
    let words = format!("{}÷{}（{}）", part.text(), total.text(), super::whole_name(view, series, whole, month));
    Some(Way { exact, bounds, words, total })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};
    use crate::framework::ValueKind;
    use crate::organisation::UnitKind;

    fn industry(share: &str) -> Rows {
        district()
            .indicator("一产", "亿元", ValueKind::Flow, |_| ())
            .indicator("二产", "亿元", ValueKind::Flow, |_| ())
            .step(|builder| builder.made_of("P01", "按产业", &["一产", "二产"]))
            .figure("P01", "Q00", "2018-06", Measure::Cumulative, "476.6")
            .figure("一产", "Q00", "2018-06", Measure::Cumulative, "47.5")
            .figure("一产", "Q00", "2018-06", Measure::Share, share)
    }

    #[test]
    fn a_share_of_the_indicator_it_is_part_of() {
        clean(industry("10.0"));
        clean(industry("9.97"));
        clean(industry("×"));
        let found = only(industry("10.9"));
        assert_eq!(found.statement, "发布占比10.9%，47.5÷476.6（指标P01）＝10.0%");
        assert_eq!(lines(industry("10.9")), ["share 矛盾 Q00 2018-06 B4 B3 B2"]);
    }

    #[test]
    fn half_a_digit_of_each_may_be_rounding() {
        // 9.966 ± 0.012 and half a digit
        clean(industry("9.98"));
        assert_eq!(lines(industry("9.99")).len(), 1);
    }

    /// A park prints its share of its street or of the whole district: both are read.
    #[test]
    fn any_total_above_that_fits_is_enough() {
        let book = |share: &str| {
            district()
                .unit("Y1", UnitKind::Other, Some("S01"))
                .figure("P01", "Q00", "2018-06", Measure::Cumulative, "200")
                .figure("P01", "S01", "2018-06", Measure::Cumulative, "80")
                .figure("P01", "Y1", "2018-06", Measure::Cumulative, "20")
                .figure("P01", "Y1", "2018-06", Measure::Share, share)
        };
        clean(book("25.0"));
        clean(book("10.0"));
        assert_eq!(only(book("12.0")).statement, "发布占比12.0%，20÷80（S01）＝25.0%");
    }

    #[test]
    fn without_a_total_nothing_is_said() {
        clean(district().figure("P01", "S01", "2018-06", Measure::Cumulative, "80").figure(
            "P01",
            "S01",
            "2018-06",
            Measure::Share,
            "40",
        ));
    }
}
