//! Files in: hand-written text files, workbooks and csv, each value with its place.
//!
//! What this crate must not do: know the store, read the clock, decide whether an import is allowed.
//! Everything wrong in a file is collected in one pass and comes back with file, sheet, cell, what is
//! wrong and what would be right, in the user's language.

pub mod batch;
pub mod cellvalue;
pub mod facts;
pub mod grid;
pub mod guess;
pub mod index;
mod join;
mod kept;
mod lookup;
pub mod mapping;
pub mod out;
pub mod problem;
mod recorded;
pub mod rules;
pub mod scheme;
pub mod script;
pub mod text;
mod typed;
pub mod workbook;

pub use batch::{Batch, Known, Outcome, Placed, Setting, SheetRef};
pub use kept::{Explanation, KeptFilter, KeptText};
pub use problem::{Problem, Severity};
