//! What can be said against an index and a table before anything is computed.

use std::collections::BTreeSet;

use super::model::{Index, Kind};
use super::problem::{Fault, Problem};
use super::table::Table;

/// Everything that is wrong with the tree and the heads of the table.
pub(super) fn check(index: &Index, table: &Table) -> Vec<Problem> {
    let mut problems = tree(index);
    if table.units.is_empty() {
        problems.push(Problem::of(0, Fault::NoUnits));
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (unit, name) in table.units.iter().enumerate() {
        if !seen.insert(name) {
            problems.push(Problem::at(0, unit, Fault::DuplicateUnit(name.clone())));
        }
    }
    for (node, one) in index.nodes.iter().enumerate() {
        let Kind::Leaf(leaf) = &one.kind else { continue };
        for column in std::iter::once(&leaf.column).chain(&leaf.over) {
            if !table.columns.contains_key(column) {
                problems.push(Problem::of(node, Fault::UnknownColumn(column.clone())).in_column(column));
            }
        }
    }
    for column in index.group_columns() {
        match table.groups.get(column) {
            None => problems.push(Problem::of(0, Fault::UnknownGroup(column.to_owned())).in_column(column)),
            Some(groups) => {
                let blank = groups.iter().enumerate().filter(|(_, group)| group.trim().is_empty());
                problems.extend(blank.map(|(unit, _)| Problem::at(0, unit, Fault::NoGroup).in_column(column)));
            }
        }
    }
    problems
}

/// What is wrong with the tree itself.
fn tree(index: &Index) -> Vec<Problem> {
    let mut problems = Vec::new();
    if index.nodes.is_empty() {
        return vec![Problem::of(0, Fault::NothingBelow)];
    }
    for (at, node) in index.nodes.iter().enumerate() {
        let hangs = match node.parent {
            None => at == 0,
            Some(parent) => {
                let branch = index.nodes.get(parent).is_some_and(|parent| matches!(parent.kind, Kind::Branch(_)));
                parent < at && branch
            }
        };
        if !hangs {
            problems.push(Problem::of(at, Fault::Misplaced));
        }
        if matches!(node.kind, Kind::Branch(_)) && index.children(at).next().is_none() {
            problems.push(Problem::of(at, Fault::NothingBelow));
        }
    }
    problems
}

/// Whether nothing at all can be computed.
pub(super) fn is_hopeless(problems: &[Problem]) -> bool {
    let hopeless = |fault: &Fault| {
        matches!(
            fault,
            Fault::NothingBelow | Fault::Misplaced | Fault::NoUnits | Fault::UnknownGroup(_) | Fault::NoGroup
        )
    };
    problems.iter().any(|problem| hopeless(&problem.fault))
}
