//! The plain table of an index: which sheet, which columns, what its cells say.

use std::collections::BTreeMap;

use dukao_core::index::{Figure, Table};

use super::file::IndexFile;
use crate::cellvalue::{Figure as Typed, figure, half_width};
use crate::grid::{Book, Cell, CellKind, Sheet, address};
use crate::problem::{Problem, Severity};
use crate::text::Spanned;

/// What stands for a missing figure in tables that programs write, besides what offices write.
const MISSING: [&str; 8] = ["na", "n/a", "nan", "null", "none", "..", ":", "#n/a"];

/// How lines below a table begin that say something of it and are no units.
const REMARKS: [&str; 6] = ["注", "备注", "说明", "资料来源", "数据来源", "来源"];

/// A table of units with the places of its cells.
#[derive(Debug, Clone, Default)]
pub struct IndexTable {
    /// The figures and groups.
    pub table: Table,
    /// The file.
    pub file: String,
    /// The sheet; empty for csv.
    pub sheet: String,
    /// What the user should know, such as rows that were not read.
    pub notes: Vec<Problem>,
    rows: Vec<usize>,
    columns: BTreeMap<String, usize>,
}

impl IndexTable {
    /// The address of a unit's cell in a column.
    pub(super) fn cell(&self, unit: usize, column: Option<&str>) -> Option<String> {
        Some(address(*self.rows.get(unit)?, *self.columns.get(column?)?))
    }
}

/// A sheet being read.
struct Reader<'r> {
    file: &'r IndexFile,
    book: &'r Book,
    sheet: &'r Sheet,
    problems: Vec<Problem>,
    read: IndexTable,
}

/// Most units of a table.
const MOST: usize = 10_000;

/// What could be read of a table, and everything wrong with it.
pub(super) fn read(file: &IndexFile, book: &Book) -> (IndexTable, Vec<Problem>) {
    let wanted = wanted(file);
    let Some(sheet) = choose(file, book, &wanted) else {
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let said = file.sheet.as_ref().map_or("表", |sheet| sheet.value.as_str());
        let hint = format!("文件里的工作表：{}", names.join("、"));
        let problem = Problem::of_file(&book.name, format!("没有工作表“{said}”"), hint);
        return (IndexTable::default(), vec![problem]);
    };
    let read = IndexTable { file: book.name.clone(), sheet: sheet.name.clone(), ..IndexTable::default() };
    let mut reader = Reader { file, book, sheet, problems: Vec::new(), read };
    reader.heads(&wanted);
    (reader.read, reader.problems)
}

/// The heads that are looked for.
fn wanted(file: &IndexFile) -> Vec<Spanned<String>> {
    let mut wanted = vec![file.unit_column.clone()];
    wanted.extend(file.groups.iter().cloned());
    let named = file.index.columns().into_iter().chain(file.index.group_columns());
    for name in named {
        if !wanted.iter().any(|known| known.value == name) {
            wanted.push(Spanned { span: 0..0, value: name.to_owned() });
        }
    }
    wanted
}

/// The sheet that is named, or the first that holds most of the heads.
fn choose<'b>(file: &IndexFile, book: &'b Book, wanted: &[Spanned<String>]) -> Option<&'b Sheet> {
    if let Some(name) = &file.sheet {
        return book.sheets.iter().find(|sheet| sheet.name == name.value);
    }
    let mut best: Option<(usize, &Sheet)> = None;
    for sheet in &book.sheets {
        let (_, heads) = crate::mapping::head_of(sheet, wanted);
        let found = wanted.iter().filter(|name| crate::mapping::column_of(&heads, &name.value).is_ok()).count();
        if best.is_none_or(|(most, _)| found > most) {
            best = Some((found, sheet));
        }
    }
    best.map(|(_, sheet)| sheet)
}

impl Reader<'_> {
    fn heads(&mut self, wanted: &[Spanned<String>]) {
        let ((_, last), heads) = crate::mapping::head_of(self.sheet, wanted);
        for name in wanted {
            match crate::mapping::column_of(&heads, &name.value) {
                Ok(column) => {
                    self.read.columns.insert(name.value.clone(), column);
                }
                // The rest of the hint is about a key that mapping files have.
                Err((message, hint)) => {
                    let hint = hint.split("。表头不在").next().unwrap_or_default().to_owned();
                    self.wrong(String::new(), message, hint);
                }
            }
        }
        let Some(unit_column) = self.read.columns.get(&self.file.unit_column.value).copied() else { return };
        self.units(last + 1, unit_column);
        if self.read.rows.is_empty() {
            self.wrong(String::new(), "表头下面没有单位".to_owned(), "每个单位一行，单位名写在单位列".to_owned());
        }
        for column in self.file.index.columns() {
            self.figures(column);
        }
        for column in self.file.index.group_columns() {
            let Some(at) = self.read.columns.get(column).copied() else { continue };
            let text = |row: &usize| self.sheet.shown(*row, at).trimmed().to_owned();
            let groups = self.read.rows.iter().map(text).collect();
            self.read.table.groups.insert(column.to_owned(), groups);
        }
    }

    /// The rows that are units.
    fn units(&mut self, first: usize, unit_column: usize) {
        let sheet = self.sheet;
        for row in first..sheet.height() {
            if sheet.is_blank_row(row) {
                continue;
            }
            let unit = sheet.shown(row, unit_column).trimmed().to_owned();
            if self.file.left_out.contains(&unit) {
                continue;
            }
            let filled = sheet.row(row).iter().filter(|cell| !cell.is_empty()).count();
            let cell = sheet.row(row).iter().position(|cell| !cell.is_empty()).unwrap_or(0);
            let text = sheet.cell(row, cell).trimmed().to_owned();
            if filled == 1 && REMARKS.iter().any(|remark| text.starts_with(remark)) {
                self.note(address(row, cell), format!("这一行只有“{text}”，不是单位的一行，没有读"));
                continue;
            }
            if unit.is_empty() {
                let cell = address(row, unit_column);
                self.wrong(cell, "这一行有数，没有单位名".to_owned(), "补上单位名，或删去这一行".to_owned());
                continue;
            }
            if self.read.rows.len() >= MOST {
                let cell = address(row, unit_column);
                self.wrong(cell, format!("单位超过 {MOST} 个"), "分成几张表".to_owned());
                return;
            }
            self.read.table.units.push(unit);
            self.read.rows.push(row);
        }
    }

    /// The figures of a column; either all are in percent or none.
    fn figures(&mut self, name: &str) {
        let Some(column) = self.read.columns.get(name).copied() else { return };
        let mut figures = Vec::with_capacity(self.read.rows.len());
        let mut percent: Vec<bool> = Vec::new();
        for row in self.read.rows.clone() {
            match self.cell(self.sheet.shown(row, column)) {
                Ok(None) => figures.push(None),
                Ok(Some((figure, in_percent))) => {
                    percent.push(in_percent);
                    figures.push(Some(figure));
                }
                Err((message, hint)) => {
                    self.wrong(address(row, column), message, hint);
                    figures.push(None);
                }
            }
        }
        if percent.contains(&true) && percent.contains(&false) {
            let cell = self.read.rows.first().map_or_else(String::new, |row| address(*row, column));
            let message = format!("“{name}”这一列有的数带%，有的不带");
            self.wrong(cell, message, "统一成带%或不带%；带%的按百分数的数字读，12.5%读作12.5".to_owned());
        }
        self.read.table.columns.insert(name.to_owned(), figures);
    }

    /// A figure and whether it is in percent; nothing for a missing one.
    fn cell(&self, cell: &Cell) -> Result<Option<(Figure, bool)>, (String, String)> {
        let plain = half_width(cell.trimmed());
        let text = plain.trim();
        let word = |known: &str| known.eq_ignore_ascii_case(text);
        let listed = MISSING.iter().any(|known| word(known)) || self.file.missing_words.iter().any(|known| word(known));
        if text.is_empty() || listed {
            return Ok(None);
        }
        if cell.kind != CellKind::Date
            && cell.kind != CellKind::Bool
            && let Some(figure) = Figure::parse(text)
        {
            return Ok(Some((figure, false)));
        }
        match figure(cell).map_err(|refusal| (refusal.message, refusal.hint))? {
            Typed::Number(typed) => {
                let percent = typed.unit.as_deref() == Some("%");
                if let Some(unit) = typed.unit.filter(|_| !percent) {
                    return Err((format!("数后面带着“{unit}”"), "计量单位写在列头，格子里只填数".to_owned()));
                }
                Figure::parse(&typed.decimal)
                    .map(|figure| Some((figure, percent)))
                    .ok_or_else(|| (format!("“{text}”不是数"), "填数，没有就留空".to_owned()))
            }
            Typed::Absent | Typed::Masked | Typed::NoData | Typed::Incomparable => Ok(None),
        }
    }

    fn wrong(&mut self, cell: String, message: String, hint: String) {
        let problem = self.problem(cell, message, hint, Severity::Error);
        self.problems.push(problem);
    }

    fn note(&mut self, cell: String, message: String) {
        let problem = self.problem(cell, message, String::new(), Severity::Note);
        self.read.notes.push(problem);
    }

    fn problem(&self, cell: String, message: String, hint: String, severity: Severity) -> Problem {
        let (file, sheet) = (self.book.name.clone(), self.sheet.name.clone());
        Problem { file, sheet, cell, message, hint, severity }
    }
}
