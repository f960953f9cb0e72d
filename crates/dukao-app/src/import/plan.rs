//! What an import would change, compared with a snapshot.

use std::collections::BTreeMap;

use dukao_core::framework::Target;
use dukao_core::ledger::{Cell, Observation, Place, Recorded, RowKey, SheetName, State};
use dukao_office::grid::{Book, Sheet};
use dukao_office::{Batch, Problem};
use dukao_store::{Changes, NewEntry, NewObservations, SheetRef, StoredEntry};
use serde::Serialize;

use super::reading::{new_file, stored_sheet_name};
use super::{FileMapping, ImportReport};
use crate::AppError;
use crate::rows;
use crate::shelf::{Foreseen, SavedMapping, Snapshot, kind};

/// Layout of the bodies of master data.
const BODY_SCHEMA: i32 = 1;

/// The changes of one import.
pub(super) struct Plan<'a> {
    entries: Vec<NewEntry>,
    observations: Vec<&'a Observation>,
    revised: usize,
    same: usize,
    /// For each sheet of the batch: (file, sheet of the file).
    sheets: Vec<(usize, usize)>,
}

impl<'a> Plan<'a> {
    /// Compares a batch with what is there; the targets of a published table add to those there.
    pub(super) fn new(
        batch: &'a Batch,
        books: &[Book],
        snapshot: &Snapshot,
        is_mapped: impl Fn(&str) -> bool,
    ) -> Result<Self, AppError> {
        let sheets = sheet_numbers(batch, books)?;
        let first = first_sheet(snapshot);
        let stored = |place: Place| stored_place(place, &sheets, books, first);
        let mut plan = Self {
            entries: entries(batch, snapshot, is_mapped, stored)?,
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
            if snapshot.mappings().get(&title).is_none_or(|kept| kept.text != saved.text) {
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

fn entries(
    batch: &Batch,
    snapshot: &Snapshot,
    is_mapped: impl Fn(&str) -> bool,
    stored: impl Fn(Place) -> Place,
) -> Result<Vec<NewEntry>, AppError> {
    let book = &snapshot.book;
    let mut entries = Vec::new();
    for unit in &batch.units {
        let value = &unit.value;
        if book.organisation.record(&value.code, value.valid_from) != Some(value) {
            entries.push(entry(kind::UNIT, 0, &value.key(), value)?);
        }
    }
    for indicator in &batch.indicators {
        let value = &indicator.value;
        if book.framework(value.year).and_then(|framework| framework.get(&value.code)) != Some(value) {
            entries.push(entry(kind::INDICATOR, value.year, &value.code, value)?);
        }
    }
    for target in &batch.targets {
        let value = &target.value;
        let there = book.framework(value.year).and_then(|framework| framework.target(&value.indicator, &value.unit));
        let placed = with_places(value, &stored);
        let sheet = usize::try_from(target.place.sheet).ok().and_then(|sheet| batch.sheets.get(sheet));
        let adds = sheet.is_some_and(|sheet| is_mapped(&sheet.file));
        let wanted = if adds { completed(placed, there) } else { placed };
        if there.map(without_places) != Some(without_places(&wanted)) {
            entries.push(entry(kind::TARGET, value.year, &value.key(), &wanted)?);
        }
    }
    for partition in &batch.partitions {
        if !book.partitions.contains(&partition.value) {
            entries.push(entry(kind::PARTITION, 0, &partition.value.key(), &partition.value)?);
        }
    }
    for setting in &batch.settings {
        let value = &setting.value;
        if snapshot.setting(value.name) != Some(value.value.as_str()) {
            entries.push(entry(kind::SETTING, 0, value.name, &value.value)?);
        }
    }
    Ok(entries)
}

fn entry<T: Serialize>(kind: &str, year: i16, key: &str, record: &T) -> Result<NewEntry, AppError> {
    let body = serde_json::to_string(record).map_err(|error| AppError::Damaged(error.to_string()))?;
    Ok(NewEntry {
        kind: kind.to_owned(),
        year: i32::from(year),
        key: key.to_owned(),
        body_schema: BODY_SCHEMA,
        body: Some(body),
    })
}

/// A published table says what it says and no more: the stages and amounts that an earlier table gave
/// stay beside it (first quarter in April, first three quarters in October). A standard target table,
/// on the other hand, is the whole record.
fn completed(new: Target, there: Option<&Target>) -> Target {
    let Some(there) = there.filter(|there| there.goal == new.goal) else { return new };
    let Some(power) = new.unit_of_measure.power_to(&there.unit_of_measure) else { return new };
    let Some(converted) = in_its_unit(&new, power) else { return new };
    let mut target = there.clone();
    if converted.floor.is_some() {
        (target.floor, target.floor_place) = (converted.floor, converted.floor_place);
    }
    if converted.stretch.is_some() {
        (target.stretch, target.stretch_place) = (converted.stretch, converted.stretch_place);
    }
    target.stages.retain(|stage| !converted.stages.iter().any(|own| own.stage == stage.stage));
    target.stages.extend(converted.stages);
    target.stages.sort_by_key(|stage| stage.stage.end());
    target
}

/// The amounts of a target with the point moved by `power`; `None` when digits would not fit.
fn in_its_unit(target: &Target, power: i8) -> Option<Target> {
    let mut moved = target.clone();
    if let Some(floor) = &mut moved.floor {
        *floor = floor.shift(power)?;
    }
    if let Some(stretch) = &mut moved.stretch {
        *stretch = stretch.shift(power)?;
    }
    for stage in &mut moved.stages {
        stage.amount = stage.amount.shift(power)?;
    }
    Some(moved)
}

/// What a target says, wherever it stands.
fn without_places(target: &Target) -> Target {
    let mut plain = with_places(target, &|place| place);
    plain.floor_place = None;
    plain.stretch_place = None;
    plain.deadline_place = None;
    plain.pace_place = None;
    plain.version = dukao_core::ledger::Version::default();
    for stage in &mut plain.stages {
        stage.place = None;
    }
    plain
}

fn with_places(target: &Target, stored: &impl Fn(Place) -> Place) -> Target {
    let mut placed = target.clone();
    placed.floor_place = target.floor_place.map(stored);
    placed.stretch_place = target.stretch_place.map(stored);
    placed.deadline_place = target.deadline_place.map(stored);
    placed.pace_place = target.pace_place.map(stored);
    for stage in &mut placed.stages {
        stage.place = stage.place.map(stored);
    }
    placed
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
