//! Bytes as hexadecimal text.

use std::fmt::Write as _;

/// Lower-case, two digits a byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The SM3 of bytes in hexadecimal: what an answer is known by.
pub fn digest_in_words(bytes: &[u8]) -> String {
    use sm3::Digest as _;
    hexadecimal(&sm3::Sm3::digest(bytes))
}

/// Back from hexadecimal; nothing when it is none.
pub(crate) fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some((high << 4) | low),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        assert_eq!(bytes(&hexadecimal(&all)), Some(all));
        assert_eq!((bytes("0"), bytes("0g")), (None, None));
    }
}
