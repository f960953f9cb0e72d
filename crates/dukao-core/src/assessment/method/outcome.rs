//! What a method gives to a unit, or why it gives nothing.

use serde::Serialize;

use crate::progress::Absence;

/// Points with what has to be said about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points<N> {
    /// The points, before the caps and floors of the entry.
    pub value: N,
    /// What a reader of the result must know.
    pub notes: Vec<Note>,
}

impl<N> Points<N> {
    /// Points about which nothing has to be said.
    pub const fn plain(value: N) -> Self {
        Self { value, notes: Vec::new() }
    }

    /// The same with a note.
    #[must_use]
    pub fn noted(mut self, note: Note) -> Self {
        self.notes.push(note);
        self
    }
}

/// What a reader of a score must know besides its derivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Every unit of the class has the same figure, so that the rule cannot tell them apart: all get full marks.
    AllEqual,
    /// The points would have been below zero.
    FlooredAtZero,
    /// The points would have been below the floor of the rule.
    RaisedToFloor,
    /// A control item without anything done: passed or failed, not measured.
    PassedOrFailed,
    /// Only one unit in the class.
    Alone,
}

impl Note {
    /// What is shown.
    pub const fn text(self) -> &'static str {
        match self {
            Self::AllEqual => "同类各单位数值相同，均得满分",
            Self::FlooredAtZero => "按公式为负分，计零分",
            Self::RaisedToFloor => "按公式低于最低分，计最低分",
            Self::PassedOrFailed => "实绩为零，控制类指标按达标与否计分",
            Self::Alone => "同类只有一个单位",
        }
    }
}

/// Why a method gives no points. Never a zero: what follows is up to the scheme's rule for missing figures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "refused", content = "about", rename_all = "snake_case")]
pub enum Refusal {
    /// A figure is not there.
    #[error("缺少“{name}”：{}", .absence.reason())]
    Absent {
        /// Name of the input.
        name: String,
        /// Why it is not there.
        absence: Absence,
    },
    /// A target that is zero or negative cannot be divided by.
    #[error("“{0}”为零或负数，不能计算完成率；改用“达标得分”或由人认定")]
    TargetNotPositive(String),
    /// A base that is zero or negative has no growth.
    #[error("“{0}”为零或负数，增速没有意义；按增量计分或由人认定")]
    BaseNotPositive(String),
    /// The anchors of a rule must differ.
    #[error("“{0}”与“{1}”相等，不能分出高低")]
    AnchorsEqual(String, String),
    /// The result is out of reach.
    #[error("结果超出可计算的范围")]
    OutOfReach,
    /// A figure that the rule has no place for.
    #[error("{0}")]
    Outside(String),
}

/// What a method gives to one unit.
pub type Outcome<N> = Result<Points<N>, Refusal>;
