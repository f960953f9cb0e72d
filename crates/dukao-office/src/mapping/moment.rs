//! What a table says of its own time, in its title, the names of its sheet and file, and its heads.

use dukao_core::period::Period;

use super::stretch::{Stated, stated};
use crate::cellvalue::{Figure, figure};
use crate::grid::{CellKind, Sheet};

/// How many rows may stand above the first figures.
const TITLE_WITHIN: usize = 20;

/// The time of a whole table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The period.
    pub(crate) period: Option<Period>,
    /// The year, also when no period is stated.
    pub(crate) year: Option<i16>,
}

/// The time that the table states; `above` are rows of the whole sheet before it, `names` the names of its
/// sheet and file.
pub(crate) fn of(table: &Sheet, whole: &Sheet, above: usize, names: [&str; 2]) -> Moment {
    let (titles, heads) = texts(table, table.height());
    // A table beside another one shares the titles over both.
    let (outer, outer_heads, beside) = if above > 0 {
        let (titles, heads) = texts(whole, above);
        (titles, heads, Vec::new())
    } else {
        let (titles, others) = texts(whole, whole.height());
        (titles, Vec::new(), others)
    };
    let said = [stated(titles.iter().copied()), stated(outer), stated([names[0]]), stated([names[1]])];
    let mut all = Stated::default();
    for one in &said {
        all.periods.extend(one.periods.iter().copied());
        all.years.extend(one.years.iter().copied());
        all.spans.extend(one.spans.iter().copied());
        all.ends.extend(one.ends.iter().copied());
        if let Some(period) = all.period() {
            return Moment { period: Some(period), year: Some(period.year()) };
        }
    }
    let heads = stated(heads.into_iter().chain(outer_heads));
    // Heads compare: the latest year and the latest month are meant.
    let latest = heads.periods.iter().copied().max_by_key(|period| (period.year(), period.end(), period.months()));
    all.years.extend(heads.years.iter().copied().max());
    let span = heads
        .spans
        .iter()
        .copied()
        .max_by_key(|span| Period::new(2000, *span).map(|period| (period.end(), period.months())));
    let joined = || Period::new(*all.years.first()?, span?);
    let period = latest.or_else(joined).or_else(|| stated(beside).period());
    Moment { period, year: period.map(Period::year).or_else(|| all.year()) }
}

/// The texts above the first figures: those that stand alone in their row, and the others.
pub(crate) fn texts(sheet: &Sheet, rows: usize) -> (Vec<&str>, Vec<&str>) {
    let (mut alone, mut others) = (Vec::new(), Vec::new());
    for row in 0..rows.min(TITLE_WITHIN).min(sheet.height()) {
        let cells: Vec<_> = sheet.row(row).iter().filter(|cell| !cell.is_empty()).collect();
        let figures = cells.iter().filter(|cell| is_amount(cell)).count();
        if figures > 1 || (figures == 1 && cells.len() > 1 && cells.len() < 4) {
            break;
        }
        let texts =
            cells.iter().filter(|cell| matches!(cell.kind, CellKind::Text | CellKind::Date)).map(|cell| cell.text());
        if cells.len() == 1 { alone.extend(texts) } else { others.extend(texts) }
    }
    (alone, others)
}

/// A number that is no year.
fn is_amount(cell: &crate::grid::Cell) -> bool {
    matches!(figure(cell), Ok(Figure::Number(typed)) if typed.decimal.parse::<i16>().map_or(true, |year| !(1990..2100).contains(&year)))
}
