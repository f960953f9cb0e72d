//! How an indicator stands: light, gap, whether it is behind.

use jiff::civil::Date;

use crate::framework::{Flag, Frequency, Goal, Light, Lights, ValueKind};
use crate::ledger::{Measure, State};
use crate::number::{Number, Rational};
use crate::period::Month;

use super::reckoner::Reckoner;
use super::{Absence, Exact, FigureKind};

/// How an indicator stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The light.
    pub light: Light,
    /// The figure the light rests on; `None` when it cannot be judged.
    pub by: Option<FigureKind>,
    /// The gap, positive behind, in the measure of `by`.
    pub gap: Option<Rational>,
    /// Why it cannot be judged.
    pub reason: Option<String>,
}

impl Judgement {
    /// Whether there is any gap (counted apart from lights).
    pub fn is_behind(&self) -> bool {
        self.gap.as_ref().is_some_and(|gap| gap.signum() > 0)
    }

    /// Whether it stands on or ahead of what is due.
    pub fn is_on_pace(&self) -> bool {
        self.gap.as_ref().is_some_and(|gap| gap.signum() <= 0)
    }

    fn none(light: Light, reason: &str) -> Self {
        Self { light, by: None, gap: None, reason: Some(reason.to_owned()) }
    }
}

impl Reckoner<'_, Exact> {
    /// How the indicator stands on `today`.
    pub fn judge(&self, lights: &Lights, today: Date) -> Judgement {
        let indicator = self.indicator();
        let Some(target) = self.target() else {
            return Judgement::none(Light::NotJudged, "没有下达目标");
        };
        match target.goal {
            Goal::None => {
                return Judgement::none(
                    Light::NotJudged,
                    if indicator.has(Flag::Bonus) { "加分项" } else { "不设目标" },
                );
            }
            Goal::Milestone => return self.judge_milestone(lights, today),
            Goal::YesNo => return Judgement::none(Light::NotJudged, "是否类，年末认定"),
            _ => {}
        }
        if indicator.frequency == Frequency::Annual && self.inputs.subject.month < Month::DECEMBER {
            return Judgement::none(Light::NotJudged, "年报指标，年末才有数据");
        }
        let by = self.judged_by();
        match self.compute(by) {
            Ok(gap) => {
                Judgement { light: lights.judge(indicator.kind, &gap), by: Some(by), gap: Some(gap), reason: None }
            }
            Err(Absence::Incomparable(_)) if target.goal == Goal::Ceiling => self.judge_zero_ceiling(),
            Err(Absence::NotDue(reason) | Absence::NotApplicable(reason)) => Judgement::none(Light::NotJudged, &reason),
            Err(absence) => Judgement::none(Light::Unreported, absence.reason()),
        }
    }

    /// Flows and counts by pace; growth by its gap; percentages by points; the rest by percent of the target.
    fn judged_by(&self) -> FigureKind {
        let indicator = self.indicator();
        let growth_target = self.target().is_some_and(|target| target.goal == Goal::Growth);
        match indicator.kind {
            ValueKind::Flow | ValueKind::Count if growth_target => FigureKind::GrowthGap,
            ValueKind::Flow | ValueKind::Count => FigureKind::BehindPace,
            ValueKind::Growth => FigureKind::GrowthGap,
            ValueKind::Ratio if indicator.is_percentage() => FigureKind::GapToTarget,
            ValueKind::Rank => FigureKind::GapToTarget,
            _ => FigureKind::RelativeGap,
        }
    }

    /// 零发生: any occurrence breaks it.
    fn judge_zero_ceiling(&self) -> Judgement {
        match self.compute(FigureKind::Cumulative) {
            Ok(value) => {
                let light = if value.signum() > 0 { Light::Lagging } else { Light::Normal };
                Judgement { light, by: Some(FigureKind::Cumulative), gap: Some(value), reason: None }
            }
            Err(absence) => Judgement::none(Light::Unreported, absence.reason()),
        }
    }

    /// Done by its deadline, or days late.
    fn judge_milestone(&self, lights: &Lights, today: Date) -> Judgement {
        let late = self.days_late(today);
        match late {
            Ok(days) => {
                let gap = Rational::integer(days);
                Judgement {
                    light: lights.judge(ValueKind::Milestone, &gap),
                    by: Some(FigureKind::DaysLate),
                    gap: Some(gap),
                    reason: None,
                }
            }
            Err(absence) => Judgement::none(Light::NotJudged, absence.reason()),
        }
    }

    /// Days after the deadline of a milestone that is not done; 0 when it is done.
    ///
    /// # Errors
    /// When the target has no deadline, or it is still to come.
    pub fn days_late(&self, today: Date) -> Result<i64, Absence> {
        let deadline =
            self.target().and_then(|target| target.deadline).ok_or_else(|| Absence::not_applicable("没有完成时限"))?;
        if self.milestone_done() {
            return Ok(0);
        }
        let days = i64::from((today - deadline).get_days());
        if days <= 0 {
            return Err(Absence::NotDue("节点未到期".to_owned()));
        }
        Ok(days)
    }

    /// A milestone is done when a figure of 1 or more was reported for it.
    fn milestone_done(&self) -> bool {
        let inputs = &self.inputs;
        Month::all().any(|month| {
            let cell = inputs.book.cell(
                inputs.subject.indicator,
                inputs.subject.unit,
                Measure::Cumulative,
                inputs.subject.origin,
                inputs.subject.year,
                month,
            );
            cell.is_some_and(|cell| cell.state == State::Known && cell.value.is_some_and(|value| value.mantissa() > 0))
        })
    }

    /// Whether half of the annual target is done by 30 June (for growth: `g ≥ g*`).
    ///
    /// # Errors
    /// The reason why it cannot be said.
    pub fn half_year_met(&self) -> Result<bool, Absence> {
        if self.indicator().kind == ValueKind::Growth {
            return Ok(self.compute(FigureKind::GrowthGap)?.signum() <= 0);
        }
        let half = Rational::integer(50);
        Ok(self.compute(FigureKind::HalfYear)? >= half)
    }

    /// The highest growth that any earlier year reached over the months after the subject's period:
    /// whether the growth that the remaining task needs was ever seen.
    pub fn best_past_growth(&self) -> Option<(i16, Rational)> {
        let inputs = &self.inputs;
        let end = self.end().ok()?;
        let rest =
            |year: i16| Some(inputs.cumulative(year, Month::DECEMBER).ok()?.sub(&inputs.cumulative(year, end).ok()?));
        let mut best: Option<(i16, Rational)> = None;
        for year in inputs.book.tables.keys().copied().filter(|year| *year < inputs.subject.year) {
            let (Some(now), Some(before)) = (rest(year), rest(year - 1)) else { continue };
            if before.signum() <= 0 {
                continue;
            }
            let Some(growth) = super::formula::growth(&now, &before) else { continue };
            if best.as_ref().is_none_or(|(_, highest)| growth > *highest) {
                best = Some((year, growth));
            }
        }
        best
    }
}
