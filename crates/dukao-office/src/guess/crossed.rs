//! Tables with industries down and several indicators across: a row and a column together name the indicator.

use super::decided::Decided;
use super::made::is_held;
use super::names;
use super::subjects::name_indicators;
use super::vocabulary::Label;
use crate::batch::Known;

/// Settles the indicators of such a table; `rests` is what the head of each column says beside its meaning.
///
/// Half of the names across, and two at least, must be indicators that are known, and none of the names down:
/// 利润总额 and 营业收入 over 纺织业; or a person has named a column's. Everything else that says a figure twice
/// stays a question.
pub(super) fn settle(decided: &mut Decided<'_>, rests: &[String], known: &dyn Known) {
    if !is_crossed(decided, rests, known) {
        return;
    }
    decided.crossed = true;
    name_indicators(decided, rests, known);
    let example = decided.label(Label::Indicator).and_then(|at| decided.draft.names(at).into_iter().nth(1));
    for column in decided.columns.iter_mut().filter(|column| column.what().is_some()) {
        if let (Some(row), Some(name)) = (&example, &column.indicator) {
            column.reasons.push(format!("行和列合起来是一个指标，如“{row}{name}”"));
        }
    }
}

fn is_crossed(decided: &Decided<'_>, rests: &[String], known: &dyn Known) -> bool {
    let named = |text: &str| names::exactly(text).is_some() || is_held(text, known);
    let mut across: Vec<&str> = decided.figures().filter_map(|(at, _)| rests.get(at)).map(String::as_str).collect();
    across.retain(|rest| !rest.is_empty());
    across.sort_unstable();
    across.dedup();
    let known_across = across.iter().filter(|rest| named(rest)).count();
    let said = decided.figures().any(|(_, column)| column.indicator.is_some());
    let Some(at) = decided.label(Label::Indicator) else { return false };
    let down = decided.draft.names(at);
    let single = decided.label(Label::Unit).is_none() && decided.label(Label::UnitOfMeasure).is_none();
    let by_names = known_across > 1 && known_across * 2 >= across.len() && !down.iter().any(|name| named(name));
    single && across.len() > 1 && (said || by_names)
}
