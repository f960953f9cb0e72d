//! Acts and views on real files: one binary, one module a subject.

#[cfg(test)]
mod demo;
#[cfg(test)]
mod published;
