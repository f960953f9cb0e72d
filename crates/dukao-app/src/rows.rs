//! Observations as the store keeps them, and back as cells of the resident table.

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::ledger::{
    Cell, Firmness, Measure, Observation, Origin, Place, Recorded, RowKey, Standing, State, Symbol, TableError,
    Version, YearTable,
};
use dukao_core::number::Decimal;
use dukao_core::period::{Month, Period, Span};
use dukao_core::quantity::UnitOfMeasure;
use dukao_store::{NewObservation, NewObservations, SheetRef, WordId};

use crate::AppError;

const KNOWN: i16 = 1;
const NO_DATA: i16 = 2;
const MASKED: i16 = 3;
const INCOMPARABLE: i16 = 4;
const TEXT: i16 = 5;
/// What was stated before in the same standing is taken back.
pub(crate) const WITHDRAWN: i16 = 6;

/// The span inside its year as a small number.
fn span_number(span: Span) -> i32 {
    match span {
        Span::Month(month) => i32::from(month.number()),
        Span::JanFeb => 102,
        Span::Quarter(quarter) => 200 + i32::from(quarter),
        Span::Half(half) => 300 + i32::from(half),
        Span::FirstQuarters(quarters) => 400 + i32::from(quarters),
        Span::Year => 500,
        Span::Week(week) => 600 + i32::from(week),
    }
}

fn span_of(number: i32) -> Option<Span> {
    let small = u8::try_from(number % 100).ok()?;
    match number / 100 {
        0 => Month::new(small).map(Span::Month),
        1 => Some(Span::JanFeb),
        2 => Some(Span::Quarter(small)),
        3 => Some(Span::Half(small)),
        4 => Some(Span::FirstQuarters(small)),
        5 => Some(Span::Year),
        6 => Some(Span::Week(small)),
        _ => None,
    }
}

/// A stored period of a year.
pub(crate) fn period_of(year: i16, number: i32) -> Option<Period> {
    span_of(number).and_then(|span| Period::new(year, span))
}

fn number_in<T: Copy + PartialEq>(words: &[(T, &'static str, u8)], value: T) -> i16 {
    words.iter().find(|(own, _, _)| *own == value).map_or(0, |(_, _, number)| i16::from(*number))
}

fn from_number<T: Copy>(words: &[(T, &'static str, u8)], number: i16) -> Option<T> {
    words.iter().find(|(_, _, own)| i16::from(*own) == number).map(|(value, _, _)| *value)
}

/// Adds an observation to an act. `sheet` says where its sheet will be found.
pub(crate) fn push(rows: &mut NewObservations, observation: &Observation, sheet: impl Fn(u32) -> SheetRef) {
    let (state, value, text) = match &observation.recorded {
        Recorded::Known(quantity) => (KNOWN, Some(quantity), None),
        Recorded::NoData => (NO_DATA, None, None),
        Recorded::Masked => (MASKED, None, None),
        Recorded::Incomparable => (INCOMPARABLE, None, None),
        Recorded::Text(text) => (TEXT, None, Some(text.as_str())),
    };
    let place = observation.place.map(|place| dukao_store::Place {
        sheet: sheet(place.sheet),
        row: i32::try_from(place.row).unwrap_or(i32::MAX),
        column: i32::try_from(place.column).unwrap_or(i32::MAX),
    });
    let row = NewObservation {
        year: i32::from(observation.period.year()),
        indicator: rows.word(&observation.indicator),
        unit: rows.word(&observation.unit),
        period: span_number(observation.period.span()),
        measure: rows.word(observation.measure.label()),
        state,
        mantissa: value.map(|quantity| quantity.value.mantissa()),
        scale: value.map_or(0, |quantity| i16::from(quantity.value.scale())),
        unit_of_measure: value.map(|quantity| rows.word(quantity.unit.as_str())),
        span: i16::from(observation.period.months()),
        firmness: number_in(&Firmness::WORDS, observation.firmness),
        standing: number_in(&Standing::WORDS, observation.standing),
        origin: number_in(&Origin::WORDS, observation.origin),
        place,
        note: text.or(observation.note.as_deref()).map(|text| rows.word(text)),
    };
    rows.rows.push(row);
}

/// The cell that an observation will be, in the version that brings it and at its place in the region.
pub(crate) fn cell_of(observation: &Observation, version: Version, place: Option<Place>) -> Cell {
    let (state, value, text) = match &observation.recorded {
        Recorded::Known(quantity) => (State::Known, Some(quantity), None),
        Recorded::NoData => (State::NoData, None, None),
        Recorded::Masked => (State::Masked, None, None),
        Recorded::Incomparable => (State::Incomparable, None, None),
        Recorded::Text(text) => (State::Known, None, Some(text.as_str())),
    };
    Cell {
        value: value.map(|quantity| quantity.value),
        unit: Arc::new(value.map_or_else(UnitOfMeasure::percent, |quantity| quantity.unit.clone())),
        state,
        text: text.map(Box::from),
        note: observation.note.as_deref().filter(|_| text.is_none()).map(Box::from),
        span: observation.period.span(),
        firmness: observation.firmness,
        standing: observation.standing,
        version,
        place,
    }
}

/// The region's dictionary, as far as reading needs it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    texts: BTreeMap<WordId, Arc<str>>,
    units: BTreeMap<WordId, Arc<UnitOfMeasure>>,
    measures: BTreeMap<WordId, Measure>,
}

impl Words {
    /// Takes up a word. A word may be several things at once (个 as a unit and as a note).
    pub(crate) fn insert(&mut self, id: WordId, text: &str) {
        self.texts.insert(id, Arc::from(text));
        if let Ok(unit) = UnitOfMeasure::parse(text) {
            self.units.insert(id, Arc::new(unit));
        }
        if let Some((measure, _, _)) = Measure::WORDS.iter().find(|(_, word, _)| *word == text) {
            self.measures.insert(id, *measure);
        }
    }

    /// The text of a word.
    pub(crate) fn text(&self, id: WordId) -> Option<&str> {
        self.texts.get(&id).map(AsRef::as_ref)
    }

    /// The highest id taken up.
    pub(crate) fn last(&self) -> WordId {
        self.texts.keys().next_back().copied().unwrap_or(WordId(0))
    }
}

/// A stored row as it is read back.
pub(crate) struct Stated {
    pub(crate) key: RowKey,
    pub(crate) period: Period,
    pub(crate) cell: Cell,
    /// Takes back what was stated before, instead of stating the cell.
    pub(crate) withdrawn: bool,
}

impl Stated {
    /// Takes the row up into the table of its year.
    pub(crate) fn enter(self, table: &mut YearTable) -> Result<(), TableError> {
        if self.withdrawn {
            table.withdraw(self.key, self.period, self.cell.standing)
        } else {
            table.accept(self.key, self.period, self.cell)
        }
    }
}

/// A stored row as a key, period and cell of the resident table.
pub(crate) fn stated(words: &Words, year: i16, row: &dukao_store::Observation) -> Result<Stated, AppError> {
    let damaged = |what: &str| AppError::Damaged(format!("v{}第{}行的{what}", row.version, row.seq));
    let period = period_of(year, row.period).ok_or_else(|| damaged("期间"))?;
    let measure = words.measures.get(&row.measure).copied().ok_or_else(|| damaged("数据项"))?;
    let key = RowKey {
        indicator: symbol(row.indicator),
        unit: symbol(row.unit),
        measure,
        origin: from_number(&Origin::WORDS, row.origin).ok_or_else(|| damaged("数源"))?,
    };
    let value = match row.mantissa {
        Some(mantissa) => {
            let scale = u8::try_from(row.scale).map_err(|_| damaged("小数位"))?;
            Some(Decimal::new(mantissa, scale).ok_or_else(|| damaged("小数位"))?)
        }
        None => None,
    };
    let unit = match row.unit_of_measure {
        Some(id) => words.units.get(&id).cloned().ok_or_else(|| damaged("计量单位"))?,
        None => Arc::new(UnitOfMeasure::percent()),
    };
    let state = match row.state {
        KNOWN | TEXT => State::Known,
        NO_DATA | WITHDRAWN => State::NoData,
        MASKED => State::Masked,
        INCOMPARABLE => State::Incomparable,
        _ => return Err(damaged("状态")),
    };
    let words_of = || row.note.and_then(|id| words.text(id)).map(Box::from);
    let (text, note) = if row.state == TEXT { (words_of(), None) } else { (None, words_of()) };
    let cell = Cell {
        value,
        unit,
        state,
        text,
        note,
        span: period.span(),
        firmness: from_number(&Firmness::WORDS, row.firmness).ok_or_else(|| damaged("快慢"))?,
        standing: from_number(&Standing::WORDS, row.standing).ok_or_else(|| damaged("状态"))?,
        version: Version(row.version.0),
        place: row.place.map(|place| Place {
            sheet: u32::try_from(place.sheet.0).unwrap_or(0),
            row: u32::try_from(place.row).unwrap_or(0),
            column: u32::try_from(place.column).unwrap_or(0),
        }),
    };
    Ok(Stated { key, period, cell, withdrawn: row.state == WITHDRAWN })
}

/// The symbol of a word id.
pub(crate) fn symbol(id: WordId) -> Symbol {
    Symbol(u32::try_from(id.0).unwrap_or(0))
}

/// The id in the store of a symbol.
pub(crate) fn word(symbol: Symbol) -> WordId {
    WordId(i32::try_from(symbol.0).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_has_its_number_and_comes_back() {
        for code in ["2018-07", "2018-01/02", "2018-Q3", "2018-H2", "2018-Q1/3", "2018", "2018-W07"] {
            let span = Period::parse(code).unwrap().span();
            assert_eq!(span_of(span_number(span)), Some(span), "{code}");
        }
        assert_eq!(span_of(700), None);
        assert_eq!(span_of(13), None);
    }
}
