//! Master data.

use crate::db::Row;
use crate::error::{DatabaseError, StoreError};
use crate::ids::{RegionId, Version};
use crate::store::Store;

/// One state of one piece of master data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// The act that brought it.
    pub version: Version,
    /// Its place in that act.
    pub seq: i32,
    /// What it is.
    pub kind: String,
    /// The assessment year it belongs to; 0 for all years.
    pub year: i32,
    /// Which one of its kind.
    pub key: String,
    /// Which layout the body has.
    pub body_schema: i32,
    /// A JSON text; nothing ended the piece.
    pub body: Option<String>,
}

impl Store {
    /// All states written in `(after, through]`, in the order they were written: the last one of a kind, year and key
    /// holds.
    pub async fn entries(
        &self,
        region: RegionId,
        after: Version,
        through: Version,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let sql = "SELECT version, seq, kind, year, key, body_schema, body FROM entry \
                   WHERE region = $1 AND version > $2 AND version <= $3 ORDER BY version, seq";
        let params = vec![region.0.into(), after.0.into(), through.0.into()];
        Ok(self.db.query(sql, params, entry).await?)
    }
}

fn entry(row: &dyn Row) -> Result<StoredEntry, DatabaseError> {
    Ok(StoredEntry {
        version: Version(row.int(0)?),
        seq: row.int32(1)?,
        kind: row.text(2)?.to_owned(),
        year: row.int32(3)?,
        key: row.text(4)?.to_owned(),
        body_schema: row.int32(5)?,
        body: row.optional_text(6)?.map(str::to_owned),
    })
}
