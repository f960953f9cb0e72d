//! Exact numbers: what is written ([`Decimal`]), what is computed ([`Rational`]), and the one
//! interface ([`Number`]) through which every formula of the product is written once and run three
//! ways: exactly, fast over whole tables ([`Fast`]), and with its derivation recorded
//! ([`crate::progress::Traced`]).

mod decimal;
mod fast;
mod rational;
mod small;

pub use decimal::{Decimal, DecimalError};
pub use fast::Fast;
pub use rational::Rational;

/// What a formula may do with a number. Division answers `None` for a zero divisor; the caller
/// states what that means (不可比, and why).
pub trait Number: Clone {
    /// The whole number `value`.
    fn integer(value: i64) -> Self;
    /// `self + other`
    #[must_use]
    fn add(&self, other: &Self) -> Self;
    /// `self − other`
    #[must_use]
    fn sub(&self, other: &Self) -> Self;
    /// `self × other`
    #[must_use]
    fn mul(&self, other: &Self) -> Self;
    /// `self ÷ other`, `None` when `other` is zero.
    fn div(&self, other: &Self) -> Option<Self>;
    /// −1, 0 or 1.
    fn signum(&self) -> i32;

    /// Whether the number is zero.
    fn is_zero(&self) -> bool {
        self.signum() == 0
    }

    /// The sum of `terms`; zero when there are none.
    #[must_use]
    fn sum(terms: &[Self]) -> Self {
        let mut iter = terms.iter();
        let Some(first) = iter.next() else {
            return Self::integer(0);
        };
        iter.fold(first.clone(), |total, term| total.add(term))
    }
}

#[cfg(test)]
mod tests;
