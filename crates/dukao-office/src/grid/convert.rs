//! Stored cells to shown cells: numbers, percent formats, dates, merged regions.

use calamine::{Data, Dimensions, ExcelDateTime};

use super::decimal::{move_point, of_float};
use super::open::{Wrong, wrong};
use super::{Cell, CellKind, Region, Sheet};

/// What a number format does to a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ShownAs {
    /// It shows percent.
    percent: bool,
    /// It shows at least so many decimals.
    decimals: usize,
}

/// What a number format does to a number.
pub(super) fn shown_as(code: &str) -> ShownAs {
    let percent = shows_percent(code);
    ShownAs { percent, decimals: if percent { 0 } else { fixed_decimals(code) } }
}

/// The decimals that a plain format (`0.00`, `#,##0.0_`) always shows; 0 for dates, fractions, exponents, thousands.
fn fixed_decimals(code: &str) -> usize {
    let positive = code.split(';').next().unwrap_or_default();
    let plain = |c: char| "0#,. _-()[]Red黑红色".contains(c) || c == '\\' || c == '"';
    let Some((whole, fraction)) = positive.split_once('.') else { return 0 };
    let zeros = fraction.bytes().take_while(|byte| *byte == b'0').count();
    let rest = fraction.get(zeros..).unwrap_or_default();
    let scaled = rest.starts_with([',', '#', '?']) || rest.contains('.');
    if scaled || !whole.chars().chain(rest.chars()).all(plain) { 0 } else { zeros }
}

/// A cell as it is shown: `115.2` under `0.00` is `115.20`.
pub(super) fn cell_shown(data: &Data, format: ShownAs) -> Cell {
    let cell = cell_of(data, format.percent);
    if cell.kind != CellKind::Number || format.decimals == 0 || matches!(data, Data::DateTime(_)) {
        return cell;
    }
    let there = cell.text().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if there >= format.decimals {
        return cell;
    }
    let point = if there == 0 { "." } else { "" };
    Cell::new(CellKind::Number, format!("{}{point}{}", cell.text(), "0".repeat(format.decimals - there)))
}

/// A cell as it is shown; `percent` when its number format shows percent.
pub(super) fn cell_of(data: &Data, percent: bool) -> Cell {
    match data {
        Data::Empty => Cell::default(),
        Data::String(text) | Data::DurationIso(text) => Cell::of_text(text),
        Data::Int(value) if percent => Cell::new(CellKind::Number, format!("{}%", i128::from(*value) * 100)),
        Data::Int(value) => Cell::new(CellKind::Number, value.to_string()),
        Data::Float(value) => number(*value, percent),
        Data::Bool(value) => Cell::new(CellKind::Bool, if *value { "是" } else { "否" }),
        Data::DateTime(value) => date(value),
        Data::DateTimeIso(text) => Cell::new(CellKind::Date, text.get(..10).unwrap_or(text)),
        Data::Error(error) => Cell::new(CellKind::Error, error.to_string()),
    }
}

fn number(value: f64, percent: bool) -> Cell {
    match of_float(value) {
        None => Cell::new(CellKind::Text, value.to_string()),
        Some(decimal) if percent => {
            let shown = move_point(&decimal, 2).unwrap_or(decimal);
            Cell::new(CellKind::Number, format!("{shown}%"))
        }
        Some(decimal) => Cell::new(CellKind::Number, decimal),
    }
}

fn date(value: &ExcelDateTime) -> Cell {
    if !value.is_datetime() {
        return number(value.as_f64(), false);
    }
    let (year, month, day, ..) = value.to_ymd_hms_milli();
    Cell::new(CellKind::Date, format!("{year:04}-{month:02}-{day:02}"))
}

/// A number format that shows the number times one hundred.
pub(super) fn shows_percent(code: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '%' if !quoted => return true,
            ';' if !quoted => return false,
            _ => {}
        }
    }
    false
}

/// Notes which cells lie in merged regions.
pub(super) fn merge(sheet: &mut Sheet, regions: &[Dimensions]) -> Result<(), Wrong> {
    let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let regions = regions.iter().map(|region| Region {
        top: size(region.start.0),
        left: size(region.start.1),
        bottom: size(region.end.0),
        right: size(region.end.1),
    });
    if sheet.merge(regions) { Ok(()) } else { too_many_merged(&sheet.name) }
}

/// What is said of a sheet whose merged regions cover too much.
pub(super) fn too_many_merged<T>(sheet: &str) -> Result<T, Wrong> {
    wrong(format!("工作表“{sheet}”的合并单元格过多"), "取消整表、整列的合并单元格后再导入")
}
