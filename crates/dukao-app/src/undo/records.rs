//! Master data without a version: what stood before it stands again.

use std::collections::{BTreeMap, BTreeSet};

use dukao_core::framework::{Indicator, Target};
use dukao_core::organisation::Unit;
use dukao_store::{NewEntry, Observation, RegionId, Store, StoredEntry, Version, WordId};

use super::Times;
use crate::AppError;
use crate::rows;
use crate::shelf::{Snapshot, kind};

/// What is to be written so that the master data is as before.
#[derive(Default)]
pub(super) struct Records {
    pub(super) entries: Vec<NewEntry>,
    /// How many other versions stated anew.
    pub(super) kept: usize,
    /// Units and indicators that will be gone.
    gone: Vec<(String, i32, String)>,
}

impl Records {
    pub(super) async fn of(
        store: &Store,
        region: RegionId,
        snapshot: &Snapshot,
        times: &Times,
    ) -> Result<Self, AppError> {
        let head = Version(snapshot.book.version.0);
        let mut stated: BTreeMap<(String, i32, String), Vec<StoredEntry>> = BTreeMap::new();
        for entry in store.entries(region, Version(0), head).await? {
            stated.entry((entry.kind.clone(), entry.year, entry.key.clone())).or_default().push(entry);
        }
        let mut records = Self::default();
        for states in stated.values().filter(|states| states.iter().any(|entry| times.is_meant(entry.version))) {
            records.take_back(states, times);
        }
        let standing: Vec<&StoredEntry> = stated
            .values()
            .filter_map(|states| standing(states, &times.next))
            .filter(|entry| entry.body.is_some())
            .collect();
        records.check_entries(&standing)?;
        records.check_figures(store, region, snapshot, times).await?;
        Ok(records)
    }

    fn take_back(&mut self, states: &[StoredEntry], times: &Times) {
        let (now, next) = (standing(states, &times.now), standing(states, &times.next));
        if now == next {
            self.kept += 1;
            return;
        }
        let Some(own) = now.or(next) else { return };
        let body = next.and_then(|entry| entry.body.clone());
        if body.is_none() && matches!(own.kind.as_str(), kind::UNIT | kind::INDICATOR) {
            let code = own.key.split('|').next().unwrap_or_default();
            self.gone.push((own.kind.clone(), own.year, code.to_owned()));
        }
        self.entries.push(NewEntry {
            kind: own.kind.clone(),
            year: own.year,
            key: own.key.clone(),
            body_schema: next.map_or(own.body_schema, |entry| entry.body_schema),
            body,
        });
    }

    /// What goes may not be named by master data that stays.
    fn check_entries(&mut self, standing: &[&StoredEntry]) -> Result<(), AppError> {
        // A unit that has another record, before or after, does not go.
        let own =
            |entry: &&StoredEntry| (entry.kind.clone(), entry.year, entry.key.split('|').next().map(str::to_owned));
        let there: BTreeSet<_> = standing.iter().map(own).collect();
        self.gone.retain(|(kind, year, code)| !there.contains(&(kind.clone(), *year, Some(code.clone()))));
        for (kind, year, code) in &self.gone {
            let names = |entry: &&&StoredEntry| {
                if kind == kind::UNIT { names_unit(entry, code) } else { names_indicator(entry, *year, code) }
            };
            if let Some(by) = standing.iter().find(names) {
                return Err(AppError::StillUsed { what: format!("“{code}”"), by: by.version.0 });
            }
        }
        Ok(())
    }

    /// Nor may figures of it stay.
    async fn check_figures(
        &self,
        store: &Store,
        region: RegionId,
        snapshot: &Snapshot,
        times: &Times,
    ) -> Result<(), AppError> {
        let word = |code: &str| snapshot.book.symbols.symbol(code).map(rows::word);
        let gone: Vec<(bool, i32, WordId)> =
            self.gone.iter().filter_map(|(kind, year, code)| Some((kind == kind::UNIT, *year, word(code)?))).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let head = Version(snapshot.book.version.0);
        let mut years: Vec<i32> =
            store.years(region, Version(0), head).await?.into_iter().map(|change| change.year).collect();
        years.dedup();
        for year in years {
            let (gone, ignored) = (gone.clone(), times.next.clone());
            let first = store
                .fold_observations(region, year, Version(0), head, None, move |first, row| {
                    let used = gone.iter().find(|one| is_of(row, year, one));
                    if let Some((_, _, word)) = used.filter(|_| first.is_none() && !ignored.contains(&row.version.0)) {
                        *first = Some((*word, row.version.0));
                    }
                })
                .await?;
            if let Some((word, by)) = first {
                let what = format!("“{}”", snapshot.word(word).unwrap_or_default());
                return Err(AppError::StillUsed { what, by });
            }
        }
        Ok(())
    }
}

/// Whether a row is about a unit (in any year) or an indicator (of its own year).
fn is_of(row: &Observation, year: i32, (is_unit, own_year, word): &(bool, i32, WordId)) -> bool {
    if *is_unit { row.unit == *word } else { row.indicator == *word && *own_year == year }
}

/// The last state that counts.
fn standing<'s>(states: &'s [StoredEntry], ignored: &BTreeSet<i64>) -> Option<&'s StoredEntry> {
    states.iter().rfind(|entry| !ignored.contains(&entry.version.0))
}

fn names_unit(entry: &StoredEntry, code: &str) -> bool {
    let body = entry.body.as_deref().unwrap_or_default();
    match entry.kind.as_str() {
        kind::UNIT => serde_json::from_str::<Unit>(body).is_ok_and(|unit| {
            let others = unit.parent.iter().chain(&unit.groups).chain(&unit.predecessors);
            others.into_iter().any(|other| other == code)
        }),
        kind::TARGET => serde_json::from_str::<Target>(body).is_ok_and(|target| target.unit == code),
        kind::INDICATOR => serde_json::from_str::<Indicator>(body).is_ok_and(|indicator| {
            indicator.lead_unit.as_deref() == Some(code) || indicator.supporting_units.iter().any(|unit| unit == code)
        }),
        _ => false,
    }
}

fn names_indicator(entry: &StoredEntry, year: i32, code: &str) -> bool {
    let body = entry.body.as_deref().unwrap_or_default();
    let is_target = entry.kind == kind::TARGET && entry.year == year;
    is_target && serde_json::from_str::<Target>(body).is_ok_and(|target| target.indicator == code)
}
