//! Rule 19: what printed rates imply must hold from one period to the next.
//!
//! Where no target is stated, `A ÷ completion` is the target that the office reckons with: it is the same
//! in every period of the year (a warning, targets are adjusted in the course of a year). Where no base
//! is known, `A ÷ (1 + g)` is last year's cumulative: it does not fall from one period to the next (an
//! error). Flows and counts; growth only where it may be derived from amounts. Tolerance: the interval of
//! the formula.
//!
//! Example: 60.0 at 50.0 % by June implies 120, 63.0 at 45.0 % by July 140.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View};
use crate::ledger::Measure;
use crate::number::{Number, Rational};
use crate::period::{Month, year_to_date};
use crate::progress::formula;

use super::growth::derivable;

/// What the rate of one period implies.
struct Implied {
    month: Month,
    exact: Rational,
    bounds: Interval,
    actual: Fact,
    rate: Fact,
}

/// `A` and a rate to what they imply.
type Formula = fn(&Rational, &Rational) -> Option<Rational>;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for series in view.all().filter(|series| series.indicator.kind.accumulates()) {
        if series.floor().is_none() {
            let implied = all(view, series, Measure::Completion, 0, formula::implied_target);
            let apart = |before: &Implied, now: &Implied| !before.bounds.meets(&now.bounds);
            let told = ("全年目标", "两次应相同", Severity::Warning);
            out.extend(walk(view, series, Measure::Completion, &implied, apart, told));
        }
        if derivable(view, series) {
            let mut implied = all(view, series, Measure::CumulativeGrowth, -100, formula::implied_base);
            implied.retain(|one| {
                let stated = series.fact(Measure::CumulativeBase, one.month);
                stated.or_else(|| series.last_year(Measure::Cumulative, one.month)).is_none()
            });
            let falls = |before: &Implied, now: &Implied| now.bounds.lies_below(&before.bounds);
            let told = ("上年同期", "上年累计不会减少", Severity::Error);
            out.extend(walk(view, series, Measure::CumulativeGrowth, &implied, falls, told));
        }
    }
}

/// What the rates of all periods imply, where they can.
fn all(view: &View<'_>, series: &Series<'_>, measure: Measure, least: i64, formula: Formula) -> Vec<Implied> {
    let least = Interval::around(&Rational::integer(least), &Rational::zero());
    let of_month = |month: Month| {
        let (actual, rate) = (series.actual(month)?, series.fact(measure, month)?);
        if !least.lies_below(&rate.interval()) || actual.value.signum() <= 0 {
            return None;
        }
        let bounds = Interval::hull([&actual.interval(), &rate.interval()], |[done, rate]| formula(done, rate))?;
        Some(Implied { month, exact: formula(&actual.value, &rate.value)?, bounds, actual, rate })
    };
    series.months(measure, view.through).filter_map(of_month).collect()
}

fn walk(
    view: &View<'_>,
    series: &Series<'_>,
    measure: Measure,
    implied: &[Implied],
    contradicts: impl Fn(&Implied, &Implied) -> bool,
    (what, hint, severity): (&str, &str, Severity),
) -> Vec<Finding> {
    let pairs = implied.windows(2).filter_map(|pair| match pair {
        [before, now] if contradicts(before, now) => Some((before, now)),
        _ => None,
    });
    pairs
        .filter_map(|(before, now)| {
            let decimals = now.actual.decimals.max(1);
            let text = |one: &Implied| series.amount(&one.exact, decimals);
            let statement = format!(
                "按发布的{}，{}推算{what}{}，{}推算{}，{hint}",
                measure.label(),
                year_to_date(now.month),
                text(now),
                year_to_date(before.month),
                text(before),
            );
            let half = before.bounds.half_width().add(&now.bounds.half_width());
            let shown = crate::progress::shown(&half, decimals.saturating_add(1));
            view.finding(Draft {
                rule: Rule::Implied,
                severity,
                indicator: series.indicator,
                unit: series.unit,
                span: now.rate.span,
                mark: series.mark(measure),
                statement,
                printed: Some(text(now)),
                computed: Some(text(before)),
                tolerance: format!("±{shown}{}", series.indicator.unit),
                facts: &[&now.rate, &now.actual, &before.rate, &before.actual],
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn rates(measure: Measure, rates: [&str; 2]) -> Rows {
        district()
            .figure("P01", "S01", "2018-06", Measure::Cumulative, "60.0")
            .figure("P01", "S01", "2018-07", Measure::Cumulative, "63.0")
            .figure("P01", "S01", "2018-06", measure, rates[0])
            .figure("P01", "S01", "2018-07", measure, rates[1])
    }

    #[test]
    fn a_target_that_moves_is_a_warning() {
        let found = only(rates(Measure::Completion, ["50.0", "45.0"]));
        assert_eq!(found.statement, "按发布的完成率，1—7月推算全年目标140.0亿元，1—6月推算120.0亿元，两次应相同");
        assert_eq!(lines(rates(Measure::Completion, ["50.0", "45.0"])), ["implied 提醒 S01 2018-07 B5 B3 B4 B2"]);
        clean(rates(Measure::Completion, ["50.0", "52.5"]));
        clean(rates(Measure::Completion, ["50", "52"]));
        clean(
            rates(Measure::Completion, ["50.0", "45.0"])
                .target("P01", "S01", "9", |_| ())
                .target("P01", "S01", "120", |target| target.goal = crate::framework::Goal::Growth)
                .figure("P01", "S01", "2018-07", Measure::Completion, "×"),
        );
    }

    #[test]
    fn a_base_that_falls_is_an_error() {
        assert_eq!(lines(rates(Measure::CumulativeGrowth, ["10.0", "20.0"])), ["implied 矛盾 S01 2018-07 B5 B3 B4 B2"]);
        clean(rates(Measure::CumulativeGrowth, ["10.0", "14.0"]));
        clean(rates(Measure::CumulativeGrowth, ["10", "16"]));
    }

    #[test]
    fn a_stated_base_is_for_other_rules() {
        let book = rates(Measure::CumulativeGrowth, ["10.0", "20.0"])
            .figure("P01", "S01", "2018-06", Measure::CumulativeBase, "54.5")
            .figure("P01", "S01", "2018-07", Measure::CumulativeBase, "52.5");
        assert!(lines(book).iter().all(|line| !line.starts_with("implied")));
    }
}
