//! The resident table of a region's year: dense rows of twelve months.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Firmness, Measure, Origin, Place, Standing, Version};
use crate::number::Decimal;
use crate::period::{Month, Period, Span};
use crate::quantity::UnitOfMeasure;

/// A code of the region (indicator, unit) as a small number, stable for the region's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub u32);

/// Which row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey {
    /// Indicator.
    pub indicator: Symbol,
    /// Unit.
    pub unit: Symbol,
    /// What the figures say.
    pub measure: Measure,
    /// Whose figures.
    pub origin: Origin,
}

/// What is known of one month of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The figure as written; `None` when it is not known, see `state`.
    pub value: Option<Decimal>,
    /// The unit of measure it was written in.
    pub unit: Arc<UnitOfMeasure>,
    /// Why there is no figure.
    pub state: State,
    /// The words of a [`Measure::Progress`] cell.
    pub text: Option<Box<str>>,
    /// The period of the report (a joint report ends in February and spans two months).
    pub span: Span,
    /// How firm.
    pub firmness: Firmness,
    /// How far in the chain.
    pub standing: Standing,
    /// The version that brought it.
    pub version: Version,
    /// Where it stands in its file.
    pub place: Option<Place>,
}

/// Whether a cell holds a figure, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A figure or words.
    Known,
    /// 无数据
    NoData,
    /// 已隐去
    Masked,
    /// 不可比
    Incomparable,
}

/// Twelve months of one row; a period is kept at the month in which it ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    cells: [Option<Box<Cell>>; 12],
}

impl Row {
    /// The cell of the period that ends in `month`.
    pub fn cell(&self, month: Month) -> Option<&Cell> {
        self.cells.get(month.index())?.as_deref()
    }

    /// The months that have a cell, in order.
    pub fn cells(&self) -> impl Iterator<Item = (Month, &Cell)> {
        Month::all().filter_map(|month| self.cell(month).map(|cell| (month, cell)))
    }
}

/// Why a stored figure cannot stand in the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A figure of another year.
    #[error("{period}不属于{year}年")]
    OtherYear {
        /// The figure's period.
        period: Period,
        /// The table's year.
        year: i16,
    },
}

/// All figures of a region and year, at one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearTable {
    year: i16,
    /// By indicator. Both levels are shared between versions: a new version copies the rows it changes.
    rows: BTreeMap<Symbol, Arc<BTreeMap<RowKey, Arc<Row>>>>,
    weeks: Arc<BTreeMap<(RowKey, u8), Cell>>,
}

impl YearTable {
    /// An empty table of `year`.
    pub fn new(year: i16) -> Self {
        Self { year, rows: BTreeMap::new(), weeks: Arc::default() }
    }

    /// The year.
    pub const fn year(&self) -> i16 {
        self.year
    }

    /// Takes up a cell. Cells must come in the order of their versions: a later one takes the place
    /// of an earlier one *in this table*, never in the store.
    ///
    /// # Errors
    /// When the period is of another year.
    pub fn accept(&mut self, key: RowKey, period: Period, cell: Cell) -> Result<(), TableError> {
        if period.year() != self.year {
            return Err(TableError::OtherYear { period, year: self.year });
        }
        match (period.span(), period.end()) {
            (Span::Week(week), _) => {
                Arc::make_mut(&mut self.weeks).insert((key, week), cell);
            }
            (_, Some(end)) => {
                let rows = Arc::make_mut(self.rows.entry(key.indicator).or_default());
                let row = Arc::make_mut(rows.entry(key).or_default());
                if let Some(slot) = row.cells.get_mut(end.index()) {
                    *slot = Some(Box::new(cell));
                }
            }
            (_, None) => {}
        }
        Ok(())
    }

    /// The row, if any figure of it is known.
    pub fn row(&self, key: RowKey) -> Option<&Row> {
        self.rows.get(&key.indicator)?.get(&key).map(AsRef::as_ref)
    }

    /// The rows of one indicator and unit.
    pub fn rows_of(&self, indicator: Symbol, unit: Symbol) -> impl Iterator<Item = (&RowKey, &Row)> {
        let first = RowKey { indicator, unit, measure: Measure::Cumulative, origin: Origin::Claimed };
        let rows = self.rows.get(&indicator).map(|rows| rows.range(first..));
        rows.into_iter().flatten().take_while(move |(key, _)| key.unit == unit).map(|(key, row)| (key, row.as_ref()))
    }

    /// One cell.
    pub fn cell(&self, key: RowKey, month: Month) -> Option<&Cell> {
        self.row(key)?.cell(month)
    }

    /// The figure of a week.
    pub fn week(&self, key: RowKey, week: u8) -> Option<&Cell> {
        self.weeks.get(&(key, week))
    }

    /// All rows in the order of their keys.
    pub fn rows(&self) -> impl Iterator<Item = (&RowKey, &Row)> {
        self.rows.values().flat_map(|rows| rows.iter()).map(|(key, row)| (key, row.as_ref()))
    }

    /// How many figures there are.
    pub fn len(&self) -> usize {
        self.rows().map(|(_, row)| row.cells().count()).sum::<usize>() + self.weeks.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.weeks.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::{Measure, Origin};
    use crate::period::Month;
    use crate::testing::{BookBuilder, OWN};

    use super::*;

    /// A later cell takes the place of an earlier one in the table; weeks stand apart from months.
    #[test]
    fn a_period_is_kept_at_the_month_in_which_it_ends() {
        let book = BookBuilder::new(2018)
            .figure("I", OWN, "2018-06", Measure::Cumulative, "1", "亿元")
            .version(2)
            .figure("I", OWN, "2018年上半年", Measure::Cumulative, "2", "亿元")
            .figure("I", OWN, "2018-W26", Measure::Month, "3", "亿元")
            .build();
        let table = book.tables.get(&2018).unwrap();
        let (june, may) = (Month::new(6).unwrap(), Month::new(5).unwrap());
        let cell = book.cell("I", OWN, Measure::Cumulative, Origin::Claimed, 2018, june).unwrap();
        assert_eq!((cell.value, cell.version, cell.span), (Some(Decimal::integer(2)), Version(2), Span::Half(1)));
        assert_eq!(book.cell("I", OWN, Measure::Cumulative, Origin::Claimed, 2018, may), None);
        assert_eq!(book.cell("I", OWN, Measure::Cumulative, Origin::Recognised, 2018, june), None);
        assert_eq!(book.cell("I", OWN, Measure::Cumulative, Origin::Claimed, 2017, june), None);
        let (key, row) = table.rows().next().unwrap();
        assert_eq!((table.year(), table.len(), row.cells().count(), table.is_empty()), (2018, 2, 1, false));
        let weekly = RowKey { measure: Measure::Month, ..*key };
        assert_eq!(table.week(weekly, 26).unwrap().value, Some(Decimal::integer(3)));
        assert_eq!((table.week(weekly, 27), table.row(weekly)), (None, None));
        assert!(YearTable::new(2018).is_empty());
    }

    #[test]
    fn another_year_is_refused() {
        let book = BookBuilder::new(2018).figure("I", OWN, "2018-06", Measure::Cumulative, "1", "亿元").build();
        let (key, row) = book.tables.get(&2018).unwrap().rows().next().unwrap();
        let cell = row.cell(Month::new(6).unwrap()).unwrap().clone();
        let period = Period::parse("2017-06").unwrap();
        let error = YearTable::new(2018).accept(*key, period, cell).unwrap_err();
        assert_eq!(error.to_string(), "2017年6月不属于2018年");
    }
}
