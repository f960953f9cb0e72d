//! Spreadsheet numbers as the decimal the user sees.
//!
//! Spreadsheets store binary fractions and show at most 15 significant digits. The decimal meant is the
//! shortest one that rounds to the stored number at 15 digits: 0.30000000000000004 is 0.3.

/// Significant digits a spreadsheet keeps.
const DIGITS: usize = 15;

/// The decimal text of a stored number; `None` for infinity, not-a-number and sizes no figure has.
pub fn of_float(value: f64) -> Option<String> {
    let size = value.abs();
    if value == 0.0 {
        return Some("0".to_owned());
    }
    if !size.is_finite() || !(1e-18..1e18).contains(&size) {
        return None;
    }
    let shortest = value.to_string();
    if significant(&shortest) <= DIGITS {
        return Some(shortest);
    }
    let rounded = format!("{value:.14e}");
    let (mantissa, exponent) = rounded.split_once('e')?;
    move_point(mantissa, exponent.parse().ok()?)
}

/// How many significant digits a plain decimal has.
fn significant(text: &str) -> usize {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let leading = text.bytes().filter(|b| *b != b'-' && *b != b'.').take_while(|b| *b == b'0').count();
    let trailing = if text.contains('.') { 0 } else { text.bytes().rev().take_while(|b| *b == b'0').count() };
    digits.count().saturating_sub(leading + trailing)
}

/// Moves the decimal point of a plain decimal to the right (or, negative, to the left), exactly.
/// `None` when the text is no plain decimal.
pub fn move_point(decimal: &str, places: i32) -> Option<String> {
    let (sign, body) = decimal.strip_prefix('-').map_or(("", decimal), |body| ("-", body));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) || places.unsigned_abs() > 60 {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + places;
    let length = i32::try_from(digits.len()).ok()?;
    let before = usize::try_from(-point.min(0)).ok()?;
    let after = usize::try_from((point - length).max(0)).ok()?;
    let padded = format!("{}{digits}{}", "0".repeat(before), "0".repeat(after));
    let (whole, fraction) = padded.split_at_checked(usize::try_from(point.max(0)).ok()?)?;
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && fraction.is_empty() { "" } else { sign };
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decimal_that_is_seen() {
        for (value, expected) in [
            (0.1 + 0.2, "0.3"),
            (1.1 * 3.0, "3.3"),
            (281_682.60, "281682.6"),
            (-3.6, "-3.6"),
            (0.0, "0"),
            (-0.0, "0"),
            (5025.0, "5025"),
            (1e15, "1000000000000000"),
            (123_456_789_012_345.6, "123456789012346"),
            (0.000_001_5, "0.0000015"),
            (1.0 / 3.0, "0.333333333333333"),
            (57.699_999_999_999_996, "57.7"),
            (76.7 - 73.8, "2.90000000000001"),
        ] {
            assert_eq!(of_float(value).as_deref(), Some(expected), "{value}");
        }
        for wrong in [f64::NAN, f64::INFINITY, 1e300, 1e-300] {
            assert_eq!(of_float(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn moving_the_point() {
        for (text, places, expected) in [
            ("0.785", 2, "78.5"),
            ("1", 2, "100"),
            ("-0.036", 2, "-3.6"),
            ("12.5", -3, "0.0125"),
            ("0", 2, "0"),
            ("1.50", 1, "15"),
        ] {
            assert_eq!(move_point(text, places).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(move_point("1e5", 2), None);
    }

    proptest::proptest! {
        #[test]
        fn typed_decimals_survive_the_binary_fraction(mantissa in -999_999_999_999_i64..999_999_999_999, scale in 0_i32..6) {
            let typed = move_point(&mantissa.to_string(), -scale).unwrap();
            let value: f64 = typed.parse().unwrap();
            proptest::prop_assert_eq!(of_float(value), Some(typed));
        }
    }
}
