//! The tree of entries.

use super::{Checkpoint, Condition, EventRule, Feed, Missing};
use crate::assessment::method::{Direction, Method, Parameters};
use crate::number::Rational;

/// How many points an entry is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FullMarks {
    /// The same for all.
    Same(Rational),
    /// By class; a class that is not named is not assessed by this entry.
    ByClass(Vec<(String, Rational)>),
}

impl FullMarks {
    /// Full marks for a class; `None` when the class is not assessed by this entry.
    pub fn of(&self, class: &str) -> Option<&Rational> {
        match self {
            Self::Same(points) => Some(points),
            Self::ByClass(all) => all.iter().find(|(name, _)| name == class).map(|(_, points)| points),
        }
    }
}

/// How a group is made of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Combine {
    /// 相加: the points of the entries add up; so do their full marks.
    Sum,
    /// 按占比: every entry is scored on the full marks of the group and counts by its share (F17, 静态40%、动态60%).
    Mix(Vec<Rational>),
}

/// An entry (计分项): a group of entries, or something that is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 编号: unique in the scheme; the name where none is written.
    pub code: String,
    /// 项: its name.
    pub name: String,
    /// 条款: the clause it comes from.
    pub clause: String,
    /// 分值
    pub points: FullMarks,
    /// What it is made of.
    pub body: Body,
    /// 上限: points are cut to it.
    pub cap: Option<Rational>,
    /// 下限: points are raised to it; where none is written the method's own least holds.
    pub floor: Option<Rational>,
    /// 缺报: overrides the scheme's own rule.
    pub missing: Option<Missing>,
    /// 前提: must all hold, else the entry is worth nothing.
    pub conditions: Vec<Condition>,
    /// 过程: shares of the year's points of the checkpoints (F23); empty: the period itself counts.
    pub process: Vec<(Checkpoint, Rational)>,
    /// 责任: the department that answers for it.
    pub responsible: Option<String>,
    /// 核实: who checks it at the year's end.
    pub checked_by: Option<String>,
    /// 上级评分: who scores it at the superior.
    pub scored_by: Option<String>,
    /// 佐证: what has to be shown at the year's end.
    pub evidence: Vec<String>,
    /// 目标名次: the place that is striven for.
    pub rank_goal: Option<u32>,
}

/// What an entry is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// 下级: entries below it.
    Group {
        /// How they make up the group.
        combine: Combine,
        /// The entries.
        entries: Vec<Entry>,
    },
    /// 方法: figures become points.
    Scored(Scored),
}

/// A method with what it is fed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// 指标: the indicator it is about, if one.
    pub indicator: Option<String>,
    /// The method, read.
    pub method: Method,
    /// 参数, as they were written.
    pub parameters: Parameters,
    /// 方向
    pub direction: Direction,
    /// 取数: one for every input of the method.
    pub feeds: Vec<Feed>,
}

/// Whether it is added or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// 加分
    Bonus,
    /// 扣分
    Deduction,
}

/// What comes on top of the marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Added or taken away.
    pub sign: Sign,
    /// By what.
    pub body: ExtraBody,
}

/// By what a bonus or deduction is earned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExtraBody {
    /// By what is entered in the register of events.
    Events(EventRule),
    /// By figures, like an entry (a bonus by rank).
    Entry(Box<Entry>),
}

impl Extra {
    /// Its code.
    pub fn code(&self) -> &str {
        match &self.body {
            ExtraBody::Events(rule) => &rule.code,
            ExtraBody::Entry(entry) => &entry.code,
        }
    }
}
