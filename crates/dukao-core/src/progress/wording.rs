//! A derivation in words: the formula with names, and with the numbers put in.

use super::trace::Expr;
use crate::number::Rational;

/// How strongly an operator binds; a looser one inside a tighter one gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Atom,
}

/// What stands for a leaf or a named figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Names,
    Numbers,
}

impl Expr {
    /// The formula with names: `全年目标 × 序时进度 − 累计完成`.
    pub fn formula(&self) -> String {
        self.inside().write(Face::Names).0
    }

    /// The formula with numbers: `252 × 7/12 − 115.25`.
    pub fn substitution(&self) -> String {
        self.inside().write(Face::Numbers).0
    }

    /// The outermost name stands for the figure itself and is not repeated.
    fn inside(&self) -> &Self {
        match self {
            Self::Named { of, .. } => of,
            other => other,
        }
    }

    fn write(&self, face: Face) -> (String, Binding) {
        match self {
            Self::Leaf(leaf) => match face {
                Face::Names => (leaf.label.clone(), Binding::Atom),
                Face::Numbers => (bracket_negative(&leaf.text), Binding::Atom),
            },
            Self::Integer(value) => (value.to_string(), Binding::Atom),
            Self::Named { label, value, decimals, .. } => match face {
                Face::Names => (label.clone(), Binding::Atom),
                Face::Numbers => (bracket_negative(&short(value, *decimals)), Binding::Atom),
            },
            Self::Add(left, right) => join(face, left, " + ", right, Binding::Sum, Binding::Sum),
            Self::Sub(left, right) => join(face, left, " − ", right, Binding::Sum, Binding::Product),
            Self::Mul(left, right) => join(face, left, " × ", right, Binding::Product, Binding::Product),
            Self::Div(left, right) => join(face, left, " ÷ ", right, Binding::Product, Binding::Atom),
            Self::Sum(terms) => {
                let texts: Vec<String> = terms.iter().map(|term| term.write(face).0).collect();
                (texts.join(" + "), Binding::Sum)
            }
            Self::Rank { own, others, lower_is_better } => {
                let better = if *lower_is_better { "低于" } else { "高于" };
                (format!("1 + {}个单位中{better}“{}”的个数", others.len(), own.write(face).0), Binding::Sum)
            }
        }
    }
}

fn join(face: Face, left: &Expr, sign: &str, right: &Expr, at_left: Binding, at_right: Binding) -> (String, Binding) {
    let own = at_left;
    let wrap = |part: &Expr, least: Binding| {
        let (text, binding) = part.write(face);
        if binding < least { format!("({text})") } else { text }
    };
    (format!("{}{sign}{}", wrap(left, at_left), wrap(right, at_right)), own)
}

/// An exact short form: whole or terminating numbers as they are, others rounded with their decimals.
fn short(value: &Rational, decimals: u8) -> String {
    let exact = value.significant();
    let rounded = value.round(decimals).to_string();
    if exact.len() <= rounded.len() { exact } else { rounded }
}

fn bracket_negative(text: &str) -> String {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => format!("(−{rest})"),
        None => text.to_owned(),
    }
}
