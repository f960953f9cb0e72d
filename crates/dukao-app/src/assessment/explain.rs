//! A unit's result opened: every entry with its formula, the numbers put in, and where they come from.

use std::sync::Arc;

use dukao_core::assessment::scheme::Scheme;
use dukao_core::assessment::{Assessment, Facts, Plan, Sheet, evaluate};
use dukao_core::number::Rational;
use dukao_core::period::Month;
use dukao_core::progress::{Expr, Leaf, Source, Traced};
use serde::Serialize;

use super::score::{PointsShown, SchemeRef, points_shown, reason, scheme_ref, standing_word};
use crate::AppError;
use crate::view::ExprJson;

/// A number that was put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedInput {
    /// What it is.
    pub label: String,
    /// As it stands in its source.
    pub text: String,
    /// Unit of measure; may be empty.
    pub unit: String,
    /// Where it comes from, in words.
    pub source: String,
}

/// An entry opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedEntry {
    /// Code of the entry; empty for the total.
    pub entry: String,
    /// Its name.
    pub name: String,
    /// How deep it stands.
    pub depth: usize,
    /// The clause it comes from.
    pub clause: String,
    /// The points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsShown>,
    /// Full marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
    /// How the points came about.
    pub standing: &'static str,
    /// Which part of them reaches the total: twelve significant digits.
    pub reaches: String,
    /// Why nothing, or something else, is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What a reader must know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<&'static str>,
    /// The formula with names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// The formula with numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substitution: Option<String>,
    /// The numbers put in, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<ExplainedInput>,
    /// The derivation as data, enough to recompute the points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<ExprJson>,
}

/// A unit's result opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The scheme.
    pub scheme: SchemeRef,
    /// Month that is assessed.
    pub month: u8,
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Its place.
    pub rank: Option<usize>,
    /// The total.
    pub total: ExplainedEntry,
    /// The entries, in the order of the scheme.
    pub entries: Vec<ExplainedEntry>,
}

/// Opens the result of a unit.
///
/// # Errors
/// [`AppError::UnknownUnit`] when the unit is not assessed.
pub fn explain(scheme: &Scheme, facts: &Sheet, month: Month, unit: &str) -> Result<Explanation, AppError> {
    let unknown = || AppError::UnknownUnit(unit.to_owned());
    let plan = Plan::of(scheme);
    let at = facts.unit(unit).ok_or_else(unknown)?;
    let assessed = Facts::<Traced>::units(facts).get(at).ok_or_else(unknown)?;
    let result: Assessment<Traced> = evaluate(&plan, facts, month);
    let score = result.units.iter().find(|score| score.unit == at).ok_or_else(unknown)?;
    let decimals = scheme.rules.decimals;
    let entries = plan.nodes.iter().zip(&score.entries).map(|(node, entry)| ExplainedEntry {
        entry: node.entry.code.clone(),
        name: node.entry.name.clone(),
        depth: node.depth,
        clause: node.entry.clause.clone(),
        full: entry.full.as_ref().map(Rational::significant),
        standing: standing_word(&entry.standing),
        reaches: entry.reaches.significant(),
        reason: reason(&entry.standing),
        notes: entry.notes.iter().map(|note| note.text()).collect(),
        ..opened(entry.standing.points(), decimals)
    });
    let total = ExplainedEntry {
        name: "总分".to_owned(),
        clause: scheme.name.clone(),
        reaches: "1".to_owned(),
        standing: "计分",
        ..opened(Some(&score.total), decimals)
    };
    Ok(Explanation {
        scheme: scheme_ref(scheme),
        month: month.number(),
        unit: assessed.code.clone(),
        name: assessed.name.clone(),
        rank: score.rank,
        total,
        entries: entries.collect(),
    })
}

/// Points with their derivation; what says whose they are is filled in by the caller.
fn opened(points: Option<&Traced>, decimals: u8) -> ExplainedEntry {
    let expr = points.map(Traced::expr);
    let own = expr.map(|expr| expr.inside());
    ExplainedEntry {
        entry: String::new(),
        name: String::new(),
        depth: 0,
        clause: String::new(),
        points: points.map(|points| points_shown(points.value(), decimals)),
        full: None,
        standing: "",
        reaches: String::new(),
        reason: None,
        notes: Vec::new(),
        formula: own.map(Expr::formula),
        substitution: own.map(Expr::substitution),
        inputs: own.map(inputs).unwrap_or_default(),
        expression: expr.map(|expr| ExprJson(Arc::clone(expr))),
    }
}

/// The numbers put in, each once, in the order of the formula.
fn inputs(expr: &Expr) -> Vec<ExplainedInput> {
    let mut inputs: Vec<ExplainedInput> = Vec::new();
    for leaf in expr.leaves() {
        let input = input(leaf);
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    inputs
}

fn input(leaf: &Leaf) -> ExplainedInput {
    let source = match &leaf.source {
        Source::Cell { file, sheet, cell, .. } => crate::view::place_in_words(file, sheet, cell),
        Source::Typed { version } => format!("录入，见v{}的审计记录", version.0),
        Source::Rule { rule } => rule.clone(),
        Source::Calendar { notice } => format!("国务院放假安排 {notice}"),
    };
    ExplainedInput { label: leaf.label.clone(), text: leaf.text.clone(), unit: leaf.unit.clone(), source }
}
