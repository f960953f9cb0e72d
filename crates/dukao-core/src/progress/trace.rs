//! The derivation of a figure as data.
//!
//! [`Traced`] is a [`Number`] that remembers how it came about. Running a formula with it *is* making
//! the trace, so the trace cannot disagree with the figure. Anybody can recompute the figure from the
//! serialised expression alone: leaves are exact fractions, inner nodes are plus, minus, times,
//! divided by, and counting for ranks.

use std::sync::Arc;

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::ledger::{Book, Place, Version};
use crate::number::{Number, Rational};

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
}

/// A number that remembers how it came about.
#[derive(Debug, Clone)]
pub struct Traced {
    value: Rational,
    expr: Arc<Expr>,
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

    fn combine(value: Rational, expr: Expr) -> Self {
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

/// An exact fraction in JSON: numerator and denominator as texts.
#[derive(Serialize)]
struct Fraction {
    numerator: String,
    denominator: String,
}

impl From<&Rational> for Fraction {
    fn from(value: &Rational) -> Self {
        Self { numerator: value.numerator(), denominator: value.denominator() }
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Leaf(leaf) => {
                map.serialize_entry("op", "leaf")?;
                map.serialize_entry("label", &leaf.label)?;
                map.serialize_entry("value", &Fraction::from(&leaf.value))?;
                map.serialize_entry("text", &leaf.text)?;
                map.serialize_entry("unit", &leaf.unit)?;
                map.serialize_entry("source", &leaf.source)?;
            }
            Self::Integer(value) => {
                map.serialize_entry("op", "integer")?;
                map.serialize_entry("value", value)?;
            }
            Self::Add(left, right) => binary(&mut map, "add", left, right)?,
            Self::Sub(left, right) => binary(&mut map, "sub", left, right)?,
            Self::Mul(left, right) => binary(&mut map, "mul", left, right)?,
            Self::Div(left, right) => binary(&mut map, "div", left, right)?,
            Self::Sum(terms) => {
                map.serialize_entry("op", "sum")?;
                map.serialize_entry("args", &plain(terms))?;
            }
            Self::Named { label, value, unit, of, .. } => {
                map.serialize_entry("op", "named")?;
                map.serialize_entry("label", label)?;
                map.serialize_entry("value", &Fraction::from(value))?;
                map.serialize_entry("unit", unit)?;
                map.serialize_entry("of", of.as_ref())?;
            }
            Self::Rank { own, others, lower_is_better } => {
                map.serialize_entry("op", "rank")?;
                map.serialize_entry("own", own.as_ref())?;
                map.serialize_entry("others", &plain(others))?;
                map.serialize_entry("lower_is_better", lower_is_better)?;
            }
        }
        map.end()
    }
}

fn binary<M: SerializeMap>(map: &mut M, op: &str, left: &Arc<Expr>, right: &Arc<Expr>) -> Result<(), M::Error> {
    map.serialize_entry("op", op)?;
    map.serialize_entry("args", &[left.as_ref(), right.as_ref()])
}

fn plain(terms: &[Arc<Expr>]) -> Vec<&Expr> {
    terms.iter().map(AsRef::as_ref).collect()
}

impl Expr {
    /// All leaves, in the order of the formula.
    pub fn leaves(&self) -> Vec<&Leaf> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<&'a Leaf>) {
        match self {
            Self::Leaf(leaf) => found.push(leaf),
            Self::Integer(_) => {}
            Self::Add(left, right) | Self::Sub(left, right) | Self::Mul(left, right) | Self::Div(left, right) => {
                left.collect(found);
                right.collect(found);
            }
            Self::Sum(terms) => terms.iter().for_each(|term| term.collect(found)),
            Self::Named { of, .. } => of.collect(found),
            Self::Rank { own, others, .. } => {
                own.collect(found);
                for other in others {
                    other.collect(found);
                }
            }
        }
    }
}
