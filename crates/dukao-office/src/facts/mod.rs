//! A plain table as the facts a scheme is applied to: one row for each unit, one column for each input.
//!
//! The head row is the first that names the units (单位, 名称, 地区 …). A column that the scheme asks for and the table does
//! not have, a cell that is no figure, a unit that stands there twice: all of it in one pass, each at its place.

mod columns;
mod read;
#[cfg(test)]
mod tests;

use dukao_core::assessment::{Plan, Sheet};
use dukao_core::period::Month;

use crate::grid::Book;
use crate::problem::Problem;

pub use columns::Needed;

/// Facts out of a plain table.
#[derive(Debug, Clone)]
pub struct PlainFacts {
    /// The facts.
    pub sheet: Sheet,
    /// Names of the file and the sheet they come from.
    pub place: (String, String),
    /// What the user should know, such as columns that were not read.
    pub notes: Vec<Problem>,
}

/// Reads what `plan` asks for by the end of `month` out of the first sheet of `book` that has a head row.
///
/// # Errors
/// Everything wrong with the table; nothing of it is used then.
pub fn read(plan: &Plan<'_>, book: &Book, month: Month) -> Result<PlainFacts, Vec<Problem>> {
    read::read(plan, book, month)
}
