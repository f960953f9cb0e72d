//! One figure cell, from what people type to an exact decimal.
//!
//! Blank is absent, never zero. 已隐去, 无数据 and 不可比 stay three different things. Whatever is not
//! surely a figure is refused with what would be right: approximate words, ranges, signs that mean one
//! thing in one table and its contrary in another.

mod number;
mod words;

use crate::grid::{Cell, CellKind};
use crate::script::simplified;

pub use crate::script::half_width;
pub(crate) use words::{has_direction, is_unchanged, says_change};

/// What a figure cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// Nothing there.
    Absent,
    /// A number.
    Number(Typed),
    /// Withheld by whoever published it: `×`, `*`, `X`.
    Masked,
    /// No figure exists: `—`, `-`, `…`, `/`.
    NoData,
    /// 不可比.
    Incomparable,
}

/// A number as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Plain decimal, `-` for negative, trailing zeros kept: `-3.60`.
    pub decimal: String,
    /// The unit typed behind the number, such as `%` or `亿元`.
    pub unit: Option<String>,
    /// The note mark behind the figure, such as `①` or `[1]`: no part of the figure.
    pub mark: Option<String>,
}

/// Why a cell is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

/// The text of a formula cell whose result was never stored.
pub(crate) const UNCOMPUTED: &str = "#未计算";

fn refuse<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { message: message.into(), hint: hint.into() })
}

/// Reads one cell.
pub fn figure(cell: &Cell) -> Result<Figure, Refusal> {
    match cell.kind {
        CellKind::Empty => Ok(Figure::Absent),
        CellKind::Number if !cell.text().ends_with('%') => {
            Ok(Figure::Number(Typed { decimal: cell.text().to_owned(), unit: None, mark: None }))
        }
        CellKind::Number | CellKind::Text => figure_text(cell.text()),
        CellKind::Date => refuse(format!("这里应是数，却是日期 {}", cell.text()), "把单元格格式改为数值后重填"),
        CellKind::Bool => refuse(format!("这里应是数，却是“{}”", cell.text()), "填数，没有就留空"),
        CellKind::Error if cell.text() == UNCOMPUTED => {
            refuse("公式还没有算出结果", "用表格软件打开这个文件，保存一次再导入")
        }
        CellKind::Error => refuse(format!("公式出错：{}", cell.text()), "改正公式，没有数就留空"),
    }
}

/// Reads typed text, in either script.
pub fn figure_text(text: &str) -> Result<Figure, Refusal> {
    let half = half_width(text);
    let text = simplified(half.trim());
    let text = text.as_ref();
    if let Some(figure) = words::whole(text) {
        return Ok(figure);
    }
    if let Some(refusal) = words::refused(text) {
        return Err(refusal);
    }
    number::read(text).map(Figure::Number)
}

/// The note mark behind a figure: it was not read as a part of it, and the user should know.
pub(crate) fn note_mark(cell: &Cell) -> Option<String> {
    // Number cells have none, and there are many of them.
    if cell.kind != CellKind::Text {
        return None;
    }
    match figure(cell) {
        Ok(Figure::Number(typed)) => typed.mark,
        _ => None,
    }
}

#[cfg(test)]
mod tests;
