//! The task that is left, and what it takes.

use crate::number::Number;
use crate::period::Month;

use super::super::inputs::{counted, positive_base};
use super::super::{Absence, Exact, FigureKind, Lens, formula};
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
        let target = inputs.positive_floor().map(|_| target)?;
        formula::pressure(&monthly, &target).ok_or_else(|| Absence::incomparable("目标为零"))
    }

    /// The growth that the remaining task needs over the same months of last year.
    fn remaining_growth(&self, left: &L::N, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        self.growth_by_amounts()?;
        if left.signum() <= 0 {
            return Err(Absence::not_applicable("全年目标已完成，没有剩余任务"));
        }
        let before = positive_base::<L>(self.rest_of_year(inputs.subject.year - 1, end)?)?;
        formula::growth(left, &before).ok_or_else(|| Absence::incomparable("上年同期为零"))
    }

    /// Growth that the amounts themselves say: not beside a target or growth at constant prices.
    fn growth_by_amounts(&self) -> Result<(), Absence> {
        if self.inputs.growth_is_real() {
            return Err(Absence::not_applicable("目标与增速按可比价，不能由现价总量推算"));
        }
        Ok(())
    }

    /// What was done after `end` in an earlier year.
    fn rest_of_year(&self, year: i16, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        let rest = inputs.cumulative(year, Month::DECEMBER)?.sub(&inputs.cumulative(year, end)?);
        Ok(inputs.own_named(rest, &format!("{year}年后{}个月完成", 12 - end.number())))
    }

    /// The highest growth that any earlier year reached over the months after `end`: when the remaining
    /// task needs more, no past year ever reached it.
    pub(super) fn best_past_growth(&self) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        self.growth_by_amounts()?;
        let end = self.end()?;
        if end == Month::DECEMBER {
            return Err(Absence::not_applicable("已到年末"));
        }
        let past = inputs.book.tables.keys().copied().filter(|year| *year < inputs.subject.year);
        past.filter_map(|year| self.past_growth(year, end))
            .max_by(|left, right| L::value(left).cmp(L::value(right)))
            .ok_or_else(|| Absence::unreported("往年同样几个月没有可比的数据"))
    }

    fn past_growth(&self, year: i16, end: Month) -> Option<L::N> {
        let now = self.rest_of_year(year, end).ok()?;
        let before = positive_base::<L>(self.rest_of_year(year - 1, end).ok()?).ok()?;
        let growth = formula::growth(&now, &before)?;
        Some(L::named(growth, &format!("{year}年后{}个月增速", 12 - end.number()), "%", 1))
    }
}

impl Reckoner<'_, Exact> {
    /// Whether the remaining task needs a growth that no past year ever reached.
    ///
    /// # Errors
    /// When the growth needed or the past is not known.
    pub fn is_unprecedented(&self) -> Result<bool, Absence> {
        Ok(self.compute(FigureKind::RemainingGrowth)? > self.compute(FigureKind::BestPastGrowth)?)
    }
}
