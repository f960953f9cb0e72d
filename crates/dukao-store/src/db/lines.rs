//! Rows as lines of text, the same bytes on both engines.
//!
//! A line is what PostgreSQL's `COPY … TO STDOUT` writes: fields between tabs, `\N` for null, bytes as `\\x` and
//! hexadecimal digits, and in texts a backslash before what would break the line. There is one way to write each row, and
//! the reader accepts no other.

use std::borrow::Cow;

use super::{Engine, Row, Value, Width};
use crate::error::DatabaseError;

/// A column of a table whose rows travel as lines.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) width: Width,
    /// Whether it may be null.
    pub(crate) optional: bool,
}

/// A table whose rows travel as lines, in the order of its primary key.
#[derive(Debug)]
pub(crate) struct LineTable {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its columns; the first ones make the primary key.
    pub(crate) columns: &'static [Column],
    /// How many columns make the primary key.
    pub(crate) key: usize,
}

impl LineTable {
    fn names(&self) -> String {
        self.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }

    /// All rows in the order of the primary key; texts by their bytes, whatever the database's language.
    pub(crate) fn select(&self, engine: Engine) -> String {
        let collate = if engine == Engine::Postgres { " COLLATE \"C\"" } else { "" };
        let one = |column: &Column| match column.width {
            Width::Text => format!("{}{collate}", column.name),
            _ => column.name.to_owned(),
        };
        let order: Vec<String> = self.columns.iter().take(self.key).map(one).collect();
        format!("SELECT {} FROM {} ORDER BY {}", self.names(), self.name, order.join(", "))
    }

    /// `INSERT …` with one place for each column, in order.
    pub(crate) fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|place| format!("${place}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.names(), places.join(", "))
    }

    /// `COPY … FROM STDIN`.
    pub(crate) fn copy_in(&self) -> String {
        format!("COPY {} ({}) FROM STDIN", self.name, self.names())
    }

    /// The names of the columns as a line.
    pub(crate) fn head(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        names.join("\t") + "\n"
    }
}

/// Appends a row as a line.
pub(crate) fn push_row(columns: &[Column], row: &dyn Row, line: &mut Vec<u8>) -> Result<(), DatabaseError> {
    for (place, column) in columns.iter().enumerate() {
        if place > 0 {
            line.push(b'\t');
        }
        match column.width {
            Width::Text => match row.optional_text(place)? {
                Some(text) => push_text(text, line),
                None => line.extend_from_slice(b"\\N"),
            },
            Width::Bytes => match row.optional_blob(place)? {
                Some(bytes) => push_bytes(bytes, line),
                None => line.extend_from_slice(b"\\N"),
            },
            _ => match row.optional_int(place)? {
                Some(value) => line.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
                None => line.extend_from_slice(b"\\N"),
            },
        }
    }
    line.push(b'\n');
    Ok(())
}

/// The letter behind the backslash for a character that would break a line.
const fn escape(byte: u8) -> Option<u8> {
    match byte {
        b'\\' => Some(b'\\'),
        8 => Some(b'b'),
        b'\t' => Some(b't'),
        b'\n' => Some(b'n'),
        11 => Some(b'v'),
        12 => Some(b'f'),
        b'\r' => Some(b'r'),
        _ => None,
    }
}

fn push_text(text: &str, line: &mut Vec<u8>) {
    for byte in text.bytes() {
        if let Some(letter) = escape(byte) {
            line.extend_from_slice(&[b'\\', letter]);
        } else {
            line.push(byte);
        }
    }
}

fn push_bytes(bytes: &[u8], line: &mut Vec<u8>) {
    line.extend_from_slice(b"\\\\x");
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            line.push(if half < 10 { b'0'.saturating_add(half) } else { b'a'.saturating_add(half).saturating_sub(10) });
        }
    }
}

/// The fields of a line.
pub(crate) fn fields(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte == b'\t')
}

/// The lines of a piece, without their ends.
pub(crate) fn lines(piece: &[u8]) -> impl Iterator<Item = &[u8]> {
    piece.split_inclusive(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

/// Whether a field is null.
pub(crate) fn is_null(field: &[u8]) -> bool {
    field == b"\\N"
}

/// The integer of a field, written in the one way there is.
pub(crate) fn int(field: &[u8]) -> Option<i64> {
    let (negative, digits) = match field {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let one_way = match digits {
        [] => false,
        [b'0'] => !negative,
        [first, ..] => *first != b'0',
    };
    if !one_way || digits.len() > 19 {
        return None;
    }
    let mut value = 0_i64;
    for byte in digits {
        let digit = i64::from(byte.wrapping_sub(b'0'));
        if digit > 9 {
            return None;
        }
        // Downwards, because the smallest number has no counterpart.
        value = value.checked_mul(10)?.checked_sub(digit)?;
    }
    if negative { Some(value) } else { value.checked_neg() }
}

/// The text of a field, written in the one way there is.
pub(crate) fn text(field: &[u8]) -> Option<Cow<'_, str>> {
    let text = str::from_utf8(field).ok()?;
    if text.is_empty() || text.bytes().any(|byte| byte == 0 || (byte != b'\\' && escape(byte).is_some())) {
        return None;
    }
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { unescape(letters.next()?)? } else { letter });
    }
    Some(Cow::Owned(plain))
}

const fn unescape(letter: char) -> Option<char> {
    match letter {
        '\\' => Some('\\'),
        'b' => Some('\u{8}'),
        't' => Some('\t'),
        'n' => Some('\n'),
        'v' => Some('\u{b}'),
        'f' => Some('\u{c}'),
        'r' => Some('\r'),
        _ => None,
    }
}

/// The bytes of a field, written in the one way there is.
pub(crate) fn bytes(field: &[u8]) -> Option<Vec<u8>> {
    let digits = field.strip_prefix(b"\\\\x")?;
    if digits.len() % 2 > 0 {
        return None;
    }
    let half = |digit: &u8| match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    };
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(half(high)? << 4 | half(low)?),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}

/// The value of a field that is known to be right for its column.
pub(crate) fn value(column: &Column, field: &[u8]) -> Result<Value, DatabaseError> {
    let wrong = DatabaseError::Invalid("a line that does not fit its table");
    if column.optional && is_null(field) {
        return Ok(Value::Null);
    }
    match column.width {
        Width::Text => text(field).map(|text| Value::Text(text.into_owned())),
        Width::Bytes => bytes(field).map(Value::Blob),
        _ => int(field).map(Value::Int),
    }
    .ok_or(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_written_in_one_way() {
        for value in [0, 1, -1, 10, 99, -100, i64::MAX, i64::MIN] {
            assert_eq!(int(value.to_string().as_bytes()), Some(value));
        }
        for wrong in ["", "-", "+1", "01", "-0", "1 ", "1.0", "9223372036854775808", "-9223372036854775809", "１"] {
            assert_eq!(int(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn texts_survive_and_have_one_form() {
        let plain = "甲\t乙\n\r\u{8}\u{b}\u{c}\\N 丙";
        let mut line = Vec::new();
        push_text(plain, &mut line);
        assert_eq!(line, "甲\\t乙\\n\\r\\b\\v\\f\\\\N 丙".as_bytes());
        assert_eq!(text(&line).as_deref(), Some(plain));
        for wrong in [&b""[..], b"\\", b"\\q", b"\\N", b"a\rb", b"a\0b", b"\xff"] {
            assert_eq!(text(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn bytes_are_hexadecimal() {
        let mut line = Vec::new();
        push_bytes(&[0, 0x1f, 0xa0, 0xff], &mut line);
        assert_eq!(line, b"\\\\x001fa0ff");
        assert_eq!(bytes(&line), Some(vec![0, 0x1f, 0xa0, 0xff]));
        for wrong in [&b"001f"[..], b"\\x00", b"\\\\x0", b"\\\\x0G", b"\\\\xAB"] {
            assert_eq!(bytes(wrong), None, "{wrong:?}");
        }
    }
}
