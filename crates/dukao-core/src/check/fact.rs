//! A printed figure as the checks see it: its value, how exact it is, and where it stands.

use crate::framework::{Indicator, ValueKind};
use crate::ledger::{Book, Cell, Measure, Place, State, Version};
use crate::number::{Decimal, Number, Rational};
use crate::period::Span;
use crate::progress::{Source, shown};
use crate::quantity::UnitOfMeasure;

use super::interval::Interval;

/// How exact a figure is.
#[derive(Debug, Clone)]
enum Exactness {
    /// Whole things that were counted.
    Whole,
    /// Printed to this power of ten.
    Printed(i8),
    /// A sum: half digits added up.
    Sum(Rational),
}

/// A known figure, or one made of several.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// The value: in the indicator's unit, or in %, or places.
    pub(super) value: Rational,
    exactness: Exactness,
    /// Decimals needed to show it.
    pub(super) decimals: u8,
    /// The stretch of the year it is about.
    pub(super) span: Span,
    /// The cells it is made of.
    pub(super) cells: Vec<(Option<Place>, Version)>,
}

impl Fact {
    /// The figure of `cell`, if it is known and its unit of measure fits.
    pub(super) fn of_cell(cell: &Cell, measure: Measure, indicator: &Indicator) -> Option<Self> {
        let value = cell.value.filter(|_| cell.state == State::Known)?;
        let unit = if measure.in_indicator_unit() { &indicator.unit } else { cell.unit.as_ref() };
        let whole = indicator.kind == ValueKind::Count && measure.in_indicator_unit()
            || matches!(measure, Measure::Rank | Measure::LastYearRank);
        let mut fact = Self::written(value, &cell.unit, unit, whole)?;
        fact.span = cell.span;
        fact.cells.push((cell.place, cell.version));
        Some(fact)
    }

    /// A decimal as written in `from`, shown in `to`; exact when it counts `whole` things.
    pub(super) fn written(value: Decimal, from: &UnitOfMeasure, to: &UnitOfMeasure, whole: bool) -> Option<Self> {
        let power = from.power_to(to)?;
        let last_digit = i8::try_from(i16::from(power) - i16::from(value.scale())).ok()?;
        let exact = whole && value.scale() == 0 && from.power() == 0;
        let exactness = if exact { Exactness::Whole } else { Exactness::Printed(last_digit) };
        let decimals = u8::try_from(-i16::from(last_digit)).unwrap_or(0);
        let written = Rational::from(value);
        let value = if power == 0 { written } else { written.mul(&Rational::power_of_ten(power)) };
        Some(Self { value, exactness, decimals, span: Span::Year, cells: Vec::new() })
    }

    /// The figure of `terms` together; `span` is what it is about.
    pub(super) fn sum(terms: &[Self], span: Span) -> Self {
        let (mut value, mut half) = (Rational::zero(), Rational::zero());
        for term in terms {
            value = value.add(&term.value);
            half = half.add(&term.half());
        }
        let decimals = terms.iter().map(|term| term.decimals).max().unwrap_or(0);
        let cells = terms.iter().flat_map(|term| term.cells.iter().copied()).collect();
        Self { value, exactness: Exactness::Sum(half), decimals, span, cells }
    }

    /// Half of the last printed digit; 0 for whole things that were counted.
    pub(super) fn half(&self) -> Rational {
        match &self.exactness {
            Exactness::Whole => Rational::zero(),
            Exactness::Printed(power) => {
                let digit = Rational::power_of_ten(*power);
                digit.div(&Rational::integer(2)).unwrap_or(digit)
            }
            Exactness::Sum(half) => half.clone(),
        }
    }

    /// Between which bounds the true value lies.
    pub(super) fn interval(&self) -> Interval {
        Interval::around(&self.value, &self.half())
    }

    /// The value as printed, in the unit of the check.
    pub(super) fn text(&self) -> String {
        shown(&self.value, self.decimals)
    }

    /// The cells as sources.
    pub(super) fn sources(&self, book: &Book) -> Vec<Source> {
        self.cells.iter().map(|(place, version)| Source::of(book, *place, *version)).collect()
    }

    /// The version that brought the newest of its cells.
    fn version(&self) -> Option<Version> {
        self.cells.iter().map(|(_, version)| *version).max()
    }

    /// The single cell it stands in.
    fn only_sheet(&self) -> Option<u32> {
        match self.cells.as_slice() {
            [(Some(place), _)] => Some(place.sheet),
            _ => None,
        }
    }
}

/// `facts` with the few that came in last before the others: where a sum does not come out, what was
/// changed last is the first to look at. As they are when most came in last (a table taken in as a whole).
pub(super) fn latest_first(facts: Vec<&Fact>) -> Vec<&Fact> {
    let newest = facts.iter().filter_map(|fact| fact.version()).max();
    let (latest, others): (Vec<&Fact>, Vec<&Fact>) = facts.iter().copied().partition(|fact| fact.version() == newest);
    if latest.len() > others.len() { facts } else { latest.into_iter().chain(others).collect() }
}

/// By how much a sum of `facts` may be off: half of the **finest** printed digit of the sheet each
/// stands on, added up. Spreadsheets drop trailing zeros: `44` beside `69.26` is `44.00`.
pub(super) fn tolerance_of_sum(facts: &[&Fact]) -> Rational {
    let halves: Vec<(Option<u32>, Rational)> = facts.iter().map(|fact| (fact.only_sheet(), fact.half())).collect();
    let finest = |(sheet, own): &(Option<u32>, Rational)| {
        let beside = halves.iter().filter(|(other, _)| sheet.is_some() && other == sheet);
        beside.map(|(_, half)| half).min().unwrap_or(own).clone()
    };
    halves.iter().fold(Rational::zero(), |total, half| total.add(&finest(half)))
}
