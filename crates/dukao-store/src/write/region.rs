//! Creating a region is its first act.

use super::{Locked, check_json, seal};
use crate::act::{Actor, AuditEntry, Committed};
use crate::audit::GENESIS;
use crate::db::{Transaction, Value, Work};
use crate::error::WriteError;
use crate::ids::{Micros, RegionId, Version};

/// A new region with its head at version 1.
pub(crate) struct CreateRegion {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) actor: Actor,
    pub(crate) at: Micros,
    pub(crate) audit: AuditEntry,
}

impl Work for CreateRegion {
    type Output = (RegionId, Committed);

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<Self::Output, WriteError> {
        check_json(&self.audit.detail, "audit detail must be JSON")?;
        // The counter's row is the lock: whoever comes second sees the first one's region.
        let numbers = tx
            .query("UPDATE counter SET value = value + 1 WHERE name = 'region' RETURNING value", &[], |row| {
                row.int32(0)
            })
            .await?;
        let id = RegionId(numbers.first().copied().ok_or(WriteError::Invalid("the region counter is missing"))?);
        let code: Value = self.code.as_str().into();
        let taken =
            tx.query("SELECT id FROM region WHERE code = $1", std::slice::from_ref(&code), |row| row.int32(0)).await?;
        if !taken.is_empty() {
            return Err(WriteError::RegionExists { code: self.code.clone() });
        }
        let head = Locked { region: id, version: Version(1), committed_at: self.at, chain_head: GENESIS };
        tx.execute(
            "INSERT INTO region (id, code, name, created_at) VALUES ($1, $2, $3, $4)",
            &[id.0.into(), code, self.name.as_str().into(), self.at.0.into()],
        )
        .await?;
        tx.execute(
            "INSERT INTO region_head (region, version, committed_at, chain_head) VALUES ($1, 1, $2, $3)",
            &[id.0.into(), self.at.0.into(), GENESIS.as_slice().into()],
        )
        .await?;
        seal(tx, &head, &self.actor, &self.audit).await?;
        Ok((id, Committed { version: head.version, committed_at: head.committed_at, files: Vec::new() }))
    }
}
