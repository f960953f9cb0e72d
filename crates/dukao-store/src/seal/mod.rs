//! What an audit entry covers: the rows of its act, digested.
//!
//! Every row of a sealed table is written as canonical bytes: all its columns in order, each as a mark and, for integers,
//! the fewest big-endian bytes of two's complement, for texts and bytes a length of four bytes and the bytes themselves
//! (of an imported file's bytes only the SM3, which is a column of its own). The rows of one table, version and year make a
//! group, digested in the order of their key. An entry's `rows_digest` has one part for each table and year: the table's
//! number, the year (0 where the table has none in its key), and SM3 over the versions and digests of the groups.

mod groups;
mod recorder;
mod tables;

pub(crate) use groups::{Group, Groups, combine, parts};
pub(crate) use recorder::Recorder;
#[cfg(test)]
pub(crate) use tables::UNSEALED;
pub(crate) use tables::{SEALED, Sealed, by_number, sealed};

use crate::db::{Row, Value, Width};

const NULL: u8 = 0;
const TEXT: u8 = 1;
const BYTES: u8 = 2;
/// Added to the number of bytes of an integer.
const INTEGER: u8 = 0x10;
/// What cannot be, hence was not written by us: a text where a number belongs.
const WRONG: u8 = 0xff;

fn push_int(value: i64, out: &mut Vec<u8>) {
    let bytes = value.to_be_bytes();
    let filler = if value < 0 { 0xff } else { 0 };
    let needless = |pair: &[u8]| match pair {
        [first, second] => *first == filler && (second ^ filler) < 0x80,
        _ => false,
    };
    let skipped = bytes.windows(2).take_while(|pair| needless(pair)).count();
    let rest = bytes.get(skipped..).unwrap_or_default();
    out.push(INTEGER.saturating_add(u8::try_from(rest.len()).unwrap_or(0)));
    out.extend_from_slice(rest);
}

fn push_bytes(mark: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(mark);
    // No engine holds a value of four gigabytes.
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// The canonical bytes of a value on its way in.
pub(crate) fn push_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(NULL),
        Value::Int(value) => push_int(*value, out),
        Value::Text(text) => push_bytes(TEXT, text.as_bytes(), out),
        Value::Blob(bytes) => push_bytes(BYTES, bytes, out),
    }
}

/// The canonical bytes of a column on its way out.
pub(crate) fn push_column(row: &dyn Row, place: usize, width: Width, out: &mut Vec<u8>) {
    match width {
        Width::Text => match row.optional_text(place) {
            Ok(Some(text)) => push_bytes(TEXT, text.as_bytes(), out),
            Ok(None) => out.push(NULL),
            Err(_) => out.push(WRONG),
        },
        Width::Bytes => match row.optional_blob(place) {
            Ok(Some(bytes)) => push_bytes(BYTES, bytes, out),
            Ok(None) => out.push(NULL),
            Err(_) => out.push(WRONG),
        },
        Width::Small | Width::Int | Width::Big => match row.optional_int(place) {
            Ok(Some(value)) => push_int(value, out),
            Ok(None) => out.push(NULL),
            Err(_) => out.push(WRONG),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_have_one_form_and_no_two_the_same() {
        let form = |value: i64| {
            let mut out = Vec::new();
            push_value(&Value::Int(value), &mut out);
            out
        };
        assert_eq!(form(0), [0x11, 0]);
        assert_eq!(form(-1), [0x11, 0xff]);
        assert_eq!(form(127), [0x11, 0x7f]);
        assert_eq!(form(128), [0x12, 0, 0x80]);
        assert_eq!(form(-128), [0x11, 0x80]);
        assert_eq!(form(-129), [0x12, 0xff, 0x7f]);
        assert_eq!(form(i64::MIN).len(), 9);
        let values = [0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769, i64::MAX, i64::MIN];
        let forms: std::collections::BTreeSet<Vec<u8>> = values.map(form).into();
        assert_eq!(forms.len(), values.len());
    }
}
