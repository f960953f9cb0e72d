//! Worked cases (算例): inputs and what must come out.

use super::Checkpoint;
use crate::assessment::Event;
use crate::number::Rational;

/// One input of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseInput {
    /// Whose.
    pub unit: String,
    /// Code of the entry.
    pub entry: String,
    /// At which checkpoint, for entries scored in process.
    pub checkpoint: Option<Checkpoint>,
    /// Name of the input; 得分 gives the entry's points themselves.
    pub input: String,
    /// The figure or figures; `None`: missing on purpose.
    pub values: Option<Vec<Rational>>,
}

/// An event of a case.
pub type CaseEvent = Event;

/// What must come out for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Whose.
    pub unit: String,
    /// The points; `None`: no points may come out.
    pub points: Option<Rational>,
    /// The place, where one is stated.
    pub rank: Option<u32>,
    /// The grade, where one is stated.
    pub grade: Option<String>,
}

/// A worked case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// 例: its name.
    pub name: String,
    /// 项: code of the entry, bonus or group that is looked at; `None` for the total.
    pub entry: Option<String>,
    /// 类: the class in which it is played; the first of the scheme where none is written.
    pub class: Option<String>,
    /// 输入
    pub inputs: Vec<CaseInput>,
    /// 事项: entries of the register of events.
    pub events: Vec<CaseEvent>,
    /// 应得
    pub expected: Vec<Expected>,
    /// 允差: how far the result may be off; zero where none is written.
    pub tolerance: Rational,
}
