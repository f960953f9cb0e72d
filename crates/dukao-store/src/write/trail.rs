//! The trail: what makes no version, such as views and logins, in batches under a head of its own.

use super::{check_json, key_for, key_id, tables};
use crate::audit::{linked, trail_body};
use crate::db::{Row, Transaction, Value, Work};
use crate::error::{DatabaseError, WriteError};
use crate::ids::{Micros, RegionId};
use crate::key::{Domain, Keyring};
use crate::trail::TrailEntry;

/// Some entries for a region's trail.
pub(crate) struct AppendTrail {
    pub(crate) region: RegionId,
    pub(crate) entries: Vec<TrailEntry>,
    pub(crate) keys: Option<Keyring>,
}

/// Locks the head and tells what was there.
const LOCK: &str = "UPDATE trail_head SET seq = seq + $2 WHERE region = $1 RETURNING seq, at, chain_head, key_id";

impl Work for AppendTrail {
    type Output = i64;

    /// The number of the last entry.
    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<i64, WriteError> {
        for entry in &self.entries {
            check_json(&entry.detail, "the detail of a trail entry must be JSON")?;
        }
        if self.entries.is_empty() {
            let region: [Value; 1] = [self.region.0.into()];
            let found = tx.query("SELECT seq FROM trail_head WHERE region = $1", &region, |row| row.int(0)).await?;
            return found.first().copied().ok_or(WriteError::NoSuchRegion(self.region));
        }
        let count = i64::try_from(self.entries.len()).map_err(|_| DatabaseError::Range(i64::MAX))?;
        let read = |row: &dyn Row| Ok((row.int(0)?, row.int(1)?, row.digest(2)?, key_id(row, 3)?));
        let found = tx.query(LOCK, &[self.region.0.into(), count.into()], read).await?;
        let keys = self.keys.as_ref();
        // A region that is not keyed has no trail.
        let lost =
            || if keys.is_some() { WriteError::NoSuchRegion(self.region) } else { WriteError::Unkeyed(self.region) };
        let (last, old, mut hash, key) = found.into_iter().next().ok_or_else(lost)?;
        let key = key_for(keys, key)?.ok_or(WriteError::Unkeyed(self.region))?;
        let (mut seq, mut at) = (last.saturating_sub(count), old);
        let mut waiting = self.entries.iter();
        tx.insert_all(&tables::TRAIL, self.entries.len(), &mut |_, values| {
            let entry = waiting.next().ok_or(DatabaseError::Range(0))?;
            (seq, at) = (seq.saturating_add(1), entry.at.0.max(at));
            let texts = entry.texts();
            let body = trail_body(self.region, (seq, Micros(at)), &texts, key);
            hash = linked(keys, Some(key), Domain::Trail, &hash, &body)
                .ok_or(DatabaseError::Invalid("the key is not in the ring"))?;
            values.extend([self.region.0.into(), seq.into(), at.into()]);
            values.extend(texts.map(Value::from));
            values.extend([key.0.as_slice().into(), hash.as_slice().into()]);
            Ok(())
        })
        .await?;
        let moved = [self.region.0.into(), at.into(), hash.as_slice().into(), key.0.as_slice().into()];
        tx.execute("UPDATE trail_head SET at = $2, chain_head = $3, key_id = $4 WHERE region = $1", &moved).await?;
        Ok(last)
    }
}
