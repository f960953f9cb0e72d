//! What a scheme is applied to: units with their figures, and what has been entered about them.

use super::Event;
use super::method::Slot;
use super::plan::Node;
use super::scheme::{Checkpoint, Condition};
use crate::progress::Absence;

/// A unit that is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its class; units are compared only inside their class.
    pub class: String,
}

/// Which figure is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Number of the entry in the plan.
    pub at: usize,
    /// The entry.
    pub node: &'a Node<'a>,
    /// Number of the unit among [`Facts::units`].
    pub unit: usize,
    /// The end of which month of the year; `None`: the month that is assessed.
    pub checkpoint: Option<Checkpoint>,
}

/// Where the computation asks for figures. `N` is how it reckons: exactly, or with the derivation.
pub trait Facts<N> {
    /// The units, in the order in which they are shown.
    fn units(&self) -> &[Assessed];

    /// The input number `input` of an entry.
    fn slot(&self, wanted: &Wanted<'_>, input: usize) -> Slot<N>;

    /// Points that somebody has given to the entry by hand, in place of its method.
    fn given(&self, wanted: &Wanted<'_>) -> Option<N>;

    /// The figure of the unit number `unit` that a condition looks at.
    ///
    /// # Errors
    /// Why it is not there.
    fn condition(&self, unit: usize, condition: &Condition) -> Result<N, Absence>;

    /// The register of events up to the month that is assessed.
    fn events(&self) -> &[Event];
}
