//! Who came to be out of whom: units that were formed by a merger or a split, and what follows from it on a day.
//!
//! A body that changes gets a code of its own: the figures of a code are always those of one body. A unit says of which
//! units it was formed ([`Unit::predecessors`](super::Unit::predecessors)); where each of these went into it and nowhere
//! else, it is a merger, and what they had together before is what the unit had then. Of a unit that was divided nobody
//! can say which part had what; its figures stay with it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Organisation, Unit};

/// How a unit came to be out of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formation {
    /// Its first day.
    pub date: Date,
    /// The units of which it was formed.
    pub of: Vec<String>,
    /// Whether each of them went into it and nowhere else.
    pub whole: bool,
}

/// How every unit that was formed out of others came to be. What is not older than the unit cannot have become it.
pub(super) fn formations(units: &BTreeMap<String, BTreeMap<Date, Unit>>) -> BTreeMap<String, Formation> {
    let first_day = |code: &str| units.get(code).and_then(|records| records.keys().next()).copied();
    let mut formed: BTreeMap<String, Formation> = BTreeMap::new();
    for (code, records) in units {
        let Some((date, unit)) = records.first_key_value().filter(|(_, unit)| !unit.predecessors.is_empty()) else {
            continue;
        };
        let older = |code: &&String| first_day(code).is_some_and(|first| first < *date);
        let of: Vec<String> = unit.predecessors.iter().filter(older).cloned().collect();
        let whole = of.len() == unit.predecessors.len();
        formed.insert(code.clone(), Formation { date: *date, of, whole });
    }
    let mut went: BTreeMap<String, usize> = BTreeMap::new();
    for code in formed.values().flat_map(|formation| &formation.of) {
        *went.entry(code.clone()).or_default() += 1;
    }
    for formation in formed.values_mut() {
        formation.whole &= formation.of.iter().all(|code| went.get(code) == Some(&1));
    }
    formed
}

impl Organisation {
    /// How a unit came to be out of others; `None` when it did not.
    pub fn formation(&self, code: &str) -> Option<&Formation> {
        self.formed.get(code)
    }

    /// The units that were merged into this one by `day`; none where one of them was divided.
    pub fn merged_from(&self, code: &str, day: Date) -> &[String] {
        self.formed.get(code).filter(|formed| formed.whole && formed.date <= day).map_or(&[], |formed| &formed.of)
    }

    /// The units that were formed of this one, by code.
    pub fn successors<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> {
        let of_it = move |(_, formation): &(&String, &Formation)| formation.of.iter().any(|own| own == code);
        self.formed.iter().filter(of_it).map(|(successor, _)| successor.as_str())
    }

    /// The units that stand in the place of this one on `day`: itself while it exists, later those that were formed of it;
    /// itself where none were.
    pub fn in_place_of<'a>(&'a self, code: &'a str, day: Date) -> Vec<&'a str> {
        let mut standing = Vec::new();
        self.put_in_place_of(code, day, &mut standing);
        standing
    }

    fn put_in_place_of<'a>(&'a self, code: &'a str, day: Date, standing: &mut Vec<&'a str>) {
        let by_then = |successor: &&str| self.formed.get(*successor).is_some_and(|formed| formed.date <= day);
        let later: Vec<&str> = self.successors(code).filter(by_then).collect();
        if self.on(code, day).is_none() && !later.is_empty() {
            for successor in later {
                self.put_in_place_of(successor, day, standing);
            }
        } else if !standing.contains(&code) {
            standing.push(code);
        }
    }

    /// The parts of a total as they are on `day`: what was merged or divided by then is replaced by what came of it.
    pub fn parts_on(&self, parts: &[String], day: Date) -> Vec<String> {
        if self.formed.is_empty() {
            return parts.to_vec();
        }
        let mut standing = Vec::new();
        for part in parts {
            self.put_in_place_of(part, day, &mut standing);
        }
        standing.into_iter().map(str::to_owned).collect()
    }

    /// The record by which a unit is called on `day`: the one that holds then; where it does not exist then, its latest.
    pub fn called_on(&self, code: &str, day: Date) -> Option<&Unit> {
        self.on(code, day).or_else(|| self.get(code))
    }

    /// The last day of a unit; `None` while it is open.
    pub fn ended(&self, code: &str) -> Option<Date> {
        self.get(code)?.valid_to
    }

    /// What a post at `unit` reaches on `day`: the unit and all below it; what it was merged into by then, with all below
    /// that; and of all units that are reached by themselves, those that were merged into them and those that ended below
    /// them. The other units that went into a merger are not reached by a post at one of them.
    pub fn reached_from(&self, unit: &str, day: Date) -> BTreeSet<String> {
        let mut reached = self.subtree(unit, day);
        self.add_the_past(&mut reached, day);
        let mut waiting = vec![unit];
        while let Some(unit) = waiting.pop() {
            let merged = |successor: &&str| self.merged_from(successor, day).iter().any(|own| own == unit);
            for successor in self.successors(unit).filter(merged) {
                reached.extend(self.subtree(successor, day));
                waiting.push(successor);
            }
        }
        reached
    }

    /// Adds to units those that were merged into them, and those that ended below them, again and again.
    fn add_the_past(&self, units: &mut BTreeSet<String>, day: Date) {
        let mut waiting: Vec<String> = units.iter().cloned().collect();
        while let Some(unit) = waiting.pop() {
            let merged = self.merged_from(&unit, day).iter().cloned();
            let below = |other: &&Unit| {
                let ended = other.valid_to.is_some_and(|last| last < day) && !other.kind.overlaps();
                ended && other.parent.as_deref() == Some(unit.as_str())
            };
            let past: Vec<String> = merged.chain(self.iter().filter(below).map(|other| other.code.clone())).collect();
            waiting.extend(past.into_iter().filter(|code| units.insert(code.clone())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::UnitKind;
    use super::*;
    use jiff::civil::date;

    fn unit(code: &str, from: Date, to: Option<Date>, of: &[&str]) -> Unit {
        Unit {
            valid_from: from,
            valid_to: to,
            parent: (code != "Q").then(|| "Q".to_owned()),
            predecessors: of.iter().map(|code| (*code).to_owned()).collect(),
            ..Unit::blank(code, code, if code == "Q" { UnitKind::District } else { UnitKind::Street })
        }
    }

    /// Two streets are merged in August, another is divided in October, the merged one joins a third in 2019.
    fn sample() -> Organisation {
        let (first, august, october) = (date(2010, 1, 1), date(2018, 8, 1), date(2018, 10, 1));
        let mut organisation = Organisation::default();
        organisation.extend([
            unit("Q", first, None, &[]),
            unit("A", first, Some(date(2018, 7, 31)), &[]),
            unit("B", first, Some(date(2018, 7, 31)), &[]),
            unit("C", first, Some(date(2018, 9, 30)), &[]),
            unit("D", first, Some(date(2018, 12, 31)), &[]),
            unit("AB", august, Some(date(2018, 12, 31)), &["A", "B"]),
            unit("C1", october, None, &["C"]),
            unit("C2", october, None, &["C"]),
            unit("ABD", date(2019, 1, 1), None, &["AB", "D"]),
        ]);
        organisation
    }

    #[test]
    fn a_unit_is_what_was_merged_into_it_and_never_what_was_divided() {
        let organisation = sample();
        assert_eq!(organisation.merged_from("AB", date(2018, 8, 1)), ["A", "B"]);
        assert!(organisation.merged_from("AB", date(2018, 7, 31)).is_empty());
        assert!(organisation.merged_from("C1", date(2018, 12, 1)).is_empty());
        assert_eq!(organisation.successors("C").collect::<Vec<_>>(), ["C1", "C2"]);
        assert_eq!(organisation.formation("C2").map(|formed| formed.whole), Some(false));
        assert_eq!(organisation.formation("A"), None);
    }

    #[test]
    fn what_came_of_a_part_stands_in_its_place() {
        let (organisation, parts) = (sample(), ["A", "B", "C", "D"].map(str::to_owned));
        assert_eq!(organisation.parts_on(&parts, date(2018, 7, 31)), ["A", "B", "C", "D"]);
        assert_eq!(organisation.parts_on(&parts, date(2018, 8, 31)), ["AB", "C", "D"]);
        assert_eq!(organisation.parts_on(&parts, date(2018, 12, 31)), ["AB", "C1", "C2", "D"]);
        assert_eq!(organisation.parts_on(&parts, date(2019, 1, 31)), ["ABD", "C1", "C2"]);
        assert_eq!(organisation.in_place_of("X", date(2019, 1, 31)), ["X"]);
    }

    #[test]
    fn a_post_moves_with_its_unit_and_sees_no_more_of_the_past() {
        let organisation = sample();
        let from =
            |unit: &str, day: Date| organisation.reached_from(unit, day).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(from("A", date(2018, 7, 31)), "A");
        assert_eq!(from("A", date(2018, 8, 1)), "A AB");
        assert_eq!(from("AB", date(2018, 8, 1)), "A AB B");
        assert_eq!(from("A", date(2019, 1, 1)), "A AB ABD");
        assert_eq!(from("C", date(2018, 10, 1)), "C");
        assert_eq!(from("C1", date(2018, 10, 1)), "C1");
        assert_eq!(from("Q", date(2018, 10, 1)), "A AB B C C1 C2 D Q");
    }

    /// Two units that say to have come of each other come to an end all the same.
    #[test]
    fn a_circle_of_predecessors_is_none() {
        let mut organisation = Organisation::default();
        organisation.extend([
            unit("A", date(2018, 1, 1), Some(date(2018, 2, 1)), &["B"]),
            unit("B", date(2018, 1, 1), Some(date(2018, 2, 1)), &["A"]),
        ]);
        assert_eq!(organisation.in_place_of("A", date(2018, 3, 1)), ["A"]);
        assert_eq!(organisation.formation("A").map(|formed| (formed.of.len(), formed.whole)), Some((0, false)));
    }
}
