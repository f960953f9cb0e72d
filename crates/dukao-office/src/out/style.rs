//! The look of a workbook: black rules, grey heads, numbers to the right.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::exact;
use super::table::{ColumnKind, RowKind};

/// Grey of heads and of the heads of groups.
const HEAD: Color = Color::RGB(0x00E7_E6E1);
const GROUP: Color = Color::RGB(0x00F4_F3EF);
pub(super) const RULE: Color = Color::RGB(0x00B5_B2A8);
/// Of charts: the line that counts, what was, the months.
pub(super) const INK: Color = Color::RGB(0x001F_3A5F);
pub(super) const PALE: Color = Color::RGB(0x0099_9588);
pub(super) const BARS: Color = Color::RGB(0x00C9_C4B6);
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    pub(super) column: ColumnKind,
    pub(super) row: RowKind,
    /// Of a number: with how many decimals it is shown.
    pub(super) decimals: Option<usize>,
    /// Whether it is a debt.
    pub(super) bad: bool,
}

/// Formats of cells, each made once.
#[derive(Default)]
pub(super) struct Formats {
    made: BTreeMap<Look, Format>,
}

impl Formats {
    /// The format of a cell.
    pub(super) fn cell(&mut self, look: Look) -> &Format {
        self.made.entry(look).or_insert_with(|| made(look))
    }
}

fn made(look: Look) -> Format {
    let aligned = match look.column {
        ColumnKind::Text => lined().set_align(FormatAlign::Left).set_text_wrap(),
        ColumnKind::Number => lined().set_align(FormatAlign::Right),
        ColumnKind::Centre => lined().set_align(FormatAlign::Center).set_text_wrap(),
    };
    let numbered = match look.decimals {
        Some(decimals) => aligned.set_num_format(exact::format(decimals)),
        None => aligned,
    };
    let coloured = if look.bad { numbered.set_font_color(RED) } else { numbered };
    if look.row == RowKind::Total { coloured.set_bold() } else { coloured }
}
