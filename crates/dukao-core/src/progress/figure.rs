//! The figures of the field: their names, units and decimals.

use serde::Serialize;

use crate::framework::Indicator;
use crate::number::Rational;
use crate::quantity::UnitOfMeasure;

use super::Absence;

/// In which unit a figure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// The indicator's own unit and decimals.
    Own,
    /// Percent, two decimals (rates of completion and pace).
    Rate,
    /// Percent, one decimal (growth).
    GrowthRate,
    /// Percentage points, two decimals (pace).
    PacePoints,
    /// Percentage points, one decimal (growth).
    GrowthPoints,
    /// Distance in the indicator's unit; percentage points when that unit is a percentage.
    OwnDistance,
    /// A factor, three decimals.
    Factor,
    /// Places in a ranking, whole.
    Places,
    /// Days, whole.
    Days,
}

macro_rules! figures {
    ($($(#[doc = $doc:literal])* $name:ident, $key:literal, $label:literal, $measured:ident;)*) => {
        /// A figure that can be asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FigureKind { $($(#[doc = $doc])* $name,)* }

        impl FigureKind {
            /// All figures, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable key in JSON and addresses.
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key,)* } }

            /// The name shown to users.
            pub const fn label(self) -> &'static str { match self { $(Self::$name => $label,)* } }

            /// In which unit it is shown.
            pub const fn measured(self) -> Measured { match self { $(Self::$name => Measured::$measured,)* } }

            /// The figure with this key.
            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|kind| kind.key() == key) }
        }
    };
}

figures! {
    /// `T`, the floor.
    Target, "target", "全年目标", Own;
    /// What is striven for.
    Stretch, "stretch", "争取目标", Own;
    /// `a(m)`
    Month, "month", "当月完成", Own;
    /// `A(m)`
    Cumulative, "cumulative", "累计完成", Own;
    /// `B(m)`
    Base, "base", "上年同期累计", Own;
    /// `g`: published, or from the amounts where that is allowed.
    Growth, "growth", "同比增速", GrowthRate;
    /// `b(m)`
    MonthBase, "month_base", "上年同期当月", Own;
    /// growth of the period alone: published, or from the amounts where that is allowed.
    MonthGrowth, "month_growth", "当月同比增速", GrowthRate;
    /// `g*`
    TargetGrowth, "target_growth", "目标增速", GrowthRate;
    /// `A(m) ÷ T`
    Completion, "completion", "完成率", Rate;
    /// `f(m)`
    Pace, "pace", "序时进度", Rate;
    /// `f(m) − A(m) ÷ T`, positive behind.
    BehindPace, "behind_pace", "欠序时", PacePoints;
    /// `T·f(m) − A(m)`
    Shortfall, "shortfall", "累计欠账", Own;
    /// 短收 / 超收 as published, negative when short; against pace, stage or budget as the table means it.
    PublishedDifference, "published_difference", "发布的短收超收", Own;
    /// `T·(f(m) − f(m−1))`
    Requirement, "monthly_requirement", "按月进度要求", Own;
    /// requirement − `a(m)`; over 0 is new.
    MonthlyShortfall, "monthly_shortfall", "当月欠账", Own;
    /// `a(m) ÷ requirement`
    RequirementMet, "requirement_met", "完成月度要求", Rate;
    /// `g* − g`
    GrowthGap, "growth_gap", "与目标增速相差", GrowthPoints;
    /// `B(m)·(1+g*) − A(m)`
    GrowthAmountGap, "growth_amount_gap", "按增速差额", Own;
    /// `a(m) − a(m−1)`
    MonthOnMonthChange, "month_on_month_change", "环比增减", Own;
    /// `a(m) ÷ a(m−1) − 1`
    MonthOnMonth, "month_on_month", "环比", GrowthRate;
    /// `A ÷ (1+g)`
    ImpliedBase, "implied_base", "推算上年同期", Own;
    /// `A − A ÷ (1+g)`
    Change, "change", "增减额", Own;
    /// `A ÷` published completion
    ImpliedTarget, "implied_target", "推算目标", Own;
    /// `T − A(m)`
    Remaining, "remaining", "剩余任务", Own;
    /// `(T − A(m)) ÷ (12 − m)`
    RemainingMonthly, "remaining_monthly", "剩余月均", Own;
    /// remaining per month ÷ `T ÷ 12`
    Pressure, "pressure", "压力系数", Factor;
    /// growth needed over the same remaining months of last year
    RemainingGrowth, "remaining_growth", "剩余任务需增长", GrowthRate;
    /// the highest such growth of any earlier year
    BestPastGrowth, "best_past_growth", "往年同期最高增速", GrowthRate;
    /// `T·f(9)`
    ThirdQuarter, "third_quarter", "三季度末累计", Own;
    /// `S`
    StageTarget, "stage_target", "阶段目标", Own;
    /// `A(m) ÷ S`
    StageCompletion, "stage_completion", "阶段完成率", Rate;
    /// `A(m) ÷ S − 1`
    StageAhead, "stage_ahead", "比阶段目标", PacePoints;
    /// `A(6) ÷ T`
    HalfYear, "half_year", "半年完成率", Rate;
    /// growth against the period before: 加快 / 回落
    GrowthMovement, "growth_movement", "增速加快", GrowthPoints;
    /// gap to pace against the period before: 扩大 / 收窄
    PaceMovement, "pace_movement", "欠序时扩大", PacePoints;
    /// distance to the target itself, positive short
    GapToTarget, "gap_to_target", "与目标相差", OwnDistance;
    /// the gap in percent of the target
    RelativeGap, "relative_gap", "相差占目标", Rate;
    /// days after the deadline
    DaysLate, "days_late", "逾期天数", Days;
    /// sum of the parts
    PartsTotal, "parts_total", "分项合计", Own;
    /// sum of the parts' targets
    PartsTarget, "parts_target", "分项目标合计", Own;
    /// sum of the parts' stage targets
    PartsStage, "parts_stage", "分项阶段目标合计", Own;
    /// `Σ A ÷ Σ implied targets`
    RebuiltCompletion, "rebuilt_completion", "按分项重建完成率", Rate;
    /// `Σ A ÷ Σ base − 1`
    RebuiltGrowth, "rebuilt_growth", "按分项重建增速", GrowthRate;
    /// 拉动
    Contribution, "contribution", "拉动", GrowthPoints;
    /// 贡献率
    ContributionShare, "contribution_share", "贡献率", Rate;
    /// `A ÷ A` of the total it is a part of
    ShareOfTotal, "share_of_total", "占合计比重", Rate;
    /// shortfall ÷ shortfall of the region
    ShareOfShortfall, "share_of_shortfall", "占全部欠账", Rate;
    /// 拉动 of the indicator it is a part of
    WholeContribution, "whole_contribution", "拉动所属指标", GrowthPoints;
    /// 贡献率 to the growth of the indicator it is a part of
    WholeContributionShare, "share_of_whole_growth", "对所属指标贡献率", Rate;
    /// `A ÷ A` of the indicator it is a part of
    ShareOfWhole, "share_of_whole", "占所属指标比重", Rate;
    /// place among the peers
    Rank, "rank", "位次", Places;
    /// rank minus the rank to reach, positive missing
    PlacesMissing, "places_missing", "与目标位次相差", Places;
    /// distance to the unit one place above
    ToAbove, "to_above", "距前一位", OwnDistance;
    /// lead over the unit one place below
    ToBelow, "to_below", "距后一位", OwnDistance;
    /// distance to the first
    ToFirst, "to_first", "距第一位", OwnDistance;
    /// last year's rank minus this one: places won
    RankMovement, "rank_movement", "较上年进位", Places;
    /// last year's place as published
    LastYearRank, "last_year_rank", "上年位次", Places;
    /// the period before's rank minus this one: places won
    PeriodRankMovement, "period_rank_movement", "较上期进位", Places;
}

impl FigureKind {
    /// The unit of measure for `indicator`.
    pub fn unit(self, indicator: &Indicator) -> UnitOfMeasure {
        match self.measured() {
            Measured::OwnDistance if indicator.is_percentage() => UnitOfMeasure::percentage_points(),
            Measured::Own | Measured::OwnDistance => indicator.unit.clone(),
            Measured::Rate | Measured::GrowthRate => UnitOfMeasure::percent(),
            Measured::PacePoints | Measured::GrowthPoints => UnitOfMeasure::percentage_points(),
            Measured::Factor => UnitOfMeasure::plain("倍"),
            Measured::Places => UnitOfMeasure::places(),
            Measured::Days => UnitOfMeasure::plain("天"),
        }
    }

    /// Decimals shown for `indicator`. Computed amounts of a count (a requirement, a shortfall, a mean)
    /// may be broken: they show one decimal more, unless it would say nothing (`3.0` 户 is shown as 3).
    pub fn decimals(self, indicator: &Indicator) -> u8 {
        match self.measured() {
            Measured::Own if indicator.decimals == 0 && self.may_be_broken() => 1,
            Measured::Own | Measured::OwnDistance => indicator.decimals,
            Measured::Rate | Measured::PacePoints => 2,
            Measured::GrowthRate | Measured::GrowthPoints => 1,
            Measured::Factor => 3,
            Measured::Places | Measured::Days => 0,
        }
    }

    /// Decimals that the indicator itself declares, for a value that needs no more.
    pub(super) fn declared_decimals(self, indicator: &Indicator) -> u8 {
        if self.measured() == Measured::Own { indicator.decimals } else { self.decimals(indicator) }
    }

    /// Whether it depends on the figure by which the units are ranked.
    pub const fn is_place(self) -> bool {
        use FigureKind as K;
        matches!(self, K::Rank | K::PlacesMissing | K::ToAbove | K::ToBelow | K::ToFirst)
            || matches!(self, K::RankMovement | K::PeriodRankMovement)
    }

    /// Unit and decimals of a difference between two figures of this kind.
    pub fn distance_presentation(self, indicator: &Indicator) -> (UnitOfMeasure, u8) {
        match self.measured() {
            Measured::Rate | Measured::PacePoints => (UnitOfMeasure::percentage_points(), 2),
            Measured::GrowthRate | Measured::GrowthPoints => (UnitOfMeasure::percentage_points(), 1),
            _ => (FigureKind::ToFirst.unit(indicator), FigureKind::ToFirst.decimals(indicator)),
        }
    }

    const fn may_be_broken(self) -> bool {
        matches!(
            self,
            Self::Shortfall
                | Self::Requirement
                | Self::GrowthAmountGap
                | Self::MonthlyShortfall
                | Self::RemainingMonthly
                | Self::ThirdQuarter
                | Self::ImpliedBase
                | Self::ImpliedTarget
                | Self::Change
        )
    }
}

impl Serialize for FigureKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// A figure, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Which figure.
    pub kind: FigureKind,
    /// The exact value in `unit`, or the reason why there is none.
    pub value: Result<Rational, Absence>,
    /// Unit of measure.
    pub unit: UnitOfMeasure,
    /// Decimals with which it is shown.
    pub decimals: u8,
}

impl Figure {
    /// Rounded once for display, or the word that stands for the missing figure. The minus is U+2212.
    pub fn text(&self) -> String {
        match &self.value {
            Ok(value) => shown(value, self.decimals),
            Err(absence) => absence.label().to_owned(),
        }
    }

    /// The exact value, if there is one.
    pub fn known(&self) -> Option<&Rational> {
        self.value.as_ref().ok()
    }

    /// The rounded value without sign.
    pub fn magnitude(&self) -> Option<String> {
        Some(self.known()?.round(self.decimals).magnitude())
    }

    /// Whether it is known and above zero *after* rounding, so that words and digits never disagree.
    pub fn is_positive(&self) -> bool {
        use crate::number::Number;
        self.known().is_some_and(|value| value.signum() > 0 && !value.round(self.decimals).is_zero())
    }

    /// Whether it is known and below zero after rounding.
    pub fn is_negative(&self) -> bool {
        use crate::number::Number;
        self.known().is_some_and(|value| value.signum() < 0 && !value.round(self.decimals).is_zero())
    }
}

/// A number rounded for display, with a true minus sign; what rounds to zero has none.
pub(crate) fn shown(value: &Rational, decimals: u8) -> String {
    let text = value.round(decimals).to_string();
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}
