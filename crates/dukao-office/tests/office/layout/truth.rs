//! What stands in every cell of a layout, and what reading it must give.

use std::collections::BTreeSet;

use super::described::{Column, Row, Table};
use super::figures::{Figures, REGION, indicator_of, months_of, unit_of};

/// A figure as it is compared: indicator, unit, period, item, amount in the base of its unit.
pub(crate) type Said = (String, String, String, String, String);

/// The decimals that amounts in a unit are printed with.
fn decimals(table: &Table, unit: &str) -> u8 {
    table.decimals.unwrap_or(match unit {
        "亿元" | "亿美元" | "亿千瓦时" => 2,
        "万元" | "万美元" | "个" | "户" | "人" | "家" | "项" | "套" | "天" | "元" | "微克/立方米" => {
            0
        }
        _ => 1,
    })
}

/// Tenths, hundredths … written out.
pub(crate) fn written(value: i64, decimals: u8) -> String {
    if decimals == 0 {
        return value.to_string();
    }
    let factor = 10_i64.pow(u32::from(decimals));
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:0width$}", value.abs() / factor, value.abs() % factor, width = usize::from(decimals))
}

fn rounded(numerator: i64, denominator: i64) -> i64 {
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
    let twice = 2 * numerator.abs() + denominator.abs();
    let size = i64::try_from(twice / (2 * denominator.abs())).unwrap();
    if (numerator < 0) == (denominator < 0) { size } else { -size }
}

/// Percent in tenths.
fn percent(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { rounded(part * 1_000, whole) }
}

/// One cell: the text printed and, where it is read, what must come in.
pub(crate) fn cell(table: &Table, figures: &Figures, row: &Row, column: &Column) -> (String, Option<Said>) {
    let (indicator, unit) = (indicator_of(table, row, column), unit_of(table, row, column));
    if unit == "-" || indicator == "-" {
        return subtotal(table, figures, row, column);
    }
    let uom = uom(table, row, column);
    let Some((value, digits, shown_unit)) = figure(table, figures, row, column, &uom) else {
        return (String::new(), None);
    };
    let text = written(value, digits);
    let read = !matches!(column.item.as_str(), "不读" | "环比" | "序时" | "序时差" | "上月位次");
    let (first, end) = months_of(table, row, column);
    let whole = column.period.is_none() && !table.columns.iter().any(|column| column.item == "期间");
    let period = if matches!(column.item.as_str(), "目标" | "争取" | "增速目标") || column.item.starts_with("阶段目标")
    {
        table.period.year().to_string()
    } else if whole {
        table.period.code()
    } else if end - first == 1 {
        format!("{}-01/02", table.period.year())
    } else if end - first == 2 {
        format!("{}-Q{}", table.period.year(), end / 3)
    } else {
        format!("{}-{end:02}", table.period.year())
    };
    let amount = based(&text, &shown_unit);
    let item = column.item.trim_end_matches("增速目标").to_owned();
    let item = if item.is_empty() { "目标".to_owned() } else { item };
    let item = if item.starts_with("阶段完成率") { "阶段完成率".to_owned() } else { item };
    (text, read.then_some((indicator, unit, period, item, amount)))
}

/// The unit of amounts of a cell.
fn uom(table: &Table, row: &Row, column: &Column) -> String {
    let in_rows = table.columns.iter().any(|column| column.item == "指标");
    column.unit.clone().or_else(|| if in_rows { row.unit.clone() } else { None }).unwrap_or_else(|| table.unit.clone())
}

/// Value, decimals and unit of a cell.
fn figure(table: &Table, figures: &Figures, row: &Row, column: &Column, uom: &str) -> Option<(i64, u8, String)> {
    let (indicator, unit) = (indicator_of(table, row, column), unit_of(table, row, column));
    let series = figures.get(&indicator, &unit);
    let (first, end) = months_of(table, row, column);
    let digits = decimals(table, uom);
    let (done, base): (i64, i64) = (series.months[..end].iter().sum(), series.base[..end].iter().sum());
    let (month, month_base): (i64, i64) =
        (series.months[first - 1..end].iter().sum(), series.base[first - 1..end].iter().sum());
    let amount = |value: i64| Some((value, digits, uom.to_owned()));
    let rate = |value: i64| Some((value, 1, "%".to_owned()));
    let stage = |months: i64| rounded(series.target * months, 12);
    let end_month = i64::try_from(end).unwrap();
    if uom == "%" && matches!(column.item.as_str(), "累计" | "当月") {
        let ratio = indicator.ends_with("比例") || indicator.ends_with('率') && !indicator.contains('增');
        let (low, high) = if ratio { (700, 990) } else { (-60, 160) };
        return rate(figures.free_rate(&format!("{indicator}{}{}{end}", column.item, first), &unit, low, high));
    }
    match column.item.as_str() {
        "累计" => amount(done),
        "当月" => amount(month),
        "上年同期累计" => amount(base),
        "上年同期当月" => amount(month_base),
        "累计增速" => rate(percent(done - base, base)),
        "当月增速" => rate(percent(month - month_base, month_base)),
        "完成率" => rate(percent(done, series.target)),
        "目标" => amount(series.target),
        "争取" => amount(series.target + series.target / 10),
        "增速目标" => rate(figures.free_rate(&format!("{indicator}目标"), "", 60, 120)),
        "增减额" => amount(done - base),
        "短收超收" => amount(done - stage(end_month)),
        "短收" => amount(stage(end_month) - done),
        "位次" | "上月位次" => Some((place(table, figures, row, column), 0, "位".to_owned())),
        "占比" => rate(percent(done, figures.get(&indicator, REGION).months[..end].iter().sum())),
        "环比" => rate(percent(month - series.months[end.saturating_sub(2)], series.months[end.saturating_sub(2)])),
        "序时差" => rate(percent(done, series.target) - end_month * 1_000 / 12),
        "序时" => rate(rounded(end_month * 1_000, 12)),
        "不读" => amount(series.target / 7),
        "阶段完成率" => rate(percent(done, stage(end_month))),
        "阶段完成率9" => rate(percent(done, stage(9))),
        item => {
            let months = item.strip_prefix("阶段目标").map(|months| months.parse().unwrap_or(end_month));
            months.and_then(|months| amount(stage(months)))
        }
    }
}

/// The place of a unit by cumulative amount, or by growth for indicators in percent.
fn place(table: &Table, figures: &Figures, row: &Row, column: &Column) -> i64 {
    let name = indicator_of(table, row, column);
    let end = figures.month();
    let value = |row: &Row| {
        let unit = unit_of(table, row, column);
        if name.contains("增速") {
            return figures.free_rate(&format!("{name}累计{end}{end}"), &unit, -60, 160);
        }
        figures.get(&name, &unit).months[..end].iter().sum()
    };
    let units = table.rows.iter().filter(|row| !row.group && row.means != "*" && row.means != "-");
    let own = value(row);
    1 + i64::try_from(units.filter(|other| value(other) > own).count()).unwrap()
}

/// 小计: the sum of the rows before it, read by nobody.
fn subtotal(table: &Table, figures: &Figures, row: &Row, column: &Column) -> (String, Option<Said>) {
    let at = table.rows.iter().position(|other| std::ptr::eq(other, row)).unwrap_or(0);
    let before = table.rows[..at].iter().filter(|row| !row.group && row.means != "*" && row.means != "-");
    let amounts = ["累计", "当月", "目标", "上年同期累计", "上年同期当月", "增减额"];
    if !amounts.contains(&column.item.as_str()) {
        return (String::new(), None);
    }
    let uom = uom(table, row, column);
    let parts: Vec<_> = before.filter_map(|row| figure(table, figures, row, column, &uom)).collect();
    let digits = parts.first().map_or(0, |part| part.1);
    (written(parts.iter().map(|part| part.0).sum(), digits), None)
}

/// An amount moved to the base of its unit: 1.5亿元 is 150000000元.
pub(crate) fn based(value: &str, unit: &str) -> String {
    let unit = dukao_core::quantity::UnitOfMeasure::parse(unit).unwrap();
    let moved = dukao_office::grid::move_point(value, i32::from(unit.power())).unwrap();
    let moved = if moved == "-0" { "0".to_owned() } else { moved };
    format!("{moved}{}", unit.base())
}

/// All that must come in.
pub(crate) fn all(table: &Table, figures: &Figures) -> BTreeSet<Said> {
    let mut all = BTreeSet::new();
    for row in table.rows.iter().filter(|row| !row.group) {
        for column in &table.columns {
            let hidden = is_label(&column.item) || (column.item == "位次" && row.means == "*");
            if !hidden {
                all.extend(cell(table, figures, row, column).1);
            }
        }
    }
    all
}

pub(crate) fn is_label(item: &str) -> bool {
    matches!(item, "单位" | "指标" | "计量单位" | "期间" | "序号" | "类别" | "文字")
}
