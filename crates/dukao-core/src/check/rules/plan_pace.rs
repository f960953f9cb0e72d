//! Rule 20: stage targets keep the pace, do not exceed the annual target and do not fall.
//!
//! A stage that asks for less than the pace demands by its end is a warning (offices plan seasons as they
//! know them, but the rest of the year must then make it up); one above the annual target (the stretch
//! where there is one), or below an earlier stage, is an error. Amounts of flows and counts. Tolerance:
//! half a digit of both.
//!
//! Example: 上半年 110 of 252 at an even pace that demands 126.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Mark, View, amount, decimals_for, floor_of, tolerance};
use crate::framework::{Goal, Indicator, StageTarget, Target, ValueKind};
use crate::ledger::Origin;
use crate::number::{Number, Rational};
use crate::progress::{Exact, FigureKind, Reckoner, Subject};

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for target in view.framework.targets().filter(|target| target.goal == Goal::Amount) {
        let indicator = view.framework.get(&target.indicator).filter(|indicator| indicator.kind.accumulates());
        let Some(indicator) = indicator else { continue };
        let Some(floor) = floor_of(target, indicator) else { continue };
        let mut before: Option<Fact> = None;
        for stage in &target.stages {
            let Some(fact) = stage_fact(stage, target, indicator) else { continue };
            let plan = Plan { view, indicator, target, stage, floor: &floor, fact: &fact };
            out.extend(plan.look(before.as_ref()));
            before = Some(fact);
        }
    }
}

fn stage_fact(stage: &StageTarget, target: &Target, indicator: &Indicator) -> Option<Fact> {
    let whole = indicator.kind == ValueKind::Count;
    let mut fact = Fact::written(stage.amount, &target.unit_of_measure, &indicator.unit, whole)?;
    fact.cells.push((stage.place, target.version));
    Some(fact)
}

/// One stage of a target.
struct Plan<'p, 'a> {
    view: &'p View<'a>,
    indicator: &'p Indicator,
    target: &'p Target,
    stage: &'p StageTarget,
    floor: &'p Fact,
    fact: &'p Fact,
}

impl Plan<'_, '_> {
    fn look(&self, before: Option<&Fact>) -> Option<Finding> {
        let own = self.fact.clone().with_extra(self.view.extra(
            Rule::PlanPace,
            self.indicator,
            &self.target.unit,
            self.fact.span,
        ));
        let bounds = own.interval();
        if let Some(before) = before.filter(|before| bounds.lies_below(&before.interval())) {
            let told = format!("比前一阶段的{}还少", self.text(&before.value));
            return self.draft(Severity::Error, &told, &before.value, before, &own);
        }
        let most = self.most();
        if most.interval().lies_below(&bounds) {
            let told = format!("超过全年目标{}", self.text(&most.value));
            return self.draft(Severity::Error, &told, &most.value, &most, &own);
        }
        let pace = self.pace()?;
        let demand = self.floor.value.mul(&pace);
        let due = Interval::around(&demand, &self.floor.half().mul(&pace));
        if !bounds.lies_below(&due) {
            return None;
        }
        let told = format!("按{}进度应不少于{}", self.target.pace.label(), self.text(&demand));
        self.draft(Severity::Warning, &told, &demand, self.floor, &own)
    }

    /// The stretch, or the floor.
    fn most(&self) -> Fact {
        let whole = self.indicator.kind == ValueKind::Count;
        let stretch = || {
            let written = self.target.stretch?;
            let mut fact = Fact::written(written, &self.target.unit_of_measure, &self.indicator.unit, whole)?;
            fact.cells.push((self.target.stretch_place, self.target.version));
            Some(fact).filter(|fact| fact.value > self.floor.value)
        };
        stretch().unwrap_or_else(|| self.floor.clone())
    }

    /// `f(m)` at the end of the stage, 0 to 1.
    fn pace(&self) -> Option<Rational> {
        let end = self.stage.stage.end()?;
        let month = crate::progress::asked_in(self.view.book, self.indicator, Origin::Claimed, end).unwrap_or(end);
        let subject = Subject {
            indicator: &self.indicator.code,
            unit: &self.target.unit,
            year: self.view.year,
            month,
            origin: Origin::Claimed,
        };
        let pace = Reckoner::<Exact>::new(self.view.book, subject).ok()?.compute(FigureKind::Pace).ok()?;
        pace.div(&Rational::integer(100))
    }

    fn text(&self, value: &Rational) -> String {
        let decimals = decimals_for(&[value], self.fact.decimals, self.fact.decimals.saturating_add(2));
        amount(value, decimals, self.indicator)
    }

    fn draft(&self, severity: Severity, told: &str, other: &Rational, from: &Fact, own: &Fact) -> Option<Finding> {
        let stage = self.stage.stage.to_string();
        let name = stage.split_once('年').map_or(stage.as_str(), |(_, rest)| rest);
        let name = if name.is_empty() { "全年" } else { name };
        let printed = self.text(&self.fact.value);
        let half = own.half().add(&from.half());
        self.view.finding(Draft {
            rule: Rule::PlanPace,
            severity,
            indicator: self.indicator,
            unit: &self.target.unit,
            span: self.stage.stage.span(),
            mark: Mark::target(String::new()),
            statement: format!("{name}阶段目标{printed}，{told}"),
            printed: Some(printed),
            computed: Some(self.text(other)),
            tolerance: tolerance(&half, self.indicator.unit.as_str()),
            facts: &[self.fact, from],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};
    use crate::number::Decimal;
    use crate::testing::stage;

    fn plan(stretch: Option<&str>, stages: &[(&str, &str)]) -> Rows {
        district().target("P01", "Q00", "252", |target| {
            target.stretch = stretch.map(|text| Decimal::parse(text).unwrap());
            target.stages = stages.iter().map(|(period, amount)| stage(period, amount)).collect();
        })
    }

    #[test]
    fn a_stage_behind_the_pace_is_a_warning() {
        let found = only(plan(None, &[("2018年上半年", "110"), ("2018年前三季度", "189")]));
        assert_eq!(found.statement, "上半年阶段目标110亿元，按均衡进度应不少于126亿元");
        assert_eq!(found.severity, Severity::Warning);
        assert_eq!(found.computed.as_deref(), Some("126亿元"));
    }

    #[test]
    fn a_stage_above_the_year_or_below_the_one_before_is_an_error() {
        let above = only(plan(None, &[("2018年前三季度", "260")]));
        assert_eq!(above.statement, "前三季度阶段目标260亿元，超过全年目标252亿元");
        let falls = lines(plan(None, &[("2018年上半年", "200"), ("2018年前三季度", "190")]));
        assert_eq!(falls.len(), 1);
        assert!(falls[0].starts_with("plan_pace 矛盾 Q00 "), "{falls:?}");
    }

    #[test]
    fn a_stage_that_keeps_the_pace_is_right() {
        clean(plan(None, &[("2018年上半年", "126"), ("2018年前三季度", "189")]));
        clean(plan(None, &[("2018年一季度", "63")]));
        clean(plan(Some("258"), &[("2018年前三季度", "255")]));
        clean(plan(None, &[]));
    }
}
