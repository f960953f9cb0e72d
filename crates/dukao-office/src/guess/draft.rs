//! One table while it is guessed: its cells, its rows, its columns with heads and figures.

use super::areas::Block;
use super::correction::{Correction, Subject};
use super::evidence::Number;
use super::heads::Head;
use super::rows::{RowMeaning, Shape, shape};
use super::scan::{Kind, kind};
use crate::grid::{Cell, Sheet};
use crate::mapping::head_text::bare_name;

/// Rows whose figures take part in the arithmetic.
const SAMPLED: usize = 60;

/// A table within its sheet.
pub(super) struct Draft {
    /// The cells, rows and columns changed over when `transposed`.
    pub(super) sheet: Sheet,
    pub(super) block: Block,
    pub(super) transposed: bool,
    pub(super) shape: Shape,
    /// The rows with figures that are looked at.
    pub(super) data: Vec<usize>,
    pub(super) columns: Vec<Col>,
    /// Rows that a person has spoken of.
    pub(super) said: Vec<usize>,
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Col {
    pub(super) head: Head,
    /// The head as it is written, for messages.
    pub(super) shown: String,
    /// Its figures in the rows of [`Draft::data`].
    pub(super) numbers: Vec<Option<Number>>,
    pub(super) figures: usize,
    pub(super) years: usize,
    pub(super) marks: usize,
    pub(super) texts: usize,
    /// Cells that show `%`.
    pub(super) percents: usize,
}

impl Col {
    /// More figures than texts.
    pub(super) const fn is_numeric(&self) -> bool {
        self.figures + self.years > 0 && self.figures + self.marks + self.years >= self.texts * 2
    }

    pub(super) const fn is_blank(&self) -> bool {
        self.figures + self.marks + self.texts + self.years == 0
    }
}

/// The rows with figures that are looked at.
fn data_rows(shape: &Shape) -> Vec<usize> {
    let is_data = |meaning: &RowMeaning| matches!(meaning, RowMeaning::Data | RowMeaning::Total | RowMeaning::Subtotal);
    let all = shape.rows.iter().enumerate().filter(|(_, meaning)| is_data(meaning)).map(|(row, _)| row);
    all.take(SAMPLED * 4).collect()
}

impl Draft {
    /// The table in a part of a sheet; `None` when there are no figures under heads.
    pub(super) fn of(sheet: &Sheet, block: &Block, transposed: bool) -> Option<Self> {
        let part = sheet.part(block.rows.clone(), block.columns.clone(), transposed);
        let shape = shape(&part)?;
        let data = data_rows(&shape);
        let width = (shape.head.0..=shape.head.1).chain(data.iter().copied()).map(|row| part.width(row)).max()?;
        let block = block.clone();
        let mut draft = Self { sheet: part, block, transposed, shape, data, columns: Vec::new(), said: Vec::new() };
        draft.columns = (0..width).map(|column| draft.column(column)).collect();
        Some(draft)
    }

    /// Takes up what a person says of rows: 合计, 数据, 不读. Of several totals only the one that was named stays.
    pub(super) fn correct_rows(&mut self, own: &[&Correction]) {
        for one in own {
            let (Subject::Row(name) | Subject::Column(name)) = &one.subject else { continue };
            let meaning = match (&one.subject, one.value.as_str()) {
                (Subject::Row(_), "合计") => RowMeaning::Total,
                (Subject::Row(_), _) => RowMeaning::Data,
                (_, super::words::UNREAD) => RowMeaning::Unread,
                _ => continue,
            };
            let Some(row) = (self.shape.data.0..self.shape.data.1).find(|row| self.row_name(*row) == *name) else {
                continue;
            };
            if meaning == RowMeaning::Total {
                self.shape
                    .rows
                    .iter_mut()
                    .filter(|row| **row == RowMeaning::Total)
                    .for_each(|row| *row = RowMeaning::Data);
            }
            if let Some(slot) = self.shape.rows.get_mut(row) {
                *slot = meaning;
                self.said.push(row);
            }
        }
        if !self.said.is_empty() {
            self.data = data_rows(&self.shape);
            self.columns = (0..self.columns.len()).map(|column| self.column(column)).collect();
        }
    }

    fn column(&self, column: usize) -> Col {
        let texts = self.head_texts(column);
        let shown: Vec<String> = {
            let mut shown: Vec<String> = Vec::new();
            for text in texts.iter().map(|text| text.split_whitespace().collect::<String>()) {
                if !text.is_empty() && shown.last() != Some(&text) {
                    shown.push(text);
                }
            }
            shown
        };
        let mut col = Col {
            head: Head::of(&texts),
            shown: shown.join("/"),
            numbers: Vec::new(),
            figures: 0,
            years: 0,
            marks: 0,
            texts: 0,
            percents: 0,
        };
        for (at, row) in self.data.iter().enumerate() {
            let cell = self.sheet.cell(*row, column);
            match kind(cell) {
                Kind::Empty => {}
                Kind::Text => col.texts += 1,
                Kind::Figure => col.figures += 1,
                Kind::Year => col.years += 1,
                Kind::Mark => col.marks += 1,
            }
            col.percents += usize::from(cell.text().ends_with(['%', '％']));
            if at < SAMPLED {
                col.numbers.push(Number::of(cell));
            }
        }
        col
    }

    /// The texts of the heads above a column, as the mapping reads them.
    fn head_texts(&self, column: usize) -> Vec<String> {
        let (first, last) = self.shape.head;
        let merged = (first..=last)
            .any(|row| (0..self.sheet.width(row)).any(|column| self.sheet.merged_from(row, column).is_some()));
        let text = |row: usize, column: usize| self.sheet.shown(row, column).text().to_owned();
        (first..=last)
            .map(|row| {
                let own = text(row, column);
                if !own.is_empty() || merged || row == last {
                    return own;
                }
                (0..column).rev().map(|column| text(row, column)).find(|text| !text.is_empty()).unwrap_or_default()
            })
            .collect()
    }

    /// The cell of a data row, as it is shown.
    pub(super) fn cell(&self, row: usize, column: usize) -> &Cell {
        self.sheet.shown(row, column)
    }

    /// The bare names in a column, row by row.
    pub(super) fn names(&self, column: usize) -> Vec<String> {
        self.data.iter().map(|row| bare_name(self.cell(*row, column).text())).collect()
    }

    /// What a row of the table is.
    pub(super) fn meaning(&self, row: usize) -> RowMeaning {
        self.shape.rows.get(row).copied().unwrap_or(RowMeaning::Data)
    }

    /// Where a cell of the table stands in the sheet.
    pub(super) const fn at(&self, row: usize, column: usize) -> (usize, usize) {
        let (row, column) = if self.transposed { (column, row) } else { (row, column) };
        (self.block.rows.start + row, self.block.columns.start + column)
    }

    /// How the file calls a column of the table: `C列`, or `5行` when rows are columns.
    pub(super) fn column_name(&self, column: usize) -> String {
        let (row, column) = self.at(0, column);
        if self.transposed { format!("{}行", row + 1) } else { format!("{}列", crate::grid::column_name(column)) }
    }

    /// How the file calls a row of the table.
    pub(super) fn row_name(&self, row: usize) -> String {
        let (row, column) = self.at(row, 0);
        if self.transposed { format!("{}列", crate::grid::column_name(column)) } else { format!("{}行", row + 1) }
    }
}
