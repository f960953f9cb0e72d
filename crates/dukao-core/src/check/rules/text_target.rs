//! Rule 21: the words of a target state its figures.
//!
//! The words are read for figures in the target's unit of measure. One behind 确保 must be the floor,
//! one behind 争取 or 力争 the stretch; of the others any that is the floor or the stretch is enough
//! (the words of one document often state several targets). Growth is read only behind words of growth.
//! No tolerance: targets are set, not measured. Signs are words here (下降3%), so they are not compared.
//!
//! Example: “增长9%左右” beside a floor of 8 %.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::said::{self, Said};
use crate::check::view::{Draft, Mark, View};
use crate::framework::{Goal, Indicator, Target};
use crate::number::{Decimal, Number, Rational};
use crate::period::Span;
use crate::quantity::Family;

/// Words before a growth.
const GROWTH: [&str; 8] = ["增长", "增速", "增幅", "提高", "提升", "下降", "降低", "减少"];

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for target in view.framework.targets() {
        let goal = matches!(target.goal, Goal::Amount | Goal::Growth | Goal::Ceiling | Goal::Level);
        if let Some(indicator) = view.framework.get(&target.indicator).filter(|_| goal) {
            out.extend(look(view, indicator, target));
        }
    }
}

fn look(view: &View<'_>, indicator: &Indicator, target: &Target) -> Option<Finding> {
    let words = target.text.as_deref()?;
    let floor = target.floor?;
    let percent = target.unit_of_measure.family() == Family::Percent;
    let growth = target.goal == Goal::Growth || percent && indicator.kind.accumulates();
    let speaks = |said: &Said| !growth || GROWTH.iter().any(|word| said.before.contains(word));
    let figures: Vec<Said> = said::figures(words, &target.unit_of_measure).into_iter().filter(speaks).collect();
    let is = |said: &Said, figure: Decimal| amount(said, target) == Some(Rational::from(figure).abs());
    let (wrong, meant, name) = figures
        .iter()
        .find_map(|said| {
            let wish = ["争取", "力争"].iter().any(|word| said.before.contains(word));
            match target.stretch.filter(|_| wish) {
                Some(stretch) if !is(said, stretch) => Some((said, stretch, "争取")),
                None if said.before.contains("确保") && !is(said, floor) => Some((said, floor, "确保")),
                _ => None,
            }
        })
        .or_else(|| {
            let fits = |said: &Said| is(said, floor) || target.stretch.is_some_and(|stretch| is(said, stretch));
            let first = figures.first().filter(|_| !figures.iter().any(fits))?;
            Some((first, floor, "确保"))
        })?;
    let unit = &target.unit_of_measure;
    let place = if name == "争取" { target.stretch_place } else { target.floor_place };
    let mut fact = Fact::written(meant, unit, unit, true)?;
    fact.cells.push((place, target.version));
    let stated = Fact::written(wrong.value, &wrong.unit, unit, true)?;
    let (printed, computed) = (wrong.text.clone(), format!("{meant}{unit}"));
    view.finding(Draft {
        rule: Rule::TextTarget,
        severity: Severity::Error,
        indicator,
        unit: &target.unit,
        span: Span::Year,
        mark: Mark::target(String::new()),
        statement: format!("目标表述“{}”写的是{printed}，{name}目标是{computed}", shortened(words)),
        printed: Some(printed),
        computed: Some(computed),
        tolerance: String::new(),
        facts: &[&fact, &stated],
    })
}

/// What is said, in the target's unit of measure.
fn amount(said: &Said, target: &Target) -> Option<Rational> {
    let power = said.unit.power_to(&target.unit_of_measure)?;
    Some(Rational::from(said.value).mul(&Rational::power_of_ten(power)).abs())
}

/// The beginning of long words.
pub(super) fn shortened(words: &str) -> String {
    const MOST: usize = 40;
    if words.chars().count() <= MOST { words.to_owned() } else { words.chars().take(MOST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};
    use crate::framework::ValueKind;
    use crate::ledger::Place;
    use crate::quantity::UnitOfMeasure;

    fn said(goal: Goal, unit: &str, floor: &str, stretch: Option<&str>, words: &str) -> Rows {
        district().indicator("G01", "%", ValueKind::Growth, |_| ()).target(
            if unit == "%" { "G01" } else { "P01" },
            "Q00",
            floor,
            |target| {
                target.goal = goal;
                target.unit_of_measure = UnitOfMeasure::parse(unit).unwrap();
                target.stretch = stretch.map(|text| Decimal::parse(text).unwrap());
                target.text = Some(words.to_owned());
                target.floor_place = Some(Place { sheet: 1, row: 4, column: 7 });
                target.stretch_place = Some(Place { sheet: 1, row: 4, column: 8 });
            },
        )
    }

    #[test]
    fn words_that_state_another_figure_are_found() {
        let growth = || said(Goal::Growth, "%", "8", None, "规模以上工业增加值增长9%左右");
        assert_eq!(only(growth()).statement, "目标表述“规模以上工业增加值增长9%左右”写的是9%，确保目标是8%");
        assert_eq!(lines(growth()), ["text_target 矛盾 Q00 2018 H5"]);
        let wish = said(Goal::Amount, "亿元", "252", Some("258"), "确保252亿元，力争260亿元");
        assert_eq!(lines(wish), ["text_target 矛盾 Q00 2018 I5"]);
        assert_eq!(lines(said(Goal::Amount, "亿元", "252", None, "完成投资25.2亿元")).len(), 1);
    }

    #[test]
    fn words_that_state_it_in_any_way_are_right() {
        clean(said(Goal::Growth, "%", "9", None, "增长９％以上"));
        clean(said(Goal::Growth, "%", "-3.0", None, "单位能耗下降3%"));
        clean(said(Goal::Growth, "%", "9", None, "城镇增长8%，农村增长9%"));
        clean(said(Goal::Amount, "亿元", "252", None, "投资2520000万元，增长9%"));
        clean(said(Goal::Amount, "亿元", "252", Some("258"), "确保252亿元，力争258亿元"));
        clean(said(Goal::Amount, "亿元", "252", Some("258"), "力争258亿元"));
    }

    #[test]
    fn words_without_such_a_figure_say_nothing() {
        clean(said(Goal::Amount, "亿元", "252", None, "完成全年投资任务"));
        clean(said(Goal::Amount, "亿元", "252", None, "实施项目20个"));
        clean(said(Goal::Growth, "%", "9", None, "完成率达到100%"));
        clean(said(Goal::Relative, "%", "9", None, "增长8%"));
    }
}
