//! The audit that proves itself: both chains of every region and all rows that they cover, worked out anew.
//!
//! One end reads the database from one snapshot, row by row; the other hashes. Nothing is held but the digests of the
//! groups of one region.

mod check;
mod exported;
mod read;
mod report;

pub use exported::ExportedHead;
pub use report::{Book, Fault, RegionReport, RowsChange, Verification};

use tokio::sync::mpsc;

use crate::error::{DatabaseError, StoreError};
use crate::store::Store;

/// How many pieces may wait between the two ends.
const AHEAD: usize = 8;

impl Store {
    /// Checks the audit, the trail and all rows of all regions, the house itself included; with heads that were exported
    /// before, also that what they saw is still there. Without keys, or without the right ones, keyed entries cannot be
    /// checked; the report says so, and does not call them altered.
    ///
    /// # Errors
    /// The database fails.
    pub async fn verify(&self, exported: &[ExportedHead]) -> Result<Verification, StoreError> {
        let (to, from) = mpsc::channel(AHEAD);
        let check = check::Check::new(self.keys(), exported.to_vec());
        let checking = tokio::task::spawn_blocking(move || check.run(from));
        let read = self.db.look(read::Everything::new(to)).await;
        let checked = checking.await.map_err(|_| StoreError::from(DatabaseError::Closed))?;
        read?;
        checked.ok_or_else(|| DatabaseError::Closed.into())
    }
}
