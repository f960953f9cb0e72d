//! The table, cell by cell.

use std::collections::BTreeMap;

use dukao_core::assessment::scheme::{Class, Scheme};
use dukao_core::assessment::{Assessed, Figure, Plan, Sheet};
use dukao_core::ledger::Version;
use dukao_core::number::{Decimal, Rational};
use dukao_core::period::Month;
use dukao_core::progress::{Absence, Leaf, Source};

use super::PlainFacts;
use super::columns::{Needed, Purpose, needed};
use crate::cellvalue::{Figure as Typed, figure, figure_text, half_width};
use crate::grid::{self, Book, Cell, CellKind, address};
use crate::problem::{Problem, Severity};

/// Heads under which the units stand.
const UNIT_HEADS: [&str; 8] = ["单位", "单位名称", "名称", "地区", "区县", "县区", "考核对象", "被考核单位"];
/// Heads under which their classes stand.
const CLASS_HEADS: [&str; 5] = ["类", "类别", "分类", "组", "组别"];
/// Names of rows that are no units.
const TOTALS: [&str; 8] = ["合计", "总计", "小计", "平均", "平均数", "全省", "全市", "全区"];
/// Rows among which the head row is looked for.
const HEAD_WITHIN: usize = 20;
/// What parts several figures in one cell.
const PARTING: [char; 4] = ['、', '；', ';', '，'];

struct Table<'a> {
    book: &'a Book,
    sheet: &'a grid::Sheet,
    head: usize,
    problems: Vec<Problem>,
    notes: Vec<Problem>,
}

/// A unit and the row it stands in.
struct Line {
    unit: Assessed,
    row: usize,
}

pub(super) fn read(plan: &Plan<'_>, book: &Book, month: Month) -> Result<PlainFacts, Vec<Problem>> {
    let Some((sheet, head)) = book.sheets.iter().find_map(|sheet| Some((sheet, head_of(sheet)?))) else {
        let hint = format!("表头里要有一列写单位，列头用{}之一", UNIT_HEADS.join("、"));
        return Err(vec![Problem::of_file(&book.name, "找不到表头", hint)]);
    };
    let mut table = Table { book, sheet, head, problems: Vec::new(), notes: Vec::new() };
    let columns = table.columns();
    let lines = table.lines(plan.scheme, &columns);
    let facts = table.figures(&needed(plan, month), &columns, &lines);
    if table.problems.is_empty() {
        let place = (book.name.clone(), sheet.name.clone());
        Ok(PlainFacts { sheet: facts, place, notes: table.notes })
    } else {
        Err(table.problems)
    }
}

/// The first row that names the units.
fn head_of(sheet: &grid::Sheet) -> Option<usize> {
    let names = |row: usize| sheet.row(row).iter().any(|cell| UNIT_HEADS.contains(&head_text(cell).as_str()));
    (0..sheet.height().min(HEAD_WITHIN)).find(|row| names(*row))
}

/// A head without blanks, brackets in one width.
fn head_text(cell: &Cell) -> String {
    half_width(cell.trimmed()).chars().filter(|sign| !sign.is_whitespace()).collect()
}

fn plain_head(text: &str) -> String {
    half_width(text).chars().filter(|sign| !sign.is_whitespace()).collect()
}

impl Table<'_> {
    /// The columns by their heads; a head that stands there twice is refused when it is asked for.
    fn columns(&self) -> BTreeMap<String, Vec<usize>> {
        let mut columns: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, cell) in self.sheet.row(self.head).iter().enumerate() {
            if !cell.is_empty() {
                columns.entry(head_text(cell)).or_default().push(at);
            }
        }
        columns
    }

    /// The rows that are units, each with its class.
    fn lines(&mut self, scheme: &Scheme, columns: &BTreeMap<String, Vec<usize>>) -> Vec<Line> {
        let column_of = |heads: &[&str]| heads.iter().find_map(|head| columns.get(*head)?.first().copied());
        let Some(unit_column) = column_of(&UNIT_HEADS) else { return Vec::new() };
        let class_column = column_of(&CLASS_HEADS);
        let mut lines: Vec<Line> = Vec::new();
        for row in self.head + 1..self.sheet.height() {
            let name = self.sheet.shown(row, unit_column).trimmed().to_owned();
            if self.sheet.is_blank_row(row) {
                continue;
            }
            if name.is_empty() {
                self.wrong(row, unit_column, "这一行有数，没有单位名", "补上单位名，或删去这一行");
                continue;
            }
            if TOTALS.contains(&name.as_str()) {
                self.note(row, unit_column, format!("“{name}”是合计的一行，没有读"));
                continue;
            }
            if let Some(earlier) = lines.iter().find(|line| line.unit.name == name) {
                let message = format!("“{name}”在第{}行已有一行", earlier.row + 1);
                self.wrong(row, unit_column, message, "一个单位只写一行");
                continue;
            }
            let written = class_column.map(|column| self.sheet.shown(row, column).trimmed().to_owned());
            match class_of(scheme, &name, written.as_deref()) {
                Ok(Some(class)) => lines.push(Line { unit: Assessed { code: name.clone(), name, class }, row }),
                Ok(None) => self.note(row, unit_column, format!("“{name}”不在办法的考核对象里，没有读")),
                Err((message, hint)) => self.wrong(row, class_column.unwrap_or(unit_column), message, hint),
            }
        }
        for unit in scheme.classes.iter().flat_map(|class| &class.units) {
            if !lines.iter().any(|line| line.unit.name == *unit) {
                let message = format!("办法的考核对象“{unit}”在表里没有一行");
                self.problem(String::new(), message, "补上这一行，没有数就留空；表里要写办法里的名称".to_owned());
            }
        }
        if lines.is_empty() && self.problems.is_empty() {
            self.wrong(self.head, unit_column, "表头下面没有单位", "每个单位一行");
        }
        lines
    }

    fn figures(&mut self, needed: &[Needed], columns: &BTreeMap<String, Vec<usize>>, lines: &[Line]) -> Sheet {
        let mut facts = Sheet::over(lines.iter().map(|line| line.unit.clone()).collect());
        for wanted in needed {
            let column = match columns.get(&plain_head(&wanted.head)).map(Vec::as_slice) {
                Some([column]) => *column,
                Some([_, second, ..]) => {
                    self.wrong(self.head, *second, format!("有两列叫“{}”", wanted.head), "留下一列，或改名");
                    continue;
                }
                Some([]) | None => {
                    let heads: Vec<&str> = columns.keys().map(String::as_str).collect();
                    let near = crate::text::nearest(&wanted.head, heads.iter().copied());
                    let hint =
                        near.map_or_else(|| format!("加一列“{}”", wanted.head), |near| format!("是不是“{near}”？"));
                    self.problem(String::new(), format!("没有“{}”这一列", wanted.head), hint);
                    continue;
                }
            };
            for (unit, line) in lines.iter().enumerate() {
                self.put(&mut facts, wanted, unit, line, column);
            }
        }
        facts
    }

    /// Takes one cell over.
    fn put(&mut self, facts: &mut Sheet, wanted: &Needed, unit: usize, line: &Line, column: usize) {
        let cell = self.sheet.shown(line.row, column);
        let label = format!("{}·{}", line.unit.name, wanted.head);
        let read = match figures_of(cell, wanted.many) {
            Ok(Ok(decimals)) => {
                Ok(decimals.into_iter().map(|decimal| self.leaf(&label, decimal, line.row, column)).collect())
            }
            Ok(Err(absence)) => Err(absence),
            Err((message, hint)) => {
                self.wrong(line.row, column, message, hint);
                return;
            }
        };
        match &wanted.purpose {
            Purpose::Input { entry, input, checkpoint } => facts.put(*entry, *input, *checkpoint, unit, read),
            Purpose::Condition { subject } => facts.put_condition(subject, unit, read),
        }
    }

    fn leaf(&self, label: &str, decimal: Decimal, row: usize, column: usize) -> Figure {
        Figure::leaf(Leaf {
            label: label.to_owned(),
            value: Rational::from(decimal),
            text: decimal.to_string(),
            unit: String::new(),
            source: Source::Cell {
                file_id: 1,
                file: self.book.name.clone(),
                sheet: if self.sheet.name.is_empty() { "csv".to_owned() } else { self.sheet.name.clone() },
                cell: address(row, column),
                version: Version(1),
            },
        })
    }

    fn wrong(&mut self, row: usize, column: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.problem(address(row, column), message.into(), hint.into());
    }

    fn problem(&mut self, cell: String, message: String, hint: String) {
        let (file, sheet) = (self.book.name.clone(), self.sheet.name.clone());
        self.problems.push(Problem { file, sheet, cell, message, hint, severity: Severity::Error });
    }

    fn note(&mut self, row: usize, column: usize, message: String) {
        let (file, sheet, cell) = (self.book.name.clone(), self.sheet.name.clone(), address(row, column));
        self.notes.push(Problem { file, sheet, cell, message, hint: String::new(), severity: Severity::Note });
    }
}

/// The class of a unit: as the scheme lists it, else as the table says; `None` when the scheme lists its units and this is
/// none of them.
fn class_of(scheme: &Scheme, name: &str, written: Option<&str>) -> Result<Option<String>, (String, String)> {
    let listed = scheme.classes.iter().find(|class| class.units.iter().any(|unit| unit == name));
    if let Some(class) = listed {
        return Ok(Some(class.name.clone()));
    }
    let open: Vec<&Class> = scheme.classes.iter().filter(|class| class.units.is_empty()).collect();
    if open.is_empty() && !scheme.classes.is_empty() {
        return Ok(None);
    }
    match (open.as_slice(), written) {
        ([], written) => Ok(Some(written.unwrap_or_default().to_owned())),
        ([only], None | Some("")) => Ok(Some(only.name.clone())),
        (classes, Some(written)) if classes.iter().any(|class| class.name == written) => Ok(Some(written.to_owned())),
        (classes, _) => {
            let names: Vec<&str> = classes.iter().map(|class| class.name.as_str()).collect();
            Err((format!("“{name}”属于哪一类没有写明"), format!("加一列“类别”，写{}之一", names.join("、"))))
        }
    }
}

/// The figures of a cell; why there are none; what is wrong with it.
fn figures_of(cell: &Cell, many: bool) -> Result<Result<Vec<Decimal>, Absence>, (String, String)> {
    let parted = many && cell.kind == CellKind::Text && cell.text().contains(PARTING);
    let all: Vec<Typed> = if parted {
        let parts = cell.text().split(PARTING).filter(|part| !part.trim().is_empty()).map(figure_text);
        parts.collect::<Result<_, _>>().map_err(|refusal| (refusal.message, refusal.hint))?
    } else {
        vec![figure(cell).map_err(|refusal| (refusal.message, refusal.hint))?]
    };
    let mut decimals = Vec::with_capacity(all.len());
    for one in all {
        match one {
            Typed::Number(typed) => {
                if let Some(unit) = typed.unit.filter(|unit| unit != "%") {
                    return Err((format!("数后面带着“{unit}”"), "计量单位写在列头，格子里只填数".to_owned()));
                }
                let decimal = Decimal::parse(&typed.decimal);
                decimals.push(decimal.map_err(|error| (error.to_string(), "填不超过18位有效数字的数".to_owned()))?);
            }
            Typed::Absent | Typed::NoData => return Ok(Err(Absence::unreported("表里没有填"))),
            Typed::Masked => return Ok(Err(Absence::Masked("表里隐去了".to_owned()))),
            Typed::Incomparable => return Ok(Err(Absence::incomparable("表里写明不可比"))),
        }
    }
    Ok(Ok(decimals))
}
