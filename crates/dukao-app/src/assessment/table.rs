//! A result as tables to hand out: one for each class, units in rows, entries in columns.

use dukao_office::out::{self, About, Column, Row as Line, Table, Value};

use super::score::{ClassScores, EntryHead, EntryLine, PointsShown, ScoreView, UnitLine};
use crate::AppError;
use crate::tables::FileKind;

/// A result as a file.
///
/// # Errors
/// When a text does not fit a cell of a workbook.
pub fn file(view: &ScoreView, kind: FileKind) -> Result<Vec<u8>, AppError> {
    match kind {
        FileKind::Json => {
            serde_json::to_vec_pretty(view).map_err(|error| AppError::Damaged(format!("写不成JSON：{error}")))
        }
        FileKind::Xlsx => {
            let about = About { title: view.scheme.name.clone(), day: None };
            Ok(out::workbook(&tables(view), &about)?)
        }
        FileKind::Csv => {
            let mut whole: Vec<u8> = Vec::new();
            for table in tables(view) {
                let bytes = out::csv(&table)?;
                let mark = if whole.is_empty() { 0 } else { "\u{FEFF}".len() };
                if !whole.is_empty() {
                    whole.extend_from_slice(b"\r\n");
                }
                whole.extend_from_slice(bytes.get(mark..).unwrap_or_default());
            }
            Ok(whole)
        }
    }
}

/// A result as tables.
pub fn tables(view: &ScoreView) -> Vec<Table> {
    view.classes.iter().map(|class| table(view, class)).collect()
}

fn table(view: &ScoreView, class: &ClassScores) -> Table {
    let graded = class.units.iter().any(|unit| unit.grade.is_some());
    let mut columns = vec![Column::number("名次"), Column::text("单位"), Column::number("总分")];
    columns.extend(graded.then(|| Column::text("等次")));
    columns.extend([Column::number("基本分"), Column::number("加减分")]);
    columns.extend(view.entries.iter().map(|entry| head(view, class, entry)));
    columns.push(Column::text("说明"));
    let rows = class.units.iter().map(|unit| {
        let rank = unit.rank.map_or(Value::Empty, |rank| Value::Exact(rank.to_string()));
        let mut cells = vec![rank, Value::text(unit.name.as_str()), number("total", &unit.total)];
        cells.extend(graded.then(|| Value::text(unit.grade.as_deref().unwrap_or_default())));
        cells.extend([number("marks", &unit.marks), number("extras", &unit.extras)]);
        cells.extend(unit.entries.iter().map(cell));
        cells.push(Value::text(remarks(view, unit).join("；")));
        Line::body(cells)
    });
    let name = if class.name.is_empty() { "结果" } else { &class.name };
    Table {
        name: name.to_owned(),
        title: Some(format!("{}（{}月）", view.scheme.name, view.month)),
        columns,
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The head of an entry with its full marks, where they are the same for the whole class.
fn head(view: &ScoreView, class: &ClassScores, entry: &EntryHead) -> Column {
    let at = view.entries.iter().position(|other| other.code == entry.code);
    let line = at.and_then(|at| class.units.first().and_then(|unit| unit.entries.get(at)));
    match line.and_then(|line| line.full.as_deref()) {
        Some(full) => Column::number(format!("{}（{full}分）", entry.name)),
        None => Column::number(entry.name.clone()),
    }
}

fn cell(line: &EntryLine) -> Value {
    line.points.as_ref().map_or_else(|| Value::text(line.standing), |points| number("points", points))
}

fn number(key: &'static str, points: &PointsShown) -> Value {
    let decimals = points.text.split_once('.').map_or(0, |(_, behind)| behind.len());
    Value::Number {
        key,
        value: points.value.clone(),
        decimals: u8::try_from(decimals).unwrap_or(2),
        shown: points.text.clone(),
        bad: false,
    }
}

/// What a reader of a class must know, line by line: what holds for all its units once, then what holds for each.
pub fn remarks_of(view: &ScoreView, class: &ClassScores) -> Vec<String> {
    let all: Vec<Vec<String>> = class.units.iter().map(|unit| remarks(view, unit)).collect();
    let common: Vec<String> = match all.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => {
            first.iter().filter(|one| rest.iter().all(|other| other.contains(one))).cloned().collect()
        }
        _ => Vec::new(),
    };
    let line = |whose: &str, said: &[String]| (!said.is_empty()).then(|| format!("{whose}：{}", said.join("；")));
    let mut lines: Vec<String> = line("各单位", &common).into_iter().collect();
    for (unit, said) in class.units.iter().zip(all) {
        let own: Vec<String> = said.into_iter().filter(|one| !common.contains(one)).collect();
        lines.extend(line(&unit.name, &own));
    }
    lines
}

/// What a reader of the line must know: vetoes, lists, what is missing.
fn remarks(view: &ScoreView, unit: &UnitLine) -> Vec<String> {
    let mut remarks: Vec<String> = unit.vetoes.iter().map(|veto| format!("一票否决：{veto}")).collect();
    remarks.extend(unit.lists.iter().cloned());
    remarks.extend(unit.rewards.iter().cloned());
    remarks.extend(unit.provisional.then(|| "暂计，有待补的项".to_owned()));
    for (head, line) in view.entries.iter().zip(&unit.entries) {
        let why = line.reason.as_deref().map(|reason| format!("{}{}：{reason}", head.name, line.standing));
        remarks.extend(why.filter(|_| !head.group));
        remarks.extend(line.notes.iter().map(|note| format!("{}：{note}", head.name)));
    }
    remarks
}
