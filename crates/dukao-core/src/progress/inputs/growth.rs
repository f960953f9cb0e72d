//! `B(m)` and `g`: bases and growth.

use crate::framework::{PriceBasis, ValueKind};
use crate::ledger::Measure;
use crate::number::Number;
use crate::period::Month;

use super::super::{Absence, Lens, formula};
use super::Inputs;

impl<L: Lens> Inputs<'_, L> {
    /// `B(m)`: printed beside the figure, or last year's own cumulative.
    pub(in crate::progress) fn base(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        match self.cell(Measure::CumulativeBase, year, end) {
            Err(Absence::Unreported(_)) => self.cumulative(year - 1, end),
            other => other,
        }
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
        let printed = self.cell(Measure::CumulativeGrowth, year, end);
        if !matches!(printed, Err(Absence::Unreported(_))) {
            return printed;
        }
        if let Some(pair) = self.pair().filter(|pair| pair.kind == ValueKind::Growth) {
            return self.cell_of(&pair.code, Measure::Cumulative, year, end);
        }
        self.computed_growth(end)
    }

    /// Growth from the amounts.
    pub(in crate::progress) fn computed_growth(&self, end: Month) -> Result<L::N, Absence> {
        if self.indicator.price == PriceBasis::Constant {
            return Err(Absence::not_applicable("可比价增速以发布数为准，不得由现价总量推算"));
        }
        let base = positive_base::<L>(self.base(end)?)?;
        let actual = self.cumulative(self.subject.year, end)?;
        formula::growth(&actual, &base).ok_or_else(|| Absence::incomparable("上年同期为零"))
    }
}

/// A base that growth may be measured against.
pub(in crate::progress) fn positive_base<L: Lens>(base: L::N) -> Result<L::N, Absence> {
    match base.signum() {
        0 => Err(Absence::incomparable("上年同期为零")),
        sign if sign < 0 => Err(Absence::incomparable("上年同期为负数")),
        _ => Ok(base),
    }
}
