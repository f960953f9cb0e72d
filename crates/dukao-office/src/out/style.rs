//! The look of a workbook: black rules, grey heads, numbers to the right.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::exact;
use super::table::{ColumnKind, RowKind};

/// Grey of heads and of the heads of groups.
const HEAD: Color = Color::RGB(0x00E7_E6E1);
const GROUP: Color = Color::RGB(0x00F4_F3EF);
const RULE: Color = Color::RGB(0x00B5_B2A8);
/// Debts and what lags behind.
pub(super) const RED: Color = Color::RGB(0x00B4_2318);
/// What is slow.
pub(super) const AMBER: Color = Color::RGB(0x0092_5E00);
/// What is as it should be.
pub(super) const GREEN: Color = Color::RGB(0x0027_6749);

fn lined() -> Format {
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(RULE)
        .set_align(FormatAlign::VerticalCenter)
        .set_font_size(11)
}

pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

pub(super) fn line() -> Format {
    Format::new().set_font_size(10).set_align(FormatAlign::VerticalCenter)
}

pub(super) fn note() -> Format {
    Format::new().set_font_size(9).set_font_color(Color::RGB(0x0066_6359)).set_align(FormatAlign::Top)
}

pub(super) fn head() -> Format {
    lined().set_bold().set_background_color(HEAD).set_align(FormatAlign::Center).set_text_wrap()
}

pub(super) fn group() -> Format {
    lined().set_bold().set_background_color(GROUP).set_align(FormatAlign::Left)
}

/// What of a cell decides its format.
type Key = (ColumnKind, RowKind, Option<usize>);

/// Formats of cells, each made once.
#[derive(Default)]
pub(super) struct Formats {
    made: BTreeMap<(u8, u8, Option<usize>), Format>,
}

impl Formats {
    /// The format of a cell; numbers say with how many decimals they are shown.
    pub(super) fn cell(&mut self, (column, row, decimals): Key) -> &Format {
        let key = (number_of_column(column), number_of_row(row), decimals);
        self.made.entry(key).or_insert_with(|| made(column, row, decimals))
    }
}

const fn number_of_column(kind: ColumnKind) -> u8 {
    match kind {
        ColumnKind::Text => 0,
        ColumnKind::Number => 1,
        ColumnKind::Centre => 2,
    }
}

const fn number_of_row(kind: RowKind) -> u8 {
    match kind {
        RowKind::Body => 0,
        RowKind::Group => 1,
        RowKind::Total => 2,
    }
}

fn made(column: ColumnKind, row: RowKind, decimals: Option<usize>) -> Format {
    let aligned = match column {
        ColumnKind::Text => lined().set_align(FormatAlign::Left).set_text_wrap(),
        ColumnKind::Number => lined().set_align(FormatAlign::Right),
        ColumnKind::Centre => lined().set_align(FormatAlign::Center).set_text_wrap(),
    };
    let numbered = match decimals {
        Some(decimals) => aligned.set_num_format(exact::format(decimals)),
        None => aligned,
    };
    if row == RowKind::Total { numbered.set_bold() } else { numbered }
}
