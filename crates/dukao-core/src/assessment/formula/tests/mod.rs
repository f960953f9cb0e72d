//! The language of formulas.

mod errors;
mod values;
