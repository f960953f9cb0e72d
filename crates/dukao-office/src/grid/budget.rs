//! How much of a file is kept, whatever its kind: every cell goes into its sheet through here.

use super::open::{Limits, Wrong, wrong};
use super::{Cell, Sheet};

/// Texts up to this many bytes lie in their cell and take no room of their own.
const INLINE: usize = 24;

/// What the sheets of one book have taken up so far.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) limits: Limits,
    /// Cells of the sheets that are done.
    done: usize,
    sheets: usize,
    text: usize,
}

impl Budget {
    pub(super) const fn new(limits: Limits) -> Self {
        Self { limits, done: 0, sheets: 0, text: 0 }
    }

    /// Puts a cell into a sheet; an empty one is left out.
    pub(super) fn put(&mut self, sheet: &mut Sheet, row: usize, column: usize, cell: Cell) -> Result<(), Wrong> {
        if cell.is_empty() {
            return Ok(());
        }
        self.place(sheet, row, column)?;
        self.text(cell.text())?;
        sheet.put(row, column, cell);
        self.size(sheet)
    }

    /// Whether a place lies within the limits.
    pub(super) fn place(&self, sheet: &Sheet, row: usize, column: usize) -> Result<(), Wrong> {
        let Limits { rows, columns, .. } = self.limits;
        if row >= rows {
            let message = format!("{}超过 {rows} 行", named(sheet));
            return wrong(message, "拆成几个文件分别导入，删去远处的零散内容");
        }
        if column >= columns {
            let message = format!("{}超过 {columns} 列（第 {} 行）", named(sheet), row + 1);
            return wrong(message, "删去远处的零散内容；文本文件请检查分隔符和引号");
        }
        Ok(())
    }

    /// Takes up the room of a text.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Wrong> {
        if text.len() > INLINE {
            self.text = self.text.saturating_add(text.len());
        }
        if self.text > self.limits.text {
            return wrong("文字过多", "拆成几个文件分别导入，删去用不着的文字");
        }
        Ok(())
    }

    fn size(&self, sheet: &Sheet) -> Result<(), Wrong> {
        if self.done.saturating_add(sheet.size()) > self.limits.cells {
            return wrong(format!("{}过大", named(sheet)), "拆成几个文件分别导入，删去远处的零散内容");
        }
        Ok(())
    }

    /// A sheet begins.
    pub(super) fn begin(&mut self) -> Result<(), Wrong> {
        self.sheets += 1;
        if self.sheets > self.limits.sheets {
            return wrong(format!("超过 {} 张工作表", self.limits.sheets), "拆成几个文件分别导入");
        }
        Ok(())
    }

    /// A sheet is done.
    pub(super) fn close(&mut self, sheet: &Sheet) {
        self.done = self.done.saturating_add(sheet.size());
    }
}

fn named(sheet: &Sheet) -> String {
    if sheet.name.is_empty() { "表格".to_owned() } else { format!("工作表“{}”", sheet.name) }
}
