//! Figures and the dictionary of their texts.

use futures_util::future::try_join_all;

use crate::act::Place;
use crate::db::Row;
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

/// From this many rows on a read is worth more than one connection.
const LARGE: usize = 20_000;
/// Parts of a large read.
const PARTS: usize = 2;

const ROWS: &str = "SELECT version, seq, indicator, unit, period, measure, state, mantissa, scale, unit_of_measure, \
                    span, firmness, standing, origin, sheet, sheet_row, sheet_column, note FROM observation \
                    WHERE region = $1 AND year = $2 AND (version, seq) > ($3, $4) AND (version, seq) <= ($5, $6) \
                    ORDER BY version, seq";

impl Store {
    /// The figures of one year written in `(after, through]`, in the order they were written. Large years are read over
    /// several connections at once: nothing in the range can change meanwhile.
    pub async fn observations(
        &self,
        region: RegionId,
        year: i32,
        after: Version,
        through: Version,
    ) -> Result<Vec<Observation>, StoreError> {
        let sql = "SELECT year, version, row_count FROM observation_year \
                   WHERE region = $1 AND year = $2 AND version > $3 AND version <= $4 ORDER BY version";
        let params = vec![region.0.into(), year.into(), after.0.into(), through.0.into()];
        let changes = self.db.query(sql, params, year_change).await?;
        let total: usize = changes.iter().map(rows_of).sum();
        let mut marks = vec![(after, i32::MAX)];
        if total >= LARGE {
            marks.extend(self.middle(region, &changes, total).await?);
        }
        marks.push((through, i32::MAX));
        // The first part takes in the others.
        let mut room = total;
        let reads = marks.iter().zip(marks.iter().skip(1)).map(|(from, to)| {
            let rows = Vec::with_capacity(std::mem::replace(&mut room, total / PARTS));
            self.fold_between(region, year, *from, *to, rows, |rows, row| rows.push(*row))
        });
        let mut parts = try_join_all(reads).await?.into_iter();
        let mut rows = parts.next().unwrap_or_default();
        parts.for_each(|part| rows.extend(part));
        Ok(rows)
    }

    /// Marks that cut a year into parts of about the same size.
    async fn middle(&self, region: RegionId, changes: &[YearChange], total: usize) -> Result<Vec<Mark>, StoreError> {
        let mut marks = Vec::new();
        for part in 1..PARTS {
            let mut wanted = total.saturating_mul(part) / PARTS;
            for change in changes {
                if wanted < rows_of(change) {
                    marks.push((change.version, self.seq_near(region, change, wanted).await?));
                    break;
                }
                wanted = wanted.saturating_sub(rows_of(change));
            }
        }
        Ok(marks)
    }

    /// About the place of the `wanted`th row that an act brought of a year.
    async fn seq_near(&self, region: RegionId, change: &YearChange, wanted: usize) -> Result<i32, StoreError> {
        let sql = "SELECT COALESCE(MIN(seq), 0) FROM observation WHERE region = $1 AND year = $2 AND version = $3";
        let params = vec![region.0.into(), change.year.into(), change.version.0.into()];
        let first = self.db.query(sql, params, |row| row.int32(0)).await?;
        let wanted = i32::try_from(wanted).unwrap_or(i32::MAX);
        Ok(first.first().copied().unwrap_or(0).saturating_add(wanted))
    }

    /// Feeds those figures to `step` one by one, without keeping them.
    pub async fn fold_observations<A, F>(
        &self,
        region: RegionId,
        year: i32,
        after: Version,
        through: Version,
        start: A,
        step: F,
    ) -> Result<A, StoreError>
    where
        A: Send + 'static,
        F: FnMut(&mut A, &Observation) + Send + 'static,
    {
        self.fold_between(region, year, (after, i32::MAX), (through, i32::MAX), start, step).await
    }

    async fn fold_between<A, F>(
        &self,
        region: RegionId,
        year: i32,
        after: Mark,
        through: Mark,
        start: A,
        mut step: F,
    ) -> Result<A, StoreError>
    where
        A: Send + 'static,
        F: FnMut(&mut A, &Observation) + Send + 'static,
    {
        let marks = [after.0.0.into(), after.1.into(), through.0.0.into(), through.1.into()];
        let params = [region.0.into(), year.into()].into_iter().chain(marks).collect();
        let folded = self.db.fold(ROWS, params, start, move |state, row| {
            step(state, &observation(row)?);
            Ok(())
        });
        Ok(folded.await?)
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

fn rows_of(change: &YearChange) -> usize {
    usize::try_from(change.rows).unwrap_or(0)
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
