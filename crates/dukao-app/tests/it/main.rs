//! Acts and views on real files: one binary, one module a subject.

#[cfg(test)]
mod chance;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod difference;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod export;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod filters;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod formulas;
#[cfg(test)]
mod next_month;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod numbers;
#[cfg(test)]
mod organisation;
#[cfg(test)]
mod people;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod published;
#[cfg(test)]
mod random_figures;
#[cfg(test)]
mod random_kept;
#[cfg(test)]
mod random_region;
#[cfg(test)]
mod revised;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod shrinking;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod traces;
#[cfg(test)]
mod undo;
#[cfg(test)]
mod undo_random;
#[cfg(test)]
mod wording;
