//! Rule 2: the parts' targets must add up to the total's target, and their stage targets to its stage
//! targets.
//!
//! Checked where all parts have a target. Tolerance: half of the finest printed digit of each target,
//! added up; none where all are whole numbers and half a unit would be more than 1 % of some part:
//! nobody rounds a target by so much, it was set as it stands. Parts that come to **more** are a warning, since targets are often handed down with a
//! margin; parts that come to **less** are an error: the total cannot be reached by them.
//!
//! Example: streets are given 14 + 12 + 18 = 44, the district must reach 46: 少2.

use crate::check::fact::{Fact, latest_first, tolerance_of_sum};
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Mark, View, amount, decimals_for, floor_of, more_or_less, tolerance};
use crate::framework::{Goal, Indicator, StageTarget, Target, ValueKind};
use crate::number::{Number, Rational};
use crate::period::{Month, Period, Span};

use super::partitions;

/// Which number of a target is compared.
type Take<'t> = &'t dyn Fn(&Target, &Indicator) -> Option<Fact>;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for target in view.framework.targets().filter(|target| adds_up(target)) {
        let Some(indicator) = view.framework.get(&target.indicator) else { continue };
        if !indicator.kind.accumulates() {
            continue;
        }
        out.extend(compare(view, indicator, target, "全年目标", Span::Year, &floor_of));
        for stage in &target.stages {
            let what = format!("{}阶段目标", stage_name(stage.stage));
            let take = |target: &Target, own: &Indicator| stage_of(target, stage, own);
            out.extend(compare(view, indicator, target, &what, stage.stage.span(), &take));
        }
    }
}

fn adds_up(target: &Target) -> bool {
    matches!(target.goal, Goal::Amount | Goal::Ceiling)
}

fn stage_name(stage: Period) -> String {
    let text = stage.to_string();
    text.split_once('年')
        .map_or(text.clone(), |(_, rest)| if rest.is_empty() { "全年".to_owned() } else { rest.to_owned() })
}

/// The target of the stage that ends with `stage`.
fn stage_of(target: &Target, stage: &StageTarget, indicator: &Indicator) -> Option<Fact> {
    let own = target.stages.iter().find(|own| own.stage.end() == stage.stage.end())?;
    let whole = indicator.kind == ValueKind::Count;
    let mut fact = Fact::written(own.amount, &target.unit_of_measure, &indicator.unit, whole)?;
    fact.cells.push((own.place, target.version));
    Some(fact)
}

fn compare(
    view: &View<'_>,
    indicator: &Indicator,
    target: &Target,
    what: &str,
    span: Span,
    take: Take<'_>,
) -> Vec<Finding> {
    let Some(total) = take(target, indicator) else { return Vec::new() };
    let of_part = |(code, unit): &(String, String)| {
        let own = view.framework.get(code)?;
        let part = view.framework.target(code, unit).filter(|target| adds_up(target))?;
        partitions::in_unit_of(take(part, own)?, own, indicator)
    };
    let month = Period::new(view.year, span).and_then(Period::end).unwrap_or(Month::DECEMBER);
    partitions::of_target(view, &indicator.code, &target.unit, month)
        .into_iter()
        .filter_map(|parts| {
            let facts: Vec<Fact> = parts.members.iter().map(of_part).collect::<Option<_>>()?;
            draft(view, indicator, &target.unit, &parts.label, what, span, &total, &facts)
        })
        .collect()
}

/// Whether the targets are whole numbers too small to be rounded ones.
fn set_as_written(facts: &[&Fact]) -> bool {
    let percent = Rational::integer(100);
    let coarse = |fact: &&Fact| fact.half().mul(&percent) > fact.value.abs();
    facts.iter().all(|fact| fact.decimals == 0) && facts.iter().any(coarse)
}

fn draft(
    view: &View<'_>,
    indicator: &Indicator,
    unit: &str,
    label: &str,
    what: &str,
    span: Span,
    total: &Fact,
    parts: &[Fact],
) -> Option<Finding> {
    let sum = Fact::sum(parts, span);
    let facts: Vec<&Fact> = std::iter::once(total).chain(parts).collect();
    let rounded = if set_as_written(&facts) { Rational::zero() } else { tolerance_of_sum(&facts) };
    let allowed = rounded.add(&view.extra(Rule::PartsTarget, indicator, unit, span));
    if sum.value.sub(&total.value).abs() <= allowed {
        return None;
    }
    let finest = sum.decimals.max(total.decimals);
    let decimals = decimals_for(&[&sum.value, &total.value], indicator.decimals.min(finest), finest);
    let (computed, printed) = (amount(&sum.value, decimals, indicator), amount(&total.value, decimals, indicator));
    let apart = more_or_less(&sum.value, &total.value, decimals, indicator.unit.as_str());
    view.finding(Draft {
        rule: Rule::PartsTarget,
        severity: if sum.value < total.value { Severity::Error } else { Severity::Warning },
        indicator,
        unit,
        span,
        mark: Mark::target(format!("{label}{what}")),
        statement: format!("{label}{what}合计{computed}，{}{what}{printed}，{apart}", view.unit_name(unit, span)),
        printed: Some(printed),
        computed: Some(computed),
        tolerance: tolerance(&allowed, indicator.unit.as_str()),
        facts: &latest_first(facts),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{all, clean, district, lines, of, only};
    use crate::ledger::Place;
    use crate::number::Decimal;

    fn at(row: u32) -> Place {
        Place { sheet: 1, row, column: 7 }
    }

    fn targets(total: &str, left: &str, right: &str) -> Rows {
        district()
            .target("P01", "Q00", total, |target| target.floor_place = Some(at(0)))
            .target("P01", "S01", left, |target| target.floor_place = Some(at(1)))
            .target("P01", "S02", right, |target| target.floor_place = Some(at(2)))
            .figure("P01", "S01", "2018-01", Measure::Month, "1")
    }
    use crate::ledger::Measure;

    #[test]
    fn less_is_an_error_and_more_a_warning() {
        assert_eq!(
            only(targets("46.0", "14.0", "30.0")).statement,
            "各街镇全年目标合计44.0亿元，全区全年目标46.0亿元，少2.0亿元"
        );
        assert_eq!(lines(targets("46.0", "14.0", "30.0")), ["parts_target 矛盾 Q00 2018 H1 H2 H3"]);
        assert_eq!(lines(targets("46.0", "14.0", "34.0")), ["parts_target 提醒 Q00 2018 H1 H2 H3"]);
    }

    #[test]
    fn rounding_is_allowed_and_missing_targets_stop_the_check() {
        clean(targets("46.0", "14.0", "32.0"));
        clean(targets("46.0", "14.0", "32.1"));
        assert_eq!(all(targets("46.0", "14.0", "32.2")).len(), 1);
        clean(district().target("P01", "Q00", "46", |_| ()).target("P01", "S01", "14", |_| ()));
    }

    #[test]
    fn whole_numbers_too_small_to_be_rounded_must_add_up() {
        clean(targets("46", "14", "32"));
        let found = only(targets("46", "14", "31"));
        assert_eq!((found.tolerance.as_str(), found.statement.ends_with("少1亿元")), ("", true), "{}", found.statement);
        // 1,400 and 3,201 may be rounded, and so may 4,600
        clean(targets("4600", "1400", "3201"));
        assert_eq!(all(targets("4600", "1400", "3202")).len(), 1);
    }

    #[test]
    fn stages_are_compared_with_the_stages_that_end_together() {
        let stage = |target: &mut Target, amount: &str| {
            let stage = Period::parse("2018年前三季度").unwrap();
            target.stages = vec![StageTarget { stage, amount: Decimal::parse(amount).unwrap(), place: Some(at(9)) }];
        };
        let book = |right: &str| {
            district()
                .target("P01", "Q00", "46.0", |target| stage(target, "30.0"))
                .target("P01", "S01", "14.0", |target| stage(target, "10.0"))
                .target("P01", "S02", "32.0", |target| stage(target, right))
        };
        assert_eq!(of(Rule::PartsTarget, book("20.0")), []);
        let found = of(Rule::PartsTarget, book("18.0")).remove(0);
        assert_eq!(found.statement, "各街镇前三季度阶段目标合计28.0亿元，全区前三季度阶段目标30.0亿元，少2.0亿元");
        assert_eq!(found.period.code(), "2018-Q1/3");
    }
}
