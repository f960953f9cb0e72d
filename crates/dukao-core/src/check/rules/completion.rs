//! Rule 4: a printed completion must be actual ÷ target, a printed stage completion actual ÷ stage
//! target.
//!
//! Tolerance: the interval of `A ÷ T` over half a printed digit of both, and half a digit of the
//! printed rate.
//!
//! Example: 115.25 of 252 is 45.73 %; a printed 46.7 % would mean a target of 246.8.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View, percent};
use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::number::Rational;
use crate::period::{Month, year_to_date};
use crate::progress::{formula, shown};

/// What a printed rate is measured against.
type Below = fn(&Series<'_>, Month) -> Option<Fact>;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    let sides: [(Measure, Rule, Below); 2] = [
        (Measure::Completion, Rule::Completion, |series, _| series.floor()),
        (Measure::StageCompletion, Rule::StageCompletion, stage),
    ];
    for (measure, rule, below) in sides {
        for (series, month) in view.printed(measure).filter(|(series, _)| series.indicator.kind.accumulates()) {
            if let (Some(printed), Some(target)) = (series.fact(measure, month), below(series, month)) {
                let printed = view.lenient(rule, series, printed);
                out.extend(compare(view, series, month, rule, &printed, &target));
            }
        }
    }
}

/// `S`: the target of the stage that contains `month`.
fn stage(series: &Series<'_>, month: Month) -> Option<Fact> {
    let target = series.target?;
    let stage = target.stage_at(month)?;
    let whole = series.indicator.kind == ValueKind::Count;
    let mut fact = Fact::written(stage.amount, &target.unit_of_measure, &series.indicator.unit, whole)?;
    fact.cells.push((stage.place, target.version));
    Some(fact)
}

fn compare(
    view: &View<'_>,
    series: &Series<'_>,
    month: Month,
    rule: Rule,
    printed: &Fact,
    target: &Fact,
) -> Option<Finding> {
    let actual = series.actual(month)?;
    let below = target.interval();
    if !below.is_positive() {
        return None;
    }
    let rate = Interval::hull([&actual.interval(), &below], |[done, target]| formula::completion(done, target))?;
    if rate.meets(&printed.interval()) {
        return None;
    }
    let computed = percent(&formula::completion(&actual.value, &target.value)?, printed.decimals.max(2));
    let (done, rate_text) = (actual.text(), percent(&printed.value, printed.decimals));
    let word = if rule == Rule::Completion { "目标" } else { "阶段目标" };
    let implied: Option<Rational> = formula::implied_target(&actual.value, &printed.value);
    let statement = match implied {
        Some(implied) => format!(
            "{}累计{done}÷发布的{rate_text}推出{word}{}，{word}为{}，应为{computed}",
            year_to_date(month),
            shown(&implied, 1.max(target.decimals)),
            target.text(),
        ),
        None => {
            format!("{}累计{done}，{word}为{}，应为{computed}，发布的是{rate_text}", year_to_date(month), target.text())
        }
    };
    view.finding(Draft {
        rule,
        severity: Severity::Error,
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(if rule == Rule::Completion { Measure::Completion } else { Measure::StageCompletion }),
        statement,
        printed: Some(rate_text),
        computed: Some(computed),
        tolerance: super::rate_tolerance(&rate, printed, "个百分点"),
        facts: &[printed, &actual, target],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, of, only};
    use crate::framework::StageTarget;
    use crate::number::Decimal;
    use crate::period::Period;

    fn printed(rate: &str) -> Rows {
        district()
            .target("P01", "Q00", "252", |_| ())
            .figure("P01", "Q00", "2018-07", Measure::Cumulative, "115.25")
            .figure("P01", "Q00", "2018-07", Measure::Completion, rate)
    }

    #[test]
    fn says_which_target_the_printed_rate_implies() {
        let found = only(printed("46.7"));
        assert_eq!(found.statement, "1—7月累计115.25÷发布的46.7%推出目标246.8，目标为252，应为45.73%");
        assert_eq!((found.printed.as_deref(), found.computed.as_deref()), (Some("46.7%"), Some("45.73%")));
        assert!(lines(printed("46.7"))[0].starts_with("completion 矛盾 Q00 2018-07 B5 B4"));
    }

    #[test]
    fn a_rate_within_the_printed_digits_is_right() {
        clean(printed("45.73"));
        clean(printed("45.8"));
        clean(printed("46"));
        // the interval ends at 45.827
        clean(printed("45.83"));
        assert_eq!(lines(printed("45.84")).len(), 1);
    }

    #[test]
    fn unknown_figures_and_growth_targets_stop_the_check() {
        clean(district().figure("P01", "Q00", "2018-07", Measure::Completion, "46.7"));
        clean(printed("×"));
        let growth = district()
            .target("P01", "Q00", "12", |target| target.goal = crate::framework::Goal::Growth)
            .figure("P01", "Q00", "2018-07", Measure::Cumulative, "115.25")
            .figure("P01", "Q00", "2018-07", Measure::Completion, "46.7");
        clean(growth);
    }

    #[test]
    fn a_stage_completion_is_measured_against_the_coming_stage_end() {
        let book = |rate: &str| {
            district()
                .target("P01", "Q00", "527.3", |target| {
                    let stage = Period::parse("2018年前三季度").unwrap();
                    target.stages = vec![StageTarget { stage, amount: Decimal::parse("371.5").unwrap(), place: None }];
                })
                .figure("P01", "Q00", "2018-07", Measure::Cumulative, "291.5")
                .figure("P01", "Q00", "2018-07", Measure::StageCompletion, rate)
        };
        assert_eq!(of(Rule::StageCompletion, book("78.5")), []);
        assert_eq!(of(Rule::StageCompletion, book("79.5")).len(), 1);
    }
}
