//! What a method gets: the figures of each unit of a class, and the terms of the rule.

use super::Refusal;
use crate::number::{Decimal, Rational};
use crate::progress::{Absence, Derived, Leaf, Source};

/// One input of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot<N> {
    /// A figure.
    One(N),
    /// Several of a kind: judges' marks, counted answers.
    Many(Vec<N>),
    /// None, and why.
    Absent(Absence),
}

/// The figures of one unit, in the order of the method's inputs.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a, N> {
    /// Inputs, in the order in which the method names them.
    pub inputs: &'a [Slot<N>],
}

impl<'a, N> Row<'a, N> {
    /// The figure at `at`, which the method calls `name`.
    ///
    /// # Errors
    /// When it is absent.
    pub fn one(&self, at: usize, name: &str) -> Result<&'a N, Refusal> {
        match self.inputs.get(at) {
            Some(Slot::One(value)) => Ok(value),
            Some(Slot::Many(values)) if values.len() == 1 => values.first().ok_or_else(|| unreported(name)),
            Some(Slot::Many(_)) => Err(Refusal::Outside(format!("“{name}”只能有一个数"))),
            Some(Slot::Absent(absence)) => Err(Refusal::Absent { name: name.to_owned(), absence: absence.clone() }),
            None => Err(unreported(name)),
        }
    }

    /// All figures at `at`.
    ///
    /// # Errors
    /// When they are absent.
    pub fn many(&self, at: usize, name: &str) -> Result<&'a [N], Refusal> {
        match self.inputs.get(at) {
            Some(Slot::One(value)) => Ok(std::slice::from_ref(value)),
            Some(Slot::Many(values)) if !values.is_empty() => Ok(values),
            Some(Slot::Absent(absence)) => Err(Refusal::Absent { name: name.to_owned(), absence: absence.clone() }),
            Some(Slot::Many(_)) | None => Err(unreported(name)),
        }
    }
}

fn unreported(name: &str) -> Refusal {
    Refusal::Absent { name: name.to_owned(), absence: Absence::unreported("没有给出") }
}

/// Which end of a figure is good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// 越高越好
    #[default]
    HigherIsBetter,
    /// 越低越好
    LowerIsBetter,
}

impl Direction {
    /// Whether the lower figure is the better one.
    pub const fn lower(self) -> bool {
        matches!(self, Self::LowerIsBetter)
    }
}

/// The terms under which a method scores an entry.
#[derive(Debug, Clone)]
pub struct Terms<'a, N> {
    /// Full marks `w`, over zero.
    pub full: N,
    /// Which end is good.
    pub direction: Direction,
    /// The clause that the numbers of the rule come from.
    pub clause: &'a str,
}

impl<'a, N: Derived> Terms<'a, N> {
    /// The terms of an entry with `full` marks.
    pub fn new(full: &Rational, direction: Direction, clause: &'a str) -> Self {
        Self { full: rule_number("满分", full, "分", clause), direction, clause }
    }

    /// A number of the rule itself, such as a cap, with its name; `unit` may be empty.
    pub fn number(&self, label: &str, value: &Rational, unit: &str) -> N {
        rule_number(label, value, unit, self.clause)
    }
}

/// A number of a rule, with its name and the clause it comes from; `unit` may be empty.
pub fn rule_number<N: Derived>(label: &str, value: &Rational, unit: &str, clause: &str) -> N {
    N::put(value.clone(), |value| Leaf {
        label: label.to_owned(),
        text: written(&value),
        value,
        unit: unit.to_owned(),
        source: Source::Rule { rule: clause.to_owned() },
    })
}

/// An exact number as text: a decimal where it is one, else a fraction.
pub(in crate::assessment) fn written(value: &Rational) -> String {
    match (0..=12).find_map(|scale| value.scaled(scale).and_then(|mantissa| Decimal::new(mantissa, scale))) {
        Some(decimal) => decimal.to_string(),
        None => format!("{}/{}", value.numerator(), value.denominator()),
    }
}
