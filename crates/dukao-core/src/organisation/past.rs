//! The organisation changes there were, as the records of units tell them: nothing else is kept of them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Organisation, Unit};

/// What kind of change it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PastKind {
    /// 合并
    Merged,
    /// 拆分
    Divided,
    /// 更名
    Renamed,
    /// 调整隶属
    Moved,
    /// 终止
    Ended,
}

impl PastKind {
    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Merged => "合并",
            Self::Divided => "拆分",
            Self::Renamed => "更名",
            Self::Moved => "调整隶属",
            Self::Ended => "终止",
        }
    }
}

/// A change of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PastChange {
    /// The first day on which it holds; of a unit that ended, the day after its last.
    pub date: Date,
    /// What kind of change.
    pub kind: PastKind,
    /// Codes of the units there were.
    pub before: Vec<String>,
    /// Codes of the units there were from the day on.
    pub after: Vec<String>,
    /// What was different, in words: names, parents, kinds, groups before and after.
    pub said: String,
}

impl PastChange {
    /// Whether it is about a unit.
    pub fn concerns(&self, unit: &str) -> bool {
        self.before.iter().chain(&self.after).any(|code| code == unit)
    }
}

impl Organisation {
    /// The changes there were and those to come, latest first.
    pub fn changes(&self) -> Vec<PastChange> {
        let mut changes = self.formed_changes();
        let mut by_unit: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
        for unit in self.records() {
            by_unit.entry(&unit.code).or_default().push(unit);
        }
        for records in by_unit.values() {
            for pair in records.windows(2) {
                if let [before, after] = pair {
                    changes.extend(self.between(before, after));
                }
            }
            changes.extend(records.last().and_then(|last| self.ending(last)));
        }
        changes.sort_by(|left, right| right.date.cmp(&left.date).then_with(|| left.cmp(right)));
        changes
    }

    /// Mergers and divisions; units of the same day that came of the same ones are one change.
    fn formed_changes(&self) -> Vec<PastChange> {
        let mut formed: BTreeMap<(Date, &[String]), Vec<String>> = BTreeMap::new();
        for (code, formation) in &self.formed {
            formed.entry((formation.date, &formation.of)).or_default().push(code.clone());
        }
        let change = |((date, before), after): ((Date, &[String]), Vec<String>)| {
            let kind = if after.len() > 1 || before.len() < 2 { PastKind::Divided } else { PastKind::Merged };
            let names = |codes: &[String], day: Date| {
                let name = |code: &String| self.called_on(code, day).map_or(code.as_str(), Unit::label).to_owned();
                codes.iter().map(name).collect::<Vec<_>>().join("、")
            };
            let said = format!("{} → {}", names(before, date.yesterday().unwrap_or(date)), names(&after, date));
            PastChange { date, kind, before: before.to_vec(), after, said }
        };
        formed.into_iter().map(change).collect()
    }

    fn between(&self, before: &Unit, after: &Unit) -> Vec<PastChange> {
        let name = |code: &String| self.called_on(code, after.valid_from).map_or(code.as_str(), Unit::label).to_owned();
        let names = |codes: &[String]| {
            if codes.is_empty() { "无".to_owned() } else { codes.iter().map(name).collect::<Vec<_>>().join("、") }
        };
        let change = |kind: PastKind, said: String| PastChange {
            date: after.valid_from,
            kind,
            before: vec![before.code.clone()],
            after: vec![after.code.clone()],
            said,
        };
        let mut changes = Vec::new();
        if (&before.name, &before.short_name) != (&after.name, &after.short_name) {
            changes.push(change(PastKind::Renamed, format!("{} → {}", before.name, after.name)));
        }
        let mut moved = Vec::new();
        if before.parent != after.parent {
            let above = |unit: &Unit| unit.parent.as_ref().map_or_else(|| "无".to_owned(), name);
            moved.push(format!("上级 {} → {}", above(before), above(after)));
        }
        if before.kind != after.kind {
            moved.push(format!("类别 {} → {}", before.kind.label(), after.kind.label()));
        }
        if before.groups != after.groups {
            moved.push(format!("分组 {} → {}", names(&before.groups), names(&after.groups)));
        }
        if !moved.is_empty() {
            changes.push(change(PastKind::Moved, format!("{}：{}", after.label(), moved.join("；"))));
        }
        changes
    }

    /// A unit that ended without anything having come of it.
    fn ending(&self, last: &Unit) -> Option<PastChange> {
        let date = last.valid_to?.tomorrow().ok()?;
        if self.successors(&last.code).next().is_some() {
            return None;
        }
        let before = vec![last.code.clone()];
        Some(PastChange { date, kind: PastKind::Ended, before, after: Vec::new(), said: last.name.clone() })
    }
}
