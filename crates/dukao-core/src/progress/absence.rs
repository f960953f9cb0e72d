//! Why there is no figure. Never a zero, never infinity, never an empty cell.

use serde::Serialize;

/// Why a figure does not exist or is not known; the text says it to the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", content = "reason", rename_all = "snake_case")]
pub enum Absence {
    /// 不适用: this kind of indicator does not have the figure.
    NotApplicable(String),
    /// 未报: should be there and is not.
    Unreported(String),
    /// 未到期: nothing is due yet.
    NotDue(String),
    /// 已隐去: the source hides it.
    Masked(String),
    /// 不可比: the base is zero, negative or missing.
    Incomparable(String),
}

impl Absence {
    /// 不适用 with a reason.
    pub fn not_applicable(reason: &str) -> Self {
        Self::NotApplicable(reason.to_owned())
    }

    /// 不可比 with a reason.
    pub fn incomparable(reason: &str) -> Self {
        Self::Incomparable(reason.to_owned())
    }

    /// 未报 with a reason.
    pub fn unreported(reason: impl Into<String>) -> Self {
        Self::Unreported(reason.into())
    }

    /// The word in the cell.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::NotApplicable(_) => "不适用",
            Self::Unreported(_) => "未报",
            Self::NotDue(_) => "未到期",
            Self::Masked(_) => "已隐去",
            Self::Incomparable(_) => "不可比",
        }
    }

    /// Why.
    pub fn reason(&self) -> &str {
        match self {
            Self::NotApplicable(reason)
            | Self::Unreported(reason)
            | Self::NotDue(reason)
            | Self::Masked(reason)
            | Self::Incomparable(reason) => reason,
        }
    }
}
