//! An independent evaluator of traces: knows their JSON and nothing of the product's code.
//!
//! It recomputes a figure with its own fractions and looks at every leaf: each must say what was
//! written, and name the cell of a file, who typed it, the rule or the notice it rests on.
//!
//! ```
//! use dukao_testkit::evaluator::evaluate;
//!
//! let trace = serde_json::json!({
//!     "op": "named", "label": "合计", "unit": "亿元",
//!     "value": { "numerator": "7", "denominator": "2" },
//!     "of": { "op": "add", "args": [
//!         { "op": "leaf", "label": "6月", "text": "2.5", "unit": "亿元",
//!           "value": { "numerator": "5", "denominator": "2" },
//!           "source": { "from": "cell", "file_id": 1, "file": "月报.xlsx", "sheet": "6月", "cell": "F17", "version": 3 } },
//!         { "op": "integer", "value": 1 }
//!     ] }
//! });
//! assert_eq!(evaluate(&trace).unwrap().value.to_string(), "7/2");
//! ```

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

pub use crate::fraction::Fraction;

/// What a trace gives.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// The recomputed value.
    pub value: Fraction,
    /// Where each leaf comes from, in the order of the formula.
    pub sources: Vec<Origin>,
}

/// Where a leaf comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A cell of an imported file.
    Cell {
        /// File name.
        file: String,
        /// Sheet name.
        sheet: String,
        /// Cell, such as F17.
        cell: String,
        /// Version of the data that brought it.
        version: i64,
    },
    /// Typed by a person.
    Typed {
        /// Version of the data that brought it.
        version: i64,
    },
    /// A rule of the field.
    Rule(String),
    /// A notice on the holidays.
    Calendar(String),
}

/// Recomputes a trace.
///
/// # Errors
/// What in the trace is missing, malformed or does not fit the rest of it.
pub fn evaluate(trace: &Value) -> Result<Evaluated> {
    let mut sources = Vec::new();
    let value = node(trace, &mut sources)?;
    Ok(Evaluated { value, sources })
}

fn node(node: &Value, sources: &mut Vec<Origin>) -> Result<Fraction> {
    match text(node, "op")? {
        "leaf" => leaf(node, sources),
        "integer" => Ok(Fraction::integer(node["value"].as_i64().context("a whole number is missing")?)),
        "named" => named(node, sources),
        "rank" => rank(node, sources),
        "sum" => {
            let terms = children(node, "args")?.iter().map(|term| self::node(term, sources));
            terms
                .collect::<Result<Vec<_>>>()
                .map(|terms| terms.iter().fold(Fraction::integer(0), |sum, term| sum.plus(term)))
        }
        "least" | "greatest" => extreme(node, sources),
        "when" => when(node, sources),
        "rounded" => {
            let decimals = node["decimals"].as_u64().context("the decimals are missing")?;
            Ok(self::node(&node["of"], sources)?.rounded(u32::try_from(decimals)?))
        }
        "power" => power(node, sources),
        op @ ("add" | "sub" | "mul" | "div") => binary(op, children(node, "args")?, sources),
        other => bail!("no operation “{other}”"),
    }
}

fn binary(op: &str, arguments: &[Value], sources: &mut Vec<Origin>) -> Result<Fraction> {
    let [left, right] = arguments else { bail!("{op} has {} arguments", arguments.len()) };
    let (left, right) = (node(left, sources)?, node(right, sources)?);
    match op {
        "add" => Ok(left.plus(&right)),
        "sub" => Ok(left.minus(&right)),
        "mul" => Ok(left.times(&right)),
        _ => left.over(&right).context("a division by zero"),
    }
}

/// The least or the greatest of all.
fn extreme(value: &Value, sources: &mut Vec<Origin>) -> Result<Fraction> {
    let all = children(value, "args")?.iter().map(|term| node(term, sources)).collect::<Result<Vec<_>>>()?;
    let found = if text(value, "op")? == "least" { all.into_iter().min() } else { all.into_iter().max() };
    found.context("the least or greatest of nothing")
}

/// The branch that is said to have been taken must be the one that its condition takes.
fn when(value: &Value, sources: &mut Vec<Origin>) -> Result<Fraction> {
    let (left, right) = (node(&value["left"], sources)?, node(&value["right"], sources)?);
    let holds = match text(value, "relation")? {
        "<" => left < right,
        "≤" => left <= right,
        "=" => left == right,
        "≥" => left >= right,
        ">" => left > right,
        other => bail!("no relation “{other}”"),
    };
    ensure!(holds, "{left} does not stand so to {right}");
    node(&value["then"], sources)
}

/// A power is stated to twelve digits; here it is reckoned again.
fn power(value: &Value, sources: &mut Vec<Origin>) -> Result<Fraction> {
    let (base, exponent) = (node(&value["base"], sources)?, node(&value["exponent"], sources)?);
    let stated = fraction(&value["value"])?;
    let again = (base.approximate().ln() * exponent.approximate()).exp();
    ensure!((stated.approximate() - again).abs() <= 1e-11 * again.abs(), "{base}^{exponent} is said to be {stated}");
    Ok(stated)
}

/// A named figure must be what it is made of.
fn named(value: &Value, sources: &mut Vec<Origin>) -> Result<Fraction> {
    let label = text(value, "label")?;
    let stated = fraction(&value["value"]).with_context(|| format!("in “{label}”"))?;
    let computed = node(&value["of"], sources).with_context(|| format!("in “{label}”"))?;
    ensure!(stated == computed, "“{label}” is said to be {stated} and is {computed}");
    Ok(computed)
}

/// One more than there are better ones: ties share the rank.
fn rank(value: &Value, sources: &mut Vec<Origin>) -> Result<Fraction> {
    let lower = value["lower_is_better"].as_bool().context("which end is better is missing")?;
    let own = node(&value["own"], sources)?;
    let mut place = 1;
    for other in children(value, "others")? {
        let other = node(other, sources)?;
        place += i64::from(if lower { other < own } else { other > own });
    }
    Ok(Fraction::integer(place))
}

fn leaf(value: &Value, sources: &mut Vec<Origin>) -> Result<Fraction> {
    let label = text(value, "label")?;
    let stated = fraction(&value["value"]).with_context(|| format!("in leaf “{label}”"))?;
    let written = text(value, "text")?;
    ensure!(written_as(&stated, written), "leaf “{label}” is {stated}, written “{written}”");
    value["unit"].as_str().with_context(|| format!("leaf “{label}” has no unit"))?;
    sources.push(source(&value["source"]).with_context(|| format!("leaf “{label}”"))?);
    Ok(stated)
}

/// Whether `written` (12.5, 7/12, 5025万元) is the value; another multiple of the unit moves the point only.
fn written_as(value: &Fraction, written: &str) -> bool {
    if let Some((above, below)) = written.split_once('/') {
        return Fraction::from_texts(above, below).is_some_and(|ratio| ratio == *value);
    }
    let digits = written.find(|sign: char| !(sign.is_ascii_digit() || "-.".contains(sign))).unwrap_or(written.len());
    let (number, unit) = written.split_at(digits);
    let Some(number) = Fraction::from_decimal(number) else { return false };
    let powers = if unit.is_empty() { 0..=0 } else { -12..=12 };
    powers.map(Fraction::power_of_ten).any(|factor| number.times(&factor) == *value)
}

fn source(source: &Value) -> Result<Origin> {
    let version = || {
        let version = source["version"].as_i64().context("no version")?;
        ensure!(version >= 1, "version {version}");
        Ok(version)
    };
    match text(source, "from")? {
        "cell" => {
            ensure!(source["file_id"].as_i64().is_some_and(|number| number >= 1), "no number of the file");
            let cell = text(source, "cell")?;
            ensure!(is_cell(cell), "“{cell}” is no cell");
            let (file, sheet) = (text(source, "file")?, text(source, "sheet")?);
            Ok(Origin::Cell {
                file: file.to_owned(),
                sheet: sheet.to_owned(),
                cell: cell.to_owned(),
                version: version()?,
            })
        }
        "typed" => Ok(Origin::Typed { version: version()? }),
        "rule" => Ok(Origin::Rule(text(source, "rule")?.to_owned())),
        "calendar" => Ok(Origin::Calendar(text(source, "notice")?.to_owned())),
        other => bail!("no source “{other}”"),
    }
}

/// Letters, then a row without leading zero.
fn is_cell(cell: &str) -> bool {
    let row = cell.trim_start_matches(|sign: char| sign.is_ascii_uppercase());
    row.len() < cell.len()
        && !row.starts_with('0')
        && !row.is_empty()
        && row.bytes().all(|digit| digit.is_ascii_digit())
}

fn fraction(value: &Value) -> Result<Fraction> {
    let (above, below) = (text(value, "numerator")?, text(value, "denominator")?);
    Fraction::from_texts(above, below).with_context(|| format!("{above}/{below} is no fraction"))
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    let text = value[key].as_str().with_context(|| format!("“{key}” is missing"))?;
    ensure!(!text.is_empty(), "“{key}” is empty");
    Ok(text)
}

fn children<'a>(value: &'a Value, key: &str) -> Result<&'a [Value]> {
    value[key].as_array().map(Vec::as_slice).with_context(|| format!("“{key}” is missing"))
}

#[cfg(test)]
mod schemes;
#[cfg(test)]
mod tests;
