//! Amounts: what was done, what is implied by it, how far from the target, how it moved.

use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::number::Number;
use crate::period::Month;

use super::super::inputs::implied_base;
use super::super::subject::period_before;
use super::super::{Absence, FigureKind, Lens, formula};
use super::{Outcome, Reckoner};

impl<L: Lens> Reckoner<'_, L> {
    pub(super) fn actual(&self, kind: FigureKind) -> Outcome<L> {
        let (inputs, end) = (&self.inputs, self.end()?);
        let year = inputs.subject.year;
        match kind {
            FigureKind::Cumulative => inputs.cumulative(year, end),
            FigureKind::Base => inputs.base(end),
            FigureKind::Growth => inputs.growth(end),
            FigureKind::ImpliedTarget => {
                inputs.accumulates()?;
                let printed = inputs.cell(Measure::Completion, year, end)?;
                formula::implied_target(&inputs.cumulative(year, end)?, &printed)
                    .ok_or_else(|| Absence::incomparable("发布的完成率为零或负数"))
            }
            _ => self.implied(kind, end),
        }
    }

    /// 短收 or 超收, as the table prints it.
    pub(super) fn published_difference(&self) -> Outcome<L> {
        self.inputs.accumulates()?;
        self.inputs.cell(Measure::Difference, self.inputs.subject.year, self.end()?)
    }

    /// Implied base and change in amount from a published growth, for current-price indicators; the
    /// change from the base itself where that is printed beside the figure and fits the published growth
    /// (a rate of −99.3 % says little about it), or where no growth is published. Where only the change is
    /// printed, it is the change, and the base follows from it.
    pub(super) fn implied(&self, kind: FigureKind, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        if inputs.growth_is_real() {
            return Err(Absence::not_applicable("可比价增速不能用来推算现价基数"));
        }
        let actual = inputs.cumulative(inputs.subject.year, end)?;
        let growth = match inputs.published_growth(end) {
            Err(absence @ Absence::Unreported(_)) => return self.without_growth(kind, end, &actual, absence),
            other => other?,
        };
        if kind == FigureKind::Change
            && let Some(base) = inputs.base_beside(&actual, end)?
        {
            return Ok(formula::change_from_base(&actual, &base));
        }
        let base = implied_base::<L>(&actual, &growth)?;
        if kind == FigureKind::ImpliedBase {
            return Ok(base);
        }
        formula::change(&actual, &growth).ok_or_else(|| Absence::incomparable("增速为−100%，无法推算基数"))
    }

    /// The same where no growth is published.
    fn without_growth(&self, kind: FigureKind, end: Month, actual: &L::N, absence: Absence) -> Outcome<L> {
        let inputs = &self.inputs;
        if kind == FigureKind::ImpliedBase {
            return inputs.base_by_change(end).ok_or(absence);
        }
        match (inputs.reported_base(end), inputs.cell(Measure::Change, inputs.subject.year, end)) {
            (Err(Absence::Unreported(_)), Ok(printed)) => Ok(printed),
            (base, _) => Ok(formula::change_from_base(actual, &base?)),
        }
    }

    pub(super) fn month_on_month(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let end = self.end()?;
        let before = period_before(inputs.indicator, end).ok_or_else(|| Absence::not_applicable("没有上一期"))?;
        let spans_two = inputs.indicator.joint_january && before.number() == 2;
        if spans_two {
            return Err(Absence::incomparable("上一期是1—2月两个月合计"));
        }
        let (month, earlier) = (inputs.month(end)?, inputs.month(before)?);
        if kind == FigureKind::MonthOnMonthChange {
            return Ok(formula::month_on_month(&month, &earlier));
        }
        if earlier.signum() < 0 {
            return Err(Absence::incomparable("上一期为负数"));
        }
        formula::growth(&month, &earlier).ok_or_else(|| Absence::incomparable("上一期为零"))
    }

    /// Distance to the target itself, for kinds that do not add up. Positive is short.
    pub(super) fn gap(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        match inputs.indicator.kind {
            ValueKind::Flow | ValueKind::Count => return Err(Absence::not_applicable("流量和计数类按时序看欠账")),
            ValueKind::Milestone | ValueKind::YesNo => return Err(Absence::not_applicable("节点和是否类不计差距")),
            _ => {}
        }
        let target = inputs.floor()?;
        let value = inputs.cumulative(inputs.subject.year, self.end()?)?;
        let gap = self.turned(formula::gap_to_target(&target, &value));
        if kind == FigureKind::GapToTarget {
            return Ok(gap);
        }
        formula::relative_gap(&gap, &target).ok_or_else(|| Absence::incomparable("目标为零"))
    }
}
