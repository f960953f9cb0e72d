//! Exact fractions of any size: the result of every calculation until it is displayed.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use super::{Decimal, Number};

/// An exact fraction, always in lowest terms with a positive denominator.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(BigRational);

impl Rational {
    /// Zero.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// `numerator ÷ denominator`; `None` when the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Self(BigRational::new(numerator.into(), denominator.into())))
    }

    /// Reads a fraction from the two decimal texts that [`Rational::numerator`] and
    /// [`Rational::denominator`] give.
    pub fn from_texts(numerator: &str, denominator: &str) -> Option<Self> {
        let numerator: BigInt = numerator.parse().ok()?;
        let denominator: BigInt = denominator.parse().ok()?;
        (!denominator.is_zero()).then(|| Self(BigRational::new(numerator, denominator)))
    }

    /// `10^power`
    pub fn power_of_ten(power: i8) -> Self {
        let magnitude = BigInt::from(10).pow(u32::from(power.unsigned_abs()));
        let one = BigInt::from(1);
        Self(if power < 0 { BigRational::new(one, magnitude) } else { BigRational::new(magnitude, one) })
    }

    /// Numerator in lowest terms, as decimal text.
    pub fn numerator(&self) -> String {
        self.0.numer().to_string()
    }

    /// Denominator in lowest terms, positive, as decimal text.
    pub fn denominator(&self) -> String {
        self.0.denom().to_string()
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    /// With the other sign.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self(-self.0.clone())
    }

    /// Rounded once, half away from zero, to `decimals` digits: the only rounding of the product.
    pub fn round(&self, decimals: u8) -> Rounded {
        let factor = BigInt::from(10).pow(u32::from(decimals));
        let scaled = &self.0 * BigRational::from(factor);
        Rounded { digits: scaled.round().to_integer(), decimals }
    }

    /// Whether nothing but zeros stands behind the point once rounded to `decimals`.
    pub fn is_whole_at(&self, decimals: u8) -> bool {
        let rounded = self.round(decimals).to_string();
        rounded.split_once('.').is_none_or(|(_, behind)| behind.bytes().all(|digit| digit == b'0'))
    }

    /// Twelve significant digits, for readers that cannot use the exact fraction.
    pub fn significant(&self) -> String {
        if self.0.is_zero() {
            return "0".to_owned();
        }
        let magnitude = integer_digits(&self.0.abs());
        let decimals = u8::try_from((12 - magnitude).clamp(0, 30)).unwrap_or(0);
        let text = self.round(decimals).to_string();
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    }

    /// The whole number nearest to zero, when it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.0.to_integer().to_i64()
    }
}

/// How many digits stand before the point (0 for 0.5, −1 for 0.05).
fn integer_digits(value: &BigRational) -> i32 {
    let mut digits = 0_i32;
    let ten = BigRational::from(BigInt::from(10));
    let one = BigRational::from(BigInt::from(1));
    let mut rest = value.clone();
    while rest >= one && digits < 400 {
        rest /= &ten;
        digits += 1;
    }
    while &rest * &ten < one && digits > -30 {
        rest *= &ten;
        digits -= 1;
    }
    digits
}

impl From<Decimal> for Rational {
    fn from(value: Decimal) -> Self {
        let denominator = BigInt::from(10).pow(u32::from(value.scale()));
        Self(BigRational::new(value.mantissa().into(), denominator))
    }
}

impl Number for Rational {
    fn integer(value: i64) -> Self {
        Self(BigRational::from(BigInt::from(value)))
    }
    fn add(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }
    fn sub(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }
    fn mul(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }
    fn div(&self, other: &Self) -> Option<Self> {
        (!other.0.is_zero()).then(|| Self(&self.0 / &other.0))
    }
    fn signum(&self) -> i32 {
        if self.0.is_zero() {
            0
        } else if self.0.is_negative() {
            -1
        } else {
            1
        }
    }
}

/// A number rounded for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    digits: BigInt,
    decimals: u8,
}

impl Rounded {
    /// Whether nothing is left after rounding (so that no sign or word for it is shown).
    pub fn is_zero(&self) -> bool {
        self.digits.is_zero()
    }

    /// The displayed text without its sign.
    pub fn magnitude(&self) -> String {
        Self { digits: self.digits.abs(), decimals: self.decimals }.to_string()
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits.is_negative() { "-" } else { "" };
        let decimals = usize::from(self.decimals);
        let digits = format!("{:0>width$}", self.digits.abs().to_string(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        if fraction.is_empty() { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(numerator: i64, denominator: i64, decimals: u8, expected: &str) {
        assert_eq!(Rational::ratio(numerator, denominator).unwrap().round(decimals).to_string(), expected);
    }

    #[test]
    fn rounds_half_away_from_zero() {
        check(5, 1000, 2, "0.01");
        check(-5, 1000, 2, "-0.01");
        check(25, 10, 0, "3");
        check(-25, 10, 0, "-3");
        check(1, 3, 4, "0.3333");
        check(-1, 3000, 2, "0.00");
        check(252 * 7, 12, 2, "147.00");
    }

    #[test]
    fn reads_and_writes_exact_texts() {
        let value = Rational::from_texts("-6", "4").unwrap();
        assert_eq!((value.numerator(), value.denominator()), ("-3".to_owned(), "2".to_owned()));
        assert_eq!(Rational::from_texts("1", "0"), None);
        assert_eq!(Rational::from_texts("x", "1"), None);
        assert_eq!(Rational::from_texts("1", "x"), None);
        assert_eq!(Rational::ratio(3, -6).unwrap(), Rational::ratio(-1, 2).unwrap());
        assert_eq!(Rational::ratio(1, 0), None);
    }

    #[test]
    fn powers_signs_and_whole_parts() {
        assert_eq!(Rational::power_of_ten(3), Rational::integer(1000));
        assert_eq!(Rational::power_of_ten(-2), Rational::ratio(1, 100).unwrap());
        assert_eq!(Rational::power_of_ten(0), Rational::integer(1));
        let value = Rational::ratio(-7, 2).unwrap();
        assert_eq!(value.abs(), Rational::ratio(7, 2).unwrap());
        assert_eq!(value.negate(), Rational::ratio(7, 2).unwrap());
        assert_eq!((value.to_i64(), value.abs().to_i64()), (Some(-3), Some(3)));
        assert_eq!(Rational::power_of_ten(30).to_i64(), None);
        assert_eq!([value.signum(), Rational::zero().signum(), value.negate().signum()], [-1, 0, 1]);
        assert_eq!(Rational::integer(1).div(&Rational::zero()), None);
        assert!(Rational::zero().is_zero() && !value.is_zero());
        assert_eq!(Rational::sum(&[]), Rational::zero());
        assert_eq!(Rational::sum(&[value.clone(), Rational::integer(4)]), Rational::ratio(1, 2).unwrap());
    }

    #[test]
    fn rounded_texts() {
        let rounded = Rational::ratio(-12345, 1000).unwrap().round(2);
        assert_eq!(
            (rounded.to_string(), rounded.magnitude(), rounded.is_zero()),
            ("-12.35".to_owned(), "12.35".to_owned(), false)
        );
        assert!(Rational::ratio(-4, 1000).unwrap().round(2).is_zero());
        assert_eq!(Rational::ratio(5, 100).unwrap().round(2).to_string(), "0.05");
        assert_eq!(Rational::integer(7).round(0).to_string(), "7");
        let whole =
            |numerator, denominator, decimals| Rational::ratio(numerator, denominator).unwrap().is_whole_at(decimals);
        assert!(whole(3, 1, 1) && whole(3, 1, 0) && whole(301, 100, 1) && whole(3, 2, 0));
        assert!(!whole(305, 100, 1) && !whole(17, 2, 1));
    }

    #[test]
    fn gives_twelve_significant_digits() {
        assert_eq!(Rational::ratio(1, 3).unwrap().significant(), "0.333333333333");
        assert_eq!(Rational::ratio(200, 3).unwrap().significant(), "66.6666666667");
        assert_eq!(Rational::ratio(1, 30).unwrap().significant(), "0.0333333333333");
        assert_eq!(Rational::ratio(127, 4).unwrap().significant(), "31.75");
        assert_eq!(Rational::zero().significant(), "0");
        assert_eq!(Rational::integer(-1_234_567_890_123_456).significant(), "-1234567890123456");
        assert_eq!(Rational::integer(120).significant(), "120");
        assert_eq!(Rational::integer(10).significant(), "10");
        assert_eq!(Rational::ratio(1_000_000_000_001, 1_000_000_000_000).unwrap().significant(), "1");
        assert_eq!(Rational::ratio(100_000_000_001, 100_000_000_000).unwrap().significant(), "1.00000000001");
        assert_eq!(Rational::ratio(1, 10).unwrap().significant(), "0.1");
        assert_eq!(
            Rational::ratio(-12_345_678_901_235, 10_000_000_000_000_000).unwrap().significant(),
            "-0.00123456789012"
        );
        assert_eq!(Rational::power_of_ten(-29).significant(), format!("0.{}1", "0".repeat(28)));
    }
}
