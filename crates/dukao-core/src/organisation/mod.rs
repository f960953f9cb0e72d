//! The organisation tree, valid by date, and the groups that cut across it.
//!
//! A unit's code never changes; its name, parent and groups may, by a new record in a later
//! version. Parks, key areas and groups overlap with streets and are **never added to them**.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
}

impl Unit {
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

/// The units of a region at one version of the data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    units: BTreeMap<String, Unit>,
    order: Vec<String>,
    own: Option<String>,
}

impl Organisation {
    /// Takes up `unit`, replacing an earlier record of the same code.
    pub fn insert(&mut self, unit: Unit) {
        if !self.units.contains_key(&unit.code) {
            self.order.push(unit.code.clone());
        }
        self.units.insert(unit.code.clone(), unit);
        self.own = self.find_own();
    }

    /// Takes up many units at once.
    pub fn extend(&mut self, units: impl IntoIterator<Item = Unit>) {
        for unit in units {
            if !self.units.contains_key(&unit.code) {
                self.order.push(unit.code.clone());
            }
            self.units.insert(unit.code.clone(), unit);
        }
        self.own = self.find_own();
    }

    /// The unit with the code [`OWN_CODE`]; without one the first district, or the first city, or the
    /// first province: the region itself.
    fn find_own(&self) -> Option<String> {
        if self.units.contains_key(OWN_CODE) {
            return Some(OWN_CODE.to_owned());
        }
        [UnitKind::District, UnitKind::City, UnitKind::Province]
            .into_iter()
            .find_map(|kind| self.iter().find(|unit| unit.kind == kind))
            .map(|unit| unit.code.clone())
    }

    /// The unit that is the region itself.
    pub fn own(&self) -> Option<&Unit> {
        self.get(self.own.as_deref()?)
    }

    /// The unit with this code.
    pub fn get(&self, code: &str) -> Option<&Unit> {
        self.units.get(code)
    }

    /// The unit whose code, name or short name is `text`.
    pub fn find(&self, text: &str) -> Option<&Unit> {
        self.get(text)
            .or_else(|| self.iter().find(|unit| unit.name == text || unit.short_name.as_deref() == Some(text)))
    }

    /// All units in the order in which they were first given.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.order.iter().filter_map(|code| self.units.get(code))
    }

    /// Units directly below `parent` on `date`, parks and groups left out.
    pub fn children<'a>(&'a self, parent: &'a str, date: Date) -> impl Iterator<Item = &'a Unit> {
        self.iter()
            .filter(move |unit| unit.parent.as_deref() == Some(parent) && unit.exists_on(date) && !unit.kind.overlaps())
    }

    /// Units that belong to the park, key area or group `group` on `date`.
    pub fn members<'a>(&'a self, group: &'a str, date: Date) -> impl Iterator<Item = &'a Unit> {
        self.iter().filter(move |unit| unit.groups.iter().any(|code| code == group) && unit.exists_on(date))
    }

    /// The units ranked together with `unit`: same class, same parent (units without parent among
    /// themselves), existing on `date`, itself included.
    pub fn peers<'a>(&'a self, unit: &'a Unit, date: Date) -> impl Iterator<Item = &'a Unit> {
        self.iter().filter(move |other| {
            other.kind.class() == unit.kind.class() && other.parent == unit.parent && other.exists_on(date)
        })
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// What is wrong with the tree: parents and groups that do not exist, circles. One line each, in Chinese.
    pub fn problems(&self) -> Vec<(String, String)> {
        let mut problems = Vec::new();
        for unit in self.iter() {
            if let Some(parent) = unit.parent.as_deref()
                && self.get(parent).is_none()
            {
                problems.push((unit.code.clone(), format!("上级单位“{parent}”不存在")));
            }
            for group in unit.groups.iter().filter(|group| !self.get(group).is_some_and(|found| found.kind.overlaps()))
            {
                problems.push((unit.code.clone(), format!("所属分组“{group}”不存在或不是园区、片区、分组")));
            }
            if self.is_circular(unit) {
                problems.push((unit.code.clone(), "上级关系成环".to_owned()));
            }
        }
        problems
    }

    fn is_circular(&self, unit: &Unit) -> bool {
        let mut current = unit;
        for _ in 0..=self.len() {
            match current.parent.as_deref().and_then(|parent| self.get(parent)) {
                Some(parent) => current = parent,
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn unit(code: &str, kind: UnitKind, parent: Option<&str>) -> Unit {
        Unit {
            code: code.to_owned(),
            name: format!("{code}全称"),
            short_name: None,
            kind,
            parent: parent.map(str::to_owned),
            valid_from: date(2010, 1, 1),
            valid_to: None,
            groups: Vec::new(),
            principal: None,
            sponsors: Vec::new(),
            note: None,
        }
    }

    fn sample() -> Organisation {
        let mut organisation = Organisation::default();
        let mut merged = unit("D07", UnitKind::Department, Some("Q00"));
        merged.valid_to = Some(date(2018, 7, 19));
        let mut street = unit("S09", UnitKind::Street, Some("Q00"));
        street.groups = vec!["A01".to_owned()];
        organisation.extend([
            unit("C00", UnitKind::City, None),
            unit("Q00", UnitKind::District, Some("C00")),
            unit("Q01", UnitKind::Peer, Some("C00")),
            merged,
            street,
            unit("T01", UnitKind::Town, Some("Q00")),
            unit("A01", UnitKind::Park, Some("Q00")),
        ]);
        organisation
    }

    fn codes<'a>(units: impl Iterator<Item = &'a Unit>) -> Vec<&'a str> {
        units.map(|unit| unit.code.as_str()).collect()
    }

    #[test]
    fn the_region_itself_is_its_district() {
        assert_eq!(sample().own().unwrap().code, "Q00");
    }

    #[test]
    fn a_city_says_that_it_is_the_region_itself() {
        let mut organisation = Organisation::default();
        organisation.extend([unit("X1", UnitKind::District, Some(OWN_CODE)), unit(OWN_CODE, UnitKind::City, None)]);
        assert_eq!(organisation.own().unwrap().code, OWN_CODE);
    }

    #[test]
    fn the_tree_is_valid_by_date_and_never_counts_parks() {
        let organisation = sample();
        assert_eq!(codes(organisation.children("Q00", date(2018, 7, 19))), ["D07", "S09", "T01"]);
        assert_eq!(codes(organisation.children("Q00", date(2018, 7, 20))), ["S09", "T01"]);
        assert_eq!(codes(organisation.members("A01", date(2018, 7, 20))), ["S09"]);
    }

    #[test]
    fn streets_and_towns_are_one_class_and_districts_meet_their_peers() {
        let organisation = sample();
        let day = date(2018, 8, 20);
        assert_eq!(codes(organisation.peers(organisation.get("T01").unwrap(), day)), ["S09", "T01"]);
        assert_eq!(codes(organisation.peers(organisation.own().unwrap(), day)), ["Q00", "Q01"]);
    }

    #[test]
    fn finds_broken_trees() {
        let mut organisation = sample();
        organisation.insert(unit("X1", UnitKind::Street, Some("X2")));
        organisation.insert(unit("X2", UnitKind::Street, Some("X1")));
        organisation.insert(unit("X3", UnitKind::Street, Some("缺")));
        let codes: Vec<_> = organisation.problems().into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["X1", "X2", "X3"]);
    }
}
