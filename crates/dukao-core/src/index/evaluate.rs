//! From an index and a table to results.

use super::check::{check, is_hopeless};
use super::model::{Branch, Index, Kind, Leaf};
use super::problem::Problem;
use super::result::{Explanation, Results, results};
use super::shape::Shape;
use super::table::Table;
use super::trace::{Recorder, Step, What};
use super::weight::{Siblings, Weights};
use super::work::{Column, Work};

/// What was computed of one node.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Computed {
    pub(super) column: Column,
    /// Of a leaf: the figures it began with.
    pub(super) used: Vec<Option<f64>>,
    /// Of a branch: the weights of its children.
    pub(super) weights: Weights,
}

/// Computes an index.
///
/// # Errors
/// Everything that is wrong, in one pass.
pub fn evaluate(index: &Index, table: &Table) -> Result<Results, Vec<Problem>> {
    run(index, table, None).map(|(results, _)| results)
}

/// Computes an index and takes down the steps that lead to the index of one unit, by its place in the table.
///
/// # Errors
/// Everything that is wrong, in one pass.
pub fn explain(index: &Index, table: &Table, unit: usize) -> Result<Explanation, Vec<Problem>> {
    run(index, table, Some(unit)).map(|(results, steps)| Explanation { results, steps })
}

fn run(index: &Index, table: &Table, unit: Option<usize>) -> Result<(Results, Vec<Step>), Vec<Problem>> {
    let problems = check(index, table);
    if is_hopeless(&problems) {
        return Err(problems);
    }
    let mut work = Work { index, table, problems, steps: Recorder { unit, steps: Vec::new() } };
    let mut computed: Vec<Option<Computed>> = vec![None; index.nodes.len()];
    work.node(0, &mut computed);
    let computed: Option<Vec<Computed>> = computed.into_iter().collect();
    match computed {
        Some(computed) if work.problems.is_empty() => {
            results(index, table, &computed).map(|results| (results, work.steps.steps))
        }
        _ => Err(work.problems),
    }
}

impl Work<'_> {
    /// Computes a node and all below it.
    fn node(&mut self, at: usize, computed: &mut [Option<Computed>]) {
        let index = self.index;
        let done = match index.nodes.get(at).map(|node| &node.kind) {
            Some(Kind::Leaf(leaf)) => self.leaf(at, leaf),
            Some(Kind::Branch(branch)) => self.branch(at, branch, computed),
            None => None,
        };
        if let Some(place) = computed.get_mut(at) {
            *place = done;
        }
    }

    fn leaf(&mut self, at: usize, leaf: &Leaf) -> Option<Computed> {
        let mut columns = std::iter::once(&leaf.column).chain(&leaf.over);
        // Said already: there is no such column.
        if columns.any(|column| !self.table.columns.contains_key(column)) {
            return None;
        }
        let prepared = self.prepare(at, leaf)?;
        let column = self.normalise(at, &leaf.normalisation, &prepared.column, &prepared.shape, What::Normalise)?;
        Some(Computed { column, used: prepared.used, weights: Weights::default() })
    }

    fn branch(&mut self, at: usize, branch: &Branch, computed: &mut [Option<Computed>]) -> Option<Computed> {
        let index = self.index;
        let nodes: Vec<usize> = index.children(at).collect();
        for child in &nodes {
            self.node(*child, computed);
        }
        let names: Vec<&str> =
            nodes.iter().filter_map(|child| index.nodes.get(*child)).map(|node| node.name.as_str()).collect();
        let mut siblings = Siblings { node: at, nodes: &nodes, names: &names, columns: None };
        let columns: Option<Vec<Column>> = nodes
            .iter()
            .map(|child| computed.get(*child).and_then(Option::as_ref).map(|computed| computed.column.clone()))
            .collect();
        let Some(mut columns) = columns else {
            // What is wrong with given weights is said even when figures are wrong too.
            self.weights(siblings, branch);
            return None;
        };
        self.impute_by_siblings(siblings, &mut columns);
        for (child, column) in nodes.iter().zip(&columns) {
            if let Some(place) = computed.get_mut(*child).and_then(Option::as_mut) {
                place.column.clone_from(column);
            }
        }
        siblings.columns = Some(&columns);
        let weights = self.weights(siblings, branch)?;
        let mut column = self.aggregate(siblings, &columns, &weights, &branch.aggregation)?;
        if let Some(rescale) = &branch.rescale {
            column = self.normalise(at, rescale, &column, &Shape::Plain, What::Rescale)?;
        }
        Some(Computed { column, used: Vec::new(), weights })
    }
}
