//! Worked cases: what a scheme must give for stated inputs.

use std::collections::BTreeSet;

use super::evaluate::evaluate;
use super::facts::Assessed;
use super::plan::{Node, Plan};
use super::result::{Assessment, GradeResult, UnitScore, Verdict};
use super::scheme::{Case, CaseInput, Expected};
use super::sheet::{Cell, Figure, Sheet};
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::{Absence, Leaf, Source};

/// The input by which a case gives an entry's points themselves.
pub const POINTS: &str = "得分";

/// What a case came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// One line for every unit of which something is expected.
    pub lines: Vec<CaseLine>,
    /// What the case names and the scheme does not know.
    pub unknown: Vec<String>,
}

impl CaseResult {
    /// Whether everything came out as it must.
    pub fn passes(&self) -> bool {
        self.unknown.is_empty() && !self.lines.is_empty() && self.lines.iter().all(CaseLine::passes)
    }
}

/// What was expected of a unit and what came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// What was expected.
    pub expected: Expected,
    /// How far the points may be off.
    pub tolerance: Rational,
    /// The points; `None` when there are none.
    pub points: Option<Rational>,
    /// The place.
    pub rank: Option<usize>,
    /// The grade.
    pub grade: Option<GradeResult>,
}

impl CaseLine {
    /// Whether all that was stated came out.
    pub fn passes(&self) -> bool {
        let points = match (&self.expected.points, &self.points) {
            (Some(expected), Some(points)) => points.sub(expected).abs() <= self.tolerance,
            (None, None) => true,
            (None, Some(_)) => self.expected.rank.is_some() || self.expected.grade.is_some(),
            (Some(_), None) => false,
        };
        let place = self.expected.rank.is_none_or(|rank| self.rank == usize::try_from(rank).ok());
        let grade = self
            .expected
            .grade
            .as_ref()
            .is_none_or(|name| self.grade.as_ref().is_some_and(|grade| *grade == GradeResult::Is(name.clone())));
        points && place && grade
    }
}

/// Plays a case at the end of the year.
pub fn play(plan: &Plan<'_>, case: &Case) -> CaseResult {
    let (sheet, mut unknown) = sheet(plan, case);
    let assessment: Assessment<Rational> = evaluate(plan, &sheet, Month::DECEMBER);
    let mut lines = Vec::new();
    for expected in &case.expected {
        let found = sheet.unit(&expected.unit).and_then(|at| assessment.units.iter().find(|score| score.unit == at));
        match found {
            Some(score) => lines.push(line(plan, case, expected, score)),
            None => unknown.push(format!("单位“{}”没有输入", expected.unit)),
        }
    }
    CaseResult { name: case.name.clone(), lines, unknown }
}

fn line(plan: &Plan<'_>, case: &Case, expected: &Expected, score: &UnitScore<Rational>) -> CaseLine {
    let points = match case.entry.as_deref() {
        None => Some(score.total.clone()),
        Some(code) => match plan.find(code) {
            Some(at) => score.entries.get(at).and_then(|entry| entry.standing.points()).cloned(),
            None => Some(by_events(score, code)),
        },
    };
    CaseLine {
        expected: expected.clone(),
        tolerance: case.tolerance.clone(),
        points,
        rank: score.rank,
        grade: score.grade.clone(),
    }
}

/// What the events of one rule come to.
fn by_events(score: &UnitScore<Rational>, rule: &str) -> Rational {
    let counted = score.events.iter().filter(|event| event.rule == rule).filter_map(|event| match &event.verdict {
        Verdict::Counted(points) => Some(points.clone()),
        Verdict::Refused(_) | Verdict::Expected(_) => None,
    });
    Rational::sum(&counted.collect::<Vec<_>>())
}

/// The inputs of a case as facts, with what the scheme does not know.
fn sheet(plan: &Plan<'_>, case: &Case) -> (Sheet, Vec<String>) {
    let class = case.class.clone().or_else(|| plan.scheme.classes.first().map(|class| class.name.clone()));
    let class = class.unwrap_or_default();
    let mut names: Vec<&str> = Vec::new();
    let named = case.inputs.iter().map(|input| input.unit.as_str());
    let named = named.chain(case.events.iter().map(|event| event.unit.as_str()));
    for name in named.chain(case.expected.iter().map(|expected| expected.unit.as_str())) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let listed = |name: &str| plan.scheme.classes.iter().find(|class| class.units.iter().any(|unit| unit == name));
    let assessed = |name: &str| {
        let own = listed(name).filter(|_| case.class.is_none());
        let class = own.map_or_else(|| class.clone(), |class| class.name.clone());
        Assessed { code: name.to_owned(), name: name.to_owned(), class }
    };
    let mut sheet = Sheet::over(names.into_iter().map(assessed).collect());
    let mut unknown = Vec::new();
    let subjects = plan.subjects();
    for input in &case.inputs {
        if let Err(problem) = put(plan, &mut sheet, &subjects, input, &case.name) {
            unknown.push(problem);
        }
    }
    for event in &case.events {
        sheet.enter(event.clone());
    }
    (sheet, unknown)
}

fn put(
    plan: &Plan<'_>,
    sheet: &mut Sheet,
    subjects: &BTreeSet<&str>,
    input: &CaseInput,
    case: &str,
) -> Result<(), String> {
    let unit = sheet.unit(&input.unit).ok_or_else(|| format!("没有单位“{}”", input.unit))?;
    if subjects.contains(input.input.as_str()) {
        sheet.put_condition(&input.input, unit, cell(input, case));
        return Ok(());
    }
    let entry = plan.find(&input.entry).ok_or_else(|| format!("没有计分项“{}”", input.entry))?;
    // Where 得分 is an input itself, points of the whole year are those without a checkpoint.
    let whole_year = |node: &Node<'_>| !node.entry.process.is_empty() && input.checkpoint.is_none();
    let gives = plan.nodes.get(entry).is_some_and(|node| !has(&node.inputs, POINTS) || whole_year(node));
    if input.input == POINTS && gives {
        let figure = cell(input, case).ok().and_then(|figures| figures.into_iter().next());
        let figure = figure.ok_or_else(|| format!("“{}”的得分没有写", input.entry))?;
        sheet.give(entry, input.checkpoint, unit, figure);
        return Ok(());
    }
    let known = plan.nodes.get(entry).map(|node| node.inputs.as_slice()).unwrap_or_default();
    let at = known.iter().position(|(name, _)| *name == input.input);
    let at = at.ok_or_else(|| format!("“{}”没有“{}”这项输入", input.entry, input.input))?;
    sheet.put(entry, at, input.checkpoint, unit, cell(input, case));
    Ok(())
}

fn has(inputs: &[(String, bool)], name: &str) -> bool {
    inputs.iter().any(|(known, _)| known == name)
}

fn cell(input: &CaseInput, case: &str) -> Cell {
    let values = input.values.as_ref().ok_or_else(|| Absence::unreported("算例写明缺报"))?;
    let figure = |value: &Rational| {
        Figure::leaf(Leaf {
            label: format!("{}·{}", input.unit, input.input),
            value: value.clone(),
            text: super::method::written(value),
            unit: String::new(),
            source: Source::Rule { rule: format!("算例：{case}") },
        })
    };
    Ok(values.iter().map(figure).collect())
}
