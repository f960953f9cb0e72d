//! When figures are of: a stated period, a column, the title, or the month before.

use dukao_core::period::Period;

use super::words::said;
use crate::grid::{Cell, parse_address};
use crate::text::{Keys, Node, Problems, Read, Spanned, Value};
use crate::typed::{Said, period, refuse, year};

/// What tells the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum When {
    /// The same everywhere.
    Fixed(Period),
    /// A column.
    Column(Spanned<String>),
    /// The title, or else the name of the sheet or file.
    Title,
    /// The month before the one of the whole table.
    Previous,
    /// A stretch of the table's year: `7月`.
    InYear(Spanned<String>),
}

impl Read for When {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::Map(_) = node.value {
            let mut keys = Keys::of(node, "期间", problems)?;
            let of_title = is_titled(&mut keys, problems);
            let column = if of_title == Some(true) { None } else { keys.need("列", problems) };
            keys.done(problems);
            return if of_title == Some(true) { Some(Self::Title) } else { column.map(Self::Column) };
        }
        let text = String::read(node, problems)?;
        match text.as_str() {
            "标题" => Some(Self::Title),
            "上月" => Some(Self::Previous),
            // 7月, 1-2月: of the year of the whole table.
            _ if Period::parse(&text).is_none() && Period::parse(&format!("2000年{text}")).is_some() => {
                Spanned::read(node, problems).map(Self::InYear)
            }
            _ => said(node, problems, period(&Cell::of_text(&text))).map(Self::Fixed),
        }
    }
}

/// `{标题: 是}`.
fn is_titled(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<bool> {
    let node = keys.node("标题")?;
    let text = String::read(node, problems)?;
    said(node, problems, crate::typed::yes_no(&text))
}

/// What tells the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Year {
    Fixed(i16),
    Title,
}

impl Read for Year {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::Map(_) = node.value {
            let mut keys = Keys::of(node, "年度", problems)?;
            let of_title = is_titled(&mut keys, problems);
            keys.done(problems);
            return (of_title == Some(true)).then_some(Self::Title);
        }
        let text = String::read(node, problems)?;
        if text == "标题" {
            return Some(Self::Title);
        }
        said(node, problems, year(&text)).map(Self::Fixed)
    }
}

/// Which part of the sheet the table is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Area {
    /// Rows from 0; the last may be left open.
    pub(super) rows: Option<(usize, Option<usize>)>,
    /// First and last column, from 0.
    pub(super) columns: Option<(usize, usize)>,
    /// A text of the first row.
    pub(super) from: Option<Spanned<String>>,
    /// A text of the row behind the last.
    pub(super) to: Option<Spanned<String>>,
}

impl Read for Area {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::Map(_) = node.value {
            let mut keys = Keys::of(node, "区域", problems)?;
            let from = keys.optional("起于", problems);
            let to = keys.optional("止于", problems);
            let columns: Option<Self> = keys.optional("列", problems);
            keys.done(problems);
            return Some(Self { from, to, ..columns.unwrap_or_default() });
        }
        let text = String::read(node, problems)?;
        said(node, problems, cells(&text))
    }
}

/// `A3:H20`, `A3:H` or `A:H`.
fn cells(text: &str) -> Said<Area> {
    let wrong = || refuse(format!("“{text}”不是区域"), "写成 A3:H20（左上角到右下角）或 A:H（从哪一列到哪一列）");
    let Some((first, last)) = text.split_once([':', '-']) else { return wrong() };
    let corner = |text: &str| {
        let text = text.trim();
        let has_row = text.ends_with(|c: char| c.is_ascii_digit());
        let full = if has_row { text.to_owned() } else { format!("{text}1") };
        parse_address(&full).map(|(row, column)| (has_row.then_some(row), column))
    };
    match (corner(first), corner(last)) {
        (Some((top, left)), Some((bottom, right)))
            if left <= right && bottom.is_none_or(|bottom| top.is_some_and(|top| top <= bottom)) =>
        {
            Ok(Area { rows: top.map(|top| (top, bottom)), columns: Some((left, right)), ..Area::default() })
        }
        _ => wrong(),
    }
}
