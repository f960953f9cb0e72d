//! A derivation in words: the formula with names, and with the numbers put in.

use super::trace::{Expr, is_better};
use crate::number::{Number, Rational};

/// Stands between a unit and what of it is put in: 铜棠·1—7月累计完成.
pub(super) const OF: char = '·';

/// From how many terms on a sum says once what its terms have in common.
const LONG: usize = 3;

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
    /// The formula with names: `全年目标 × 7月末序时 − 1—7月累计完成`.
    pub fn formula(&self) -> String {
        self.inside().write(Face::Names).0
    }

    /// The formula with numbers: `252 × 7/12 − 115.25`.
    pub fn substitution(&self) -> String {
        self.inside().write(Face::Numbers).0
    }

    /// The derivation without the outermost name, which stands for the figure itself.
    pub fn inside(&self) -> &Self {
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
                Face::Numbers => (bracket_negative(&put_in(value, *decimals)), Binding::Atom),
            },
            Self::Add(left, right) => join(face, left, " + ", right, Binding::Sum, Binding::Sum),
            Self::Sub(left, right) => match (left.as_ref(), right.as_ref()) {
                // 0 − (a − b), where less is better, reads b − a
                (Self::Integer(0), Self::Sub(a, b)) => join(face, b, " − ", a, Binding::Sum, Binding::Product),
                _ => join(face, left, " − ", right, Binding::Sum, Binding::Product),
            },
            Self::Mul(left, right) => join(face, left, " × ", right, Binding::Product, Binding::Product),
            Self::Div(left, right) => join(face, left, " ÷ ", right, Binding::Product, Binding::Atom),
            Self::Sum(terms) => {
                let texts: Vec<String> = terms.iter().map(|term| term.write(face).0).collect();
                (shortened(&texts).unwrap_or_else(|| texts.join(" + ")), Binding::Sum)
            }
            Self::Least(terms) => (chosen("最小值", terms, face), Binding::Atom),
            Self::Greatest(terms) => (chosen("最大值", terms, face), Binding::Atom),
            Self::When { left, relation, right, then } => {
                let (left, right) = (left.write(face).0, right.write(face).0);
                (format!("{}（因{left} {} {right}）", then.write(face).0, relation.sign()), Binding::Sum)
            }
            Self::Rounded { decimals, of } => {
                (format!("四舍五入({}，{decimals}位小数)", of.write(face).0), Binding::Atom)
            }
            Self::Power { base, exponent, .. } => {
                (format!("乘方({}，{})", base.write(face).0, exponent.write(face).0), Binding::Atom)
            }
            Self::Rank { own, others, lower_is_better } => match face {
                Face::Names => {
                    let better = if *lower_is_better { "低于" } else { "高于" };
                    let what = own.write(face).0;
                    (format!("1 + 其他{}个单位中“{what}”{better}本单位的个数", others.len()), Binding::Sum)
                }
                Face::Numbers => {
                    let mine = own.value();
                    let ahead = |other: &&std::sync::Arc<Self>| is_better(&other.value(), &mine, *lower_is_better);
                    (format!("1 + {}", others.iter().filter(ahead).count()), Binding::Sum)
                }
            },
        }
    }

    /// What it comes to. (A quotient in a trace has a value: the trace was made by computing it.)
    fn value(&self) -> Rational {
        match self {
            Self::Leaf(leaf) => leaf.value.clone(),
            Self::Named { value, .. } | Self::Power { value, .. } => value.clone(),
            Self::When { then, .. } => then.value(),
            Self::Rounded { decimals, of } => of.value().rounded(*decimals),
            Self::Least(terms) => terms.iter().map(|term| term.value()).min().unwrap_or_else(Rational::zero),
            Self::Greatest(terms) => terms.iter().map(|term| term.value()).max().unwrap_or_else(Rational::zero),
            Self::Integer(value) => Rational::integer(*value),
            Self::Add(left, right) => left.value().add(&right.value()),
            Self::Sub(left, right) => left.value().sub(&right.value()),
            Self::Mul(left, right) => left.value().mul(&right.value()),
            Self::Div(left, right) => left.value().div(&right.value()).unwrap_or_else(Rational::zero),
            Self::Sum(terms) => Rational::sum(&terms.iter().map(|term| term.value()).collect::<Vec<_>>()),
            Self::Rank { own, others, lower_is_better } => {
                let mine = own.value();
                let ahead = others.iter().filter(|other| is_better(&other.value(), &mine, *lower_is_better)).count();
                Rational::integer(i64::try_from(ahead).unwrap_or(i64::MAX).saturating_add(1))
            }
        }
    }
}

/// `最小值(完成率，1.2)`; of many units' same figure `最大值(栖棠、砚陌、霁桥的1—7月累计完成)`.
fn chosen(what: &str, terms: &[std::sync::Arc<Expr>], face: Face) -> String {
    let texts: Vec<String> = terms.iter().map(|term| term.write(face).0).collect();
    let inner = common(&texts).map(|(units, figure)| format!("{}的{figure}", units.join("、")));
    format!("{what}({})", inner.unwrap_or_else(|| texts.join("，")))
}

fn join(face: Face, left: &Expr, sign: &str, right: &Expr, at_left: Binding, at_right: Binding) -> (String, Binding) {
    let own = at_left;
    let wrap = |part: &Expr, least: Binding| {
        let (text, binding) = part.write(face);
        if binding < least { format!("({text})") } else { text }
    };
    (format!("{}{sign}{}", wrap(left, at_left), wrap(right, at_right)), own)
}

/// `栖棠 + 砚陌 + 霁桥（均为1—7月累计完成）` for a long sum of the same figure of several units.
fn shortened(texts: &[String]) -> Option<String> {
    let (units, what) = common(texts)?;
    Some(format!("{}（均为{what}）", units.join(" + ")))
}

/// The units of a long list of the same figure, and the figure.
fn common(texts: &[String]) -> Option<(Vec<&str>, &str)> {
    let pairs: Vec<(&str, &str)> = texts.iter().map(|text| text.split_once(OF)).collect::<Option<_>>()?;
    let (_, what) = pairs.first()?;
    if pairs.len() < LONG || pairs.iter().any(|(_, other)| other != what) {
        return None;
    }
    Some((pairs.iter().map(|(unit, _)| *unit).collect(), what))
}

/// A figure on its way into a formula: as it is where it is short, else with two decimals more than it
/// is shown with, so that whoever reckons along arrives at the same result.
pub fn put_in(value: &Rational, decimals: u8) -> String {
    let exact = value.significant();
    let rounded = value.round(decimals.saturating_add(2)).to_string();
    if exact.len() <= rounded.len() { exact } else { rounded }
}

fn bracket_negative(text: &str) -> String {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => format!("(−{rest})"),
        None => text.to_owned(),
    }
}
