//! What the rows of one table are: titles, heads, figures, totals, groups, notes.

use serde::Serialize;

use super::scan::{CLOSELY, Kind, Row, is_about, is_note, kind};
use crate::grid::Sheet;
use crate::mapping::head_text::{bare_name, plain};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowMeaning {
    /// 标题
    Title,
    /// 单位：万元, 填报单位 …
    About,
    /// 表头
    Head,
    /// 栏次: numbers of the columns.
    Numbering,
    /// 数据
    Data,
    /// A word over the rows below, without figures.
    Group,
    /// 小计
    Subtotal,
    /// 合计
    Total,
    /// 注
    Note,
    /// 不读, as a person said.
    Unread,
    /// Nothing.
    Blank,
}

impl RowMeaning {
    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Title => "标题",
            Self::About => "说明行",
            Self::Head => "表头",
            Self::Numbering => "栏次",
            Self::Data => "数据",
            Self::Group => "分组",
            Self::Subtotal => "小计",
            Self::Total => "合计",
            Self::Note => "注",
            Self::Unread => "不读",
            Self::Blank => "空行",
        }
    }
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    /// First and last head row.
    pub(super) head: (usize, usize),
    /// First row behind the heads, and the one behind the last figures.
    pub(super) data: (usize, usize),
    /// What each row looked at is.
    pub(super) rows: Vec<RowMeaning>,
    /// Blank rows between figures.
    pub(super) broken: bool,
}

/// Most rows that heads take.
const HEAD_ROWS: usize = 4;

/// Finds heads and figures; `None` when there are no figures under heads.
pub(super) fn shape(sheet: &Sheet) -> Option<Shape> {
    let looked = sheet.height().min(CLOSELY);
    let width = (0..looked).map(|row| sheet.width(row)).max()?;
    let columns = 0..width;
    let counted: Vec<Row> = (0..looked).map(|row| Row::of(sheet, row, &columns)).collect();
    let first = counted.iter().position(Row::is_data)?;
    let head = head_above(sheet, &counted, first)?;
    let mut rows: Vec<RowMeaning> = Vec::with_capacity(looked);
    for (row, counted) in counted.iter().enumerate() {
        rows.push(if row < head.0 {
            title(sheet, row, counted)
        } else if row <= head.1 {
            RowMeaning::Head
        } else {
            below(sheet, row, counted)
        });
    }
    let last =
        rows.iter().rposition(|row| matches!(row, RowMeaning::Data | RowMeaning::Total | RowMeaning::Subtotal))?;
    for row in rows.iter_mut().skip(last + 1).filter(|row| **row == RowMeaning::Group) {
        *row = RowMeaning::Note;
    }
    let broken = rows.get(head.1 + 1..last).is_some_and(|rows| rows.contains(&RowMeaning::Blank));
    let end = if sheet.height() > looked { sheet.height() } else { last + 1 };
    Some(Shape { head, data: (head.1 + 1, end), rows, broken })
}

/// The head rows directly above the first figures.
fn head_above(sheet: &Sheet, counted: &[Row], first: usize) -> Option<(usize, usize)> {
    let is_head = |row: usize| {
        let Some(counted) = counted.get(row) else { return false };
        let texts = texts(sheet, row);
        let wide = counted.filled() > 1 || sheet.merged_from(row, counted.first).is_none() && counted.first > 0;
        let stated = texts.len() <= 4 && texts.iter().any(|text| plain(text).contains("单位:"));
        let about = stated || texts.iter().all(|text| is_about(text) && !is_short_unit(text));
        !counted.is_blank()
            && !counted.is_data()
            && wide
            && !about
            && !texts.iter().any(|text| text.chars().count() > 40)
    };
    // A group without figures may stand between heads and figures.
    let mut last = first.checked_sub(1)?;
    while !is_head(last) {
        last = last.checked_sub(1).filter(|row| first - row <= 3)?;
    }
    let mut top = last;
    while top > 0 && last - top + 1 < HEAD_ROWS && is_head(top - 1) {
        top -= 1;
    }
    Some((top, last))
}

/// 万元 under a head, without brackets or 单位.
fn is_short_unit(text: &str) -> bool {
    !plain(text).contains("单位:")
}

fn texts(sheet: &Sheet, row: usize) -> Vec<&str> {
    sheet.row(row).iter().filter(|cell| !cell.is_empty()).map(crate::grid::Cell::text).collect()
}

fn title(sheet: &Sheet, row: usize, counted: &Row) -> RowMeaning {
    if counted.is_blank() {
        RowMeaning::Blank
    } else if texts(sheet, row).iter().any(|text| is_about(text)) {
        RowMeaning::About
    } else {
        RowMeaning::Title
    }
}

fn below(sheet: &Sheet, row: usize, counted: &Row) -> RowMeaning {
    if counted.is_blank() {
        return RowMeaning::Blank;
    }
    let text = sheet.cell(row, counted.first).text();
    if !counted.is_data() {
        let long = text.chars().count() > 30;
        return if is_note(text) || long || is_about(text) { RowMeaning::Note } else { RowMeaning::Group };
    }
    if is_numbering(sheet, row) {
        return RowMeaning::Numbering;
    }
    let words = sheet.row(row).iter().filter(|cell| kind(cell) == Kind::Text).take(6);
    let names = words.map(|cell| bare_name(cell.text()));
    for name in names {
        let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
        if ends(&["小计"]) {
            return RowMeaning::Subtotal;
        }
        if ends(&["合计", "总计"])
            || ["全省", "全市", "全区", "全县", "全州", "全国", "全盟", "全旗", "计"].contains(&name.as_str())
        {
            return RowMeaning::Total;
        }
    }
    RowMeaning::Data
}

/// 栏次 1 2 3 …, 甲 乙 1 2 3.
fn is_numbering(sheet: &Sheet, row: usize) -> bool {
    let mut next = None;
    let mut count = 0;
    for cell in sheet.row(row).iter().filter(|cell| !cell.is_empty()) {
        let text = plain(cell.text());
        let number: Option<u32> = text.split(['=', '(']).next().and_then(|text| text.parse().ok());
        match (number, next) {
            (Some(number), None) if number <= 3 => next = Some(number + 1),
            (Some(number), Some(wanted)) if number == wanted => next = Some(number + 1),
            (Some(_), _) => return false,
            (None, _) if kind(cell) == Kind::Text && (text.chars().count() > 3 || next.is_some()) => return false,
            _ => continue,
        }
        count += 1;
    }
    count >= 3
}
