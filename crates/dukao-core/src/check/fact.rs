//! A printed figure as the checks see it: its value, how exact it is, and where it stands.

use crate::framework::{Indicator, ValueKind};
use crate::ledger::{Book, Cell, Measure, Place, State, Version};
use crate::number::{Decimal, Number, Rational};
use crate::period::Span;
use crate::progress::{Source, shown};
use crate::quantity::UnitOfMeasure;

use super::interval::Interval;

/// A known figure, or one made of several.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// The value: in the indicator's unit, or in %, or places.
    pub(super) value: Rational,
    /// Half of the last printed digit; 0 for whole things that were counted.
    pub(super) half: Rational,
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
        let factor = Rational::power_of_ten(power);
        let exact = whole && value.scale() == 0 && from.power() == 0;
        let half = if exact { Rational::zero() } else { value.half_digit().mul(&factor) };
        let decimals = u8::try_from(i16::from(value.scale()) - i16::from(power)).unwrap_or(0);
        let value = Rational::from(value).mul(&factor);
        Some(Self { value, half, decimals, span: Span::Year, cells: Vec::new() })
    }

    /// The figure of `terms` together; `span` is what it is about.
    pub(super) fn sum(terms: &[Self], span: Span) -> Self {
        let mut total = Self { value: Rational::zero(), half: Rational::zero(), decimals: 0, span, cells: Vec::new() };
        for term in terms {
            total.value = total.value.add(&term.value);
            total.half = total.half.add(&term.half);
            total.decimals = total.decimals.max(term.decimals);
            total.cells.extend(term.cells.iter().copied());
        }
        total
    }

    /// Between which bounds the true value lies.
    pub(super) fn interval(&self) -> Interval {
        Interval::around(&self.value, &self.half)
    }

    /// The value as printed, in the unit of the check.
    pub(super) fn text(&self) -> String {
        shown(&self.value, self.decimals)
    }

    /// The cells as sources.
    pub(super) fn sources(&self, book: &Book) -> Vec<Source> {
        self.cells.iter().map(|(place, version)| Source::of(book, *place, *version)).collect()
    }

    /// The single cell it stands in.
    fn only_sheet(&self) -> Option<u32> {
        match self.cells.as_slice() {
            [(Some(place), _)] => Some(place.sheet),
            _ => None,
        }
    }
}

/// By how much a sum of `facts` may be off: half of the **finest** printed digit of the sheet each
/// stands on, added up. Spreadsheets drop trailing zeros: `44` beside `69.26` is `44.00`.
pub(super) fn tolerance_of_sum(facts: &[&Fact]) -> Rational {
    let finest = |fact: &Fact| {
        let beside =
            facts.iter().filter(|other| fact.only_sheet().is_some() && other.only_sheet() == fact.only_sheet());
        beside.map(|other| &other.half).min().unwrap_or(&fact.half).clone()
    };
    facts.iter().fold(Rational::zero(), |total, fact| total.add(&finest(fact)))
}
