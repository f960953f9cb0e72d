//! `B(m)` and `g`: bases and growth.

use crate::framework::{Indicator, PriceBasis, ValueKind};
use crate::ledger::Measure;
use crate::number::{Decimal, Number, Rational};
use crate::period::Month;

use super::super::{Absence, Lens, formula};
use super::Inputs;

impl<L: Lens> Inputs<'_, L> {
    /// `B(m)`: as reported, or what the change printed beside the figure leaves of it.
    pub(in crate::progress) fn base(&self, end: Month) -> Result<L::N, Absence> {
        match self.reported_base(end) {
            Err(absence @ Absence::Unreported(_)) => self.base_by_change(end).ok_or(absence),
            other => other,
        }
    }

    /// Figure less printed change, for what adds up at current prices; not where the growth printed beside
    /// them contradicts the change.
    pub(in crate::progress) fn base_by_change(&self, end: Month) -> Option<L::N> {
        self.accumulates().ok().filter(|()| !self.growth_is_real())?;
        let change = self.cell(Measure::Change, self.subject.year, end).ok()?;
        let actual = self.cumulative(self.subject.year, end).ok()?;
        let base = formula::base_from_change(&actual, &change);
        let printed = self.printed_growth(end);
        let fits = printed.is_none_or(|printed| fits(L::value(&actual), L::value(&base), printed));
        fits.then(|| self.own_named(base, "推算上年同期"))
    }

    /// The base printed beside the figure, or last year's own cumulative.
    pub(in crate::progress) fn reported_base(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        match self.cell(Measure::CumulativeBase, year, end) {
            Err(Absence::Unreported(_)) => self.cumulative(year - 1, end),
            other => other,
        }
    }

    /// The base printed beside the figure, where the growth printed there is that of the two, rounded. A
    /// growth that is not (an adjusted basis, a mistake) goes before the base.
    pub(in crate::progress) fn base_beside(&self, actual: &L::N, end: Month) -> Result<Option<L::N>, Absence> {
        let year = self.subject.year;
        let base = match self.cell(Measure::CumulativeBase, year, end) {
            Err(Absence::Unreported(_)) => return Ok(None),
            other => other?,
        };
        let fits = self.printed_growth(end).is_some_and(|printed| fits(L::value(actual), L::value(&base), printed));
        Ok(fits.then_some(base))
    }

    /// The growth printed with the figure, as it is written.
    fn printed_growth(&self, end: Month) -> Option<Decimal> {
        let (code, unit, origin) = (self.subject.indicator, self.subject.unit, self.subject.origin);
        self.book.cell(code, unit, Measure::CumulativeGrowth, origin, self.subject.year, end)?.value
    }

    /// `g` in percent: printed; else the growth indicator of the pair; else from the amounts, unless
    /// prices are constant.
    pub(in crate::progress) fn growth(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        match self.indicator.kind {
            ValueKind::Growth => return self.cumulative(year, end),
            ValueKind::Flow | ValueKind::Count => {}
            kind => return Err(Absence::NotApplicable(format!("{}类指标不计同比增速", kind.label()))),
        }
        let published = self.published_growth(end);
        let has_pair = self.pair().is_some_and(|pair| pair.kind == ValueKind::Growth);
        if has_pair || !matches!(published, Err(Absence::Unreported(_))) {
            return published;
        }
        self.computed_growth(end)
    }

    /// `g` as published: printed with the figure, or the growth indicator of the pair.
    pub(in crate::progress) fn published_growth(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        let printed = self.cell(Measure::CumulativeGrowth, year, end);
        match (&printed, self.pair()) {
            (Err(Absence::Unreported(_)), Some(pair)) if pair.kind == ValueKind::Growth => {
                self.cell_of(pair, Measure::Cumulative, year, end)
            }
            _ => printed,
        }
    }

    /// `b(m)`, the same period of last year alone: printed beside the figure, or last year's own.
    pub(in crate::progress) fn month_base(&self, end: Month) -> Result<L::N, Absence> {
        self.accumulates()?;
        match self.cell(Measure::MonthBase, self.subject.year, end) {
            Err(Absence::Unreported(_)) => self.month_of(self.subject.year - 1, end),
            other => other,
        }
    }

    /// Growth of the period alone, in percent: printed; else the period figure of the growth indicator of the
    /// pair; else from the amounts, unless prices are constant.
    pub(in crate::progress) fn month_growth(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        if self.indicator.kind == ValueKind::Growth {
            return self.month(end);
        }
        self.accumulates()?;
        let printed = self.cell(Measure::MonthGrowth, year, end);
        let pair = self.pair().filter(|pair| pair.kind == ValueKind::Growth);
        let published = match (printed, pair) {
            (Err(Absence::Unreported(_)), Some(pair)) => self.cell_of(pair, Measure::Month, year, end),
            (printed, _) => printed,
        };
        match published {
            Err(Absence::Unreported(_)) if !self.growth_is_real() => {
                let base = positive_base::<L>(self.month_base(end)?)?;
                formula::growth(&self.month(end)?, &base).ok_or_else(|| Absence::incomparable("上年同期为零"))
            }
            other => other,
        }
    }

    /// Whether growth is measured at constant prices, so that it is never derivable from the amounts
    /// and no base follows from it: by the indicator's own price basis or by that of its growth pair.
    pub(in crate::progress) fn growth_is_real(&self) -> bool {
        let constant = |indicator: &Indicator| indicator.price == PriceBasis::Constant;
        constant(self.indicator) || self.pair().is_some_and(|pair| pair.kind == ValueKind::Growth && constant(pair))
    }

    /// Growth from the amounts.
    pub(in crate::progress) fn computed_growth(&self, end: Month) -> Result<L::N, Absence> {
        if self.growth_is_real() {
            return Err(Absence::not_applicable("可比价增速以发布数为准，不得由现价总量推算"));
        }
        let base = positive_base::<L>(self.base(end)?)?;
        let actual = self.cumulative(self.subject.year, end)?;
        formula::growth(&actual, &base).ok_or_else(|| Absence::incomparable("上年同期为零"))
    }
}

/// Whether the growth of `actual` over `base` rounds to the one that is printed.
fn fits(actual: &Rational, base: &Rational, printed: Decimal) -> bool {
    let exact = formula::growth(actual, base);
    exact.is_some_and(|exact| exact.round(printed.scale()) == Rational::from(printed).round(printed.scale()))
}

/// The base that a published growth implies: not from a growth of −100 % or less, and never below zero.
pub(in crate::progress) fn implied_base<L: Lens>(actual: &L::N, growth: &L::N) -> Result<L::N, Absence> {
    let base = formula::implied_base(actual, growth)
        .ok_or_else(|| Absence::incomparable("增速为−100%或更低，无法推算基数"))?;
    if base.signum() < 0 { Err(Absence::incomparable("推算的上年同期为负数")) } else { Ok(base) }
}

/// A base that growth may be measured against.
pub(in crate::progress) fn positive_base<L: Lens>(base: L::N) -> Result<L::N, Absence> {
    match base.signum() {
        0 => Err(Absence::incomparable("上年同期为零")),
        sign if sign < 0 => Err(Absence::incomparable("上年同期为负数")),
        _ => Ok(base),
    }
}
