//! Targets: what is to be reached, in every form in which superiors hand them down.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PaceProfile;
use crate::ledger::{Place, Version};
use crate::number::Decimal;
use crate::period::Period;
use crate::quantity::UnitOfMeasure;

/// The kinds of target, a closed list. `floor` is what must be reached (确保): it is `T` in every
/// formula; stretch (争取) stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Goal {
    /// 总量: an annual amount or number.
    Amount,
    /// 增速: a growth rate in percent.
    Growth,
    /// 上限: must not be exceeded.
    Ceiling,
    /// 水平: a level, ratio, average or index to reach.
    Level,
    /// 位次: a rank to reach (前三).
    Rank,
    /// 位次提升: places to win over last year.
    RankImprovement,
    /// 相对: in relation to another figure (高于全区平均 X 倍, 快于全省 x 个百分点), with what is said.
    Relative,
    /// 节点: something done by its deadline.
    Milestone,
    /// 是否: met or not.
    YesNo,
    /// 无: watched without a target.
    None,
}

impl Goal {
    /// All kinds with the word the import format uses.
    pub const WORDS: [(Self, &'static str); 10] = [
        (Self::Amount, "总量"),
        (Self::Growth, "增速"),
        (Self::Ceiling, "上限"),
        (Self::Level, "水平"),
        (Self::Rank, "位次"),
        (Self::RankImprovement, "位次提升"),
        (Self::Relative, "相对"),
        (Self::Milestone, "节点"),
        (Self::YesNo, "是否"),
        (Self::None, "无"),
    ];
}

/// The cumulative target of a stage (前三季度 371.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageTarget {
    /// The stage; it ends with its last month.
    pub stage: Period,
    /// Cumulative amount from January to the stage's end, in the target's unit.
    pub amount: Decimal,
    /// Where it stands in its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// The target of one unit for one indicator and year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Assessment year.
    pub year: i16,
    /// Indicator code.
    pub indicator: String,
    /// Unit code.
    pub unit: String,
    /// Kind of target.
    pub goal: Goal,
    /// The document's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// 确保, in `unit_of_measure`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Decimal>,
    /// 争取, in `unit_of_measure`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretch: Option<Decimal>,
    /// Unit in which the amounts are written.
    pub unit_of_measure: UnitOfMeasure,
    /// Deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Date>,
    /// Pace profile; used for flows and counts only.
    #[serde(default)]
    pub pace: PaceProfile,
    /// Cumulative stage targets, by end of stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageTarget>,
    /// Basis document and clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Where the floor stands in its file; `None` when it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_place: Option<Place>,
    /// Where the stretch stands in its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretch_place: Option<Place>,
    /// Where the deadline stands in its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_place: Option<Place>,
    /// Where the points of a typed or staged pace stand in their file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace_place: Option<Place>,
    /// The version that brought this record; known once stored.
    #[serde(skip)]
    pub version: Version,
}

impl Target {
    /// A target without an amount yet: pace even, typed rather than read from a file.
    pub fn blank(year: i16, indicator: &str, unit: &str, goal: Goal, unit_of_measure: UnitOfMeasure) -> Self {
        Self {
            year,
            indicator: indicator.to_owned(),
            unit: unit.to_owned(),
            goal,
            text: None,
            floor: None,
            stretch: None,
            unit_of_measure,
            deadline: None,
            pace: PaceProfile::Even,
            stages: Vec::new(),
            basis: None,
            floor_place: None,
            stretch_place: None,
            deadline_place: None,
            pace_place: None,
            version: Version::default(),
        }
    }

    /// The key under which a later record replaces it.
    pub fn key(&self) -> String {
        format!("{}|{}", self.indicator, self.unit)
    }

    /// Whether the floor says what the indicator itself shall be. A relative target (快于全省2个百分点,
    /// 高于全区平均1.5倍) does so only where its floor is written in the indicator's own unit
    /// (增长9.2%，且快于城镇居民收入增速).
    pub fn floor_is_of(&self, unit: &UnitOfMeasure) -> bool {
        self.goal != Goal::Relative || (self.floor.is_some() && self.unit_of_measure.power_to(unit).is_some())
    }

    /// The stage that contains `month`: measured against the coming stage end.
    pub fn stage_at(&self, month: crate::period::Month) -> Option<&StageTarget> {
        self.stages
            .iter()
            .filter(|stage| stage.stage.end().is_some_and(|end| end >= month))
            .min_by_key(|stage| stage.stage.end())
    }
}
