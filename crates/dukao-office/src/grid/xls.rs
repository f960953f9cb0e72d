//! Excel 95–2003: cells by calamine; what it does not tell (percent formats, hidden rows and columns) from
//! the records themselves.

use std::io::{Cursor, Read};

use calamine::{Reader, SheetType, Xls, XlsError};
use memchr::memmem;

use super::archive::{damaged, locked};
use super::biff;
use super::budget::Budget;
use super::convert::{cell_of, merge};
use super::open::{Limits, Wrong, wrong};
use super::xlsx::{empty, guarded, index, note};
use super::{Book, Kind, Sheet};

/// Largest old workbook, in bytes.
const MAX_BYTES: usize = 32 << 20;
/// Most cells of an old workbook; a sheet of it has at most 65,536 rows.
const MAX_CELLS: usize = 1_500_000;

type Bytes<'b> = Cursor<&'b [u8]>;

/// Reads an old workbook, or says what else the compound file is.
pub(super) fn read(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let has = |stream: &str| {
        let mark: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &mark).is_some()
    };
    if has("EncryptedPackage") {
        return locked();
    }
    if has("WordDocument") {
        return wrong("内容是旧版 Word 文档（.doc）", "用文字软件打开后另存为 .docx");
    }
    if has("PowerPoint Document") {
        return wrong("内容是演示文稿，不是表格", "把其中的表格复制到工作簿，再导入");
    }
    if bytes.len() > MAX_BYTES {
        return wrong(format!("旧版工作簿超过 {} MiB", MAX_BYTES >> 20), "另存为 .xlsx 再导入");
    }
    let sheets = guarded(|| read_sheets(bytes, limits))?;
    let macros = has("_VBA_PROJECT_CUR").then(|| note(name, "工作簿里有宏", "宏不会运行，只读单元格里的数"));
    Ok(Book { name: name.to_owned(), kind: Kind::Xls, sheets, notes: macros.into_iter().collect() })
}

/// The stream that holds the records: `Workbook`, or `Book` in Excel 95.
fn records(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name))?;
    let mut records = Vec::new();
    let most = u64::try_from(bytes.len()).ok()?;
    file.open_stream(name).ok()?.take(most).read_to_end(&mut records).ok()?;
    Some(records)
}

fn read_sheets(bytes: &[u8], limits: Limits) -> Result<Vec<Sheet>, Wrong> {
    // All cells of all sheets are built at once: their number must be known before.
    let Some(survey) = records(bytes).map(|records| biff::survey(&records)) else { return damaged() };
    if survey.locked {
        return locked();
    }
    if survey.cells > limits.cells.min(MAX_CELLS) || survey.characters > limits.text {
        return wrong("工作簿过大", "拆成几个文件分别导入，删去远处的零散内容；或另存为 .xlsx");
    }
    // What could not be seen through is not given to a reader that trusts the sizes it finds.
    if survey.looks.is_empty() {
        return damaged();
    }
    let looks = survey.looks;
    let mut book: Xls<Bytes<'_>> = match Xls::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(XlsError::Password) => return locked(),
        Err(_) => return damaged(),
    };
    let metas = book.sheets_metadata().to_vec();
    // Without the looks a percent would be read as a hundredth of itself.
    if looks.len() != metas.len() {
        return damaged();
    }
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (meta, look) in metas.iter().zip(looks) {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        budget.begin()?;
        let Ok(range) = book.worksheet_range(&meta.name) else { return damaged() };
        let mut sheet = empty(meta);
        let (first_row, first_column) = range.start().map_or((0, 0), |(row, column)| (index(row), index(column)));
        for (row, column, data) in range.used_cells() {
            let (row, column) = (first_row + row, first_column + column);
            budget.put(&mut sheet, row, column, cell_of(data, look.is_percent(row, column)))?;
        }
        budget.close(&sheet);
        merge(&mut sheet, &book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default())?;
        look.hide(&mut sheet);
        sheets.push(sheet);
    }
    Ok(sheets)
}
