//! Rule 8: a printed change against last year must be `A − B`, or `A − A ÷ (1 + g)`.
//!
//! `B` is the base printed beside the figure or last year's own; the growth way holds only where growth
//! may be derived from amounts. Any way that fits is enough; with last year's own figure alone a
//! difference is a warning. Flows, counts, averages, ratios, levels and indices. Tolerance: the
//! interval of the formula, and half a digit of the printed change.
//!
//! Example: 76.7 at −3.6 % is 2.9 less than last year (76.7 − 76.7 ÷ 0.964); a printed −1.9 is not.

use crate::check::fact::{Fact, revised};
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View};
use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::{formula, shown};

use super::growth::{base, derivable, value};

/// One way to the change.
struct Way {
    exact: Rational,
    bounds: Interval,
    words: String,
    from: Fact,
    firm: bool,
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    use ValueKind as K;
    let kinds = [K::Flow, K::Count, K::Average, K::Ratio, K::Level, K::Index];
    let printed = view.printed(Measure::Change).filter(|(series, _)| kinds.contains(&series.indicator.kind));
    out.extend(printed.filter_map(|(series, month)| compare(view, series, month)));
}

fn compare(view: &View<'_>, series: &Series<'_>, month: Month) -> Option<Finding> {
    let printed = view.lenient(Rule::Change, series, series.fact(Measure::Change, month)?);
    let actual = if series.indicator.kind.accumulates() {
        value(series, Measure::Cumulative, month)?
    } else {
        series.fact(Measure::Cumulative, month)?
    };
    let ways: Vec<Way> =
        [by_base(series, &actual, month), by_growth(view, series, &actual, month)].into_iter().flatten().collect();
    if ways.iter().any(|way| way.bounds.meets(&printed.interval())) {
        return None;
    }
    let way = ways.into_iter().max_by_key(|way| way.firm)?;
    let decimals = printed.decimals.max(series.indicator.decimals);
    let (text, computed) = (series.amount(&printed.value, printed.decimals), series.amount(&way.exact, decimals));
    view.finding(Draft {
        rule: Rule::Change,
        severity: if way.firm && revised(&[&way.from, &actual, &printed]).is_none() {
            Severity::Error
        } else {
            Severity::Warning
        },
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(Measure::Change),
        statement: format!("发布增减额{text}，{}＝{computed}", way.words),
        printed: Some(text),
        computed: Some(computed),
        tolerance: super::rate_tolerance(&way.bounds, &printed, series.indicator.unit.as_str()),
        facts: &[&printed, &actual, &way.from],
    })
}

fn by_base(series: &Series<'_>, actual: &Fact, month: Month) -> Option<Way> {
    let (base, firm) = base(series, Measure::CumulativeBase, Measure::Cumulative, month)?;
    let bounds = Interval::hull([&actual.interval(), &base.interval()], |[now, before]| Some(now.sub(before)))?;
    let words = format!("{}−{}", actual.text(), base.text());
    Some(Way { exact: actual.value.sub(&base.value), bounds, words, from: base, firm })
}

fn by_growth(view: &View<'_>, series: &Series<'_>, actual: &Fact, month: Month) -> Option<Way> {
    let growth = series.fact(Measure::CumulativeGrowth, month).filter(|_| derivable(view, series))?;
    let whole_loss = Rational::integer(-100);
    let rate = growth.interval();
    if rate.meets(&Interval::around(&whole_loss, &Rational::zero())) {
        return None;
    }
    let bounds = Interval::hull([&actual.interval(), &rate], |[now, growth]| formula::change(now, growth))?;
    let exact = formula::change(&actual.value, &growth.value)?;
    let words = format!("{0}−{0}÷(1＋{1}%)", actual.text(), shown(&growth.value, growth.decimals));
    Some(Way { exact, bounds, words, from: growth, firm: true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn by_growth(change: &str) -> Rows {
        district()
            .figure("P01", "Q00", "2018-09", Measure::Cumulative, "76.7")
            .figure("P01", "Q00", "2018-09", Measure::CumulativeGrowth, "-3.6")
            .figure("P01", "Q00", "2018-09", Measure::Change, change)
    }

    #[test]
    fn a_change_that_growth_does_not_give_is_found() {
        let found = only(by_growth("-1.9"));
        assert_eq!(found.statement, "发布增减额−1.9亿元，76.7−76.7÷(1＋−3.6%)＝−2.86亿元");
        assert_eq!(lines(by_growth("-1.9")), ["change 矛盾 Q00 2018-09 B4 B2 B3"]);
    }

    #[test]
    fn a_change_within_the_printed_digits_is_right() {
        clean(by_growth("-2.9"));
        // −2.864 ± 0.043 and half a digit
        clean(by_growth("-2.91"));
        assert_eq!(lines(by_growth("-2.92")).len(), 1);
    }

    #[test]
    fn averages_are_compared_with_their_base() {
        let book = |change: &str| {
            district()
                .indicator("G02", "微克/立方米", ValueKind::Average, |_| ())
                .figure("G02", "Q00", "2018-07", Measure::Cumulative, "66")
                .figure("G02", "Q00", "2018-07", Measure::CumulativeBase, "70")
                .figure("G02", "Q00", "2018-07", Measure::Change, change)
        };
        clean(book("-4"));
        assert_eq!(lines(book("4")), ["change 矛盾 Q00 2018-07 B4 B2 B3"]);
    }

    #[test]
    fn any_way_that_fits_is_enough() {
        let book = by_growth("-2.0").figure("P01", "Q00", "2017-09", Measure::Cumulative, "78.7");
        assert!(lines(book).iter().all(|line| line.starts_with("growth ")), "the growth is wrong, the change is not");
    }
}
