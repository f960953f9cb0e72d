//! Tables out: one model of a table, written as a styled workbook or as csv.
//!
//! What a table says is decided elsewhere; here it gets its form. Numbers stay exact: a number cell holds the number and
//! the decimals it is shown with, and a text can never become a formula.

mod delimited;
mod exact;
mod folder;
mod kept;
mod recipe;
mod standard;
mod style;
mod table;
mod width;
mod xlsx;

pub use delimited::{csv, guarded, unguarded};
pub use folder::zipped;
pub use kept::KEPT;
pub use recipe::Recipe;
pub use standard::{STANDARD, StandardTable, standard};
pub use table::{Cell, Chart, Choice, Column, ColumnKind, Drawn, Mark, Row, RowKind, Series, Table, Value};
pub use xlsx::{About, workbook};

/// Why a table cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutError {
    /// A text is longer than a cell of a workbook may hold.
    #[error("工作表“{sheet}”{cell} 的文字超过 32767 字，xlsx 放不下；请改用 csv")]
    LongText {
        /// Name of the sheet.
        sheet: String,
        /// Address of the cell.
        cell: String,
    },
    /// The library that writes the file refuses.
    #[error("写不成文件：{0}")]
    Library(String),
}
