//! Bonuses and deductions by events: commended, criticised, exposed, signed, started.

use super::Condition;
use crate::number::Rational;
use crate::progress::Relation;

/// What an event is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// The same every time.
    Each(Rational),
    /// By level, the highest first: 国家级 5, 省级 3, 市级 1.
    ByLevel(Vec<(String, Rational)>),
}

/// What an event itself must show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventCondition {
    /// An amount entered with it: 投资额 ≥ 100.
    Amount {
        /// Name of the amount.
        name: String,
        /// How it must stand.
        relation: Relation,
        /// To what.
        value: Rational,
    },
    /// Two dates entered with it: 签约 至 开工 不超过 6 个月. The same day of the month counts as inside.
    Within {
        /// Name of the first date.
        from: String,
        /// Name of the second date.
        to: String,
        /// Months between them at most.
        months: u8,
    },
}

/// A bonus or deduction by events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRule {
    /// 编号: unique in the scheme; the name where none is written.
    pub code: String,
    /// 项
    pub name: String,
    /// 条款
    pub clause: String,
    /// 分值, always over zero; a deduction is taken away.
    pub worth: Worth,
    /// 最多: all events of the rule together count at most so much.
    pub cap: Option<Rational>,
    /// 取最高: of the events about one matter in all rules of this group only the highest counts.
    pub highest_of: Option<String>,
    /// 佐证: an event without evidence does not count.
    pub needs_evidence: bool,
    /// 条件: what each event must show.
    pub event_conditions: Vec<EventCondition>,
    /// 前提: what the unit must show.
    pub conditions: Vec<Condition>,
}
