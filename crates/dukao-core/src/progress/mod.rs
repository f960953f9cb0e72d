//! Progress: every figure of the field with its trace.
//!
//! [`formula`] holds each formula once; [`Reckoner`] looks up what a formula needs in a
//! [`crate::ledger::Book`] and says, with a reason, when a figure does not exist or is not known.

mod absence;
mod figure;
pub mod formula;
mod inputs;
mod judgement;
mod lens;
mod parts;
mod places;
mod reckoner;
mod standing;
mod subject;
mod sweep;
#[cfg(test)]
mod tests;
mod trace;
mod wording;

pub use absence::Absence;
pub(crate) use figure::shown;
pub use figure::{Figure, FigureKind, Measured};
pub use judgement::Judgement;
pub use lens::{Exact, Lens, Tracing};
pub use reckoner::Reckoner;
pub use standing::RANKING_BASES;
pub use subject::{Subject, asked_in, due_end, last_day, period_before};
pub use sweep::{SWEPT, Sweep, Swept};
pub use trace::{Derived, Expr, Leaf, Relation, Source, Traced, is_better};
pub use wording::put_in;
