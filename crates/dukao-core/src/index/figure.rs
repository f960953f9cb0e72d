//! Figures of a plain table, and the way from and to floats.

use std::fmt;

use crate::number::{Decimal, Rational};

/// How many significant digits results are handed back with.
pub(super) const DIGITS: usize = 12;
/// As many digits as it takes to tell a float from its neighbours: what the steps of an explanation show.
pub(super) const ALL_DIGITS: usize = 17;

/// A figure as it stands in a table: its text, also with an exponent as programs write it, and the float next to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    text: String,
    value: f64,
}

impl Figure {
    /// Reads digits with at most one point, a leading sign and an exponent: `-12.50`, `1.2e-05`. `None` for anything
    /// else and for sizes that no figure has.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().replace('−', "-");
        let body = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
        let digits = body.split(['e', 'E']).next().unwrap_or_default();
        let written = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !written || !digits.starts_with(|first: char| first.is_ascii_digit()) || digits.ends_with('.') {
            return None;
        }
        let value: f64 = plain.parse().ok()?;
        value.is_finite().then_some(Self { text: plain, value })
    }

    /// The float next to it.
    pub const fn value(&self) -> f64 {
        self.value
    }
}

impl From<Decimal> for Figure {
    fn from(decimal: Decimal) -> Self {
        let text = decimal.to_string();
        let value = text.parse().unwrap_or(0.0);
        Self { text, value }
    }
}

impl From<i64> for Figure {
    fn from(whole: i64) -> Self {
        Self::from(Decimal::integer(whole))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

/// The float next to an exact fraction.
pub(super) fn of_rational(fraction: &Rational) -> f64 {
    let whole = |text: String| text.parse::<f64>().unwrap_or(f64::NAN);
    whole(fraction.numerator()) / whole(fraction.denominator())
}

/// A count as a float.
pub(super) fn of_count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// The decimal with so many significant digits; at most 18 of them behind the point. `None` for what is no number or
/// too large for 18 digits.
pub(super) fn decimal(value: f64, digits: usize) -> Option<Decimal> {
    if value == 0.0 {
        return Some(Decimal::ZERO);
    }
    if !value.is_finite() || value.abs() >= 1e17 {
        return None;
    }
    if digits == ALL_DIGITS
        && let Ok(shortest) = Decimal::parse(&value.to_string())
    {
        return Some(shortest);
    }
    let written = format!("{value:.*e}", digits.saturating_sub(1));
    let (_, exponent) = written.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let wanted = i32::try_from(digits).ok()? - 1 - exponent;
    let places = usize::try_from(wanted.clamp(0, 18)).ok()?;
    // Both roundings are of the exact binary value, so that one of them decides.
    let text = if wanted < 0 { whole(&written)? } else { format!("{value:.places$}") };
    Decimal::parse(&trimmed(&text)).ok()
}

/// A number written with an exponent and no digits behind the point.
fn whole(written: &str) -> Option<String> {
    let (mantissa, exponent) = written.split_once('e')?;
    let exponent: usize = exponent.parse().ok()?;
    let (sign, body) = mantissa.strip_prefix('-').map_or(("", mantissa), |body| ("-", body));
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    Some(format!("{sign}{digits:0<width$}", width = exponent + 1))
}

/// Without zeros that say nothing.
fn trimmed(text: &str) -> String {
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_people_and_programs_write_them() {
        for (text, value) in [
            ("12.50", 12.5),
            ("-3", -3.0),
            ("−3.6", -3.6),
            ("1.2e-05", 0.000_012),
            ("3E2", 300.0),
            ("0.0001234567890123456", 0.000_123_456_789_012_345_6),
        ] {
            assert_eq!(Figure::parse(text).map(|figure| figure.value()), Some(value), "{text}");
        }
        for text in ["", "NA", "1,200", ".5", "5.", "inf", "nan", "1e999", "0x10", "1.2.3", "e5", "十"] {
            assert_eq!(Figure::parse(text), None, "{text}");
        }
        assert_eq!(Figure::parse("12.50").unwrap().to_string(), "12.50");
    }

    #[test]
    fn twelve_digits_of_any_size() {
        for (value, text) in [
            (1.0 / 3.0, "0.333333333333"),
            (200.0 / 3.0, "66.6666666667"),
            (-2.0 / 3.0, "-0.666666666667"),
            (0.1 + 0.2, "0.3"),
            (1e15 / 3.0, "333333333333000"),
            (123_456_789_012_345.0, "123456789012000"),
            (1e-20, "0"),
            (-0.0, "0"),
            (2.5e-10 / 3.0, "0.000000000083333333"),
            (99_999_999_999.96, "100000000000"),
        ] {
            assert_eq!(decimal(value, DIGITS).unwrap().to_string(), text, "{value}");
        }
        for value in [f64::NAN, f64::INFINITY, 1e18] {
            assert_eq!(decimal(value, DIGITS), None);
        }
        assert_eq!(decimal(0.1, ALL_DIGITS).unwrap().to_string(), "0.1");
        assert_eq!(decimal(1.0 / 3.0, ALL_DIGITS).unwrap().to_string(), "0.3333333333333333");
    }

    #[test]
    fn fractions_become_the_float_next_to_them() {
        assert_eq!(of_rational(&Rational::ratio(1, 3).unwrap()).to_bits(), (1.0_f64 / 3.0).to_bits());
    }
}
