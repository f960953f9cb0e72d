//! The resident table of a region's year: dense rows of twelve months.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
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
    /// The remark beside a figure.
    pub note: Option<Box<str>>,
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

/// Twelve months of one row; a period is kept at the month in which it ends. Several stretches may end in
/// one month (3月 and 一季度), and each may have been stated in several standings (草稿 after 核定): the
/// latest statement of every stretch and standing is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// By the month in which they end: of the highest standing, then the latest.
    cells: [Option<Box<Cell>>; 12],
    /// What stands behind those; mostly empty.
    behind: Vec<(Month, Cell)>,
}

impl Row {
    /// The cell of the period that ends in `month`, whatever its length: of the highest standing, then the
    /// latest.
    pub fn cell(&self, month: Month) -> Option<&Cell> {
        self.cells.get(month.index())?.as_deref()
    }

    /// The cell of `measure` for the period of `months` months that ends in `month`. Figures that run from
    /// January are the same for all stretches that end there; of the others the stretch of that length
    /// goes first.
    pub fn due(&self, measure: Measure, month: Month, months: u8) -> Option<&Cell> {
        let front = self.cell(month)?;
        let rank = |cell: &Cell| {
            let fits = months_of(cell.span) == months;
            (fits && measure.is_of_the_period_alone(), cell.standing, cell.version, fits)
        };
        Some(self.behind_of(month).fold(front, |best, cell| if rank(cell) > rank(best) { cell } else { best }))
    }

    /// The latest statements of one stretch, one for each standing, in no order.
    pub fn statements(&self, month: Month, span: Span) -> impl Iterator<Item = &Cell> {
        self.cell(month).into_iter().chain(self.behind_of(month)).filter(move |cell| cell.span == span)
    }

    /// Every statement, also those behind others, by the month in which its stretch ends.
    pub fn stated(&self) -> impl Iterator<Item = (Month, &Cell)> {
        self.cells().chain(self.behind.iter().map(|(end, cell)| (*end, cell)))
    }

    /// Whether no month has more than one statement.
    pub const fn is_plain(&self) -> bool {
        self.behind.is_empty()
    }

    fn behind_of(&self, month: Month) -> impl Iterator<Item = &Cell> {
        self.behind.iter().filter(move |(end, _)| *end == month).map(|(_, cell)| cell)
    }

    /// Takes up a statement in place of the one of the same stretch and standing, behind one of a higher
    /// standing, before others.
    fn accept(&mut self, month: Month, cell: Cell) {
        let same = |other: &Cell| other.span == cell.span && other.standing == cell.standing;
        self.behind.retain(|(end, other)| *end != month || !same(other));
        let Some(slot) = self.cells.get_mut(month.index()) else { return };
        match slot {
            Some(front) if front.standing > cell.standing => self.behind.push((month, cell)),
            Some(front) => {
                let before = std::mem::replace(front.as_mut(), cell);
                if !(before.span == front.span && before.standing == front.standing) {
                    self.behind.push((month, before));
                }
            }
            None => *slot = Some(Box::new(cell)),
        }
    }

    /// Takes back what was stated of a stretch in a standing; what stood behind it comes forward.
    fn withdraw(&mut self, month: Month, span: Span, standing: Standing) {
        let same = |other: &Cell| other.span == span && other.standing == standing;
        self.behind.retain(|(end, other)| *end != month || !same(other));
        let next = self.next_in_front(month);
        let Some(slot) = self.cells.get_mut(month.index()) else { return };
        if slot.as_deref().is_some_and(same) {
            *slot = next.map(|place| Box::new(self.behind.remove(place).1));
        }
    }

    /// Where the statement stands that comes forward when the front one goes.
    fn next_in_front(&self, month: Month) -> Option<usize> {
        let waiting = self.behind.iter().enumerate().filter(|(_, (end, _))| *end == month);
        waiting.max_by_key(|(_, (_, cell))| (cell.standing, cell.version)).map(|(place, _)| place)
    }

    fn is_empty(&self) -> bool {
        self.behind.is_empty() && self.cells.iter().all(Option::is_none)
    }

    /// The months that have a cell, in order.
    pub fn cells(&self) -> impl Iterator<Item = (Month, &Cell)> {
        Month::all().filter_map(|month| self.cell(month).map(|cell| (month, cell)))
    }
}

/// Months that a figure of the stretch alone covers.
fn months_of(span: Span) -> u8 {
    Period::new(2000, span).map_or(0, Period::months)
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
    weeks: Arc<BTreeMap<(RowKey, u8, Standing), Cell>>,
    /// What was published in rows that were taken out ([`YearTable::within`]).
    published: Arc<BTreeSet<(Symbol, Origin, Month)>>,
}

impl YearTable {
    /// An empty table of `year`.
    pub fn new(year: i16) -> Self {
        Self { year, rows: BTreeMap::new(), weeks: Arc::default(), published: Arc::default() }
    }

    /// The same with those rows only that `keep` keeps. That an indicator was published in a month is still known, so
    /// that who has not reported is told apart from what nobody has yet.
    #[must_use]
    pub fn within(&self, keep: impl Fn(&RowKey) -> bool) -> Self {
        let mut kept = Self { rows: BTreeMap::new(), ..Self::new(self.year) };
        let mut published = self.published.as_ref().clone();
        for (indicator, rows) in &self.rows {
            let of_indicator: BTreeMap<RowKey, Arc<Row>> =
                rows.iter().filter(|(key, _)| keep(key)).map(|(key, row)| (*key, Arc::clone(row))).collect();
            if of_indicator.len() < rows.len() {
                published.extend(self.published_of(*indicator));
            }
            if !of_indicator.is_empty() {
                kept.rows.insert(*indicator, Arc::new(of_indicator));
            }
        }
        let weeks = self.weeks.iter().filter(|((key, _, _), _)| keep(key));
        kept.weeks = Arc::new(weeks.map(|(place, cell)| (*place, cell.clone())).collect());
        kept.published = Arc::new(published);
        kept
    }

    fn published_of(&self, indicator: Symbol) -> impl Iterator<Item = (Symbol, Origin, Month)> {
        let all = [Origin::Claimed, Origin::Recognised].into_iter();
        let pairs = all.flat_map(|origin| Month::all().map(move |month| (origin, month)));
        pairs
            .filter(move |(origin, month)| self.is_published(indicator, *origin, *month))
            .map(move |(origin, month)| (indicator, origin, month))
    }

    /// The year.
    pub const fn year(&self) -> i16 {
        self.year
    }

    /// Takes up a cell. Cells must come in the order of their versions: a later one takes the place
    /// of an earlier one *in this table*, never in the store; one of lower standing stays behind.
    ///
    /// # Errors
    /// When the period is of another year.
    pub fn accept(&mut self, key: RowKey, period: Period, cell: Cell) -> Result<(), TableError> {
        if period.year() != self.year {
            return Err(TableError::OtherYear { period, year: self.year });
        }
        match (period.span(), period.end()) {
            (Span::Week(week), _) => {
                Arc::make_mut(&mut self.weeks).insert((key, week, cell.standing), cell);
            }
            (_, Some(end)) => {
                let rows = Arc::make_mut(self.rows.entry(key.indicator).or_default());
                Arc::make_mut(rows.entry(key).or_default()).accept(end, cell);
            }
            (_, None) => {}
        }
        Ok(())
    }

    /// Takes back what was stated in a standing, in the order of versions with [`YearTable::accept`]: the table is
    /// as if it had not been stated; what was stated in other standings stays. Nothing happens when there is nothing.
    ///
    /// # Errors
    /// When the period is of another year.
    pub fn withdraw(&mut self, key: RowKey, period: Period, standing: Standing) -> Result<(), TableError> {
        if period.year() != self.year {
            return Err(TableError::OtherYear { period, year: self.year });
        }
        match (period.span(), period.end()) {
            (Span::Week(week), _) => {
                Arc::make_mut(&mut self.weeks).remove(&(key, week, standing));
            }
            (span, Some(end)) => self.withdraw_month(key, end, span, standing),
            (_, None) => {}
        }
        Ok(())
    }

    fn withdraw_month(&mut self, key: RowKey, end: Month, span: Span, standing: Standing) {
        let Some(rows) = self.rows.get_mut(&key.indicator) else { return };
        let rows = Arc::make_mut(rows);
        if let Some(row) = rows.get_mut(&key) {
            let row = Arc::make_mut(row);
            row.withdraw(end, span, standing);
            if row.is_empty() {
                rows.remove(&key);
            }
        }
        if rows.is_empty() {
            self.rows.remove(&key.indicator);
        }
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

    /// The figure of a week, of the highest standing.
    pub fn week(&self, key: RowKey, week: u8) -> Option<&Cell> {
        self.weeks_of(key, week).next_back()
    }

    fn weeks_of(&self, key: RowKey, week: u8) -> impl DoubleEndedIterator<Item = &Cell> {
        self.weeks.range((key, week, Standing::Draft)..=(key, week, Standing::Certified)).map(|(_, cell)| cell)
    }

    /// All figures of weeks, in the order of their keys, weeks and standings.
    pub fn weeks(&self) -> impl Iterator<Item = (&RowKey, u8, &Cell)> {
        self.weeks.iter().map(|((key, week, _), cell)| (key, *week, cell))
    }

    /// What was stated last for a figure, once for each standing in which it was stated.
    pub fn statements(&self, key: RowKey, period: Period) -> Vec<&Cell> {
        match (period.span(), period.end()) {
            (Span::Week(week), _) => self.weeks_of(key, week).collect(),
            (span, Some(end)) => self.row(key).into_iter().flat_map(|row| row.statements(end, span)).collect(),
            (_, None) => Vec::new(),
        }
    }

    /// Whether any unit has a known figure of the indicator for a period that ends in `month`.
    pub fn is_published(&self, indicator: Symbol, origin: Origin, month: Month) -> bool {
        let rows = self.rows.get(&indicator);
        let mut rows = rows.into_iter().flat_map(|rows| rows.iter());
        let taken_out = || self.published.contains(&(indicator, origin, month));
        let known = |(key, row): (&RowKey, &Arc<Row>)| {
            let counts = key.origin == origin && !matches!(key.measure, Measure::Progress | Measure::Done);
            counts && row.cell(month).is_some_and(|cell| cell.state == State::Known)
        };
        rows.any(known) || taken_out()
    }

    /// All rows in the order of their keys.
    pub fn rows(&self) -> impl Iterator<Item = (&RowKey, &Row)> {
        self.rows.values().flat_map(|rows| rows.iter()).map(|(key, row)| (key, row.as_ref()))
    }

    /// How many rows of up to twelve months there are; weeks stand apart.
    pub fn row_count(&self) -> usize {
        self.rows.values().map(|rows| rows.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.weeks.is_empty()
    }
}
