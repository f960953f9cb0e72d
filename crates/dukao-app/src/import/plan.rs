//! What an import would change, compared with a snapshot.

use std::collections::BTreeMap;

use dukao_core::ledger::{Cell, Observation, Place, Recorded, RowKey, SheetName, State};
use dukao_office::grid::{Book, Sheet};
use dukao_office::{Batch, Problem};
use dukao_store::{Changes, NewEntry, NewObservations, SheetRef, StoredEntry};

use super::entries::{Bringing, entries, entry};
use super::reading::{new_file, stored_sheet_name};
use super::{FileMapping, ImportReport};
use crate::AppError;
use crate::rows;
use crate::shelf::{Foreseen, SavedMapping, Snapshot, kind};

/// The changes of one import.
pub(super) struct Plan<'a> {
    entries: Vec<NewEntry>,
    observations: Vec<&'a Observation>,
    revised: usize,
    same: usize,
    /// New or changed mapping files in the tables; not those that were used.
    mappings: usize,
    /// For each sheet of the batch: (file, sheet of the file).
    sheets: Vec<(usize, usize)>,
}

impl<'a> Plan<'a> {
    /// Compares a batch with what is there; the targets of a published table add to those there.
    pub(super) fn new(
        batch: &'a Batch,
        books: &[Book],
        snapshot: &Snapshot,
        bringing: &Bringing<'_>,
    ) -> Result<Self, AppError> {
        let sheets = sheet_numbers(batch, books)?;
        let first = first_sheet(snapshot);
        let stored = |place: Place| stored_place(place, &sheets, books, first);
        let entries = entries(batch, snapshot, bringing, stored)?;
        let mut plan = Self {
            mappings: entries.iter().filter(|entry| entry.kind == kind::MAPPING).count(),
            entries,
            observations: Vec::new(),
            revised: 0,
            same: 0,
            sheets,
        };
        for observation in &batch.observations {
            let stated = present(snapshot, observation);
            if stated.iter().any(|cell| says_the_same(cell, observation)) {
                plan.same += 1;
            } else {
                plan.revised += usize::from(!stated.is_empty());
                plan.observations.push(observation);
            }
        }
        Ok(plan)
    }

    /// Adds the mapping files that were used and are not kept yet.
    pub(super) fn keep_mappings(&mut self, used: &[FileMapping], snapshot: &Snapshot) -> Result<(), AppError> {
        for mapping in used {
            let Ok(text) = std::str::from_utf8(&mapping.bytes) else { continue };
            let Some(title) = dukao_office::mapping::parse(text).0.map(|parsed| parsed.title) else { continue };
            let saved = SavedMapping { name: mapping.name.clone(), text: text.to_owned() };
            let brought = |entry: &NewEntry| entry.kind == kind::MAPPING && entry.key == title;
            let known = snapshot.mappings().get(&title).is_some_and(|kept| kept.text == saved.text);
            if !known && !self.entries.iter().any(brought) {
                self.entries.push(entry(kind::MAPPING, 0, &title, &saved)?);
            }
        }
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.observations.is_empty()
    }

    pub(super) fn report(&self, batch: &Batch, notes: Vec<Problem>) -> ImportReport {
        let of = |kind: &str| self.entries.iter().filter(|entry| entry.kind == kind).count();
        ImportReport {
            title: batch.title.clone(),
            region: String::new(),
            version: 0,
            changed: !self.is_empty(),
            units: of(kind::UNIT),
            indicators: of(kind::INDICATOR),
            targets: of(kind::TARGET),
            partitions: of(kind::PARTITION),
            explanations: of(kind::FINDING),
            rules: of(kind::RULES),
            mappings: self.mappings,
            filters: of(kind::FILTER),
            new_figures: self.observations.len() - self.revised,
            revised_figures: self.revised,
            same_figures: self.same,
            notes,
        }
    }

    /// The figures that are not there yet in this form.
    pub(super) fn observations(&self) -> &[&'a Observation] {
        &self.observations
    }

    /// The master data that is not there yet in this form.
    pub(super) fn entries(&self) -> &[NewEntry] {
        &self.entries
    }

    /// The region as it would be after this import.
    pub(super) fn foreseen(&self, snapshot: &Snapshot, books: &[Book]) -> Result<Snapshot, AppError> {
        let first = first_sheet(snapshot);
        let stored = |place: Place| stored_place(place, &self.sheets, books, first);
        let version = dukao_store::Version(snapshot.book.version.0 + 1);
        let mut seq = 0;
        let entry = |entry: &NewEntry| {
            seq += 1;
            let NewEntry { kind, year, key, body_schema, body } = entry.clone();
            StoredEntry { version, seq, kind, year, key, body_schema, body }
        };
        let sheets = books.iter().flat_map(|book| book.sheets.iter().map(move |sheet| (book, sheet)));
        let name = |(number, (book, sheet)): (u32, (&Book, &Sheet))| {
            (number, SheetName { file_id: 0, file: book.name.clone(), sheet: stored_sheet_name(&sheet.name) })
        };
        snapshot.foreseen(Foreseen {
            entries: self.entries.iter().map(entry).collect(),
            sheets: (first..).zip(sheets).map(name).collect(),
            observations: self.observations.iter().map(|one| (*one, one.place.map(stored))).collect(),
        })
    }

    /// The rows to write, with the files they come from.
    pub(super) fn changes(self, books: &[Book], files: &[(String, Vec<u8>)]) -> Changes {
        let bytes: BTreeMap<&str, &[u8]> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let new_files = books
            .iter()
            .map(|book| new_file(book, bytes.get(book.name.as_str()).copied().unwrap_or_default()))
            .collect();
        let mut observations = NewObservations::default();
        for observation in &self.observations {
            rows::push(&mut observations, observation, |sheet| {
                let (file, sheet) =
                    usize::try_from(sheet).ok().and_then(|index| self.sheets.get(index)).copied().unwrap_or((0, 0));
                SheetRef::New { file, sheet }
            });
        }
        Changes { files: new_files, entries: self.entries, observations }
    }
}

/// The number that the first sheet of the next act will have.
fn first_sheet(snapshot: &Snapshot) -> u32 {
    snapshot.book.sheets.keys().next_back().map_or(1, |last| last + 1)
}

/// Which file and which of its sheets each sheet of the batch is.
fn sheet_numbers(batch: &Batch, books: &[Book]) -> Result<Vec<(usize, usize)>, AppError> {
    let number = |sheet: &dukao_office::SheetRef| {
        let file = books.iter().position(|book| book.name == sheet.file)?;
        let position = books.get(file)?.sheets.iter().position(|found| found.name == sheet.sheet)?;
        Some((file, position))
    };
    batch.sheets.iter().map(|sheet| number(sheet).ok_or(AppError::UnknownPlace)).collect()
}

/// A place with the number its sheet will have in the region: sheets are numbered in the order of
/// files and sheets, after the last one there (the write is refused when others wrote in between).
fn stored_place(place: Place, sheets: &[(usize, usize)], books: &[Book], first: u32) -> Place {
    let (file, sheet) =
        usize::try_from(place.sheet).ok().and_then(|index| sheets.get(index)).copied().unwrap_or((0, 0));
    let before: usize = books.iter().take(file).map(|book| book.sheets.len()).sum();
    Place { sheet: first + u32::try_from(before + sheet).unwrap_or(0), ..place }
}

/// What was stated last for the same figure, once for each standing in which it was stated.
pub(super) fn present<'s>(snapshot: &'s Snapshot, observation: &Observation) -> Vec<&'s Cell> {
    let book = &snapshot.book;
    let Observation { measure, origin, .. } = *observation;
    let symbols = book.symbols.symbol(&observation.indicator).zip(book.symbols.symbol(&observation.unit));
    let Some(((indicator, unit), table)) = symbols.zip(book.tables.get(&observation.period.year())) else {
        return Vec::new();
    };
    table.statements(RowKey { indicator, unit, measure, origin }, observation.period)
}

fn says_the_same(cell: &Cell, observation: &Observation) -> bool {
    let figure = match &observation.recorded {
        Recorded::Known(quantity) => {
            cell.state == State::Known && cell.value == Some(quantity.value) && cell.unit.as_ref() == &quantity.unit
        }
        Recorded::NoData => cell.state == State::NoData,
        Recorded::Masked => cell.state == State::Masked,
        Recorded::Incomparable => cell.state == State::Incomparable,
        Recorded::Text(text) => cell.text.as_deref() == Some(text.as_str()),
    };
    let is_text = matches!(observation.recorded, Recorded::Text(_));
    figure
        && (is_text || cell.note.as_deref() == observation.note.as_deref())
        && cell.span == observation.period.span()
        && cell.firmness == observation.firmness
        && cell.standing == observation.standing
}
