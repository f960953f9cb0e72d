//! Text tables: which delimiter they use is judged by content, rows count as a spreadsheet counts them.

use std::borrow::Cow;

use super::budget::Budget;
use super::open::{Limits, Wrong, wrong};
use super::{Book, Cell, Encoding, Kind, Sheet, aligned};
use crate::problem::{Problem, Severity};

/// How much text is looked at to find the delimiter.
const SAMPLE: usize = 64 << 10;
/// Most fields of one record, empty ones included.
const MAX_FIELDS: usize = 4_000_000;
/// Longest field, in bytes; a cell of a spreadsheet holds 32,767 characters.
const MAX_FIELD: usize = 1 << 20;
/// Stands for a delimiter that is more than one byte long.
const STAND_IN: u8 = 0x1F;

/// Reads one text file.
pub(super) fn read(name: &str, text: &str, encoding: Encoding, limits: Limits) -> Result<Book, Wrong> {
    let mut notes = Vec::new();
    let sheet = match delimiter(text) {
        Some('|') => piped(text, limits)?,
        Some('，') => delimited(&stand_in(text), STAND_IN, limits)?,
        Some(other) => delimited(text, u8::try_from(other).unwrap_or(b','), limits)?,
        None => match aligned::columns(text) {
            Some(columns) => {
                let (sheet, unclear) = columns.read(text, limits)?;
                notes.extend(unclear.map(|line| note(name, line)));
                sheet
            }
            None => delimited(text, b',', limits)?,
        },
    };
    Ok(Book { name: name.to_owned(), kind: Kind::Csv(encoding), sheets: vec![sheet], notes })
}

fn note(name: &str, line: usize) -> Problem {
    let message = format!("各列只用空白隔开，第 {line} 行等行分不清列，整行放在第一列");
    let mut problem = Problem::of_file(name, message, "改用逗号、制表符隔开，或直接导入原来的表格文件");
    problem.severity = Severity::Note;
    problem
}

/// Whether the text parts into columns at all.
pub(super) fn is_table(text: &str) -> bool {
    delimiter(text).is_some() || aligned::columns(text).is_some()
}

/// How well a delimiter parts the first lines.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Lines with the most frequent number of fields, in thousandths of all lines with anything in them.
    share: usize,
    fields: usize,
}

/// The delimiter; `None` when no mark parts the lines.
///
/// A tab is never there by chance, and a bar hardly; of the others the one that parts the most lines into
/// equally many fields is the delimiter, and the one that makes more columns when they do equally well.
fn delimiter(text: &str) -> Option<char> {
    let sample = sample(text);
    let fits: Vec<(char, Fit)> =
        ['\t', '|', ',', ';', '，'].into_iter().filter_map(|mark| Some((mark, fit(sample, mark)?))).collect();
    // But where commas part every line alike, the heads too, tabs and bars in some of them are text.
    let whole = fits.iter().any(|(found, fit)| *found == ',' && fit.share == 1_000);
    for mark in ['\t', '|'] {
        if fits.iter().any(|(found, fit)| *found == mark && fit.share >= if whole { 1_000 } else { 300 }) {
            return Some(mark);
        }
    }
    // A full-width comma also stands in sentences, where the fields are never equally many for long.
    let enough = |mark: char, fit: &Fit| fit.share >= if mark == '，' { 500 } else { 300 };
    let fits = fits.into_iter().filter(|(mark, fit)| enough(*mark, fit));
    fits.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(mark, _)| mark)
}

fn sample(text: &str) -> &str {
    let mut end = SAMPLE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text.get(..end).unwrap_or_default();
    // A line that is cut would look like a short one.
    if end < text.len() { start.rsplit_once('\n').map_or(start, |(whole, _)| whole) } else { start }
}

fn fit(sample: &str, mark: char) -> Option<Fit> {
    let counts: Vec<usize> = field_counts(sample, mark);
    let mut parted: Vec<usize> = counts.iter().copied().filter(|count| *count > 1).collect();
    parted.sort_unstable();
    let (many, fields) = parted
        .chunk_by(|one, other| one == other)
        .map(|chunk| (chunk.len(), chunk.first().copied().unwrap_or(0)))
        .max()?;
    // Two lines that agree are a table; one alone only when there is no other.
    (many > 1 || counts.len() <= 2).then(|| Fit { share: many * 1_000 / counts.len(), fields })
}

/// How many fields each line with anything in it has; quoted fields are kept whole.
fn field_counts(sample: &str, mark: char) -> Vec<usize> {
    let (mut counts, mut fields, mut quoted, mut blank) = (Vec::new(), 1, false, true);
    let mut before = mark;
    // Whether the quote before has closed: one more goes on in the field, as a quote of its text.
    let mut closed = false;
    for c in sample.chars().chain(['\n']) {
        let just_closed = std::mem::take(&mut closed);
        match c {
            // A quote opens only where a field begins.
            '"' if quoted || just_closed || before == mark || before == '\n' => {
                closed = quoted;
                quoted = !quoted;
            }
            '\n' if !quoted => {
                if !blank {
                    counts.push(fields);
                }
                (fields, blank) = (1, true);
            }
            c if c == mark && !quoted => (fields, blank) = (fields + 1, false),
            c => blank &= c.is_whitespace(),
        }
        before = if c == '\r' { '\n' } else { c };
    }
    counts
}

/// Puts the stand-in where a full-width comma stands outside of quotes.
fn stand_in(text: &str) -> String {
    let mut quoted = false;
    let mark = |c: char| {
        quoted ^= c == '"';
        if c == '，' && !quoted { char::from(STAND_IN) } else { c }
    };
    text.chars().map(mark).collect()
}

/// A table drawn with bars: markdown, or what database programs print.
fn piped(text: &str, limits: Limits) -> Result<Sheet, Wrong> {
    let mut budget = Budget::new(limits);
    let mut sheet = Sheet::default();
    let framed = text.lines().filter(|line| line.contains('|')).all(|line| line.trim().starts_with('|'));
    let is_rule = |line: &str| line.chars().any(|c| c == '-') && line.chars().all(|c| "|+-=: \t".contains(c));
    for (row, line) in text.lines().filter(|line| !is_rule(line)).enumerate() {
        let line = line.trim();
        let line = if framed { line.strip_prefix('|').unwrap_or(line) } else { line };
        let line = if framed { line.strip_suffix('|').unwrap_or(line) } else { line };
        // `\|` is a bar inside a field.
        let whole = if line.contains("\\|") { Cow::Owned(line.replace("\\|", "\u{1F}")) } else { Cow::Borrowed(line) };
        for (column, field) in whole.split('|').enumerate() {
            budget.put(&mut sheet, row, column, Cell::of_text(field.replace('\u{1F}', "|").trim()))?;
        }
    }
    Ok(sheet)
}

fn delimited(text: &str, delimiter: u8, limits: Limits) -> Result<Sheet, Wrong> {
    let scan = Scan::of(text.as_bytes(), delimiter);
    if scan.widest > MAX_FIELDS {
        return wrong("一行里的格子过多", "检查分隔符和引号");
    }
    if scan.longest > MAX_FIELD {
        return wrong("一格里的文字过多", "检查分隔符和引号");
    }
    if !scan.unclosed {
        return quoted(text, delimiter, true, limits);
    }
    if delimiter == b'\t' {
        // Cells copied from a spreadsheet may begin with a quote of their own.
        return quoted(text, delimiter, false, limits);
    }
    wrong(
        format!("第 {} 行的引号没有结束，分不清格子到哪里为止", scan.line),
        "补上引号，或用表格软件打开后另存为 .xlsx",
    )
}

/// What is to be known before fields are cut out.
struct Scan {
    /// A quote that opened is never closed.
    unclosed: bool,
    /// The line (from 1) on which the last quote opened.
    line: usize,
    /// Most fields of a record.
    widest: usize,
    /// Bytes of the longest field.
    longest: usize,
}

impl Scan {
    fn of(bytes: &[u8], delimiter: u8) -> Self {
        let mut scan = Self { unclosed: false, line: 1, widest: 0, longest: 0 };
        let (mut fields, mut line, mut last, mut began) = (1_usize, 1_usize, None::<usize>, 0);
        for at in memchr::memchr3_iter(delimiter, b'\n', b'"', bytes) {
            match bytes.get(at) {
                Some(b'\n') => {
                    line += 1;
                    if !scan.unclosed {
                        scan.widest = scan.widest.max(fields);
                        fields = 1;
                    }
                }
                Some(b'"') if scan.unclosed => scan.unclosed = false,
                Some(b'"') => {
                    // Opens where a field begins; behind a closed one it is a doubled quote.
                    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
                    if before.is_none_or(|byte| [delimiter, b'\n', b'\r'].contains(byte))
                        || last.is_some_and(|last| last + 1 == at)
                    {
                        (scan.unclosed, scan.line) = (true, line);
                    }
                }
                _ => fields += 1,
            }
            last = (bytes.get(at) == Some(&b'"')).then_some(at);
            if !scan.unclosed && last.is_none() {
                scan.longest = scan.longest.max(at - began);
                began = at;
            }
        }
        scan.longest = scan.longest.max(bytes.len() - began);
        scan.widest = scan.widest.max(fields);
        scan
    }
}

fn quoted(text: &str, delimiter: u8, quoting: bool, limits: Limits) -> Result<Sheet, Wrong> {
    let mut budget = Budget::new(limits);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(quoting)
        .delimiter(delimiter)
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
        for (column, field) in record.iter().enumerate() {
            budget.put(&mut sheet, row, column, Cell::of_text(field))?;
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
