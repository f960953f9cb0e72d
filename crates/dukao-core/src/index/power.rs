//! Powers of exact numbers, to twelve significant digits.

use super::figure::{DIGITS, decimal, of_rational};
use crate::number::{Decimal, Rational};

/// `base ^ exponent` to twelve significant digits; `None` unless the base is over zero and the result is a number that
/// twelve digits and at most eighteen decimals can hold.
pub fn power(base: &Rational, exponent: &Rational) -> Option<Rational> {
    let base = float(base)?;
    if base <= 0.0 {
        return None;
    }
    twelve_digits(libm::pow(base, float(exponent)?)).map(Rational::from)
}

/// The float next to a fraction.
fn float(value: &Rational) -> Option<f64> {
    Some(of_rational(value)).filter(|value| value.is_finite())
}

/// A float as a decimal of twelve significant digits; `None` for what is no number or out of reach (over 10^15). What is
/// smaller than 10^-18 becomes zero.
pub fn twelve_digits(value: f64) -> Option<Decimal> {
    (value.abs() <= 1e15).then(|| decimal(value, DIGITS)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_of_powers() {
        let of = |base: &str, exponent: &str| {
            let number = |text: &str| Rational::from(Decimal::parse(text).unwrap());
            power(&number(base), &number(exponent)).map(|value| value.significant())
        };
        // 0.6^-0.5 = 1.290994448735805…, 2^0.5 = 1.414213562373095…
        assert_eq!(of("0.6", "-0.5").as_deref(), Some("1.29099444874"));
        assert_eq!(of("2", "0.5").as_deref(), Some("1.41421356237"));
        assert_eq!(of("10", "15").as_deref(), Some("1000000000000000"));
        assert_eq!(of("10", "16"), None);
        assert_eq!(of("0", "2"), None);
        assert_eq!(of("-1", "2"), None);
        assert_eq!(of("10", "-20").as_deref(), Some("0"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(twelve_digits(f64::NAN), None);
        assert_eq!(twelve_digits(f64::INFINITY), None);
        assert_eq!(twelve_digits(-0.125), Decimal::new(-125, 3));
        assert_eq!(twelve_digits(1_234_567.890_123_45), Decimal::new(123_456_789_012, 5));
    }
}
