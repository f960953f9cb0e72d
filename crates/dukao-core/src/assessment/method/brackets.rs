//! Progressive brackets: what F9 and F10 share.
//!
//! A gap is cut into bands of equal width; what lies in the k-th band counts `w ÷ divisor_k` a point, the same above and
//! below.

use super::{Reader, Refusal, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

/// More bands than any rule has: a gap that needs them is a mistake in the figures.
const MOST: usize = 200;

/// Bands of a gap with what each is divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brackets {
    /// How wide a band is, in points of the gap.
    pub width: Rational,
    /// Divisor of each band.
    pub divisors: Divisors,
}

/// Divisors of the bands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Divisors {
    /// The first, and how much each following one is greater.
    Rising {
        /// Of the first band.
        first: i64,
        /// By how much each following one is greater.
        step: i64,
    },
    /// One for each band; the last one for everything beyond.
    Listed(Vec<Rational>),
}

impl Brackets {
    /// Parameters 档宽 (10) and 除数 (rising from `first` by 20).
    pub(super) fn read(reader: &mut Reader<'_>, first: i64) -> Option<Self> {
        let width = if reader.has("档宽") {
            reader.positive("档宽")
        } else {
            reader.number_or("档宽", Rational::integer(10))
        };
        let divisors = if reader.has("除数") {
            let listed = reader.numbers("除数")?;
            if listed.iter().any(|divisor| divisor.signum() <= 0) {
                reader.refuse("除数", "“除数”应都大于零", "写成 [60, 80, 100]");
                return None;
            }
            Divisors::Listed(listed)
        } else {
            Divisors::Rising { first, step: 20 }
        };
        Some(Self { width: width?, divisors })
    }

    /// What a gap is worth, below zero where the gap is.
    ///
    /// # Errors
    /// When the gap is wider than all bands.
    pub(super) fn of<N: Derived>(&self, terms: &Terms<'_, N>, gap: &N) -> Result<N, Refusal> {
        let zero = N::integer(0);
        if gap.signum() >= 0 {
            return Ok(self.size(terms, gap)?.because(gap, Relation::AtLeast, &zero));
        }
        let below = zero.sub(&self.size(terms, &zero.sub(gap))?);
        Ok(below.because(gap, Relation::Less, &zero))
    }

    fn size<N: Derived>(&self, terms: &Terms<'_, N>, size: &N) -> Result<N, Refusal> {
        let width = terms.number("档宽", &self.width, "");
        let mut parts = Vec::new();
        for (band, count) in (0..=MOST).zip(0_i64..) {
            let from = width.mul(&N::integer(count));
            if size.value() <= from.value() {
                return Ok(N::sum(&parts).because(size, Relation::AtMost, &from));
            }
            if band == MOST {
                break;
            }
            let (divisor, last) = self.divisors.at(band, count).ok_or(Refusal::OutOfReach)?;
            let upto =
                if last { size.clone() } else { size.clone().at_most(width.mul(&N::integer(count.saturating_add(1)))) };
            let inside = upto.sub(&from).named("本档内", "", 2);
            let each = terms.full.div(&terms.number("除数", &divisor, "")).ok_or(Refusal::OutOfReach)?;
            parts.push(inside.mul(&each));
            if last {
                return Ok(N::sum(&parts));
            }
        }
        Err(Refusal::Outside("差距过大，超出200档，请核对数据".to_owned()))
    }
}

impl Divisors {
    /// The divisor of a band, and whether it holds for everything beyond.
    fn at(&self, band: usize, count: i64) -> Option<(Rational, bool)> {
        match self {
            Self::Rising { first, step } => {
                let divisor = step.checked_mul(count).and_then(|more| first.checked_add(more))?;
                Some((Rational::integer(divisor), false))
            }
            Self::Listed(all) => all.get(band).map(|divisor| (divisor.clone(), band.saturating_add(1) == all.len())),
        }
    }
}
