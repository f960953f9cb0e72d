//! The field itself: what an assessment office knows and computes, pure and exact.
//!
//! Rooms: [`number`] and [`quantity`] (exact figures with units of measure), [`period`],
//! [`organisation`], [`framework`] (indicators, targets, pace), [`ledger`] (observations and the
//! resident table of a region's year), [`progress`] (every figure with its trace), [`peers`]
//! (ranks and distances), [`check`] (figures that contradict each other), [`rights`] (who may do and
//! see what).
//!
//! What this crate must not do: read a clock, open a file, spawn a task, hold a lock or use a float.
//! Time, calendar and rules are parameters.
//!
//! ```
//! use dukao_core::number::{Decimal, Rational};
//! use dukao_core::progress::formula;
//!
//! // Annual target 252, even pace, 115.25 done by the end of July: 31.75 is owed.
//! let target = Rational::from(Decimal::parse("252").unwrap());
//! let done = Rational::from(Decimal::parse("115.25").unwrap());
//! let owed = formula::shortfall(&target, &Rational::ratio(7, 12).unwrap(), &done);
//! assert_eq!(owed.round(2).to_string(), "31.75");
//! ```

pub mod assessment;
pub mod calendar;
pub mod check;
pub mod framework;
pub mod index;
pub mod ledger;
pub mod number;
pub mod organisation;
pub mod peers;
pub mod period;
pub mod progress;
pub mod quantity;
pub mod rights;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
