//! Assessment: a year's scoring rules as data, and what they give to each unit.
//!
//! [`method`] holds every way of turning figures into points, one file each; a [`scheme::Scheme`] is a tree of
//! entries, each with its points, its method and the clause it comes from.

mod event;
pub mod method;
pub mod scheme;

pub use event::{Event, Stage};
