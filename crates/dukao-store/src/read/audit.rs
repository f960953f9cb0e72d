//! The audit trail and its check.

use crate::act::{Actor, AuditEntry};
use crate::audit::{AuditCheck, AuditRow, Hash, Walk};
use crate::db::Row;
use crate::error::{DatabaseError, StoreError};
use crate::ids::{Micros, RegionId, Version};
use crate::store::Store;

/// Head and chain in one statement, so that acts committed meanwhile are in both or in neither.
const CHAIN: &str = "SELECT a.version, a.seq, a.at, a.actor_kind, a.actor, a.act, a.subject, a.detail, a.hash, \
                     h.version, h.chain_head FROM region_head h LEFT JOIN audit a ON a.region = h.region \
                     WHERE h.region = $1 ORDER BY a.version, a.seq";

impl Store {
    /// Up to `limit` audit entries after a version, oldest first.
    pub async fn audit(&self, region: RegionId, after: Version, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let sql = "SELECT version, seq, at, actor_kind, actor, act, subject, detail, hash FROM audit \
                   WHERE region = $1 AND version > $2 ORDER BY version, seq LIMIT $3";
        let params = vec![region.0.into(), after.0.into(), i64::from(limit).into()];
        Ok(self.db.query(sql, params, audit_row).await?)
    }

    /// Recomputes the region's whole chain and names the first entry that is not as it was written.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRegion`], also when the head row itself was removed.
    pub async fn verify_audit(&self, region: RegionId) -> Result<AuditCheck, StoreError> {
        let start: (Walk, Option<(Version, Hash)>) = (Walk::new(region), None);
        let (walk, head) = self
            .db
            .fold(CHAIN, vec![region.0.into()], start, |(walk, head), row| {
                if row.optional_int(0)?.is_some() {
                    walk.take(&audit_row(row)?);
                }
                *head = Some((Version(row.int(9)?), row.digest(10)?));
                Ok(())
            })
            .await?;
        let (version, chain_head) = head.ok_or(StoreError::NoSuchRegion(region))?;
        Ok(walk.finish(version, &chain_head))
    }
}

fn audit_row(row: &dyn Row) -> Result<AuditRow, DatabaseError> {
    Ok(AuditRow {
        version: Version(row.int(0)?),
        seq: row.int16(1)?,
        at: Micros(row.int(2)?),
        actor: Actor { kind: row.text(3)?.to_owned(), id: row.text(4)?.to_owned() },
        entry: AuditEntry {
            act: row.text(5)?.to_owned(),
            subject: row.optional_text(6)?.map(str::to_owned),
            detail: row.text(7)?.to_owned(),
        },
        hash: row.digest(8)?,
    })
}
