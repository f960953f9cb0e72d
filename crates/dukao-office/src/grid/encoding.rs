//! Text files as text: UTF-8, UTF-16 and GB18030, with or without a byte order mark.

use std::borrow::Cow;

use encoding_rs::{BIG5, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Encoding;
use super::open::{Wrong, wrong};

/// How much of a file is looked at to judge it.
const SAMPLE: usize = 8_192;
/// Largest text in another encoding than UTF-8, in bytes: it is in memory twice.
const MAX_RECODED: usize = 40 << 20;

/// The text of a file and the encoding it was in. Web pages and XML may name it themselves.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Wrong> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return match std::str::from_utf8(rest) {
            // The mark says that it is text: what a cell of a workbook may hold may stand in it.
            Ok(text) if !text.contains('\0') => Ok((Cow::Borrowed(text), Encoding::Utf8)),
            _ => strictly(rest, UTF_8, Encoding::Utf8),
        };
    }
    for (mark, encoding, named) in
        [(&[0xFF, 0xFE][..], UTF_16LE, Encoding::Utf16), (&[0xFE, 0xFF], UTF_16BE, Encoding::Utf16)]
    {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return strictly(rest, encoding, named);
        }
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return strictly(bytes, encoding, Encoding::Utf16);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return as_text(Cow::Borrowed(text), Encoding::Utf8);
    }
    if declares(bytes, b"big5") {
        return strictly(bytes, BIG5, Encoding::Big5);
    }
    strictly(bytes, GB18030, Encoding::Gb18030)
}

fn strictly<'b>(
    bytes: &'b [u8],
    encoding: &'static encoding_rs::Encoding,
    named: Encoding,
) -> Result<(Cow<'b, str>, Encoding), Wrong> {
    if bytes.len() > MAX_RECODED {
        let message = format!("不是 UTF-8 的文本超过 {} MiB", MAX_RECODED >> 20);
        return wrong(message, "另存为 UTF-8 编码，或拆成几个文件");
    }
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        return wrong("文字编码既不是 UTF-8 也不是 GBK/GB18030", "用表格软件打开后另存为“CSV UTF-8”");
    }
    as_text(text, named)
}

fn as_text(text: Cow<'_, str>, encoding: Encoding) -> Result<(Cow<'_, str>, Encoding), Wrong> {
    // Excel and old programs leave form feeds and an end mark; anything else of the kind is no text.
    let is_fine =
        |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}' | '\u{85}');
    if text.contains('\0') || !text.chars().take(SAMPLE).all(is_fine) {
        return wrong("内容不是文本", "用表格软件打开后另存为 .xlsx 或 csv");
    }
    Ok((text, encoding))
}

/// UTF-16 shows itself by the zero halves of its line ends, digits and delimiters.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = bytes.get(..SAMPLE.min(bytes.len()) & !1)?;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let enough = (sample.len() / 40).max(1);
    match () {
        () if !bytes.len().is_multiple_of(2) => None,
        () if low > enough && low > high * 8 => Some(UTF_16LE),
        () if high > enough && high > low * 8 => Some(UTF_16BE),
        () => None,
    }
}

/// Whether the start of a page names this charset.
fn declares(bytes: &[u8], charset: &[u8]) -> bool {
    let start: Vec<u8> = bytes.iter().take(2_048).map(u8::to_ascii_lowercase).collect();
    let Some(at) = memchr::memmem::find(&start, b"charset") else { return false };
    let rest = start.get(at..).unwrap_or_default();
    memchr::memmem::find(rest.get(..40.min(rest.len())).unwrap_or_default(), charset).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_with_and_without_mark() {
        let text = "单位\t完成数\r\n甲街道\t12.5\r\n";
        let utf16 = |little: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for (bytes, expected) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (marked(&[0xEF, 0xBB, 0xBF], text.as_bytes().to_vec()), Encoding::Utf8),
            (utf16(true), Encoding::Utf16),
            (utf16(false), Encoding::Utf16),
            (marked(&[0xFF, 0xFE], utf16(true)), Encoding::Utf16),
            (marked(&[0xFE, 0xFF], utf16(false)), Encoding::Utf16),
            (GB18030.encode(text).0.into_owned(), Encoding::Gb18030),
        ] {
            let (decoded, encoding) = decode(&bytes).unwrap();
            assert_eq!((decoded.as_ref(), encoding), (text, expected));
        }
        let page = "<meta charset=Big5><table><tr><td>單位";
        assert_eq!(decode(&BIG5.encode(page).0).unwrap(), (page.into(), Encoding::Big5));
    }

    #[test]
    fn a_marked_text_may_hold_what_a_workbook_may() {
        let odd = "\u{FEFF}指标,进展\r\nP01,按计划\u{1}进行\r\n";
        assert_eq!(decode(odd.as_bytes()).unwrap().0, odd.trim_start_matches('\u{FEFF}'));
        assert!(decode(odd.trim_start_matches('\u{FEFF}').as_bytes()).is_err());
        assert!(decode("\u{FEFF}a\0b".as_bytes()).is_err() && decode(b"\xEF\xBB\xBF\xFF").is_err());
    }

    #[test]
    fn what_is_no_text() {
        for bytes in [&[0xC8, 0xFF, 0x80, 0x31][..], &[0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10], b"a\0b"] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }
}
