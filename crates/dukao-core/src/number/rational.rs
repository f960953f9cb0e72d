//! Exact fractions of any size: the result of every calculation until it is displayed.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use super::small::Small;
use super::{Decimal, Number};

/// An exact fraction, always in lowest terms with a positive denominator.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rational(Kept);

/// One value has one form: whatever fits machine words is `Small`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kept {
    Small(Small),
    Big(Box<BigRational>),
}

impl Rational {
    /// Zero.
    pub const fn zero() -> Self {
        Self(Kept::Small(Small::integer(0)))
    }

    /// `numerator ÷ denominator`; `None` when the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        Some(match Small::reduced(numerator.into(), denominator.into()) {
            Some(small) => Self(Kept::Small(small)),
            None => Self::big(BigRational::new(numerator.into(), denominator.into())),
        })
    }

    /// Reads a fraction from the two decimal texts that [`Rational::numerator`] and
    /// [`Rational::denominator`] give.
    pub fn from_texts(numerator: &str, denominator: &str) -> Option<Self> {
        let numerator: BigInt = numerator.parse().ok()?;
        let denominator: BigInt = denominator.parse().ok()?;
        (!denominator.is_zero()).then(|| Self::big(BigRational::new(numerator, denominator)))
    }

    /// `10^power`
    pub fn power_of_ten(power: i8) -> Self {
        let magnitude = BigInt::from(10).pow(u32::from(power.unsigned_abs()));
        let one = BigInt::from(1);
        match 10_i64.checked_pow(u32::from(power.unsigned_abs())) {
            Some(factor) if power >= 0 => Self::integer(factor),
            Some(factor) => Self::ratio(1, factor).unwrap_or_else(Self::zero),
            None if power < 0 => Self::big(BigRational::new(one, magnitude)),
            None => Self::big(BigRational::new(magnitude, one)),
        }
    }

    /// Numerator in lowest terms, as decimal text.
    pub fn numerator(&self) -> String {
        match &self.0 {
            Kept::Small(small) => small.numerator().to_string(),
            Kept::Big(big) => big.numer().to_string(),
        }
    }

    /// Denominator in lowest terms, positive, as decimal text.
    pub fn denominator(&self) -> String {
        match &self.0 {
            Kept::Small(small) => small.denominator().to_string(),
            Kept::Big(big) => big.denom().to_string(),
        }
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.signum() < 0 { self.negate() } else { self.clone() }
    }

    /// With the other sign.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self::zero().sub(self)
    }

    /// Rounded once, half away from zero, to `decimals` digits: the only rounding of the product.
    pub fn round(&self, decimals: u8) -> Rounded {
        let quick = match &self.0 {
            Kept::Small(small) => small.rounded_magnitude(decimals),
            Kept::Big(_) => None,
        };
        let digits = quick.map_or_else(|| self.digits_at(decimals), |digits| digits.to_string());
        let negative = self.signum() < 0 && digits != "0";
        Rounded { negative, digits, decimals }
    }

    /// The value that is left after rounding half away from zero to `decimals` digits.
    #[must_use]
    pub fn rounded(&self, decimals: u8) -> Self {
        let rounded = self.round(decimals);
        let whole = Self::from_texts(&rounded.digits, "1").unwrap_or_else(Self::zero);
        let power = i8::try_from(decimals).unwrap_or(i8::MAX);
        let magnitude = whole.mul(&Self::power_of_ten(-power));
        if rounded.negative { magnitude.negate() } else { magnitude }
    }

    /// The digits of the rounded magnitude, at any size.
    fn digits_at(&self, decimals: u8) -> String {
        let factor = BigInt::from(10).pow(u32::from(decimals));
        (self.to_big() * BigRational::from(factor)).round().to_integer().abs().to_string()
    }

    /// Whether nothing but zeros stands behind the point once rounded to `decimals`.
    pub fn is_whole_at(&self, decimals: u8) -> bool {
        self.round(decimals).digits.bytes().rev().take(usize::from(decimals)).all(|digit| digit == b'0')
    }

    /// Twelve significant digits, for readers that cannot use the exact fraction.
    pub fn significant(&self) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        let magnitude = match &self.0 {
            Kept::Small(small) => small.integer_digits(),
            Kept::Big(big) => integer_digits(&big.abs()),
        };
        let beyond = magnitude - 12;
        if let (Ok(power @ i8::MIN..0), Ok(zeros)) = (i8::try_from(-beyond), usize::try_from(beyond)) {
            return format!("{}{}", self.mul(&Self::power_of_ten(power)).round(0), "0".repeat(zeros));
        }
        let decimals = u8::try_from((12 - magnitude).clamp(0, 30)).unwrap_or(0);
        let text = self.round(decimals).to_string();
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    }

    /// The whole number nearest to zero, when it fits.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Kept::Small(small) => small.numerator().checked_div(small.denominator()),
            Kept::Big(big) => big.to_integer().to_i64(),
        }
    }

    /// The value times `10^decimals`, when that is a whole number in a machine word.
    pub fn scaled(&self, decimals: u8) -> Option<i64> {
        let factor = 10_i64.checked_pow(u32::from(decimals))?;
        match self.mul(&Self::integer(factor)).words()? {
            (whole, 1) => Some(whole),
            _ => None,
        }
    }

    /// Numerator and denominator, when both are machine words.
    pub const fn words(&self) -> Option<(i64, i64)> {
        match &self.0 {
            Kept::Small(small) => Some((small.numerator(), small.denominator())),
            Kept::Big(_) => None,
        }
    }

    /// Takes up a fraction of any size in the form that fits it.
    fn big(value: BigRational) -> Self {
        let small = value.numer().to_i64().zip(value.denom().to_i64());
        match small.and_then(|(numerator, denominator)| Small::reduced(numerator.into(), denominator.into())) {
            Some(small) => Self(Kept::Small(small)),
            None => Self(Kept::Big(Box::new(value))),
        }
    }

    fn to_big(&self) -> BigRational {
        match &self.0 {
            Kept::Small(small) => BigRational::new_raw(small.numerator().into(), small.denominator().into()),
            Kept::Big(big) => big.as_ref().clone(),
        }
    }

    /// In machine words where operands and result fit, else at any size.
    fn combine(
        &self,
        other: &Self,
        quick: impl FnOnce(Small, Small) -> Option<Small>,
        sure: impl FnOnce(BigRational, BigRational) -> BigRational,
    ) -> Self {
        if let (Kept::Small(left), Kept::Small(right)) = (&self.0, &other.0)
            && let Some(small) = quick(*left, *right)
        {
            return Self(Kept::Small(small));
        }
        Self::big(sure(self.to_big(), other.to_big()))
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
        let denominator = 10_i128.pow(u32::from(value.scale()));
        match Small::reduced(value.mantissa().into(), denominator) {
            Some(small) => Self(Kept::Small(small)),
            None => Self::big(BigRational::new(value.mantissa().into(), denominator.into())),
        }
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Kept::Small(left), Kept::Small(right)) => left.cmp(*right),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Number for Rational {
    fn integer(value: i64) -> Self {
        Self(Kept::Small(Small::integer(value)))
    }
    fn add(&self, other: &Self) -> Self {
        self.combine(other, Small::add, |left, right| left + right)
    }
    fn sub(&self, other: &Self) -> Self {
        self.combine(other, Small::sub, |left, right| left - right)
    }
    fn mul(&self, other: &Self) -> Self {
        self.combine(other, Small::mul, |left, right| left * right)
    }
    fn div(&self, other: &Self) -> Option<Self> {
        (!other.is_zero()).then(|| self.combine(other, Small::div, |left, right| left / right))
    }
    fn signum(&self) -> i32 {
        match &self.0 {
            Kept::Small(small) => small.numerator().signum().try_into().unwrap_or(0),
            Kept::Big(big) if big.is_negative() => -1,
            Kept::Big(_) => 1,
        }
    }
}

/// A number rounded for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    negative: bool,
    /// The digits without point and sign.
    digits: String,
    decimals: u8,
}

impl Rounded {
    /// Whether nothing is left after rounding (so that no sign or word for it is shown).
    pub fn is_zero(&self) -> bool {
        self.digits == "0"
    }

    /// The displayed text without its sign.
    pub fn magnitude(&self) -> String {
        Self { negative: false, ..self.clone() }.to_string()
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        let decimals = usize::from(self.decimals);
        let digits = format!("{:0>width$}", self.digits, width = decimals + 1);
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
        assert_eq!(Rational::integer(-1_234_567_890_123_456).significant(), "-1234567890120000");
        assert_eq!(Rational::integer(999_999_999_999).significant(), "999999999999");
        assert_eq!(Rational::ratio(99_999_999_999_996, 10).unwrap().significant(), "10000000000000");
        assert_eq!(Rational::ratio(12_345_678_901_235, 10).unwrap().significant(), "1234567890120");
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
