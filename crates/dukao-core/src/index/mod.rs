//! Where exactness ends: powers, logarithms and roots of composite indices.
//!
//! The only room of the core with floats. Functions come from `libm`, sums run in the order of the
//! input, and what is handed back is a decimal of twelve significant digits: the same on every machine.

mod power;

pub use power::{power, twelve_digits};
