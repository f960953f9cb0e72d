//! Columns that print one side only, as a positive amount: 短收 beside or without 超收, 减收 beside 增收.
//!
//! Stored is always the signed figure, negative when short: 短收 30 is a 短收超收 of −30 that stands in its
//! own cell.

use dukao_core::ledger::Recorded;
use dukao_core::number::Decimal;

use super::layout::Layout;
use super::spec::{Column, Mapping};
use super::words::Item;
use crate::cellvalue::{Figure, figure, has_direction};
use crate::grid::Cell;
use crate::typed::{Said, refuse};

/// What is recorded for a cell of a column of this kind: the sign turned, unless the cell itself says a
/// direction (`短收30`).
pub(super) fn as_stored(read: Recorded, cell: &Cell, item: Item) -> Said<Recorded> {
    match read {
        Recorded::Known(mut quantity) if item.is_turned() && !has_direction(cell.text()) => {
            let turned = quantity.value.mantissa().checked_neg();
            let turned = turned.and_then(|mantissa| Decimal::new(mantissa, quantity.value.scale()));
            let Some(turned) = turned else {
                return refuse(format!("“{}”位数过多", cell.trimmed()), "换用更大的计量单位");
            };
            quantity.value = turned;
            Ok(Recorded::Known(quantity))
        }
        other => Ok(other),
    }
}

/// Whether the column of the other side holds the figure of this row, so that a blank mark or a zero here
/// says nothing: 短收 —, 超收 12. Where both say nothing, the side that is not turned does.
pub(super) fn said_by_the_other(
    read: &Recorded,
    mapping: &Mapping,
    layout: &Layout<'_>,
    row: usize,
    column: &Column,
) -> bool {
    let silent = match read {
        Recorded::NoData => true,
        Recorded::Known(quantity) => quantity.value.mantissa() == 0,
        _ => false,
    };
    let other = || {
        let other = mapping.columns.iter().find(|other| is_other_side(other, column))?;
        figure(layout.sheet.cell(row, layout.column(&other.head.value)?)).ok()
    };
    silent
        && other().is_some_and(|figure| match figure {
            Figure::Absent => false,
            Figure::NoData => column.item.is_turned(),
            Figure::Number(typed) => column.item.is_turned() || typed.decimal.bytes().any(|b| matches!(b, b'1'..=b'9')),
            Figure::Masked | Figure::Incomparable => true,
        })
}

/// The same figure with its sign the other way round.
fn is_other_side(other: &Column, column: &Column) -> bool {
    let name = |one: &Column| one.indicator.as_ref().map(|definition| definition.name.clone());
    other.item.measure() == column.item.measure()
        && other.item.is_turned() != column.item.is_turned()
        && name(other) == name(column)
        && (&other.period, &other.about) == (&column.period, &column.about)
}
