//! The versions of a figure.

use std::collections::BTreeMap;

use dukao_core::ledger::{self, Book, Cell, Firmness, State};
use dukao_core::period::Month;

use super::HistoryRow;
use super::basis::Settled;
use crate::rows::{self, Stated};
use crate::{App, AppError};

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
            let stated = settled.moment.snapshot.stated(settled.year, row)?;
            if stated.period.end().map(Month::number) == end && stated.key.origin == settled.origin {
                found.push(stated);
            }
        }
        let times = self.commit_times(region, found.iter().map(|stated| stated.cell.version.0)).await?;
        let mut history: Vec<HistoryRow> = Vec::new();
        for stated in found.iter().rev() {
            let (measure, period) = (stated.key.measure.label(), stated.period.to_string());
            let superseded = history.iter().any(|later| later.measure == measure && later.period == period);
            history.push(history_row(book, stated, &times, superseded));
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

fn history_row(book: &Book, stated: &Stated, times: &BTreeMap<i64, String>, superseded: bool) -> HistoryRow {
    let cell = &stated.cell;
    let place = cell.place.and_then(|place| Some((place, book.sheets.get(&place.sheet)?)));
    HistoryRow {
        version: cell.version.0,
        period: stated.period.to_string(),
        measure: stated.key.measure.label(),
        text: if stated.withdrawn { "已撤回".to_owned() } else { said(cell) },
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

/// What a cell says, as written, with its unit of measure.
pub(crate) fn said(cell: &Cell) -> String {
    let word = || match cell.state {
        State::Known => cell.text.as_deref().unwrap_or_default().to_owned(),
        State::NoData => "无数据".to_owned(),
        State::Masked => "已隐去".to_owned(),
        State::Incomparable => "不可比".to_owned(),
    };
    cell.value.map_or_else(word, |value| format!("{value} {}", cell.unit))
}
