//! From plain to keyed: one act for each region, whose entry covers all its rows so far.

use super::region::open_trail;
use super::{Locked, key_id, seal};
use crate::act::{Actor, AuditEntry};
use crate::db::{Row, Transaction, Work};
use crate::error::WriteError;
use crate::ids::{Micros, RegionId, Version};
use crate::key::Keyring;
use crate::seal::Recorder;

/// Keys all regions, when there are some and none is keyed.
pub(crate) struct SealAll {
    pub(crate) keys: Keyring,
    pub(crate) at: Micros,
}

/// Takes the locks of all heads, on both engines.
const LOCK_ALL: &str = "UPDATE region_head SET version = version WHERE region >= 0 \
                        RETURNING region, version, committed_at, chain_head, key_id";

impl Work for SealAll {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        let read = |row: &dyn Row| {
            let head = Locked {
                region: RegionId(row.int32(0)?),
                version: Version(row.int(1)?),
                committed_at: Micros(row.int(2)?),
                chain_head: row.digest(3)?,
                key: key_id(row, 4)?,
            };
            Ok(head)
        };
        let mut heads = tx.query(LOCK_ALL, &[], read).await?;
        if heads.iter().any(|head| head.key.is_some()) {
            return Ok(());
        }
        heads.sort_by_key(|head| head.region);
        for mut head in heads {
            head.version = head.version.next();
            head.committed_at = Micros(self.at.0.max(head.committed_at.0.saturating_add(1)));
            head.key = Some(self.keys.newest());
            tx.execute(
                "UPDATE region_head SET version = $2 WHERE region = $1",
                &[head.region.0.into(), head.version.0.into()],
            )
            .await?;
            let mut rows = Recorder::new(head.version, true);
            rows.take_all(tx, head.region).await?;
            open_trail(tx, &head).await?;
            let actor = Actor { kind: "system".to_owned(), id: "dukao".to_owned() };
            let detail = format!("{{\"密钥\":\"{}\"}}", self.keys.newest());
            let entry = AuditEntry { act: "audit.key".to_owned(), subject: None, detail };
            seal(tx, &head, (&actor, &entry), rows, Some(&self.keys)).await?;
        }
        Ok(())
    }
}
