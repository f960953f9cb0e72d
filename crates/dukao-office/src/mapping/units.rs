//! Units of wide tables: found by name, or made.

use std::collections::{BTreeMap, BTreeSet};

use dukao_core::ledger::Place;
use dukao_core::organisation::{OWN_CODE, Organisation, Unit, UnitKind};
use jiff::civil::{Date, date};

use super::head_text::bare_name;
use super::layout::Layout;
use super::spec::{KindRule, Mapping, Subject};
use super::words::{guess_kind, guess_region, unit_kind};
use crate::batch::{Batch, Known, Placed, Report};
use crate::text::Problems;
use crate::typed::{Said, refuse};

/// Names that mean the region itself in any table.
const TOTALS: [&str; 9] = ["合计", "总计", "全省", "全市", "全区", "全县", "全州", "全盟", "全旗"];
/// Units made from a table have existed as long as any figure.
const ALWAYS: Date = date(1949, 1, 1);

/// The units of one table.
pub(super) struct Units<'m> {
    mapping: &'m Mapping,
    organisation: Organisation,
    /// Region made by this mapping, until it is needed.
    region: Option<Unit>,
    region_code: Option<String>,
    region_name: Option<String>,
    region_kind: UnitKind,
    made: BTreeMap<String, Unit>,
    /// Codes of made units that have figures, in the order of the table.
    kept: Vec<String>,
    is_kept: BTreeSet<String>,
    /// Names that were settled before.
    codes: BTreeMap<String, String>,
    /// Words of the kind column, with the units they stand at.
    pub(super) labels: BTreeMap<String, Vec<String>>,
}

impl Subject {
    /// Whether a bare name means the whole in any table, or is one that the mapping file gives.
    pub(super) fn names_total(&self, name: &str) -> bool {
        TOTALS.contains(&without_total(name)) || self.totals.iter().any(|total| bare_name(total) == name)
    }
}

/// 全市 of 全市合计.
fn without_total(name: &str) -> &str {
    let whole = name.strip_suffix("合计").or_else(|| name.strip_suffix("总计"));
    whole.filter(|whole| !whole.is_empty()).unwrap_or(name)
}

impl<'m> Units<'m> {
    /// Settles what the region itself is.
    pub(super) fn new(mapping: &'m Mapping, known: &dyn Known, wrong: &mut Problems) -> Self {
        let organisation = known.organisation().clone();
        let mut units = Self {
            mapping,
            region: None,
            region_code: None,
            region_name: mapping.region.as_ref().map(|region| region.value.clone()),
            region_kind: UnitKind::District,
            made: BTreeMap::new(),
            kept: Vec::new(),
            is_kept: BTreeSet::new(),
            codes: BTreeMap::new(),
            labels: BTreeMap::new(),
            organisation,
        };
        units.settle_region(wrong);
        units
    }

    fn settle_region(&mut self, wrong: &mut Problems) {
        let own = self.organisation.own().cloned();
        let named = self.region_name.as_deref().and_then(|name| self.organisation.find(name)).cloned();
        match (self.region_name.clone(), named, own) {
            (_, Some(unit), _) | (None, None, Some(unit)) => {
                self.region_kind = unit.kind;
                self.region_code = Some(unit.code);
            }
            (Some(name), None, None) => {
                let kind = self.mapping.region_kind.unwrap_or_else(|| guess_region(&name));
                self.region_kind = kind;
                self.region_code = Some(OWN_CODE.to_owned());
                self.region = Some(unit(OWN_CODE, &name, kind, None));
            }
            (Some(name), None, Some(own)) => {
                let span = self.mapping.region.as_ref().map_or(0..0, |region| region.span.clone());
                wrong
                    .push(span, format!("没有名为“{name}”的单位，本地区是“{}”", own.name))
                    .hint("改正地区名称，或先把这个单位写进单位表");
            }
            (None, None, None) => {
                wrong.push(0..0, "还没有本地区这个单位").hint("映射文件里写上“地区: 名称”，或先导入单位表");
            }
        }
    }

    /// The code of the unit a row is about; `None` when something was reported.
    pub(super) fn of_row(&mut self, layout: &Layout<'_>, row: usize, report: &mut Report) -> Option<String> {
        let Some(column) = &self.mapping.subject.column else {
            return match self.mapping.subject.fixed.clone() {
                Some(name) => self.named(&name, None),
                None => self.region_code.clone(),
            };
        };
        let (cell, at) = layout.shown(row, &column.value)?;
        let key = layout.column(&column.value);
        if cell.is_empty() && key.is_some_and(|key| layout.is_total_before(self.mapping, row, key)) {
            return self.region_code.clone();
        }
        if cell.is_empty() {
            report.error(at, "这一行没有单位", "填上单位；不是数据的行用“数据行”排除");
            return None;
        }
        if self.is_region(cell.text()) {
            return self.region_code.clone();
        }
        let label = match self.label(layout, row) {
            Ok(label) => label,
            Err((refusal, at)) => {
                report.error(at, refusal.message, refusal.hint);
                return None;
            }
        };
        let code = self.named(cell.text(), label.as_ref().map(|(_, kind)| *kind))?;
        if let Some((word, _)) = label {
            let codes = self.labels.entry(word).or_default();
            if !codes.contains(&code) {
                codes.push(code.clone());
            }
        }
        Some(code)
    }

    /// Whether a name means the region itself.
    fn is_region(&self, text: &str) -> bool {
        let name = bare_name(text);
        self.mapping.subject.names_total(&name) || self.region_name.as_deref() == Some(without_total(&name))
    }

    /// The word of the kind column, and the kind it stands for.
    fn label(
        &self,
        layout: &Layout<'_>,
        row: usize,
    ) -> Result<Option<(String, UnitKind)>, (crate::cellvalue::Refusal, Place)> {
        let KindRule::Column { column, words } = &self.mapping.subject.kind else { return Ok(None) };
        let Some((cell, at)) = layout.shown(row, &column.value) else { return Ok(None) };
        let word = bare_name(cell.text());
        if word.is_empty() {
            return Ok(None);
        }
        let listed = words.iter().find(|(other, _)| bare_name(other) == word).map(|(_, kind)| *kind);
        let kind: Said<UnitKind> = listed.map_or_else(|| unit_kind(&word), Ok).or_else(|_| {
            refuse(format!("映射文件没有说明类别“{word}”是哪一类单位"), format!("在“类别”里写上“{word}: 其他”等"))
        });
        kind.map(|kind| Some((word, kind))).map_err(|refusal| (refusal, at))
    }

    /// The code of a unit by its name; it is made when it does not exist.
    pub(super) fn named(&mut self, text: &str, kind: Option<UnitKind>) -> Option<String> {
        let name = bare_name(text);
        if self.is_region(&name) {
            return self.region_code.clone();
        }
        if let Some(code) = self.codes.get(&name) {
            return Some(code.clone());
        }
        let held = self.organisation.find(&name).map(|unit| unit.code.clone());
        let code = match held {
            Some(code) => code,
            None => self.make(&name, kind),
        };
        self.codes.insert(name, code.clone());
        Some(code)
    }

    /// Makes a unit of the given kind, or of the kind its name suggests.
    fn make(&mut self, name: &str, kind: Option<UnitKind>) -> String {
        let code: String = name.chars().filter(|c| !";；|,，".contains(*c)).take(40).collect();
        let guessed = guess_kind(name, self.region_kind);
        let kind = match (kind, &self.mapping.subject.kind) {
            (Some(kind), _) => kind,
            (None, KindRule::All(kind)) => *kind,
            (None, KindRule::Guess | KindRule::Column { .. }) => guessed,
        };
        // 街镇 is said of streets, towns and townships together; the name tells which.
        let kind = if is_street(kind) && is_street(guessed) { guessed } else { kind };
        let made = unit(&code, name, kind, self.region_code.as_deref());
        self.made.entry(code.clone()).or_insert(made);
        code
    }

    /// The unit has a figure: it and the region above it become part of the batch.
    pub(super) fn keep(&mut self, code: &str, at: Place, batch: &mut Batch) {
        if let Some(region) = self.region.take() {
            batch.units.push(Placed { place: at, value: region });
        }
        if let Some(unit) = self.made.get(code)
            && self.is_kept.insert(code.to_owned())
        {
            self.kept.push(code.to_owned());
            batch.units.push(Placed { place: at, value: unit.clone() });
        }
    }

    /// The units a word of 合计关系 stands for: a word of the kind column, a kind, or a name.
    pub(super) fn part(&self, word: &str) -> Option<Vec<String>> {
        if let Some(codes) = self.labels.get(word) {
            return Some(codes.clone());
        }
        if let Ok(kind) = unit_kind(word) {
            let made = self.kept.iter().filter(|code| self.made.get(*code).is_some_and(|unit| unit.kind == kind));
            let codes: Vec<String> = made.cloned().collect();
            if !codes.is_empty() {
                return Some(codes);
            }
        }
        self.existing(word).map(|code| vec![code])
    }

    /// The code of a unit that exists or was made.
    pub(super) fn existing(&self, text: &str) -> Option<String> {
        if self.is_region(text) {
            return self.region_code.clone();
        }
        let name = bare_name(text);
        self.organisation
            .find(&name)
            .map(|unit| unit.code.clone())
            .or_else(|| self.kept.iter().find(|code| **code == name).cloned())
    }

    /// All names that 合计关系 could mean, for hints.
    pub(super) fn words(&self) -> Vec<&str> {
        self.labels.keys().map(String::as_str).chain(self.kept.iter().map(String::as_str)).collect()
    }
}

const fn is_street(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Street | UnitKind::Town | UnitKind::Township)
}

fn unit(code: &str, name: &str, kind: UnitKind, parent: Option<&str>) -> Unit {
    Unit {
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: None,
        kind,
        parent: parent.map(str::to_owned),
        valid_from: ALWAYS,
        valid_to: None,
        groups: Vec::new(),
        principal: None,
        sponsors: Vec::new(),
        note: None,
        predecessors: Vec::new(),
    }
}
