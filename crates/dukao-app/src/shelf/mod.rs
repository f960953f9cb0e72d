//! The shelf: immutable snapshots of regions, kept resident and validated by version.
//!
//! A reader asks for the head first; a snapshot of an older version is brought up to date from the
//! rows written since, and the one snapshot serves the reader to his end (design decision 3). Losing
//! every snapshot changes no figure.

mod entries;
mod snapshot;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use dukao_core::ledger::Version;
use dukao_store::{RegionId, Store};

pub use entries::SavedMapping;
pub(crate) use entries::kind;
pub(crate) use snapshot::Foreseen;
pub use snapshot::Snapshot;

use crate::AppError;

/// Snapshots by region, least recently used out.
#[derive(Debug)]
pub struct Shelf {
    limit_bytes: usize,
    kept: Mutex<Kept>,
}

/// A region at its head, or at an earlier version.
type Key = (RegionId, Option<Version>);

#[derive(Debug, Default)]
struct Kept {
    ticks: u64,
    /// With the tick of their last use.
    snapshots: BTreeMap<Key, (u64, Snapshot)>,
    turns: BTreeMap<RegionId, Arc<tokio::sync::Mutex<()>>>,
}

/// How many snapshots of earlier versions are kept.
const EARLIER: usize = 4;

impl Kept {
    fn get(&mut self, key: Key) -> Option<Snapshot> {
        self.ticks += 1;
        let (used, snapshot) = self.snapshots.get_mut(&key)?;
        *used = self.ticks;
        Some(snapshot.clone())
    }

    /// Keeps a snapshot, unless a later one of the same head is there.
    fn put(&mut self, key: Key, snapshot: &Snapshot, limit_bytes: usize) {
        let later = |(_, there): &(u64, Snapshot)| there.book.version > snapshot.book.version;
        if !self.snapshots.get(&key).is_some_and(later) {
            self.ticks += 1;
            self.snapshots.insert(key, (self.ticks, snapshot.clone()));
            self.shrink(key, limit_bytes);
        }
    }

    /// Gives up what was not used for longest until the rest fits; what was used last stays.
    fn shrink(&mut self, last: Key, limit_bytes: usize) {
        loop {
            let too_many = self.snapshots.keys().filter(|(_, version)| version.is_some()).count() > EARLIER;
            if !too_many && self.bytes() <= limit_bytes {
                return;
            }
            let may_go = |key: &Key| *key != last && (!too_many || key.1.is_some());
            let found = self.snapshots.iter().filter(|(key, _)| may_go(key)).min_by_key(|(_, (used, _))| *used);
            let Some(oldest) = found.map(|(key, _)| *key) else { return };
            self.snapshots.remove(&oldest);
        }
    }

    fn bytes(&self) -> usize {
        self.snapshots.values().map(|(_, snapshot)| snapshot.bytes()).sum()
    }
}

impl Shelf {
    /// A shelf that keeps about `limit_bytes` of tables.
    pub fn new(limit_bytes: usize) -> Self {
        Self { limit_bytes, kept: Mutex::default() }
    }

    /// The region at its head.
    pub async fn head(&self, store: &Store, region: RegionId) -> Result<Snapshot, AppError> {
        let head = Version(store.head(region).await?.version.0);
        let resident = || self.with(|kept| kept.get((region, None)));
        if let Some(snapshot) = resident().filter(|snapshot| snapshot.book.version >= head) {
            return Ok(snapshot);
        }
        // One reader brings the region up to date; the others wait for him instead of doing it again.
        let turn = self.with(|kept| Arc::clone(kept.turns.entry(region).or_default()));
        let _mine = turn.lock().await;
        let have = match resident() {
            Some(snapshot) if snapshot.book.version >= head => return Ok(snapshot),
            Some(snapshot) => snapshot,
            None => Snapshot::empty()?,
        };
        self.advance(store, (region, None), have, head).await
    }

    /// The region as of an earlier version.
    pub async fn as_of(&self, store: &Store, region: RegionId, version: Version) -> Result<Snapshot, AppError> {
        let key = (region, Some(version));
        match self.with(|kept| kept.get(key)) {
            Some(snapshot) => Ok(snapshot),
            None => self.advance(store, key, Snapshot::empty()?, version).await,
        }
    }

    async fn advance(&self, store: &Store, key: Key, have: Snapshot, through: Version) -> Result<Snapshot, AppError> {
        let next = have.advanced(store, key.0, through).await?;
        self.with(|kept| kept.put(key, &next, self.limit_bytes));
        Ok(next)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(version: i64) -> Snapshot {
        let mut snapshot = Snapshot::empty().unwrap();
        Arc::make_mut(&mut snapshot.book).version = Version(version);
        snapshot
    }

    fn keys(kept: &Kept) -> Vec<(i32, Option<i64>)> {
        kept.snapshots.keys().map(|(region, version)| (region.0, version.map(|version| version.0))).collect()
    }

    #[test]
    fn few_earlier_versions_are_kept_and_the_least_used_goes_first() {
        let mut kept = Kept::default();
        kept.put((RegionId(1), None), &snapshot(9), usize::MAX);
        for version in 1..=4 {
            kept.put((RegionId(1), Some(Version(version))), &snapshot(version), usize::MAX);
        }
        assert!(kept.get((RegionId(1), Some(Version(1)))).is_some());
        kept.put((RegionId(1), Some(Version(5))), &snapshot(5), usize::MAX);
        assert_eq!(keys(&kept), [(1, None), (1, Some(1)), (1, Some(3)), (1, Some(4)), (1, Some(5))]);
    }

    #[test]
    fn a_late_reader_does_not_put_an_older_head_in_place_of_a_newer_one() {
        let mut kept = Kept::default();
        kept.put((RegionId(1), None), &snapshot(9), usize::MAX);
        kept.put((RegionId(1), None), &snapshot(8), usize::MAX);
        assert_eq!(kept.get((RegionId(1), None)).unwrap().book.version, Version(9));
    }
}
