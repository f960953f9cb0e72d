//! A mapping file: one table, or several under `表:` that share what stands above.

use std::collections::BTreeMap;

use dukao_core::framework::{Framework, Target};
use dukao_core::organisation::Organisation;

use super::layout::Layout;
use super::settle::settle;
use super::spec;
use super::view::View;
use super::when::{When, Year};
use crate::batch::{Batch, Known, Report};
use crate::grid::Book;
use crate::text::{Node, Problems, Read, Value};

/// A mapping file without mistakes of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// 映射: what the import is called.
    pub title: String,
    tables: Vec<spec::Mapping>,
}

impl Mapping {
    /// Reads the tree of a mapping file.
    pub(super) fn of(root: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::Map(entries) = &root.value else {
            return spec::Mapping::of(root, problems).map(Self::one);
        };
        let Some((_, list)) = entries.iter().find(|(key, _)| key.text() == Some("表")) else {
            return spec::Mapping::of(root, problems).map(Self::one);
        };
        let items: Vec<Node> = Read::read(list, problems)?;
        let mut tables = Vec::new();
        for item in items {
            let Value::Map(own) = &item.value else {
                problems.push(item.span.clone(), "“表”下面每一项应是一组“键: 值”").hint("每张表以“- 工作表: …”开头");
                continue;
            };
            let has = |key: &Node| own.iter().any(|(other, _)| other.text() == key.text());
            let shared = entries.iter().filter(|(key, _)| key.text() != Some("表") && !has(key));
            let all = shared.chain(own).cloned().collect();
            let node = Node { span: item.span.clone(), value: Value::Map(all) };
            tables.extend(spec::Mapping::of(&node, problems));
        }
        let title = tables.first().map(|table| table.title.clone())?;
        Some(Self { title, tables })
    }

    fn one(table: spec::Mapping) -> Self {
        Self { title: table.title.clone(), tables: vec![table] }
    }

    /// Whether every head this mapping names is found in the book, and its period: the book is laid out as
    /// the one the mapping was written for.
    pub fn fits(&self, book: &Book) -> bool {
        let mut report = Report::default();
        self.tables.iter().all(|table| {
            let mut wrong = Problems::new();
            let Some(view) = View::find(table, book, &mut wrong, &mut report) else { return false };
            let settled = settle(table, &view, book, &mut wrong);
            let layout = Layout::find(&settled, &view, &mut wrong, &mut report);
            wrong.is_empty() && layout.rows.0 < layout.rows.1
        })
    }

    /// Whether it says nothing that holds for one period only: the period is read from each file. Then next month's
    /// file of the same layout may be read by it without asking.
    pub fn is_for_any_period(&self) -> bool {
        let fixed = |when: Option<&When>| matches!(when, Some(When::Fixed(_)));
        self.tables.iter().all(|table| {
            let columns = table.columns.iter().any(|column| fixed(column.period.as_ref()));
            !columns && !fixed(table.period.as_ref()) && !matches!(table.year, Some(Year::Fixed(_)))
        })
    }

    /// What it says of the heads of each of its tables.
    pub(crate) fn said(&self) -> Vec<Vec<(String, super::said::Said)>> {
        self.tables.iter().map(super::said::of).collect()
    }

    /// First and last head row, and the first data row with the one behind the last, of the first table, in
    /// rows of the sheet; `None` when it is not found.
    pub(crate) fn rows_found(&self, book: &Book) -> Option<((usize, usize), (usize, usize))> {
        let (mut wrong, mut report) = (Problems::new(), Report::default());
        let table = self.tables.first()?;
        let view = View::find(table, book, &mut wrong, &mut report)?;
        let settled = settle(table, &view, book, &mut wrong);
        let layout = Layout::find(&settled, &view, &mut wrong, &mut report);
        let outer = |row: usize| view.row_outside(row);
        Some(((outer(layout.head.0), outer(layout.head.1)), (outer(layout.rows.0), outer(layout.rows.1))))
    }

    /// Reads all tables into one batch.
    pub(super) fn read(&self, book: &Book, known: &dyn Known, wrong: &mut Problems, report: &mut Report) -> Batch {
        let mut batch = Batch { title: self.title.clone(), ..Batch::default() };
        let mut grown = Grown::new(known);
        for table in &self.tables {
            let Some(view) = View::find(table, book, wrong, report) else { continue };
            let settled = settle(table, &view, book, wrong);
            let layout = Layout::find(&settled, &view, wrong, report);
            let mut own = Batch::default();
            if self.tables.len() == 1 {
                super::rows::read(&settled, &layout, known, wrong, &mut own, report);
                return Batch { title: batch.title, ..own };
            }
            super::rows::read(&settled, &layout, &grown, wrong, &mut own, report);
            grown.take(&own);
            join(&mut batch, own, report);
        }
        batch
    }
}

/// The region together with what the tables before brought.
struct Grown<'k> {
    known: &'k dyn Known,
    organisation: Organisation,
    frameworks: BTreeMap<i16, Framework>,
}

impl<'k> Grown<'k> {
    fn new(known: &'k dyn Known) -> Self {
        Self { known, organisation: known.organisation().clone(), frameworks: BTreeMap::new() }
    }

    fn take(&mut self, batch: &Batch) {
        self.organisation.extend(batch.units.iter().map(|unit| unit.value.clone()));
        for indicator in &batch.indicators {
            let year = indicator.value.year;
            let held = || self.known.framework(year).cloned().unwrap_or_default();
            self.frameworks.entry(year).or_insert_with(held).insert(indicator.value.clone());
        }
    }
}

impl Known for Grown<'_> {
    fn organisation(&self) -> &Organisation {
        &self.organisation
    }
    fn framework(&self, year: i16) -> Option<&Framework> {
        self.frameworks.get(&year).or_else(|| self.known.framework(year))
    }
    fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.known.years().into_iter().chain(self.frameworks.keys().copied()).collect();
        years.sort_unstable();
        years.dedup();
        years
    }
}

/// Adds what one more table says; what was said before in the same words is not said twice.
fn join(batch: &mut Batch, own: Batch, report: &mut Report) {
    batch.units.extend(own.units);
    for indicator in own.indicators {
        let same = |other: &crate::batch::Placed<dukao_core::framework::Indicator>| {
            (other.value.year, &other.value.code) == (indicator.value.year, &indicator.value.code)
        };
        batch.indicators.retain(|other| !same(other));
        batch.indicators.push(indicator);
    }
    for one in own.observations {
        let same = |other: &&dukao_core::ledger::Observation| {
            (&other.indicator, &other.unit, other.period, other.measure)
                == (&one.indicator, &one.unit, one.period, one.measure)
        };
        match (batch.observations.iter().find(same), one.place) {
            (Some(earlier), _) if earlier.recorded == one.recorded => {}
            (Some(earlier), Some(at)) => {
                let first = earlier.place.map(dukao_core::ledger::Place::cell).unwrap_or_default();
                let message =
                    format!("“{}”{}的{}与另一张表 {first} 的不一样", one.indicator, one.period, one.measure.label());
                report.error(at, message, "改正其中一处，或在“忽略”里去掉一列");
            }
            _ => batch.observations.push(one),
        }
    }
    for target in own.targets {
        match batch.targets.iter_mut().find(|other| other.value.key() == target.value.key()) {
            Some(held) => complete(&mut held.value, target.value),
            None => batch.targets.push(target),
        }
    }
    for partition in own.partitions {
        if !batch.partitions.iter().any(|other| other.value == partition.value) {
            batch.partitions.push(partition);
        }
    }
}

/// What another table says of the same target.
fn complete(held: &mut Target, other: Target) {
    if held.floor.is_none() {
        (held.floor, held.floor_place) = (other.floor, other.floor_place);
    }
    if held.stretch.is_none() {
        (held.stretch, held.stretch_place) = (other.stretch, other.stretch_place);
    }
    for stage in other.stages {
        if !held.stages.iter().any(|own| own.stage.end() == stage.stage.end()) {
            held.stages.push(stage);
        }
    }
    held.stages.sort_by_key(|stage| stage.stage.end());
}
