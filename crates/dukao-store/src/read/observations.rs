//! Figures and the dictionary of their texts.

use std::pin::pin;

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};

use crate::act::Place;
use crate::db::{Row, off_runtime};
use crate::error::{DatabaseError, StoreError};
use crate::ids::{RegionId, SheetId, Version, WordId};
use crate::observation::Observation;
use crate::store::Store;

/// How many figures of a year an act brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearChange {
    /// The year.
    pub year: i32,
    /// The act.
    pub version: Version,
    /// How many rows.
    pub rows: i32,
}

/// A place in the order in which a year's rows were written.
type Mark = (Version, i32);

/// From this many rows on, a year is read in windows of about this many.
const WINDOW: usize = 20_000;
/// Windows that are read at once, ahead of the one that is being used.
const AHEAD: usize = 2;

const OF_ONE: &str = "SELECT version, seq, indicator, unit, period, measure, state, mantissa, scale, unit_of_measure, \
                      span, firmness, standing, origin, sheet, sheet_row, sheet_column, note FROM observation \
                      WHERE region = $1 AND year = $2 AND version <= $3 AND indicator = $4 AND unit = $5 \
                      ORDER BY version, seq";

const ROWS: &str = "SELECT version, seq, indicator, unit, period, measure, state, mantissa, scale, unit_of_measure, \
                    span, firmness, standing, origin, sheet, sheet_row, sheet_column, note FROM observation \
                    WHERE region = $1 AND year = $2 AND (version, seq) > ($3, $4) AND (version, seq) <= ($5, $6) \
                    ORDER BY version, seq";

impl Store {
    /// The figures of one year written in `(after, through]`, in the order they were written.
    pub async fn observations(
        &self,
        region: RegionId,
        year: i32,
        after: Version,
        through: Version,
    ) -> Result<Vec<Observation>, StoreError> {
        let (total, marks) = self.windows(region, year, after, through).await?;
        let mut rows = Vec::with_capacity(total);
        let mut windows = pin!(self.read_windows(region, year, &marks));
        while let Some(window) = windows.try_next().await? {
            rows.extend(window);
        }
        Ok(rows)
    }

    /// Everything that was ever written of one indicator and unit in a year up to a version, in the order it was written.
    pub async fn observations_of(
        &self,
        region: RegionId,
        year: i32,
        through: Version,
        indicator: WordId,
        unit: WordId,
    ) -> Result<Vec<Observation>, StoreError> {
        let params = vec![region.0.into(), year.into(), through.0.into(), indicator.0.into(), unit.0.into()];
        Ok(self.db.query(OF_ONE, params, observation).await?)
    }

    /// Feeds the figures of one year written in `(after, through]` to `step` one by one, without keeping them. A large year is read over several connections,
    /// ahead of what `step` makes of it: nothing in the range can change meanwhile.
    pub async fn fold_observations<A, F>(
        &self,
        region: RegionId,
        year: i32,
        after: Version,
        through: Version,
        start: A,
        mut step: F,
    ) -> Result<A, StoreError>
    where
        A: Send + 'static,
        F: FnMut(&mut A, &Observation) + Send + 'static,
    {
        let (_, marks) = self.windows(region, year, after, through).await?;
        let mut windows = pin!(self.read_windows(region, year, &marks));
        let mut state = start;
        while let Some(window) = windows.try_next().await? {
            (state, step) = off_runtime(move || {
                for row in &window {
                    step(&mut state, row);
                }
                Ok::<_, DatabaseError>((state, step))
            })
            .await?;
        }
        Ok(state)
    }

    /// How many rows there are, and marks that cut them into windows.
    async fn windows(
        &self,
        region: RegionId,
        year: i32,
        after: Version,
        through: Version,
    ) -> Result<(usize, Vec<Mark>), StoreError> {
        let sql = "SELECT year, version, row_count FROM observation_year \
                   WHERE region = $1 AND year = $2 AND version > $3 AND version <= $4 ORDER BY version";
        let params = vec![region.0.into(), year.into(), after.0.into(), through.0.into()];
        let (mut total, mut waiting) = (0_usize, 0_usize);
        let mut marks = vec![(after, i32::MAX)];
        for change in self.db.query(sql, params, year_change).await? {
            let count = usize::try_from(change.rows).unwrap_or(0);
            total = total.saturating_add(count);
            waiting = waiting.saturating_add(count);
            if count > WINDOW {
                marks.extend(self.cuts(region, change).await?);
            }
            if waiting >= WINDOW {
                marks.push((change.version, i32::MAX));
                waiting = 0;
            }
        }
        if total > 0 && waiting > 0 {
            marks.push((through, i32::MAX));
        }
        Ok((total, marks))
    }

    /// Marks inside one large act. Other years' rows may lie between this year's: then windows differ in size.
    async fn cuts(&self, region: RegionId, change: YearChange) -> Result<Vec<Mark>, StoreError> {
        let sql = "SELECT COALESCE(MIN(seq), 0) FROM observation WHERE region = $1 AND year = $2 AND version = $3";
        let params = vec![region.0.into(), change.year.into(), change.version.0.into()];
        let first = self.db.query(sql, params, |row| row.int32(0)).await?.first().copied().unwrap_or(0);
        let last = first.saturating_add(change.rows);
        let next = |seq: &i32| seq.checked_add(i32::try_from(WINDOW).ok()?);
        let seqs = std::iter::successors(next(&first), next).take_while(|seq| *seq < last);
        Ok(seqs.map(|seq| (change.version, seq)).collect())
    }

    /// Reads window after window, in order, some ahead of the one that is asked for.
    fn read_windows<'s>(
        &'s self,
        region: RegionId,
        year: i32,
        marks: &[Mark],
    ) -> impl Stream<Item = Result<Vec<Observation>, StoreError>> + 's {
        let pairs = marks.iter().copied().zip(marks.iter().copied().skip(1));
        let reads: Vec<_> = pairs.map(|(from, to)| self.between(region, year, from, to)).collect();
        stream::iter(reads).buffered(AHEAD)
    }

    async fn between(
        &self,
        region: RegionId,
        year: i32,
        after: Mark,
        through: Mark,
    ) -> Result<Vec<Observation>, StoreError> {
        let marks = [after.0.0.into(), after.1.into(), through.0.0.into(), through.1.into()];
        let params = [region.0.into(), year.into()].into_iter().chain(marks).collect();
        Ok(self.db.query(ROWS, params, observation).await?)
    }

    /// Which years the acts in `(after, through]` brought figures of, by year and version.
    pub async fn years(
        &self,
        region: RegionId,
        after: Version,
        through: Version,
    ) -> Result<Vec<YearChange>, StoreError> {
        let sql = "SELECT year, version, row_count FROM observation_year \
                   WHERE region = $1 AND version > $2 AND version <= $3 ORDER BY year, version";
        let params = vec![region.0.into(), after.0.into(), through.0.into()];
        Ok(self.db.query(sql, params, year_change).await?)
    }

    /// The region's dictionary from an id on (`WordId(0)` for all of it), by id.
    pub async fn words(&self, region: RegionId, after: WordId) -> Result<Vec<(WordId, String)>, StoreError> {
        let sql = "SELECT id, text FROM word WHERE region = $1 AND id > $2 ORDER BY id";
        let read = |row: &dyn Row| Ok((WordId(row.int32(0)?), row.text(1)?.to_owned()));
        Ok(self.db.query(sql, vec![region.0.into(), after.0.into()], read).await?)
    }
}

fn year_change(row: &dyn Row) -> Result<YearChange, DatabaseError> {
    Ok(YearChange { year: row.int32(0)?, version: Version(row.int(1)?), rows: row.int32(2)? })
}

fn observation(row: &dyn Row) -> Result<Observation, DatabaseError> {
    Ok(Observation {
        version: Version(row.int(0)?),
        seq: row.int32(1)?,
        indicator: WordId(row.int32(2)?),
        unit: WordId(row.int32(3)?),
        period: row.int32(4)?,
        measure: WordId(row.int32(5)?),
        state: row.int16(6)?,
        mantissa: row.optional_int(7)?,
        scale: row.int16(8)?,
        unit_of_measure: row.optional_int32(9)?.map(WordId),
        span: row.int16(10)?,
        firmness: row.int16(11)?,
        standing: row.int16(12)?,
        origin: row.int16(13)?,
        place: place(row)?,
        note: row.optional_int32(17)?.map(WordId),
    })
}

fn place(row: &dyn Row) -> Result<Option<Place<SheetId>>, DatabaseError> {
    let Some(sheet) = row.optional_int32(14)? else {
        return Ok(None);
    };
    Ok(Some(Place { sheet: SheetId(sheet), row: row.int32(15)?, column: row.int32(16)? }))
}
