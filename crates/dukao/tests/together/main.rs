//! Two servers and the command line on one database: whoever reads, reads the rows at the version he
//! prints; whoever saved, is seen by all; a writer that stops and dies loses and skips nothing.
//!
//! Seconds of random writes: `DUKAO_TOGETHER_SECONDS`, 60 when it is not set.

#[cfg(test)]
mod earlier;
#[cfg(test)]
mod office;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod random;
#[cfg(test)]
mod writes;
