//! Writing: lock the head, check, write the rows, extend the chain, all in one transaction.

mod act;
mod observations;
mod region;
mod tables;

pub(crate) use act::WriteAct;
pub(crate) use region::{CreateRegion, OpenSystem};
pub(crate) use tables::SOURCE_FILE;

use crate::act::{Actor, AuditEntry};
use crate::audit::{AuditRow, Hash};
use crate::db::{Row, Transaction, Value};
use crate::error::{DatabaseError, WriteError};
use crate::ids::{Micros, RegionId, Version};

/// The head as the lock found it, and what it becomes.
struct Locked {
    region: RegionId,
    /// The version that is being made.
    version: Version,
    /// `max(old + 1 µs, clock)`.
    committed_at: Micros,
    chain_head: Hash,
}

/// One statement takes the lock, on both engines, and tells what was there.
const LOCK: &str = "UPDATE region_head SET version = version + 1 WHERE region = $1 \
                    RETURNING version, committed_at, chain_head";

async fn lock_head<T: Transaction>(tx: &mut T, region: RegionId, at: Micros) -> Result<Locked, WriteError> {
    let read = |row: &dyn Row| Ok((row.int(0)?, row.int(1)?, row.digest(2)?));
    let found = tx.query(LOCK, &[region.0.into()], read).await?;
    let (version, old, chain_head) = found.into_iter().next().ok_or(WriteError::NoSuchRegion(region))?;
    let committed_at = Micros(at.0.max(old.saturating_add(1)));
    Ok(Locked { region, version: Version(version), committed_at, chain_head })
}

/// Appends the audit entry and moves the head on.
async fn seal<T: Transaction>(
    tx: &mut T,
    head: &Locked,
    actor: &Actor,
    entry: &AuditEntry,
) -> Result<(), DatabaseError> {
    let mut row = AuditRow {
        version: head.version,
        seq: 1,
        at: head.committed_at,
        actor: actor.clone(),
        entry: entry.clone(),
        hash: head.chain_head,
    };
    row.hash = row.chained(head.region, &head.chain_head);
    tx.insert_all(&tables::AUDIT, 1, &mut |_, values| {
        values.extend([
            head.region.0.into(),
            row.version.0.into(),
            row.seq.into(),
            row.at.0.into(),
            row.actor.kind.as_str().into(),
            row.actor.id.as_str().into(),
            row.entry.act.as_str().into(),
            row.entry.subject.as_deref().into(),
            row.entry.detail.as_str().into(),
            row.hash.as_slice().into(),
        ]);
        Ok(())
    })
    .await?;
    let moved: [Value; 3] = [head.region.0.into(), head.committed_at.0.into(), row.hash.as_slice().into()];
    tx.execute("UPDATE region_head SET committed_at = $2, chain_head = $3 WHERE region = $1", &moved).await?;
    Ok(())
}

/// A text that must be JSON.
fn check_json(text: &str, what: &'static str) -> Result<(), WriteError> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).map(|_| ()).map_err(|_| WriteError::Invalid(what))
}

/// The largest id of a region's table so far.
async fn largest<T: Transaction>(tx: &mut T, sql: &'static str, region: RegionId) -> Result<i32, DatabaseError> {
    let found = tx.query(sql, &[region.0.into()], |row| row.int32(0)).await?;
    Ok(found.first().copied().unwrap_or(0))
}

/// The `number`th id (from 0) after `last`.
fn following(last: i32, number: usize) -> Result<i32, DatabaseError> {
    i32::try_from(number)
        .ok()
        .and_then(|number| last.checked_add(1)?.checked_add(number))
        .ok_or(DatabaseError::Range(i64::MAX))
}
