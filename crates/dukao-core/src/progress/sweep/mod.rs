//! Whole tables at once: the figures of pace and remaining task for every indicator, unit and period of
//! a year, from dense rows of whole numbers.
//!
//! Looking a figure's inputs up in a [`Book`] costs more than computing it. A [`Sweep`] looks them up once,
//! keeps them as rows of twelve `i64` on one scale, and runs the formulas of [`super::formula`] over them
//! with [`Fast`]. What does not fit — no target, a share or figure that needs more digits, a step that
//! overflows — is computed by the [`Reckoner`], so that both always say the same.

mod dense;

use crate::framework::{Framework, Target};
use crate::ledger::{Book, Origin};
use crate::number::{Fast, Rational};
use crate::period::Month;

use super::subject::due_end;
use super::{Absence, Exact, FigureKind, Reckoner, Subject};
use dense::{Dense, Pace};

/// The figures that a sweep computes.
pub const SWEPT: [FigureKind; 7] = [
    FigureKind::Completion,
    FigureKind::BehindPace,
    FigureKind::Shortfall,
    FigureKind::Requirement,
    FigureKind::MonthlyShortfall,
    FigureKind::Remaining,
    FigureKind::RemainingMonthly,
];

/// The figures of one indicator and unit at the end of one period, in the order of [`SWEPT`]. Amounts are
/// in units of the row's last digit.
#[derive(Debug, Clone, Copy)]
pub struct Swept {
    figures: [Fast; SWEPT.len()],
    /// Bit n: whether figure n exists.
    known: u8,
}

impl Swept {
    /// One figure; `None` when it does not exist. It may have overflowed.
    pub fn get(&self, kind: FigureKind) -> Option<Fast> {
        let place = SWEPT.iter().position(|swept| *swept == kind)?;
        (self.known >> place & 1 == 1).then(|| self.figures.get(place).copied()).flatten()
    }

    /// All that exist.
    pub fn iter(&self) -> impl Iterator<Item = (FigureKind, Fast)> {
        let pairs = SWEPT.into_iter().zip(self.figures).enumerate();
        pairs.filter(|(place, _)| self.known >> place & 1 == 1).map(|(_, pair)| pair)
    }
}

/// The dense rows of a year.
#[derive(Debug, Clone)]
pub struct Sweep {
    year: i16,
    origin: Origin,
    /// Indicator and unit of each row, ascending.
    names: Vec<(String, String)>,
    rows: Vec<Dense>,
    paces: Vec<Pace>,
}

impl Sweep {
    /// Looks up every indicator and unit with a target in `year`.
    pub fn of(book: &Book, year: i16, origin: Origin) -> Self {
        let mut sweep = Self { year, origin, names: Vec::new(), rows: Vec::new(), paces: Vec::new() };
        for target in book.framework(year).into_iter().flat_map(Framework::targets) {
            sweep.renew(book, target);
        }
        sweep
    }

    /// Looks one indicator and unit up again, after one of its figures or its target changed.
    pub fn renew(&mut self, book: &Book, target: &Target) {
        let name = (target.indicator.clone(), target.unit.clone());
        let place = match self.names.last() {
            Some(last) if *last < name => Err(self.names.len()),
            _ => self.names.binary_search(&name),
        };
        let subject = self.subject(&name.0, &name.1, Month::DECEMBER);
        let dense = Dense::of(book, subject, &mut self.paces);
        match (place, dense) {
            (Ok(place), Some(dense)) => {
                if let Some(row) = self.rows.get_mut(place) {
                    *row = dense;
                }
            }
            (Err(place), Some(dense)) => {
                self.names.insert(place, name);
                self.rows.insert(place, dense);
            }
            (Ok(place), None) => {
                self.names.remove(place);
                self.rows.remove(place);
            }
            (Err(_), None) => {}
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Computes all figures of all rows and hands them to `visit` with the row's number and the end of the
    /// period.
    pub fn run(&self, mut visit: impl FnMut(usize, Month, &Swept)) {
        for (number, row) in self.rows.iter().enumerate() {
            if let Some(pace) = self.paces.get(row.pace()) {
                row.run(pace, |end, swept| visit(number, end, swept));
            }
        }
    }

    /// Indicator and unit of a row.
    pub fn name(&self, row: usize) -> Option<(&str, &str)> {
        self.names.get(row).map(|(indicator, unit)| (indicator.as_str(), unit.as_str()))
    }

    /// One figure as of `month`, exactly as the [`Reckoner`] gives it; by the dense row where that is enough.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn figure(
        &self,
        book: &Book,
        (indicator, unit): (&str, &str),
        month: Month,
        kind: FigureKind,
    ) -> Result<Rational, Absence> {
        match self.quick(book, (indicator, unit), month, kind) {
            Some(value) => Ok(value),
            None => Reckoner::<Exact>::new(book, self.subject(indicator, unit, month))?.compute(kind),
        }
    }

    fn quick(&self, book: &Book, name: (&str, &str), month: Month, kind: FigureKind) -> Option<Rational> {
        let end = due_end(book, book.framework(self.year)?.get(name.0)?, self.origin, month)?;
        let place = self.names.binary_search_by(|(left, right)| (left.as_str(), right.as_str()).cmp(&name)).ok()?;
        let row = self.rows.get(place)?;
        let mut value = None;
        row.run(self.paces.get(row.pace())?, |at, swept| {
            if at == end {
                value = swept.get(kind).and_then(Fast::exact);
            }
        });
        Some(row.in_own_unit(kind, value?))
    }

    fn subject<'a>(&self, indicator: &'a str, unit: &'a str, month: Month) -> Subject<'a> {
        Subject { indicator, unit, year: self.year, month, origin: self.origin }
    }
}
