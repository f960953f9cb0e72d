//! Two columns that would say the same figure: the figures decide which one is meant, or it is asked.

use dukao_core::ledger::Measure;

use super::claims::What;
use super::decided::{Decided, Meaning};
use super::evidence::Law;
use crate::mapping::words::Item;

const COMPLETION: What = What::Fixed(Item::Measure(Measure::Completion));
const STAGE_COMPLETION: What = What::Fixed(Item::Measure(Measure::StageCompletion));
const STAGE: What = What::Fixed(Item::Stage);
const FLOOR: What = What::Fixed(Item::Floor);

/// Settles columns with the same meaning.
pub(super) fn settle(decided: &mut Decided<'_>) {
    stage_rates(decided);
    for (first, second) in clashes(decided) {
        let what = decided.columns.get(first).and_then(super::decided::Column::what);
        let solved = match what {
            Some(FLOOR) => by_completion(decided, first, second),
            Some(COMPLETION) => by_target(decided, first, second),
            _ => false,
        };
        if !solved {
            ask(decided, first, second);
        }
    }
}

/// Pairs of columns that say the same.
fn clashes(decided: &Decided<'_>) -> Vec<(usize, usize)> {
    let key = |column: &super::decided::Column| {
        (column.item(), column.indicator.clone(), column.about.clone(), column.when.clone(), column.stage.clone())
    };
    let figures: Vec<usize> = decided.figures().map(|(at, _)| at).collect();
    let mut pairs = Vec::new();
    for (place, first) in figures.iter().enumerate() {
        for second in figures.iter().skip(place + 1) {
            let (Some(one), Some(other)) = (decided.columns.get(*first), decided.columns.get(*second)) else {
                continue;
            };
            if key(one).0.is_some() && key(one) == key(other) && !decided.indicator_across(*first, *second) {
                pairs.push((*first, *second));
            }
        }
    }
    pairs
}

impl Decided<'_> {
    /// Columns of units of measure or of names never clash.
    fn indicator_across(&self, first: usize, second: usize) -> bool {
        let fixed = |at: usize| self.columns.get(at).is_some_and(|column| column.fixed);
        fixed(first) && fixed(second)
    }
}

fn holds(decided: &Decided<'_>, rate: usize, amount: usize, whole: usize) -> bool {
    let numbers = |at: usize| decided.draft.columns.get(at).map_or(&[][..], |col| col.numbers.as_slice());
    Law::Ratio.is_sure([numbers(rate), numbers(amount), numbers(whole)]).is_some()
}

fn all(decided: &Decided<'_>, what: What) -> Vec<usize> {
    decided.figures().filter(|(_, column)| column.what() == Some(what)).map(|(at, _)| at).collect()
}

/// A completion that is computed from a stage target, not from the annual one.
fn stage_rates(decided: &mut Decided<'_>) {
    let (stages, floors, amounts) = (all(decided, STAGE), all(decided, FLOOR), all(decided, What::Amount));
    for rate in all(decided, COMPLETION) {
        let by = |wholes: &[usize]| {
            amounts.iter().any(|amount| wholes.iter().any(|whole| holds(decided, rate, *amount, *whole)))
        };
        if by(&stages)
            && !by(&floors)
            && let Some(column) = decided.columns.get_mut(rate)
        {
            column.meaning = Meaning::Figures(STAGE_COMPLETION);
            column.because("等于完成数除以阶段目标");
        }
    }
}

fn unread(decided: &mut Decided<'_>, at: usize, reason: String) {
    if let Some(column) = decided.columns.get_mut(at) {
        column.meaning = Meaning::Unread;
        column.sure = 85;
        column.because(reason);
    }
}

/// Of two targets, the one that the printed completion is computed from.
fn by_completion(decided: &mut Decided<'_>, first: usize, second: usize) -> bool {
    let amounts = all(decided, What::Amount);
    let rates = all(decided, COMPLETION);
    let used =
        |target: usize| rates.iter().any(|rate| amounts.iter().any(|amount| holds(decided, *rate, *amount, target)));
    let (one, other) = match (used(first), used(second)) {
        (true, false) => (first, second),
        (false, true) => (second, first),
        _ => return false,
    };
    let reason = format!("完成率是除以{}算的，所以目标是那一列，这一列不读", decided.draft.column_name(one));
    unread(decided, other, reason);
    true
}

/// Of two completions, the one computed from the column that is the target.
fn by_target(decided: &mut Decided<'_>, first: usize, second: usize) -> bool {
    let (amounts, floors) = (all(decided, What::Amount), all(decided, FLOOR));
    let [floor] = floors.as_slice() else { return false };
    let used = |rate: usize| amounts.iter().any(|amount| holds(decided, rate, *amount, *floor));
    let other = match (used(first), used(second)) {
        (true, false) => second,
        (false, true) => first,
        _ => return false,
    };
    unread(decided, other, "不是完成数除以目标，这一列不读".to_owned());
    true
}

fn ask(decided: &mut Decided<'_>, first: usize, second: usize) {
    let names = (decided.draft.column_name(first), decided.draft.column_name(second));
    for (at, other) in [(first, &names.1), (second, &names.0)] {
        let Some(column) = decided.columns.get_mut(at).filter(|column| !column.fixed) else { continue };
        let label = column.item().map(super::words::item_word).unwrap_or_default();
        column.sure = column.sure.min(40);
        column.question = Some(format!("与{other}都像是{label}，只能有一列"));
        column.others = vec![label, "不读"];
    }
}
