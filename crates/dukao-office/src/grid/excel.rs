//! Workbooks, read by calamine; numbers become the decimal the user sees.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::convert::{cell_of, merge, shows_percent};
use super::open::{Limits, Wrong, wrong};
use super::{Book, Cell, Kind, Sheet};

/// Largest size of a workbook after unpacking, in bytes.
const MAX_UNPACKED: u64 = 2 << 30;

type Bytes<'b> = Cursor<&'b [u8]>;

/// Xlsx or ods.
pub(super) fn read_zip(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    if unpacked(bytes) > MAX_UNPACKED {
        return wrong("工作簿解开后过大", "删去用不着的工作表和空白区域的格式");
    }
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    guarded(|| {
        if has(b"xl/workbook.bin") {
            wrong("不支持 xlsb 工作簿", "另存为 .xlsx")
        } else if has(b"xl/") {
            xlsx(name, bytes, limits)
        } else if has(b"content.xml") {
            ods(name, bytes, limits)
        } else {
            damaged()
        }
    })
}

/// Xls, or a workbook locked by a password.
pub(super) fn read_compound(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(mark.len()).any(|window| window == mark) {
        return locked();
    }
    guarded(|| xls(name, bytes, limits))
}

/// The readers of other people may stumble over a broken file; the user only needs to know that it is broken.
fn guarded(read: impl FnOnce() -> Result<Book, Wrong>) -> Result<Book, Wrong> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| damaged())
}

fn damaged<T>() -> Result<T, Wrong> {
    wrong("文件损坏，或不是工作簿", "重新下载，或用表格软件打开后另存为 .xlsx")
}

fn locked<T>() -> Result<T, Wrong> {
    wrong("工作簿有打开密码", "在表格软件里取消密码后再导入")
}

/// Sum of the unpacked sizes that a zip file's directory states.
fn unpacked(bytes: &[u8]) -> u64 {
    let mut total = 0_u64;
    let mut rest = bytes;
    while let Some(at) = rest.windows(4).position(|window| window == b"PK\x01\x02") {
        let entry = rest.get(at..).unwrap_or(&[]);
        let size = entry.get(24..28).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
        total = total.saturating_add(u64::from(size));
        rest = entry.get(4..).unwrap_or(&[]);
    }
    total
}

fn xlsx(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let mut book: Xlsx<Bytes<'_>> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(XlsxError::Password) => return locked(),
        Err(_) => return damaged(),
    };
    let sheets = worksheets(book.sheets_metadata().to_vec(), limits, |meta| {
        let mut sheet = empty(meta);
        if !xlsx_cells(&mut book, &mut sheet, limits)? {
            return Ok(None);
        }
        match book.merge_cells_by_sheet_name(&meta.name) {
            Ok(regions) => merge(&mut sheet, &regions)?,
            Err(_) => return damaged(),
        }
        Ok(Some(sheet))
    })?;
    Ok(Book { name: name.to_owned(), kind: Kind::Xlsx, sheets, notes: Vec::new() })
}

/// Fills one sheet; false when it is a chart or macro sheet.
fn xlsx_cells(book: &mut Xlsx<Bytes<'_>>, sheet: &mut Sheet, limits: Limits) -> Result<bool, Wrong> {
    let mut reader = match book.worksheet_cells_reader(&sheet.name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        Err(_) => return damaged(),
    };
    let percent: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| shows_percent(&format.format_code)))
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
            other => cell_of(&Data::from(other.clone()), percent.get(style).copied().unwrap_or(false)),
        };
        let (row, column) = cell.get_position();
        place(sheet, row, column, value, limits)?;
    }
}

fn xls(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let mut book: Xls<Bytes<'_>> = match Xls::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(XlsError::Password) => return locked(),
        Err(_) => return damaged(),
    };
    let sheets = worksheets(book.sheets_metadata().to_vec(), limits, |meta| {
        let Ok(range) = book.worksheet_range(&meta.name) else { return damaged() };
        let mut sheet = of_range(meta, &range, limits)?;
        merge(&mut sheet, &book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default())?;
        Ok(Some(sheet))
    })?;
    Ok(Book { name: name.to_owned(), kind: Kind::Xls, sheets, notes: Vec::new() })
}

fn ods(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let mut book: Ods<Bytes<'_>> = match Ods::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(OdsError::Password) => return locked(),
        Err(OdsError::CellLimitExceeded { .. }) => {
            return wrong("工作表过大", "拆成几个文件分别导入");
        }
        Err(_) => return damaged(),
    };
    let sheets = worksheets(book.sheets_metadata().to_vec(), limits, |meta| {
        let Ok(range) = book.worksheet_range(&meta.name) else { return damaged() };
        of_range(meta, &range, limits).map(Some)
    })?;
    Ok(Book { name: name.to_owned(), kind: Kind::Ods, sheets, notes: Vec::new() })
}

/// The worksheets of a workbook, as `read` reads each; nothing for one that is no table after all.
fn worksheets(
    metas: Vec<calamine::Sheet>,
    limits: Limits,
    mut read: impl FnMut(&calamine::Sheet) -> Result<Option<Sheet>, Wrong>,
) -> Result<Vec<Sheet>, Wrong> {
    let mut sheets = Vec::new();
    for meta in metas.into_iter().filter(|meta| meta.typ == SheetType::WorkSheet) {
        if sheets.len() >= limits.sheets {
            return wrong(format!("超过 {} 张工作表", limits.sheets), "拆成几个文件分别导入");
        }
        sheets.extend(read(&meta)?);
    }
    Ok(sheets)
}

fn empty(meta: &calamine::Sheet) -> Sheet {
    Sheet::named(&meta.name, meta.visible != SheetVisible::Visible)
}

fn of_range(meta: &calamine::Sheet, range: &Range<Data>, limits: Limits) -> Result<Sheet, Wrong> {
    let mut sheet = empty(meta);
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    for (row, column, data) in range.used_cells() {
        let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        place(&mut sheet, row, column, cell_of(data, false), limits)?;
    }
    Ok(sheet)
}

fn place(sheet: &mut Sheet, row: u32, column: u32, cell: Cell, limits: Limits) -> Result<(), Wrong> {
    if cell.is_empty() {
        return Ok(());
    }
    let row = usize::try_from(row).unwrap_or(usize::MAX);
    let column = usize::try_from(column).unwrap_or(usize::MAX);
    if row >= limits.rows {
        return wrong(
            format!("工作表“{}”超过 {} 行", sheet.name, limits.rows),
            "拆成几个文件分别导入，删去远处的零散内容",
        );
    }
    if column >= limits.columns {
        return wrong(format!("工作表“{}”超过 {} 列", sheet.name, limits.columns), "删去远处的零散内容");
    }
    if sheet.size() > limits.cells {
        return wrong(format!("工作表“{}”过大", sheet.name), "拆成几个文件分别导入，删去远处的零散内容");
    }
    sheet.put(row, column, cell);
    Ok(())
}
