//! The rows of a roster, each value with its cell.

use std::collections::BTreeMap;

use dukao_office::grid::{self, Book, Sheet, address};
use dukao_office::{Problem, Severity, out};

use super::RosterFiles;

/// The columns: head, whether every row needs it, what is written in it.
pub(super) const COLUMNS: [(&str, bool, &str); 11] = [
    ("登录名", true, "小写字母、数字、点、下划线、短横线或汉字，不能和别人相同；一人多个职务的，每个职务一行"),
    ("姓名", true, "同一人的各行相同"),
    ("工号", false, "不能和别人相同；做管理员的必须有"),
    ("电话", false, "可以不填"),
    (
        "角色",
        false,
        "考核员、督查员、统计员、项目员、填报人、审签人、领导、查阅人、系统管理员、安全管理员、审计管理员；空着只建账号",
    ),
    ("地区", false, "地区代码；只有一个地区的可以不填；三员不填"),
    ("单位", false, "单位代码或名称；空着是整个地区"),
    ("年度", false, "2018、2018-2019 或 2018- ；空着是各年度"),
    ("起", false, "第一天，如 2018-08-01；空着是授予的当天"),
    ("止", false, "最后一天；空着是没有期限"),
    ("任职方式", false, "任职（缺省）、代理"),
];

/// In how many rows at the top the head is looked for.
const HEAD_WITHIN: usize = 20;

/// One row.
pub(super) struct Line {
    file: String,
    sheet: String,
    row: usize,
    cells: BTreeMap<&'static str, (usize, String)>,
}

impl Line {
    /// What stands in a column; empty where it is blank or missing.
    pub(super) fn text(&self, head: &str) -> &str {
        self.cells.get(head).map_or("", |(_, text)| text)
    }

    /// The same, if there is anything.
    pub(super) fn some(&self, head: &str) -> Option<&str> {
        Some(self.text(head)).filter(|text| !text.is_empty())
    }

    /// Something wrong in a column.
    pub(super) fn wrong(&self, head: &str, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        let column = self.cells.get(head).or_else(|| self.cells.get("登录名")).map_or(0, |(column, _)| *column);
        Problem {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            cell: address(self.row, column),
            message: message.into(),
            hint: hint.into(),
            severity: Severity::Error,
        }
    }
}

/// The rows of all files, and what is wrong with the files themselves.
pub(super) fn read(files: &RosterFiles) -> (Vec<Line>, Vec<Problem>) {
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        match grid::open(name, bytes) {
            Ok(book) => read_book(&book, &mut lines, &mut problems),
            Err(problem) => problems.push(*problem),
        }
    }
    if files.is_empty() || (lines.is_empty() && problems.is_empty()) {
        let file = files.first().map_or("", |(name, _)| name.as_str());
        problems.push(Problem::of_file(file, "没有一行用户", "按模板填好再导入"));
    }
    (lines, problems)
}

fn read_book(book: &Book, lines: &mut Vec<Line>, problems: &mut Vec<Problem>) {
    let mut found = false;
    for sheet in book.sheets.iter().filter(|sheet| !sheet.hidden) {
        let named = |row: &usize| {
            ["登录名", "姓名"].iter().all(|head| sheet.row(*row).iter().any(|cell| cell.trimmed() == *head))
        };
        if let Some(head) = (0..sheet.height().min(HEAD_WITHIN)).find(named) {
            found = true;
            read_sheet(book, sheet, head, lines, problems);
        }
    }
    if !found {
        let hint = "表头要有“登录名”“姓名”两列；用 dukao user template 取模板";
        problems.push(Problem::of_file(&book.name, "没有找到用户表", hint));
    }
}

fn read_sheet(book: &Book, sheet: &Sheet, head: usize, lines: &mut Vec<Line>, problems: &mut Vec<Problem>) {
    let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
    let place = |row, column, message: String, hint: &str| Problem {
        sheet: sheet.name.clone(),
        cell: address(row, column),
        ..Problem::of_file(&book.name, message, hint)
    };
    for (column, cell) in sheet.row(head).iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let text = cell.trimmed();
        match COLUMNS.iter().find(|(own, ..)| *own == text) {
            Some((own, ..)) if columns.contains_key(own) => {
                problems.push(place(head, column, format!("“{own}”这一列有两个"), "留下一个"));
            }
            Some((own, ..)) => {
                columns.insert(own, column);
            }
            // What is set aside is not read.
            None if text.starts_with('#') => {}
            None => {
                let hint = "列名见模板；不读的列在列名前加 #";
                problems.push(place(head, column, format!("没有“{text}”这一列"), hint));
            }
        }
    }
    for row in (head + 1..sheet.height()).filter(|row| !sheet.is_blank_row(*row)) {
        let text = |column: usize| {
            let text = sheet.shown(row, column).trimmed();
            out::unguarded(text).unwrap_or(text).to_owned()
        };
        let cells: BTreeMap<_, _> = columns.iter().map(|(own, column)| (*own, (*column, text(*column)))).collect();
        // A row with nothing in our columns is a remark.
        if cells.values().any(|(_, text)| !text.is_empty()) {
            lines.push(Line { file: book.name.clone(), sheet: sheet.name.clone(), row, cells });
        }
    }
}
