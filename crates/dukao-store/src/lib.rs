//! SQL and audit: append-only, versioned rows on SQLite and PostgreSQL behind one door.
//!
//! - **One head row per region.** Every [`Act`] locks it, is refused with [`WriteError::Conflict`] when it was decided on
//!   an older version, stamps its rows with the next version and extends the region's SM3 audit chain. Versions are
//!   gap-free and in commit order: who sees `v` sees everything before it.
//! - **Nothing is overwritten.** Reads take a range of versions; what was read as of `v` reads the same for ever.
//! - **SQL stores, memory computes.** No figure is computed here, and the numbers of an [`Observation`] have no meaning
//!   here. No clock either: time is a parameter.
//! - **Two engines, one SQL text.** `db` is the only door; `db/sqlite.rs` and `db/postgres.rs` (with their folders) are the only
//!   files that name a driver.
//!
//! ```no_run
//! # use dukao_store::{Actor, AuditEntry, Micros, Store};
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::open("sqlite:office.db").await?;
//! let actor = Actor { kind: "operator".into(), id: "local".into() };
//! let audit = AuditEntry { act: "region.create".into(), subject: None, detail: "{}".into() };
//! let (region, first) = store.create_region("610000", "甲区", actor, Micros(0), audit).await?;
//! let head = store.head(region).await?;
//! assert_eq!(head.version, first.version);
//! # Ok(()) }
//! ```

mod act;
mod answer;
pub mod archive;
mod attempt;
mod audit;
mod db;
mod draft;
mod error;
mod health;
mod ids;
pub mod key;
mod migrate;
mod observation;
mod read;
mod seal;
mod session;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod trail;
pub mod verify;
mod write;

pub use act::{
    Act, Actor, AuditEntry, Changes, Committed, NewEntry, NewFile, NewObservation, NewObservations, Place, SheetRef,
    WordRef,
};
pub use answer::{Claim, KeyedRequest};
pub use attempt::{AttemptLimit, Attempts};
pub use audit::{AuditCheck, AuditFault, AuditRow, Hash};
pub use draft::Draft;
pub use error::{DatabaseError, StoreError, TlsFault, WriteError};
pub use health::Inconsistency;
pub use ids::{FileId, Micros, RegionId, SYSTEM, SheetId, Version, WordId};
pub use key::{KeyId, Keyring};
pub use observation::Observation;
pub use read::{Head, Region, Sheet, StoredEntry, StoredFile, YearChange};
pub use session::Session;
pub use store::Store;
pub use trail::{Filter, TrailEntry, TrailRow};
