//! Writing: lock the head, check, write the rows, extend the chain, all in one transaction.

mod act;
mod observations;
mod region;
mod sealing;
pub(crate) mod tables;
mod trail;

pub(crate) use act::WriteAct;
pub(crate) use region::{CreateRegion, OpenSystem};
pub(crate) use sealing::SealAll;
pub(crate) use tables::SOURCE_FILE;
pub(crate) use trail::AppendTrail;

use crate::act::{Actor, AuditEntry};
use crate::audit::{Hash, audit_body, linked};
use crate::db::{Row, Transaction, Value};
use crate::error::{DatabaseError, WriteError};
use crate::ids::{Micros, RegionId, Version};
use crate::key::{Domain, KeyId, Keyring};
use crate::seal::Recorder;

/// The head as the lock found it, and what it becomes.
struct Locked {
    region: RegionId,
    /// The version that is being made.
    version: Version,
    /// `max(old + 1 µs, clock)`.
    committed_at: Micros,
    chain_head: Hash,
    /// The key of the entry that is being made.
    key: Option<KeyId>,
}

/// One statement takes the lock, on both engines, and tells what was there.
const LOCK: &str = "UPDATE region_head SET version = version + 1 WHERE region = $1 \
                    RETURNING version, committed_at, chain_head, key_id";

async fn lock_head<T: Transaction>(
    tx: &mut T,
    region: RegionId,
    at: Micros,
    keys: Option<&Keyring>,
) -> Result<Locked, WriteError> {
    let read = |row: &dyn Row| Ok((row.int(0)?, row.int(1)?, row.digest(2)?, key_id(row, 3)?));
    let found = tx.query(LOCK, &[region.0.into()], read).await?;
    let (version, old, chain_head, last) = found.into_iter().next().ok_or(WriteError::NoSuchRegion(region))?;
    let committed_at = Micros(at.0.max(old.saturating_add(1)));
    let key = match keys {
        Some(_) if last.is_none() => return Err(WriteError::Unkeyed(region)),
        _ => key_for(keys, last)?,
    };
    Ok(Locked { region, version: Version(version), committed_at, chain_head, key })
}

/// The id of a key in a column.
fn key_id(row: &dyn Row, column: usize) -> Result<Option<KeyId>, DatabaseError> {
    let wrong = DatabaseError::Column { column, wanted: "the id of a key" };
    row.optional_blob(column)?.map(|bytes| KeyId::from_bytes(bytes).ok_or(wrong)).transpose()
}

/// The key to write with after an entry made with `last`.
fn key_for(keys: Option<&Keyring>, last: Option<KeyId>) -> Result<Option<KeyId>, WriteError> {
    match (keys, last) {
        (None, None) => Ok(None),
        (None, Some(key)) => Err(WriteError::NeedsKey { key }),
        (Some(keys), Some(key)) if keys.place(key).is_none() => Err(WriteError::UnknownKey { key }),
        (Some(keys), _) => Ok(Some(keys.newest())),
    }
}

/// Appends the audit entry, over all rows that were recorded, and moves the head on.
async fn seal<T: Transaction>(
    tx: &mut T,
    head: &Locked,
    (actor, entry): (&Actor, &AuditEntry),
    rows: Recorder,
    keys: Option<&Keyring>,
) -> Result<(), DatabaseError> {
    let rows = rows.finish();
    let texts = [
        Some(actor.kind.as_str()),
        Some(actor.id.as_str()),
        Some(entry.act.as_str()),
        entry.subject.as_deref(),
        Some(entry.detail.as_str()),
    ];
    let keyed = head.key.zip(rows.as_deref());
    let body = audit_body(head.region, (head.version.0, 1, head.committed_at), &texts, keyed);
    let hash = linked(keys, head.key, Domain::Audit, &head.chain_head, &body)
        .ok_or(DatabaseError::Invalid("the key is not in the ring"))?;
    let key: Value = head.key.as_ref().map(|key| key.0.as_slice()).into();
    tx.insert_all(&tables::AUDIT, 1, &mut |_, values| {
        values.extend([head.region.0.into(), head.version.0.into(), 1_i16.into(), head.committed_at.0.into()]);
        values.extend(texts.map(Value::from));
        values.extend([hash.as_slice().into(), key.clone(), rows.as_deref().into()]);
        Ok(())
    })
    .await?;
    let moved = [head.region.0.into(), head.committed_at.0.into(), hash.as_slice().into(), key];
    tx.execute("UPDATE region_head SET committed_at = $2, chain_head = $3, key_id = $4 WHERE region = $1", &moved)
        .await?;
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
