//! Creating a region is its first act; so it is for the house itself.

use super::{Locked, check_json, key_for, key_id, seal};
use crate::act::{Actor, AuditEntry, Committed};
use crate::audit::GENESIS;
use crate::db::{Transaction, Value, Work};
use crate::error::{DatabaseError, WriteError};
use crate::ids::{Micros, RegionId, SYSTEM, Version};
use crate::key::{KeyId, Keyring};
use crate::seal::{Recorder, sealed};

/// A new region with its head at version 1.
pub(crate) struct CreateRegion {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) actor: Actor,
    pub(crate) at: Micros,
    pub(crate) audit: AuditEntry,
    pub(crate) keys: Option<Keyring>,
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
    pub(crate) keys: Option<Keyring>,
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
            keys: self.keys.clone(),
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
    let keys = first.keys.as_ref();
    let key = key_of_all(tx, keys).await?;
    let head = Locked { region: id, version: Version(1), committed_at: first.at, chain_head: GENESIS, key };
    let mut rows = Recorder::new(head.version, key.is_some());
    rows.insert(tx, sealed::REGION, 1, &mut |_, values| {
        values.extend([id.0.into(), first.code.as_str().into(), first.name.as_str().into(), first.at.0.into()]);
        Ok(())
    })
    .await?;
    let start: [Value; 3] = [id.0.into(), first.at.0.into(), GENESIS.as_slice().into()];
    tx.execute("INSERT INTO region_head (region, version, committed_at, chain_head) VALUES ($1, 1, $2, $3)", &start)
        .await?;
    if key.is_some() {
        open_trail(tx, &head).await?;
    }
    seal(tx, &head, (&first.actor, &first.audit), rows, keys).await?;
    Ok((id, Committed { version: head.version, committed_at: head.committed_at, files: Vec::new() }))
}

/// The key for a first entry: there may be regions already, and all are keyed or none.
async fn key_of_all<T: Transaction>(tx: &mut T, keys: Option<&Keyring>) -> Result<Option<KeyId>, WriteError> {
    let sql = "SELECT DISTINCT key_id FROM region_head";
    let mut key = key_for(keys, None)?;
    for last in tx.query(sql, &[], |row| key_id(row, 0)).await? {
        key = key_for(keys, last)?;
    }
    Ok(key)
}

/// The trail's head, before its first entry.
pub(super) async fn open_trail<T: Transaction>(tx: &mut T, head: &Locked) -> Result<(), DatabaseError> {
    let start: [Value; 3] = [head.region.0.into(), head.committed_at.0.into(), GENESIS.as_slice().into()];
    tx.execute("INSERT INTO trail_head (region, seq, at, chain_head) VALUES ($1, 0, $2, $3)", &start).await?;
    Ok(())
}
