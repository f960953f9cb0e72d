//! Growth that is an indicator of its own: printed without amounts, ranked beside them, or set as a target.

use dukao_core::ledger::Measure;

use super::claims::What;
use super::decided::{Column, Decided, Meaning};
use super::vocabulary::Sense;
use crate::batch::Known;
use crate::mapping::words::Item;

/// Settles growth in a table whose columns name indicators.
pub(super) fn settle(decided: &mut Decided<'_>, known: &dyn Known) {
    growth_by_itself(decided, known);
    ranks_of_growth(decided);
    goals_of_growth(decided);
}

/// An indicator of which only growth is printed is the growth rate itself, unless the region has it.
fn growth_by_itself(decided: &mut Decided<'_>, known: &dyn Known) {
    let mut all: Vec<String> = decided.figures().filter_map(|(_, column)| column.indicator.clone()).collect();
    all.sort_unstable();
    all.dedup();
    for name in all {
        let of = |column: &Column| column.indicator.as_deref() == Some(name.as_str());
        let grows = decided.figures().any(|(_, column)| of(column) && column.what() == Some(What::Growth));
        let amounts = decided.figures().any(|(_, column)| of(column) && column.is_amount() && !is_percent_goal(column));
        let held =
            known.years().iter().any(|year| known.framework(*year).is_some_and(|held| held.find(&name).is_some()));
        if !grows || amounts || held {
            continue;
        }
        let rate =
            if name.ends_with('速') || name.ends_with("增长率") { name.clone() } else { format!("{name}增速") };
        for column in decided.columns.iter_mut().filter(|column| column.indicator.as_deref() == Some(name.as_str())) {
            column.indicator = Some(rate.clone());
            if column.meaning == Meaning::Figures(What::Growth) {
                column.meaning = Meaning::Figures(What::Amount);
                column.unit = dukao_core::quantity::UnitOfMeasure::parse("%").ok();
                column.because(format!("表里只有增速，按指标“{rate}”读"));
            }
        }
    }
}

fn is_percent_goal(column: &Column) -> bool {
    matches!(column.what(), Some(What::Fixed(Item::Floor | Item::Stretch | Item::Stage)))
        && column.unit.as_ref().is_some_and(|unit| unit.as_str() == "%")
}

/// Whether two heads say the same of time: a place of July beside one of January to July is no place by growth.
fn same_time(decided: &Decided<'_>, one: usize, other: usize) -> bool {
    let scope = |at: usize| decided.draft.columns.get(at).and_then(|col| col.head.scope(decided.facts.moment));
    scope(one) == scope(other)
}

/// Beside a place by amount, a place by growth is of the growth rate.
fn ranks_of_growth(decided: &mut Decided<'_>) {
    let rank = What::Fixed(Item::Measure(Measure::Rank));
    let ranks: Vec<usize> =
        decided.figures().filter(|(_, column)| column.what() == Some(rank)).map(|(at, _)| at).collect();
    for at in &ranks {
        let Some(column) = decided.columns.get(*at) else { continue };
        let twice = ranks.iter().filter(|other| {
            decided
                .columns
                .get(**other)
                .is_some_and(|other| (&other.indicator, &other.about) == (&column.indicator, &column.about))
                && same_time(decided, **other, *at)
        });
        let rate =
            decided.columns.iter().take(*at).rev().find(|left| left.what().is_some() && left.what() != Some(rank));
        let says = decided.draft.columns.get(*at).is_some_and(|col| col.head.says(Sense::Growth));
        let named = decided
            .draft
            .columns
            .get(*at)
            .is_some_and(|col| col.head.says(Sense::Amount) || col.head.says(Sense::Completion));
        let of_growth = says || (!named && rate.is_some_and(|left| left.what() == Some(What::Growth)));
        if twice.count() > 1 && of_growth {
            let name = column.indicator.as_ref().map(|name| format!("{name}增速"));
            if let Some(column) = decided.columns.get_mut(*at) {
                column.indicator = name;
                column.because("有几个位次，这一个是增速的位次");
            }
        }
    }
}

/// Targets in % of indicators in other units are growth targets.
fn goals_of_growth(decided: &mut Decided<'_>) {
    let goals: Vec<usize> = decided.figures().filter(|(_, column)| is_percent_goal(column)).map(|(at, _)| at).collect();
    for at in goals {
        let Some(column) = decided.columns.get(at) else { continue };
        let name = column.indicator.clone();
        let same = |other: &Column| other.indicator == name;
        let amount_goal = decided.figures().any(|(_, other)| {
            same(other)
                && !is_percent_goal(other)
                && matches!(other.what(), Some(What::Fixed(Item::Floor | Item::Stretch | Item::Stage)))
        });
        let rate = decided.figures().any(|(_, other)| {
            same(other)
                && other.what() == Some(What::Amount)
                && other.unit.as_ref().is_some_and(|unit| unit.as_str() == "%")
        });
        if let Some(column) = decided.columns.get_mut(at) {
            if amount_goal {
                column.indicator = name.map(|name| format!("{name}增速"));
            } else if !rate {
                column.growth_goal = true;
                column.because("目标用%，是增速目标");
            }
        }
    }
}
