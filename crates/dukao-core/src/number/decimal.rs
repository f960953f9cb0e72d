//! A decimal exactly as it was written: mantissa and scale, at most 18 significant digits.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Most digits a written figure may have (so that the mantissa fits an `i64`).
const MAX_DIGITS: usize = 18;

/// A figure as written: `mantissa × 10^-scale`. `1.50` and `1.5` are equal in value but keep their
/// own scale, because the number of printed digits says how exact the figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

/// Why a text is not a decimal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not digits with at most one point and a leading sign.
    #[error("不是数字")]
    NotANumber,
    /// More than 18 significant digits.
    #[error("超过18位有效数字")]
    TooLong,
}

impl Decimal {
    /// Zero without decimals.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// `mantissa × 10^-scale`; `None` when the scale is over 18.
    pub fn new(mantissa: i64, scale: u8) -> Option<Self> {
        (usize::from(scale) <= MAX_DIGITS).then_some(Self { mantissa, scale })
    }

    /// The whole number `value`.
    pub const fn integer(value: i64) -> Self {
        Self { mantissa: value, scale: 0 }
    }

    /// Reads `-12.50`: ASCII digits, one point, an optional sign (`+`, `-` or `−`). Thousands
    /// separators and exponents are refused: whoever reads a file removes what its kind allows.
    ///
    /// # Errors
    /// [`DecimalError`] says what is wrong.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let both = || whole.bytes().chain(fraction.bytes());
        let misplaced_point = digits.contains('.') && fraction.is_empty();
        if whole.is_empty() || misplaced_point || !both().all(|byte| byte.is_ascii_digit()) {
            return Err(DecimalError::NotANumber);
        }
        let significant = both().skip_while(|byte| *byte == b'0').count();
        if significant > MAX_DIGITS || fraction.len() > MAX_DIGITS {
            return Err(DecimalError::TooLong);
        }
        let magnitude = both().fold(0_i64, |total, byte| total * 10 + i64::from(byte - b'0'));
        let scale = u8::try_from(fraction.len()).map_err(|_| DecimalError::TooLong)?;
        Ok(Self { mantissa: if negative { -magnitude } else { magnitude }, scale })
    }

    /// The digits without the point.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// How many digits stand behind the point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// The same value with `scale` decimals; `None` when digits would be lost or would not fit.
    pub fn rescale(self, scale: u8) -> Option<Self> {
        if scale >= self.scale {
            let factor = 10_i64.checked_pow(u32::from(scale - self.scale))?;
            return Self::new(self.mantissa.checked_mul(factor)?, scale);
        }
        let factor = 10_i64.checked_pow(u32::from(self.scale - scale))?;
        (self.mantissa % factor == 0).then(|| Self { mantissa: self.mantissa / factor, scale })
    }

    /// The value times `10^power`, without loss; `None` when it does not fit 18 digits.
    pub fn shift(self, power: i8) -> Option<Self> {
        let scale = i16::from(self.scale) - i16::from(power);
        if let Ok(scale) = u8::try_from(scale) {
            return Self::new(self.mantissa, scale);
        }
        let factor = 10_i64.checked_pow(u32::from(scale.unsigned_abs()))?;
        Some(Self { mantissa: self.mantissa.checked_mul(factor)?, scale: 0 })
    }

    /// Half of the last printed digit, as (numerator, denominator): how far the true value may lie
    /// from the printed one.
    pub fn half_digit(self) -> crate::number::Rational {
        crate::number::Rational::from(Self { mantissa: 5, scale: self.scale.saturating_add(1) })
    }

    /// Equal in value, whatever the number of decimals.
    pub fn same_value(self, other: Self) -> bool {
        let scale = self.scale.max(other.scale);
        match (self.rescale(scale), other.rescale(scale)) {
            (Some(left), Some(right)) => left.mantissa == right.mantissa,
            _ => false,
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.scale));
        if fraction.is_empty() { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_what_was_written() {
        for text in ["0", "12.50", "-3.6", "0.05", "-0.005", "999999999999999999"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Decimal::parse("−3.6").unwrap().to_string(), "-3.6");
    }

    #[test]
    fn refuses_what_is_not_a_plain_decimal() {
        for text in ["", "-", ".5", "5.", "1,200", "1e2", "1.2.3", "十二", "１２"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::NotANumber), "{text}");
        }
        assert_eq!(Decimal::parse("1234567890123456789"), Err(DecimalError::TooLong));
    }

    #[test]
    fn counts_significant_digits_only() {
        let eighteen = "123456789012345678";
        assert_eq!(Decimal::parse(eighteen).unwrap().mantissa(), 123_456_789_012_345_678);
        assert_eq!(Decimal::parse("000000000000000000005").unwrap().mantissa(), 5);
        assert_eq!(Decimal::parse("0.000000000000000001").unwrap().scale(), 18);
        for text in ["1234567890.123456789", "0.0000000000000000001", "1.0000000000000000001"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::TooLong), "{text}");
        }
        assert_eq!(Decimal::new(1, 18).unwrap().to_string(), "0.000000000000000001");
        assert_eq!(Decimal::new(1, 19), None);
        assert_eq!((Decimal::ZERO.mantissa(), Decimal::ZERO.scale()), (0, 0));
        assert_eq!(Decimal::integer(-7).to_string(), "-7");
        assert_eq!(Decimal::parse("+7.10").unwrap().to_string(), "7.10");
    }

    #[test]
    fn rescales_only_without_loss() {
        let value = Decimal::parse("12.50").unwrap();
        let rescaled = |scale| value.rescale(scale).map(|value| value.to_string());
        assert_eq!(rescaled(4).as_deref(), Some("12.5000"));
        assert_eq!(rescaled(2).as_deref(), Some("12.50"));
        assert_eq!(rescaled(1).as_deref(), Some("12.5"));
        assert_eq!(rescaled(0), None);
        assert_eq!(rescaled(18), None);
        assert_eq!(Decimal::integer(1).rescale(19), None);
        assert_eq!(Decimal::integer(1).rescale(18).unwrap().mantissa(), 1_000_000_000_000_000_000);
        assert_eq!(Decimal::integer(1).rescale(255), None);
    }

    #[test]
    fn same_value_whatever_the_decimals() {
        let same = |left: &str, right: &str| Decimal::parse(left).unwrap().same_value(Decimal::parse(right).unwrap());
        assert!(same("1.50", "1.5"));
        assert!(same("-2", "-2.000"));
        assert!(!same("1.50", "1.51"));
        assert!(!same("1", "-1"));
        assert!(!same("123456789012345678", "0.000000000000000001"));
    }

    #[test]
    fn half_of_the_last_printed_digit() {
        for (text, half) in [("7", "0.5"), ("7.0", "0.05"), ("7.25", "0.005")] {
            let half = crate::number::Rational::from(Decimal::parse(half).unwrap());
            assert_eq!(Decimal::parse(text).unwrap().half_digit(), half, "{text}");
        }
    }

    #[test]
    fn a_shift_that_does_not_fit_is_refused() {
        assert_eq!(Decimal::parse("123456789012345678").unwrap().shift(4), None);
        assert_eq!(Decimal::new(1, 16).unwrap().shift(-4), None);
        assert_eq!(Decimal::new(1, 14).unwrap().shift(-4).unwrap().scale(), 18);
        assert_eq!(Decimal::parse("1.5").unwrap().shift(1).unwrap().to_string(), "15");
    }

    #[test]
    fn shifts_between_wan_and_yi_without_loss() {
        let yi = Decimal::parse("12.0996").unwrap();
        assert_eq!(yi.shift(4).unwrap().to_string(), "120996");
        assert_eq!(Decimal::parse("5025").unwrap().shift(-4).unwrap().to_string(), "0.5025");
        assert_eq!(Decimal::parse("3").unwrap().shift(4).unwrap().to_string(), "30000");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "\\PC*") { let _ = Decimal::parse(&text); }

        #[test]
        fn shift_there_and_back_is_the_same_value(mantissa in -1_000_000_000_i64..1_000_000_000, scale in 0_u8..5, power in -4_i8..5) {
            let value = Decimal::new(mantissa, scale).unwrap();
            let back = value.shift(power).unwrap().shift(-power).unwrap();
            proptest::prop_assert!(back.same_value(value));
        }
    }
}
