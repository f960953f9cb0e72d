//! The audit and its check.

use crate::act::{Actor, AuditEntry};
use crate::audit::{AuditCheck, AuditRow, Chain, Told, packed_audit, unpack};
use crate::db::Row;
use crate::error::{DatabaseError, StoreError};
use crate::ids::{Micros, RegionId, Version};
use crate::key::{Domain, KeyId};
use crate::store::Store;

/// Head and chain in one statement, so that acts committed meanwhile are in both or in neither.
const CHAIN: &str = "SELECT a.version, a.seq, a.at, a.actor_kind, a.actor, a.act, a.subject, a.detail, a.hash, \
                     a.key_id, a.rows_digest, h.version, h.committed_at, h.chain_head, h.key_id FROM region_head h \
                     LEFT JOIN audit a ON a.region = h.region WHERE h.region = $1 ORDER BY a.version, a.seq";

impl Store {
    /// Up to `limit` audit entries after a version, oldest first.
    pub async fn audit(&self, region: RegionId, after: Version, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let sql = "SELECT version, seq, at, actor_kind, actor, act, subject, detail, hash, key_id FROM audit \
                   WHERE region = $1 AND version > $2 ORDER BY version, seq LIMIT $3";
        let params = vec![region.0.into(), after.0.into(), i64::from(limit).into()];
        Ok(self.db.query(sql, params, audit_row).await?)
    }

    /// Recomputes the region's whole chain of acts and names the first entry that is not as it was written. Without keys
    /// keyed entries are only held to be gap-free and to lead to the head.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRegion`], also when the head row itself was removed.
    pub async fn verify_audit(&self, region: RegionId) -> Result<AuditCheck, StoreError> {
        let chain = Chain::new(region, Domain::Audit, self.keys());
        let start: (Chain, Vec<u8>, Option<Told>) = (chain, Vec::new(), None);
        let (chain, _, head) = self
            .db
            .fold(CHAIN, vec![region.0.into()], start, |(chain, bytes, head), row| {
                if row.optional_int(0)?.is_some() {
                    bytes.clear();
                    packed_audit(chain.region(), row, bytes);
                    if let Some(entry) = unpack(&mut bytes.as_slice()) {
                        chain.take(&entry);
                    }
                }
                let (hash, key) = (row.blob(13)?.to_vec(), row.optional_blob(14)?.map(<[u8]>::to_vec));
                *head = Some(Told { number: row.int(11)?, at: row.int(12)?, hash, key });
                Ok(())
            })
            .await?;
        let head = head.ok_or(StoreError::NoSuchRegion(region))?;
        let entries = chain.entries();
        let faults = chain.finish(&head);
        Ok(match faults.first() {
            None => AuditCheck::Sound { entries },
            Some((version, fault)) => AuditCheck::Broken { version: Version(*version), fault: *fault },
        })
    }
}

/// Columns `version, seq, at, actor_kind, actor, act, subject, detail, hash, key_id`.
pub(crate) fn audit_row(row: &dyn Row) -> Result<AuditRow, DatabaseError> {
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
        key: row.optional_blob(9)?.and_then(KeyId::from_bytes),
    })
}
