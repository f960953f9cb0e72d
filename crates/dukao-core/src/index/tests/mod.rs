//! Tests of whole indices, with figures that are found by hand.

mod methods;
mod refusals;
mod small;
mod weights;
