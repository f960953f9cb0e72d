//! What each line of a scheme brings to a unit's total, and what another version of the rules moves.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::result::{UnitScore, Verdict};
use super::scheme::{ExtraBody, Sign};
use crate::number::{Number, Rational};
use crate::progress::Derived;

/// What a line brings to the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// Code of the entry or event rule; empty for what no line accounts for.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Points that reach the total; negative for deductions.
    pub points: Rational,
    /// What it could bring at full marks; `None` for bonuses and deductions.
    pub full: Option<Rational>,
}

/// The name of what no line accounts for: caps of groups, points given to a group, vetoes.
pub const REST: &str = "封顶、认定、否决等";

/// What each line brings to the total of a unit, in the order of the scheme. Together they are the total: what caps of
/// groups, points given to groups and vetoes change is the last line.
pub fn contributions<N: Derived>(plan: &Plan<'_>, score: &UnitScore<N>) -> Vec<Contribution> {
    let mut lines = Vec::new();
    for (node, entry) in plan.nodes.iter().zip(&score.entries).filter(|(node, _)| node.children.is_empty()) {
        let Some(points) = entry.standing.points() else { continue };
        let reached = points.value().mul(&entry.reaches);
        let signed = if node.sign == Some(Sign::Deduction) { reached.negate() } else { reached };
        let full = entry.full.as_ref().filter(|_| node.sign.is_none()).map(|full| full.mul(&entry.reaches));
        let (code, name) = (node.entry.code.clone(), node.entry.name.clone());
        lines.push(Contribution { code, name, points: signed, full });
    }
    lines.extend(by_events(plan, score));
    let known = lines.iter().fold(Rational::zero(), |sum, line| sum.add(&line.points));
    let rest = score.total.value().sub(&known);
    if !rest.is_zero() {
        lines.push(Contribution { code: String::new(), name: REST.to_owned(), points: rest, full: None });
    }
    lines
}

/// What each event rule brings.
fn by_events<N: Derived>(plan: &Plan<'_>, score: &UnitScore<N>) -> Vec<Contribution> {
    let mut sums: BTreeMap<&str, Rational> = BTreeMap::new();
    for event in &score.events {
        if let Verdict::Counted(points) = &event.verdict {
            let sum = sums.entry(event.rule.as_str()).or_insert_with(Rational::zero);
            *sum = sum.add(points.value());
        }
    }
    let rules = plan.scheme.extras.iter().filter_map(|extra| match &extra.body {
        ExtraBody::Events(rule) => Some((extra.sign, rule)),
        ExtraBody::Entry(_) => None,
    });
    let line = |(sign, rule): (Sign, &super::scheme::EventRule)| {
        let points = sums.get(rule.code.as_str())?.clone();
        let points = if sign == Sign::Deduction { points.negate() } else { points };
        Some(Contribution { code: rule.code.clone(), name: rule.name.clone(), points, full: None })
    };
    rules.filter_map(line).collect()
}

/// A line that brings something else under other rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Code of the line.
    pub code: String,
    /// Its name, as it is called now.
    pub name: String,
    /// What it brought before; `None` when there was no such line.
    pub before: Option<Rational>,
    /// What it brings now; `None` when there is no such line.
    pub after: Option<Rational>,
}

impl Moved {
    /// What it brings more.
    pub fn change(&self) -> Rational {
        let or_zero = |points: &Option<Rational>| points.clone().unwrap_or_else(Rational::zero);
        or_zero(&self.after).sub(&or_zero(&self.before))
    }
}

/// The lines that bring something else, the greatest change first; together they are the change of the total.
pub fn moved(before: &[Contribution], after: &[Contribution]) -> Vec<Moved> {
    let points = |lines: &[Contribution], code: &str| {
        lines.iter().find(|line| line.code == code).map(|line| line.points.clone())
    };
    let now = after.iter().map(|line| Moved {
        code: line.code.clone(),
        name: line.name.clone(),
        before: points(before, &line.code),
        after: Some(line.points.clone()),
    });
    let gone = before.iter().filter(|line| points(after, &line.code).is_none()).map(|line| Moved {
        code: line.code.clone(),
        name: line.name.clone(),
        before: Some(line.points.clone()),
        after: None,
    });
    let mut moved: Vec<Moved> = now.chain(gone).filter(|line| !line.change().is_zero()).collect();
    moved.sort_by_key(|line| std::cmp::Reverse(line.change().abs()));
    moved
}
