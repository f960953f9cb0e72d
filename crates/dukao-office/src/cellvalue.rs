//! One figure cell, from what people type to an exact decimal.
//!
//! Blank is absent, never zero. 已隐去, 无数据 and 不可比 stay three different things. Whatever is not
//! surely a figure is refused with what would be right.

use crate::grid::{Cell, CellKind};
pub use crate::script::half_width;

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

/// Most digits a figure may have.
const MAX_DIGITS: usize = 18;

const MASKS: &[&str] = &["×", "××", "×××", "✕", "*", "**", "***", "X", "XX", "XXX", "x", "xx", "xxx"];
const NO_DATA: &[&str] = &["-", "--", "---", "—", "——", "———", "…", "……", "...", "......", "/", "无数据"];
const DOWN: &[&str] = &["负增长", "下降", "减少", "降低", "回落", "短收", "少收", "↓"];
const UP: &[&str] = &["同比增长", "增长", "上升", "增加", "提高", "超收", "多收", "↑"];

fn refuse<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { message: message.into(), hint: hint.into() })
}

/// Reads one cell.
pub fn figure(cell: &Cell) -> Result<Figure, Refusal> {
    match cell.kind {
        CellKind::Empty => Ok(Figure::Absent),
        CellKind::Number if !cell.text().ends_with('%') => {
            Ok(Figure::Number(Typed { decimal: cell.text().to_owned(), unit: None }))
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

/// Reads typed text.
pub fn figure_text(text: &str) -> Result<Figure, Refusal> {
    let text = half_width(text);
    let text = text.trim();
    if text.is_empty() {
        return Ok(Figure::Absent);
    }
    if MASKS.contains(&text) {
        return Ok(Figure::Masked);
    }
    if NO_DATA.contains(&text) {
        return Ok(Figure::NoData);
    }
    match text {
        "不可比" => return Ok(Figure::Incomparable),
        "持平" => {
            return Ok(Figure::Number(Typed { decimal: "0".to_owned(), unit: None }));
        }
        _ => {}
    }
    if text.starts_with('#') && text.ends_with(['!', '?', 'A']) {
        return refuse(format!("公式出错：{text}"), "改正公式，没有数就留空");
    }
    number(text).map(Figure::Number)
}

/// The sign a word or arrow gives, and the rest.
fn directed(text: &str) -> (Option<bool>, &str) {
    for (words, negative) in [(DOWN, true), (UP, false)] {
        for word in words {
            if let Some(rest) = text.strip_prefix(word).or_else(|| word_behind(text, word)) {
                return (Some(negative), rest.trim());
            }
        }
    }
    (None, text)
}

/// Whether a figure's own text says which way it goes: 短收30, ↓3.2.
pub(crate) fn has_direction(text: &str) -> bool {
    directed(half_width(text).trim()).0.is_some()
}

/// Arrows may also stand behind the number.
fn word_behind<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    if matches!(word, "↑" | "↓") { text.strip_suffix(word) } else { None }
}

fn number(text: &str) -> Result<Typed, Refusal> {
    let (direction, rest) = directed(text);
    let (bracketed, rest) = match rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => (false, rest),
    };
    let (minus, rest) = match rest.strip_prefix('-').or_else(|| rest.strip_prefix('—')) {
        Some(inner) => (true, inner.trim_start()),
        None => (false, rest.strip_prefix('+').unwrap_or(rest).trim_start()),
    };
    if minus && (bracketed || direction.is_some()) {
        return refuse(format!("“{text}”里有两重负号"), "只写一个负号，如 -3.2");
    }
    let negative = minus || bracketed || direction == Some(true);
    let (digits, unit) = split_unit(rest);
    let Some(plain) = ungroup(digits.trim()) else {
        return refuse_number(text, digits);
    };
    if plain.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS {
        return refuse(format!("“{text}”位数太多"), format!("最多 {MAX_DIGITS} 位数字，换用更大的计量单位"));
    }
    let zero = plain.bytes().all(|b| matches!(b, b'0' | b'.'));
    let decimal = if negative && !zero { format!("-{plain}") } else { plain };
    let unit = unit.trim();
    if !unit.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '/' | '²' | '³'))
        || unit.eq_ignore_ascii_case("e")
    {
        return refuse(
            format!("“{text}”里的数后面有“{unit}”"),
            "只填数，或数后写计量单位，如 12.5亿元；注号、区间写到备注里",
        );
    }
    let unit = unit.strip_prefix('个').filter(|rest| *rest == "百分点").unwrap_or(unit);
    Ok(Typed { decimal, unit: (!unit.is_empty()).then(|| unit.to_owned()) })
}

/// The number's own characters, and the unit behind them.
fn split_unit(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))).unwrap_or(text.len());
    text.split_at(end)
}

/// Digits without thousands separators and leading zeros; `None` if the separators or points stand wrong.
fn ungroup(text: &str) -> Option<String> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if fraction.is_some_and(|digits| digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let mut groups = whole.split([',', ' ']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = !rest.is_empty();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    if !digits(first) || (grouped && first.len() > 3) || !rest.iter().all(|group| digits(group) && group.len() == 3) {
        return None;
    }
    let joined = format!("{first}{}", rest.concat());
    let trimmed = joined.trim_start_matches('0');
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    Some(fraction.map_or_else(|| whole.to_owned(), |fraction| format!("{whole}.{fraction}")))
}

fn refuse_number(text: &str, digits: &str) -> Result<Typed, Refusal> {
    if digits.contains(',') {
        return refuse(format!("“{text}”的千分位逗号位置不对"), "写成 1200 或 1,200");
    }
    if digits.matches('.').count() > 1 || digits.ends_with('.') {
        return refuse(format!("“{text}”的小数点不对"), "写成 12.5");
    }
    refuse(format!("“{text}”不是数"), "只填数，如 12.5；没有数就留空，已隐去填 ×，无数据填 —，不可比填“不可比”")
}

#[cfg(test)]
mod tests;
