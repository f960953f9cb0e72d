//! Numbers that a spreadsheet keeps: as a binary fraction that is read back as the same decimal.

use crate::grid::of_float;

/// The number a cell can hold without losing a digit, and how many decimals show all of it. `None` when a
/// spreadsheet would read another decimal back.
pub(super) fn stored(decimal: &str) -> Option<(f64, usize)> {
    let value: f64 = decimal.parse().ok()?;
    let decimals = decimal.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let back = of_float(value)?;
    (plain(&back) == plain(decimal)).then_some((value, decimals))
}

/// Without the zeros behind the last digit.
fn plain(decimal: &str) -> &str {
    if decimal.contains('.') { decimal.trim_end_matches('0').trim_end_matches('.') } else { decimal }
}

/// The number format with so many decimals.
pub(super) fn format(decimals: usize) -> String {
    if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_a_binary_fraction_can_keep() {
        let kept = |text: &str| stored(text).map(|(value, decimals)| (value.to_string(), decimals));
        assert_eq!(kept("115.20"), Some(("115.2".to_owned(), 2)));
        assert_eq!(kept("-3.6"), Some(("-3.6".to_owned(), 1)));
        assert_eq!(kept("0.00"), Some(("0".to_owned(), 2)));
        assert_eq!(kept("100"), Some(("100".to_owned(), 0)));
        assert_eq!(kept("123456789012345"), Some(("123456789012345".to_owned(), 0)));
        for lost in ["1234567890123456", "0.1234567890123456", "不是数"] {
            assert_eq!(kept(lost), None, "{lost}");
        }
        assert_eq!((format(0), format(3)), ("0".to_owned(), "0.000".to_owned()));
    }
}
