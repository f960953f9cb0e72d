//! From characters to signs. Full-width signs are the same as the others.

use super::FormulaError;
use crate::number::{Decimal, Number, Rational};
use crate::progress::Relation;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    Number(Rational),
    Name(String),
    Plus,
    Minus,
    Times,
    Divide,
    Open,
    Close,
    Comma,
    /// A comparison; `None` for ≠.
    Compare(Option<Relation>),
    And,
    Or,
    Not,
}

/// A sign with its place in the text, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sign: Sign,
    pub(super) at: usize,
    pub(super) length: usize,
}

/// Full-width letters, digits and signs as their narrow ones.
fn narrow(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => u32::from(sign).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(sign),
        '\u{3000}' => ' ',
        '×' | '✕' | '·' => '*',
        '÷' => '/',
        '−' | '–' | '—' => '-',
        '、' => ',',
        other => other,
    }
}

fn starts_name(sign: char) -> bool {
    sign.is_alphabetic() || sign == '_'
}

/// All tokens of `text`; what is none is noted in `errors` and left out.
pub(super) fn tokens(text: &str, errors: &mut Vec<FormulaError>) -> Vec<Token> {
    let signs: Vec<char> = text.chars().map(narrow).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = signs.get(at).copied() {
        let rest = signs.get(at..).unwrap_or_default();
        let (length, sign) = match first {
            sign if sign.is_whitespace() => (1, None),
            sign if sign.is_ascii_digit() || sign == '.' => number(rest, at, errors),
            sign if starts_name(sign) => name(rest),
            _ => mark(rest, at, errors),
        };
        if let Some(sign) = sign {
            found.push(Token { sign, at, length });
        }
        at = at.saturating_add(length.max(1));
    }
    found
}

fn run(rest: &[char], inside: impl Fn(char) -> bool) -> String {
    rest.iter().copied().take_while(|sign| inside(*sign)).collect()
}

fn number(rest: &[char], at: usize, errors: &mut Vec<FormulaError>) -> (usize, Option<Sign>) {
    let digits = run(rest, |sign| sign.is_ascii_digit() || sign == '.');
    let length = digits.chars().count();
    let percent = rest.get(length) == Some(&'%');
    let whole = if percent { length.saturating_add(1) } else { length };
    let Ok(value) = Decimal::parse(&digits).map(Rational::from) else {
        errors.push(FormulaError::new(at, length, format!("“{digits}”不是数"), "写成 0.5 或 80%，最多18位"));
        return (whole, Some(Sign::Number(Rational::integer(1))));
    };
    let hundredth = || value.mul(&Rational::power_of_ten(-2));
    (whole, Some(Sign::Number(if percent { hundredth() } else { value.clone() })))
}

fn name(rest: &[char]) -> (usize, Option<Sign>) {
    let name = run(rest, |sign| sign.is_alphanumeric() || sign == '_');
    let length = name.chars().count();
    let sign = match name.as_str() {
        "且" => Sign::And,
        "或" => Sign::Or,
        "非" => Sign::Not,
        _ => Sign::Name(name),
    };
    (length, Some(sign))
}

fn mark(rest: &[char], at: usize, errors: &mut Vec<FormulaError>) -> (usize, Option<Sign>) {
    let second = rest.get(1).copied().unwrap_or(' ');
    let first = rest.first().copied().unwrap_or(' ');
    let (length, sign) = match (first, second) {
        ('<', '=') => (2, Sign::Compare(Some(Relation::AtMost))),
        ('>', '=') => (2, Sign::Compare(Some(Relation::AtLeast))),
        ('<', '>') | ('!', '=') => (2, Sign::Compare(None)),
        ('=', '=') => (2, Sign::Compare(Some(Relation::Equal))),
        ('<', _) => (1, Sign::Compare(Some(Relation::Less))),
        ('>', _) => (1, Sign::Compare(Some(Relation::Greater))),
        ('=', _) => (1, Sign::Compare(Some(Relation::Equal))),
        ('≤' | '≦', _) => (1, Sign::Compare(Some(Relation::AtMost))),
        ('≥' | '≧', _) => (1, Sign::Compare(Some(Relation::AtLeast))),
        ('≠', _) => (1, Sign::Compare(None)),
        ('+', _) => (1, Sign::Plus),
        ('-', _) => (1, Sign::Minus),
        ('*', _) => (1, Sign::Times),
        ('/', _) => (1, Sign::Divide),
        ('(', _) => (1, Sign::Open),
        (')', _) => (1, Sign::Close),
        (',', _) => (1, Sign::Comma),
        _ => {
            let hint = match first {
                '%' => "百分号紧跟在数后面，如 80%",
                '[' | '{' | '【' => "只用圆括号",
                '^' => "没有乘方，用连乘",
                _ => "可用 + − × ÷ ( ) , ≥ ≤ > < = ≠ 且 或 非",
            };
            errors.push(FormulaError::new(at, 1, format!("公式里不能有“{first}”"), hint));
            return (1, None);
        }
    };
    (length, Some(sign))
}
