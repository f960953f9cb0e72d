//! From bytes to a book: what kind of file it is, judged by content, and what to say when it is none.

use memchr::memmem;

use super::archive::{Archive, damaged, locked};
use super::{Book, Kind, delimited, docx, encoding, html, ods, xls, xlsx, xmlsheet};
use crate::problem::{Problem, Severity};

/// How much is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file, in bytes.
    pub bytes: usize,
    /// Most rows of a sheet.
    pub rows: usize,
    /// Most columns of a sheet.
    pub columns: usize,
    /// Most cells of a book, the empty ones between others included.
    pub cells: usize,
    /// Most sheets.
    pub sheets: usize,
    /// Most bytes of longer texts in all cells together.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, rows: 300_000, columns: 1_000, cells: 4_000_000, sheets: 200, text: 48 << 20 }
    }
}

/// The name a pasted table goes by. A file of this name with the pasted text as UTF-8 reads the same.
pub const PASTED: &str = "粘贴的表.txt";

/// What can be read, for hints.
const READABLE: &str = "可用的文件：.xlsx、.xls、.ods、.csv、.txt、.docx、.html";

/// Reads a table that was pasted as text: cells copied from a spreadsheet, columns parted by blanks, bars
/// or commas, or a piece of a web page.
pub fn pasted(text: &str) -> Result<Book, Box<Problem>> {
    open(PASTED, text.as_bytes())
}

/// Reads a file within the usual limits; `name` is the file name without folders.
pub fn open(name: &str, bytes: &[u8]) -> Result<Book, Box<Problem>> {
    open_within(name, bytes, Limits::default())
}

/// Reads a file; the error says in the user's words what is wrong with the whole file.
pub fn open_within(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Box<Problem>> {
    read(name, bytes, limits).map_err(|wrong| Box::new(Problem::of_file(name, wrong.message, wrong.hint)))
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

fn read(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    if bytes.is_empty() {
        return wrong("文件是空的", "检查是否选错了文件，或下载没有完成");
    }
    if bytes.len() > limits.bytes {
        let most = limits.bytes >> 20;
        return wrong(format!("文件超过 {most} MiB"), "拆成几个文件，或删去图片和用不着的工作表");
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let mut book = if bytes.starts_with(b"PK") {
        read_zip(name, bytes, limits)?
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        xls::read(name, bytes, limits)?
    } else if let Some((what, hint)) = foreign(bytes) {
        return wrong(format!("内容是{what}，不是表格"), hint);
    } else {
        read_text(name, &extension, bytes, limits)?
    };
    if book.sheets.iter().all(|sheet| sheet.height() == 0) && !matches!(book.kind, Kind::Csv(_)) {
        return wrong("文件里没有任何内容", "检查是否选错了文件");
    }
    if !extensions(book.kind).contains(&extension.as_str()) {
        book.notes.insert(0, renamed(name, &extension, book.kind));
    }
    Ok(book)
}

fn read_zip(name: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let mut archive = Archive::open(bytes)?;
    if archive.has("xl/workbook.bin") {
        wrong("不支持 xlsb 工作簿", "另存为 .xlsx")
    } else if archive.has_folder("xl/") {
        xlsx::read(name, bytes, &mut archive, limits)
    } else if archive.has(docx::DOCUMENT) {
        docx::read(name, &mut archive, limits)
    } else if archive.has("content.xml") {
        if archive.is_encrypted() { locked() } else { ods::read_zip(name, &mut archive, limits) }
    } else if archive.has_folder("ppt/") {
        wrong("内容是演示文稿，不是表格", "把其中的表格复制到工作簿，再导入")
    } else {
        damaged()
    }
}

fn read_text(name: &str, extension: &str, bytes: &[u8], limits: Limits) -> Result<Book, Wrong> {
    let is_workbook_name = matches!(extension, "xlsx" | "xlsm" | "xls" | "ods" | "et" | "docx" | "wps");
    let (text, encoding) = match encoding::decode(bytes) {
        Ok(decoded) => decoded,
        Err(_) if is_workbook_name => return damaged(),
        Err(wrong) => return Err(wrong),
    };
    let body = without_clipboard_head(&text);
    match markup(body) {
        Some(Markup::Html) => return html::read(name, body, encoding, limits),
        Some(Markup::XmlSheet) => return xmlsheet::read(name, body, limits),
        Some(Markup::OpenDocument) => return ods::read_flat(name, body, limits),
        Some(Markup::Archive) => {
            return wrong("内容是单个文件网页（mht）", "用表格软件打开后另存为 .xlsx");
        }
        Some(Markup::OtherXml) => return wrong("内容是 XML，不是表格", "用表格软件打开后另存为 .xlsx"),
        None => {}
    }
    let is_text_name = matches!(extension, "csv" | "txt" | "tsv" | "tab" | "prn" | "md" | "");
    let is_renamed = is_workbook_name && delimited::is_table(&text);
    if !is_text_name && !is_renamed {
        return if is_workbook_name { damaged() } else { wrong(format!("不认识扩展名 .{extension}"), READABLE) };
    }
    delimited::read(name, &text, encoding, limits)
}

/// Files of other kinds that are often taken for tables, by their first bytes.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const KINDS: [(&[u8], &str, &str); 8] = [
        (b"%PDF", " PDF", "打开后选中表格复制，粘贴为文本导入；或向对方要原来的表格文件"),
        (b"{\\rtf", " RTF 文档", "用文字软件打开后另存为 .docx"),
        (b"Rar!", "压缩包", "解开后导入其中的表格文件"),
        (b"7z\xBC\xAF", "压缩包", "解开后导入其中的表格文件"),
        (&[0x1F, 0x8B], "压缩包", "解开后导入其中的表格文件"),
        (&[0x89, b'P', b'N', b'G'], "图片", "图片里的表格读不了，请要原来的表格文件"),
        (&[0xFF, 0xD8, 0xFF], "图片", "图片里的表格读不了，请要原来的表格文件"),
        (b"GIF8", "图片", "图片里的表格读不了，请要原来的表格文件"),
    ];
    KINDS.iter().find(|(start, ..)| bytes.starts_with(start)).map(|(_, what, hint)| (*what, *hint))
}

enum Markup {
    Html,
    XmlSheet,
    OpenDocument,
    Archive,
    OtherXml,
}

/// What a browser puts before a copied piece of a page.
fn without_clipboard_head(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("Version:") && text.get(..200.min(text.len())).is_some_and(|head| head.contains("StartHTML:")) {
        return text.find('<').and_then(|at| text.get(at..)).unwrap_or(text);
    }
    text
}

fn markup(text: &str) -> Option<Markup> {
    let start: Vec<u8> = text.bytes().take(4_096).map(|byte| byte.to_ascii_lowercase()).collect();
    let has = |mark: &str| memmem::find(&start, mark.as_bytes()).is_some();
    if start.starts_with(b"mime-version:") {
        return Some(Markup::Archive);
    }
    if !start.starts_with(b"<") {
        return None;
    }
    if has("urn:schemas-microsoft-com:office:spreadsheet") && has("<workbook") {
        return Some(Markup::XmlSheet);
    }
    if has("office:document") {
        return Some(Markup::OpenDocument);
    }
    let page = ["<html", "<table", "<!doctype html", "<meta", "<body", "<head", "<div", "<tr", "<p", "<span"];
    if page.iter().any(|mark| has(mark)) || memmem::find(text.as_bytes(), b"<table").is_some() {
        return Some(Markup::Html);
    }
    has("<?xml").then_some(Markup::OtherXml)
}

/// The extensions that a kind of file has.
const fn extensions(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Xlsx => &["xlsx", "xlsm", "xltx", "xltm", "et"],
        Kind::Xls => &["xls", "xlt", "et"],
        Kind::XmlSheet => &["xml"],
        Kind::Ods => &["ods", "ots", "fods"],
        Kind::Docx => &["docx", "docm", "dotx", "wps"],
        Kind::Html(_) => &["html", "htm", "txt", ""],
        Kind::Csv(_) => &["csv", "txt", "tsv", "tab", "prn", "md", ""],
    }
}

fn renamed(name: &str, extension: &str, kind: Kind) -> Problem {
    let (what, right) = match kind {
        Kind::Xlsx => ("工作簿", ".xlsx"),
        Kind::Xls => ("旧版工作簿", ".xls"),
        Kind::XmlSheet => (" XML 表格", ".xml"),
        Kind::Ods => (" OpenDocument 表格", ".ods"),
        Kind::Docx => ("文档", ".docx"),
        Kind::Html(_) => ("网页", ".html"),
        Kind::Csv(_) => ("文本", ".csv"),
    };
    let said = if extension.is_empty() { "没有扩展名".to_owned() } else { format!("扩展名是 .{extension}") };
    let message = format!("{said}，内容是{what}，已按内容读");
    let mut problem = Problem::of_file(name, message, format!("把扩展名改成 {right} 更稳妥"));
    problem.severity = Severity::Note;
    problem
}
