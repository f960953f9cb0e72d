//! Figures as rows of 数据: what was stated last for each figure, once for each standing, with its remark.
//!
//! Of statements for stretches that end in the same month, the later one stands in front; so rows keep the order in
//! which things were stated wherever it matters.

use std::collections::BTreeMap;

use dukao_core::framework::Framework;
use dukao_core::ledger::{Measure, Observation, Recorded, Standing, State};
use dukao_core::period::Period;
use dukao_core::quantity::{Quantity, UnitOfMeasure};
use dukao_office::workbook::written::{self, Written};
use dukao_store::{Observation as Stored, RegionId, Version, WordId};

use crate::rows::WITHDRAWN;
use crate::shelf::Snapshot;
use crate::{App, AppError};

impl App {
    /// The figures of a year as rows.
    pub(super) async fn figures_of(
        &self,
        region: RegionId,
        snapshot: &Snapshot,
        year: i16,
    ) -> Result<Vec<Written>, AppError> {
        let through = Version(snapshot.book.version.0);
        let all = self.store.observations(region, i32::from(year), Version(0), through).await?;
        let order = Order::of(snapshot, year);
        let mut stated: Vec<(Bucket, Stored)> =
            latest(all).into_iter().map(|row| (order.bucket(year, &row), row)).collect();
        stated.sort_unstable_by_key(|(bucket, row)| (*bucket, row.version, row.seq));
        let mut rows = Vec::new();
        for bucket in stated.chunk_by(|(left, _), (right, _)| left == right) {
            let Some((_, first)) = bucket.first() else { continue };
            let names = (word(snapshot, first, first.indicator)?, word(snapshot, first, first.unit)?);
            let mut lines = Lines::default();
            for (_, row) in bucket {
                lines.take(observation(snapshot, year, row)?);
            }
            rows.extend(lines.0.into_iter().map(|line| line.written(&names)));
        }
        Ok(rows)
    }
}

/// Of every figure and standing the last statement, unless it was taken back.
fn latest(mut rows: Vec<Stored>) -> Vec<Stored> {
    let key = |row: &Stored| (row.indicator, row.unit, row.measure, row.origin, row.period, row.standing);
    rows.sort_unstable_by_key(|row| (key(row), row.version, row.seq));
    let last = rows.chunk_by(|left, right| key(left) == key(right)).filter_map(|same| same.last());
    last.filter(|row| row.state != WITHDRAWN).copied().collect()
}

/// Statements among which the order counts: indicator, unit, series, and where the stretch ends.
type Bucket = (usize, usize, i16, i32);

/// The order of indicators and units in the region's own tables.
struct Order {
    indicators: BTreeMap<WordId, usize>,
    units: BTreeMap<WordId, usize>,
}

impl Order {
    fn of(snapshot: &Snapshot, year: i16) -> Self {
        let book = &snapshot.book;
        let numbered = |codes: &mut dyn Iterator<Item = &str>| -> BTreeMap<WordId, usize> {
            let known = codes.filter_map(|code| book.symbols.symbol(code));
            known.enumerate().map(|(at, symbol)| (crate::rows::word(symbol), at)).collect()
        };
        Self {
            indicators: numbered(
                &mut book.framework(year).into_iter().flat_map(Framework::iter).map(|own| own.code.as_str()),
            ),
            units: numbered(&mut book.organisation.iter().map(|unit| unit.code.as_str())),
        }
    }

    fn bucket(&self, year: i16, row: &Stored) -> Bucket {
        // What the tables do not name comes last, each by itself.
        let unknown = |word: WordId| 1_000_000 + usize::try_from(word.0).unwrap_or(0);
        let indicator = self.indicators.get(&row.indicator).copied().unwrap_or_else(|| unknown(row.indicator));
        let unit = self.units.get(&row.unit).copied().unwrap_or_else(|| unknown(row.unit));
        let end = crate::rows::period_of(year, row.period).and_then(Period::end);
        (indicator, unit, row.origin, end.map_or(row.period, |end| i32::from(end.number())))
    }
}

fn word(snapshot: &Snapshot, row: &Stored, id: WordId) -> Result<String, AppError> {
    let found = snapshot.word(id).map(str::to_owned);
    found.ok_or_else(|| AppError::Damaged(format!("v{}第{}行的文字", row.version, row.seq)))
}

/// A stored row as it was stated, with its remark; indicator and unit are those of its bucket.
fn observation(snapshot: &Snapshot, year: i16, row: &Stored) -> Result<Observation, AppError> {
    let stated = snapshot.stated(year, row)?;
    let cell = stated.cell;
    let recorded = match (cell.state, cell.value, cell.text) {
        (State::Known, _, Some(text)) => Recorded::Text(text.into_string()),
        (State::Known, Some(value), None) => Recorded::Known(Quantity { value, unit: cell.unit.as_ref().clone() }),
        (State::Known, None, None) => return Err(AppError::Damaged(format!("v{}第{}行的数", row.version, row.seq))),
        (State::NoData, ..) => Recorded::NoData,
        (State::Masked, ..) => Recorded::Masked,
        (State::Incomparable, ..) => Recorded::Incomparable,
    };
    // The words of a progress stand where the remark of a figure stands.
    let is_text = matches!(recorded, Recorded::Text(_));
    let note = row.note.filter(|_| !is_text).map(|id| word(snapshot, row, id)).transpose()?;
    Ok(Observation {
        indicator: String::new(),
        unit: String::new(),
        period: stated.period,
        measure: stated.key.measure,
        origin: stated.key.origin,
        recorded,
        firmness: cell.firmness,
        standing: cell.standing,
        place: None,
        note,
    })
}

/// The rows of one bucket.
#[derive(Default)]
struct Lines(Vec<Line>);

/// A row of 数据.
struct Line {
    figures: Vec<Observation>,
}

impl Lines {
    /// Puts a statement into a row that says the rest alike, after every row that already says something of the same
    /// measure and standing.
    fn take(&mut self, own: Observation) {
        let after = self.0.iter().rposition(|line| line.has(own.measure, own.standing)).map_or(0, |at| at + 1);
        match self.0.iter_mut().skip(after).find(|line| line.fits(&own)) {
            Some(line) => line.figures.push(own),
            None => self.0.push(Line { figures: vec![own] }),
        }
    }
}

impl Line {
    fn has(&self, measure: Measure, standing: Standing) -> bool {
        self.figures.iter().any(|figure| figure.measure == measure && figure.standing == standing)
    }

    fn fits(&self, own: &Observation) -> bool {
        let same = |other: &Observation| {
            let remark = other.note == own.note || is_text(other) || is_text(own);
            let unit = amount_unit(other).zip(amount_unit(own)).is_none_or(|(other, own)| other == own);
            remark
                && unit
                && other.period == own.period
                && other.firmness == own.firmness
                && other.standing == own.standing
                && other.measure != own.measure
        };
        self.figures.iter().all(same)
    }

    fn written(self, (indicator, unit_name): &(String, String)) -> Written {
        let unit = self.figures.iter().find_map(amount_unit).cloned();
        let remark = self.figures.iter().find_map(|figure| figure.note.clone());
        let Some(first) = self.figures.first() else { return Written::new() };
        let (indicator, unit_name) = (indicator.clone(), unit_name.clone());
        let shared =
            Observation { indicator, unit: unit_name, note: remark, recorded: Recorded::NoData, ..first.clone() };
        let mut row = written::common(&shared);
        for figure in &self.figures {
            row.push((figure.measure.label(), text(figure, unit.as_ref())));
        }
        row.extend(unit.map(|unit| ("计量单位", unit.as_str().to_owned())));
        row
    }
}

/// Words have no remark of their own.
const fn is_text(figure: &Observation) -> bool {
    matches!(figure.recorded, Recorded::Text(_))
}

/// The unit that a row with this figure must name.
fn amount_unit(figure: &Observation) -> Option<&UnitOfMeasure> {
    match &figure.recorded {
        Recorded::Known(quantity) if figure.measure.in_indicator_unit() => Some(&quantity.unit),
        _ => None,
    }
}

/// What the cell says. In a row of percentage points, percentages say that they are.
fn text(figure: &Observation, row: Option<&UnitOfMeasure>) -> String {
    match &figure.recorded {
        Recorded::Known(quantity)
            if !figure.measure.in_indicator_unit()
                && quantity.unit == UnitOfMeasure::percent()
                && row == Some(&UnitOfMeasure::percentage_points()) =>
        {
            format!("{}%", quantity.value)
        }
        _ => written::figure(figure),
    }
}
