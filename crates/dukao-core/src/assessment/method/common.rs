//! What several methods share: a branch with its reason, gaps, slopes, limits, floors, and the figures of a class.

use super::{Note, Points, Reader, Refusal, Row, Terms};
use crate::assessment::method::Direction;
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

/// Whether `left` stands so to `right`, and how it does stand: the relation itself or its contrary.
pub(crate) fn ask<N: Derived>(left: &N, relation: Relation, right: &N) -> (bool, Relation) {
    if relation.holds(left.value(), right.value()) {
        return (true, relation);
    }
    let contrary = match relation {
        Relation::Greater => Relation::AtMost,
        Relation::AtMost => Relation::Greater,
        Relation::Less => Relation::AtLeast,
        _ if left.value() < right.value() => Relation::Less,
        _ => Relation::Greater,
    };
    (false, contrary)
}

/// `yes` where `left` stands so to `right`, else `no`; the reason goes into the derivation.
pub(crate) fn either<N: Derived>(
    (left, relation, right): (&N, Relation, &N),
    yes: impl FnOnce() -> N,
    no: impl FnOnce() -> N,
) -> N {
    let (holds, stands) = ask(left, relation, right);
    let taken = if holds { yes() } else { no() };
    taken.because(left, stands, right)
}

/// A share such as 60 % as a number of the rule.
pub(super) fn percent(value: i64) -> Rational {
    Rational::ratio(value, 100).unwrap_or_else(Rational::zero)
}

/// What a fraction is worth beyond the whole, in percentage points.
pub(super) fn over_whole<N: Derived>(rate: &N) -> N {
    rate.sub(&N::integer(1)).mul(&N::integer(100)).named("超出", "个百分点", 2)
}

/// How far two figures are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// 数值: the difference as it is (percentage points between two rates).
    Figures,
    /// 百分比: the difference in percent of the base.
    Percent,
}

impl Gap {
    /// Parameter 差距.
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Option<Self> {
        let mut choices = [("数值", Self::Figures), ("百分比", Self::Percent)];
        if default == Self::Percent {
            choices.reverse();
        }
        reader.choice("差距", &choices)
    }

    /// How much better `actual` is than `base`, which the user knows as `name`.
    ///
    /// # Errors
    /// When a percentage of a base that is not over zero is wanted.
    pub(super) fn between<N: Derived>(
        self,
        direction: Direction,
        actual: &N,
        base: &N,
        name: &str,
    ) -> Result<N, Refusal> {
        let better = if direction.lower() { base.sub(actual) } else { actual.sub(base) };
        match self {
            Self::Figures => Ok(better.named("差距", "", 2)),
            Self::Percent if base.signum() <= 0 => Err(Refusal::BaseNotPositive(name.to_owned())),
            Self::Percent => {
                let share = better.div(base).ok_or(Refusal::OutOfReach)?;
                Ok(share.mul(&N::integer(100)).named("差距", "%", 2))
            }
        }
    }
}

/// Points for every unit of a gap, above and below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slope {
    /// Points for each one above.
    pub up: Rational,
    /// Points lost for each one below.
    pub down: Rational,
}

impl Slope {
    /// Parameters 每高一点 and 每低一点 (the same where it is not written).
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let up = reader.not_negative("每高一点");
        let down = reader.not_negative_or("每低一点", up.clone());
        Some(Self { up: up?, down: down? })
    }

    /// What a gap is worth.
    pub(super) fn of<N: Derived>(&self, terms: &Terms<'_, N>, gap: &N) -> N {
        either(
            (gap, Relation::AtLeast, &N::integer(0)),
            || gap.mul(&terms.number("每高一点", &self.up, "分")),
            || gap.mul(&terms.number("每低一点", &self.down, "分")),
        )
    }
}

/// How much may be added and taken away at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// 最多加; `None` without limit.
    pub up: Option<Rational>,
    /// 最多减; `None` without limit.
    pub down: Option<Rational>,
}

impl Limits {
    /// Parameters 最多加 (no limit where it is not written) and 最多减 (the same as 最多加).
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let up = reader.bound_or("最多加", None);
        let down = reader.bound_or("最多减", up.clone().flatten());
        Some(Self { up: up?, down: down? })
    }

    /// A change inside the limits.
    pub(super) fn hold<N: Derived>(&self, terms: &Terms<'_, N>, change: N) -> N {
        let change = match &self.up {
            Some(up) => change.at_most(terms.number("最多加", up, "分")),
            None => change,
        };
        match &self.down {
            Some(down) => change.at_least(N::integer(0).sub(&terms.number("最多减", down, "分"))),
            None => change,
        }
    }
}

/// The least points a rule gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor(pub Option<Rational>);

impl Floor {
    /// Parameter 最低分: zero where it is not written; 不限 for none.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Self::read_or(reader, Some(Rational::zero()))
    }

    /// Parameter 最低分 with what holds where it is not written.
    pub(super) fn read_or(reader: &mut Reader<'_>, default: Option<Rational>) -> Option<Self> {
        reader.limit_of_any_sign("最低分", default).map(Self)
    }

    /// The points, not below the floor, with a note when they would have been.
    pub(super) fn hold<N: Derived>(&self, terms: &Terms<'_, N>, points: N) -> Points<N> {
        match &self.0 {
            Some(floor) if points.value() < floor && floor.is_zero() => {
                Points::plain(points.at_least(N::integer(0))).noted(Note::FlooredAtZero)
            }
            Some(floor) if points.value() < floor => {
                Points::plain(points.at_least(terms.number("最低分", floor, "分"))).noted(Note::RaisedToFloor)
            }
            _ => Points::plain(points),
        }
    }
}

/// The figures of every row at `inputs`; a row that lacks one has the reason instead.
pub(crate) fn complete<'a, N>(rows: &[Row<'a, N>], inputs: &[&str]) -> Vec<Result<Vec<&'a N>, Refusal>> {
    let of = |row: &Row<'a, N>| inputs.iter().enumerate().map(|(at, name)| row.one(at, name)).collect();
    rows.iter().map(of).collect()
}

/// The first figure of every complete row.
pub(super) fn firsts<N: Derived>(complete: &[Result<Vec<&N>, Refusal>]) -> Vec<N> {
    complete.iter().flatten().filter_map(|figures| figures.first().map(|first| (*first).clone())).collect()
}

/// A number as it is written in messages.
pub(super) fn plain(value: &Rational) -> String {
    value.significant()
}
/// The whole part, towards zero, with the two neighbours it lies between.
pub(crate) fn whole<N: Derived>(value: &N) -> Result<N, Refusal> {
    let part = value.value().to_i64().ok_or(Refusal::OutOfReach)?;
    let toward = if value.signum() < 0 { part.checked_sub(1) } else { part.checked_add(1) };
    let (own, next) = (N::integer(part), N::integer(toward.ok_or(Refusal::OutOfReach)?));
    let (from, upto) =
        if value.signum() < 0 { (Relation::AtMost, Relation::Greater) } else { (Relation::AtLeast, Relation::Less) };
    Ok(N::integer(part).because(value, from, &own).because(value, upto, &next))
}

/// A count: whole or not, but never below zero.
pub(super) fn counted<'n, N: Derived>(value: &'n N, name: &str) -> Result<&'n N, Refusal> {
    if value.signum() < 0 {
        return Err(Refusal::Outside(format!("“{name}”不应为负数")));
    }
    Ok(value)
}
