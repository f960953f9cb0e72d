//! Fractions in machine words for whole tables: the same formulas as [`super::Rational`], a hundred
//! times faster, and honest about overflow.

use super::{Decimal, Number, Rational};

/// A fraction of two `i64`, not reduced. Overflow poisons it (`exact()` answers `None`) and the
/// caller computes that one figure again with [`Rational`]: the result is never wrong, only slower.
#[derive(Debug, Clone, Copy)]
pub struct Fast {
    numerator: i64,
    denominator: i64,
}

const POISON: Fast = Fast { numerator: 0, denominator: 0 };

impl Fast {
    /// `numerator ÷ denominator`, poisoned when the denominator is not positive.
    pub const fn ratio(numerator: i64, denominator: i64) -> Self {
        if denominator > 0 { Self { numerator, denominator } } else { POISON }
    }

    /// The exact value; `None` when it did not fit.
    pub fn exact(self) -> Option<Rational> {
        if self.denominator == 0 { None } else { Rational::ratio(self.numerator, self.denominator) }
    }

    /// Whether a step did not fit.
    pub const fn overflowed(self) -> bool {
        self.denominator == 0
    }

    /// Both over one denominator, where that fits: then they are added and subtracted in one step.
    pub const fn beside(self, other: Self) -> (Self, Self) {
        match self.on_one_denominator(other) {
            Some((left, right, denominator)) => {
                (Self { numerator: left, denominator }, Self { numerator: right, denominator })
            }
            None => (self, other),
        }
    }

    /// Both numerators over one denominator; `None` where that does not fit.
    const fn on_one_denominator(self, other: Self) -> Option<(i64, i64, i64)> {
        if self.denominator == other.denominator {
            return Some((self.numerator, other.numerator, self.denominator));
        }
        if other.denominator == 1 {
            return match other.numerator.checked_mul(self.denominator) {
                Some(right) => Some((self.numerator, right, self.denominator)),
                None => None,
            };
        }
        match (
            self.numerator.checked_mul(other.denominator),
            other.numerator.checked_mul(self.denominator),
            self.denominator.checked_mul(other.denominator),
        ) {
            (Some(left), Some(right), Some(denominator)) => Some((left, right, denominator)),
            _ => None,
        }
    }

    const fn combine(self, other: Self, minus: bool) -> Self {
        let Some((left, right, denominator)) = self.on_one_denominator(other) else { return POISON };
        let total = if minus { left.checked_sub(right) } else { left.checked_add(right) };
        match total {
            Some(numerator) => Self { numerator, denominator },
            None => POISON,
        }
    }
}

impl From<Decimal> for Fast {
    fn from(value: Decimal) -> Self {
        match 10_i64.checked_pow(u32::from(value.scale())) {
            Some(denominator) => Self { numerator: value.mantissa(), denominator },
            None => POISON,
        }
    }
}

impl Number for Fast {
    fn integer(value: i64) -> Self {
        Self { numerator: value, denominator: 1 }
    }
    #[inline]
    fn add(&self, other: &Self) -> Self {
        self.combine(*other, false)
    }
    #[inline]
    fn sub(&self, other: &Self) -> Self {
        self.combine(*other, true)
    }
    #[inline]
    fn mul(&self, other: &Self) -> Self {
        match (self.numerator.checked_mul(other.numerator), self.denominator.checked_mul(other.denominator)) {
            (Some(numerator), Some(denominator)) => Self { numerator, denominator },
            _ => POISON,
        }
    }
    #[inline]
    fn div(&self, other: &Self) -> Option<Self> {
        if other.denominator == 0 {
            return Some(POISON);
        }
        if other.numerator == 0 {
            return None;
        }
        let (numerator, denominator) = if other.numerator < 0 {
            (other.denominator.checked_neg(), other.numerator.checked_neg())
        } else {
            (Some(other.denominator), Some(other.numerator))
        };
        let inverse = match (numerator, denominator) {
            (Some(numerator), Some(denominator)) => Self { numerator, denominator },
            _ => POISON,
        };
        Some(self.mul(&inverse))
    }
    fn signum(&self) -> i32 {
        match self.numerator {
            0 => 0,
            value if value < 0 => -1,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_exact_number_or_says_it_overflowed(a in any::<i64>(), b in 1_i64..i64::MAX, c in any::<i64>(), d in 1_i64..i64::MAX) {
            let (fast, other) = (Fast::ratio(a, b), Fast::ratio(c, d));
            let (exact, exact_other) = (Rational::ratio(a, b).unwrap(), Rational::ratio(c, d).unwrap());
            for (quick, sure) in [
                (fast.add(&other), exact.add(&exact_other)),
                (fast.sub(&other), exact.sub(&exact_other)),
                (fast.mul(&other), exact.mul(&exact_other)),
            ] {
                prop_assert!(quick.overflowed() || quick.exact().unwrap() == sure);
            }
            match (fast.div(&other), exact.div(&exact_other)) {
                (Some(quick), Some(sure)) => prop_assert!(quick.overflowed() || quick.exact().unwrap() == sure),
                (None, None) => {}
                (quick, sure) => prop_assert!(false, "{quick:?} {sure:?}"),
            }
        }
    }

    #[test]
    fn reckons_exactly_while_it_fits() {
        let of = Fast::ratio;
        let text = |value: Fast| value.exact().map(|value| (value.numerator(), value.denominator()));
        let known = |above: &str, below: &str| Some((above.to_owned(), below.to_owned()));
        assert_eq!(text(of(1, 2).add(&of(1, 3))), known("5", "6"));
        assert_eq!(text(of(1, 2).add(&of(1, 2))), known("1", "1"));
        assert_eq!(text(of(1, 2).sub(&of(1, 3))), known("1", "6"));
        assert_eq!(text(of(1, 2).sub(&of(3, 2))), known("-1", "1"));
        assert_eq!(text(of(2, 3).mul(&of(-3, 4))), known("-1", "2"));
        assert_eq!(text(of(1, 2).div(&of(-3, 4)).unwrap()), known("-2", "3"));
        assert_eq!(text(of(1, 2).div(&of(3, 4)).unwrap()), known("2", "3"));
        assert!(of(1, 2).div(&of(0, 4)).is_none());
        assert_eq!([of(-3, 2).signum(), of(0, 5).signum(), of(3, 2).signum()], [-1, 0, 1]);
        assert!(of(1, 0).overflowed() && of(1, -2).overflowed() && !of(1, 1).overflowed());
        assert_eq!(of(1, 0).exact(), None);
        assert_eq!(text(Fast::from(Decimal::parse("-12.50").unwrap())), known("-25", "2"));
        assert_eq!(text(Fast::from(Decimal::new(1, 18).unwrap())), known("1", "1000000000000000000"));
    }

    #[test]
    fn on_one_denominator_the_values_stay() {
        for (a, b, c, d) in [(7, 12, 1, 2), (1, 3, 5, 1), (5, 1, 1, 3), (2, 7, 3, 7), (0, 1, 7, 12)] {
            let (left, right) = Fast::ratio(a, b).beside(Fast::ratio(c, d));
            assert_eq!(left.denominator, right.denominator);
            assert_eq!((left.exact(), right.exact()), (Rational::ratio(a, b), Rational::ratio(c, d)));
        }
        let (left, right) = Fast::ratio(1, i64::MAX).beside(Fast::ratio(1, i64::MAX - 1));
        assert_eq!((left.exact(), right.exact()), (Rational::ratio(1, i64::MAX), Rational::ratio(1, i64::MAX - 1)));
    }

    #[test]
    fn overflow_is_told_and_never_hidden() {
        let big = Fast::integer(i64::MAX);
        assert!(big.mul(&Fast::integer(2)).overflowed());
        assert!(big.mul(&Fast::integer(2)).sub(&Fast::integer(1)).overflowed());
        assert!(POISON.add(&Fast::integer(1)).overflowed());
        assert!(Fast::integer(1).div(&big.mul(&big)).unwrap().overflowed());
    }
}
