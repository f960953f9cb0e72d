//! What a check finds: a rule, a place, a sentence with the figures.

use serde::{Serialize, Serializer};

use crate::period::Period;
use crate::progress::Source;

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident, $key:literal, $label:literal;)*) => {
        /// The rules, a closed list. The order is the order in which findings of one period are listed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule { $($(#[doc = $doc])* $name,)* }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable key in JSON and addresses.
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key,)* } }

            /// The rule with this key.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|rule| rule.key() == key)
            }

            /// The rule with this name.
            pub fn from_label(label: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|rule| rule.label() == label)
            }

            /// The name shown to users.
            pub const fn label(self) -> &'static str { match self { $(Self::$name => $label,)* } }
        }
    };
}

rules! {
    /// Parts do not add up to the total.
    PartsTotal, "parts_total", "分项之和与合计不符";
    /// The parts' targets do not add up to the total's.
    PartsTarget, "parts_target", "分项目标之和与总目标不符";
    /// Months do not add up to the cumulative.
    MonthsSum, "months_sum", "各月之和与累计不符";
    /// Printed completion against actual and target.
    Completion, "completion", "完成率与完成数、目标数不符";
    /// Printed stage completion against actual and stage target.
    StageCompletion, "stage_completion", "阶段完成率与完成数、阶段目标不符";
    /// Printed growth against the figures.
    Growth, "growth", "增速与本期、上年同期数不符";
    /// Printed growth against the growth indicator of the pair.
    PairGrowth, "pair_growth", "增速与对应增速指标不符";
    /// The cumulative falls.
    CumulativeFalls, "cumulative_falls", "累计数比上期减少";
    /// Printed change in amount.
    Change, "change", "增减额与本期数、同期数不符";
    /// Printed 短收 / 超收.
    Difference, "difference", "短收超收与序时不符";
    /// Printed 占比.
    Share, "share", "占比与本数、合计不符";
    /// Printed 拉动 and 贡献率.
    Contribution, "contribution", "拉动、贡献率与增长不符";
    /// Printed rank.
    Rank, "rank", "位次与数值不符";
    /// Printed same period of last year.
    LastYear, "last_year", "上年同期数与上年数不符";
    /// Rates rebuilt from the parts.
    Rebuilt, "rebuilt", "按分项推算的合计与发布的比率不符";
    /// A figure of a unit that no longer exists.
    UnitEnded, "unit_ended", "单位撤销后仍有数据";
    /// A rank that does not exist.
    RankRange, "rank_range", "位次超出范围";
    /// A period that the indicator does not have.
    Frequency, "frequency", "期间与发布频率不符";
    /// The stretch target is easier than the floor.
    Stretch, "stretch", "争取目标低于确保目标";
    /// Targets and bases that printed rates imply, from one period to the next.
    Implied, "implied", "推算的目标、基数前后不一";
    /// A stage target against the pace and the annual target.
    PlanPace, "plan_pace", "阶段目标与进度、全年目标不符";
    /// The words of a target against its figures.
    TextTarget, "text_target", "目标表述与目标数不符";
    /// Figures in the words of a progress against those of the ledger.
    TextFigures, "text_figures", "文字进展与数据不符";
}

/// What may be added to the tolerance of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leeway {
    /// An amount in the indicator's unit of measure.
    Amount,
    /// Percentage points.
    Points,
    /// Nothing: the rule compares what is not rounded, or several kinds of figures.
    None,
}

impl Rule {
    /// What may be added to its tolerance.
    pub const fn leeway(self) -> Leeway {
        match self {
            Self::PartsTotal
            | Self::PartsTarget
            | Self::MonthsSum
            | Self::CumulativeFalls
            | Self::Change
            | Self::Difference
            | Self::LastYear
            | Self::PlanPace => Leeway::Amount,
            Self::Completion
            | Self::StageCompletion
            | Self::Growth
            | Self::PairGrowth
            | Self::Share
            | Self::Contribution => Leeway::Points,
            Self::Rank
            | Self::Rebuilt
            | Self::UnitEnded
            | Self::RankRange
            | Self::Frequency
            | Self::Stretch
            | Self::Implied
            | Self::TextTarget
            | Self::TextFigures => Leeway::None,
        }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 矛盾: the figures cannot all be right.
    Error,
    /// 提醒: there may be a reason, somebody must look.
    Warning,
}

impl Severity {
    /// Both, with the key in JSON and addresses.
    pub const KEYS: [(&'static str, Self); 2] = [("error", Self::Error), ("warning", Self::Warning)];

    /// The stable key in JSON and addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "矛盾",
            Self::Warning => "提醒",
        }
    }
}

/// Figures that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// How grave.
    pub severity: Severity,
    /// The rule's name in the rules in force.
    pub name: String,
    /// What it is known by from one version to the next, whatever its wording: rule, indicator, unit,
    /// period, measure, and which parts.
    pub key: String,
    /// The figures it rests on, in a fixed order; when they are others, it is another contradiction.
    #[serde(skip)]
    pub figures: String,
    /// Indicator code.
    pub indicator: String,
    /// Unit code.
    pub unit: String,
    /// Period; the year for targets.
    pub period: Period,
    /// One sentence with the figures.
    pub statement: String,
    /// What is printed, with its unit of measure.
    pub printed: Option<String>,
    /// What the other figures give, with its unit of measure.
    pub computed: Option<String>,
    /// How far the two may be apart by rounding; empty when nothing is rounded.
    pub tolerance: String,
    /// Every cell involved; the first is the one to look at.
    pub sources: Vec<Source>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_labels_are_told_apart() {
        for (index, rule) in Rule::ALL.iter().enumerate() {
            assert!(!rule.key().is_empty() && !rule.label().is_empty());
            assert!(
                Rule::ALL[index + 1..].iter().all(|other| other.key() != rule.key() && other.label() != rule.label())
            );
        }
        assert_eq!(serde_json::to_string(&Rule::PairGrowth).unwrap(), "\"pair_growth\"");
        assert_eq!(serde_json::to_string(&Severity::Warning).unwrap(), "\"warning\"");
    }
}
