//! Exact intervals: between which bounds the true value of a printed figure lies, and between which
//! bounds a formula of such figures can lie.
//!
//! Worked example: 115.25 ÷ 252 with 115.25 ± 0.005 and 252 ± 0.5 lies between
//! 115.245 ÷ 252.5 = 45.642 % and 115.255 ÷ 251.5 = 45.827 %; a printed 45.73 fits, 46.7 does not.

use crate::number::{Number, Rational};

/// A closed interval of exact fractions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Interval {
    low: Rational,
    high: Rational,
}

impl Interval {
    /// `value ± half`; `half` is not negative.
    pub(super) fn around(value: &Rational, half: &Rational) -> Self {
        Self { low: value.sub(half), high: value.add(half) }
    }

    /// Whether all of it lies above zero, so that it may stand below a fraction line.
    pub(super) fn is_positive(&self) -> bool {
        self.low.signum() > 0
    }

    /// Whether the two have a point in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether all of it lies below all of `other`.
    pub(super) fn lies_below(&self, other: &Self) -> bool {
        self.high < other.low
    }

    /// Half its width: the tolerance it stands for.
    pub(super) fn half_width(&self) -> Rational {
        let width = self.high.sub(&self.low);
        width.div(&Rational::integer(2)).unwrap_or(width)
    }

    /// The sum of intervals.
    pub(super) fn sum(terms: &[Self]) -> Self {
        let zero = Self { low: Rational::zero(), high: Rational::zero() };
        terms.iter().fold(zero, |total, term| Self { low: total.low.add(&term.low), high: total.high.add(&term.high) })
    }

    /// All values of `formula` over `operands`, for a formula that rises or falls steadily in each
    /// operand: its extremes then lie at the corners. `None` when the formula has no value at a corner.
    pub(super) fn hull<const N: usize>(
        operands: [&Self; N],
        formula: impl Fn([&Rational; N]) -> Option<Rational>,
    ) -> Option<Self> {
        let mut found: Option<Self> = None;
        for corner in 0..(1_u32 << N) {
            let mut bit = 1_u32;
            let value = formula(operands.map(|operand| {
                let high = corner & bit != 0;
                bit <<= 1;
                if high { &operand.high } else { &operand.low }
            }))?;
            found = Some(match found {
                None => Self { low: value.clone(), high: value },
                Some(so_far) => Self { low: so_far.low.min(value.clone()), high: so_far.high.max(value) },
            });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Decimal;
    use crate::progress::formula;

    fn number(text: &str) -> Rational {
        Decimal::parse(text).unwrap().into()
    }

    fn around(value: &str, half: &str) -> Interval {
        Interval::around(&number(value), &number(half))
    }

    #[test]
    fn a_rate_spreads_with_its_operands() {
        let (done, target) = (around("115.25", "0.005"), around("252", "0.5"));
        let rate = Interval::hull([&done, &target], |[a, t]| formula::completion(a, t)).unwrap();
        assert_eq!((rate.low.round(3).to_string(), rate.high.round(3).to_string()), ("45.642".into(), "45.827".into()));
        assert!(rate.meets(&around("45.73", "0.005")));
        assert!(!rate.meets(&around("46.7", "0.05")));
    }

    #[test]
    fn touching_is_meeting() {
        assert!(around("1", "0.5").meets(&around("2", "0.5")));
        assert!(!around("1", "0.5").meets(&around("2.01", "0.5")));
        assert!(!around("1", "0.5").lies_below(&around("2", "0.5")));
        assert!(around("1", "0.5").lies_below(&around("2.01", "0.5")));
    }

    #[test]
    fn sums_add_their_tolerances() {
        let total = Interval::sum(&[around("1", "0.05"), around("2", "0.005")]);
        assert_eq!(total, around("3", "0.055"));
        assert_eq!(total.half_width(), number("0.055"));
    }

    proptest::proptest! {
        #[test]
        fn every_inner_value_lies_inside(a in 1_i64..1000, b in 1_i64..1000, x in 0_i64..=10, y in 0_i64..=10) {
            let (half, tenth) = (Rational::ratio(1, 2).unwrap(), |n: i64| Rational::ratio(n - 5, 10).unwrap());
            let (left, right) = (Interval::around(&Rational::integer(a), &half), Interval::around(&Rational::integer(b), &half));
            let hull = Interval::hull([&left, &right], |[a, b]| formula::growth(a, b)).unwrap();
            let inner = formula::growth(&Rational::integer(a).add(&tenth(x)), &Rational::integer(b).add(&tenth(y))).unwrap();
            proptest::prop_assert!(hull.low <= inner && inner <= hull.high);
        }
    }
}
