//! How a result came about, step by step, so that somebody else can compute it again from the steps alone.
//!
//! A formula is made of the symbols of its inputs, `+ - * / ^`, brackets and the functions that `docs/指数.md` lists;
//! an input is a figure or a list of figures.

use super::figure::{ALL_DIGITS, decimal};
use crate::number::Decimal;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The node it belongs to.
    pub node: usize,
    /// What is done.
    pub what: What,
    /// The group of units it is done for, where a method works inside groups.
    pub scope: Option<String>,
    /// What comes out: a symbol that later steps of the same node use.
    pub symbol: String,
    /// How it is computed from the inputs.
    pub formula: String,
    /// What is put in.
    pub inputs: Vec<Input>,
    /// What comes out.
    pub result: Decimal,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A figure of the table, by its denominators where it has some.
    Read,
    /// A missing figure put in.
    Impute,
    /// Cut off at a bound.
    Cut,
    /// Logarithm and the like.
    Transform,
    /// Something all units share, such as the largest figure.
    Parameter,
    /// Made comparable.
    Normalise,
    /// A weight, or something on the way to it.
    Weigh,
    /// Children put together.
    Aggregate,
    /// The result of a branch made comparable once more.
    Rescale,
}

/// What is put into a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its name in the formula.
    pub symbol: String,
    /// What it is: the name of a child or column; may be empty.
    pub meaning: String,
    /// The figures of a list; one that is not a list has one.
    pub values: Vec<Decimal>,
    /// Whether the formula takes it as a list.
    pub list: bool,
}

/// Takes steps down, when somebody wants them.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    /// The unit they are wanted for.
    pub(super) unit: Option<usize>,
    pub(super) steps: Vec<Step>,
}

/// What is put into a step, as floats.
pub(super) enum Given<'g> {
    One(&'g str, &'g str, f64),
    List(&'g str, &'g str, &'g [f64]),
}

impl Given<'_> {
    fn input(&self) -> Option<Input> {
        let (symbol, meaning, values, list) = match self {
            Self::One(symbol, meaning, value) => (symbol, meaning, std::slice::from_ref(value), false),
            Self::List(symbol, meaning, values) => (symbol, meaning, *values, true),
        };
        let values: Option<Vec<Decimal>> = values.iter().map(|value| decimal(*value, ALL_DIGITS)).collect();
        Some(Input { symbol: (*symbol).to_owned(), meaning: (*meaning).to_owned(), values: values?, list })
    }
}

/// A step about to be taken down.
pub(super) struct Taken<'t> {
    pub(super) node: usize,
    pub(super) what: What,
    pub(super) scope: &'t str,
    pub(super) symbol: &'t str,
    pub(super) formula: &'t str,
}

impl<'t> Taken<'t> {
    /// A weight, or something on the way to it.
    pub(super) const fn weigh(node: usize, symbol: &'t str, formula: &'t str) -> Self {
        Self { node, what: What::Weigh, scope: "", symbol, formula }
    }
}

impl Recorder {
    /// Whether steps are wanted.
    pub(super) const fn is_on(&self) -> bool {
        self.unit.is_some()
    }

    /// Whether steps of this unit are wanted.
    pub(super) fn wants(&self, unit: usize) -> bool {
        self.unit == Some(unit)
    }

    /// Takes a step down. Figures too large to be written make the index fail elsewhere.
    pub(super) fn take(&mut self, taken: &Taken<'_>, inputs: &[Given<'_>], result: f64) {
        if !self.is_on() {
            return;
        }
        let inputs: Option<Vec<Input>> = inputs.iter().map(Given::input).collect();
        let (Some(inputs), Some(result)) = (inputs, decimal(result, ALL_DIGITS)) else { return };
        self.steps.push(Step {
            node: taken.node,
            what: taken.what,
            scope: (!taken.scope.is_empty()).then(|| taken.scope.to_owned()),
            symbol: taken.symbol.to_owned(),
            formula: taken.formula.to_owned(),
            inputs,
            result,
        });
    }
}
