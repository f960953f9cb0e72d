//! From bytes to a book: what kind of file it is, judged by content, and what to say when it is none.

use super::{Book, delimited, excel};
use crate::problem::Problem;

/// How much is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file, in bytes.
    pub bytes: usize,
    /// Most rows of a sheet.
    pub rows: usize,
    /// Most columns of a sheet.
    pub columns: usize,
    /// Most cells of a sheet, the empty ones between others included.
    pub cells: usize,
    /// Most sheets.
    pub sheets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, rows: 300_000, columns: 1_000, cells: 8_000_000, sheets: 200 }
    }
}

/// Reads a file within the usual limits; `name` is the file name without folders.
pub fn open(name: &str, bytes: &[u8]) -> Result<Book, Box<Problem>> {
    open_within(name, bytes, Limits::default())
}

/// The name a pasted table goes by. A file of this name with the pasted text as UTF-8 reads the same.
pub const PASTED: &str = "粘贴的表.txt";

/// Reads a table that was pasted as text: cells copied from a spreadsheet, columns parted by blanks, bars
/// or commas, or a piece of a web page.
pub fn pasted(text: &str) -> Result<Book, Box<Problem>> {
    open(PASTED, text.as_bytes())
}

/// Reads a file; the error says in the user's words what is wrong with the whole file.
pub fn open_within(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Box<Problem>> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    judge(&extension, bytes, limits)
        .and_then(|content| match content {
            Content::Zip => excel::read_zip(name, bytes, limits),
            Content::Compound => excel::read_compound(name, bytes, limits),
            Content::Text => delimited::read(name, bytes, limits),
        })
        .map_err(|wrong| Box::new(Problem::of_file(name, wrong.message, wrong.hint)))
}

/// What is wrong with a whole file.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) hint: String,
}

pub(super) fn wrong<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { message: message.into(), hint: hint.into() })
}

enum Content {
    Zip,
    Compound,
    Text,
}

fn judge(extension: &str, bytes: &[u8], limits: Limits) -> Result<Content, Wrong> {
    if bytes.is_empty() {
        return wrong("文件是空的", "检查是否选错了文件，或下载没有完成");
    }
    if bytes.len() > limits.bytes {
        let most = limits.bytes >> 20;
        return wrong(format!("文件超过 {most} MiB"), "拆成几个文件，或删去图片和用不着的工作表");
    }
    let text_name = matches!(extension, "csv" | "txt" | "tsv");
    let content = if bytes.starts_with(b"PK\x03\x04") {
        Content::Zip
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Content::Compound
    } else {
        Content::Text
    };
    match content {
        Content::Text if text_name => Ok(content),
        Content::Text => not_a_workbook(extension, bytes),
        Content::Zip | Content::Compound if text_name => {
            wrong(format!("扩展名是 .{extension}，内容却是工作簿"), "把扩展名改成 .xlsx 或 .xls")
        }
        Content::Zip | Content::Compound if matches!(extension, "xlsx" | "xlsm" | "xls" | "ods" | "et") => Ok(content),
        Content::Zip | Content::Compound => unknown(extension),
    }
}

fn unknown(extension: &str) -> Result<Content, Wrong> {
    wrong(format!("不认识扩展名 .{extension}"), "可用的文件：.xlsx、.xls、.ods、.csv")
}

/// Text bytes under a name that promises something else.
fn not_a_workbook(extension: &str, bytes: &[u8]) -> Result<Content, Wrong> {
    if !matches!(extension, "xlsx" | "xlsm" | "xls" | "ods" | "et") {
        return unknown(extension);
    }
    let start: Vec<u8> = bytes.iter().take(2_000).map(u8::to_ascii_lowercase).collect();
    let has = |mark: &[u8]| start.windows(mark.len()).any(|window| window == mark);
    if has(b"<html") || has(b"<table") || has(b"<!doctype") {
        return wrong("内容是网页，不是工作簿", "用表格软件打开后另存为 .xlsx");
    }
    if has(b"<?xml") {
        return wrong("内容是 XML 表格，不是工作簿", "用表格软件打开后另存为 .xlsx");
    }
    if bytes.contains(&0) {
        return wrong("文件损坏，或不是工作簿", "重新下载，或用表格软件打开后另存为 .xlsx");
    }
    wrong("内容是文本，不是工作簿", "把扩展名改成 .csv，或用表格软件打开后另存为 .xlsx")
}
