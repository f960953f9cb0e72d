//! Which figure is computed how, for which kind of value.

use crate::framework::{Direction, Goal, Indicator, Target, ValueKind};
use crate::ledger::{Book, Measure};
use crate::number::Number;
use crate::period::Month;

use super::inputs::{Inputs, counted, positive_base};
use super::subject::{Subject, period_before};
use super::{Absence, Exact, Figure, FigureKind, Lens, Traced, Tracing, formula};

/// What a calculation gives: a number or the reason why there is none.
pub(super) type Outcome<L> = Result<<L as Lens>::N, Absence>;

/// Computes the figures of one subject.
#[derive(Debug)]
pub struct Reckoner<'a, L> {
    pub(super) inputs: Inputs<'a, L>,
    pub(super) partition: Option<&'a str>,
}

impl<'a, L: Lens> Reckoner<'a, L> {
    /// A reckoner for `subject`.
    ///
    /// # Errors
    /// When the year has no framework or the framework no such indicator.
    pub fn new(book: &'a Book, subject: Subject<'a>) -> Result<Self, Absence> {
        Ok(Self { inputs: Inputs::new(book, subject)?, partition: None })
    }

    /// Uses the partition with this name for figures made of parts.
    #[must_use]
    pub fn with_partition(mut self, name: Option<&'a str>) -> Self {
        self.partition = name;
        self
    }

    /// The indicator.
    pub fn indicator(&self) -> &'a Indicator {
        self.inputs.indicator
    }

    /// The target, if one was handed down.
    pub fn target(&self) -> Option<&'a Target> {
        self.inputs.target
    }

    /// The end of the latest period due.
    ///
    /// # Errors
    /// When nothing is due yet.
    pub fn end(&self) -> Result<Month, Absence> {
        self.inputs.end()
    }

    /// The number of one figure under the lens.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn compute(&self, kind: FigureKind) -> Result<L::N, Absence> {
        use FigureKind as K;
        match kind {
            K::Target => self.inputs.floor(),
            K::Stretch => self.inputs.stretch(),
            K::TargetGrowth => self.inputs.target_growth(),
            K::Month => self.inputs.month(self.end()?),
            K::Cumulative | K::Base | K::Growth | K::Change | K::ImpliedBase | K::ImpliedTarget => self.actual(kind),
            K::Completion | K::HalfYear => self.completion(kind),
            K::Pace | K::BehindPace | K::Shortfall | K::PaceMovement | K::ThirdQuarter => self.pace(kind),
            K::Requirement | K::MonthlyShortfall | K::RequirementMet => self.monthly(kind),
            K::GrowthGap | K::GrowthAmountGap | K::GrowthMovement => self.growth(kind),
            K::MonthOnMonthChange | K::MonthOnMonth => self.month_on_month(kind),
            K::Remaining | K::RemainingMonthly | K::Pressure | K::RemainingGrowth => self.remaining(kind),
            K::StageTarget | K::StageCompletion | K::StageAhead => self.stage(kind),
            K::GapToTarget | K::RelativeGap => self.gap(kind),
            K::DaysLate => Err(Absence::not_applicable("逾期天数按当日计算，见节点")),
            K::PartsTotal | K::PartsTarget | K::PartsStage | K::RebuiltCompletion | K::RebuiltGrowth => {
                self.parts(kind)
            }
            K::Contribution | K::ContributionShare => self.contribution(kind),
            K::Rank | K::ToAbove | K::ToBelow | K::ToFirst | K::RankMovement => self.peers(kind),
        }
    }

    fn lower_is_better(&self) -> bool {
        self.indicator().direction == Direction::Down
    }

    /// Lower-is-better turns the signs: positive is always behind.
    fn turned(&self, value: L::N) -> L::N {
        if self.lower_is_better() { formula::turned(&value) } else { value }
    }

    fn actual(&self, kind: FigureKind) -> Outcome<L> {
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
                    .ok_or_else(|| Absence::incomparable("发布的完成率为零"))
            }
            _ => self.implied(kind, end),
        }
    }

    /// Implied base and change in amount: current-price indicators with a published growth.
    fn implied(&self, kind: FigureKind, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        if inputs.indicator.price == crate::framework::PriceBasis::Constant {
            return Err(Absence::not_applicable("可比价增速不能用来推算现价基数"));
        }
        let growth = inputs.cell(Measure::CumulativeGrowth, inputs.subject.year, end)?;
        let actual = inputs.cumulative(inputs.subject.year, end)?;
        let result = if kind == FigureKind::Change {
            formula::change(&actual, &growth)
        } else {
            formula::implied_base(&actual, &growth)
        };
        result.ok_or_else(|| Absence::incomparable("增速为−100%，无法推算基数"))
    }

    /// Completion against the own target; without one, as published.
    pub(super) fn completion_at(&self, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let year = inputs.subject.year;
        match inputs.floor() {
            Ok(target) if target.is_zero() => Err(Absence::incomparable("目标为零")),
            Ok(target) => formula::completion(&inputs.cumulative(year, end)?, &target)
                .ok_or_else(|| Absence::incomparable("目标为零")),
            Err(absence) => inputs.cell(Measure::Completion, year, end).map_err(|_| absence),
        }
    }

    fn completion(&self, kind: FigureKind) -> Outcome<L> {
        if kind == FigureKind::Completion {
            return self.completion_at(self.end()?);
        }
        let june = Month::new(6).ok_or_else(|| Absence::not_applicable("没有6月"))?;
        if self.inputs.subject.month < june {
            return Err(Absence::NotDue("6月底才看双过半".to_owned()));
        }
        self.completion_at(june)
    }

    fn pace(&self, kind: FigureKind) -> Outcome<L> {
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
                Ok(self.behind_at(end)?.sub(&self.behind_at(before)?))
            }
            _ => {
                let end = self.end()?;
                let (target, share) = (inputs.floor()?, inputs.share(Some(end))?);
                let actual = inputs.cumulative(inputs.subject.year, end)?;
                Ok(self.turned(formula::shortfall(&target, &share, &actual)))
            }
        }
    }

    fn behind_at(&self, end: Month) -> Outcome<L> {
        let completion = self.completion_at(end)?;
        let completion = L::named(completion, "完成率", "%", 2);
        Ok(self.turned(formula::behind_pace(&self.inputs.share(Some(end))?, &completion)))
    }

    fn monthly(&self, kind: FigureKind) -> Outcome<L> {
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
                formula::completion(&inputs.month(end)?, &due).ok_or_else(|| Absence::incomparable("本期没有进度要求"))
            }
        }
    }

    fn growth(&self, kind: FigureKind) -> Outcome<L> {
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
    fn growth_amount_gap(&self, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let constant = |indicator: &Indicator| indicator.price == crate::framework::PriceBasis::Constant;
        let own = inputs.target.is_some_and(|target| target.goal == Goal::Growth);
        if constant(inputs.indicator) || (!own && inputs.pair().is_some_and(constant)) {
            return Err(Absence::not_applicable("目标是可比价增速，没有可比价基数，不能折成金额"));
        }
        let target = inputs.target_growth()?;
        let base = positive_base::<L>(inputs.base(end)?)?;
        formula::growth_amount_gap(&base, &target, &inputs.cumulative(inputs.subject.year, end)?)
            .ok_or_else(|| Absence::incomparable("上年同期为零"))
    }

    fn month_on_month(&self, kind: FigureKind) -> Outcome<L> {
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
        match earlier.signum() {
            0 => Err(Absence::incomparable("上一期为零")),
            sign if sign < 0 => Err(Absence::incomparable("上一期为负数")),
            _ => formula::growth(&month, &earlier).ok_or_else(|| Absence::incomparable("上一期为零")),
        }
    }

    fn remaining(&self, kind: FigureKind) -> Outcome<L> {
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

    fn remaining_growth(&self, left: &L::N, end: Month) -> Outcome<L> {
        let inputs = &self.inputs;
        let year = inputs.subject.year - 1;
        let rest = inputs.cumulative(year, Month::DECEMBER)?.sub(&inputs.cumulative(year, end)?);
        let rest = inputs.own_named(rest, "上年同样几个月");
        let rest = positive_base::<L>(rest)?;
        formula::growth(left, &rest).ok_or_else(|| Absence::incomparable("上年同样几个月为零"))
    }

    fn stage(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        inputs.accumulates()?;
        let end = self.end()?;
        let stage = inputs.stage(end)?;
        if kind == FigureKind::StageTarget {
            return Ok(stage);
        }
        let actual = inputs.cumulative(inputs.subject.year, end)?;
        let result = if kind == FigureKind::StageCompletion {
            formula::stage_completion(&actual, &stage)
        } else {
            formula::stage_ahead(&actual, &stage)
        };
        result.ok_or_else(|| Absence::incomparable("阶段目标为零"))
    }

    /// Distance to the target itself, for kinds that do not add up. Positive is short.
    fn gap(&self, kind: FigureKind) -> Outcome<L> {
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

impl Reckoner<'_, Exact> {
    /// One figure.
    pub fn figure(&self, kind: FigureKind) -> Figure {
        let indicator = self.indicator();
        Figure { kind, value: self.compute(kind), unit: kind.unit(indicator), decimals: kind.decimals(indicator) }
    }
}

impl Reckoner<'_, Tracing> {
    /// One figure with its derivation.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn trace(&self, kind: FigureKind) -> Result<Traced, Absence> {
        let indicator = self.indicator();
        Ok(self.compute(kind)?.named(kind.label(), kind.unit(indicator).as_str(), kind.decimals(indicator)))
    }
}
