//! What is stored of notes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::About;

/// Who noted something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct By {
    /// Number of the account.
    pub(crate) account: String,
    /// The name it had then.
    pub(crate) name: String,
    /// Microseconds since 1970.
    pub(crate) at: i64,
}

/// An instruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Instruction {
    /// Code of the region.
    pub(crate) region: String,
    /// What it is about.
    pub(crate) about: About,
    /// The same in words, as it was called then; without a figure, which not everybody addressed may see.
    pub(crate) title: String,
    /// What it says.
    pub(crate) text: String,
    /// Codes of the units it is addressed to.
    pub(crate) to: Vec<String>,
    /// Who left it.
    pub(crate) by: By,
}

/// That a unit has received an instruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    /// Who signed for it.
    pub(crate) by: By,
    /// What he says to it; may be empty.
    pub(crate) note: String,
}

/// An attempt to have figures changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Interference {
    /// Code of the region.
    pub(crate) region: String,
    /// The day it happened.
    pub(crate) day: Date,
    /// Who asked for it.
    pub(crate) who: String,
    /// Which figures, and how they were to be changed.
    pub(crate) what: String,
    /// How it was asked, what was answered; may be empty.
    pub(crate) how: String,
    /// Who recorded it.
    pub(crate) by: By,
}
