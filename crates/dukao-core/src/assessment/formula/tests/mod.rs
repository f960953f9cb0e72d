//! The language of formulas.

mod errors;
mod soup;
mod values;
