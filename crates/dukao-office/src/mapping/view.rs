//! The table as the mapping sees it: a part of a sheet, perhaps with rows and columns changed over, whose
//! cells keep their addresses in the file.

use std::borrow::Cow;

use dukao_core::ledger::Place;

use super::head_text::plain;
use super::spec::Mapping;
use super::stretch::without_stretches;
use super::when::Area;
use crate::batch::Report;
use crate::grid::{Book, Sheet, column_name};
use crate::lookup::place;
use crate::problem::Severity;
use crate::text::{Problems, Spanned};

/// A table within its sheet.
pub(super) struct View<'b> {
    /// The cells of the table.
    pub(super) sheet: Cow<'b, Sheet>,
    /// The whole sheet.
    pub(super) whole: &'b Sheet,
    pub(super) number: u32,
    top: usize,
    left: usize,
    pub(super) transposed: bool,
}

impl<'b> View<'b> {
    /// The part of the book that the mapping is about.
    pub(super) fn find(mapping: &Mapping, book: &'b Book, wrong: &mut Problems, report: &mut Report) -> Option<Self> {
        let Some(whole) = sheet_of(mapping, book, wrong) else {
            if mapping.sheet.is_none() {
                report.whole(Severity::Error, &book.name, "", "文件里没有任何内容", "检查是否选错了文件");
            }
            return None;
        };
        let number = report.sheet(&book.name, &whole.name);
        let transposed = mapping.transposed;
        let Some(area) = &mapping.area else {
            let sheet = if transposed {
                Cow::Owned(whole.part(0..whole.height(), 0..usize::MAX, true))
            } else {
                Cow::Borrowed(whole)
            };
            return Some(Self { sheet, whole, number, top: 0, left: 0, transposed });
        };
        let (top, bottom) = rows_of(area, whole, wrong)?;
        let (left, right) = area.columns.map_or((0, usize::MAX), |(left, right)| (left, right + 1));
        let sheet = Cow::Owned(whole.part(top..bottom, left..right, transposed));
        Some(Self { sheet, whole, number, top, left, transposed })
    }

    /// Where a cell of the table stands in the file.
    pub(super) fn place(&self, row: usize, column: usize) -> Place {
        let (row, column) = if self.transposed { (column, row) } else { (row, column) };
        place(self.number, self.top + row, self.left + column)
    }

    /// A row of the table as the file calls it: `12行`, or `C列` when rows are columns.
    pub(super) fn row_name(&self, row: usize) -> String {
        if self.transposed {
            format!("{}列", column_name(self.left + row))
        } else {
            format!("{}行", self.top + row + 1)
        }
    }

    /// A row of the file as a row of the table.
    pub(super) const fn row_here(&self, row: usize) -> usize {
        row.saturating_sub(if self.transposed { self.left } else { self.top })
    }

    /// A row of the table as a row of the file.
    pub(super) const fn row_outside(&self, row: usize) -> usize {
        row + if self.transposed { self.left } else { self.top }
    }

    /// Rows of the file above the table.
    pub(super) const fn above(&self) -> usize {
        self.top
    }

    /// `C列` of the file (`5行` when rows are columns) as a column of the table, if `name` is one.
    pub(super) fn column_named(&self, name: &str) -> Option<usize> {
        if self.transposed {
            let row: usize = name.strip_suffix('行')?.parse().ok()?;
            return row.checked_sub(self.top + 1);
        }
        let letters = name.strip_suffix('列')?;
        let (_, column) = crate::grid::parse_address(&format!("{letters}1"))?;
        column.checked_sub(self.left)
    }
}

fn rows_of(area: &Area, sheet: &Sheet, wrong: &mut Problems) -> Option<(usize, usize)> {
    let mut rows =
        area.rows.map_or((0, sheet.height()), |(top, bottom)| (top, bottom.map_or(sheet.height(), |last| last + 1)));
    if let Some(from) = &area.from {
        rows.0 = row_with(sheet, from, rows.0, wrong)?;
    }
    if let Some(to) = &area.to {
        rows.1 = row_with(sheet, to, rows.0 + 1, wrong)?;
    }
    Some(rows)
}

/// The first row from `first` with a cell that holds the text; stretches of time do not count.
fn row_with(sheet: &Sheet, text: &Spanned<String>, first: usize, wrong: &mut Problems) -> Option<usize> {
    let wanted = without_stretches(&text.value);
    let holds = |row: &usize| sheet.row(*row).iter().any(|cell| !cell.is_empty() && holds(cell.text(), &wanted));
    let found = (first..sheet.height()).find(holds);
    if found.is_none() {
        wrong.push(text.span.clone(), format!("表里没有写着“{}”的一行", text.value)).hint("照表里的标题写，期间不必写");
    }
    found
}

fn holds(text: &str, wanted: &str) -> bool {
    let bare = without_stretches(text);
    bare.contains(wanted) || plain(text).contains(wanted)
}

fn sheet_of<'b>(mapping: &Mapping, book: &'b Book, wrong: &mut Problems) -> Option<&'b Sheet> {
    let Some(name) = &mapping.sheet else {
        return book.sheets.iter().find(|sheet| !sheet.hidden && sheet.height() > 0);
    };
    let bare = without_stretches(&name.value);
    let same = |sheet: &&Sheet| !bare.is_empty() && without_stretches(&sheet.name) == bare;
    let found = book.sheets.iter().find(|sheet| sheet.name == name.value).or_else(|| book.sheets.iter().find(same));
    if found.is_none() {
        let names: Vec<&str> =
            book.sheets.iter().map(|sheet| sheet.name.as_str()).filter(|name| !name.is_empty()).collect();
        let hint = if names.is_empty() {
            "csv 没有工作表名，删去这一行".to_owned()
        } else {
            format!("文件里有：{}", names.join("、"))
        };
        wrong.push(name.span.clone(), format!("文件里没有工作表“{}”", name.value)).hint(hint);
    }
    found
}
