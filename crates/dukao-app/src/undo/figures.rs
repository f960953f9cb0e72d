//! Figures without a version: what was stated before it is stated again.

use std::collections::{BTreeMap, BTreeSet};

use dukao_core::period::{Month, Period};
use dukao_store::{NewObservation, NewObservations, Observation, Place, RegionId, SheetRef, Store, Version, WordId};

use super::Times;
use crate::AppError;
use crate::import::FigureChange;
use crate::rows::{self, Stated, WITHDRAWN};
use crate::shelf::Snapshot;
use crate::view::said;

/// Most figures that are listed one by one; all are written.
const LISTED: usize = 5_000;

/// What is to be written so that the figures are as before.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) rows: NewObservations,
    pub(super) restored: usize,
    pub(super) withdrawn: usize,
    /// How many other versions stated anew.
    pub(super) kept: usize,
    pub(super) changes: Vec<FigureChange>,
}

/// Statements that may stand in front of each other: of one row and standing, for stretches with one end.
type Group = (WordId, WordId, WordId, i16, i16, End);

/// Where a stretch ends: its month, or the week's own number.
type End = (Option<Month>, i32);

impl Figures {
    pub(super) async fn of(
        store: &Store,
        region: RegionId,
        snapshot: &Snapshot,
        times: &Times,
    ) -> Result<Self, AppError> {
        let head = Version(snapshot.book.version.0);
        let mut wanted: BTreeMap<i32, BTreeSet<Group>> = BTreeMap::new();
        for version in &times.meant {
            let before = Version(version - 1);
            for change in store.years(region, before, Version(*version)).await? {
                let own = store.observations(region, change.year, before, Version(*version)).await?;
                wanted.entry(change.year).or_default().extend(own.iter().map(|row| group(change.year, row)));
            }
        }
        let mut figures = Self::default();
        for (year, groups) in wanted {
            let stated = store
                .fold_observations(region, year, Version(0), head, BTreeMap::new(), move |stated, row| {
                    let group = group(year, row);
                    if groups.contains(&group) {
                        let rows: &mut Vec<Observation> = stated.entry(group).or_default();
                        rows.push(*row);
                    }
                })
                .await?;
            for rows in stated.values() {
                figures.take_back(snapshot, year, rows, times)?;
            }
        }
        Ok(figures)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.rows.is_empty()
    }

    /// All statements of one group, in the order in which they were written.
    fn take_back(
        &mut self,
        snapshot: &Snapshot,
        year: i32,
        rows: &[Observation],
        times: &Times,
    ) -> Result<(), AppError> {
        let (now, next) = (standing(rows, &times.now), standing(rows, &times.next));
        if now == next {
            self.kept += rows.iter().filter(|row| times.is_meant(row.version)).count();
            return Ok(());
        }
        let find = |list: &[&Observation], period: i32| list.iter().find(|row| row.period == period).copied().copied();
        let periods: BTreeSet<i32> = now.iter().chain(&next).map(|row| row.period).collect();
        for period in periods {
            let (own, prior) = (find(&now, period), find(&next, period));
            match (own, prior) {
                (Some(own), None) => {
                    self.withdrawn += 1;
                    let gone = Observation { state: WITHDRAWN, mantissa: None, place: None, note: None, ..own };
                    self.write(snapshot, year, &gone)?;
                }
                _ if own == prior => continue,
                _ => self.restored += 1,
            }
            self.list(snapshot, year, own.as_ref(), prior.as_ref())?;
        }
        // Written again in their old order, so that what stood in front stands in front again.
        next.into_iter().try_for_each(|row| self.write(snapshot, year, row))
    }

    fn write(&mut self, snapshot: &Snapshot, year: i32, row: &Observation) -> Result<(), AppError> {
        let text = |id: WordId| {
            let found = snapshot.word(id);
            found.ok_or_else(|| AppError::Damaged(format!("v{}第{}行的文字", row.version, row.seq)))
        };
        let mut word = |id: WordId| text(id).map(|text| self.rows.word(text));
        let new = NewObservation {
            year,
            indicator: word(row.indicator)?,
            unit: word(row.unit)?,
            period: row.period,
            measure: word(row.measure)?,
            state: row.state,
            mantissa: row.mantissa,
            scale: row.scale,
            unit_of_measure: row.unit_of_measure.map(&mut word).transpose()?,
            span: row.span,
            firmness: row.firmness,
            standing: row.standing,
            origin: row.origin,
            place: row.place.map(|place| Place {
                sheet: SheetRef::Stored(place.sheet),
                row: place.row,
                column: place.column,
            }),
            note: row.note.map(&mut word).transpose()?,
        };
        self.rows.rows.push(new);
        Ok(())
    }

    /// Lists what a figure says today and what it will say.
    fn list(
        &mut self,
        snapshot: &Snapshot,
        year: i32,
        own: Option<&Observation>,
        prior: Option<&Observation>,
    ) -> Result<(), AppError> {
        let Some(row) = own.or(prior).filter(|_| self.changes.len() < LISTED) else { return Ok(()) };
        let short = i16::try_from(year).map_err(|_| AppError::Damaged(format!("年度{year}")))?;
        let text = |row: &Observation| snapshot.stated(short, row).map(|stated| said(&stated.cell));
        let change = named(snapshot, row, &snapshot.stated(short, row)?);
        self.changes.push(FigureChange {
            before: own.map(text).transpose()?,
            before_version: own.map(|row| row.version.0),
            after: prior.map(text).transpose()?.unwrap_or_default(),
            ..change
        });
        Ok(())
    }
}

fn group(year: i32, row: &Observation) -> Group {
    let period = i16::try_from(year).ok().and_then(|year| rows::period_of(year, row.period));
    let end = period.and_then(Period::end);
    (row.indicator, row.unit, row.measure, row.origin, row.standing, (end, if end.is_some() { 0 } else { row.period }))
}

/// What stands when some versions do not count, in the order in which it was last stated. Only undos withdraw,
/// and they never count.
fn standing<'r>(rows: &'r [Observation], ignored: &BTreeSet<i64>) -> Vec<&'r Observation> {
    let mut standing: Vec<&Observation> = Vec::new();
    for row in rows.iter().filter(|row| !ignored.contains(&row.version.0)) {
        standing.retain(|earlier| earlier.period != row.period);
        standing.push(row);
    }
    standing
}

/// A change with the names of its indicator and unit.
fn named(snapshot: &Snapshot, row: &Observation, stated: &Stated) -> FigureChange {
    let code = |id: WordId| snapshot.word(id).unwrap_or_default();
    let said = (stated.key.measure, stated.cell.standing);
    FigureChange::named(&snapshot.book, code(row.indicator), code(row.unit), stated.period, said)
}
