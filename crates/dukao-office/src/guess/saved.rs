//! What an earlier mapping file says of the heads of a table: confirmed once, it is not guessed anew when the table has
//! got another column or lost one.

use super::Hints;
use super::correction::{Correction, Subject};
use super::draft::Draft;
use super::facts::Facts;
use super::words::item_word;
use crate::mapping::said::Said;
use crate::mapping::{Mapping, finds, settle};

/// What was confirmed of this table's heads, and the mapping file that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Remembered {
    /// As a person would say it.
    pub(super) corrections: Vec<Correction>,
    /// Why.
    pub(super) reason: String,
}

/// Heads of figures that a mapping file must share with a table to be about the same one.
const FIGURES: usize = 2;

/// The mapping file that knows most heads of the table: at least two of figures, and half of those it names. Where two
/// know as many and differ, none is asked.
pub(super) fn remembered(draft: &Draft, facts: &Facts, hints: &Hints) -> Remembered {
    let all = hints.saved.iter().flat_map(|mapping| mapping.said().into_iter().map(move |said| (mapping, said)));
    let mut found: Vec<(usize, Vec<Correction>, &Mapping)> = all
        .filter_map(|(mapping, said)| {
            let corrections = corrections(draft, facts, &said)?;
            Some((corrections.len(), corrections, mapping))
        })
        .collect();
    found.sort_by_key(|(heads, ..)| std::cmp::Reverse(*heads));
    let mut best = found.iter();
    let Some((heads, corrections, mapping)) = best.next() else { return Remembered::default() };
    if best.next().is_some_and(|(others, other, _)| others == heads && other != corrections) {
        return Remembered::default();
    }
    Remembered {
        corrections: corrections.clone(), reason: format!("上次的映射文件“{}”这样读", mapping.title)
    }
}

fn corrections(draft: &Draft, facts: &Facts, said: &[(String, Said)]) -> Option<Vec<Correction>> {
    let at = |head: &str| finds(&draft.sheet, draft.shape.head, &settle::filled(head, facts.moment));
    let known: Vec<(usize, &Said)> = said.iter().filter_map(|(head, what)| Some((at(head)?, what))).collect();
    let figures = |what: &Said| matches!(what, Said::Figures { .. });
    let (named, here) =
        (said.iter().filter(|(_, what)| figures(what)).count(), known.iter().filter(|(_, what)| figures(what)).count());
    (here >= FIGURES && here * 2 >= named)
        .then(|| known.iter().flat_map(|(at, what)| spoken(draft, *at, what)).collect())
}

/// What is said of a column, as a person would say it.
fn spoken(draft: &Draft, at: usize, what: &Said) -> Vec<Correction> {
    let name = draft.column_name(at);
    let one = |subject: Subject, value: &str| Correction { table: 0, subject, value: value.to_owned() };
    let meaning = |word: &str| vec![one(Subject::Column(name.clone()), word)];
    match what {
        Said::Unit => meaning("单位"),
        Said::Indicator => meaning("指标"),
        Said::UnitOfMeasure => meaning("计量单位"),
        Said::Ignored => meaning(super::words::UNREAD),
        Said::Figures { item, indicator, unit } => {
            let mut all = meaning(item_word(*item));
            all.extend(indicator.as_deref().map(|name_of| one(Subject::ColumnIndicator(name.clone()), name_of)));
            all.extend(unit.as_ref().map(|unit| one(Subject::ColumnUnit(name.clone()), unit.as_str())));
            all
        }
    }
}
