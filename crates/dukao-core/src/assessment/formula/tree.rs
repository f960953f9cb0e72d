//! A formula as it is written, before it is known what its names mean.

use crate::number::Rational;
use crate::progress::Relation;

/// A part of a formula with its place, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) kind: Kind,
}

/// A sign between two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Sub,
    Mul,
    Div,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Number(Rational),
    Name(String),
    Negative(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    /// `None` for ≠.
    Compare(Option<Relation>, Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Call(String, Vec<Node>),
    /// Something was wrong here, and has been said.
    Broken,
}

impl Node {
    /// Two parts and what stands between them.
    pub(super) fn pair(left: Self, right: Self, kind: impl FnOnce(Box<Self>, Box<Self>) -> Kind) -> Self {
        let (at, end) = (left.at, right.at.saturating_add(right.length));
        Self { at, length: end.saturating_sub(at), kind: kind(Box::new(left), Box::new(right)) }
    }
}
