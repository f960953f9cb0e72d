//! Excel 2007 and later: cells by calamine, hidden rows and columns by a second look where there are any.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::archive::{Archive, damaged, locked};
use super::budget::Budget;
use super::convert::{ShownAs, cell_shown, merge, shown_as};
use super::open::{Limits, Wrong};
use super::xlsx_extra::{extras, sheet_parts};
use super::{Book, Cell, CellKind, Kind, Sheet};
use crate::problem::{Problem, Severity};

type Bytes<'b> = Cursor<&'b [u8]>;

/// Reads a workbook.
pub(super) fn read(name: &str, bytes: &[u8], archive: &mut Archive<'_>, limits: Limits) -> Result<Book, Wrong> {
    let mut sheets = guarded(|| read_sheets(bytes, limits))?;
    for (sheet, part) in sheet_parts(archive, &sheets) {
        let found = extras(archive, &part)?;
        if let Some(sheet) = sheets.get_mut(sheet) {
            found.apply(sheet, limits)?;
        }
    }
    let mut notes = Vec::new();
    if archive.has("xl/vbaProject.bin") {
        notes.push(note(name, "工作簿里有宏", "宏不会运行，只读单元格里的数"));
    }
    if archive.has_folder("xl/externalLinks/") {
        notes.push(note(name, "有公式引用了别的文件", "按工作簿里保存的结果读，引用的文件不会打开"));
    }
    Ok(Book { name: name.to_owned(), kind: Kind::Xlsx, sheets, notes })
}

/// The readers of other people may stumble over a broken file; the user only needs to know that it is broken.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Wrong>) -> Result<T, Wrong> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| damaged())
}

pub(super) fn note(file: &str, message: &str, hint: &str) -> Problem {
    let mut problem = Problem::of_file(file, message, hint);
    problem.severity = Severity::Note;
    problem
}

/// An empty sheet of the name and visibility that a workbook states.
pub(super) fn empty(meta: &calamine::Sheet) -> Sheet {
    Sheet::named(&meta.name, meta.visible != SheetVisible::Visible)
}

fn read_sheets(bytes: &[u8], limits: Limits) -> Result<Vec<Sheet>, Wrong> {
    let mut book: Xlsx<Bytes<'_>> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(XlsxError::Password) => return locked(),
        Err(_) => return damaged(),
    };
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        budget.begin()?;
        let mut sheet = empty(&meta);
        if !read_cells(&mut book, &mut sheet, &mut budget)? {
            continue;
        }
        budget.close(&sheet);
        match book.merge_cells_by_sheet_name(&meta.name) {
            Ok(regions) => merge(&mut sheet, &regions)?,
            Err(_) => return damaged(),
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Fills one sheet; false when it is a chart or macro sheet.
fn read_cells(book: &mut Xlsx<Bytes<'_>>, sheet: &mut Sheet, budget: &mut Budget) -> Result<bool, Wrong> {
    let mut reader = match book.worksheet_cells_reader(&sheet.name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        Err(_) => return damaged(),
    };
    let formats: Vec<ShownAs> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map(|format| shown_as(&format.format_code)).unwrap_or_default())
        .collect();
    loop {
        let Ok(next) = reader.next_cell_with_style_id() else {
            return damaged();
        };
        let Some((cell, style)) = next else {
            return Ok(true);
        };
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => Cell::of_text(text),
            other => cell_shown(&Data::from(other.clone()), formats.get(style).copied().unwrap_or_default()),
        };
        let (row, column) = cell.get_position();
        budget.put(sheet, index(row), index(column), value)?;
    }
}

/// A row or column number as an index.
pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A formula whose result was never stored.
pub(super) fn uncomputed() -> Cell {
    Cell::new(CellKind::Error, crate::cellvalue::UNCOMPUTED)
}
