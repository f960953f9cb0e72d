//! One record row: typed access to its cells, every refusal reported at its cell.

use std::collections::BTreeMap;

use dukao_core::ledger::Place;

use crate::batch::Report;
use crate::grid::{Cell, CellKind, Sheet};
use crate::lookup::place;
use crate::typed::Said;

/// The cell was wrong and has been reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reported;

/// A value, nothing, or something wrong that has been reported.
pub(crate) type Given<T> = Result<Option<T>, Reported>;

/// One record row.
pub(super) struct Row<'a> {
    sheet: &'a Sheet,
    number: u32,
    line: usize,
    columns: &'a BTreeMap<&'static str, usize>,
}

impl<'a> Row<'a> {
    pub(super) const fn new(
        sheet: &'a Sheet,
        number: u32,
        line: usize,
        columns: &'a BTreeMap<&'static str, usize>,
    ) -> Self {
        Self { sheet, number, line, columns }
    }

    /// The place of a column's cell; of the first cell when the column is not there.
    pub(super) fn place(&self, column: &str) -> Place {
        place(self.number, self.line, self.columns.get(column).copied().unwrap_or(0))
    }

    /// The cell of a column, if the column is there.
    pub(super) fn cell(&self, column: &str) -> Option<&'a Cell> {
        self.columns.get(column).map(|column| self.sheet.cell(self.line, *column))
    }

    /// Reads a cell that may be blank.
    pub(super) fn optional<T>(
        &self,
        column: &str,
        report: &mut Report,
        read: impl FnOnce(&Cell) -> Said<T>,
    ) -> Given<T> {
        let Some(cell) = self.cell(column) else { return Ok(None) };
        if cell.is_empty() {
            return Ok(None);
        }
        if cell.kind == CellKind::Error {
            report.error(self.place(column), format!("公式出错：{}", cell.text()), "改正公式，没有内容就留空");
            return Err(Reported);
        }
        match read(cell) {
            Ok(value) => Ok(Some(value)),
            Err(refusal) => {
                report.error(self.place(column), refusal.message, refusal.hint);
                Err(Reported)
            }
        }
    }

    /// Reads a cell that must be filled.
    pub(super) fn needed<T>(
        &self,
        column: &str,
        report: &mut Report,
        read: impl FnOnce(&Cell) -> Said<T>,
    ) -> Result<T, Reported> {
        if let Some(value) = self.optional(column, report, read)? {
            return Ok(value);
        }
        // A missing column has been reported once, at the head.
        if self.columns.contains_key(column) {
            report.error(self.place(column), format!("“{column}”不能空"), format!("填上{column}"));
        }
        Err(Reported)
    }

    /// Text, or nothing.
    pub(super) fn text(&self, column: &str, report: &mut Report) -> Given<String> {
        self.optional(column, report, |cell| Ok(cell.trimmed().to_owned()))
    }

    /// Several words in one cell.
    pub(super) fn list(&self, column: &str, report: &mut Report) -> Result<Vec<String>, Reported> {
        Ok(self.optional(column, report, |cell| Ok(crate::typed::list(cell.text())))?.unwrap_or_default())
    }

    /// 是 or 否; blank is 否.
    pub(super) fn yes_no(&self, column: &str, report: &mut Report) -> Result<bool, Reported> {
        Ok(self.optional(column, report, |cell| crate::typed::yes_no(cell.trimmed()))?.unwrap_or(false))
    }

    /// One of a closed list of words.
    pub(super) fn word<T: Clone>(&self, column: &str, report: &mut Report, words: &[(T, &str)]) -> Given<T> {
        self.optional(column, report, |cell| crate::typed::word(cell.trimmed(), column, words))
    }
}

/// A code: no blanks, separators or line breaks inside.
pub(super) fn code(cell: &Cell) -> Said<String> {
    let text = cell.trimmed();
    let odd = text.chars().any(|c| c.is_whitespace() || c.is_control() || ";；|,，".contains(c));
    if odd || text.chars().count() > 40 {
        return crate::typed::refuse(format!("“{text}”不能作代码"), "代码不超过四十个字，不含空格、逗号、分号");
    }
    Ok(text.to_owned())
}
