//! What a computation carries along.

use super::model::Index;
use super::problem::Problem;
use super::table::Table;
use super::trace::Recorder;

/// The computation of one index over one table.
pub(super) struct Work<'w> {
    pub(super) index: &'w Index,
    pub(super) table: &'w Table,
    pub(super) problems: Vec<Problem>,
    pub(super) steps: Recorder,
}

/// The figures of one node, one for each unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) values: Vec<Option<f64>>,
    /// Which of them were put in.
    pub(super) imputed: Vec<bool>,
    /// Whether less is better.
    pub(super) down: bool,
}

impl Column {
    /// The figure of a unit.
    pub(super) fn get(&self, unit: usize) -> Option<f64> {
        self.values.get(unit).copied().flatten()
    }

    /// Whether the figure of a unit was put in.
    pub(super) fn is_imputed(&self, unit: usize) -> bool {
        self.imputed.get(unit).copied().unwrap_or(false)
    }
}
