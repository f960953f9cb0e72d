//! Master data of a batch as entries to write: what is there in this form already is left out.

use dukao_core::framework::Target;
use dukao_core::ledger::Place;
use dukao_office::Batch;
use dukao_store::NewEntry;
use serde::Serialize;

use super::ImportRequest;
use crate::AppError;
use crate::findings::{Brought, SAVED_KEY, Stored, year_of};
use crate::selection::StoredFilter;
use crate::shelf::{SavedMapping, Snapshot, kind};

/// Layout of the bodies of master data.
const BODY_SCHEMA: i32 = 1;

/// What is imported, and when.
pub(super) struct Bringing<'a> {
    pub(super) request: &'a ImportRequest,
    /// Who brings it.
    pub(super) by: &'a str,
    /// In microseconds.
    pub(super) at: i64,
}

/// The master data of a batch that is not there yet in this form.
///
/// # Errors
/// [`AppError::Damaged`] when a record cannot be written.
pub(super) fn entries(
    batch: &Batch,
    snapshot: &Snapshot,
    bringing: &Bringing<'_>,
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
        let adds = sheet.is_some_and(|sheet| bringing.request.is_mapped(&sheet.file));
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
    kept(batch, snapshot, bringing, &mut entries)?;
    Ok(entries)
}

/// What is kept beside the figures: explanations, rules, mappings, filters.
fn kept(
    batch: &Batch,
    snapshot: &Snapshot,
    bringing: &Bringing<'_>,
    entries: &mut Vec<NewEntry>,
) -> Result<(), AppError> {
    let brought = Brought { by: bringing.by, at: bringing.at, version: snapshot.book.version.0 + 1 };
    for explanation in &batch.explanations {
        let value = &explanation.value;
        if let Some(note) = snapshot.checks().news(value, brought) {
            let year = year_of(&value.key).unwrap_or_else(|| value.period.year());
            entries.push(entry(kind::FINDING, year, &value.key, &note)?);
        }
    }
    for rules in &batch.rules {
        if snapshot.checks().own_rules().as_ref() != Some(&rules.value) {
            let stored = Stored { name: rules.value.name.clone(), text: rules.value.text.clone() };
            entries.push(entry(kind::RULES, 0, SAVED_KEY, &stored)?);
        }
    }
    for mapping in &batch.mappings {
        let saved = SavedMapping { name: mapping.value.name.clone(), text: mapping.value.text.clone() };
        if snapshot.mappings().get(&mapping.value.title) != Some(&saved) {
            entries.push(entry(kind::MAPPING, 0, &mapping.value.title, &saved)?);
        }
    }
    for filter in &batch.filters {
        let stored = StoredFilter { parameters: filter.value.parameters.clone() };
        if snapshot.filters().get(&filter.value.name) != Some(&stored) {
            entries.push(entry(kind::FILTER, 0, &filter.value.name, &stored)?);
        }
    }
    Ok(())
}

/// A record as an entry to write.
pub(crate) fn entry<T: Serialize>(kind: &str, year: i16, key: &str, record: &T) -> Result<NewEntry, AppError> {
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
