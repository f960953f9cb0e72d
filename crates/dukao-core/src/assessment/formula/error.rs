//! What is wrong with a formula, and where.

use std::fmt;

/// A mistake in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    /// The first character that is wrong, from 0.
    pub at: usize,
    /// How many characters are wrong; 0 where something is missing.
    pub length: usize,
    /// What is wrong, to the user.
    pub message: String,
    /// What would be right, to the user; may be empty.
    pub hint: String,
}

impl FormulaError {
    pub(super) fn new(at: usize, length: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { at, length, message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "公式第{}个字：{}", self.at.saturating_add(1), self.message)
    }
}
