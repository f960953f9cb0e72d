//! Growth against its target.

use crate::period::Month;

use super::super::inputs::positive_base;
use super::super::subject::period_before;
use super::super::{Absence, FigureKind, Lens, formula};
use super::{Outcome, Reckoner};

impl<L: Lens> Reckoner<'_, L> {
    pub(super) fn growth(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        let end = self.end()?;
        match kind {
            FigureKind::GrowthGap => self.growth_gap_at(end),
            FigureKind::GrowthMovement => {
                let before =
                    period_before(inputs.indicator, end).ok_or_else(|| Absence::not_applicable("没有上一期"))?;
                Ok(formula::movement(&inputs.growth(end)?, &inputs.growth(before)?))
            }
            _ => self.growth_amount_gap(end),
        }
    }

    /// `g* − g` at the end of a period; only kinds that grow have it.
    pub(in crate::progress) fn growth_gap_at(&self, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        let growth = inputs.growth(end);
        if let Err(absence @ Absence::NotApplicable(_)) = growth {
            return Err(absence);
        }
        Ok(self.turned(formula::growth_gap(&inputs.target_growth()?, &growth?)))
    }

    /// Only with a current-price growth target: a constant-price target needs a constant-price base.
    pub(super) fn growth_amount_gap(&self, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        if inputs.growth_is_real() {
            return Err(Absence::not_applicable("目标是可比价增速，没有可比价基数，不能折成金额"));
        }
        let target = inputs.target_growth()?;
        let base = positive_base::<L>(inputs.base(end)?)?;
        formula::growth_amount_gap(&base, &target, &inputs.cumulative(inputs.subject.year, end)?)
            .map(|gap| self.turned(gap))
            .ok_or_else(|| Absence::incomparable("上年同期为零"))
    }
}
