//! The many rows: words become ids, sheets become ids, and all goes in by year and number.

use std::collections::BTreeMap;

use super::act::Numbered;
use super::{Locked, following, largest};
use crate::act::{NewObservation, NewObservations, Place, SheetRef, WordRef};
use crate::db::{Row, Transaction, Value};
use crate::error::{DatabaseError, WriteError};
use crate::ids::SheetId;
use crate::seal::{Recorder, sealed};

/// From this many words on, reading the region's whole dictionary is cheaper than asking for each.
const WHOLE_DICTIONARY: usize = 64;

pub(super) async fn write<T: Transaction>(
    tx: &mut T,
    recorder: &mut Recorder,
    head: &Locked,
    (changes, numbered): (&NewObservations, &Numbered),
) -> Result<(), WriteError> {
    if changes.rows.is_empty() {
        return Ok(());
    }
    let words = intern(tx, recorder, head, changes.words()).await?;
    let context = Context { head, words: &words, numbered };
    check_sheets(tx, &context, &changes.rows).await?;
    let order = by_year(&changes.rows);
    write_years(tx, recorder, head, &changes.rows).await?;
    let mut waiting = order.iter();
    recorder
        .insert(tx, sealed::OBSERVATION, changes.rows.len(), &mut |_, values| {
            let next = waiting.next().and_then(|number| Some((*number, changes.rows.get(*number)?)));
            let (number, row) = next.ok_or(DatabaseError::Range(0))?;
            context.fill(number, row, values)
        })
        .await?;
    Ok(())
}

/// Positions of the rows, by year; within a year as they came. So they land at the right edge of their year.
fn by_year(rows: &[NewObservation]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|number| rows.get(*number).map(|row| row.year));
    order
}

async fn write_years<T: Transaction>(
    tx: &mut T,
    recorder: &mut Recorder,
    head: &Locked,
    rows: &[NewObservation],
) -> Result<(), DatabaseError> {
    let mut years: BTreeMap<i32, i64> = BTreeMap::new();
    for row in rows {
        let count = years.entry(row.year).or_default();
        *count = count.saturating_add(1);
    }
    let mut waiting = years.iter();
    recorder
        .insert(tx, sealed::OBSERVATION_YEAR, years.len(), &mut |_, values| {
            if let Some((year, count)) = waiting.next() {
                values.extend([head.region.0.into(), (*year).into(), head.version.0.into(), (*count).into()]);
            }
            Ok(())
        })
        .await
}

/// Ids for all words; the head's lock makes sure that nobody gives the same ones.
async fn intern<T: Transaction>(
    tx: &mut T,
    recorder: &mut Recorder,
    head: &Locked,
    words: &[String],
) -> Result<Vec<i32>, DatabaseError> {
    let mut known = known_words(tx, head, words).await?;
    let new: Vec<&String> = words.iter().filter(|word| !known.contains_key(*word)).collect();
    if !new.is_empty() {
        let last = largest(tx, "SELECT COALESCE(MAX(id), 0) FROM word WHERE region = $1", head.region).await?;
        let mut waiting = new.iter();
        recorder
            .insert(tx, sealed::WORD, new.len(), &mut |number, values| {
                if let Some(word) = waiting.next() {
                    values.extend([
                        head.region.0.into(),
                        following(last, number)?.into(),
                        word.as_str().into(),
                        head.version.0.into(),
                    ]);
                }
                Ok(())
            })
            .await?;
        for (number, word) in new.into_iter().enumerate() {
            known.insert(word.clone(), following(last, number)?);
        }
    }
    words.iter().map(|word| known.get(word).copied().ok_or(DatabaseError::Range(0))).collect()
}

async fn known_words<T: Transaction>(
    tx: &mut T,
    head: &Locked,
    words: &[String],
) -> Result<BTreeMap<String, i32>, DatabaseError> {
    let region = Value::from(head.region.0);
    if words.len() >= WHOLE_DICTIONARY {
        let read = |row: &dyn Row| Ok((row.text(1)?.to_owned(), row.int32(0)?));
        let all = tx.query("SELECT id, text FROM word WHERE region = $1", &[region], read).await?;
        return Ok(all.into_iter().collect());
    }
    let mut known = BTreeMap::new();
    for word in words {
        let found = tx
            .query(
                "SELECT id FROM word WHERE region = $1 AND text = $2",
                &[region.clone(), word.as_str().into()],
                |row| row.int32(0),
            )
            .await?;
        known.extend(found.first().map(|id| (word.clone(), *id)));
    }
    Ok(known)
}

/// Every sheet of the store that a row refers to must be there.
async fn check_sheets<T: Transaction>(
    tx: &mut T,
    context: &Context<'_>,
    rows: &[NewObservation],
) -> Result<(), WriteError> {
    let refers = |row: &NewObservation| row.place.is_some_and(|place| matches!(place.sheet, SheetRef::Stored(_)));
    if !rows.iter().any(refers) {
        return Ok(());
    }
    let last = largest(tx, "SELECT COALESCE(MAX(id), 0) FROM sheet WHERE region = $1", context.head.region).await?;
    let lost = |row: &NewObservation| match row.place {
        Some(Place { sheet: SheetRef::Stored(SheetId(id)), .. }) => id < 1 || id > last,
        _ => false,
    };
    if rows.iter().any(lost) { Err(WriteError::Invalid("a row refers to a sheet that does not exist")) } else { Ok(()) }
}

struct Context<'w> {
    head: &'w Locked,
    words: &'w [i32],
    numbered: &'w Numbered,
}

impl Context<'_> {
    fn fill(&self, number: usize, row: &NewObservation, values: &mut Vec<Value>) -> Result<(), DatabaseError> {
        let place = row.place;
        values.extend([
            self.head.region.0.into(),
            row.year.into(),
            self.head.version.0.into(),
            following(0, number)?.into(),
            self.word(row.indicator)?.into(),
            self.word(row.unit)?.into(),
            row.period.into(),
            self.word(row.measure)?.into(),
            row.state.into(),
            row.mantissa.into(),
            row.scale.into(),
            row.unit_of_measure.map(|word| self.word(word)).transpose()?.into(),
            row.span.into(),
            row.firmness.into(),
            row.standing.into(),
            row.origin.into(),
            place.map(|place| self.sheet(place.sheet)).transpose()?.into(),
            place.map(|place| place.row).into(),
            place.map(|place| place.column).into(),
            row.note.map(|word| self.word(word)).transpose()?.into(),
        ]);
        Ok(())
    }

    fn word(&self, word: WordRef) -> Result<i32, DatabaseError> {
        let id = self.words.get(word.index()).copied();
        id.ok_or(DatabaseError::Invalid("a row refers to a word of another act"))
    }

    fn sheet(&self, sheet: SheetRef) -> Result<i32, DatabaseError> {
        match sheet {
            SheetRef::Stored(id) => Ok(id.0),
            SheetRef::New { file, sheet } => {
                let id = self.numbered.sheets.get(file).and_then(|sheets| sheets.get(sheet));
                id.map(|id| id.0).ok_or(DatabaseError::Invalid("a row refers to a sheet that the act does not bring"))
            }
        }
    }
}
