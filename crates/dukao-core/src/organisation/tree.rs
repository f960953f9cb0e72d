//! The tree itself: which record of a unit holds on a day, and who stands beside and below it then.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::succession::{Formation, formations};
use super::{OWN_CODE, Unit, UnitKind};

/// The units of a region at one version of the data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    /// By code: the unit's records by first day.
    units: BTreeMap<String, BTreeMap<Date, Unit>>,
    order: Vec<String>,
    own: Option<String>,
    /// By code: how units that were formed out of others came to be.
    pub(super) formed: BTreeMap<String, Formation>,
}

impl Organisation {
    /// Takes up `unit`: in place of the record of the same code and first day, else beside the unit's
    /// other records.
    pub fn insert(&mut self, unit: Unit) {
        self.extend([unit]);
    }

    /// Takes up many units at once.
    pub fn extend(&mut self, units: impl IntoIterator<Item = Unit>) {
        for unit in units {
            if !self.units.contains_key(&unit.code) {
                self.order.push(unit.code.clone());
            }
            self.units.entry(unit.code.clone()).or_default().insert(unit.valid_from, unit);
        }
        self.settle();
    }

    /// Takes away the record with this key ([`Unit::key`]); the unit's other records stay.
    pub fn remove(&mut self, key: &str) {
        for records in self.units.values_mut() {
            records.retain(|_, unit| unit.key() != key);
        }
        self.units.retain(|_, records| !records.is_empty());
        self.order.retain(|code| self.units.contains_key(code));
        self.settle();
    }

    /// Looks up what follows from the records.
    fn settle(&mut self) {
        self.own = self.find_own();
        self.formed = formations(&self.units);
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

    /// The latest record of the unit with this code.
    pub fn get(&self, code: &str) -> Option<&Unit> {
        self.units.get(code)?.values().next_back()
    }

    /// The record of a unit that holds on `day`: the latest that began by then. `None` when the unit
    /// does not exist on that day.
    pub fn on(&self, code: &str, day: Date) -> Option<&Unit> {
        self.units.get(code)?.range(..=day).next_back().map(|(_, unit)| unit).filter(|unit| unit.exists_on(day))
    }

    /// The record of a unit that begins on `first`.
    pub fn record(&self, code: &str, first: Date) -> Option<&Unit> {
        self.units.get(code)?.get(&first)
    }

    /// The unit whose code, name or short name is `text`, one that has not ended first; a former name is good too.
    pub fn find(&self, text: &str) -> Option<&Unit> {
        let is_called = |unit: &&Unit| unit.name == text || unit.short_name.as_deref() == Some(text);
        let formerly = || self.records().find(is_called).and_then(|unit| self.get(&unit.code));
        let open = || self.iter().filter(is_called).find(|unit| unit.valid_to.is_none());
        self.get(text).or_else(open).or_else(|| self.iter().find(is_called)).or_else(formerly)
    }

    /// The latest record of every unit, in the order in which the units were first given.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.order.iter().filter_map(|code| self.get(code))
    }

    /// All records, unit by unit, by first day.
    pub fn records(&self) -> impl Iterator<Item = &Unit> {
        self.order.iter().filter_map(|code| self.units.get(code)).flat_map(BTreeMap::values)
    }

    /// The units that exist on `day`, as they are then.
    pub fn all_on(&self, day: Date) -> impl Iterator<Item = &Unit> {
        self.order.iter().filter_map(move |code| self.on(code, day))
    }

    /// Units directly below `parent` on `date`, parks and groups left out.
    pub fn children<'a>(&'a self, parent: &'a str, date: Date) -> impl Iterator<Item = &'a Unit> {
        self.all_on(date).filter(move |unit| unit.parent.as_deref() == Some(parent) && !unit.kind.overlaps())
    }

    /// The unit and those above it on `date`, itself first; empty when it does not exist then.
    pub fn line(&self, unit: &str, date: Date) -> Vec<String> {
        let mut line: Vec<String> = Vec::new();
        let mut next = self.on(unit, date);
        while let Some(unit) = next.filter(|unit| !line.contains(&unit.code)) {
            line.push(unit.code.clone());
            next = unit.parent.as_deref().and_then(|parent| self.on(parent, date));
        }
        line
    }

    /// The unit and all units below it on `date`; parks, key areas and groups have none below them. A unit that does
    /// not exist then has itself only.
    pub fn subtree(&self, unit: &str, date: Date) -> BTreeSet<String> {
        let mut found = BTreeSet::from([unit.to_owned()]);
        let mut waiting = vec![unit.to_owned()];
        while let Some(parent) = waiting.pop() {
            for child in self.children(&parent, date) {
                if found.insert(child.code.clone()) {
                    waiting.push(child.code.clone());
                }
            }
        }
        found
    }

    /// Units that belong to the park, key area or group `group` on `date`.
    pub fn members<'a>(&'a self, group: &'a str, date: Date) -> impl Iterator<Item = &'a Unit> {
        self.all_on(date).filter(move |unit| unit.groups.iter().any(|code| code == group))
    }

    /// The units ranked together with `unit`: same class, same parent (units without parent among
    /// themselves), existing on `date`, itself included. Class and parent are those of `date`.
    pub fn peers<'a>(&'a self, unit: &'a Unit, date: Date) -> impl Iterator<Item = &'a Unit> {
        let unit = self.on(&unit.code, date).unwrap_or(unit);
        self.all_on(date).filter(move |other| other.kind.class() == unit.kind.class() && other.parent == unit.parent)
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// What is wrong with the tree: parents and groups that do not exist, circles. One line for each record,
    /// in Chinese.
    pub fn problems(&self) -> Vec<(&Unit, String)> {
        let mut problems = Vec::new();
        for unit in self.records() {
            if let Some(parent) = unit.parent.as_deref()
                && self.get(parent).is_none()
            {
                problems.push((unit, format!("上级单位“{parent}”不存在")));
            }
            for group in unit.groups.iter().filter(|group| !self.get(group).is_some_and(|found| found.kind.overlaps()))
            {
                problems.push((unit, format!("所属分组“{group}”不存在或不是园区、片区、分组")));
            }
            if self.is_circular(unit) {
                problems.push((unit, "上级关系成环".to_owned()));
            }
            problems.extend(self.wrong_predecessors(unit).into_iter().map(|problem| (unit, problem)));
        }
        problems
    }

    /// What speaks against the units of which a record says that it was formed.
    fn wrong_predecessors(&self, unit: &Unit) -> Vec<String> {
        let first = self.units.get(&unit.code).and_then(|records| records.keys().next()).copied();
        if !unit.predecessors.is_empty() && first != Some(unit.valid_from) {
            return vec!["前身只写在单位的第一行，不写在变更的行".to_owned()];
        }
        let wrong = |code: &String| match self.get(code) {
            None => Some(format!("前身“{code}”不存在")),
            Some(before) => match before.valid_to {
                Some(last) if last < unit.valid_from => None,
                _ => Some(format!("前身“{code}”在{}还没有失效", unit.valid_from)),
            },
        };
        unit.predecessors.iter().filter_map(wrong).collect()
    }

    /// Whether going up from a record, on the day on which it begins, never ends.
    fn is_circular(&self, unit: &Unit) -> bool {
        let day = unit.valid_from;
        let mut current = unit;
        for _ in 0..=self.len() {
            let above = current.parent.as_deref();
            match above.and_then(|parent| self.on(parent, day).or_else(|| self.get(parent))) {
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
            predecessors: Vec::new(),
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
        let codes: Vec<_> = organisation.problems().into_iter().map(|(unit, _)| unit.code.as_str()).collect();
        assert_eq!(codes, ["X1", "X2", "X3"]);
    }

    /// A new record holds from its first day on; the days before stay as they were.
    #[test]
    fn a_unit_that_moved_stays_where_it_was_before() {
        let mut organisation = sample();
        let moved = Unit {
            parent: Some("Q01".to_owned()),
            name: "新名".to_owned(),
            groups: Vec::new(),
            valid_from: date(2018, 8, 1),
            ..organisation.get("S09").unwrap().clone()
        };
        organisation.insert(moved);
        let (july, august) = (date(2018, 7, 31), date(2018, 8, 1));
        assert_eq!(codes(organisation.children("Q00", july)), ["S09", "T01"]);
        assert_eq!(codes(organisation.children("Q00", august)), ["T01"]);
        assert_eq!(codes(organisation.children("Q01", august)), ["S09"]);
        let town = organisation.get("T01").unwrap();
        assert_eq!(codes(organisation.peers(town, july)), ["S09", "T01"]);
        assert_eq!(codes(organisation.peers(town, august)), ["T01"]);
        let street = organisation.get("S09").unwrap();
        assert_eq!(street.name, "新名");
        assert_eq!(codes(organisation.peers(street, july)), ["S09", "T01"]);
        assert_eq!(
            (codes(organisation.members("A01", july)), codes(organisation.members("A01", august))),
            (vec!["S09"], vec![])
        );
        assert_eq!(organisation.on("S09", july).unwrap().name, "S09全称");
        assert_eq!(organisation.on("S09", date(2009, 12, 31)), None);
        assert_eq!(organisation.find("S09全称").unwrap().name, "新名");
        assert_eq!(
            (organisation.len(), organisation.records().count(), street.key().as_str()),
            (7, 8, "S09|2018-08-01")
        );
        assert_eq!(organisation.record("S09", july), None);
    }

    /// The same first day corrects the record; it does not add one.
    #[test]
    fn the_same_first_day_replaces_the_record() {
        let mut organisation = sample();
        let named = Unit { name: "更正".to_owned(), ..organisation.get("S09").unwrap().clone() };
        organisation.insert(named);
        assert_eq!(organisation.on("S09", date(2012, 1, 1)).unwrap().name, "更正");
        assert_eq!(organisation.records().count(), 7);
    }
}
