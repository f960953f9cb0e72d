//! Files in: hand-written text files, workbooks and csv, each value with its place.
//!
//! What this crate must not do: know the store, read the clock, decide whether an import is allowed.
//! Everything wrong in a file is collected in one pass and comes back with file, sheet, cell, what is
//! wrong and what would be right, in the user's language.

pub mod cellvalue;
pub mod grid;
pub mod problem;
pub mod text;

pub use problem::{Problem, Severity};
