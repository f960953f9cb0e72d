//! Which findings a version has, and since which version one no longer arises.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use dukao_core::check::check;
use dukao_core::ledger::Version;
use dukao_core::period::Month;
use dukao_store::RegionId;

use super::rules::shipped;
use crate::{App, AppError};

/// How many versions' findings are remembered.
const REMEMBERED: usize = 256;

/// A year of a region at a version.
type At = (i32, i16, i64);

/// The keys of the findings of versions that were looked at: what a version says never changes.
#[derive(Debug, Default)]
pub(crate) struct Found(Mutex<BTreeMap<At, Arc<BTreeSet<String>>>>);

impl Found {
    fn get(&self, at: At) -> Option<Arc<BTreeSet<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&at).cloned()
    }

    fn put(&self, at: At, keys: &Arc<BTreeSet<String>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while kept.len() >= REMEMBERED {
            kept.pop_first();
        }
        kept.insert(at, Arc::clone(keys));
    }
}

impl App {
    /// The keys of all findings of a year by the shipped rules: a rule that a region does not want corrects nothing.
    pub(crate) async fn found_at(
        &self,
        region: RegionId,
        year: i16,
        version: i64,
    ) -> Result<Arc<BTreeSet<String>>, AppError> {
        let at = (region.0, year, version);
        if let Some(keys) = self.found.get(at) {
            return Ok(keys);
        }
        let head = self.shelf.head(&self.store, region).await?;
        let snapshot = if head.book.version.0 == version {
            head
        } else {
            self.shelf.as_of(&self.store, region, Version(version)).await?
        };
        let found = check(&snapshot.book, year, Month::DECEMBER, shipped()?);
        let keys = Arc::new(found.into_iter().map(|finding| finding.key).collect());
        self.found.put(at, &keys);
        Ok(keys)
    }

    /// The version that made a finding go away, which arose at `there` and does not at `gone`.
    pub(crate) async fn corrected_in(
        &self,
        region: RegionId,
        year: i16,
        key: &str,
        there: i64,
        gone: i64,
    ) -> Result<i64, AppError> {
        let (mut there, mut gone) = (there, gone);
        while gone - there > 1 {
            let middle = there + (gone - there) / 2;
            if self.found_at(region, year, middle).await?.contains(key) {
                there = middle;
            } else {
                gone = middle;
            }
        }
        Ok(gone)
    }
}
