//! The language of the formula method: arithmetic, comparison and a few functions with Chinese names, exact, without loops.
//!
//! `如果(实绩 ≥ 目标, 满分, 满分 × 实绩 ÷ 目标)`. [`Formula::read`] finds all mistakes in one pass, each at its character. What it
//! has read is a tree of numbers and conditions that always ends: no names are bound, nothing repeats, length and depth
//! are limited. It is evaluated over any [`crate::progress::Derived`], so that a formula has a derivation like every rule.

mod check;
mod error;
mod evaluate;
mod functions;
mod lexer;
mod nearest;
mod parser;
mod program;
#[cfg(test)]
mod tests;
mod tree;

use crate::number::Rational;

pub use error::FormulaError;
pub use functions::{FUNCTIONS, Function};
use program::Num;

/// Longest formula, in characters.
pub const LONGEST: usize = 2_000;
/// Most brackets, signs and functions inside each other.
pub const DEEPEST: usize = 40;
/// Most numbers, names and signs of a formula, which bounds its steps.
pub const MOST_SIGNS: usize = 500;

/// The name of full marks.
pub const FULL: &str = "满分";

/// A formula that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    program: Num,
    used: Vec<String>,
}

impl Formula {
    /// Reads `text`, which may use the figures `inputs`, the numbers `constants` and 满分.
    ///
    /// # Errors
    /// All mistakes, in the order of the text.
    pub fn read(text: &str, inputs: &[String], constants: &[(String, Rational)]) -> Result<Self, Vec<FormulaError>> {
        let length = text.chars().count();
        if length > LONGEST {
            let message = format!("公式有{length}个字，最多{LONGEST}个");
            return Err(vec![FormulaError::new(LONGEST, length - LONGEST, message, "拆成几个计分项")]);
        }
        let mut errors = Vec::new();
        let tokens = lexer::tokens(text, &mut errors);
        if let Some(beyond) = tokens.get(MOST_SIGNS) {
            let message = format!("公式太复杂，数、名称和符号最多{MOST_SIGNS}个");
            return Err(vec![FormulaError::new(beyond.at, beyond.length, message, "拆成几个计分项")]);
        }
        let tree = parser::tree(&tokens, length, &mut errors);
        let checked = check::program(&tree, text, inputs, constants, &mut errors);
        errors.sort_by_key(|error| error.at);
        match checked {
            Some((program, used)) if errors.is_empty() => Ok(Self { program, used }),
            _ => Err(errors),
        }
    }

    /// The figures it needs, in the order in which it names them first.
    pub fn used(&self) -> &[String] {
        &self.used
    }
}

/// Whether `text` can stand in a formula as the name of a figure.
pub fn is_name(text: &str) -> bool {
    let mut errors = Vec::new();
    let tokens = lexer::tokens(text, &mut errors);
    let one_name = matches!(tokens.as_slice(), [lexer::Token { sign: lexer::Sign::Name(name), .. }] if name == text);
    one_name && errors.is_empty() && text != FULL && Function::named(text).is_none()
}
