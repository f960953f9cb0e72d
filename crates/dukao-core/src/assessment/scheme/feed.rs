//! Where the inputs of an entry come from, and what must hold for it to count.

use crate::number::Rational;
use crate::progress::{FigureKind, Relation};

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A figure of the ledger (累计完成), of the entry's own indicator or of a named one (GDP.同比增速).
    Figure {
        /// Code of the indicator.
        indicator: String,
        /// Which figure.
        figure: FigureKind,
    },
    /// 列 …: a column of a plain table.
    Column(String),
    /// 录入: entered for this entry: judges' marks, answers of a survey, a recognised score.
    Entered,
    /// A number of the scheme itself.
    Fixed {
        /// Its value.
        value: Rational,
        /// As it was written.
        text: String,
    },
}

/// One input of an entry's method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Name of the input in the method.
    pub input: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// What must hold for an entry or a bonus to count: `GDP.同比增速 ≥ 8`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is looked at, of the unit itself.
    pub origin: Origin,
    /// What is looked at, as it was written; a worked case names it so.
    pub subject: String,
    /// How it must stand.
    pub relation: Relation,
    /// To what.
    pub value: Rational,
    /// The whole condition as it was written.
    pub text: String,
}
