//! Heads that leave the database, so that a cut tail is found.

use crate::audit::Hash;
use crate::error::{DatabaseError, StoreError};
use crate::ids::{Micros, RegionId, Version};
use crate::store::Store;

/// How far a region was at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedHead {
    /// Which region.
    pub region: RegionId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its newest version.
    pub version: Version,
    /// When that was committed.
    pub at: Micros,
    /// The hash of its newest entry.
    pub hash: Hash,
    /// The number of the trail's last entry; 0 before the first.
    pub views: i64,
    /// Its hash; zeros before the first.
    pub views_hash: Hash,
}

const HEADS: &str = "SELECT r.id, r.code, r.name, h.version, h.committed_at, h.chain_head, COALESCE(t.seq, 0), \
                     t.chain_head FROM region r JOIN region_head h ON h.region = r.id \
                     LEFT JOIN trail_head t ON t.region = r.id ORDER BY r.id";

impl Store {
    /// The heads of all regions at one moment, the house itself included.
    ///
    /// # Errors
    /// The database fails.
    pub async fn heads_to_export(&self) -> Result<Vec<ExportedHead>, StoreError> {
        let read = |row: &dyn crate::db::Row| {
            let views_hash = row.optional_blob(7)?.map_or(Ok([0; 32]), Hash::try_from);
            Ok(ExportedHead {
                region: RegionId(row.int32(0)?),
                code: row.text(1)?.to_owned(),
                name: row.text(2)?.to_owned(),
                version: Version(row.int(3)?),
                at: Micros(row.int(4)?),
                hash: row.digest(5)?,
                views: row.int(6)?,
                views_hash: views_hash.map_err(|_| DatabaseError::Column { column: 7, wanted: "32 bytes" })?,
            })
        };
        Ok(self.db.query(HEADS, Vec::new(), read).await?)
    }
}
