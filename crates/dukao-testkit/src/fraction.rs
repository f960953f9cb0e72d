//! Fractions of the evaluator's own, so that no mistake is shared with the product's numbers.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;

/// A fraction with a positive denominator, not necessarily in lowest terms.
#[derive(Debug, Clone)]
pub struct Fraction {
    above: BigInt,
    below: BigInt,
}

impl Fraction {
    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Self { above: BigInt::from(value), below: BigInt::from(1) }
    }

    /// From two whole numbers as texts; `None` unless the second is above zero.
    pub fn from_texts(above: &str, below: &str) -> Option<Self> {
        let (above, below): (BigInt, BigInt) = (above.parse().ok()?, below.parse().ok()?);
        (below > BigInt::from(0)).then_some(Self { above, below })
    }

    /// From a plain decimal such as `-12.50`.
    pub fn from_decimal(text: &str) -> Option<Self> {
        let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
        let digits = i32::try_from(behind.len()).ok()?;
        let above: BigInt = format!("{whole}{behind}").parse().ok()?;
        Some(Self { above, below: BigInt::from(1) }.times(&Self::power_of_ten(-digits)))
    }

    /// `10^power`
    pub fn power_of_ten(power: i32) -> Self {
        let (factor, one) = (BigInt::from(10).pow(power.unsigned_abs()), BigInt::from(1));
        if power < 0 { Self { above: one, below: factor } } else { Self { above: factor, below: one } }
    }

    /// Sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let above = &self.above * &other.below + &other.above * &self.below;
        Self { above, below: &self.below * &other.below }.lowest()
    }

    /// Difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { above: -&other.above, below: other.below.clone() })
    }

    /// Product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self { above: &self.above * &other.above, below: &self.below * &other.below }.lowest()
    }

    /// Quotient; `None` for a zero divisor.
    pub fn over(&self, other: &Self) -> Option<Self> {
        let zero = BigInt::from(0);
        match other.above.cmp(&zero) {
            Ordering::Equal => None,
            Ordering::Greater => Some(self.times(&Self { above: other.below.clone(), below: other.above.clone() })),
            Ordering::Less => Some(self.times(&Self { above: -&other.below, below: -&other.above })),
        }
    }

    /// Rounded half away from zero.
    #[must_use]
    pub fn rounded(&self, decimals: u32) -> Self {
        let factor = BigInt::from(10).pow(decimals);
        let zero = BigInt::from(0);
        let negative = self.above < zero;
        let above = if negative { -&self.above } else { self.above.clone() };
        let whole: BigInt = (above * &factor * 2 + &self.below) / (&self.below * 2);
        Self { above: if negative { -whole } else { whole }, below: factor }.lowest()
    }

    /// As a float, for powers only.
    pub fn approximate(&self) -> f64 {
        let number = |digits: &BigInt| digits.to_string().parse::<f64>().unwrap_or(f64::NAN);
        number(&self.above) / number(&self.below)
    }

    fn lowest(self) -> Self {
        let zero = BigInt::from(0);
        let (mut left, mut right) =
            (self.below.clone(), if self.above < zero { -&self.above } else { self.above.clone() });
        while right != zero {
            let rest = &left % &right;
            (left, right) = (right, rest);
        }
        Self { above: &self.above / &left, below: &self.below / &left }
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.above * &other.below).cmp(&(&other.above * &self.below))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lowest = self.clone().lowest();
        write!(out, "{}/{}", lowest.above, lowest.below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Fraction {
        let (above, below) = text.split_once('/').unwrap();
        Fraction::from_texts(above, below).unwrap()
    }

    #[test]
    fn reckons_by_hand() {
        assert_eq!(of("1/2").plus(&of("1/3")).to_string(), "5/6");
        assert_eq!(of("1/2").minus(&of("2/3")).to_string(), "-1/6");
        assert_eq!(of("-3/4").times(&of("2/3")).to_string(), "-1/2");
        assert_eq!(of("3/4").over(&of("-3/2")).unwrap().to_string(), "-1/2");
        assert_eq!(of("3/4").over(&of("3/2")).unwrap().to_string(), "1/2");
        assert!(of("3/4").over(&of("0/2")).is_none());
        assert_eq!(of("2/4"), of("1/2"));
        assert!(of("-1/2") < of("-1/3"));
    }

    #[test]
    fn reads_decimals_and_refuses_the_rest() {
        assert_eq!(Fraction::from_decimal("-12.50").unwrap(), of("-25/2"));
        assert_eq!(Fraction::from_decimal("-0.05").unwrap(), of("-1/20"));
        assert_eq!(Fraction::from_decimal("7").unwrap(), of("7/1"));
        for text in ["", "-", "1.2.3", "x"] {
            assert!(Fraction::from_decimal(text).is_none(), "{text}");
        }
        for below in ["0", "-2", ""] {
            assert!(Fraction::from_texts("1", below).is_none());
        }
    }
}
