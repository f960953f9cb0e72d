//! Addresses inside the site.

use std::fmt::Write;

use dukao_app::fault;

/// Percent-encodes everything but unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _infallible = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// `path?name=value&…` without the pairs whose value is empty.
pub(crate) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut text = path.to_owned();
    let mut join = '?';
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(join);
        text.push_str(name);
        text.push('=');
        text.push_str(&encode(value));
        join = '&';
    }
    text
}

/// Only a path of this site may be gone back to.
pub(crate) fn local(path: &str) -> &str {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let inside = path.starts_with('/') && !path.starts_with("//") && plain;
    if inside || fault::on("back") { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_back_only_inside_the_site() {
        assert_eq!(local("/ledger?light=slow"), "/ledger?light=slow");
        for path in ["//evil.example", "https://evil.example", "", "/\\evil", "/a\r\nSet-Cookie: x"] {
            assert_eq!(local(path), "/");
        }
    }

    #[test]
    fn leaves_out_what_is_empty_and_encodes_the_rest() {
        assert_eq!(address("/ledger", &[]), "/ledger");
        assert_eq!(address("/ledger", &[("q", ""), ("lead", "D02")]), "/ledger?lead=D02");
        assert_eq!(address("/x", &[("q", "投资&"), ("a", "1/2")]), "/x?q=%E6%8A%95%E8%B5%84%26&a=1%2F2");
    }
}
