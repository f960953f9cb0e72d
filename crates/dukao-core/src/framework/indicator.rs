//! An indicator as the assessment framework describes it.

use serde::{Deserialize, Serialize};

use super::{Goal, Target};
use crate::number::Decimal;
use crate::period::Month;
use crate::quantity::UnitOfMeasure;

/// What kind of value an indicator has. **It decides which figures exist** (design decision 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// 流量: adds up over the months (investment, revenue)
    Flow,
    /// 计数: adds up over the months, whole things (starts, households)
    Count,
    /// 增速
    Growth,
    /// 平均 (PM2.5)
    Average,
    /// 比率
    Ratio,
    /// 时点 (debt balance)
    Level,
    /// 指数, scores of surveys
    Index,
    /// 位次
    Rank,
    /// 节点
    Milestone,
    /// 是否
    YesNo,
}

impl ValueKind {
    /// All kinds with the word the import format uses.
    pub const WORDS: [(Self, &'static str); 10] = [
        (Self::Flow, "流量"),
        (Self::Count, "计数"),
        (Self::Growth, "增速"),
        (Self::Average, "平均"),
        (Self::Ratio, "比率"),
        (Self::Level, "时点"),
        (Self::Index, "指数"),
        (Self::Rank, "位次"),
        (Self::Milestone, "节点"),
        (Self::YesNo, "是否"),
    ];

    /// The word shown to users.
    pub fn label(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// Whether months add up to the year.
    pub const fn accumulates(self) -> bool {
        matches!(self, Self::Flow | Self::Count)
    }

    /// Whether it has a number at all.
    pub const fn is_numeric(self) -> bool {
        !matches!(self, Self::Milestone | Self::YesNo)
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 越高越好
    Up,
    /// 越低越好
    Down,
}

/// At which prices a value is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceBasis {
    /// 现价
    Current,
    /// 可比价: growth is never derivable from current-price values
    Constant,
    /// 无
    None,
}

/// How often it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// 月
    Monthly,
    /// 季
    Quarterly,
    /// 半年
    HalfYearly,
    /// 年
    Annual,
}

impl Frequency {
    /// All frequencies with the word the import format uses.
    pub const WORDS: [(Self, &'static str); 4] =
        [(Self::Monthly, "月"), (Self::Quarterly, "季"), (Self::HalfYearly, "半年"), (Self::Annual, "年")];

    /// Months between two publications.
    pub const fn months(self) -> u8 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Annual => 12,
        }
    }
}

/// 属性: an indicator may bear several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// 共性
    Common,
    /// 个性
    Specific,
    /// 新增
    New,
    /// 加分
    Bonus,
    /// 一票否决
    Veto,
    /// 满意度
    Satisfaction,
}

impl Flag {
    /// All flags with the word the import format uses.
    pub const WORDS: [(Self, &'static str); 6] = [
        (Self::Common, "共性"),
        (Self::Specific, "个性"),
        (Self::New, "新增"),
        (Self::Bonus, "加分"),
        (Self::Veto, "一票否决"),
        (Self::Satisfaction, "满意度"),
    ];
}

/// An indicator of one assessment year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Assessment year.
    pub year: i16,
    /// Code, unique in the year.
    pub code: String,
    /// Category (分类).
    pub category: String,
    /// Name.
    pub name: String,
    /// Scope (口径: 在地, 本级 …). Name + scope + value kind are unique in a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Unit of measure in which it is shown.
    pub unit: UnitOfMeasure,
    /// Value kind.
    pub kind: ValueKind,
    /// Which way is better.
    pub direction: Direction,
    /// Price basis.
    pub price: PriceBasis,
    /// How often it is published.
    pub frequency: Frequency,
    /// Published one month late (错月).
    #[serde(default)]
    pub late_month: bool,
    /// January is published together with February.
    #[serde(default)]
    pub joint_january: bool,
    /// Day of the month after the period on which it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication_day: Option<u8>,
    /// Decimals shown.
    pub decimals: u8,
    /// Points in the assessment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Decimal>,
    /// Kinds it bears.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// Code of the lead unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_unit: Option<String>,
    /// Codes of the supporting units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supporting_units: Vec<String>,
    /// Person in charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_in_charge: Option<String>,
    /// Contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The superior's data provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_provider: Option<String>,
    /// The superior's scoring department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scorer: Option<String>,
    /// 得分点
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scoring_note: Option<String>,
    /// 扣分点
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduction_note: Option<String>,
    /// 关注点
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watch_note: Option<String>,
    /// 统计规则
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics_note: Option<String>,
    /// Code of the indicator that is its growth, or whose growth it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<String>,
    /// Warned by the superior (上级预警).
    #[serde(default)]
    pub warned: bool,
    /// Other names under which files may name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Basis document and clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

impl Indicator {
    /// An indicator of which only these are known: monthly, two decimals, more is better, no price basis.
    pub fn blank(year: i16, code: &str, name: &str, kind: ValueKind, unit: UnitOfMeasure) -> Self {
        Self {
            year,
            code: code.to_owned(),
            category: String::new(),
            name: name.to_owned(),
            scope: None,
            unit,
            kind,
            direction: Direction::Up,
            price: PriceBasis::None,
            frequency: Frequency::Monthly,
            late_month: false,
            joint_january: false,
            publication_day: None,
            decimals: 2,
            points: None,
            flags: Vec::new(),
            lead_unit: None,
            supporting_units: Vec::new(),
            person_in_charge: None,
            contact: None,
            data_provider: None,
            scorer: None,
            scoring_note: None,
            deduction_note: None,
            watch_note: None,
            statistics_note: None,
            pair: None,
            warned: false,
            aliases: Vec::new(),
            basis: None,
        }
    }

    /// Name with scope, as far as needed to tell it apart.
    pub fn full_name(&self) -> String {
        match self.scope.as_deref() {
            Some(scope) => format!("{}（{scope}）", self.name),
            None => self.name.clone(),
        }
    }

    /// How many months the period covers that ends in `end`.
    pub fn period_months(&self, end: Month) -> u8 {
        if self.joint_january && self.frequency == Frequency::Monthly && end.number() == 2 {
            return 2;
        }
        self.frequency.months().min(end.number())
    }

    /// Whether `flag` is borne.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Whether less is better: by direction, of ranks, and under a target that must not be exceeded.
    pub fn lower_is_better(&self, target: Option<&Target>) -> bool {
        let ceiling = target.is_some_and(|target| target.goal == Goal::Ceiling);
        ceiling || self.direction == Direction::Down || self.kind == ValueKind::Rank
    }

    /// A value in the indicator's unit is itself a percentage (growth or ratio in %), so that its
    /// distance to the target is in percentage points.
    pub fn is_percentage(&self) -> bool {
        self.unit.family() == crate::quantity::Family::Percent
    }
}
