//! What rows hold, counted: figures, marks, texts.

use std::ops::Range;

use crate::cellvalue::{Figure, figure};
use crate::grid::{Cell, CellKind, Sheet};
use crate::mapping::head_text::{plain, sure_unit};

/// How many rows are looked at closely; a table longer than this goes on as it began.
pub(super) const CLOSELY: usize = 400;

/// What one cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    Text,
    /// A number that may be a figure.
    Figure,
    /// A number that may be a year: 2018.
    Year,
    /// —, ×, 不可比.
    Mark,
}

/// What a cell is; `1月` is a text, `1.2亿元` a figure.
pub(super) fn kind(cell: &Cell) -> Kind {
    match cell.kind {
        CellKind::Empty => return Kind::Empty,
        CellKind::Date | CellKind::Bool => return Kind::Text,
        CellKind::Error => return Kind::Mark,
        CellKind::Number | CellKind::Text => {}
    }
    if cell.kind == CellKind::Text && cell.text().chars().count() > 24 {
        return Kind::Text;
    }
    match figure(cell) {
        Ok(Figure::Absent) => Kind::Empty,
        Ok(Figure::Masked | Figure::NoData | Figure::Incomparable) => Kind::Mark,
        Ok(Figure::Number(typed)) => match typed.unit {
            Some(unit) if sure_unit(&unit).is_none() => Kind::Text,
            None if typed.decimal.len() == 4
                && typed.decimal.parse().is_ok_and(|year: u16| (1990..2060).contains(&year)) =>
            {
                Kind::Year
            }
            _ if cell.trimmed() == "持平" => Kind::Mark,
            _ => Kind::Figure,
        },
        Err(_) => Kind::Text,
    }
}

/// One row, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) figures: usize,
    pub(super) years: usize,
    pub(super) marks: usize,
    pub(super) texts: usize,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Row {
    /// Counts the cells of a row inside `columns`; a merged region counts once.
    pub(super) fn of(sheet: &Sheet, row: usize, columns: &Range<usize>) -> Self {
        let mut counted = Self { first: usize::MAX, ..Self::default() };
        for column in columns.start..columns.end.min(sheet.width(row)) {
            match kind(sheet.cell(row, column)) {
                Kind::Empty => continue,
                Kind::Text => counted.texts += 1,
                Kind::Figure => counted.figures += 1,
                Kind::Year => counted.years += 1,
                Kind::Mark => counted.marks += 1,
            }
            counted.first = counted.first.min(column);
            counted.last = column;
        }
        counted
    }

    pub(super) const fn filled(&self) -> usize {
        self.figures + self.years + self.marks + self.texts
    }

    pub(super) const fn is_blank(&self) -> bool {
        self.filled() == 0
    }

    /// A row with figures.
    pub(super) const fn is_data(&self) -> bool {
        self.figures > 0
            || (self.marks > 0 && self.marks + self.years >= self.texts)
            || (self.years > 1 && self.texts <= 1)
    }
}

/// A text that stands below or above a table: 注, 说明, 单位, 制表人 …
pub(super) fn is_note(text: &str) -> bool {
    let text = plain(text);
    let starts = [
        "注:",
        "备注:",
        "说明:",
        "数据来源:",
        "资料来源:",
        "注1",
        "注1:",
        "*",
        "附注",
        "填表人",
        "制表人",
        "制表:",
        "审核人",
        "审核:",
        "填报人",
        "负责人:",
        "联系人",
        "注、",
        "注.",
        "(注",
        "①",
        "本表",
    ];
    text == "注" || text == "说明" || text == "备注" || starts.iter().any(|start| text.starts_with(start))
}

/// A text such as 单位：万元 or 填报单位：某局, which tells about the table.
pub(super) fn is_about(text: &str) -> bool {
    let text = plain(text);
    let marked = [
        "单位:",
        "填报单位",
        "填表单位",
        "制表单位",
        "编制单位",
        "填报日期",
        "填表日期",
        "制表日期",
        "填报时间",
        "统计时间",
        "时间:",
        "日期:",
        "截至",
        "截止",
    ];
    marked.iter().any(|start| text.trim_start_matches('(').starts_with(start))
        || sure_unit(text.trim_matches(['(', ')'])).is_some()
}
