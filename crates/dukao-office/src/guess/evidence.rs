//! Arithmetic between columns: what the figures themselves say about what they are.
//!
//! Figures are whole numbers of millionths; each knows by how much its printing may have rounded it.

use dukao_core::number::Decimal;

use crate::cellvalue::{Figure, figure};
use crate::grid::Cell;

/// A figure with half a unit of its last printed digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: i128,
    pub(super) half: i128,
}

const ONE: i128 = 1_000_000;
/// Larger figures are left out of the arithmetic.
const MOST: i128 = 1_000_000_000_000 * ONE;

impl Number {
    /// The figure of a cell, without its unit.
    pub(super) fn of(cell: &Cell) -> Option<Self> {
        let Ok(Figure::Number(typed)) = figure(cell) else { return None };
        let decimal = Decimal::parse(&typed.decimal).ok()?;
        Self::of_decimal(decimal)
    }

    pub(super) fn of_decimal(decimal: Decimal) -> Option<Self> {
        let scale = u32::from(decimal.scale());
        let mantissa = i128::from(decimal.mantissa());
        let (value, half) = if scale <= 6 {
            let factor = 10_i128.checked_pow(6 - scale)?;
            (mantissa.checked_mul(factor)?, factor / 2)
        } else {
            (mantissa / 10_i128.checked_pow(scale - 6)?, 1)
        };
        (value.abs() < MOST).then_some(Self { value, half })
    }
}

/// A relation between three columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Law {
    /// first = second ÷ third, in percent.
    Ratio,
    /// first = second ÷ third − 1, in percent.
    Growth,
    /// first = second − third.
    Difference,
}

impl Law {
    /// Whether it holds for three figures within what printing rounds.
    fn holds(self, first: Number, second: Number, third: Number) -> Option<bool> {
        let near = |left: i128, right: i128, slack: i128| (left - right).abs() <= slack;
        match self {
            Self::Ratio | Self::Growth => {
                let shift = if self == Self::Growth { 100 * ONE } else { 0 };
                if third.value == 0 {
                    return None;
                }
                let rate = first.value + shift;
                let left = rate.checked_mul(third.value)?;
                let right = second.value.checked_mul(100 * ONE)?;
                let slack = first.half.checked_mul(third.value.abs())?
                    + third.half.checked_mul(rate.abs())?
                    + second.half.checked_mul(100 * ONE)?;
                Some(near(left, right, slack + slack / 50))
            }
            Self::Difference => {
                Some(near(first.value, second.value - third.value, first.half + second.half + third.half))
            }
        }
    }

    /// In how many rows the law can be tried, and in how many it holds. Rows in which it would hold for
    /// almost anything do not count.
    pub(super) fn count(self, columns: [&[Option<Number>]; 3]) -> (usize, usize) {
        let [first, second, third] = columns;
        let (mut tried, mut held) = (0, 0);
        for ((first, second), third) in first.iter().zip(second).zip(third) {
            let (Some(first), Some(second), Some(third)) = (first, second, third) else { continue };
            if first.value == 0 && self != Self::Growth || second.value == 0 || third.value == 0 {
                continue;
            }
            // A rate printed too coarsely for its size proves nothing.
            if self == Self::Ratio && first.half * 8 > first.value.abs() {
                continue;
            }
            let Some(holds) = self.holds(*first, *second, *third) else { continue };
            tried += 1;
            held += usize::from(holds);
        }
        (tried, held)
    }

    /// Whether it holds in nearly all of at least three rows, and in how many.
    pub(super) fn is_sure(self, columns: [&[Option<Number>]; 3]) -> Option<usize> {
        let (tried, held) = self.count(columns);
        (tried >= 3 && held * 10 >= tried * 9).then_some(held)
    }
}

/// Whether the figures are places of a ranking: whole, from 1, hardly repeated.
pub(super) fn are_places(column: &[Option<Number>]) -> bool {
    let mut places: Vec<i128> = column.iter().flatten().map(|number| number.value).collect();
    let count = places.len();
    if count < 3 || places.iter().any(|place| place % ONE != 0 || *place < ONE) {
        return false;
    }
    places.sort_unstable();
    let within = places.iter().zip(1_i128..).all(|(place, at)| *place <= at * ONE);
    let first = places.first() == Some(&ONE);
    places.dedup();
    first && within && places.len() * 3 >= count * 2
}

/// Whether the figures count 1, 2, 3 … downward.
pub(super) fn count_up(column: &[Option<Number>]) -> bool {
    let numbers: Vec<i128> = column.iter().flatten().map(|number| number.value).collect();
    numbers.len() > 2 && numbers.iter().zip(1_i128..).all(|(number, at)| *number == at * ONE)
}

/// Whether `parts` add up to `total` within what printing rounds; `None` when some figure is missing.
pub(super) fn adds_up(total: Option<Number>, parts: &[Option<Number>]) -> Option<bool> {
    let total = total?;
    let (mut sum, mut slack, mut known) = (0_i128, total.half, 0);
    for part in parts.iter().flatten() {
        sum = sum.checked_add(part.value)?;
        slack += part.half;
        known += 1;
    }
    (known > 1 && total.value != 0).then(|| (total.value - sum).abs() <= slack)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(texts: &[&str]) -> Vec<Option<Number>> {
        texts.iter().map(|text| Number::of(&Cell::of_text(text))).collect()
    }

    #[test]
    fn laws_hold_within_rounding() {
        let done = column(&["76.7", "26.5", "10.6", "—", "9.6"]);
        let plan = column(&["104.1", "37.3", "13.2", "5", "12.4"]);
        let rate = column(&["73.7", "71.0", "80.2", "3", "77.5"]);
        assert_eq!(Law::Ratio.is_sure([&rate, &done, &plan]), Some(4));
        assert_eq!(Law::Ratio.is_sure([&rate, &plan, &done]), None);
        let base = column(&["79.6", "27.9", "10.1", "1", "9.1"]);
        let growth = column(&["-3.6", "-5.0", "5.0", "1", "5.5"]);
        assert_eq!(Law::Growth.is_sure([&growth, &done, &base]), Some(4));
        let change = column(&["-2.9", "-1.4", "0.5", "4", "0.5"]);
        assert_eq!(Law::Difference.is_sure([&change, &done, &base]), Some(4));
    }

    #[test]
    fn places_and_sums() {
        assert!(are_places(&column(&["3", "1", "2", "4"])));
        assert!(are_places(&column(&["1", "1", "3", "4"])));
        assert!(!are_places(&column(&["10", "12", "11"])));
        assert!(!are_places(&column(&["1", "1", "1", "1"])));
        let parts = column(&["1.1", "2.2", "3.3"]);
        assert_eq!(adds_up(Number::of(&Cell::of_text("6.7")), &parts), Some(true));
        assert_eq!(adds_up(Number::of(&Cell::of_text("7.7")), &parts), Some(false));
    }
}
