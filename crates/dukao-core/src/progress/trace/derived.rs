//! What a rule may do with a number beyond the four operations, with or without the derivation kept.

use std::sync::Arc;

use super::{Expr, Leaf, Relation, Traced};
use crate::index::power;
use crate::number::{Number, Rational};

/// A number of a scoring rule. [`Rational`] keeps the value only; [`Traced`] keeps how it came about.
/// A rule written once over this trait gives both, and the trace cannot disagree with the value.
pub trait Derived: Number {
    /// Whether the derivation is kept, so that names are worth making.
    const RECORDS: bool;

    /// A number put in; `describe` is asked only when the derivation is kept.
    fn put(value: Rational, describe: impl FnOnce(Rational) -> Leaf) -> Self;

    /// A number that came about as `how` says, which is asked only when the derivation is kept.
    fn reckoned(value: Rational, how: impl FnOnce() -> Arc<Expr>) -> Self;

    /// The exact value.
    fn value(&self) -> &Rational;

    /// `self` under a name of its own.
    #[must_use]
    fn named(self, label: &str, unit: &str, decimals: u8) -> Self;

    /// The least of `all`; `None` when there are none.
    fn least(all: &[Self]) -> Option<Self>;

    /// The greatest of `all`; `None` when there are none.
    fn greatest(all: &[Self]) -> Option<Self>;

    /// `self`, because `left` stands in this relation to `right` (which the caller has looked at).
    #[must_use]
    fn because(self, left: &Self, relation: Relation, right: &Self) -> Self;

    /// Rounded half away from zero, where the rule itself says so.
    #[must_use]
    fn rounded(self, decimals: u8) -> Self;

    /// `self ^ exponent` to twelve significant digits; `None` unless the base is over zero and the result in reach.
    fn power(&self, exponent: &Self) -> Option<Self>;

    /// The place of each of `all`: one more than there are better ones, so that ties share it (1, 2, 2, 4).
    fn places(all: &[Self], lower_is_better: bool) -> Vec<Self>;

    /// The mean of `all`; `None` when there are none.
    fn mean(all: &[Self]) -> Option<Self> {
        let count = i64::try_from(all.len()).ok()?;
        Self::sum(all).div(&Self::integer(count))
    }

    /// The lesser of two.
    #[must_use]
    fn at_most(self, cap: Self) -> Self {
        let pair = [self, cap];
        Self::least(&pair).unwrap_or_else(|| Self::integer(0))
    }

    /// The greater of two.
    #[must_use]
    fn at_least(self, floor: Self) -> Self {
        let pair = [self, floor];
        Self::greatest(&pair).unwrap_or_else(|| Self::integer(0))
    }
}

impl Derived for Rational {
    const RECORDS: bool = false;

    fn put(value: Rational, _describe: impl FnOnce(Rational) -> Leaf) -> Self {
        value
    }
    fn reckoned(value: Rational, _how: impl FnOnce() -> Arc<Expr>) -> Self {
        value
    }
    fn value(&self) -> &Rational {
        self
    }
    fn named(self, _label: &str, _unit: &str, _decimals: u8) -> Self {
        self
    }
    fn least(all: &[Self]) -> Option<Self> {
        all.iter().min().cloned()
    }
    fn greatest(all: &[Self]) -> Option<Self> {
        all.iter().max().cloned()
    }
    fn because(self, _left: &Self, _relation: Relation, _right: &Self) -> Self {
        self
    }
    fn rounded(self, decimals: u8) -> Self {
        Self::rounded(&self, decimals)
    }
    fn power(&self, exponent: &Self) -> Option<Self> {
        power(self, exponent)
    }
    fn places(all: &[Self], lower_is_better: bool) -> Vec<Self> {
        let mut order: Vec<(usize, &Self)> = all.iter().enumerate().collect();
        order.sort_by(|(_, left), (_, right)| if lower_is_better { left.cmp(right) } else { right.cmp(left) });
        let mut places = vec![Self::integer(1); all.len()];
        let mut before: Option<(&Self, i64)> = None;
        for ((at, value), place) in order.into_iter().zip(1_i64..) {
            let shared = before.filter(|(other, _)| *other == value).map_or(place, |(_, shared)| shared);
            before = Some((value, shared));
            if let Some(slot) = places.get_mut(at) {
                *slot = Self::integer(shared);
            }
        }
        places
    }
}

impl Derived for Traced {
    const RECORDS: bool = true;

    fn put(value: Rational, describe: impl FnOnce(Rational) -> Leaf) -> Self {
        Self::leaf(describe(value))
    }
    fn reckoned(value: Rational, how: impl FnOnce() -> Arc<Expr>) -> Self {
        Self { value, expr: how() }
    }
    fn value(&self) -> &Rational {
        Self::value(self)
    }
    fn named(self, label: &str, unit: &str, decimals: u8) -> Self {
        Self::named(self, label, unit, decimals)
    }
    fn least(all: &[Self]) -> Option<Self> {
        let value = all.iter().map(Self::value).min()?.clone();
        Some(Self::combine(value, Expr::Least(expressions(all))))
    }
    fn greatest(all: &[Self]) -> Option<Self> {
        let value = all.iter().map(Self::value).max()?.clone();
        Some(Self::combine(value, Expr::Greatest(expressions(all))))
    }
    fn because(self, left: &Self, relation: Relation, right: &Self) -> Self {
        let (left, right) = (Arc::clone(left.expr()), Arc::clone(right.expr()));
        let then = Arc::clone(self.expr());
        Self::combine(Self::value(&self).clone(), Expr::When { left, relation, right, then })
    }
    fn rounded(self, decimals: u8) -> Self {
        let of = Arc::clone(self.expr());
        Self::combine(Self::value(&self).rounded(decimals), Expr::Rounded { decimals, of })
    }
    fn power(&self, exponent: &Self) -> Option<Self> {
        let value = power(Self::value(self), Self::value(exponent))?;
        let (base, exponent) = (Arc::clone(self.expr()), Arc::clone(exponent.expr()));
        Some(Self::combine(value.clone(), Expr::Power { base, exponent, value }))
    }
    fn places(all: &[Self], lower_is_better: bool) -> Vec<Self> {
        let others = |own: usize| all.iter().enumerate().filter(move |(at, _)| *at != own).map(|(_, other)| other);
        let place = |(at, own)| Self::rank(own, &others(at).collect::<Vec<_>>(), lower_is_better);
        all.iter().enumerate().map(place).collect()
    }
}

fn expressions(all: &[Traced]) -> Vec<Arc<Expr>> {
    all.iter().map(|one| Arc::clone(one.expr())).collect()
}
