//! Stored cells to shown cells: numbers, percent formats, dates, merged regions.

use calamine::{Data, Dimensions, ExcelDateTime};

use super::decimal::{move_point, of_float};
use super::open::{Wrong, wrong};
use super::{Cell, CellKind, Region, Sheet};

/// A cell as it is shown; `percent` when its number format shows percent.
pub(super) fn cell_of(data: &Data, percent: bool) -> Cell {
    match data {
        Data::Empty => Cell::default(),
        Data::String(text) | Data::DurationIso(text) => Cell::of_text(text),
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
