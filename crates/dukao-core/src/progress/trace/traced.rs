//! The number that remembers.

use std::sync::Arc;

use super::{Expr, Leaf};
use crate::number::{Number, Rational};

/// A number that remembers how it came about.
#[derive(Debug, Clone)]
pub struct Traced {
    pub(super) value: Rational,
    pub(super) expr: Arc<Expr>,
}

impl Traced {
    /// A number put in.
    pub fn leaf(leaf: Leaf) -> Self {
        Self { value: leaf.value.clone(), expr: Arc::new(Expr::Leaf(leaf)) }
    }

    /// `self` under a name of its own.
    #[must_use]
    pub fn named(self, label: &str, unit: &str, decimals: u8) -> Self {
        if matches!(self.expr.as_ref(), Expr::Leaf(_) | Expr::Named { .. }) {
            return self;
        }
        let (label, unit) = (label.to_owned(), unit.to_owned());
        let expr = Expr::Named { label, value: self.value.clone(), unit, decimals, of: self.expr };
        Self { value: self.value, expr: Arc::new(expr) }
    }

    /// The rank of `own` among `others`.
    pub fn rank(own: &Self, others: &[&Self], lower_is_better: bool) -> Self {
        let better = others.iter().filter(|other| is_better(&other.value, &own.value, lower_is_better)).count();
        let rank = i64::try_from(better).unwrap_or(i64::MAX).saturating_add(1);
        let others = others.iter().map(|other| Arc::clone(&other.expr)).collect();
        let expr = Expr::Rank { own: Arc::clone(&own.expr), others, lower_is_better };
        Self { value: Rational::integer(rank), expr: Arc::new(expr) }
    }

    /// The value.
    pub fn value(&self) -> &Rational {
        &self.value
    }

    /// How it came about.
    pub fn expr(&self) -> &Arc<Expr> {
        &self.expr
    }

    pub(super) fn combine(value: Rational, expr: Expr) -> Self {
        Self { value, expr: Arc::new(expr) }
    }
}

/// Whether `left` stands before `right` in a ranking.
pub fn is_better(left: &Rational, right: &Rational, lower_is_better: bool) -> bool {
    if lower_is_better { left < right } else { left > right }
}

impl Number for Traced {
    fn integer(value: i64) -> Self {
        Self::combine(Rational::integer(value), Expr::Integer(value))
    }
    fn add(&self, other: &Self) -> Self {
        Self::combine(self.value.add(&other.value), Expr::Add(Arc::clone(&self.expr), Arc::clone(&other.expr)))
    }
    fn sub(&self, other: &Self) -> Self {
        Self::combine(self.value.sub(&other.value), Expr::Sub(Arc::clone(&self.expr), Arc::clone(&other.expr)))
    }
    fn mul(&self, other: &Self) -> Self {
        Self::combine(self.value.mul(&other.value), Expr::Mul(Arc::clone(&self.expr), Arc::clone(&other.expr)))
    }
    fn div(&self, other: &Self) -> Option<Self> {
        let value = self.value.div(&other.value)?;
        Some(Self::combine(value, Expr::Div(Arc::clone(&self.expr), Arc::clone(&other.expr))))
    }
    fn signum(&self) -> i32 {
        self.value.signum()
    }
    fn sum(terms: &[Self]) -> Self {
        let value = terms.iter().fold(Rational::zero(), |total, term| total.add(&term.value));
        Self::combine(value, Expr::Sum(terms.iter().map(|term| Arc::clone(&term.expr)).collect()))
    }
}
