//! Rule 9: a printed 短收 / 超收 must be `A − T·f(m)`; negative when short.
//!
//! Published tables measure it against pace, against the stage target or against the annual budget:
//! any of the three that fits is enough. Tolerance: the interval of the formula, and half a digit of
//! the printed difference.
//!
//! Example: 61742 of 120996 by June is 1244 over half of it; a printed −1244 has the wrong sign.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View};
use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::number::{Number, Rational};
use crate::period::{Month, year_to_date};
use crate::progress::{Exact, FigureKind, Reckoner, Subject, formula};

/// What is due, by one reading.
struct Due {
    share: Rational,
    from: Fact,
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    let printed = view.printed(Measure::Difference).filter(|(series, _)| series.indicator.kind.accumulates());
    out.extend(printed.filter_map(|(series, month)| compare(view, series, month)));
}

fn compare(view: &View<'_>, series: &Series<'_>, month: Month) -> Option<Finding> {
    let printed = view.lenient(Rule::Difference, series, series.fact(Measure::Difference, month)?);
    let actual = series.actual(month)?;
    let mut readings: Vec<(Rational, Interval, Fact)> = Vec::new();
    for due in readings_of(view, series, month) {
        let difference =
            |done: &Rational, due_by: &Rational| formula::turned(&formula::shortfall(due_by, &due.share, done));
        let bounds = Interval::hull([&actual.interval(), &due.from.interval()], |[a, t]| Some(difference(a, t)))?;
        readings.push((difference(&actual.value, &due.from.value), bounds, due.from));
    }
    if readings.iter().any(|(_, bounds, _)| bounds.meets(&printed.interval())) {
        return None;
    }
    let (exact, bounds, due) = readings.into_iter().next()?;
    let decimals = printed.decimals.max(series.indicator.decimals);
    let (text, computed) = (series.amount(&printed.value, printed.decimals), series.amount(&exact, decimals));
    let done = series.amount(&actual.value, actual.decimals);
    let statement = format!("{}累计{done}，发布短收超收{text}，按序时应为{computed}（短收为负）", year_to_date(month));
    view.finding(Draft {
        rule: Rule::Difference,
        severity: Severity::Error,
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(Measure::Difference),
        statement,
        printed: Some(text),
        computed: Some(computed),
        tolerance: super::rate_tolerance(&bounds, &printed, series.indicator.unit.as_str()),
        facts: &[&printed, &actual, &due],
    })
}

/// Against pace, against the stage, against the whole year.
fn readings_of(view: &View<'_>, series: &Series<'_>, month: Month) -> Vec<Due> {
    let mut dues = Vec::new();
    let Some(floor) = series.floor() else { return dues };
    if let Some(share) = pace(view, series, month) {
        dues.push(Due { share, from: floor.clone() });
    }
    let whole = || Rational::integer(1);
    if let Some((target, stage)) = series.target.and_then(|target| Some((target, target.stage_at(month)?))) {
        let counted = series.indicator.kind == ValueKind::Count;
        if let Some(from) = Fact::written(stage.amount, &target.unit_of_measure, &series.indicator.unit, counted) {
            dues.push(Due { share: whole(), from });
        }
    }
    if !dues.is_empty() {
        dues.push(Due { share: whole(), from: floor });
    }
    dues
}

/// `f(m)` of the unit's own pace, 0 to 1.
fn pace(view: &View<'_>, series: &Series<'_>, month: Month) -> Option<Rational> {
    let published = crate::progress::asked_in(view.book, series.indicator, series.origin, month)?;
    let subject = Subject {
        indicator: &series.indicator.code,
        unit: series.unit,
        year: view.year,
        month: published,
        origin: series.origin,
    };
    let pace = Reckoner::<Exact>::new(view.book, subject).ok()?.compute(FigureKind::Pace).ok()?;
    pace.div(&Rational::integer(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn revenue(difference: &str) -> Rows {
        district()
            .indicator("F01", "万元", ValueKind::Flow, |_| ())
            .target("F01", "Q00", "120996", |_| ())
            .figure("F01", "Q00", "2018-06", Measure::Cumulative, "61742")
            .figure("F01", "Q00", "2018-06", Measure::Difference, difference)
    }

    #[test]
    fn the_sign_is_part_of_it() {
        let found = only(revenue("-1244"));
        assert_eq!(found.statement, "1—6月累计61742万元，发布短收超收−1244万元，按序时应为1244.00万元（短收为负）");
        assert_eq!(lines(revenue("-1244"))[0].split(" Typed").next().unwrap(), "difference 矛盾 Q00 2018-06 B5 B4");
    }

    #[test]
    fn pace_and_budget_are_both_in_use() {
        clean(revenue("1244"));
        clean(revenue("-59254"));
        clean(revenue("×"));
    }

    #[test]
    fn half_a_digit_of_each_may_be_rounding() {
        // ± 0.5 + 0.25 + 0.5
        clean(revenue("1245"));
        assert_eq!(lines(revenue("1246")).len(), 1);
    }
}
