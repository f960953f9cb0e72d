//! One sheet: its cells, which of them are merged, which rows and columns are hidden.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;

/// Most cells covered by the merged regions of one sheet.
const MAX_COVERED: usize = 1_000_000;

/// One sheet. Rows and columns count from 0 here; [`super::address()`] gives the name the user sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet; empty for csv.
    pub name: String,
    /// Not shown when the file is opened.
    pub hidden: bool,
    /// How many rows at the top are no rows of the table itself, but the lines that stand before it on
    /// its page: caption, unit, period. 0 for spreadsheets, which have such lines in cells.
    pub titles: usize,
    rows: Vec<Vec<Cell>>,
    /// Cells held, empty ones between included, and rows.
    size: usize,
    /// Cells of the widest row.
    width: usize,
    regions: Vec<Region>,
    /// Covered cell → top left cell of its merged region.
    merged: BTreeMap<(usize, usize), (usize, usize)>,
    hidden_rows: BTreeSet<usize>,
    hidden_columns: BTreeSet<usize>,
}

/// A merged region, first and last row and column included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    /// First row.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// Last row.
    pub bottom: usize,
    /// Last column.
    pub right: usize,
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
    text: CompactString,
}

impl Cell {
    /// A cell of the given kind.
    pub fn new(kind: CellKind, text: impl Into<CompactString>) -> Self {
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
        let rows: Vec<Vec<Cell>> = rows.into_iter().map(|row| row.into_iter().map(Cell::of_text).collect()).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let size = rows.iter().map(Vec::len).sum::<usize>() + rows.len();
        Self { name: name.to_owned(), rows, size, width, ..Self::default() }
    }

    /// An empty sheet.
    pub(super) fn named(name: &str, hidden: bool) -> Self {
        Self { name: name.to_owned(), hidden, ..Self::default() }
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

    /// The merged regions, as far as they lie within the used rows and columns.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Whether the row is hidden in the file; its cells are read all the same.
    pub fn is_hidden_row(&self, row: usize) -> bool {
        self.hidden_rows.contains(&row)
    }

    /// Whether the column is hidden in the file; its cells are read all the same.
    pub fn is_hidden_column(&self, column: usize) -> bool {
        self.hidden_columns.contains(&column)
    }

    /// How many columns the widest row has.
    pub const fn columns(&self) -> usize {
        self.width
    }

    /// A row without anything in it.
    pub fn is_blank_row(&self, row: usize) -> bool {
        self.row(row).iter().all(Cell::is_empty)
    }

    /// Cells held, empty ones between included, and rows.
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    pub(super) fn put(&mut self, row: usize, column: usize, cell: Cell) {
        if self.rows.len() <= row {
            // Rows come in order: the one before is as wide as it will ever be.
            if let Some(last) = self.rows.last_mut() {
                last.shrink_to_fit();
            }
            self.size += row + 1 - self.rows.len();
            self.rows.resize_with(row + 1, Vec::new);
        }
        if let Some(cells) = self.rows.get_mut(row) {
            if cells.len() <= column {
                self.size += column + 1 - cells.len();
                cells.resize_with(column + 1, Cell::default);
                self.width = self.width.max(column + 1);
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
    }

    /// Notes that rows are hidden, first and last included, after all cells are in place.
    pub fn hide_rows(&mut self, from: usize, to: usize) {
        let end = to.saturating_add(1).min(self.height());
        self.hidden_rows.extend(from..end);
    }

    /// Notes that columns are hidden, first and last included, after all cells are in place.
    pub fn hide_columns(&mut self, from: usize, to: usize) {
        let end = to.saturating_add(1).min(self.columns());
        self.hidden_columns.extend(from..end);
    }

    /// Notes merged regions, after all cells are in place. False when they cover too many cells.
    pub fn merge(&mut self, regions: impl IntoIterator<Item = Region>) -> bool {
        let (height, width) = (self.height(), self.columns());
        let mut covered = 0_usize;
        for mut region in regions {
            if region.top >= height || region.left >= width {
                continue;
            }
            region.bottom = region.bottom.clamp(region.top, height - 1);
            region.right = region.right.clamp(region.left, width - 1);
            let cells = (region.bottom - region.top + 1).saturating_mul(region.right - region.left + 1);
            if cells == 1 {
                continue;
            }
            covered = covered.saturating_add(cells);
            if covered > MAX_COVERED {
                return false;
            }
            self.regions.push(region);
            let places = (region.top..=region.bottom)
                .flat_map(|row| (region.left..=region.right).map(move |column| (row, column)));
            self.merged.extend(places.map(|place| (place, (region.top, region.left))));
        }
        true
    }
}
