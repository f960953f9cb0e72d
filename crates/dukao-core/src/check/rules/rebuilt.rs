//! Rule 12: totals rebuilt from the parts' printed rates must agree with the printed rate of the total.
//!
//! Completion: every part's target is the one handed down, or the one its printed completion implies
//! (`A ÷ completion`); the total's is implied by its own printed completion. Growth the same way with
//! bases (`A ÷ (1 + g)`), for growth that may be derived from amounts. Compared only where at least
//! one side is implied (else rules 2 and 4 speak) and all parts are known. Tolerance: the sum of all
//! intervals. Implied targets that disagree are a warning (levels below are often given more), implied
//! bases an error.
//!
//! Example: the counties' implied budgets come to 106.2, the total's 76.7 ÷ 73.7 % is 104.1.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View, percent};
use crate::ledger::Measure;
use crate::number::{Number, Rational};
use crate::period::{Month, year_to_date};
use crate::progress::{formula, shown};

use super::growth::derivable;
use super::partitions::{self, Parts};

/// A target or base, as handed down or implied.
struct Below {
    exact: Rational,
    bounds: Interval,
    implied: bool,
    actual: Fact,
    from: Fact,
}

/// Which rate is rebuilt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rate {
    Completion,
    Growth,
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for (rate, measure) in [(Rate::Completion, Measure::Completion), (Rate::Growth, Measure::CumulativeGrowth)] {
        for (series, month) in view.printed(measure).filter(|(series, _)| view.may_have_parts(series)) {
            let Some(printed) = series.fact(measure, month) else { continue };
            let Some(own) = below(view, series, month, rate, true) else { continue };
            for parts in partitions::of(view, series, month) {
                out.extend(compare(view, series, month, rate, &printed, &own, &parts));
            }
        }
    }
}

/// The target (base) of one series; of the total always the one its printed rate implies.
fn below(view: &View<'_>, series: &Series<'_>, month: Month, rate: Rate, total: bool) -> Option<Below> {
    let actual = series.actual(month)?;
    let known = match rate {
        Rate::Completion => series.floor(),
        Rate::Growth => {
            super::growth::base(series, Measure::CumulativeBase, Measure::Cumulative, month).map(|(fact, _)| fact)
        }
    };
    if let Some(from) = known.filter(|_| !total) {
        return Some(Below { exact: from.value.clone(), bounds: from.interval(), implied: false, actual, from });
    }
    let (measure, implied): (_, fn(&Rational, &Rational) -> Option<Rational>) = match rate {
        Rate::Completion => (Measure::Completion, formula::implied_target),
        Rate::Growth => (Measure::CumulativeGrowth, formula::implied_base),
    };
    if rate == Rate::Growth && !derivable(view, series) {
        return None;
    }
    let from = series.fact(measure, month)?;
    let bounds = from.interval();
    let least = Rational::integer(if rate == Rate::Completion { 0 } else { -100 });
    if !Interval::around(&least, &Rational::zero()).lies_below(&bounds) {
        return None;
    }
    let bounds = Interval::hull([&actual.interval(), &bounds], |[done, rate]| implied(done, rate))?;
    Some(Below { exact: implied(&actual.value, &from.value)?, bounds, implied: true, actual, from })
}

fn compare(
    view: &View<'_>,
    series: &Series<'_>,
    month: Month,
    rate: Rate,
    printed: &Fact,
    own: &Below,
    parts: &Parts,
) -> Option<Finding> {
    let members = parts.series(view, series.origin)?;
    // Rates of parts in another unit of measure rebuild as well, but their amounts would have to be converted.
    if members.iter().any(|part| part.indicator.unit != series.indicator.unit) {
        return None;
    }
    let belows: Vec<Below> =
        members.into_iter().map(|part| below(view, part, month, rate, false)).collect::<Option<_>>()?;
    let bounds = Interval::sum(&belows.iter().map(|part| part.bounds.clone()).collect::<Vec<_>>());
    if !belows.iter().any(|part| part.implied) || bounds.meets(&own.bounds) {
        return None;
    }
    let sum = formula::total(&belows.iter().map(|part| part.exact.clone()).collect::<Vec<_>>());
    let done = formula::total(&belows.iter().map(|part| part.actual.value.clone()).collect::<Vec<_>>());
    let (rebuilt, what) = match rate {
        Rate::Completion => (formula::completion(&done, &sum)?, "全年目标"),
        Rate::Growth => (formula::growth(&done, &sum)?, "上年同期"),
    };
    let decimals = printed.decimals.max(1);
    let (text, computed) = (percent(&printed.value, printed.decimals), percent(&rebuilt, decimals));
    let amount = |value: &Rational| shown(value, own.actual.decimals.max(1));
    let statement = format!(
        "{}{}推算{what}合计{}，{}推算{}；按分项重建为{computed}，发布的是{text}",
        year_to_date(month),
        parts.label,
        amount(&sum),
        view.unit_name(series.unit, printed.span),
        amount(&own.exact),
    );
    let facts: Vec<&Fact> =
        [printed, &own.actual].into_iter().chain(belows.iter().flat_map(|part| [&part.from, &part.actual])).collect();
    let half = bounds.half_width().add(&own.bounds.half_width());
    view.finding(Draft {
        rule: Rule::Rebuilt,
        severity: if rate == Rate::Completion { Severity::Warning } else { Severity::Error },
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series
            .mark(if rate == Rate::Completion { Measure::Completion } else { Measure::CumulativeGrowth })
            .of(&parts.label),
        statement,
        printed: Some(text),
        computed: Some(computed),
        tolerance: format!("推算合计±{}{}", shown(&half, own.actual.decimals.saturating_add(2)), series.indicator.unit),
        facts: &facts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn rates(measure: Measure, rates: [&str; 3]) -> Rows {
        let amounts = [("Q00", "76.7"), ("S01", "26.5"), ("S02", "50.2")];
        let book = amounts
            .iter()
            .fold(district(), |book, (unit, amount)| book.figure("P01", unit, "2018-09", Measure::Cumulative, amount));
        amounts
            .iter()
            .zip(rates)
            .fold(book, |book, ((unit, _), rate)| book.figure("P01", unit, "2018-09", measure, rate))
    }

    #[test]
    fn implied_budgets_that_disagree_are_a_warning() {
        let found = only(rates(Measure::Completion, ["73.7", "71.0", "73.0"]));
        assert_eq!(
            found.statement,
            "1—9月各街镇推算全年目标合计106.1，全区推算104.1；按分项重建为72.3%，发布的是73.7%"
        );
        let lines = lines(rates(Measure::Completion, ["73.7", "71.0", "73.0"]));
        assert_eq!(lines, ["rebuilt 提醒 Q00 2018-09 B5 B2 B6 B3 B7 B4"]);
    }

    #[test]
    fn rates_that_rounding_explains_are_right() {
        clean(rates(Measure::Completion, ["73.7", "71.0", "75.2"]));
        // 103.64 ± 0.24 against 104.07 ± 0.14 cannot be told from rounding at 75.4, at 75.6 it can
        clean(rates(Measure::Completion, ["73.7", "71.0", "75.6"]));
        assert_eq!(lines(rates(Measure::Completion, ["73.7", "71.0", "75.9"])).len(), 1);
        clean(rates(Measure::Completion, ["73.7", "×", "75.9"]));
    }

    #[test]
    fn implied_bases_that_disagree_are_an_error() {
        clean(rates(Measure::CumulativeGrowth, ["-3.6", "-5.1", "-2.8"]));
        assert_eq!(
            lines(rates(Measure::CumulativeGrowth, ["-1.6", "-5.1", "-2.8"])),
            ["rebuilt 矛盾 Q00 2018-09 B5 B2 B6 B3 B7 B4"]
        );
    }
}
