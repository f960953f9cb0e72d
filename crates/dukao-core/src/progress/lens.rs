//! How a calculation looks at its inputs: exactly, or recording the derivation.

use super::trace::{Leaf, Traced};
use crate::number::{Number, Rational};

/// Makes numbers out of inputs. The same calculation runs under every lens.
pub trait Lens {
    /// The kind of number.
    type N: Number + std::fmt::Debug;
    /// Whether the derivation is recorded, so that names are worth making.
    const RECORDS: bool;
    /// A number put in; `describe` is asked only when the derivation is recorded.
    fn leaf(value: Rational, describe: impl FnOnce(Rational) -> Leaf) -> Self::N;
    /// A figure under a name of its own.
    fn named(value: Self::N, label: &str, unit: &str, decimals: u8) -> Self::N;
    /// The rank of `own` among `others`.
    fn rank(own: &Self::N, others: &[&Self::N], lower_is_better: bool) -> Self::N;
    /// The exact value.
    fn value(number: &Self::N) -> &Rational;
}

/// Values only.
#[derive(Debug, Clone, Copy)]
pub struct Exact;

impl Lens for Exact {
    type N = Rational;
    const RECORDS: bool = false;
    fn leaf(value: Rational, _describe: impl FnOnce(Rational) -> Leaf) -> Rational {
        value
    }
    fn named(value: Rational, _label: &str, _unit: &str, _decimals: u8) -> Rational {
        value
    }
    fn rank(own: &Rational, others: &[&Rational], lower_is_better: bool) -> Rational {
        let better = others.iter().filter(|other| super::is_better(other, own, lower_is_better)).count();
        Rational::integer(i64::try_from(better).unwrap_or(i64::MAX).saturating_add(1))
    }
    fn value(number: &Rational) -> &Rational {
        number
    }
}

/// Values with their derivation.
#[derive(Debug, Clone, Copy)]
pub struct Tracing;

impl Lens for Tracing {
    type N = Traced;
    const RECORDS: bool = true;
    fn leaf(value: Rational, describe: impl FnOnce(Rational) -> Leaf) -> Traced {
        Traced::leaf(describe(value))
    }
    fn named(value: Traced, label: &str, unit: &str, decimals: u8) -> Traced {
        value.named(label, unit, decimals)
    }
    fn rank(own: &Traced, others: &[&Traced], lower_is_better: bool) -> Traced {
        Traced::rank(own, others, lower_is_better)
    }
    fn value(number: &Traced) -> &Rational {
        number.value()
    }
}
