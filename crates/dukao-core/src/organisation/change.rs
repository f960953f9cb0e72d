//! Organisation changes as dated acts: what records they write, and everything that speaks against them.
//!
//! 合并 and 拆分 make new bodies: what was merged or divided ends the day before, and the new units begin with codes of
//! their own (a name may be kept). 更名 and 调整隶属 leave the body as it is: the unit keeps its code and gets a record
//! that holds from the day on. Nothing before the day is touched.

mod problem;
mod records;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Organisation, Unit, UnitKind};
pub use problem::ChangeProblem;
use records::Plan;

/// A unit that an act makes. What is not said is as it is of the unit that it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUnit {
    /// Its code, never used before.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// Its name for tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<UnitKind>,
    /// Code of its parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// What changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// 合并: several units become one.
    Merge {
        /// Codes of the units that are merged.
        units: Vec<String>,
        /// Code of the one among them whose name, kind and place the new unit has where nothing else is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<String>,
        /// The unit they become.
        new: NewUnit,
    },
    /// 拆分: one unit becomes several.
    Split {
        /// Code of the unit that is divided.
        unit: String,
        /// The units that it becomes.
        new: Vec<NewUnit>,
        /// Units below it, and which of the new ones each comes under.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        below: BTreeMap<String, String>,
    },
    /// 更名
    Rename {
        /// Code of the unit.
        unit: String,
        /// Its new name.
        name: String,
        /// Its new name for tables; none when `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        short_name: Option<String>,
    },
    /// 调整隶属: another parent, kind or group.
    Move {
        /// Code of the unit.
        unit: String,
        /// Code of its new parent, empty for none; as before when `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<String>,
        /// Its new kind; as before when `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<UnitKind>,
        /// Codes of its new parks, key areas and groups; as before when `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        groups: Option<Vec<String>>,
    },
    /// 终止: the unit is no more, and nothing comes of it.
    End {
        /// Code of the unit.
        unit: String,
    },
    /// 删去记录: a record that was written by mistake, by the day on which it begins.
    Withdraw {
        /// Code of the unit.
        unit: String,
    },
}

impl Change {
    /// The word shown to users.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "合并",
            Self::Split { .. } => "拆分",
            Self::Rename { .. } => "更名",
            Self::Move { .. } => "调整隶属",
            Self::End { .. } => "终止",
            Self::Withdraw { .. } => "删去记录",
        }
    }

    /// Its key in forms and in the audit.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::Rename { .. } => "rename",
            Self::Move { .. } => "move",
            Self::End { .. } => "end",
            Self::Withdraw { .. } => "withdraw",
        }
    }

    /// Codes of the units that it is about, as they are before it.
    pub fn units(&self) -> Vec<&str> {
        match self {
            Self::Merge { units, into, .. } => {
                let mut all: Vec<&str> = Vec::new();
                for unit in into.iter().chain(units) {
                    if !all.contains(&unit.as_str()) {
                        all.push(unit);
                    }
                }
                all
            }
            Self::Split { unit, .. }
            | Self::Rename { unit, .. }
            | Self::Move { unit, .. }
            | Self::End { unit }
            | Self::Withdraw { unit } => vec![unit],
        }
    }

    /// Codes of the units that it makes.
    pub fn made(&self) -> Vec<&str> {
        match self {
            Self::Merge { new, .. } => vec![&new.code],
            Self::Split { new, .. } => new.iter().map(|unit| unit.code.as_str()).collect(),
            _ => Vec::new(),
        }
    }
}

/// A dated act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reorganisation {
    /// The first day on which it holds.
    pub date: Date,
    /// What changes.
    #[serde(flatten)]
    pub change: Change,
}

/// The records of units that an act writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitRecords {
    /// Records to write, each in place of the one with its key.
    pub put: Vec<Unit>,
    /// Keys of records to take away.
    pub gone: Vec<String>,
}

impl UnitRecords {
    /// The organisation with these records.
    #[must_use]
    pub fn applied_to(&self, organisation: &Organisation) -> Organisation {
        let mut next = organisation.clone();
        for key in &self.gone {
            next.remove(key);
        }
        next.extend(self.put.iter().cloned());
        next
    }
}

impl Reorganisation {
    /// The records that it writes.
    ///
    /// # Errors
    /// Everything that speaks against it.
    pub fn records(&self, organisation: &Organisation) -> Result<UnitRecords, Vec<ChangeProblem>> {
        Plan::new(organisation, self.date).of(&self.change)
    }
}
