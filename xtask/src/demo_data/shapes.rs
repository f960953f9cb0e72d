//! Filling months between known cumulative figures by a seasonal shape, in whole units of the last decimal.
//!
//! Between two known cumulative figures the difference is spread over the months in proportion to their
//! shares, each share moved by at most four per cent by a seeded number. Rounding is done on the cumulative,
//! so that every known figure comes out exactly and no cumulative ever falls.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

use super::{
    fixed::{Fixed, round_half_away},
    outline::Shape,
};

/// The seed of the whole demonstration district: the day it takes as today.
pub(crate) const SEED: u64 = 20_180_820;

/// A share moves by at most this many thousandths.
const JITTER_PER_MILLE: u64 = 40;

/// Shares of the twelve months as whole numbers; the even shape is exactly one twelfth each.
pub(crate) fn weights(shape: &Shape) -> Result<Vec<i64>> {
    if shape.name == "even" {
        return Ok(vec![1; 12]);
    }
    let weights: Vec<i64> = shape.months.iter().map(|share| Fixed::parse(share)?.units(4)).collect::<Result<_>>()?;
    if weights.len() != 12 || weights.iter().sum::<i64>() != 10_000 || weights.iter().any(|w| *w <= 0) {
        bail!("the shares of shape {} are not twelve positive numbers of sum 1", shape.name);
    }
    Ok(weights)
}

/// The shares of one indicator and year, each multiplied by 0.960 … 1.040 from the seed.
pub(crate) fn jittered(weights: &[i64], code: &str, year: u16) -> Result<Vec<i64>> {
    let mut state = SEED ^ (u64::from(year) << 32);
    for byte in code.bytes() {
        state = mix(state ^ u64::from(byte));
    }
    weights
        .iter()
        .map(|weight| {
            state = mix(state);
            let moved = 1000 - JITTER_PER_MILLE + state % (2 * JITTER_PER_MILLE + 1);
            Ok(weight * i64::try_from(moved)?)
        })
        .collect()
}

/// SplitMix64: the same on every machine.
const fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Cumulative figures of every month up to the last known one.
///
/// `known` holds cumulative figures in whole units of the last decimal, by month; they must not fall.
pub(crate) fn fill(weights: &[i64], known: &BTreeMap<u8, i64>) -> Result<BTreeMap<u8, i64>> {
    let mut filled = BTreeMap::new();
    let (mut from_month, mut from_value) = (0_u8, 0_i64);
    for (&to_month, &to_value) in known {
        if to_value < from_value {
            bail!("the cumulative falls from {from_value} to {to_value} in month {to_month}");
        }
        let start = usize::from(from_month);
        let span = weights.get(start..usize::from(to_month)).context("a year has twelve months")?;
        let total: i64 = span.iter().sum();
        let mut reached = 0_i64;
        for (weight, month) in span.iter().zip(from_month + 1..) {
            reached += weight;
            let share = i128::from(to_value - from_value) * i128::from(reached);
            let amount = round_half_away(share, i128::from(total));
            filled.insert(month, from_value + i64::try_from(amount)?);
        }
        (from_month, from_value) = (to_month, to_value);
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_figures_come_out_exactly_and_nothing_falls() {
        let weights = jittered(&[1, 5, 2, 2, 9, 1, 1, 1, 3, 3, 3, 3], "E08", 2017).unwrap();
        let known = BTreeMap::from([(6, 4859), (7, 5630), (12, 9956)]);
        let filled = fill(&weights, &known).unwrap();
        assert_eq!(filled.len(), 12);
        assert!(known.iter().all(|(month, value)| filled.get(month) == Some(value)));
        assert!(filled.values().is_sorted());
    }

    #[test]
    fn a_falling_cumulative_is_refused() {
        assert!(fill(&[1; 12], &BTreeMap::from([(6, 10), (7, 9)])).is_err());
    }

    #[test]
    fn the_jitter_stays_within_four_per_cent_and_repeats() {
        let once = jittered(&[1; 12], "O01", 2018).unwrap();
        assert_eq!(once, jittered(&[1; 12], "O01", 2018).unwrap());
        assert_ne!(once, jittered(&[1; 12], "O01", 2017).unwrap());
        assert!(once.iter().all(|weight| (960..=1040).contains(weight)));
    }
}
