//! Growth against its target.

use crate::framework::{Goal, Indicator, PriceBasis};
use crate::number::Number;
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
            FigureKind::GrowthGap => {
                let gap = formula::growth_gap(&inputs.target_growth()?, &inputs.growth(end)?);
                Ok(self.turned(gap))
            }
            FigureKind::GrowthMovement => {
                let before =
                    period_before(inputs.indicator, end).ok_or_else(|| Absence::not_applicable("没有上一期"))?;
                Ok(inputs.growth(end)?.sub(&inputs.growth(before)?))
            }
            _ => self.growth_amount_gap(end),
        }
    }

    /// Only with a current-price growth target: a constant-price target needs a constant-price base.
    pub(super) fn growth_amount_gap(&self, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let constant = |indicator: &Indicator| indicator.price == PriceBasis::Constant;
        let own = inputs.target.is_some_and(|target| target.goal == Goal::Growth);
        if constant(inputs.indicator) || (!own && inputs.pair().is_some_and(constant)) {
            return Err(Absence::not_applicable("目标是可比价增速，没有可比价基数，不能折成金额"));
        }
        let target = inputs.target_growth()?;
        let base = positive_base::<L>(inputs.base(end)?)?;
        formula::growth_amount_gap(&base, &target, &inputs.cumulative(inputs.subject.year, end)?)
            .ok_or_else(|| Absence::incomparable("上年同期为零"))
    }
}
