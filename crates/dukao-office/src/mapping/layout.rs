//! Where in the sheet the heads, the columns and the data rows are.

use std::collections::BTreeMap;

use dukao_core::ledger::Place;
use dukao_core::quantity::UnitOfMeasure;

use super::head_text::{bare_name, plain, split_unit, stated_unit};
use super::heads::{find_head, heads, locate};
use super::spec::{Column, Indicators, KindRule, Mapping, Source};
use crate::batch::Report;
use crate::cellvalue::{Figure, figure};
use crate::grid::{Book, Cell, Sheet};
use crate::lookup::place;
use crate::problem::Severity;
use crate::text::{Problems, Spanned};

/// A sheet with everything in it found.
pub(super) struct Layout<'b> {
    pub(super) sheet: &'b Sheet,
    pub(super) number: u32,
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
    pub(super) fn find(mapping: &Mapping, book: &'b Book, wrong: &mut Problems, report: &mut Report) -> Option<Self> {
        let Some(sheet) = sheet_of(mapping, book, wrong) else {
            if mapping.sheet.is_none() {
                report.whole(Severity::Error, &book.name, "", "文件里没有任何内容", "检查是否选错了文件");
            }
            return None;
        };
        let number = report.sheet(&book.name, &sheet.name);
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
            Self { sheet, number, head, rows: (head.1 + 1, sheet.height()), found, units, carried, stated_unit: above };
        layout.find_rows(mapping, report);
        let ignored = ignored(mapping, &heads, wrong);
        if wrong.is_empty() {
            layout.note_unread(&ignored, &heads, report);
        }
        Some(layout)
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
            let message = format!("第 {} 行以后没有读，第 {} 行还有数", end + 1, row + 1);
            report.note(place(self.number, row, key), message, "要读就用“数据行”写明范围");
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
            Some(Source::Column(column)) => Some(column),
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
            let at = place(self.number, self.head.1, column);
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
            return Some((self.sheet.shown(row, column), place(self.number, row, column)));
        }
        Some((self.sheet.shown(row, column), place(self.number, row, column)))
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

fn sheet_of<'b>(mapping: &Mapping, book: &'b Book, wrong: &mut Problems) -> Option<&'b Sheet> {
    let Some(name) = &mapping.sheet else {
        return book.sheets.iter().find(|sheet| !sheet.hidden && sheet.height() > 0);
    };
    let found = book.sheets.iter().find(|sheet| sheet.name == name.value);
    if found.is_none() {
        let names: Vec<&str> =
            book.sheets.iter().map(|sheet| sheet.name.as_str()).filter(|name| !name.is_empty()).collect();
        let hint = if names.is_empty() {
            "csv 没有工作表名，删去这一行".to_owned()
        } else {
            format!("文件里有：{}", names.join("、"))
        };
        wrong.push(name.span.clone(), format!("文件里没有工作表“{}”", name.value)).hint(hint);
    }
    found
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
    if let Some(Source::Column(column)) = &mapping.period {
        add(column);
    }
    if let Some(Source::Column(column)) = &mapping.unit {
        add(column);
    }
    for Column { head, period, stage, .. } in &mapping.columns {
        add(head);
        if let Some(Source::Column(column)) = period {
            add(column);
        }
        if let Some(Source::Column(column)) = stage {
            add(column);
        }
    }
    named
}
