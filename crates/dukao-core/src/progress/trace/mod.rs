//! The derivation of a figure as data.
//!
//! [`Traced`] is a [`Number`](crate::number::Number) that remembers how it came about. Running a formula with it *is*
//! making the trace, so the trace cannot disagree with the figure. Anybody can recompute the figure from the
//! serialised expression alone: leaves are exact fractions, inner nodes are plus, minus, times,
//! divided by, the least and the greatest, the branch that was taken, and counting for ranks.

mod derived;
mod json;
mod traced;

use std::sync::Arc;

use serde::Serialize;

use crate::ledger::{Book, Place, Version};
use crate::number::Rational;

pub use derived::Derived;
pub use traced::{Traced, is_better};

/// Where a leaf's number comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Source {
    /// A cell of an imported file.
    Cell {
        /// Number of the file in the region.
        file_id: i64,
        /// File name.
        file: String,
        /// Sheet name.
        sheet: String,
        /// Cell, such as F17.
        cell: String,
        /// Version of the data that brought it.
        version: Version,
    },
    /// Typed by a person, or written by the product's own operator.
    Typed {
        /// Version of the data that brought it; the audit names the person.
        version: Version,
    },
    /// A rule of the field, such as the even pace m/12.
    Rule {
        /// Which rule.
        rule: String,
    },
    /// The holiday calendar.
    Calendar {
        /// The notice it rests on.
        notice: String,
    },
}

impl Source {
    /// Where a figure of `book` stands: its cell, or that it was typed.
    pub(crate) fn of(book: &Book, place: Option<Place>, version: Version) -> Self {
        match place.and_then(|place| book.sheets.get(&place.sheet).map(|sheet| (place, sheet))) {
            Some((place, sheet)) => Self::Cell {
                file_id: sheet.file_id,
                file: sheet.file.clone(),
                sheet: sheet.sheet.clone(),
                cell: place.cell(),
                version,
            },
            None => Self::Typed { version },
        }
    }
}

/// A number put into a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// What it is (全年目标).
    pub label: String,
    /// The exact number.
    pub value: Rational,
    /// As it stands in its source.
    pub text: String,
    /// Unit of measure.
    pub unit: String,
    /// Where it comes from.
    pub source: Source,
}

/// How a number came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// Put in.
    Leaf(Leaf),
    /// A whole number of the formula itself (100 for percent, 12 months).
    Integer(i64),
    /// `left + right`
    Add(Arc<Expr>, Arc<Expr>),
    /// `left − right`
    Sub(Arc<Expr>, Arc<Expr>),
    /// `left × right`
    Mul(Arc<Expr>, Arc<Expr>),
    /// `left ÷ right`
    Div(Arc<Expr>, Arc<Expr>),
    /// The sum of all.
    Sum(Vec<Arc<Expr>>),
    /// A figure with a name of its own inside a larger one (累计完成 as a sum of months).
    Named {
        /// Its name.
        label: String,
        /// Its value.
        value: Rational,
        /// Unit of measure.
        unit: String,
        /// Decimals with which it is shown.
        decimals: u8,
        /// How it came about.
        of: Arc<Expr>,
    },
    /// 1 + how many of `others` are better than `own` (ties share the rank: 1, 2, 2, 4).
    Rank {
        /// The ranked value.
        own: Arc<Expr>,
        /// The others' values.
        others: Vec<Arc<Expr>>,
        /// Whether lower is better.
        lower_is_better: bool,
    },
    /// The least of all.
    Least(Vec<Arc<Expr>>),
    /// The greatest of all.
    Greatest(Vec<Arc<Expr>>),
    /// `then`, because `left` stands in this relation to `right`: the branch of a rule that was taken.
    When {
        /// What was looked at.
        left: Arc<Expr>,
        /// How it stands to `right`.
        relation: Relation,
        /// Against what it was looked at.
        right: Arc<Expr>,
        /// What follows.
        then: Arc<Expr>,
    },
    /// Rounded half away from zero, where the rule itself says so.
    Rounded {
        /// Decimals that are kept.
        decimals: u8,
        /// What is rounded.
        of: Arc<Expr>,
    },
    /// `base ^ exponent` to twelve significant digits.
    Power {
        /// The base, over zero.
        base: Arc<Expr>,
        /// The exponent.
        exponent: Arc<Expr>,
        /// What it comes to.
        value: Rational,
    },
}

/// How two numbers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `=`
    Equal,
    /// `≥`
    AtLeast,
    /// `>`
    Greater,
}

impl Relation {
    /// All, in the order of their signs.
    pub const ALL: &'static [Self] = &[Self::Less, Self::AtMost, Self::Equal, Self::AtLeast, Self::Greater];

    /// The sign shown to users and written in a trace.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Equal => "=",
            Self::AtLeast => "≥",
            Self::Greater => ">",
        }
    }

    /// Whether `left` stands so to `right`.
    pub fn holds(self, left: &Rational, right: &Rational) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
            Self::Greater => left > right,
        }
    }
}

impl Expr {
    /// All leaves, in the order of the formula.
    pub fn leaves(&self) -> Vec<&Leaf> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<&'a Leaf>) {
        if let Self::Leaf(leaf) = self {
            found.push(leaf);
        }
        for part in self.parts() {
            part.collect(found);
        }
    }

    /// What stands directly inside, in the order of the formula.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Leaf(_) | Self::Integer(_) => Vec::new(),
            Self::Add(left, right) | Self::Sub(left, right) | Self::Mul(left, right) | Self::Div(left, right) => {
                vec![left, right]
            }
            Self::Power { base, exponent, .. } => vec![base, exponent],
            Self::Sum(terms) | Self::Least(terms) | Self::Greatest(terms) => terms.iter().map(AsRef::as_ref).collect(),
            Self::Named { of, .. } | Self::Rounded { of, .. } => vec![of],
            Self::Rank { own, others, .. } => std::iter::once(own).chain(others).map(AsRef::as_ref).collect(),
            Self::When { left, right, then, .. } => vec![left, right, then],
        }
    }
}
