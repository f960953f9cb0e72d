//! The versions of a figure.

use std::collections::BTreeMap;

use dukao_core::ledger::{self, Book, Cell, Firmness, Measure, State};
use dukao_core::period::{Month, Period};

use super::HistoryRow;
use super::basis::Settled;
use crate::{App, AppError, rows};

impl App {
    /// Every version of the figures of this indicator, unit and period, newest first.
    pub(crate) async fn history(
        &self,
        settled: &Settled,
        indicator: &str,
        end: Option<u8>,
    ) -> Result<Vec<HistoryRow>, AppError> {
        let region = settled.moment.region.id;
        let head = dukao_store::Version(settled.book().version.0);
        let book = settled.book();
        let (Some(indicator), Some(unit)) = (book.symbols.symbol(indicator), book.symbols.symbol(&settled.unit)) else {
            return Ok(Vec::new());
        };
        let (indicator, unit) = (rows::word(indicator), rows::word(unit));
        let year = i32::from(settled.year);
        let mut found = Vec::new();
        for row in &self.store.observations_of(region, year, head, indicator, unit).await? {
            let (key, period, cell) = settled.moment.snapshot.cell(settled.year, row)?;
            if period.end().map(Month::number) == end && key.origin == settled.origin {
                found.push((key.measure, period, cell));
            }
        }
        let times = self.commit_times(region, found.iter().map(|(_, _, cell)| cell.version.0)).await?;
        let mut history: Vec<HistoryRow> = Vec::new();
        for (measure, period, cell) in found.iter().rev() {
            let superseded =
                history.iter().any(|later| later.measure == measure.label() && later.period == period.to_string());
            history.push(history_row(book, *measure, *period, cell, &times, superseded));
        }
        Ok(history)
    }

    async fn commit_times(
        &self,
        region: dukao_store::RegionId,
        versions: impl Iterator<Item = i64>,
    ) -> Result<BTreeMap<i64, String>, AppError> {
        let wanted: std::collections::BTreeSet<i64> = versions.collect();
        let mut times = BTreeMap::new();
        for version in wanted {
            let rows = self.store.audit(region, dukao_store::Version(version - 1), 1).await?;
            if let Some(row) = rows.first() {
                times.insert(version, crate::clock::in_words(row.at));
            }
        }
        Ok(times)
    }
}

fn history_row(
    book: &Book,
    measure: Measure,
    period: Period,
    cell: &Cell,
    times: &BTreeMap<i64, String>,
    superseded: bool,
) -> HistoryRow {
    let word = |state: State| match state {
        State::Known => cell.text.as_deref().unwrap_or_default().to_owned(),
        State::NoData => "无数据".to_owned(),
        State::Masked => "已隐去".to_owned(),
        State::Incomparable => "不可比".to_owned(),
    };
    let place = cell.place.and_then(|place| Some((place, book.sheets.get(&place.sheet)?)));
    HistoryRow {
        version: cell.version.0,
        period: period.to_string(),
        measure: measure.label(),
        text: cell.value.map_or_else(|| word(cell.state), |value| format!("{value} {}", cell.unit)),
        firmness: Firmness::WORDS.iter().find(|(own, _, _)| *own == cell.firmness).map_or("", |(_, word, _)| word),
        standing: ledger::Standing::WORDS
            .iter()
            .find(|(own, _, _)| *own == cell.standing)
            .map_or("", |(_, word, _)| word),
        place: place.map(|(place, sheet)| super::trace::place_in_words(&sheet.file, &sheet.sheet, &place.cell())),
        source: place.map(|(place, sheet)| (sheet.file_id, place.sheet, place.cell())),
        committed: times.get(&cell.version.0).cloned().unwrap_or_default(),
        superseded,
    }
}
