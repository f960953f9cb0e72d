//! Figures and the dictionary of their texts.

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

const ROWS: &str = "SELECT version, seq, indicator, unit, period, measure, state, mantissa, scale, unit_of_measure, \
                    span, firmness, standing, origin, sheet, sheet_row, sheet_column, note FROM observation \
                    WHERE region = $1 AND year = $2 AND version > $3 AND version <= $4 ORDER BY version, seq";

impl Store {
    /// The figures of one year written in `(after, through]`, in the order they were written.
    pub async fn observations(
        &self,
        region: RegionId,
        year: i32,
        after: Version,
        through: Version,
    ) -> Result<Vec<Observation>, StoreError> {
        self.fold_observations(region, year, after, through, Vec::new(), |rows, row| {
            rows.push(*row);
        })
        .await
    }

    /// Feeds those figures to `step` one by one, without keeping them.
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
        let params = vec![region.0.into(), year.into(), after.0.into(), through.0.into()];
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
        let read =
            |row: &dyn Row| Ok(YearChange { year: row.int32(0)?, version: Version(row.int(1)?), rows: row.int32(2)? });
        Ok(self.db.query(sql, params, read).await?)
    }

    /// The region's dictionary from an id on (`WordId(0)` for all of it), by id.
    pub async fn words(&self, region: RegionId, after: WordId) -> Result<Vec<(WordId, String)>, StoreError> {
        let sql = "SELECT id, text FROM word WHERE region = $1 AND id > $2 ORDER BY id";
        let read = |row: &dyn Row| Ok((WordId(row.int32(0)?), row.text(1)?.to_owned()));
        Ok(self.db.query(sql, vec![region.0.into(), after.0.into()], read).await?)
    }
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
