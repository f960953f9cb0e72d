//! Assessment: a year's scoring rules as data, and what they give to each unit.
//!
//! [`method`] holds every way of turning figures into points, one file each; a [`scheme::Scheme`] is a tree of
//! entries, each with its points, its method and the clause it comes from.

mod cases;
mod contribution;
mod evaluate;
mod event;
mod facts;
pub mod formula;
mod ledger;
pub mod method;
mod plan;
mod result;
pub mod scheme;
mod sheet;

pub use cases::{CaseLine, CaseResult, POINTS, play};
pub use contribution::{Contribution, Moved, REST, contributions, moved};
pub use evaluate::evaluate;
pub use event::{Event, Stage};
pub use facts::{Assessed, Facts, Wanted};
pub use ledger::Ledger;
pub use plan::{Node, Plan};
pub use result::{
    Assessment, EntryScore, EventScore, GradeResult, Listed, NotCounted, Standing, UnitScore, Verdict, VetoHit,
};
pub use sheet::{Cell, Figure, Sheet};
