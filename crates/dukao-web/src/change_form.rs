//! The form of an organisation change, as it was typed.

use std::collections::BTreeMap;

use dukao_app::organisation::{ChangeRequest, TargetPart};
use dukao_app::people::FieldProblem;
use dukao_core::number::Decimal;
use dukao_core::organisation::{Change, NewUnit, Reorganisation, UnitKind};
use jiff::civil::Date;

use crate::error::WebError;
use crate::pages::organisation::KINDS;
use crate::query::Visit;

/// What stands in the fields; a field may be there several times.
#[derive(Debug, Default)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    pub(crate) const fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// What an address presets: the kind of change, the unit, the region.
    pub(crate) fn of_address(visit: &Visit) -> Result<Self, WebError> {
        let mut pairs = Vec::new();
        for name in ["kind", "region", "unit"] {
            if let Some(value) = visit.value(name)? {
                pairs.push((name.to_owned(), value.to_owned()));
                if name == "unit" {
                    pairs.push(("units".to_owned(), value.to_owned()));
                }
            }
        }
        Ok(Self(pairs))
    }

    /// A field; empty when it is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
    }

    /// A field as it was typed, with its lines.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str())
    }

    /// The kind of change; a merger where nothing is said.
    pub(crate) fn kind(&self) -> &str {
        let kind = self.text("kind");
        if KINDS.iter().any(|(key, _, _)| *key == kind) { kind } else { "merge" }
    }

    /// Whether a box is ticked.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(own, text)| own == name && text == value)
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(own, text)| own == name && !text.is_empty()).map(|(_, text)| text.clone()).collect()
    }

    /// Everything for hidden fields, without what buttons say.
    pub(crate) fn hidden(&self) -> impl Iterator<Item = (&str, &str)> {
        let kept = self.0.iter().filter(|(name, _)| !["seen", "edit"].contains(&name.as_str()));
        kept.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn given(&self, name: &str) -> Option<String> {
        Some(self.text(name).to_owned()).filter(|text| !text.is_empty())
    }

    /// The lines of a field that are not empty, each cut at blanks.
    fn lines(&self, name: &str) -> Vec<Vec<&str>> {
        let lines = self.raw(name).lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        lines.filter(|words| !words.is_empty()).collect()
    }
}

/// The value that stands for “as before” in a list, and the one for “none”.
pub(crate) const AS_BEFORE: &str = "";
pub(crate) const NONE: &str = "-";

/// The change that was typed, or everything that cannot be read.
pub(crate) fn request(typed: &Typed) -> Result<ChangeRequest, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let date: Option<Date> = typed.text("date").parse().ok();
    if date.is_none() {
        problems.push(wrong("date", "写日期，例如 2018-08-01"));
    }
    let kind = unit_kind(typed.text("unit_kind"));
    let unit = typed.text("unit").to_owned();
    if unit.is_empty() && typed.kind() != "merge" {
        problems.push(wrong("unit", "选一个单位"));
    }
    let new = || NewUnit {
        code: typed.text("code").to_owned(),
        name: typed.text("name").to_owned(),
        short_name: typed.given("short_name"),
        kind,
        parent: typed.given("parent").filter(|parent| parent != NONE),
    };
    let mut parts = Vec::new();
    let change = match typed.kind() {
        "split" => {
            let (made, below) = (new_units(typed, &mut problems), pairs(typed, &mut problems));
            parts = target_parts(typed, &mut problems);
            Change::Split { unit, new: made, below }
        }
        "rename" => Change::Rename { unit, name: typed.text("name").to_owned(), short_name: typed.given("short_name") },
        "move" => Change::Move {
            unit,
            parent: typed.given("parent").map(|parent| if parent == NONE { String::new() } else { parent }),
            kind,
            groups: typed.given("groups").map(|text| if text == NONE { Vec::new() } else { codes(&text) }),
        },
        "end" => Change::End { unit },
        "withdraw" => Change::Withdraw { unit },
        _ => Change::Merge { units: typed.all("units"), into: typed.given("into"), new: new() },
    };
    match date {
        Some(date) if problems.is_empty() => Ok(ChangeRequest {
            region: typed.given("region"),
            act: Reorganisation { date, change },
            parts,
            seen: typed.given("seen"),
        }),
        _ => Err(problems),
    }
}

fn wrong(field: &'static str, message: &str) -> FieldProblem {
    FieldProblem { field, message: message.to_owned() }
}

fn unit_kind(word: &str) -> Option<UnitKind> {
    UnitKind::WORDS.iter().find(|(_, own)| *own == word).map(|(kind, _)| *kind)
}

fn codes(text: &str) -> Vec<String> {
    let signs = |sign: char| sign.is_whitespace() || "、,，;；".contains(sign);
    text.split(signs).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// 代码 全称 简称, one a line.
fn new_units(typed: &Typed, problems: &mut Vec<FieldProblem>) -> Vec<NewUnit> {
    let mut made = Vec::new();
    for words in typed.lines("new") {
        match words.as_slice() {
            [code, name] | [code, name, _] => made.push(NewUnit {
                code: (*code).to_owned(),
                name: (*name).to_owned(),
                short_name: words.get(2).map(|short| (*short).to_owned()),
                ..NewUnit::default()
            }),
            _ => problems.push(wrong("new", &format!("“{}”应当是：代码 全称 简称（可不写）", words.join(" ")))),
        }
    }
    made
}

/// 下属单位 新单位, one a line.
fn pairs(typed: &Typed, problems: &mut Vec<FieldProblem>) -> BTreeMap<String, String> {
    let mut below = BTreeMap::new();
    for words in typed.lines("below") {
        match words.as_slice() {
            [child, to] => drop(below.insert((*child).to_owned(), (*to).to_owned())),
            _ => problems.push(wrong("below", &format!("“{}”应当是：下属单位 新单位", words.join(" ")))),
        }
    }
    below
}

/// 年度 指标 新单位 数, one a line.
fn target_parts(typed: &Typed, problems: &mut Vec<FieldProblem>) -> Vec<TargetPart> {
    let mut parts = Vec::new();
    for words in typed.lines("parts") {
        let part = match words.as_slice() {
            [year, indicator, unit, amount] => {
                year.parse().ok().zip(Decimal::parse(amount).ok()).map(|(year, amount)| TargetPart {
                    year,
                    indicator: (*indicator).to_owned(),
                    unit: (*unit).to_owned(),
                    amount,
                })
            }
            _ => None,
        };
        match part {
            Some(part) => parts.push(part),
            None => problems.push(wrong("parts", &format!("“{}”应当是：年度 指标 新单位 数", words.join(" ")))),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn all_that_cannot_be_read_is_told_at_once() {
        let form = typed(&[("kind", "split"), ("new", "S21\nS22 甲"), ("parts", "2018 P01 S22 六"), ("below", "V01")]);
        let fields: Vec<&str> = request(&form).unwrap_err().iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["date", "unit", "new", "below", "parts"]);
    }

    #[test]
    fn a_merger_has_the_units_that_are_ticked() {
        let form =
            typed(&[("units", "S01"), ("units", "S02"), ("code", "S21"), ("name", "甲"), ("date", "2018-08-01")]);
        let Change::Merge { units, into, new } = request(&form).unwrap().act.change else { panic!("no merger") };
        assert_eq!((units.len(), into, new.code.as_str()), (2, None, "S21"));
    }

    #[test]
    fn a_move_says_what_stays() {
        let form =
            typed(&[("kind", "move"), ("unit", "V01"), ("parent", NONE), ("groups", "G1、G2"), ("date", "2018-08-01")]);
        let Change::Move { parent, kind, groups, .. } = request(&form).unwrap().act.change else { panic!("no move") };
        assert_eq!((parent.as_deref(), kind, groups.unwrap().len()), (Some(""), None, 2));
    }
}
