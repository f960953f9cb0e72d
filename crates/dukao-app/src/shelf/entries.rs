//! Master data: from the entries of the store into the book.

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::framework::{Framework, Indicator, Target};
use dukao_core::ledger::{Book, Version};
use dukao_core::organisation::{Partition, Unit};
use dukao_store::StoredEntry;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::AppError;
use crate::findings::{Checks, Note, Rules, SAVED_KEY, Said, Stored};
use crate::selection::StoredFilter;

/// Kinds of master data in the store.
pub(crate) mod kind {
    pub(crate) const UNIT: &str = "unit";
    pub(crate) const INDICATOR: &str = "indicator";
    pub(crate) const TARGET: &str = "target";
    pub(crate) const PARTITION: &str = "partition";
    pub(crate) const SETTING: &str = "setting";
    pub(crate) const RULES: &str = "rules";
    pub(crate) const FINDING: &str = "finding";
    /// A mapping file that was used, by its title.
    pub(crate) const MAPPING: &str = "mapping";
    /// A filter of the ledger, by its name.
    pub(crate) const FILTER: &str = "filter";
}

/// Records that calculations do not read, by kind and key; shared between versions.
#[derive(Debug, Clone, Default)]
pub(super) struct Records {
    pub(super) partitions: Arc<BTreeMap<String, Partition>>,
    pub(super) settings: Arc<BTreeMap<String, String>>,
    pub(super) mappings: Arc<BTreeMap<String, SavedMapping>>,
    pub(super) filters: Arc<BTreeMap<String, StoredFilter>>,
    /// The check rules in force and what was said about findings.
    pub(super) checks: Arc<Checks>,
}

/// A mapping file that was used for an import: the bytes are kept, and later files of the same layout are read by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// Its file name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Takes up entries in the order in which they were written; one without a body ends what its key names.
///
/// # Errors
/// [`AppError::Damaged`] when an entry is not what its kind says.
pub(super) fn take(book: &mut Book, records: &mut Records, entries: Vec<StoredEntry>) -> Result<(), AppError> {
    let mut units = Units::default();
    for entry in entries {
        let year = i16::try_from(entry.year).map_err(|_| AppError::Damaged(format!("年度{}", entry.year)))?;
        let body = entry.body.as_deref();
        match entry.kind.as_str() {
            kind::UNIT => units.take(book, &entry.key, body.map(|body| read(&entry, body)).transpose()?),
            kind::INDICATOR => match body {
                Some(body) => framework(book, year).insert(read::<Indicator>(&entry, body)?),
                None => framework(book, year).remove(&entry.key),
            },
            kind::TARGET => match body {
                Some(body) => {
                    let target = read::<Target>(&entry, body)?;
                    framework(book, year).insert_target(Target { version: Version(entry.version.0), ..target });
                }
                None => framework(book, year).remove_target(&entry.key),
            },
            kind::PARTITION => replace(&mut records.partitions, &entry)?,
            kind::SETTING => replace(&mut records.settings, &entry)?,
            kind::MAPPING => replace(&mut records.mappings, &entry)?,
            kind::FILTER => replace(&mut records.filters, &entry)?,
            kind::RULES if entry.key == SAVED_KEY => {
                let own = body.map(|body| read::<Stored>(&entry, body)).transpose()?;
                Arc::make_mut(&mut records.checks).rules = Rules::with(own.map(|own| (own, entry.version.0)))?;
            }
            kind::FINDING => {
                let note = body.map(|body| read::<Note>(&entry, body)).transpose()?;
                let said = &mut Arc::make_mut(&mut records.checks).said;
                said.entry(entry.key.clone()).or_default().push(Said { version: entry.version.0, note });
            }
            other => return Err(AppError::Damaged(format!("没有“{other}”这一类资料"))),
        }
    }
    units.flush(book);
    Ok(())
}

/// Units on their way into the tree, many at once.
#[derive(Default)]
struct Units(Vec<Unit>);

impl Units {
    fn take(&mut self, book: &mut Book, key: &str, unit: Option<Unit>) {
        if let Some(unit) = unit {
            self.0.push(unit);
            return;
        }
        self.flush(book);
        Arc::make_mut(&mut book.organisation).remove(key);
    }

    fn flush(&mut self, book: &mut Book) {
        if !self.0.is_empty() {
            Arc::make_mut(&mut book.organisation).extend(std::mem::take(&mut self.0));
        }
    }
}

fn replace<T: Clone + DeserializeOwned>(
    records: &mut Arc<BTreeMap<String, T>>,
    entry: &StoredEntry,
) -> Result<(), AppError> {
    let records = Arc::make_mut(records);
    match entry.body.as_deref() {
        Some(body) => records.insert(entry.key.clone(), read(entry, body)?),
        None => records.remove(&entry.key),
    };
    Ok(())
}

fn framework(book: &mut Book, year: i16) -> &mut Framework {
    Arc::make_mut(book.frameworks.entry(year).or_default())
}

fn read<T: DeserializeOwned>(entry: &StoredEntry, body: &str) -> Result<T, AppError> {
    serde_json::from_str(body).map_err(|error| AppError::Damaged(format!("{}“{}”：{error}", entry.kind, entry.key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::Snapshot;
    use dukao_core::framework::{Goal, ValueKind};
    use dukao_core::organisation::UnitKind;
    use dukao_core::quantity::UnitOfMeasure;
    use jiff::civil::{Date, date};

    fn entry(kind: &str, year: i32, key: &str, body: Option<String>) -> StoredEntry {
        let version = dukao_store::Version(2);
        StoredEntry { version, seq: 1, kind: kind.to_owned(), year, key: key.to_owned(), body_schema: 1, body }
    }

    fn said(record: &impl Serialize) -> String {
        serde_json::to_string(record).unwrap()
    }

    fn street(name: &str, first: Date) -> Unit {
        Unit {
            code: "S1".to_owned(),
            name: name.to_owned(),
            short_name: None,
            kind: UnitKind::Street,
            parent: None,
            valid_from: first,
            valid_to: None,
            groups: Vec::new(),
            principal: None,
            sponsors: Vec::new(),
            note: None,
            predecessors: Vec::new(),
        }
    }

    #[test]
    fn what_is_ended_is_gone_and_what_stood_before_it_holds() {
        let percent = UnitOfMeasure::percent();
        let indicator = Indicator::blank(2018, "P1", "指标", ValueKind::Growth, percent.clone());
        let target = Target::blank(2018, "P1", "S1", Goal::Growth, percent);
        let (old, new) = (street("旧名", date(2010, 1, 1)), street("新名", date(2018, 1, 1)));
        let parts = Partition {
            name: "按街道".to_owned(),
            indicator: None,
            total: "Q".to_owned(),
            parts: vec!["S1".to_owned()],
            part_indicators: Vec::new(),
        };
        let mut snapshot = Snapshot::empty().unwrap();
        let book = Arc::make_mut(&mut snapshot.book);
        let mut records = Records::default();
        let (first, second) = (
            vec![
                entry(kind::UNIT, 0, &old.key(), Some(said(&old))),
                entry(kind::UNIT, 0, &new.key(), Some(said(&new))),
                entry(kind::INDICATOR, 2018, "P1", Some(said(&indicator))),
                entry(kind::TARGET, 2018, &target.key(), Some(said(&target))),
                entry(kind::PARTITION, 0, &parts.key(), Some(said(&parts))),
                entry(kind::SETTING, 0, "today", Some(said(&"2018-08-20"))),
            ],
            vec![
                entry(kind::UNIT, 0, &new.key(), None),
                entry(kind::INDICATOR, 2018, "P1", None),
                entry(kind::TARGET, 2018, &target.key(), None),
                entry(kind::PARTITION, 0, &parts.key(), None),
                entry(kind::SETTING, 0, "today", None),
            ],
        );
        take(book, &mut records, first).unwrap();
        let framework = book.framework(2018).unwrap();
        assert_eq!((framework.iter().count(), framework.targets().count()), (1, 1));
        assert_eq!((book.organisation.get("S1"), records.partitions.len(), records.settings.len()), (Some(&new), 1, 1));
        take(book, &mut records, second).unwrap();
        let framework = book.framework(2018).unwrap();
        assert_eq!((framework.iter().count(), framework.targets().count()), (0, 0));
        assert_eq!((book.organisation.get("S1"), records.partitions.len(), records.settings.len()), (Some(&old), 0, 0));
    }

    #[test]
    fn an_entry_of_an_unknown_kind_is_not_passed_over() {
        let mut snapshot = Snapshot::empty().unwrap();
        let book = Arc::make_mut(&mut snapshot.book);
        let unknown = vec![entry("weather", 0, "x", None)];
        let told = take(book, &mut Records::default(), unknown);
        assert!(matches!(told, Err(AppError::Damaged(text)) if text.contains("weather")));
    }
}
