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
    /// Powers of ten of the unit it was written in: 8 for 亿元.
    written_in: i8,
    /// What the rules in force add to half of its last digit.
    extra: Rational,
    /// The remark beside it.
    pub(super) note: Option<Box<str>>,
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
        fact.note.clone_from(&cell.note);
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
        Some(Self {
            value,
            exactness,
            decimals,
            span: Span::Year,
            written_in: from.power(),
            extra: Rational::zero(),
            note: None,
            cells: Vec::new(),
        })
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
        Self {
            value,
            exactness: Exactness::Sum(half),
            decimals,
            span,
            written_in: 0,
            extra: Rational::zero(),
            note: None,
            cells,
        }
    }

    /// `left − right`, about what `left` is about.
    pub(super) fn difference(left: &Self, right: &Self) -> Self {
        let together = Self::sum(&[left.clone(), right.clone()], left.span);
        Self { value: left.value.sub(&right.value), ..together }
    }

    /// The figure in a unit that is smaller by this many powers of ten: 亿元 as 万元 is 4.
    pub(super) fn moved(self, power: i8) -> Self {
        if power == 0 {
            return self;
        }
        let factor = Rational::power_of_ten(power);
        let exactness = match self.exactness {
            Exactness::Whole => Exactness::Whole,
            Exactness::Printed(digit) => Exactness::Printed(digit.saturating_add(power)),
            Exactness::Sum(half) => Exactness::Sum(half.mul(&factor)),
        };
        let decimals = u8::try_from(i16::from(self.decimals) - i16::from(power)).unwrap_or(0);
        Self { value: self.value.mul(&factor), exactness, decimals, extra: self.extra.mul(&factor), ..self }
    }

    /// The same figure with a wider tolerance.
    pub(super) fn with_extra(self, extra: Rational) -> Self {
        Self { extra, ..self }
    }

    /// Half of the last printed digit, 0 for whole things that were counted; and what the rules in force add.
    pub(super) fn half(&self) -> Rational {
        let half = match &self.exactness {
            Exactness::Whole => Rational::zero(),
            Exactness::Printed(power) => {
                let digit = Rational::power_of_ten(*power);
                digit.div(&Rational::integer(2)).unwrap_or(digit)
            }
            Exactness::Sum(half) => half.clone(),
        };
        half.add(&self.extra)
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

/// Whether a remark beside one of the figures says that it was revised.
pub(super) fn revised(facts: &[&Fact]) -> Option<String> {
    const WORDS: [&str; 7] = ["修订", "核减", "核增", "调整", "口径", "可比", "更正"];
    let says = |fact: &&Fact| fact.note.clone().filter(|note| WORDS.iter().any(|word| note.contains(word)));
    facts.iter().find_map(says).map(String::from)
}

/// `facts` with the few that came in last before the others: where a sum does not come out, what was
/// changed last is the first to look at. As they are when most came in last (a table taken in as a whole).
pub(super) fn latest_first(facts: Vec<&Fact>) -> Vec<&Fact> {
    let newest = facts.iter().filter_map(|fact| fact.version()).max();
    let (latest, others): (Vec<&Fact>, Vec<&Fact>) = facts.iter().copied().partition(|fact| fact.version() == newest);
    if latest.len() > others.len() { facts } else { latest.into_iter().chain(others).collect() }
}

/// By how much a sum of `facts` may be off: half of the **finest** printed digit of the sheet each
/// stands on, among those written in the same unit, added up. Spreadsheets drop trailing zeros: `44`
/// beside `69.26` is `44.00`; but 23000万元 beside 3.5亿元 says nothing about the digits of the latter.
pub(super) fn tolerance_of_sum(facts: &[&Fact]) -> Rational {
    let beside = |fact: &Fact, other: &Fact| {
        let sheet = fact.only_sheet();
        sheet.is_some() && other.only_sheet() == sheet && other.written_in == fact.written_in
    };
    let finest = |fact: &Fact| {
        let halves = facts.iter().filter(|other| beside(fact, other)).map(|other| other.half());
        halves.min().unwrap_or_else(|| fact.half())
    };
    facts.iter().fold(Rational::zero(), |total, fact| total.add(&finest(fact)))
}
