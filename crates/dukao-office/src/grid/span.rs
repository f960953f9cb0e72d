//! Tables of documents and web pages, whose cells reach over several rows or columns, as sheets.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::convert::too_many_merged;
use super::open::{Limits, Wrong, wrong};
use super::{Cell, Region, Sheet};

/// Longest line before a table that is taken for its title, unit or period.
const LONGEST_TITLE: usize = 80;
/// Most lines before a table that are kept.
const MOST_TITLES: usize = 4;
/// Most tables in tables.
const MAX_DEPTH: usize = 50;
/// Most tables, empty ones included.
const MAX_TABLES: usize = 20_000;

/// The lines of text that came last, of which those right before a table belong to it.
#[derive(Debug, Default)]
pub(super) struct Lines(Vec<String>);

impl Lines {
    /// Takes up one line or paragraph. A long one is running text: what stood before it belongs to no table.
    pub(super) fn push(&mut self, line: &str) {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            return;
        }
        if line.chars().count() > LONGEST_TITLE {
            self.0.clear();
            return;
        }
        if self.0.len() == MOST_TITLES {
            self.0.remove(0);
        }
        self.0.push(line);
    }

    /// The lines for the table that begins here.
    fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.0)
    }
}

/// A table while it is read: cells come in order, each with its spans.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Lines before the table.
    pub(super) titles: Vec<String>,
    /// The whole table is hidden.
    pub(super) hidden: bool,
    /// A table stands in one of its cells.
    is_outer: bool,
    cells: Vec<(usize, usize, Cell)>,
    regions: Vec<Region>,
    hidden_rows: Vec<usize>,
    /// For each column, the row behind the last one that a cell from above reaches to.
    taken: Vec<usize>,
    /// For each column, the region that reached down last.
    downward: BTreeMap<usize, usize>,
    row: usize,
    column: usize,
    begun: bool,
}

impl Grid {
    /// Begins a row.
    pub(super) const fn row(&mut self) {
        if self.begun {
            self.row += 1;
        }
        self.begun = true;
        self.column = 0;
    }

    /// The current row is hidden.
    pub(super) fn hide_row(&mut self) {
        if self.hidden_rows.last() != Some(&self.row) {
            self.hidden_rows.push(self.row);
        }
    }

    /// Passes over columns of the current row.
    pub(super) const fn pass(&mut self, columns: usize) {
        self.column = self.column.saturating_add(columns);
    }

    /// Puts a cell at the next free place of the current row and gives its column.
    fn cell(&mut self, text: &str, (wide, high): (usize, usize), limits: Limits) -> usize {
        self.begun = true;
        while self.taken.get(self.column).is_some_and(|until| *until > self.row) {
            self.column += 1;
        }
        let (wide, high) = (wide.clamp(1, 1_000), high.clamp(1, 65_534));
        let (left, row) = (self.column, self.row);
        self.column = self.column.saturating_add(wide);
        let cell = Cell::of_text(text);
        if !cell.is_empty() {
            self.cells.push((row, left, cell));
        }
        if left >= limits.columns {
            return left;
        }
        let right = self.column.min(limits.columns);
        if high > 1 {
            if self.taken.len() < right {
                self.taken.resize(right, 0);
            }
            self.taken.iter_mut().take(right).skip(left).for_each(|until| *until = row + high);
        }
        if wide > 1 || high > 1 {
            self.regions.push(Region { top: row, left, bottom: row + high - 1, right: right - 1 });
        }
        left
    }

    /// Lets the cell above this column's reach down to the current row.
    pub(super) fn extend_down(&mut self, column: usize, wide: usize) {
        let (row, right) = (self.row, column.saturating_add(wide.max(1)) - 1);
        if row == 0 {
            return;
        }
        if let Some(region) = self.downward.get(&column).and_then(|at| self.regions.get_mut(*at))
            && region.bottom + 1 == row
            && region.right == right
        {
            region.bottom = row;
            return;
        }
        self.downward.insert(column, self.regions.len());
        self.regions.push(Region { top: row - 1, left: column, bottom: row, right });
    }

    const fn is_table(&self) -> bool {
        self.cells.len() >= if self.is_outer { 4 } else { 1 }
    }

    /// The sheet, with the lines before the table as its first rows.
    fn finish(self, name: &str, budget: &mut Budget) -> Result<Sheet, Wrong> {
        let titles = self.titles.len();
        let mut sheet = Sheet::named(name, self.hidden);
        sheet.titles = titles;
        for (row, line) in self.titles.iter().enumerate() {
            budget.put(&mut sheet, row, 0, Cell::of_text(line))?;
        }
        for (row, column, cell) in self.cells {
            budget.put(&mut sheet, row + titles, column, cell)?;
        }
        budget.close(&sheet);
        let last = sheet.columns().saturating_sub(1);
        let heads = (0..titles).map(|row| Region { top: row, left: 0, bottom: row, right: last });
        let moved = self.regions.into_iter().map(|region| Region {
            top: region.top + titles,
            bottom: region.bottom + titles,
            ..region
        });
        if !sheet.merge(heads.chain(moved)) {
            return too_many_merged(name);
        }
        for row in self.hidden_rows {
            sheet.hide_rows(row + titles, row + titles);
        }
        Ok(sheet)
    }
}

/// The tables of a page or document while it is read; `T` is what the reader keeps for each open table.
#[derive(Debug)]
pub(super) struct Tables<T> {
    limits: Limits,
    /// In the order in which they began.
    grids: Vec<Grid>,
    open: Vec<(usize, T)>,
    cells: usize,
    text: usize,
    pub(super) lines: Lines,
}

impl<T> Tables<T> {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, grids: Vec::new(), open: Vec::new(), cells: 0, text: 0, lines: Lines::default() }
    }

    /// A table begins; for one inside a cell, `above` is the cell's text so far.
    pub(super) fn begin(&mut self, hidden: bool, above: &str, state: T) -> Result<(), Wrong> {
        if self.open.len() >= MAX_DEPTH {
            return wrong("表格一层套一层，层数过多", "用表格软件打开后另存为 .xlsx");
        }
        if self.grids.len() >= MAX_TABLES {
            return wrong("表格过多", "拆成几个文件分别导入");
        }
        above.lines().for_each(|line| self.lines.push(line));
        let titles = self.lines.take();
        if let Some((grid, _)) = self.top() {
            grid.is_outer = true;
        }
        self.open.push((self.grids.len(), state));
        self.grids.push(Grid { titles, hidden, ..Grid::default() });
        Ok(())
    }

    /// The innermost open table.
    pub(super) fn top(&mut self) -> Option<(&mut Grid, &mut T)> {
        let (at, state) = self.open.last_mut()?;
        Some((self.grids.get_mut(*at)?, state))
    }

    /// A cell of the innermost table; its column.
    pub(super) fn cell(&mut self, text: &str, spans: (usize, usize)) -> Result<usize, Wrong> {
        let limits = self.limits;
        self.cells += 1;
        self.text += text.len();
        if self.cells > limits.cells {
            return wrong("表格过大", "拆成几个文件分别导入");
        }
        if self.text > limits.text {
            return wrong("文字过多", "拆成几个文件分别导入，删去用不着的文字");
        }
        Ok(self.top().map_or(0, |(grid, _)| grid.cell(text, spans, limits)))
    }

    /// The innermost table ends; what the reader kept for it.
    pub(super) fn end(&mut self) -> Option<T> {
        Some(self.open.pop()?.1)
    }

    /// The tables in their order, numbered 表1, 表2 …; those without anything in them and those that only
    /// hold other tables in place are left out.
    pub(super) fn finish(self, what: &str) -> Result<Vec<Sheet>, Wrong> {
        let mut budget = Budget::new(self.limits);
        let mut sheets = Vec::new();
        for grid in self.grids.into_iter().filter(Grid::is_table) {
            budget.begin()?;
            sheets.push(grid.finish(&format!("表{}", sheets.len() + 1), &mut budget)?);
        }
        if sheets.is_empty() {
            return wrong(format!("{what}里没有表格"), "检查是否选错了文件；图片里的表格读不了");
        }
        Ok(sheets)
    }
}
