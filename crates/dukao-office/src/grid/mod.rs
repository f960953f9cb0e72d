//! Workbooks and csv as plain grids of cells: what the user sees, at the address the user sees.
//!
//! ```
//! let book = dukao_office::grid::open("数.csv", "单位,数\n甲街道,0.10\n".as_bytes()).unwrap();
//! let sheet = &book.sheets[0];
//! assert_eq!(sheet.cell(1, 1).text(), "0.10");
//! assert_eq!(dukao_office::grid::address(1, 1), "B2");
//! ```

mod address;
mod convert;
mod decimal;
mod delimited;
mod excel;
mod open;

use std::collections::BTreeMap;

pub use address::{address, column_name, parse_address};
pub use decimal::{move_point, of_float};
pub use open::{Limits, open, open_within};

/// What kind of file a book came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 97–2003.
    Xls,
    /// OpenDocument.
    Ods,
    /// Delimited text; which encoding it was in.
    Csv(Encoding),
}

/// Encoding of a csv file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without mark.
    Utf8,
    /// UTF-16 with mark, as Excel's “Unicode text”.
    Utf16,
    /// GB18030, which contains GBK and GB2312.
    Gb18030,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// File name without folders.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its sheets in order; a csv has one without a name.
    pub sheets: Vec<Sheet>,
}

/// One sheet. Rows and columns count from 0 here; [`address()`] gives the name the user sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet; empty for csv.
    pub name: String,
    /// Not shown when the file is opened.
    pub hidden: bool,
    rows: Vec<Vec<Cell>>,
    /// Cells held, empty ones between included.
    size: usize,
    /// Covered cell → top left cell of its merged region.
    merged: BTreeMap<(usize, usize), (usize, usize)>,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// Nothing.
    #[default]
    Empty,
    /// Text as typed.
    Text,
    /// A number; the text is its exact decimal, with `%` when the cell shows percent.
    Number,
    /// A date `2018-07-20`.
    Date,
    /// 是 or 否.
    Bool,
    /// A formula error such as `#DIV/0!`.
    Error,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What it holds.
    pub kind: CellKind,
    text: Box<str>,
}

impl Cell {
    /// A cell of the given kind.
    pub fn new(kind: CellKind, text: impl Into<Box<str>>) -> Self {
        Self { kind, text: text.into() }
    }

    /// A text cell, or an empty one when there is only blank space.
    pub fn of_text(text: &str) -> Self {
        let kind = if text.trim().is_empty() { CellKind::Empty } else { CellKind::Text };
        Self::new(kind, if kind == CellKind::Empty { "" } else { text })
    }

    /// The text the user sees.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text without blanks around it.
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// Nothing in it.
    pub fn is_empty(&self) -> bool {
        self.kind == CellKind::Empty
    }
}

static EMPTY: std::sync::LazyLock<Cell> = std::sync::LazyLock::new(Cell::default);

impl Sheet {
    /// A sheet of text cells; for tests and for tables typed in.
    pub fn of_text<'t>(name: &str, rows: impl IntoIterator<Item = Vec<&'t str>>) -> Self {
        let rows = rows.into_iter().map(|row| row.into_iter().map(Cell::of_text).collect()).collect();
        Self { name: name.to_owned(), rows, ..Self::default() }
    }

    /// How many rows there are, up to the last one with anything in it.
    pub const fn height(&self) -> usize {
        self.rows.len()
    }

    /// How many cells the row has, up to the last one with anything in it.
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, Vec::len)
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> &[Cell] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// The cell itself; an empty one outside the sheet.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&EMPTY)
    }

    /// The cell as it is shown: inside a merged region, the region's content.
    pub fn shown(&self, row: usize, column: usize) -> &Cell {
        let (row, column) = self.merged.get(&(row, column)).copied().unwrap_or((row, column));
        self.cell(row, column)
    }

    /// The top left cell of the merged region the cell lies in, if it lies in one.
    pub fn merged_from(&self, row: usize, column: usize) -> Option<(usize, usize)> {
        self.merged.get(&(row, column)).copied()
    }

    /// A row without anything in it.
    pub fn is_blank_row(&self, row: usize) -> bool {
        self.row(row).iter().all(Cell::is_empty)
    }

    fn put(&mut self, row: usize, column: usize, cell: Cell) {
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        if let Some(cells) = self.rows.get_mut(row) {
            if cells.len() <= column {
                self.size += column + 1 - cells.len();
                cells.resize_with(column + 1, Cell::default);
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
    }
}
