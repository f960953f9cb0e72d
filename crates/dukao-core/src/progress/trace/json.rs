//! A derivation in JSON, enough to recompute the figure.

use std::sync::Arc;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::Expr;
use crate::number::Rational;

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
            Self::Least(terms) => {
                map.serialize_entry("op", "least")?;
                map.serialize_entry("args", &plain(terms))?;
            }
            Self::Greatest(terms) => {
                map.serialize_entry("op", "greatest")?;
                map.serialize_entry("args", &plain(terms))?;
            }
            Self::When { left, relation, right, then } => {
                map.serialize_entry("op", "when")?;
                map.serialize_entry("left", left.as_ref())?;
                map.serialize_entry("relation", relation.sign())?;
                map.serialize_entry("right", right.as_ref())?;
                map.serialize_entry("then", then.as_ref())?;
            }
            Self::Rounded { decimals, of } => {
                map.serialize_entry("op", "rounded")?;
                map.serialize_entry("decimals", decimals)?;
                map.serialize_entry("of", of.as_ref())?;
            }
            Self::Power { base, exponent, value } => {
                map.serialize_entry("op", "power")?;
                map.serialize_entry("base", base.as_ref())?;
                map.serialize_entry("exponent", exponent.as_ref())?;
                map.serialize_entry("value", &Fraction::from(value))?;
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
