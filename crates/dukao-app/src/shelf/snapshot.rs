//! A region's data at one version, and how it is brought to a later one.

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::calendar::Calendar;
use dukao_core::ledger::{Book, Observation, Place, RowKey, SheetName, Symbols, Version, YearTable};
use dukao_office::KeptText;
use dukao_store::{RegionId, SheetId, Store, StoredEntry, WordId};

use super::entries::{self, Records, SavedMapping, kind};
use crate::AppError;
use crate::findings::Checks;
use crate::rows::{self, Stated, Words};
use crate::selection::StoredFilter;

/// Roughly what a row of a resident table takes, with a cell for most months.
const BYTES_PER_ROW: usize = 1_200;

/// A region's data at one version.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What calculations read.
    pub book: Arc<Book>,
    words: Arc<Words>,
    records: Records,
}

/// An act that was decided on and not stored.
pub(crate) struct Foreseen<'a> {
    /// Its master data.
    pub(crate) entries: Vec<StoredEntry>,
    /// Its sheets, by the numbers they will have.
    pub(crate) sheets: Vec<(u32, SheetName)>,
    /// Its figures, with their places in the region.
    pub(crate) observations: Vec<(&'a Observation, Option<Place>)>,
}

impl Snapshot {
    /// A region of which nothing is known yet.
    pub(crate) fn empty() -> Result<Self, AppError> {
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
        let records = Records { checks: Arc::new(Checks::new()?), ..Records::default() };
        Ok(Self { book: Arc::new(book), words: Arc::default(), records })
    }

    /// A stored row of `year` as a statement.
    pub(crate) fn stated(&self, year: i16, row: &dukao_store::Observation) -> Result<Stated, AppError> {
        rows::stated(&self.words, year, row)
    }

    /// The same with another book: one cut down to what somebody may see, or the whole one again.
    #[must_use]
    pub(crate) fn with_book(self, book: Arc<Book>) -> Self {
        Self { book, ..self }
    }

    /// A setting of the region (a demonstration's own today).
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.records.settings.get(name).map(String::as_str)
    }

    /// The mapping files that were used, by their titles.
    pub fn mappings(&self) -> &BTreeMap<String, SavedMapping> {
        &self.records.mappings
    }

    /// The filters that were kept, by their names.
    pub fn filters(&self) -> &BTreeMap<String, StoredFilter> {
        &self.records.filters
    }

    /// A mapping file that was used, by its title.
    pub(crate) fn mapping(&self, title: &str) -> Option<KeptText> {
        let saved = self.records.mappings.get(title)?;
        Some(KeptText { title: title.to_owned(), name: saved.name.clone(), text: saved.text.clone() })
    }

    /// The check rules in force and what was said about findings.
    pub(crate) fn checks(&self) -> &Checks {
        &self.records.checks
    }

    /// The text of a word of the region.
    pub(crate) fn word(&self, id: WordId) -> Option<&str> {
        self.words.text(id)
    }

    /// Roughly what its tables take in memory.
    pub(super) fn bytes(&self) -> usize {
        self.book.tables.values().map(|table| table.row_count() * BYTES_PER_ROW).sum()
    }

    /// The region as it would be after an act; nothing is stored.
    ///
    /// # Errors
    /// [`AppError::Damaged`] when an entry is not what its kind says.
    pub(crate) fn foreseen(&self, act: Foreseen<'_>) -> Result<Self, AppError> {
        let mut next = self.clone();
        let book = Arc::make_mut(&mut next.book);
        book.version = Version(book.version.0 + 1);
        let version = book.version;
        entries::take(book, &mut next.records, act.entries)?;
        book.partitions = Arc::new(next.records.partitions.values().cloned().collect());
        Arc::make_mut(&mut book.sheets).extend(act.sheets);
        let (words, symbols) = (Arc::make_mut(&mut next.words), Arc::make_mut(&mut book.symbols));
        for (observation, place) in act.observations {
            let mut symbol = |code: &str| {
                symbols.symbol(code).unwrap_or_else(|| {
                    let id = WordId(words.last().0.saturating_add(1));
                    take_words(words, symbols, &[(id, code.to_owned())]);
                    rows::symbol(id)
                })
            };
            let (indicator, unit) = (symbol(&observation.indicator), symbol(&observation.unit));
            let key = RowKey { indicator, unit, measure: observation.measure, origin: observation.origin };
            let year = observation.period.year();
            let table = book.tables.entry(year).or_insert_with(|| Arc::new(YearTable::new(year)));
            let cell = rows::cell_of(observation, version, place);
            let taken = Arc::make_mut(table).accept(key, observation.period, cell);
            taken.map_err(|error| AppError::Damaged(error.to_string()))?;
        }
        Ok(next)
    }

    /// The same region at `through`, by the rows written since.
    pub(super) async fn advanced(&self, store: &Store, region: RegionId, through: Version) -> Result<Self, AppError> {
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
        entries::take(book, &mut next.records, entries)?;
        if partitioned {
            book.partitions = Arc::new(next.records.partitions.values().cloned().collect());
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
            let taken = rows::stated(&words, year_short, row)
                .and_then(|stated| stated.enter(table).map_err(|error| AppError::Damaged(error.to_string())));
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
