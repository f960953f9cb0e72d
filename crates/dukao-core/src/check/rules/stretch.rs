//! Rule 16: what is striven for is not easier than what must be reached.
//!
//! Higher is better except for ceilings, ranks and lower-is-better indicators; places to win are more
//! when better. No tolerance: both are set, not measured.
//!
//! Example: 确保 252, 争取 250.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Mark, View};
use crate::framework::{Direction, Goal, Indicator, Target};
use crate::number::{Decimal, Rational};
use crate::period::Span;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for target in view.framework.targets() {
        if let Some(indicator) = view.framework.get(&target.indicator) {
            out.extend(look(view, indicator, target));
        }
    }
}

/// Whether the lower of two target values is the harder one; `None` where it cannot be said.
fn lower_is_harder(goal: &Goal, direction: Direction) -> Option<bool> {
    match goal {
        Goal::Ceiling | Goal::Rank => Some(true),
        Goal::RankImprovement => Some(false),
        Goal::Amount | Goal::Level | Goal::Growth => Some(direction == Direction::Down),
        Goal::Relative | Goal::Milestone | Goal::YesNo | Goal::None => None,
    }
}

fn look(view: &View<'_>, indicator: &Indicator, target: &Target) -> Option<Finding> {
    let lower = lower_is_harder(&target.goal, indicator.direction)?;
    let (floor, stretch) = (target.floor?, target.stretch?);
    let (must, wish) = (Rational::from(floor), Rational::from(stretch));
    let easier = if lower { wish > must } else { wish < must };
    if !easier {
        return None;
    }
    let text = |value: Decimal| format!("{value}{}", target.unit_of_measure);
    let fact = |value: Decimal, place| {
        let mut fact = Fact::written(value, &target.unit_of_measure, &target.unit_of_measure, true)?;
        fact.cells.push((place, target.version));
        Some(fact)
    };
    let (stretch_fact, floor_fact) = (fact(stretch, target.stretch_place)?, fact(floor, target.floor_place)?);
    let word = if lower { "高于" } else { "低于" };
    view.finding(Draft {
        rule: Rule::Stretch,
        severity: Severity::Error,
        indicator,
        unit: &target.unit,
        span: Span::Year,
        mark: Mark::target(String::new()),
        statement: format!("争取目标{}{word}确保目标{}，争取应比确保更难", text(stretch), text(floor)),
        printed: Some(text(stretch)),
        computed: None,
        tolerance: String::new(),
        facts: &[&stretch_fact, &floor_fact],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};
    use crate::ledger::Place;

    fn goals(goal: Goal, floor: &str, stretch: &str) -> Rows {
        district().target("P01", "Q00", floor, |target| {
            target.goal = goal;
            target.stretch = Some(Decimal::parse(stretch).unwrap());
            target.floor_place = Some(Place { sheet: 1, row: 4, column: 7 });
            target.stretch_place = Some(Place { sheet: 1, row: 4, column: 8 });
        })
    }

    #[test]
    fn a_stretch_that_is_easier_is_found() {
        assert_eq!(
            only(goals(Goal::Amount, "252", "250")).statement,
            "争取目标250亿元低于确保目标252亿元，争取应比确保更难"
        );
        assert_eq!(lines(goals(Goal::Amount, "252", "250")), ["stretch 矛盾 Q00 2018 I5 H5"]);
        assert_eq!(lines(goals(Goal::Ceiling, "30", "31")).len(), 1);
        assert_eq!(lines(goals(Goal::Rank, "3", "5")).len(), 1);
        assert_eq!(lines(goals(Goal::RankImprovement, "3", "2")).len(), 1);
    }

    #[test]
    fn the_same_or_a_harder_one_is_right() {
        clean(goals(Goal::Amount, "252", "252.0"));
        clean(goals(Goal::Amount, "252", "255"));
        clean(goals(Goal::Ceiling, "30", "29"));
        clean(goals(Goal::Rank, "3", "1"));
        clean(goals(Goal::RankImprovement, "2", "3"));
        clean(goals(Goal::Relative, "2", "1"));
    }
}
