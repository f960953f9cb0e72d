//! What people do: one function is one act or one view.
//!
//! [`App`] opens the store, keeps snapshots of the data resident ([`shelf`]), takes files in
//! ([`import`]), and answers what the command line and the pages show ([`view`]). Pages, command line
//! and JSON get the same structs, so they cannot differ.
//!
//! What this crate must not do: read a clock (it is given one), print, render, or compute a figure
//! that `dukao-core` could compute.

mod app;
pub mod assessment;
pub mod audit;
mod clock;
pub mod demo;
mod error;
mod error_table;
pub mod export;
pub mod fault;
pub mod findings;
mod granting;
mod hex;
pub mod import;
pub mod index;
mod kept;
mod keyed;
mod moment;
pub mod notes;
pub mod organisation;
pub mod people;
mod permit;
mod regions;
mod rows;
pub mod safety;
pub mod selection;
pub mod shelf;
mod sight;
pub mod tables;
pub mod trail;
pub mod undo;
pub mod view;

pub use app::{App, AsOf, House, Moment};
pub use clock::{Clock, FixedClock, date_of, end_of_day, in_words as moment_in_words};
pub use dukao_core::rights;
pub use dukao_office::{Problem, Severity, grid, guess, text};
pub use dukao_store::{Actor, Micros, Version};
pub use error::AppError;
pub use error_table::{ERRORS, ErrorInfo, error_info};
pub use granting::{RegionChoice, RosterDone, RosterPreview};
pub use hex::digest_in_words;
pub use keyed::Keyed;
