//! Creating a region is its first act; so it is for the house itself.

use super::{Locked, check_json, seal};
use crate::act::{Actor, AuditEntry, Committed};
use crate::audit::GENESIS;
use crate::db::{Transaction, Value, Work};
use crate::error::WriteError;
use crate::ids::{Micros, RegionId, SYSTEM, Version};

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
        if self.code == SYSTEM_CODE {
            return Err(WriteError::RegionExists { code: self.code.clone() });
        }
        let id = counted(tx, NEXT).await?;
        let code: Value = self.code.as_str().into();
        let taken =
            tx.query("SELECT id FROM region WHERE code = $1", std::slice::from_ref(&code), |row| row.int32(0)).await?;
        if !taken.is_empty() {
            return Err(WriteError::RegionExists { code: self.code.clone() });
        }
        create(tx, id, self).await
    }
}

/// The house itself, made when it is not there yet.
pub(crate) struct OpenSystem {
    pub(crate) at: Micros,
}

impl Work for OpenSystem {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        counted(tx, SAME).await?;
        let there = tx.query("SELECT id FROM region WHERE id = $1", &[SYSTEM.0.into()], |row| row.int32(0)).await?;
        if !there.is_empty() {
            return Ok(());
        }
        let first = CreateRegion {
            code: SYSTEM_CODE.to_owned(),
            name: SYSTEM_CODE.to_owned(),
            actor: Actor { kind: "system".to_owned(), id: "dukao".to_owned() },
            at: self.at,
            audit: AuditEntry { act: "system.create".to_owned(), subject: None, detail: "{}".to_owned() },
        };
        create(tx, SYSTEM, &first).await?;
        Ok(())
    }
}

/// Code and name of the house itself.
const SYSTEM_CODE: &str = "本系统";

/// The counter's row is the lock: whoever comes second sees the first one's region.
const NEXT: &str = "UPDATE counter SET value = value + 1 WHERE name = 'region' RETURNING value";
const SAME: &str = "UPDATE counter SET value = value WHERE name = 'region' RETURNING value";

async fn counted<T: Transaction>(tx: &mut T, sql: &'static str) -> Result<RegionId, WriteError> {
    let numbers = tx.query(sql, &[], |row| row.int32(0)).await?;
    Ok(RegionId(numbers.first().copied().ok_or(WriteError::Invalid("the region counter is missing"))?))
}

async fn create<T: Transaction>(
    tx: &mut T,
    id: RegionId,
    first: &CreateRegion,
) -> Result<(RegionId, Committed), WriteError> {
    let head = Locked { region: id, version: Version(1), committed_at: first.at, chain_head: GENESIS };
    tx.execute(
        "INSERT INTO region (id, code, name, created_at) VALUES ($1, $2, $3, $4)",
        &[id.0.into(), first.code.as_str().into(), first.name.as_str().into(), first.at.0.into()],
    )
    .await?;
    tx.execute(
        "INSERT INTO region_head (region, version, committed_at, chain_head) VALUES ($1, 1, $2, $3)",
        &[id.0.into(), first.at.0.into(), GENESIS.as_slice().into()],
    )
    .await?;
    seal(tx, &head, &first.actor, &first.audit).await?;
    Ok((id, Committed { version: head.version, committed_at: head.committed_at, files: Vec::new() }))
}
