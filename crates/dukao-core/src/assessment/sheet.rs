//! Facts as a sheet: for every entry and input a column of units. Worked cases, plain tables, what-if questions and the
//! ledger are all put into this form before a scheme is applied to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Event;
use super::facts::{Assessed, Facts, Wanted};
use super::method::Slot;
use super::scheme::{Checkpoint, Condition};
use crate::number::Rational;
use crate::progress::{Absence, Derived, Expr, Leaf};

/// A number with its derivation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The number.
    pub value: Rational,
    /// How it came about.
    pub how: Arc<Expr>,
}

impl Figure {
    /// A number that was put in.
    pub fn leaf(leaf: Leaf) -> Self {
        Self { value: leaf.value.clone(), how: Arc::new(Expr::Leaf(leaf)) }
    }

    fn number<N: Derived>(&self) -> N {
        N::reckoned(self.value.clone(), || Arc::clone(&self.how))
    }
}

/// The figures of one unit for one input, or why there are none.
pub type Cell = Result<Vec<Figure>, Absence>;

/// Which column: entry, input, checkpoint.
type Column = (usize, usize, Option<Checkpoint>);

/// Facts as a sheet. Entries and units are named by their numbers in the plan and in the list of units.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    units: Vec<Assessed>,
    columns: BTreeMap<Column, Vec<Option<Cell>>>,
    given: BTreeMap<(usize, Option<Checkpoint>, usize), Figure>,
    conditions: BTreeMap<String, Vec<Option<Cell>>>,
    events: Vec<Event>,
}

impl Sheet {
    /// A sheet over these units, without any figure.
    pub fn over(units: Vec<Assessed>) -> Self {
        Self { units, ..Self::default() }
    }

    /// The number of the unit with this code or name.
    pub fn unit(&self, code: &str) -> Option<usize> {
        let by_code = self.units.iter().position(|unit| unit.code == code);
        by_code.or_else(|| self.units.iter().position(|unit| unit.name == code))
    }

    /// Puts the figures of an entry's input in, for one unit.
    pub fn put(&mut self, entry: usize, input: usize, checkpoint: Option<Checkpoint>, unit: usize, cell: Cell) {
        set(self.columns.entry((entry, input, checkpoint)).or_default(), unit, cell);
    }

    /// Gives an entry points by hand.
    pub fn give(&mut self, entry: usize, checkpoint: Option<Checkpoint>, unit: usize, points: Figure) {
        self.given.insert((entry, checkpoint, unit), points);
    }

    /// Puts in what a condition looks at, for one unit; the condition is known by what it looks at.
    pub fn put_condition(&mut self, subject: &str, unit: usize, cell: Cell) {
        set(self.conditions.entry(subject.to_owned()).or_default(), unit, cell);
    }

    /// Enters an event.
    pub fn enter(&mut self, event: Event) {
        self.events.push(event);
    }

    /// What stands at a place, if anything was put there.
    pub fn cell(&self, entry: usize, input: usize, checkpoint: Option<Checkpoint>, unit: usize) -> Option<&Cell> {
        self.columns.get(&(entry, input, checkpoint))?.get(unit)?.as_ref()
    }
}

fn set(column: &mut Vec<Option<Cell>>, unit: usize, cell: Cell) {
    if column.len() <= unit {
        column.resize(unit + 1, None);
    }
    if let Some(slot) = column.get_mut(unit) {
        *slot = Some(cell);
    }
}

fn nothing() -> Absence {
    Absence::unreported("没有这个数")
}

impl<N: Derived> Facts<N> for Sheet {
    fn units(&self) -> &[Assessed] {
        &self.units
    }

    fn slot(&self, wanted: &Wanted<'_>, input: usize) -> Slot<N> {
        match self.cell(wanted.at, input, wanted.checkpoint, wanted.unit) {
            None => Slot::Absent(nothing()),
            Some(Err(absence)) => Slot::Absent(absence.clone()),
            Some(Ok(figures)) => match figures.as_slice() {
                [] => Slot::Absent(nothing()),
                [figure] => Slot::One(figure.number()),
                several => Slot::Many(several.iter().map(Figure::number).collect()),
            },
        }
    }

    fn given(&self, wanted: &Wanted<'_>) -> Option<N> {
        self.given.get(&(wanted.at, wanted.checkpoint, wanted.unit)).map(Figure::number)
    }

    fn condition(&self, unit: usize, condition: &Condition) -> Result<N, Absence> {
        let column = self.conditions.get(&condition.subject);
        match column.and_then(|column| column.get(unit)).and_then(Option::as_ref) {
            Some(Ok(figures)) => figures.first().map(Figure::number).ok_or_else(nothing),
            Some(Err(absence)) => Err(absence.clone()),
            None => Err(nothing()),
        }
    }

    fn events(&self) -> &[Event] {
        &self.events
    }
}
