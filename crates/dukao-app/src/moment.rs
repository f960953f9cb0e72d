//! Which month a region's data stands at.

use std::collections::BTreeMap;

use dukao_core::framework::{Framework, Frequency};
use dukao_core::ledger::{Book, Measure, Origin, Row, RowKey, Symbol};
use dukao_core::period::Month;

use crate::{Moment, clock};

impl Moment {
    /// All there is, whoever asks: which month is shown does not depend on who looks.
    fn everything(&self) -> &Book {
        self.whole.as_deref().unwrap_or(&self.snapshot.book)
    }

    /// The year and month shown when none is asked for: the latest month of the latest year that has been
    /// reported; before the first report, the framework's own year and the last month that has ended.
    pub fn latest_period(&self) -> Option<(i16, Month)> {
        let book = self.everything();
        let reported = book.frameworks.keys().rev().find_map(|year| Some((*year, self.latest_month(*year)?)));
        reported.or_else(|| {
            let year = *book.frameworks.keys().next_back()?;
            let ended = u8::try_from(self.today.month() - 1).ok().and_then(Month::new);
            let month = if self.today.year() == year { ended.or(Month::new(1))? } else { Month::DECEMBER };
            Some((year, month))
        })
    }

    /// The latest month of `year` that has been reported: one for which the region's own figures are at
    /// least half as many as in its fullest month, so that a first flash figure does not turn every page
    /// to a month of which nothing else is known. Without own figures, any unit's count.
    pub fn latest_month(&self, year: i16) -> Option<Month> {
        let book = self.everything();
        let own = book.organisation.own().and_then(|unit| book.symbols.symbol(&unit.code));
        let monthly = |indicator: Symbol| {
            let code = book.symbols.code(indicator);
            let found = code.and_then(|code| book.framework(year)?.get(code));
            found.is_none_or(|indicator| indicator.frequency == Frequency::Monthly)
        };
        let own_rows = || own.into_iter().flat_map(|own| self.own_rows(year, own));
        latest_full(&counts(own_rows().filter(|(key, _)| monthly(key.indicator))))
            .or_else(|| latest_full(&counts(own_rows())))
            .or_else(|| latest_full(&counts(self.all_rows(year))))
    }

    /// The last month of `year` of which any figure is there: a first flash figure is not where a page
    /// opens, but one must be able to go and see it.
    pub fn last_month(&self, year: i16) -> Option<Month> {
        counts(self.all_rows(year)).into_keys().next_back()
    }

    fn all_rows(&self, year: i16) -> impl Iterator<Item = (&RowKey, &Row)> {
        self.everything().tables.get(&year).into_iter().flat_map(|table| table.rows())
    }

    /// The region's own rows of the indicators of a year.
    fn own_rows(&self, year: i16, own: Symbol) -> impl Iterator<Item = (&RowKey, &Row)> {
        let book = self.everything();
        let indicators = book.framework(year).into_iter().flat_map(Framework::iter);
        let known = indicators.filter_map(|indicator| book.symbols.symbol(&indicator.code));
        known
            .zip(std::iter::repeat(book.tables.get(&year)))
            .flat_map(move |(indicator, table)| table.into_iter().flat_map(move |table| table.rows_of(indicator, own)))
    }

    /// When the version was committed, in words.
    pub fn committed_in_words(&self) -> String {
        clock::in_words(self.committed_at)
    }
}

/// How many rows have a figure in each month.
fn counts<'a>(rows: impl Iterator<Item = (&'a RowKey, &'a Row)>) -> BTreeMap<Month, usize> {
    let counted = [Measure::Cumulative, Measure::Month, Measure::Completion, Measure::Done];
    let mut counts = BTreeMap::new();
    for (_, row) in rows.filter(|(key, _)| key.origin == Origin::Claimed && counted.contains(&key.measure)) {
        for (month, _) in row.cells() {
            *counts.entry(month).or_insert(0) += 1;
        }
    }
    counts
}

/// The latest month with at least half as many as the fullest.
fn latest_full(counts: &BTreeMap<Month, usize>) -> Option<Month> {
    let fullest = counts.values().copied().max()?;
    counts.iter().rev().find(|(_, count)| **count * 2 >= fullest).map(|(month, _)| *month)
}
