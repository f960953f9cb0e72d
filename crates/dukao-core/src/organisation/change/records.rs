//! From an act to the records it writes. All that is wrong is said at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Change, ChangeProblem, NewUnit, UnitRecords};
use crate::organisation::{Organisation, Unit, UnitKind};

/// The records of an act while they are put together.
pub(super) struct Plan<'a> {
    organisation: &'a Organisation,
    date: Date,
    records: UnitRecords,
    problems: Vec<ChangeProblem>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(organisation: &'a Organisation, date: Date) -> Self {
        Self { organisation, date, records: UnitRecords::default(), problems: Vec::new() }
    }

    pub(super) fn of(mut self, change: &Change) -> Result<UnitRecords, Vec<ChangeProblem>> {
        match change {
            Change::Merge { into, new, .. } => self.merge(&change.units(), into.as_deref(), new),
            Change::Split { unit, new, below } => self.split(unit, new, below),
            Change::Rename { unit, name, short_name } => self.rename(unit, name, short_name.as_deref()),
            Change::Move { unit, parent, kind, groups } => {
                self.relocate(unit, parent.as_deref(), *kind, groups.as_deref());
            }
            Change::End { unit } => self.end(unit),
            Change::Withdraw { unit } => self.withdraw(unit),
        }
        self.hold_together();
        self.problems.sort();
        self.problems.dedup();
        if self.problems.is_empty() { Ok(self.records) } else { Err(self.problems) }
    }

    fn wrong(&mut self, problem: ChangeProblem) {
        self.problems.push(problem);
    }

    fn merge(&mut self, codes: &[&str], into: Option<&str>, new: &NewUnit) {
        if codes.len() < 2 {
            self.wrong(ChangeProblem::Alone);
        }
        let units: Vec<&Unit> = codes.iter().filter_map(|code| self.standing(code)).collect();
        for unit in &units {
            self.not_the_region(unit);
        }
        let model = units.iter().find(|unit| into == Some(unit.code.as_str())).or(units.first()).copied();
        let Some(model) = model else { return };
        let kinds: BTreeSet<&str> = units.iter().map(|unit| unit.kind.class().label()).collect();
        if kinds.len() > 1 && new.kind.is_none() && into.is_none() {
            self.wrong(ChangeProblem::Kinds(kinds.into_iter().collect::<Vec<_>>().join("、")));
        }
        let own_name = |unit: &NewUnit| !unit.name.trim().is_empty();
        let named = NewUnit {
            name: if own_name(new) || into.is_none() { new.name.clone() } else { model.name.clone() },
            short_name: new
                .short_name
                .clone()
                .or_else(|| into.filter(|_| !own_name(new)).and(model.short_name.clone())),
            ..new.clone()
        };
        let groups = units.iter().flat_map(|unit| &unit.groups).cloned().collect::<BTreeSet<_>>();
        self.make(model, &named, codes, codes, groups.into_iter().collect());
        for unit in &units {
            self.close(unit);
        }
        self.move_children(codes, &new.code);
        self.move_members(codes, &new.code);
    }

    fn split(&mut self, code: &str, new: &[NewUnit], below: &BTreeMap<String, String>) {
        if new.len() < 2 {
            self.wrong(ChangeProblem::Undivided);
        }
        for (place, one) in new.iter().enumerate() {
            for other in new.iter().take(place) {
                for (text, said) in [(&one.code, &other.code), (&one.name, &other.name)] {
                    if text == said && !text.is_empty() {
                        self.wrong(ChangeProblem::Twice(text.clone()));
                    }
                }
            }
        }
        let Some(unit) = self.standing(code) else { return };
        self.not_the_region(unit);
        for one in new {
            self.make(unit, one, &[code], &[code], unit.groups.clone());
        }
        self.close(unit);
        let children = self.children(&[code]);
        for child in &children {
            match below.get(&child.code).filter(|to| new.iter().any(|unit| unit.code == **to)) {
                Some(to) => {
                    let to = to.clone();
                    self.change(child, |child| child.parent = Some(to));
                }
                None => self.wrong(ChangeProblem::Below(child.label().to_owned())),
            }
        }
        for (child, to) in below {
            if !children.iter().any(|unit| unit.code == *child) {
                self.wrong(ChangeProblem::NotBelow(child.clone(), to.clone()));
            }
        }
        for member in self.members(&[code]) {
            self.wrong(ChangeProblem::Below(member.label().to_owned()));
        }
    }

    fn rename(&mut self, code: &str, name: &str, short_name: Option<&str>) {
        let Some(unit) = self.standing(code) else { return };
        let (name, short_name) = (name.trim(), short_name.map(str::trim).filter(|text| !text.is_empty()));
        if name.is_empty() {
            return self.wrong(ChangeProblem::NoName);
        }
        if unit.name == name && unit.short_name.as_deref() == short_name {
            return self.wrong(ChangeProblem::Nothing(unit.label().to_owned()));
        }
        self.name_is_free(name, &[code]);
        self.change(unit, |unit| {
            name.clone_into(&mut unit.name);
            unit.short_name = short_name.map(str::to_owned);
        });
    }

    fn relocate(&mut self, code: &str, parent: Option<&str>, kind: Option<UnitKind>, groups: Option<&[String]>) {
        let Some(unit) = self.standing(code) else { return };
        self.not_the_region(unit);
        let mut moved = unit.clone();
        if let Some(parent) = parent {
            moved.parent = (!parent.is_empty()).then(|| parent.to_owned());
        }
        moved.kind = kind.unwrap_or(moved.kind);
        if let Some(groups) = groups {
            moved.groups = groups.to_vec();
        }
        if moved == *unit {
            return self.wrong(ChangeProblem::Nothing(unit.label().to_owned()));
        }
        self.place_is_there(&moved);
        let mut above = moved.parent.clone();
        let mut steps = 0;
        while let Some(code) = above.filter(|_| steps <= self.organisation.len()) {
            if code == moved.code {
                return self.wrong(ChangeProblem::Circle(unit.label().to_owned()));
            }
            above = self.organisation.on(&code, self.date).and_then(|unit| unit.parent.clone());
            steps += 1;
        }
        self.change(unit, |unit| *unit = Unit { valid_from: unit.valid_from, ..moved });
    }

    fn end(&mut self, code: &str) {
        let Some(unit) = self.standing(code) else { return };
        self.not_the_region(unit);
        for child in self.children(&[code]).into_iter().chain(self.members(&[code])) {
            self.wrong(ChangeProblem::Below(child.label().to_owned()));
        }
        self.close(unit);
    }

    /// Takes away the record that begins on the day.
    fn withdraw(&mut self, code: &str) {
        let Some(latest) = self.organisation.get(code) else {
            return self.wrong(ChangeProblem::UnknownUnit(code.to_owned()));
        };
        let Some(record) = self.organisation.record(code, self.date) else {
            let own = self.organisation.records().filter(|unit| unit.code == code);
            let known = own.map(|unit| unit.valid_from.to_string()).collect::<Vec<_>>().join("、");
            let name = latest.label().to_owned();
            return self.wrong(ChangeProblem::NoRecord { name, date: self.date, known });
        };
        let only = self.organisation.records().filter(|unit| unit.code == code).count() == 1;
        if only && self.organisation.own().is_some_and(|own| own.code == code) {
            return self.wrong(ChangeProblem::Region(record.label().to_owned()));
        }
        self.records.gone.push(record.key());
    }

    /// The record of a unit that is there before the day and on it, with no later change.
    fn standing(&mut self, code: &str) -> Option<&'a Unit> {
        let organisation = self.organisation;
        let Some(latest) = organisation.get(code) else {
            self.wrong(ChangeProblem::UnknownUnit(code.to_owned()));
            return None;
        };
        let name = latest.label().to_owned();
        if latest.valid_from >= self.date {
            let first =
                organisation.records().find(|unit| unit.code == code).map_or(latest.valid_from, |unit| unit.valid_from);
            self.wrong(if first >= self.date {
                ChangeProblem::TooEarly { name, first }
            } else {
                ChangeProblem::Overlaps { name, date: latest.valid_from }
            });
            return None;
        }
        match latest.valid_to {
            Some(last) if last < self.date => {
                self.wrong(ChangeProblem::Ended { name, last });
                None
            }
            _ => Some(latest),
        }
    }

    fn not_the_region(&mut self, unit: &Unit) {
        if self.organisation.own().is_some_and(|own| own.code == unit.code) {
            self.wrong(ChangeProblem::Region(unit.label().to_owned()));
        }
    }

    /// A new unit that came of `of`; the names of `instead` are free.
    fn make(&mut self, model: &Unit, new: &NewUnit, of: &[&str], instead: &[&str], groups: Vec<String>) {
        let (code, name) = (new.code.trim(), new.name.trim());
        if code.is_empty() {
            self.wrong(ChangeProblem::NoCode);
        } else if code.chars().count() > 40
            || code.contains(|sign: char| sign.is_whitespace() || "|;；,，".contains(sign))
        {
            self.wrong(ChangeProblem::BadCode(code.to_owned()));
        } else if let Some(taken) = self.organisation.get(code) {
            let name = taken.label().to_owned();
            self.wrong(ChangeProblem::CodeTaken { code: code.to_owned(), name });
        }
        if name.is_empty() {
            self.wrong(ChangeProblem::NoName);
        } else {
            self.name_is_free(name, instead);
        }
        let parent =
            new.parent.clone().map_or_else(|| model.parent.clone(), |parent| (!parent.is_empty()).then_some(parent));
        let unit = Unit {
            short_name: new.short_name.clone().filter(|text| !text.trim().is_empty()),
            kind: new.kind.unwrap_or(model.kind),
            parent,
            valid_from: self.date,
            groups,
            predecessors: of.iter().map(|code| (*code).to_owned()).collect(),
            ..Unit::blank(code, name, model.kind)
        };
        if let Some(parent) = unit.parent.clone().filter(|parent| of.contains(&parent.as_str())) {
            self.wrong(ChangeProblem::NoParent(parent));
        }
        self.place_is_there(&unit);
        self.records.put.push(unit);
    }

    fn name_is_free(&mut self, name: &str, instead: &[&str]) {
        let has = |unit: &&Unit| unit.name == name || unit.short_name.as_deref() == Some(name);
        let mut others = self.organisation.all_on(self.date).filter(|unit| !instead.contains(&unit.code.as_str()));
        if let Some(other) = others.find(has) {
            let code = other.code.clone();
            self.wrong(ChangeProblem::NameTaken { name: name.to_owned(), code });
        }
    }

    fn place_is_there(&mut self, unit: &Unit) {
        if let Some(parent) = unit.parent.as_deref().filter(|parent| self.organisation.on(parent, self.date).is_none())
        {
            self.wrong(ChangeProblem::NoParent(parent.to_owned()));
        }
        for group in &unit.groups {
            if !self.organisation.on(group, self.date).is_some_and(|found| found.kind.overlaps()) {
                self.wrong(ChangeProblem::NoGroup(group.clone()));
            }
        }
    }

    /// Ends a unit the day before.
    fn close(&mut self, unit: &Unit) {
        match self.date.yesterday() {
            Ok(last) => self.records.put.push(Unit { valid_to: Some(last), ..unit.clone() }),
            Err(_) => self.wrong(ChangeProblem::Day(self.date)),
        }
    }

    /// A record of a unit that holds from the day on.
    fn change(&mut self, unit: &Unit, change: impl FnOnce(&mut Unit)) {
        let put = self.records.put.iter_mut().find(|other| other.code == unit.code && other.valid_from == self.date);
        if let Some(there) = put {
            return change(there);
        }
        let mut next = Unit { valid_from: self.date, predecessors: Vec::new(), ..unit.clone() };
        change(&mut next);
        self.records.put.push(next);
    }

    /// Units directly below the given ones on the day and not among them; later changes of theirs are problems.
    fn children(&mut self, codes: &[&str]) -> Vec<&'a Unit> {
        self.touched(|unit| unit.parent.as_deref().is_some_and(|parent| codes.contains(&parent)), codes)
    }

    fn members(&mut self, codes: &[&str]) -> Vec<&'a Unit> {
        self.touched(|unit| unit.groups.iter().any(|group| codes.contains(&group.as_str())), codes)
    }

    fn touched(&mut self, is_touched: impl Fn(&Unit) -> bool, besides: &[&str]) -> Vec<&'a Unit> {
        let (organisation, date) = (self.organisation, self.date);
        let there =
            |unit: &&Unit| unit.valid_to.is_none_or(|last| last >= date) && !besides.contains(&unit.code.as_str());
        let found: Vec<&Unit> = organisation.iter().filter(there).filter(|unit| is_touched(unit)).collect();
        for unit in &found {
            if unit.valid_from >= date {
                let (name, date) = (unit.label().to_owned(), unit.valid_from);
                self.wrong(ChangeProblem::Overlaps { name, date });
            }
        }
        found
    }

    fn move_children(&mut self, codes: &[&str], to: &str) {
        for child in self.children(codes) {
            self.change(child, |child| child.parent = Some(to.to_owned()));
        }
    }

    fn move_members(&mut self, codes: &[&str], to: &str) {
        for member in self.members(codes) {
            self.change(member, |member| {
                member.groups.retain(|group| !codes.contains(&group.as_str()));
                member.groups.push(to.to_owned());
            });
        }
    }

    /// What would be wrong with the organisation afterwards and is not wrong today.
    fn hold_together(&mut self) {
        if !self.problems.is_empty() {
            return;
        }
        let next = self.records.applied_to(self.organisation);
        let before: BTreeSet<(String, String)> =
            self.organisation.problems().into_iter().map(|(unit, problem)| (unit.key(), problem)).collect();
        for (unit, problem) in next.problems() {
            if !before.contains(&(unit.key(), problem.clone())) {
                let name = unit.label().to_owned();
                self.problems.push(ChangeProblem::Needed { name, problem });
            }
        }
        let own = |organisation: &Organisation| organisation.own().map(|unit| unit.code.clone());
        if own(&next) != own(self.organisation) {
            let name = self.organisation.own().map_or_else(String::new, |unit| unit.label().to_owned());
            self.problems.push(ChangeProblem::Region(name));
        }
    }
}
