//! Where in the sheet the heads, the columns and the data rows are.

use std::collections::BTreeMap;

use dukao_core::ledger::Place;
use dukao_core::quantity::UnitOfMeasure;

use super::head_text::{bare_name, plain, split_unit, stated_unit};
use super::heads::{find_head, heads, locate};
use super::spec::{Column, Indicators, KindRule, Mapping, Source};
use super::view::View;
use super::when::When;
use crate::batch::Report;
use crate::cellvalue::{Figure, figure};
use crate::grid::{Cell, Sheet};
use crate::text::{Problems, Spanned};

/// A sheet with everything in it found.
pub(super) struct Layout<'b> {
    pub(super) sheet: &'b Sheet,
    view: &'b View<'b>,
    /// First and last head row.
    pub(super) head: (usize, usize),
    /// First data row and the one behind the last.
    pub(super) rows: (usize, usize),
    /// The columns of named heads.
    found: BTreeMap<String, usize>,
    /// Units of measure in the heads of columns.
    units: BTreeMap<usize, UnitOfMeasure>,
    /// Columns whose blank cells mean the same as the cell above.
    carried: Vec<usize>,
    /// The unit stated above the heads.
    pub(super) stated_unit: Option<UnitOfMeasure>,
}

impl<'b> Layout<'b> {
    /// Finds everything; what is missing is reported at its place in the mapping file.
    pub(super) fn find(mapping: &Mapping, view: &'b View<'b>, wrong: &mut Problems, report: &mut Report) -> Self {
        let sheet: &Sheet = &view.sheet;
        let named = named(mapping);
        let head = mapping.head.unwrap_or_else(|| find_head(sheet, &named));
        let heads = heads(sheet, head);
        let mut found = BTreeMap::new();
        for name in &named {
            match locate(&heads, &name.value) {
                Ok(column) => {
                    found.insert(name.value.clone(), column);
                }
                Err((message, hint)) => wrong.push(name.span.clone(), message).hint(hint),
            }
        }
        let units = heads.iter().enumerate().filter_map(|(column, head)| Some((column, split_unit(head).1?))).collect();
        let above = (0..=head.1).flat_map(|row| sheet.row(row).iter()).find_map(|cell| stated_unit(cell.text()));
        let carried = mapping.carried.iter().filter_map(|name| found.get(&name.value).copied()).collect();
        let mut layout =
            Self { sheet, view, head, rows: (head.1 + 1, sheet.height()), found, units, carried, stated_unit: above };
        layout.find_rows(mapping, report);
        let ignored = ignored(mapping, &heads, wrong);
        if wrong.is_empty() {
            layout.note_unread(&ignored, &heads, report);
        }
        layout
    }

    /// Where a cell of the table stands in the file.
    pub(super) fn place(&self, row: usize, column: usize) -> Place {
        self.view.place(row, column)
    }

    /// A row as the file calls it.
    pub(super) fn row_name(&self, row: usize) -> String {
        self.view.row_name(row)
    }

    /// Whether the row is one that the mapping leaves out.
    pub(super) fn is_skipped(&self, mapping: &Mapping, row: usize) -> bool {
        let named = |name: &str| mapping.skipped.iter().any(|skipped| bare_name(skipped) == name);
        let indicator = match &mapping.indicators {
            Indicators::Column { column, .. } => Some(column),
            Indicators::None | Indicators::One(_) => None,
        };
        let columns = mapping.subject.column.iter().chain(indicator).filter_map(|name| self.column(&name.value));
        !mapping.skipped.is_empty()
            && columns.into_iter().any(|column| named(&bare_name(self.sheet.shown(row, column).text())))
    }

    fn find_rows(&mut self, mapping: &Mapping, report: &mut Report) {
        if let Some((first, last)) = mapping.rows {
            let end = last.map_or(self.sheet.height(), |last| last + 1);
            self.rows = (first, end.min(self.sheet.height()));
            return;
        }
        let Some(key) = self.key_column(mapping) else { return };
        let first =
            (self.rows.0..self.rows.1).find(|row| !self.sheet.shown(*row, key).is_empty()).unwrap_or(self.rows.1);
        let is_units = mapping.subject.column.as_ref().is_some_and(|name| self.column(&name.value) == Some(key));
        let ends = |row: &usize| {
            let cell = self.sheet.shown(*row, key);
            let carries_on = cell.is_empty() && self.carried.contains(&key) && !self.sheet.is_blank_row(*row);
            let is_total = cell.is_empty() && is_units && self.is_total_before(mapping, *row, key);
            !carries_on && !is_total && ends_here(cell)
        };
        let end = (first..self.rows.1).find(ends).unwrap_or(self.rows.1);
        self.rows = (first, end);
        let columns: Vec<usize> = mapping.columns.iter().filter_map(|column| self.column(&column.head.value)).collect();
        let used = |row: &usize| columns.iter().any(|column| is_number(self.sheet.cell(*row, *column)));
        if let Some(row) = (end..self.sheet.height()).find(used) {
            let name = |row: usize| self.view.row_name(row).replace('行', " 行").replace('列', " 列");
            let message = format!("第 {}以后没有读，第 {}还有数", name(end), name(row));
            report.note(self.place(row, key), message, "要读就用“数据行”写明范围");
        }
    }

    /// Whether the columns before `key` name the total where the row leaves `key` blank: 合计 under 责任单位.
    pub(super) fn is_total_before(&self, mapping: &Mapping, row: usize, key: usize) -> bool {
        let before = (0..key).rev().map(|column| bare_name(self.sheet.shown(row, column).text()));
        let nearest = before.into_iter().find(|name| !name.is_empty());
        nearest.is_some_and(|name| mapping.subject.names_total(&name))
    }

    /// The column that every data row fills.
    fn key_column(&self, mapping: &Mapping) -> Option<usize> {
        let subject = mapping.subject.column.as_ref();
        let indicator = match &mapping.indicators {
            Indicators::Column { column, .. } => Some(column),
            Indicators::None | Indicators::One(_) => None,
        };
        let period = match &mapping.period {
            Some(When::Column(column)) => Some(column),
            _ => None,
        };
        subject.or(indicator).or(period).and_then(|name| self.column(&name.value))
    }

    /// Heads that the mapping does not mention are told, so that nothing is left out unseen.
    fn note_unread(&self, ignored: &[usize], heads: &[String], report: &mut Report) {
        for (column, head) in heads.iter().enumerate() {
            let used = self.found.values().any(|used| *used == column) || ignored.contains(&column);
            if used || head.is_empty() || head.starts_with('#') {
                continue;
            }
            let at = self.place(self.head.1, column);
            report.note(at, format!("“{head}”一列没有读"), "要读就在“列”里写上，不要就写进“忽略”");
        }
    }

    /// The column of a head named in the mapping file.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.found.get(name).copied()
    }

    /// The unit in the head of a column.
    pub(super) fn head_unit(&self, column: usize) -> Option<&UnitOfMeasure> {
        self.units.get(&column)
    }

    /// The cell of a named column, as it is shown; where blanks carry on, the last cell above that is
    /// not blank.
    pub(super) fn shown(&self, row: usize, name: &str) -> Option<(&'b Cell, Place)> {
        let column = self.column(name)?;
        if self.carried.contains(&column) {
            let filled = (self.rows.0..=row).rev().find(|row| !self.sheet.shown(*row, column).is_empty());
            let row = filled.unwrap_or(row);
            return Some((self.sheet.shown(row, column), self.place(row, column)));
        }
        Some((self.sheet.shown(row, column), self.place(row, column)))
    }
}

/// The columns that are left out on purpose; one that is not in the table is a mistake like any other.
fn ignored(mapping: &Mapping, heads: &[String], wrong: &mut Problems) -> Vec<usize> {
    let mut columns = Vec::new();
    for name in &mapping.ignored {
        match locate(heads, &name.value) {
            Ok(column) => columns.push(column),
            Err((message, hint)) => wrong.push(name.span.clone(), message).hint(hint),
        }
    }
    columns
}

fn is_number(cell: &Cell) -> bool {
    !cell.is_empty() && figure(cell).is_ok_and(|figure| matches!(figure, Figure::Number(_)))
}

/// A blank or a remark ends the data.
fn ends_here(cell: &Cell) -> bool {
    let text = plain(cell.text());
    text.is_empty()
        || ["注", "备注", "说明", "数据来源", "资料来源"]
            .iter()
            .any(|mark| text.starts_with(&format!("{mark}:")) || text == *mark)
}

/// All heads that the mapping names.
fn named(mapping: &Mapping) -> Vec<Spanned<String>> {
    let mut named: Vec<Spanned<String>> = Vec::new();
    let mut add = |name: &Spanned<String>| {
        if !named.iter().any(|other| other.value == name.value) {
            named.push(name.clone());
        }
    };
    mapping.subject.column.iter().chain(&mapping.carried).for_each(&mut add);
    if let KindRule::Column { column, .. } = &mapping.subject.kind {
        add(column);
    }
    if let Indicators::Column { column, .. } = &mapping.indicators {
        add(column);
    }
    if let Some(When::Column(column)) = &mapping.period {
        add(column);
    }
    if let Some(Source::Column(column)) = &mapping.unit {
        add(column);
    }
    for Column { head, period, stage, .. } in &mapping.columns {
        add(head);
        if let Some(When::Column(column)) = period {
            add(column);
        }
        if let Some(Source::Column(column)) = stage {
            add(column);
        }
    }
    named
}
