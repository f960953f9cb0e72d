//! Rule 3: the months must add up to the printed cumulative.
//!
//! Each printed cumulative is compared with the cumulative before it plus the months in between (from
//! nothing in January), so that one wrong figure is found once and where it stands, and a month that
//! was never printed does not hide a later mistake. Tolerance: half of the finest printed digit of
//! each figure, added up.
//!
//! Example: 99.00 by June and 16.25 in July make 115.25; a printed 116.25 is off by 1.00.

use crate::check::fact::{Fact, latest_first, tolerance_of_sum};
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Series, View, more_or_less, tolerance};
use crate::ledger::Measure;
use crate::number::{Number, Rational};
use crate::period::{Month, Period, Span, year_to_date};

/// A cumulative by the end of a month, as figures that add up to it.
#[derive(Clone)]
struct Anchor {
    end: u8,
    terms: Vec<Fact>,
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for series in view.all().filter(|series| series.indicator.kind.accumulates()) {
        let mut anchors = vec![Anchor { end: 0, terms: Vec::new() }];
        for month in view.months() {
            let reached = reach(view, series, month, &anchors);
            match series.fact(Measure::Cumulative, month) {
                None => anchors.extend(reached),
                Some(printed) => {
                    let extra = view.extra(Rule::MonthsSum, series.indicator, series.unit, printed.span);
                    let fits = |anchor: &Anchor| apart(&printed, anchor, &extra).is_none();
                    let contradicted = !reached.is_empty() && !reached.iter().any(fits);
                    if contradicted {
                        out.extend(reached.first().and_then(|anchor| draft(view, series, month, &printed, anchor)));
                        anchors.extend(reached.into_iter().take(1));
                    }
                    anchors.push(Anchor { end: month.number(), terms: vec![printed] });
                }
            }
        }
    }
}

/// The cumulatives by `month` that the earlier ones and the figure of the period itself give.
fn reach(view: &View<'_>, series: &Series<'_>, month: Month, anchors: &[Anchor]) -> Vec<Anchor> {
    let Some(own) = series.fact(Measure::Month, month) else { return Vec::new() };
    let months = Period::new(view.year, own.span).map_or(0, Period::months);
    // a quarterly figure may be written beside a stretch that runs from January
    let step = if matches!(own.span, Span::JanFeb) { months } else { series.indicator.frequency.months() };
    let starts = |anchor: &&Anchor| {
        let covered = month.number().checked_sub(anchor.end);
        covered == Some(months) || covered == Some(step)
    };
    let extend = |anchor: &Anchor| {
        let terms = anchor.terms.iter().cloned().chain(std::iter::once(own.clone())).collect();
        Anchor { end: month.number(), terms }
    };
    anchors.iter().filter(starts).map(extend).collect()
}

/// How far the printed cumulative lies from the sum, if beyond `tolerance`.
fn apart(printed: &Fact, anchor: &Anchor, extra: &Rational) -> Option<(Fact, Rational)> {
    let sum = Fact::sum(&anchor.terms, printed.span);
    if sum.value == printed.value {
        return None;
    }
    let facts: Vec<&Fact> = std::iter::once(printed).chain(&anchor.terms).collect();
    let allowed = tolerance_of_sum(&facts).add(extra);
    (sum.value.sub(&printed.value).abs() > allowed).then_some((sum, allowed))
}

fn draft(view: &View<'_>, series: &Series<'_>, month: Month, printed: &Fact, anchor: &Anchor) -> Option<Finding> {
    let extra = view.extra(Rule::MonthsSum, series.indicator, series.unit, printed.span);
    let (sum, allowed) = apart(printed, anchor, &extra)?;
    let unit = series.indicator.unit.as_str();
    let decimals = sum.decimals.max(printed.decimals);
    let terms: Vec<String> = anchor.terms.iter().map(Fact::text).collect();
    let (computed, text) = (series.amount(&sum.value, decimals), series.amount(&printed.value, decimals));
    let apart = more_or_less(&printed.value, &sum.value, decimals, unit);
    let statement = if terms.len() > 1 {
        format!("{}累计{text}，上期累计与以后各期合计{}＝{computed}，{apart}", year_to_date(month), terms.join("＋"))
    } else {
        format!("{}累计{text}，当期数{computed}，{apart}", year_to_date(month))
    };
    let facts: Vec<&Fact> = std::iter::once(printed).chain(anchor.terms.iter().rev()).collect();
    view.finding(Draft {
        rule: Rule::MonthsSum,
        severity: Severity::Error,
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(Measure::Cumulative),
        statement,
        printed: Some(text),
        computed: Some(computed),
        tolerance: tolerance(&allowed, unit),
        facts: &latest_first(facts),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn year(figures: &[(&str, &str, &str)]) -> Rows {
        figures.iter().fold(district(), |book, (period, month, to_date)| {
            let book = if month.is_empty() { book } else { book.figure("P01", "Q00", period, Measure::Month, month) };
            if to_date.is_empty() { book } else { book.figure("P01", "Q00", period, Measure::Cumulative, to_date) }
        })
    }

    #[test]
    fn a_wrong_cumulative_is_found_once_and_where_it_stands() {
        let book = || year(&[("2018-06", "", "99.00"), ("2018-07", "16.25", "116.25"), ("2018-08", "10.00", "125.25")]);
        let found = only(book());
        assert_eq!(found.statement, "1—7月累计116.25亿元，上期累计与以后各期合计99.00＋16.25＝115.25亿元，多1.00亿元");
        assert_eq!(lines(book()), ["months_sum 矛盾 Q00 2018-07 B4 B3 B2"]);
    }

    #[test]
    fn a_wrong_month_is_found_once() {
        let book = year(&[("2018-01", "1.0", "1.0"), ("2018-02", "3.0", "3.0"), ("2018-03", "1.0", "4.0")]);
        assert_eq!(lines(book), ["months_sum 矛盾 Q00 2018-02 B5 B4 B3"]);
    }

    #[test]
    fn joint_january_and_missing_months_are_no_findings() {
        clean(year(&[("2018年1—2月", "14.60", "14.60"), ("2018-03", "18.30", "32.90")]));
        clean(year(&[("2018-03", "18.30", "32.90"), ("2018-05", "", "66.52"), ("2018-06", "32.48", "99.00")]));
        clean(year(&[("2018-01", "1.00", ""), ("2018-02", "×", ""), ("2018-03", "9.00", "32.90")]));
    }

    #[test]
    fn half_a_digit_of_each_may_be_rounding() {
        clean(year(&[("2018-06", "", "99.00"), ("2018-07", "16.25", "115.26")]));
        assert_eq!(lines(year(&[("2018-06", "", "99.00"), ("2018-07", "16.25", "115.27")])).len(), 1);
    }

    #[test]
    fn a_quarter_written_beside_the_half_year_is_the_quarter() {
        let book = |second: &str| {
            district()
                .indicator("E01", "亿元", crate::framework::ValueKind::Flow, |indicator| {
                    indicator.frequency = crate::framework::Frequency::Quarterly;
                })
                .figure("E01", "Q00", "2018年一季度", Measure::Cumulative, "83.2")
                .figure("E01", "Q00", "2018年上半年", Measure::Cumulative, "191.5")
                .figure("E01", "Q00", "2018年上半年", Measure::Month, second)
        };
        clean(book("108.3"));
        assert_eq!(lines(book("107.3")).len(), 1);
    }
}
