//! Which versions count: those that were taken back, and the undos themselves, do not.

use std::collections::{BTreeMap, BTreeSet};

use dukao_store::{RegionId, Store, Version};
use serde::Deserialize;

use crate::AppError;

/// The undos of a region.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Version of the undo → the version it took back.
    undos: BTreeMap<i64, i64>,
}

/// What the audit says of an undo.
#[derive(Deserialize)]
struct Detail {
    version: i64,
}

impl History {
    /// The undos up to a version.
    pub(super) async fn of(store: &Store, region: RegionId, head: i64) -> Result<Self, AppError> {
        let limit = u32::try_from(head).unwrap_or(u32::MAX);
        let mut undos = BTreeMap::new();
        for row in store.audit(region, Version(0), limit).await? {
            if row.entry.act == "undo" && row.version.0 <= head {
                let detail: Detail =
                    serde_json::from_str(&row.entry.detail).map_err(|error| AppError::Damaged(error.to_string()))?;
                undos.insert(row.version.0, detail.version);
            }
        }
        Ok(Self { undos })
    }

    /// The versions whose rows do not count. An undo that was itself taken back takes nothing back.
    pub(super) fn ignored(&self) -> BTreeSet<i64> {
        let mut taken_back = BTreeSet::new();
        for (undo, target) in self.undos.iter().rev() {
            if !taken_back.contains(undo) {
                taken_back.insert(*target);
            }
        }
        taken_back.extend(self.undos.keys());
        taken_back
    }

    /// Whether the version was taken back already.
    pub(super) fn is_taken_back(&self, version: i64) -> bool {
        let mut active = self.undos.iter().filter(|(_, target)| **target == version).map(|(undo, _)| *undo);
        active.any(|undo| !self.is_taken_back(undo))
    }

    /// The history as it will be when `undo` has taken back `version`.
    pub(super) fn with(&self, undo: i64, version: i64) -> Self {
        let mut undos = self.undos.clone();
        undos.insert(undo, version);
        Self { undos }
    }

    /// The version, and if it is an undo, what it took back, and so on.
    pub(super) fn chain(&self, version: i64) -> Vec<i64> {
        std::iter::successors(Some(version), |version| self.undos.get(version).copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(undos: &[(i64, i64)]) -> History {
        History { undos: undos.iter().copied().collect() }
    }

    #[test]
    fn an_undone_undo_takes_nothing_back() {
        assert_eq!(history(&[]).ignored(), BTreeSet::new());
        assert_eq!(history(&[(5, 3)]).ignored(), BTreeSet::from([3, 5]));
        let again = history(&[(5, 3), (6, 5)]);
        assert_eq!(again.ignored(), BTreeSet::from([5, 6]));
        assert_eq!((again.is_taken_back(3), again.is_taken_back(5), again.is_taken_back(6)), (false, true, false));
        let thrice = history(&[(5, 3), (6, 5), (7, 6)]);
        assert_eq!(thrice.ignored(), BTreeSet::from([3, 5, 6, 7]));
        assert_eq!((thrice.chain(7), thrice.chain(4)), (vec![7, 6, 5, 3], vec![4]));
        assert!(history(&[(5, 3)]).with(6, 5).ignored() == again.ignored());
    }
}
