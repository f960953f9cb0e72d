//! Exact decimal numbers for the generator: an integer count of 10^-scale, never a float.

use std::fmt;

use anyhow::{Context as _, Result, bail};

/// Largest number of decimals a figure of the outline may carry.
const MAX_SCALE: u32 = 6;

/// A decimal number exactly as written: `mantissa × 10^-scale`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    mantissa: i64,
    scale: u32,
}

impl Fixed {
    /// The number `mantissa × 10^-scale`.
    pub(crate) const fn new(mantissa: i64, scale: u32) -> Self {
        Self { mantissa, scale }
    }

    /// Reads digits with an optional sign and point; the decimals written are kept.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let scale = u32::try_from(decimals.len())?;
        if scale > MAX_SCALE || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            bail!("{text:?} is not a decimal number of at most {MAX_SCALE} decimals");
        }
        let mantissa =
            format!("{whole}{decimals}").parse().with_context(|| format!("{text:?} is not a decimal number"))?;
        Ok(Self { mantissa, scale })
    }

    /// Number of decimals written.
    pub(crate) const fn scale(self) -> u32 {
        self.scale
    }

    /// The count of 10^-scale; fails when that would cut digits off.
    pub(crate) fn units(self, scale: u32) -> Result<i64> {
        if let Some(more) = scale.checked_sub(self.scale) {
            return self.mantissa.checked_mul(10_i64.pow(more)).with_context(|| format!("{self} is too large"));
        }
        let factor = 10_i64.pow(self.scale - scale);
        if self.mantissa % factor != 0 {
            bail!("{self} has more than {scale} decimals");
        }
        Ok(self.mantissa / factor)
    }

    /// The same number written with at least `scale` decimals.
    pub(crate) fn at_least(self, scale: u32) -> Result<Self> {
        let scale = scale.max(self.scale);
        Ok(Self::new(self.units(scale)?, scale))
    }

    /// Exact difference.
    pub(crate) fn minus(self, other: Self) -> Result<Self> {
        let scale = self.scale.max(other.scale);
        Ok(Self::new(self.units(scale)? - other.units(scale)?, scale))
    }

    /// Exact sum.
    pub(crate) fn plus(self, other: Self) -> Result<Self> {
        self.minus(Self::new(-other.mantissa, other.scale))
    }

    /// Whether both are the same number, however many decimals they are written with.
    pub(crate) fn equals(self, other: Self) -> bool {
        self.minus(other).is_ok_and(|difference| difference.mantissa == 0)
    }

    /// `self ÷ other`, in whole 10^-scale, rounded half away from zero.
    pub(crate) fn divided_by(self, other: Self, scale: u32) -> Result<Self> {
        let ten = |exponent: u32| 10_i128.pow(exponent);
        let numerator = i128::from(self.mantissa) * ten(other.scale) * ten(scale);
        let denominator = i128::from(other.mantissa) * ten(self.scale);
        if denominator == 0 {
            bail!("{self} cannot be divided by zero");
        }
        Ok(Self::new(i64::try_from(round_half_away(numerator, denominator))?, scale))
    }

    /// `self × other`, in whole 10^-scale, rounded half away from zero.
    pub(crate) fn times(self, other: Self, scale: u32) -> Result<Self> {
        let product = i128::from(self.mantissa) * i128::from(other.mantissa) * 10_i128.pow(scale);
        let rounded = round_half_away(product, 10_i128.pow(self.scale + other.scale));
        Ok(Self::new(i64::try_from(rounded)?, scale))
    }
}

/// `numerator ÷ denominator` to the nearest integer, halves away from zero; the denominator is not zero.
pub(crate) fn round_half_away(numerator: i128, denominator: i128) -> i128 {
    let (numerator, denominator) = if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    let magnitude = (2 * numerator.abs() + denominator) / (2 * denominator);
    if numerator < 0 { -magnitude } else { magnitude }
}

impl fmt::Display for Fixed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let divisor = 10_u64.pow(self.scale);
        let magnitude = self.mantissa.unsigned_abs();
        write!(formatter, "{sign}{}", magnitude / divisor)?;
        if self.scale > 0 {
            let width = usize::try_from(self.scale).map_err(|_| fmt::Error)?;
            write!(formatter, ".{:0width$}", magnitude % divisor)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fixed(text: &str) -> Fixed {
        Fixed::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_written_as_they_were_read() {
        for text in ["0", "-0.28", "115.25", "61742", "16.0", "-6.1"] {
            assert_eq!(fixed(text).to_string(), text);
        }
        for text in ["", "1.2.3", "-", "1e3", "1.0000000", "一", "1.-2"] {
            assert!(Fixed::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn quotients_round_half_away_from_zero() {
        assert_eq!(fixed("1").divided_by(fixed("8"), 2).unwrap().to_string(), "0.13");
        assert_eq!(fixed("-1").divided_by(fixed("8"), 2).unwrap().to_string(), "-0.13");
        assert_eq!(fixed("78.60").divided_by(fixed("1.139"), 2).unwrap().to_string(), "69.01");
        assert_eq!(fixed("35.83").times(fixed("3600"), 2).unwrap().to_string(), "128988.00");
        assert!(fixed("1").divided_by(fixed("0.0"), 2).is_err());
    }

    #[test]
    fn digits_are_never_cut_off() {
        assert_eq!(fixed("61.7").at_least(2).unwrap().to_string(), "61.70");
        assert!(fixed("1.25").units(1).is_err());
        assert!(fixed("99").equals(fixed("99.00")));
        assert_eq!(fixed("35.83").plus(fixed("4.2")).unwrap().to_string(), "40.03");
    }
}
