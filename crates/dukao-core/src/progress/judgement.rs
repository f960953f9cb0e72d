//! How an indicator stands: light, gap, whether it is behind.

use jiff::civil::Date;

use crate::framework::{Flag, Frequency, Goal, Indicator, Light, Lights, ValueKind};
use crate::ledger::{Cell, Measure, State};
use crate::number::{Number, Rational};
use crate::period::Month;

use super::inputs::counted;
use super::reckoner::Reckoner;
use super::subject::{Subject, last_day};
use super::{Absence, Exact, FigureKind, Leaf, Lens, Source, formula};

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

    /// Without a figure: 未报 only where one should have been reported; what is hidden, cannot be compared or is
    /// not due is not judged.
    fn without(absence: &Absence) -> Self {
        let light = if matches!(absence, Absence::Unreported(_)) { Light::Unreported } else { Light::NotJudged };
        Self::none(light, absence.reason())
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
            Goal::YesNo => return self.judge_yes_no(),
            Goal::Relative if !target.floor_is_of(&indicator.unit) => {
                return Judgement::none(Light::NotJudged, "目标是相对其他数据而言，没有固定数值");
            }
            _ => {}
        }
        if indicator.frequency == Frequency::Annual && self.inputs.subject.month < Month::DECEMBER {
            return Judgement::none(Light::NotJudged, "年报指标，年末才有数据");
        }
        if target.goal == Goal::Ceiling && self.target_is_zero() {
            return self.judge_zero_ceiling();
        }
        let by = self.judged_by();
        match self.compute(by) {
            Ok(gap) => {
                let broken = target.goal == Goal::Ceiling && indicator.kind.accumulates();
                let light =
                    if broken { self.ceiling_light(&gap) } else { lights.judge(measure_of(by, indicator), &gap) };
                Judgement { light, by: Some(by), gap: Some(gap), reason: None }
            }
            Err(absence) => Judgement::without(&absence),
        }
    }

    fn target_is_zero(&self) -> bool {
        self.compute(FigureKind::Target).is_ok_and(|target| target.is_zero())
    }

    /// A cumulative ceiling is broken when `A > T` and warned when `A > T·f(m)`.
    fn ceiling_light(&self, over_pace: &Rational) -> Light {
        if self.compute(FigureKind::Remaining).is_ok_and(|left| left.signum() < 0) {
            Light::Lagging
        } else if over_pace.signum() > 0 {
            Light::Slow
        } else {
            Light::Normal
        }
    }

    /// Rank targets by places; flows and counts by pace; growth by its gap; percentages by points; the rest by
    /// percent of the target.
    fn judged_by(&self) -> FigureKind {
        let indicator = self.indicator();
        let goal = self.target().map(|target| target.goal.clone());
        let growth_target = goal == Some(Goal::Growth);
        let rank_target = matches!(goal, Some(Goal::Rank | Goal::RankImprovement));
        match indicator.kind {
            ValueKind::Rank => FigureKind::GapToTarget,
            _ if rank_target => FigureKind::PlacesMissing,
            ValueKind::Flow | ValueKind::Count if growth_target => FigureKind::GrowthGap,
            ValueKind::Flow | ValueKind::Count => FigureKind::BehindPace,
            ValueKind::Growth => FigureKind::GrowthGap,
            ValueKind::Ratio if indicator.is_percentage() => FigureKind::GapToTarget,
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
            Err(absence) => Judgement::without(&absence),
        }
    }

    /// Met or not; before the end of the year "not met" may still change.
    fn judge_yes_no(&self) -> Judgement {
        let december = self.inputs.subject.month == Month::DECEMBER;
        let (light, reason) = match self.done_on().is_some() {
            true => (Light::Normal, "已达到"),
            false if december => (Light::Lagging, "年末未达到"),
            false => (Light::NotJudged, "是否类，年末认定"),
        };
        Judgement::none(light, reason)
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

    /// Days after the deadline: until it was done, or until today where it is not; 0 when it was done in time.
    ///
    /// # Errors
    /// When the target has no deadline, or it is still to come.
    pub fn days_late(&self, today: Date) -> Result<i64, Absence> {
        let days = self.days_late_on(today)?;
        days.to_i64().ok_or_else(|| Absence::not_applicable("时限太远"))
    }

    /// Whether half of the annual target is done by 30 June (for growth: `g ≥ g*`; of what shall stay low no
    /// more than half).
    ///
    /// # Errors
    /// The reason why it cannot be said.
    pub fn half_year_met(&self) -> Result<bool, Absence> {
        if self.indicator().kind == ValueKind::Growth {
            return Ok(self.growth_gap_at(self.half_year_end()?)?.signum() <= 0);
        }
        let (half, done) = (Rational::integer(50), self.compute(FigureKind::HalfYear)?);
        Ok(if self.lower_is_better() { done <= half } else { done >= half })
    }

    /// Last year's cumulative at the end of `end`, for drawing it beside this year's.
    pub fn last_year_cumulative(&self, end: Month) -> Option<Rational> {
        self.inputs.cumulative(self.inputs.subject.year - 1, end).ok()
    }
}

impl<L: Lens> Reckoner<'_, L> {
    /// Days after the deadline under the lens, see [`Reckoner::days_late`].
    ///
    /// # Errors
    /// When the target has no deadline, or it is still to come.
    pub fn days_late_on(&self, today: Date) -> Result<L::N, Absence> {
        let dated = self.target().and_then(|target| Some((target, target.deadline?)));
        let (target, deadline) = dated.ok_or_else(|| Absence::not_applicable("没有完成时限"))?;
        let first = Date::new(self.inputs.subject.year, 1, 1).map_err(|_| Absence::not_applicable("没有这一年"))?;
        let days = |date: Date| i64::from((date - first).get_days()) + 1;
        let day = |date: Date, what: &str, source: Source| {
            L::leaf(Rational::integer(days(date)), |value| Leaf {
                label: format!("{what}{date}的日序"),
                value,
                text: days(date).to_string(),
                unit: "天".to_owned(),
                source,
            })
        };
        let due = || day(deadline, "完成时限", self.inputs.source(target.deadline_place, target.version));
        if let Some((done, cell)) = self.done_on() {
            if done <= deadline {
                return Ok(counted::<L>(0, "逾期天数", "节点已按时完成，不计逾期"));
            }
            let done = day(done, "完成日期", self.inputs.source(cell.place, cell.version));
            return Ok(formula::days_late(&done, &due()));
        }
        if today <= deadline {
            return Err(Absence::NotDue("节点未到期".to_owned()));
        }
        let now = counted::<L>(days(today), "今天的日序", &format!("{today}，从当年1月1日算起"));
        Ok(formula::days_late(&now, &due()))
    }

    /// The day on which a milestone was done or a yes/no met, with the cell that says so, by what was reported
    /// until the subject's month: the day that was named; where only 是 was, the end of the first period that
    /// says so. A later 否 takes it back.
    fn done_on(&self) -> Option<(Date, &Cell)> {
        let inputs = &self.inputs;
        let Subject { indicator, unit, year, month, origin } = inputs.subject;
        let said = Month::all().take_while(|end| *end <= month).filter_map(|end| {
            let cell = inputs.book.cell(indicator, unit, Measure::Done, origin, year, end)?;
            Some((end, cell, cell.value.filter(|_| cell.state == State::Known)?))
        });
        said.fold(None, |done, (end, cell, value)| match value.mantissa() {
            0 => None,
            1 => done.or_else(|| Some((last_day(year, end)?, cell))),
            number => day_of(number).map(|day| (day, cell)).or(done),
        })
    }
}

/// The row of thresholds for a gap: places are measured in places, whatever the indicator.
fn measure_of(by: FigureKind, indicator: &Indicator) -> ValueKind {
    if by == FigureKind::PlacesMissing { ValueKind::Rank } else { indicator.kind }
}

/// The day that is written as `20180628`.
fn day_of(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    Date::new(year, month, i8::try_from(number % 100).ok()?).ok()
}
