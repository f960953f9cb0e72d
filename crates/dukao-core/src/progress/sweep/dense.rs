//! One row: an indicator of a unit over a year, and the formulas run over it.

use crate::ledger::Book;
use crate::number::{Fast, Number, Rational};
use crate::period::Month;

use super::super::subject::{due_end, period_before};
use super::super::{Absence, Exact, FigureKind, Reckoner, Subject, formula};
use super::{SWEPT, Swept};

/// Most decimals of a row.
const MOST_DECIMALS: u8 = 12;

/// Twelve figures as whole numbers, and which of them are known.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    mantissas: [i64; 12],
    known: u16,
}

impl Figures {
    fn get(&self, month: Month) -> Option<Fast> {
        let known = self.known >> month.index() & 1 == 1;
        known.then(|| self.mantissas.get(month.index()).copied().map(Fast::integer)).flatten()
    }
}

/// The inputs of a row: target, cumulative and month figures, all on one scale.
#[derive(Debug, Clone)]
pub(super) struct Dense {
    target: i64,
    scale: u8,
    /// Lower is better: positive is behind all the same.
    turned: bool,
    pace: usize,
    cumulative: Figures,
    month: Figures,
}

/// Which periods a row has and which share of the target is due by the end of each; shared by many rows.
#[derive(Debug, Clone)]
pub(super) struct Pace {
    /// End of each period that comes due, and of the one before it.
    periods: Vec<(Month, Option<Month>)>,
    shares: [Option<Rational>; 12],
    /// The same in machine words.
    steps: Vec<Step>,
}

/// A period with what is planned by its end and was planned by its beginning.
#[derive(Debug, Clone, Copy)]
struct Step {
    end: Month,
    share: Option<Fast>,
    share_before: Option<Fast>,
    months_left: i64,
}

impl PartialEq for Pace {
    fn eq(&self, other: &Self) -> bool {
        self.periods == other.periods && self.shares == other.shares
    }
}

impl Pace {
    fn of(reckoner: &Reckoner<'_, Exact>) -> Option<Self> {
        let (inputs, indicator) = (&reckoner.inputs, reckoner.indicator());
        let mut ends: Vec<Month> =
            Month::all().filter_map(|month| due_end(inputs.book, indicator, inputs.subject.origin, month)).collect();
        ends.dedup();
        let periods: Vec<_> = ends.into_iter().map(|end| (end, period_before(indicator, end))).collect();
        let mut shares = [const { None }; 12];
        for (slot, month) in shares.iter_mut().zip(Month::all()) {
            *slot = reckoner.inputs.share(Some(month)).ok();
        }
        let mut pace = Self { periods, shares, steps: Vec::new() };
        pace.steps = pace.periods.iter().map(|(end, before)| pace.step(*end, *before)).collect::<Option<_>>()?;
        Some(pace)
    }

    /// `None` when a share does not fit machine words.
    fn step(&self, end: Month, before: Option<Month>) -> Option<Step> {
        let share = |month: Month| match self.shares.get(month.index())? {
            None => Some(None),
            Some(share) => share.words().map(|(numerator, denominator)| Some(Fast::ratio(numerator, denominator))),
        };
        let (share, share_before) = (share(end)?, before.map_or(Some(Some(Fast::integer(0))), share)?);
        let (share, share_before) = match share.zip(share_before) {
            Some((now, before)) => {
                let (now, before) = now.beside(before);
                (Some(now), Some(before))
            }
            None => (share, share_before),
        };
        Some(Step { end, share, share_before, months_left: 12 - i64::from(end.number()) })
    }
}

impl Dense {
    /// The row of `subject`; `None` when the formulas cannot run over whole numbers for it.
    pub(super) fn of(book: &Book, subject: Subject<'_>, paces: &mut Vec<Pace>) -> Option<Self> {
        let year = subject.year;
        // What a unit was before a merger it is from the merger on: one row does not hold both.
        if book.organisation.formation(subject.unit).is_some() {
            return None;
        }
        let reckoner = Reckoner::<Exact>::new(book, subject).ok()?;
        let inputs = &reckoner.inputs;
        inputs.accumulates().ok()?;
        let target = inputs.positive_floor().ok()?;
        let pace = Pace::of(&reckoner)?;
        let of = |take: &dyn Fn(Month) -> Result<Rational, Absence>| {
            let mut figures = [const { None }; 12];
            for (end, _) in &pace.periods {
                if let Some(slot) = figures.get_mut(end.index()) {
                    *slot = take(*end).ok();
                }
            }
            figures
        };
        let cumulative = of(&|end| inputs.cumulative(year, end));
        let month = of(&|end| inputs.month(end));
        let scale = scale(std::iter::once(&target).chain(cumulative.iter().flatten()).chain(month.iter().flatten()))?;
        Some(Self {
            target: target.scaled(scale)?,
            scale,
            turned: reckoner.lower_is_better(),
            pace: place(pace, paces),
            cumulative: whole(&cumulative, scale)?,
            month: whole(&month, scale)?,
        })
    }

    pub(super) const fn pace(&self) -> usize {
        self.pace
    }

    /// Amounts come in units of the row's last digit; rates do not.
    pub(super) fn in_own_unit(&self, kind: FigureKind, value: Rational) -> Rational {
        if matches!(kind, FigureKind::Completion | FigureKind::BehindPace) {
            return value;
        }
        value.mul(&Rational::power_of_ten(-i8::try_from(self.scale).unwrap_or(0)))
    }

    /// All figures of all periods.
    pub(super) fn run(&self, pace: &Pace, mut visit: impl FnMut(Month, &Swept)) {
        for step in &pace.steps {
            visit(step.end, &self.figures(step));
        }
    }

    /// The formulas, over whole numbers.
    fn figures(&self, step: &Step) -> Swept {
        let target = Fast::integer(self.target);
        let turned = |value: Fast| if self.turned { formula::turned(&value) } else { value };
        let (actual, month) = (self.cumulative.get(step.end), self.month.get(step.end));
        let completion = actual.and_then(|actual| formula::completion(&actual, &target));
        let behind = step.share.zip(completion).map(|(share, done)| turned(formula::behind_pace(&share, &done)));
        let shortfall = step.share.zip(actual);
        let shortfall = shortfall.map(|(share, actual)| turned(formula::shortfall(&target, &share, &actual)));
        let due = step.share.zip(step.share_before);
        let due = due.map(|(share, before)| formula::requirement(&target, &share, &before));
        let new = due.zip(month).map(|(due, month)| turned(formula::monthly_shortfall(&due, &month)));
        let left = actual.map(|actual| formula::remaining(&target, &actual));
        let monthly = left.and_then(|left| formula::remaining_monthly(&left, &Fast::integer(step.months_left)));
        let mut swept = Swept { figures: [Fast::integer(0); SWEPT.len()], known: 0 };
        let all = [completion, behind, shortfall, due, new, left, monthly];
        for ((number, slot), figure) in (0..).zip(&mut swept.figures).zip(all) {
            if let Some(figure) = figure {
                *slot = figure;
                swept.known |= 1 << number;
            }
        }
        swept
    }
}

/// The fewest decimals on which all numbers are whole.
fn scale<'r>(mut numbers: impl Iterator<Item = &'r Rational>) -> Option<u8> {
    numbers.try_fold(0, |scale, number| (scale..=MOST_DECIMALS).find(|decimals| number.scaled(*decimals).is_some()))
}

fn whole(figures: &[Option<Rational>; 12], scale: u8) -> Option<Figures> {
    let mut whole = Figures::default();
    for (number, (slot, figure)) in whole.mantissas.iter_mut().zip(figures).enumerate() {
        if let Some(figure) = figure {
            *slot = figure.scaled(scale)?;
            whole.known |= 1 << number;
        }
    }
    Some(whole)
}

/// The number of `pace` among the paces known so far.
fn place(pace: Pace, paces: &mut Vec<Pace>) -> usize {
    paces.iter().position(|known| *known == pace).unwrap_or_else(|| {
        paces.push(pace);
        paces.len() - 1
    })
}
