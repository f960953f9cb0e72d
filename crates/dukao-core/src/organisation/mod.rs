//! The organisation tree, valid by date, and the groups that cut across it.
//!
//! A unit's code never changes; its name, parent and groups may, by a new record that holds from its own
//! first day on; what held before stays as it was. Parks, key areas and groups overlap with streets and are **never added to them**.

mod change;
mod past;
mod succession;
mod tree;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use change::{Change, ChangeProblem, NewUnit, Reorganisation, UnitRecords};
pub use past::{PastChange, PastKind};
pub use succession::Formation;
pub use tree::Organisation;

/// The code by which a unit says that it is the region itself, so that a city or province may hold
/// districts or cities below it.
pub const OWN_CODE: &str = "本地区";

/// What kind of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 省
    Province,
    /// 市
    City,
    /// 区县: the assessed administration itself
    District,
    /// 兄弟区县: ranked beside the region, holding what the office was told
    Peer,
    /// 部门
    Department,
    /// 街道
    Street,
    /// 镇
    Town,
    /// 乡
    Township,
    /// 园区
    Park,
    /// 片区
    KeyArea,
    /// 分组
    Group,
    /// 本级: the administration's own level beside its subordinate units (市本级)
    OwnLevel,
    /// 其他, such as a collecting system
    Other,
}

impl UnitKind {
    /// All kinds with the word the import format uses.
    pub const WORDS: [(Self, &'static str); 13] = [
        (Self::Province, "省"),
        (Self::City, "市"),
        (Self::District, "区县"),
        (Self::Peer, "兄弟区县"),
        (Self::Department, "部门"),
        (Self::Street, "街道"),
        (Self::Town, "镇"),
        (Self::Township, "乡"),
        (Self::Park, "园区"),
        (Self::KeyArea, "片区"),
        (Self::Group, "分组"),
        (Self::OwnLevel, "本级"),
        (Self::Other, "其他"),
    ];

    /// The word shown to users.
    pub fn label(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// Whether its figures overlap with other units, so that they are never part of a total.
    pub const fn overlaps(self) -> bool {
        matches!(self, Self::Park | Self::KeyArea | Self::Group)
    }

    /// Units of one class are compared with each other.
    pub const fn class(self) -> UnitClass {
        match self {
            Self::Province => UnitClass::Provinces,
            Self::City => UnitClass::Cities,
            Self::District | Self::Peer => UnitClass::Districts,
            Self::Department => UnitClass::Departments,
            Self::Street | Self::Town | Self::Township => UnitClass::Streets,
            Self::Park | Self::KeyArea => UnitClass::Areas,
            Self::Group | Self::OwnLevel | Self::Other => UnitClass::Unranked,
        }
    }
}

/// Units that may be ranked among each other (only inside one class; domain rule: 分类考核).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitClass {
    /// Provinces.
    Provinces,
    /// Cities of a province.
    Cities,
    /// Districts and counties of a city.
    Districts,
    /// Departments.
    Departments,
    /// Streets, towns and townships.
    Streets,
    /// Parks and key areas.
    Areas,
    /// Own level, groups and others: never ranked.
    Unranked,
}

impl UnitClass {
    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Provinces => "省份",
            Self::Cities => "市州",
            Self::Districts => "区县",
            Self::Departments => "部门",
            Self::Streets => "街镇",
            Self::Areas => "园区片区",
            Self::Unranked => "不排位",
        }
    }
}

/// A unit as one record of the organisation tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Code, unique in the region, never changed.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name for tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// Kind.
    pub kind: UnitKind,
    /// Code of the parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// First day on which it exists.
    pub valid_from: Date,
    /// Last day on which it exists; open when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Codes of the parks, key areas and groups it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Principal (第一责任人).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// Sponsors (包抓领导).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sponsors: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// 前身: codes of the units of which it was formed on its first day; said by its first record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub predecessors: Vec<String>,
}

impl Unit {
    /// A unit of which nothing else is known, from the first day of 2000 on.
    pub fn blank(code: &str, name: &str, kind: UnitKind) -> Self {
        Self {
            code: code.to_owned(),
            name: name.to_owned(),
            short_name: None,
            kind,
            parent: None,
            valid_from: Date::constant(2000, 1, 1),
            valid_to: None,
            groups: Vec::new(),
            principal: None,
            sponsors: Vec::new(),
            note: None,
            predecessors: Vec::new(),
        }
    }

    /// The key under which a later record replaces it: one record per code and first day.
    pub fn key(&self) -> String {
        format!("{}|{}", self.code, self.valid_from)
    }

    /// The name for tables.
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// Whether the unit exists on `date`.
    pub fn exists_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

/// A complete partition of a total: the parts must add up to it. A total may have several; each is
/// checked, none are added together. The parts are units (the counties of a city), or other indicators
/// of the same unit (the value added of three industries, the taxes of a revenue); never both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// Name of the partition, such as 按县区.
    pub name: String,
    /// Indicator code it is for; all flows and counts when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Code of the total unit; empty for a partition by indicators, which holds for every unit.
    pub total: String,
    /// Codes of the units that are parts, negative parts included.
    pub parts: Vec<String>,
    /// Codes of the indicators that are parts of `indicator`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_indicators: Vec<String>,
}

impl Partition {
    /// Whether units add up to `unit` for `indicator`.
    pub fn splits_unit(&self, unit: &str, indicator: &str) -> bool {
        self.part_indicators.is_empty()
            && self.total == unit
            && self.indicator.as_deref().is_none_or(|code| code == indicator)
    }

    /// Whether other indicators add up to `indicator`.
    pub fn splits_indicator(&self, indicator: &str) -> bool {
        !self.part_indicators.is_empty() && self.indicator.as_deref() == Some(indicator)
    }

    /// The key under which a later record replaces it.
    pub fn key(&self) -> String {
        format!("{}|{}|{}", self.indicator.as_deref().unwrap_or("*"), self.total, self.name)
    }
}
