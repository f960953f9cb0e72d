//! Fractions that fit two machine words: nearly every figure of the field. Whatever does not fit answers
//! `None`, and [`super::Rational`] goes on with numbers of any size.

use std::cmp::Ordering;

use num_integer::Integer;

/// A fraction in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Small {
    numerator: i64,
    denominator: i64,
}

impl Small {
    /// The whole number `value`.
    pub(super) const fn integer(value: i64) -> Self {
        Self { numerator: value, denominator: 1 }
    }

    /// `numerator ÷ denominator` in lowest terms; `None` when it does not fit or the denominator is zero.
    pub(super) fn reduced(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let common = i128::try_from(common(numerator.unsigned_abs(), denominator.unsigned_abs())).ok()?;
        let sign = denominator.signum();
        let numerator = i64::try_from(sign * (numerator / common)).ok()?;
        Some(Self { numerator, denominator: i64::try_from(sign * (denominator / common)).ok()? })
    }

    pub(super) const fn numerator(self) -> i64 {
        self.numerator
    }

    pub(super) const fn denominator(self) -> i64 {
        self.denominator
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let (left, right) = self.crossed(other);
        self.over(other, left.checked_add(right)?)
    }

    pub(super) fn sub(self, other: Self) -> Option<Self> {
        let (left, right) = self.crossed(other);
        self.over(other, left.checked_sub(right)?)
    }

    pub(super) fn mul(self, other: Self) -> Option<Self> {
        let wide = |left: i64, right: i64| i128::from(left) * i128::from(right);
        Self::reduced(wide(self.numerator, other.numerator), wide(self.denominator, other.denominator))
    }

    /// `None` also for a zero divisor.
    pub(super) fn div(self, other: Self) -> Option<Self> {
        let wide = |left: i64, right: i64| i128::from(left) * i128::from(right);
        Self::reduced(wide(self.numerator, other.denominator), wide(self.denominator, other.numerator))
    }

    pub(super) fn cmp(self, other: Self) -> Ordering {
        let (left, right) = self.crossed(other);
        left.cmp(&right)
    }

    /// The magnitude times `10^decimals`, rounded half away from zero; `None` when it does not fit.
    pub(super) fn rounded_magnitude(self, decimals: u8) -> Option<u128> {
        let factor = 10_u128.checked_pow(u32::from(decimals))?;
        let doubled = u128::from(self.numerator.unsigned_abs()).checked_mul(factor)?.checked_mul(2)?;
        let denominator = u128::from(self.denominator.unsigned_abs());
        Some(doubled.checked_add(denominator)? / (2 * denominator))
    }

    /// How many digits stand before the point (0 for 0.5, −1 for 0.05).
    pub(super) fn integer_digits(self) -> i32 {
        let denominator = u128::from(self.denominator.unsigned_abs());
        let mut rest = u128::from(self.numerator.unsigned_abs());
        let mut digits = 0;
        if rest >= denominator {
            return i32::try_from((rest / denominator).ilog10()).unwrap_or(0) + 1;
        }
        while rest * 10 < denominator && digits > -30 {
            rest *= 10;
            digits -= 1;
        }
        digits
    }

    /// Both numerators over the same denominator, see [`Small::over`]; below 2¹²⁶, so that a sum fits.
    fn crossed(self, other: Self) -> (i128, i128) {
        if self.denominator == other.denominator {
            return (self.numerator.into(), other.numerator.into());
        }
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        (left, i128::from(other.numerator) * i128::from(self.denominator))
    }

    /// `numerator` over the denominator that [`Small::crossed`] used.
    fn over(self, other: Self, numerator: i128) -> Option<Self> {
        if self.denominator == other.denominator {
            return Self::reduced(numerator, self.denominator.into());
        }
        Self::reduced(numerator, i128::from(self.denominator) * i128::from(other.denominator))
    }
}

/// The greatest common divisor; in single words where both fit.
fn common(left: u128, right: u128) -> u128 {
    match (u64::try_from(left), u64::try_from(right)) {
        (_, Ok(1)) => 1,
        (Ok(left), Ok(right)) => left.gcd(&right).into(),
        _ => left.gcd(&right),
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use num_rational::BigRational;
    use num_traits::{Pow, Signed};
    use proptest::prelude::*;

    use crate::number::{Number, Rational};

    /// Small and very large words, so that results of both forms come up.
    fn word() -> impl Strategy<Value = i64> {
        prop_oneof![-1000_i64..1000, any::<i64>(), Just(i64::MIN), Just(i64::MAX), Just(0)]
    }

    fn pair((numerator, denominator): (i64, i64)) -> (Rational, BigRational) {
        let big = BigRational::new(numerator.into(), denominator.into());
        (Rational::ratio(numerator, denominator).unwrap(), big)
    }

    fn same(rational: &Rational, big: &BigRational) -> bool {
        rational.numerator() == big.numer().to_string() && rational.denominator() == big.denom().to_string()
    }

    fn fraction() -> impl Strategy<Value = (i64, i64)> {
        (word(), word()).prop_filter("a divisor", |(_, denominator)| *denominator != 0)
    }

    proptest! {
        #[test]
        fn words_and_numbers_of_any_size_agree(left in fraction(), right in fraction(), last in fraction()) {
            let ((a, big_a), (b, big_b), (c, big_c)) = (pair(left), pair(right), pair(last));
            prop_assert!(same(&a.add(&b), &(&big_a + &big_b)));
            prop_assert!(same(&a.sub(&b).mul(&c), &((&big_a - &big_b) * &big_c)));
            prop_assert_eq!(a.cmp(&b), big_a.cmp(&big_b));
            prop_assert!(same(&a.abs(), &big_a.abs()));
            prop_assert!(same(&a.negate(), &-big_a.clone()));
            prop_assert_eq!(a.mul(&b) == b.mul(&a), true);
            prop_assert_eq!(a.add(&b).sub(&b), a.clone());
            match a.div(&b) {
                Some(quotient) => prop_assert!(same(&quotient, &(big_a / big_b))),
                None => prop_assert!(b.is_zero()),
            }
        }

        #[test]
        fn rounding_is_the_same_in_both_forms(value in fraction(), decimals in 0_u8..31) {
            let (rational, big) = pair(value);
            let digits = (big * BigRational::from(BigInt::from(10).pow(u32::from(decimals)))).round().to_integer();
            let shown = rational.round(decimals).to_string().replace('.', "").parse::<BigInt>().unwrap();
            prop_assert_eq!(shown, digits);
        }

        #[test]
        fn twelve_digits_are_the_value_to_twelve_digits(value in fraction()) {
            let rational = pair(value).0;
            let text = rational.significant();
            let (whole, behind) = text.split_once('.').unwrap_or((&text, ""));
            let scale = 10_i64.pow(u32::try_from(behind.len().min(18)).unwrap());
            prop_assume!(behind.len() <= 18);
            let mantissa: BigInt = format!("{whole}{behind}").parse().unwrap();
            let printed = Rational::from_texts(&mantissa.to_string(), &scale.to_string()).unwrap();
            let error = printed.sub(&rational).abs();
            prop_assert!(error.mul(&Rational::integer(100_000_000_000)) <= rational.abs());
        }
    }
}
