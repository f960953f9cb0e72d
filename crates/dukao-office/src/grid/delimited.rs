//! Delimited text: encoding and delimiter are found out, rows count as a spreadsheet counts them.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::open::{Limits, Wrong, wrong};
use super::{Book, Cell, Encoding, Kind, Sheet};

/// Reads one csv file.
pub(super) fn read(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let (text, encoding) = decode(bytes)?;
    if text.contains('\0') {
        return wrong("内容不是文本", "用表格软件打开后另存为 .xlsx 或 csv");
    }
    let sheet = rows(&text, limits)?;
    Ok(Book { name: name.to_owned(), kind: Kind::Csv(encoding), sheets: vec![sheet], notes: Vec::new() })
}

fn decode(bytes: &[u8]) -> Result<(String, Encoding), Wrong> {
    for (mark, encoding, named) in [
        (&[0xEF, 0xBB, 0xBF][..], UTF_8, Encoding::Utf8),
        (&[0xFF, 0xFE], UTF_16LE, Encoding::Utf16),
        (&[0xFE, 0xFF], UTF_16BE, Encoding::Utf16),
    ] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, damaged) = encoding.decode_without_bom_handling(rest);
            return if damaged { unreadable() } else { Ok((text.into_owned(), named)) };
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), Encoding::Utf8));
    }
    let (text, damaged) = GB18030.decode_without_bom_handling(bytes);
    if damaged { unreadable() } else { Ok((text.into_owned(), Encoding::Gb18030)) }
}

fn unreadable<T>() -> Result<T, Wrong> {
    wrong("文字编码既不是 UTF-8 也不是 GBK/GB18030", "用表格软件打开后另存为“CSV UTF-8”")
}

/// The delimiter that parts the most cells in the first lines; comma when in doubt.
fn delimiter(text: &str) -> u8 {
    let mut counts = [0_usize; 3];
    let mut quoted = false;
    let mut lines = 0;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => lines += 1,
            b',' if !quoted => counts[0] += 1,
            b'\t' if !quoted => counts[1] += 1,
            b';' if !quoted => counts[2] += 1,
            _ => {}
        }
        if lines >= 10 {
            break;
        }
    }
    let [commas, tabs, semicolons] = counts;
    if tabs > commas && tabs >= semicolons {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

fn rows(text: &str, limits: Limits) -> Result<Sheet, Wrong> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while reader
        .read_record(&mut record)
        .map_err(|_| Wrong {
            message: "csv 写法不合格式".into(), hint: "用表格软件打开后重新另存".into()
        })?
    {
        // The reader passes over blank lines; a spreadsheet counts them.
        let start = record.position().map_or(0, csv::Position::byte);
        row += blank_lines(text.as_bytes(), usize::try_from(start).unwrap_or(usize::MAX));
        if row >= limits.rows {
            return wrong(format!("超过 {} 行", limits.rows), "拆成几个文件分别导入");
        }
        if record.len() > limits.columns {
            return wrong(format!("第 {} 行超过 {} 列", row + 1, limits.columns), "检查分隔符和引号");
        }
        for (column, field) in record.iter().enumerate() {
            let cell = Cell::of_text(field);
            if !cell.is_empty() {
                sheet.put(row, column, cell);
            }
        }
        row += 1;
    }
    Ok(sheet)
}

/// How many blank lines stand at the place where a record is looked for.
fn blank_lines(text: &[u8], start: usize) -> usize {
    let behind_return = start.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
    let rest = text.get(start..).unwrap_or(&[]);
    let mut rest = if behind_return { rest.strip_prefix(b"\n").unwrap_or(rest) } else { rest };
    let mut lines = 0;
    while let Some(after) =
        rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r"))
    {
        rest = after;
        lines += 1;
    }
    lines
}
