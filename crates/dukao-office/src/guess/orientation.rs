//! Whether data items stand across, or down in the first columns.

use super::areas::Block;
use super::draft::Draft;
use super::heads::Head;
use super::names;
use super::vocabulary::{Label, Sense};
use crate::grid::Sheet;

/// The table of a block, turned so that data items, indicators or units stand across and the rest down.
pub(super) fn draft(sheet: &Sheet, block: &Block) -> Option<Draft> {
    let upright = Draft::of(sheet, block, false)?;
    if !items_down(&upright) {
        return Some(upright);
    }
    let top = block.rows.start + upright.shape.head.0;
    let end = block.rows.start + upright.shape.data.1;
    let inner = Block { rows: top..end, columns: block.columns.clone() };
    Draft::of(sheet, &inner, true).or(Some(upright))
}

/// Many names at the beginning of rows are data items, and few heads are.
fn items_down(draft: &Draft) -> bool {
    let texts: Vec<usize> = draft
        .columns
        .iter()
        .enumerate()
        .filter(|(_, col)| !col.is_numeric() && !col.is_blank())
        .map(|(at, _)| at)
        .collect();
    let figures: Vec<usize> =
        draft.columns.iter().enumerate().filter(|(_, col)| col.is_numeric()).map(|(at, _)| at).collect();
    let across = figures.iter().filter(|at| draft.columns.get(**at).is_some_and(|col| is_item(&col.head))).count();
    if figures.len() < 2 || across * 3 > figures.len() || draft.data.len() > 60 {
        return false;
    }
    texts.iter().take(3).any(|at| {
        let names: Vec<String> = draft
            .data
            .iter()
            .map(|row| draft.cell(*row, *at).text().to_owned())
            .filter(|name| !name.trim().is_empty())
            .collect();
        let items = names.iter().filter(|name| is_item(&Head::of(&[(*name).clone()]))).count();
        names.len() > 1 && items * 2 >= names.len()
    })
}

/// A head that says what its figures are; the name of an indicator alone does not.
fn is_item(head: &Head) -> bool {
    let named = head.path.last().is_some_and(|text| names::exactly(text).is_some());
    let telling = head
        .senses
        .iter()
        .any(|(_, sense)| !matches!(sense, Sense::Unread | Sense::Pace | Sense::MonthOnMonth | Sense::Of));
    !named && telling && !head.labels.iter().any(|label| matches!(label, Label::Unit | Label::Indicator))
}
