//! What the tests of the whole product share, and what judges it from outside.
//!
//! [`evaluator`] recomputes a figure from its trace alone; [`faults`] takes guards of the product away;
//! [`provider`] is an identity provider.

pub mod evaluator;
pub mod faults;
mod fraction;
pub mod http;
pub mod people;
pub mod provider;

pub use dukao_store as store;
