//! Completion, pace and shortfall, of the year, the period and the stage.

use crate::framework::Frequency;
use crate::ledger::Measure;
use crate::number::Number;
use crate::period::{Month, year_to_date};

use super::super::subject::{Subject, period_before};
use super::super::{Absence, FigureKind, Lens, formula};
use super::{Outcome, Reckoner};

impl<L: Lens> Reckoner<'_, L> {
    /// Completion against the own target; without one, as published.
    pub(in crate::progress) fn completion_at(&self, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let year = inputs.subject.year;
        match inputs.floor() {
            Ok(_) => {
                let target = inputs.positive_floor()?;
                formula::completion(&inputs.cumulative(year, end)?, &target)
                    .ok_or_else(|| Absence::incomparable("目标为零"))
            }
            Err(absence) => published(inputs.cell(Measure::Completion, year, end), absence),
        }
    }

    pub(super) fn completion(&self, kind: FigureKind) -> Outcome<L> {
        if kind == FigureKind::Completion {
            return self.completion_at(self.end()?);
        }
        self.inputs.accumulates()?;
        self.completion_at(self.half_year_end()?)
    }

    /// June, once its figures are due.
    pub(in crate::progress) fn half_year_end(&self) -> Result<Month, Absence> {
        if self.indicator().frequency == Frequency::Annual {
            return Err(Absence::not_applicable("年报指标没有半年数"));
        }
        let june = Month::new(6).ok_or_else(|| Absence::not_applicable("没有6月"))?;
        match self.end() {
            Ok(end) if end >= june => Ok(june),
            _ => Err(Absence::NotDue("6月底才看双过半".to_owned())),
        }
    }

    pub(super) fn pace(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        match kind {
            FigureKind::Pace => {
                inputs.floor()?;
                Ok(formula::pace(&inputs.share(Some(self.end()?))?))
            }
            FigureKind::BehindPace => self.behind_at(self.end()?),
            FigureKind::ThirdQuarter => {
                let september = Month::new(9).ok_or_else(|| Absence::not_applicable("没有9月"))?;
                Ok(formula::due_by(&inputs.floor()?, &inputs.share(Some(september))?))
            }
            FigureKind::PaceMovement => {
                let end = self.end()?;
                let before =
                    period_before(inputs.indicator, end).ok_or_else(|| Absence::not_applicable("没有上一期"))?;
                let named = |month: Month| {
                    let label = format!("{}月末欠序时", month.number());
                    Ok(L::named(self.behind_at(month)?, &label, "百分点", 2))
                };
                Ok(formula::movement(&named(end)?, &named(before)?))
            }
            _ => {
                let end = self.end()?;
                let (target, share) = (inputs.floor()?, inputs.share(Some(end))?);
                let actual = inputs.cumulative(inputs.subject.year, end)?;
                Ok(self.turned(formula::shortfall(&target, &share, &actual)))
            }
        }
    }

    /// What a unit owes of what the region owes.
    pub(super) fn share_of_shortfall(&self) -> Outcome<L> {
        let inputs = &self.inputs;
        let whole = inputs.book.organisation.own().filter(|own| own.code != inputs.subject.unit);
        let whole = whole.ok_or_else(|| Absence::not_applicable("本身就是合计"))?;
        if inputs.target.is_none() {
            return Err(Absence::not_applicable("没有分解到的任务"));
        }
        let subject = Subject { unit: &whole.code, ..inputs.subject.clone() };
        let region = Self::of_another(inputs.book, subject)?;
        let owed = |one: &Self, none: &str| {
            let owed = one.compute(FigureKind::Shortfall)?;
            let owes = L::value(&owed).signum() > 0;
            if owes { Ok(one.inputs.own_named(owed, "累计欠账")) } else { Err(Absence::not_applicable(none)) }
        };
        formula::share(&owed(self, "不欠账")?, &owed(&region, "全部合计不欠账")?)
            .ok_or_else(|| Absence::not_applicable("全部合计不欠账"))
    }

    pub(super) fn behind_at(&self, end: Month) -> Outcome<L> {
        let completion = self.completion_at(end)?;
        let completion = L::named(completion, &format!("{}完成率", year_to_date(end)), "%", 2);
        Ok(self.turned(formula::behind_pace(&self.inputs.share(Some(end))?, &completion)))
    }

    pub(super) fn monthly(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let end = self.end()?;
        let before = inputs.share(period_before(inputs.indicator, end))?;
        let due = formula::requirement(&inputs.floor()?, &inputs.share(Some(end))?, &before);
        let due = inputs.own_named(due, &format!("{}进度要求", inputs.period_label(end)));
        match kind {
            FigureKind::Requirement => Ok(due),
            FigureKind::MonthlyShortfall => Ok(self.turned(formula::monthly_shortfall(&due, &inputs.month(end)?))),
            _ => {
                if due.signum() <= 0 {
                    return Err(Absence::incomparable("本期没有进度要求"));
                }
                formula::completion(&inputs.month(end)?, &due).ok_or_else(|| Absence::incomparable("本期没有进度要求"))
            }
        }
    }

    /// Against the stage that contains the month; completion without a stage target as published.
    pub(super) fn stage(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let (year, end) = (inputs.subject.year, self.end()?);
        let stage = match inputs.stage(end) {
            Err(absence) if kind == FigureKind::StageCompletion => {
                return published(inputs.cell(Measure::StageCompletion, year, end), absence);
            }
            other => other?,
        };
        if kind == FigureKind::StageTarget {
            return Ok(stage);
        }
        let actual = inputs.cumulative(year, end)?;
        if stage.signum() <= 0 {
            return Err(Absence::incomparable("阶段目标为零或负数"));
        }
        let result = if kind == FigureKind::StageCompletion {
            formula::stage_completion(&actual, &stage)
        } else {
            formula::stage_ahead(&actual, &stage)
        };
        result.ok_or_else(|| Absence::incomparable("阶段目标为零或负数"))
    }
}

/// What was published; where nothing was, the reason why it cannot be computed.
fn published<N>(printed: Result<N, Absence>, absence: Absence) -> Result<N, Absence> {
    match printed {
        Err(Absence::Unreported(_)) => Err(absence),
        other => other,
    }
}
