//! Tests of the crate from outside, in one binary.

#[cfg(test)]
mod grid_open;
#[cfg(test)]
mod text_problems;
#[cfg(test)]
mod text_tree;
