//! The task that is left, and what it takes.

use crate::number::Number;
use crate::period::Month;

use super::super::inputs::{counted, positive_base};
use super::super::{Absence, FigureKind, Lens, formula};
use super::{Outcome, Reckoner};

impl<L: Lens> Reckoner<'_, L> {
    pub(super) fn remaining(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let end = self.end()?;
        let target = inputs.floor()?;
        let left = formula::remaining(&target, &inputs.cumulative(inputs.subject.year, end)?);
        if kind == FigureKind::Remaining {
            return Ok(left);
        }
        let months = i64::from(12 - end.number());
        if months == 0 {
            return Err(Absence::not_applicable("已到年末"));
        }
        let left = inputs.own_named(left, &format!("后{months}个月任务"));
        if kind == FigureKind::RemainingGrowth {
            return self.remaining_growth(&left, end);
        }
        let months = counted::<L>(months, "剩余月数", "12减已完成的月数");
        let monthly = formula::remaining_monthly(&left, &months).ok_or_else(|| Absence::not_applicable("已到年末"))?;
        if kind == FigureKind::RemainingMonthly {
            return Ok(monthly);
        }
        let monthly = inputs.own_named(monthly, "剩余月均");
        formula::pressure(&monthly, &target).ok_or_else(|| Absence::incomparable("目标为零"))
    }

    pub(super) fn remaining_growth(&self, left: &L::N, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        let year = inputs.subject.year - 1;
        let rest = inputs.cumulative(year, Month::DECEMBER)?.sub(&inputs.cumulative(year, end)?);
        let rest = inputs.own_named(rest, "上年同样几个月");
        let rest = positive_base::<L>(rest)?;
        formula::growth(left, &rest).ok_or_else(|| Absence::incomparable("上年同样几个月为零"))
    }
}
