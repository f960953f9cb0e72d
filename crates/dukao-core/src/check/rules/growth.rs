//! Rule 5: a printed growth must be actual ÷ same period of last year − 1.
//!
//! Only flows and counts at current prices (or without prices), and not where a constant-price growth
//! is published for them: that is rule 6. Cumulative and month. Against the base printed beside the
//! figure a difference is an error; against last year's own figure it is a warning, since bases are
//! revised. Tolerance: the interval of the formula, and half a digit of the printed growth.
//!
//! Example: 66767 against 64885 is +2.9 %; a printed 3.9 is off by 1.0 points.

use crate::check::fact::{Fact, revised};
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View, percent};
use crate::framework::{PriceBasis, ValueKind};
use crate::ledger::Measure;
use crate::number::Number;
use crate::period::Month;
use crate::progress::formula;

/// The growth, the figure and the base that belong together.
const TRIPLES: [(Measure, Measure, Measure); 2] = [
    (Measure::CumulativeGrowth, Measure::Cumulative, Measure::CumulativeBase),
    (Measure::MonthGrowth, Measure::Month, Measure::MonthBase),
];

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for (growth, value, base) in TRIPLES {
        for (series, month) in view.printed(growth).filter(|(series, _)| derivable(view, series)) {
            out.extend(compare(view, series, month, growth, value, base));
        }
    }
}

/// Whether growth may be recomputed from the amounts.
pub(super) fn derivable(view: &View<'_>, series: &Series<'_>) -> bool {
    let pair = series.indicator.pair.as_deref().and_then(|code| view.framework.get(code));
    let constant = pair.is_some_and(|pair| pair.kind == ValueKind::Growth && pair.price == PriceBasis::Constant);
    series.indicator.kind.accumulates() && series.indicator.price != PriceBasis::Constant && !constant
}

/// The figure: for the cumulative also the sum of its months.
pub(super) fn value(series: &Series<'_>, measure: Measure, month: Month) -> Option<Fact> {
    if measure == Measure::Cumulative { series.actual(month) } else { series.fact(measure, month) }
}

/// The base printed beside the figure, or last year's own; and whether it is printed.
pub(super) fn base(series: &Series<'_>, printed: Measure, own: Measure, month: Month) -> Option<(Fact, bool)> {
    match series.fact(printed, month) {
        Some(fact) => Some((fact, true)),
        None => series.last_year(own, month).map(|fact| (fact, false)),
    }
}

fn compare(
    view: &View<'_>,
    series: &Series<'_>,
    month: Month,
    growth: Measure,
    measure: Measure,
    beside: Measure,
) -> Option<Finding> {
    let printed = view.lenient(Rule::Growth, series, series.fact(growth, month)?);
    let actual = value(series, measure, month)?;
    let (base, is_printed) = base(series, beside, measure, month)?;
    let below = base.interval();
    if !below.is_positive() {
        return None;
    }
    let rate = Interval::hull([&actual.interval(), &below], |[now, before]| formula::growth(now, before))?;
    if rate.meets(&printed.interval()) {
        return None;
    }
    let exact = formula::growth(&actual.value, &base.value)?;
    let decimals = printed.decimals.max(1);
    let (text, computed) = (percent(&printed.value, printed.decimals), percent(&exact, decimals));
    let apart = percent(&printed.value.sub(&exact).abs(), decimals).replace('%', "个百分点");
    let whose = if is_printed { "上年同期" } else { "上年数" };
    let note = revised(&[&base, &actual, &printed]);
    let mut statement =
        format!("{}发布{text}，{}÷{whose}{}推出{computed}，相差{apart}", growth.label(), actual.text(), base.text());
    if let Some(note) = &note {
        statement = format!("{statement}；备注写明“{note}”");
    }
    view.finding(Draft {
        rule: Rule::Growth,
        severity: if is_printed && note.is_none() { Severity::Error } else { Severity::Warning },
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(growth),
        statement,
        printed: Some(text),
        computed: Some(computed),
        tolerance: super::rate_tolerance(&rate, &printed, "个百分点"),
        facts: &[&printed, &actual, &base],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn printed(growth: &str) -> Rows {
        district()
            .figure("P01", "Q00", "2018-07", Measure::Cumulative, "66767")
            .figure("P01", "Q00", "2018-07", Measure::CumulativeBase, "64885")
            .figure("P01", "Q00", "2018-07", Measure::CumulativeGrowth, growth)
    }

    #[test]
    fn a_growth_that_does_not_follow_is_found() {
        let found = only(printed("3.9"));
        assert_eq!(found.statement, "累计增速发布3.9%，66767÷上年同期64885推出2.9%，相差1.0个百分点");
        assert_eq!(lines(printed("3.9")), ["growth 矛盾 Q00 2018-07 B4 B2 B3"]);
    }

    #[test]
    fn a_growth_within_the_printed_digits_is_right() {
        // exactly 2.9005 ± 0.0016
        clean(printed("2.9"));
        clean(printed("2.90"));
        clean(printed("2.902"));
        assert_eq!(lines(printed("2.903")).len(), 1);
    }

    #[test]
    fn against_last_years_own_figure_it_is_a_warning() {
        let book = |growth: &str| {
            district()
                .figure("P01", "Q00", "2018-07", Measure::Month, "12.0")
                .figure("P01", "Q00", "2017-07", Measure::Month, "10.0")
                .figure("P01", "Q00", "2018-07", Measure::MonthGrowth, growth)
        };
        clean(book("20.3"));
        assert_eq!(lines(book("25.0")), ["growth 提醒 Q00 2018-07 B4 B2 B3"]);
    }

    #[test]
    fn constant_prices_and_bad_bases_stop_the_check() {
        let constant = Rows::new()
            .indicator("P01", "亿元", ValueKind::Flow, |indicator| indicator.price = PriceBasis::Constant)
            .figure("P01", "Q00", "2018-07", Measure::Cumulative, "55.0")
            .figure("P01", "Q00", "2018-07", Measure::CumulativeBase, "51.0")
            .figure("P01", "Q00", "2018-07", Measure::CumulativeGrowth, "5.2");
        clean(constant);
        let zero = district()
            .figure("P01", "Q00", "2018-07", Measure::Cumulative, "55.0")
            .figure("P01", "Q00", "2018-07", Measure::CumulativeBase, "0.0")
            .figure("P01", "Q00", "2018-07", Measure::CumulativeGrowth, "5.2");
        clean(zero);
    }
}
