//! One reported figure.

use serde::{Deserialize, Serialize};

use super::Place;
use crate::period::Period;
use crate::quantity::Quantity;

/// What a reported figure says about its indicator, unit and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 累计: from January to the end of the period; for growth, ratio, average, level, index and rank
    /// the figure of the period itself.
    Cumulative,
    /// 当月: of the period alone.
    Month,
    /// 上年同期累计, as printed beside the figure.
    CumulativeBase,
    /// 上年同期当月
    MonthBase,
    /// 累计增速, %, as published.
    CumulativeGrowth,
    /// 当月增速, %
    MonthGrowth,
    /// 完成率, % of the annual target, as printed.
    Completion,
    /// 阶段完成率, % of the stage target, as printed.
    StageCompletion,
    /// 位次, as published.
    Rank,
    /// 上年位次, as published.
    LastYearRank,
    /// 增减额 against the same period of last year, as printed.
    Change,
    /// 短收超收 against pace or budget, negative when short, as printed.
    Difference,
    /// 进展 in words.
    Progress,
    /// 完成: whether a milestone is done or a yes/no met: 1 是, 0 否 (in 项), or the day on which it was done,
    /// as `20180628` (in 日).
    Done,
    /// 拉动 of the total this is a part of, percentage points, as printed.
    Contribution,
    /// 贡献率 to the growth of the total, %, as printed.
    ContributionShare,
    /// 占比 in the total, %, as printed.
    Share,
}

impl Measure {
    /// All measures with the head the import format uses and a stable small number for storage.
    pub const WORDS: [(Self, &'static str, u8); 17] = [
        (Self::Cumulative, "累计", 1),
        (Self::Month, "当月", 2),
        (Self::CumulativeBase, "上年同期累计", 3),
        (Self::MonthBase, "上年同期当月", 4),
        (Self::CumulativeGrowth, "累计增速", 5),
        (Self::MonthGrowth, "当月增速", 6),
        (Self::Completion, "完成率", 7),
        (Self::StageCompletion, "阶段完成率", 8),
        (Self::Rank, "位次", 9),
        (Self::LastYearRank, "上年位次", 10),
        (Self::Change, "增减额", 11),
        (Self::Difference, "短收超收", 12),
        (Self::Progress, "进展", 13),
        (Self::Done, "完成", 14),
        (Self::Contribution, "拉动", 15),
        (Self::ContributionShare, "贡献率", 16),
        (Self::Share, "占比", 17),
    ];

    /// The word shown to users.
    pub fn label(self) -> &'static str {
        Self::WORDS.iter().find(|(measure, _, _)| *measure == self).map_or("", |(_, word, _)| word)
    }

    /// The stable key in JSON and addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cumulative => "cumulative",
            Self::Month => "month",
            Self::CumulativeBase => "cumulative_base",
            Self::MonthBase => "month_base",
            Self::CumulativeGrowth => "cumulative_growth",
            Self::MonthGrowth => "month_growth",
            Self::Completion => "completion",
            Self::StageCompletion => "stage_completion",
            Self::Rank => "rank",
            Self::LastYearRank => "last_year_rank",
            Self::Change => "change",
            Self::Difference => "difference",
            Self::Progress => "progress",
            Self::Done => "done",
            Self::Contribution => "contribution",
            Self::ContributionShare => "contribution_share",
            Self::Share => "share",
        }
    }

    /// The stable number for storage.
    pub fn number(self) -> u8 {
        Self::WORDS.iter().find(|(measure, _, _)| *measure == self).map_or(0, |(_, _, number)| *number)
    }

    /// The measure with this storage number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::WORDS.iter().find(|(_, _, own)| *own == number).map(|(measure, _, _)| *measure)
    }

    /// Whether the figure is of its period alone, so that stretches of different lengths that end in the same
    /// month have different ones; others run from January or say what is true at the end.
    pub const fn is_of_the_period_alone(self) -> bool {
        matches!(self, Self::Month | Self::MonthBase | Self::MonthGrowth)
    }

    /// Whether the figure is in the indicator's own unit of measure (others are %, places or words).
    pub const fn in_indicator_unit(self) -> bool {
        matches!(
            self,
            Self::Cumulative | Self::Month | Self::CumulativeBase | Self::MonthBase | Self::Change | Self::Difference
        )
    }
}

/// What stands in the reported cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "value", rename_all = "snake_case")]
pub enum Recorded {
    /// A figure, as written.
    Known(Quantity),
    /// The cell says that there is no data (—).
    NoData,
    /// The cell hides the figure (×, *).
    Masked,
    /// The cell says that it cannot be compared.
    Incomparable,
    /// Words, for [`Measure::Progress`].
    Text(String),
}

/// How firm a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Firmness {
    /// 预计
    Expected,
    /// 快报
    Flash,
    /// 年报
    Final,
}

impl Firmness {
    /// All with word and storage number.
    pub const WORDS: [(Self, &'static str, u8); 3] =
        [(Self::Expected, "预计", 1), (Self::Flash, "快报", 2), (Self::Final, "年报", 3)];
}

/// How far a figure has come in our own chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 草稿
    Draft,
    /// 上报
    Submitted,
    /// 审核
    Reviewed,
    /// 核定
    Certified,
}

impl Standing {
    /// All with word and storage number.
    pub const WORDS: [(Self, &'static str, u8); 4] = [
        (Self::Draft, "草稿", 1),
        (Self::Submitted, "上报", 2),
        (Self::Reviewed, "审核", 3),
        (Self::Certified, "核定", 4),
    ];
}

/// Whose figure it is: two series, always side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// 申报: ours
    Claimed,
    /// 认定: the superior's
    Recognised,
}

impl Origin {
    /// All with word and storage number.
    pub const WORDS: [(Self, &'static str, u8); 2] = [(Self::Claimed, "申报", 1), (Self::Recognised, "认定", 2)];
}

/// One reported figure with everything that is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Indicator code.
    pub indicator: String,
    /// Unit code.
    pub unit: String,
    /// Period.
    pub period: Period,
    /// What it says.
    pub measure: Measure,
    /// Whose figure.
    pub origin: Origin,
    /// The figure.
    pub recorded: Recorded,
    /// How firm.
    pub firmness: Firmness,
    /// How far in the chain.
    pub standing: Standing,
    /// Where it stands in its file; `None` when it was typed.
    pub place: Option<Place>,
    /// Remark.
    pub note: Option<String>,
}

impl Observation {
    /// Whether `other` says the same about the same thing (a second import changes nothing).
    pub fn same_statement(&self, other: &Self) -> bool {
        self.indicator == other.indicator
            && self.unit == other.unit
            && self.period == other.period
            && self.measure == other.measure
            && self.origin == other.origin
            && self.recorded == other.recorded
            && self.firmness == other.firmness
            && self.standing == other.standing
            && self.note == other.note
    }
}
