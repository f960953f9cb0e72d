//! The shelf: immutable snapshots of regions, kept resident and validated by version.
//!
//! A reader asks for the head first; a snapshot of an older version is brought up to date from the
//! rows written since, and the one snapshot serves the reader to his end (design decision 3). Losing
//! every snapshot changes no figure.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use dukao_core::calendar::Calendar;
use dukao_core::framework::{Framework, Indicator, Target};
use dukao_core::ledger::{Book, Cell, RowKey, SheetName, Symbols, Version, YearTable};
use dukao_core::organisation::{Partition, Unit};
use dukao_core::period::Period;
use dukao_store::{RegionId, SheetId, Store, StoredEntry, WordId};

use crate::AppError;
use crate::rows::{self, Words};

/// Kinds of master data in the store.
pub(crate) mod kind {
    pub(crate) const UNIT: &str = "unit";
    pub(crate) const INDICATOR: &str = "indicator";
    pub(crate) const TARGET: &str = "target";
    pub(crate) const PARTITION: &str = "partition";
    pub(crate) const SETTING: &str = "setting";
}

/// Roughly what a cell of a resident table takes.
const BYTES_PER_CELL: usize = 160;

/// A region's data at one version.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What calculations read.
    pub book: Arc<Book>,
    /// Settings of the region by name (a demonstration's own today).
    pub settings: Arc<BTreeMap<String, String>>,
    words: Arc<Words>,
    partitions: Arc<BTreeMap<String, Partition>>,
}

impl Snapshot {
    fn empty() -> Result<Self, AppError> {
        let book = Book {
            version: Version(0),
            organisation: Arc::default(),
            partitions: Arc::default(),
            frameworks: BTreeMap::new(),
            tables: BTreeMap::new(),
            symbols: Arc::default(),
            sheets: Arc::default(),
            calendar: Arc::new(Calendar::builtin()?.clone()),
        };
        Ok(Self { book: Arc::new(book), settings: Arc::default(), words: Arc::default(), partitions: Arc::default() })
    }

    /// A stored row of `year` as a cell.
    pub(crate) fn cell(&self, year: i16, row: &dukao_store::Observation) -> Result<(RowKey, Period, Cell), AppError> {
        rows::cell(&self.words, year, row)
    }

    fn bytes(&self) -> usize {
        self.book.tables.values().map(|table| table.len() * BYTES_PER_CELL).sum()
    }

    /// The same region at `through`, by the rows written since.
    async fn advanced(&self, store: &Store, region: RegionId, through: Version) -> Result<Self, AppError> {
        let (after, through_stored) = (dukao_store::Version(self.book.version.0), dukao_store::Version(through.0));
        let entries = store.entries(region, after, through_stored).await?;
        let new_words = store.words(region, self.words.last()).await?;
        let new_sheets = store.new_sheets(region, after, through_stored).await?;
        let changed = store.years(region, after, through_stored).await?;

        // What did not change stays shared with the snapshot before.
        let mut next = self.clone();
        let book = Arc::make_mut(&mut next.book);
        book.version = through;
        if !new_words.is_empty() {
            take_words(Arc::make_mut(&mut next.words), Arc::make_mut(&mut book.symbols), &new_words);
        }
        let partitioned = entries.iter().any(|entry| entry.kind == kind::PARTITION);
        take_entries(book, &mut next.partitions, &mut next.settings, entries)?;
        if partitioned {
            book.partitions = Arc::new(next.partitions.values().cloned().collect());
        }
        if !new_sheets.is_empty() {
            Arc::make_mut(&mut book.sheets).extend(new_sheets.into_iter().map(sheet_name));
        }
        let mut years: Vec<i32> = changed.into_iter().map(|change| change.year).collect();
        years.dedup();
        for year in years {
            load_year(book, store, region, &next.words, year, after, through_stored).await?;
        }
        Ok(next)
    }
}

fn sheet_name((sheet, file): (dukao_store::Sheet, String)) -> (u32, SheetName) {
    let SheetId(id) = sheet.id;
    let name = SheetName { file_id: i64::from(sheet.file.0), file, sheet: sheet.name };
    (u32::try_from(id).unwrap_or(0), name)
}

fn take_words(words: &mut Words, symbols: &mut Symbols, new: &[(WordId, String)]) {
    for (id, text) in new {
        words.insert(*id, text);
        symbols.insert(rows::symbol(*id), text);
    }
}

async fn load_year(
    book: &mut Book,
    store: &Store,
    region: RegionId,
    words: &Arc<Words>,
    year: i32,
    after: dukao_store::Version,
    through: dukao_store::Version,
) -> Result<(), AppError> {
    let year_short = i16::try_from(year).map_err(|_| AppError::Damaged(format!("年度{year}")))?;
    let table = book.tables.get(&year_short).map_or_else(|| YearTable::new(year_short), |table| table.as_ref().clone());
    let words = Arc::clone(words);
    let start = (table, None);
    let (table, failure) = store
        .fold_observations(region, year, after, through, start, move |(table, failure), row| {
            let taken = rows::cell(&words, year_short, row).and_then(|(key, period, cell)| {
                table.accept(key, period, cell).map_err(|error| AppError::Damaged(error.to_string()))
            });
            if let Err(error) = taken {
                failure.get_or_insert(error);
            }
        })
        .await?;
    if let Some(error) = failure {
        return Err(error);
    }
    book.tables.insert(year_short, Arc::new(table));
    Ok(())
}

fn take_entries(
    book: &mut Book,
    partitions: &mut Arc<BTreeMap<String, Partition>>,
    settings: &mut Arc<BTreeMap<String, String>>,
    entries: Vec<StoredEntry>,
) -> Result<(), AppError> {
    let mut units = Vec::new();
    for entry in entries {
        let year = i16::try_from(entry.year).map_err(|_| AppError::Damaged(format!("年度{}", entry.year)))?;
        let Some(body) = entry.body.as_deref() else { continue };
        match entry.kind.as_str() {
            kind::UNIT => units.push(read::<Unit>(&entry, body)?),
            kind::INDICATOR => framework(book, year).insert(read::<Indicator>(&entry, body)?),
            kind::TARGET => {
                let mut target = read::<Target>(&entry, body)?;
                target.version = Version(entry.version.0);
                framework(book, year).insert_target(target);
            }
            kind::PARTITION => {
                Arc::make_mut(partitions).insert(entry.key.clone(), read(&entry, body)?);
            }
            kind::SETTING => {
                Arc::make_mut(settings).insert(entry.key.clone(), read(&entry, body)?);
            }
            _ => {}
        }
    }
    if !units.is_empty() {
        Arc::make_mut(&mut book.organisation).extend(units);
    }
    Ok(())
}

fn framework(book: &mut Book, year: i16) -> &mut Framework {
    Arc::make_mut(book.frameworks.entry(year).or_default())
}

fn read<T: serde::de::DeserializeOwned>(entry: &StoredEntry, body: &str) -> Result<T, AppError> {
    serde_json::from_str(body).map_err(|error| AppError::Damaged(format!("{}“{}”：{error}", entry.kind, entry.key)))
}

/// Snapshots by region, least recently used out.
#[derive(Debug)]
pub struct Shelf {
    limit_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    ticks: u64,
    heads: BTreeMap<RegionId, (u64, Snapshot)>,
    turns: BTreeMap<RegionId, Arc<tokio::sync::Mutex<()>>>,
    earlier: BTreeMap<(RegionId, Version), (u64, Snapshot)>,
}

/// How many snapshots of earlier versions are kept.
const EARLIER: usize = 4;

impl Shelf {
    /// A shelf that keeps about `limit_bytes` of tables.
    pub fn new(limit_bytes: usize) -> Self {
        Self { limit_bytes, kept: Mutex::default() }
    }

    /// The region at its head.
    pub async fn head(&self, store: &Store, region: RegionId) -> Result<Snapshot, AppError> {
        let head = Version(store.head(region).await?.version.0);
        let kept = self.with(|kept| {
            kept.ticks += 1;
            let ticks = kept.ticks;
            kept.heads.get_mut(&region).map(|(used, snapshot)| {
                *used = ticks;
                snapshot.clone()
            })
        });
        let have = match kept {
            Some(snapshot) if snapshot.book.version >= head => return Ok(snapshot),
            Some(snapshot) => snapshot,
            None => Snapshot::empty()?,
        };
        // One reader brings the region up to date; the others wait for him instead of doing it again.
        let turn = self.with(|kept| Arc::clone(kept.turns.entry(region).or_default()));
        let _mine = turn.lock().await;
        let have = match self.with(|kept| kept.heads.get(&region).map(|(_, snapshot)| snapshot.clone())) {
            Some(snapshot) if snapshot.book.version >= head => return Ok(snapshot),
            Some(snapshot) => snapshot,
            None => have,
        };
        let next = have.advanced(store, region, head).await?;
        self.put(region, &next);
        Ok(next)
    }

    /// The region as of an earlier version.
    pub async fn as_of(&self, store: &Store, region: RegionId, version: Version) -> Result<Snapshot, AppError> {
        let kept = self.with(|kept| {
            kept.ticks += 1;
            let ticks = kept.ticks;
            kept.earlier.get_mut(&(region, version)).map(|(used, snapshot)| {
                *used = ticks;
                snapshot.clone()
            })
        });
        if let Some(snapshot) = kept {
            return Ok(snapshot);
        }
        let snapshot = Snapshot::empty()?.advanced(store, region, version).await?;
        self.with(|kept| {
            let ticks = kept.ticks;
            kept.earlier.insert((region, version), (ticks, snapshot.clone()));
            while kept.earlier.len() > EARLIER {
                let Some(oldest) = kept.earlier.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| *key) else {
                    break;
                };
                kept.earlier.remove(&oldest);
            }
        });
        Ok(snapshot)
    }

    fn put(&self, region: RegionId, snapshot: &Snapshot) {
        self.with(|kept| {
            let newer_there =
                kept.heads.get(&region).is_some_and(|(_, there)| there.book.version > snapshot.book.version);
            if newer_there {
                return;
            }
            let ticks = kept.ticks;
            kept.heads.insert(region, (ticks, snapshot.clone()));
            let total = |kept: &Kept| kept.heads.values().map(|(_, snapshot)| snapshot.bytes()).sum::<usize>();
            while kept.heads.len() > 1 && total(kept) > self.limit_bytes {
                let oldest = kept.heads.iter().filter(|(key, _)| **key != region).min_by_key(|(_, (used, _))| *used);
                let Some(oldest) = oldest.map(|(key, _)| *key) else { break };
                kept.heads.remove(&oldest);
            }
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
