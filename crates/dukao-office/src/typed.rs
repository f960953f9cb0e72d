//! Small values as they stand in cells: words, dates, decimals, lists.

use dukao_core::framework::ValueKind;
use dukao_core::number::Decimal;
use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;
use jiff::civil::Date;

use crate::cellvalue::{Figure, Refusal, figure, half_width};
use crate::grid::{Cell, CellKind};
use crate::text::nearest;

/// What is wrong and what would be right.
pub(crate) type Said<T> = Result<T, Refusal>;

pub(crate) fn refuse<T>(message: impl Into<String>, hint: impl Into<String>) -> Said<T> {
    Err(Refusal { message: message.into(), hint: hint.into() })
}

/// Why an indicator cannot be a part of another one: only amounts in the same kind of unit add up.
pub(crate) fn not_addable(
    whole: ValueKind,
    whole_unit: &UnitOfMeasure,
    part: ValueKind,
    part_unit: &UnitOfMeasure,
) -> Option<String> {
    if !whole.accumulates() || !part.accumulates() {
        return Some("只有流量和计数类指标可以相加".to_owned());
    }
    let converts = part_unit.power_to(whole_unit).is_some();
    (!converts).then(|| format!("计量单位“{part_unit}”不能换算为“{whole_unit}”，不能相加"))
}

/// One of a closed list of words.
pub(crate) fn word<T: Clone>(text: &str, what: &str, words: &[(T, &str)]) -> Said<T> {
    if let Some((value, _)) = words.iter().find(|(_, word)| *word == text) {
        return Ok(value.clone());
    }
    let all = || words.iter().map(|(_, word)| *word);
    let hint = match nearest(text, all()) {
        Some(word) => format!("是不是“{word}”？"),
        None => format!("可用：{}", all().collect::<Vec<_>>().join("、")),
    };
    refuse(format!("{what}没有“{text}”这个写法"), hint)
}

/// 是 or 否.
pub(crate) fn yes_no(text: &str) -> Said<bool> {
    match text {
        "是" | "√" | "✓" => Ok(true),
        "否" => Ok(false),
        _ => refuse(format!("“{text}”应写“是”或“否”"), "填“是”或“否”，或留空"),
    }
}

/// A date such as 2018-07-20, 2018/7/20, 2018.7.20, 20180720 or 2018年7月20日.
pub(crate) fn date(text: &str) -> Said<Date> {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<&str> = match (plain.len(), plain.bytes().all(|b| b.is_ascii_digit())) {
        (8, true) => [plain.get(..4), plain.get(4..6), plain.get(6..)].into_iter().flatten().collect(),
        _ => plain.trim_end_matches('日').split(['年', '月', '-', '/', '.']).collect(),
    };
    let wrong = || Refusal { message: format!("“{text}”不是日期"), hint: "写成 2018-07-20".to_owned() };
    let [year, month, day] = parts.as_slice() else { return Err(wrong()) };
    if year.len() != 4 {
        return Err(wrong());
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { return Err(wrong()) };
    Date::new(year, month, day).map_err(|_| Refusal {
        message: format!("没有“{text}”这一天"),
        hint: "检查月份和日子，写成 2018-07-20".to_owned(),
    })
}

/// A period; a date cell on the first or last day of a month is that month.
pub(crate) fn period(cell: &Cell) -> Said<Period> {
    let text = cell.trimmed();
    if cell.kind == CellKind::Date
        && let Ok(day) = date(text)
        && (day.day() == 1 || day.day() == day.days_in_month())
        && let Some(month) = text.get(..7).and_then(Period::parse)
    {
        return Ok(month);
    }
    if cell.kind == CellKind::Date {
        return refuse(format!("这里应是期间，却是日期 {text}"), "写成 2018-07、2018年1—2月、2018年前三季度");
    }
    Period::parse(text).map_or_else(
        || refuse(format!("“{text}”不是期间"), "写成 2018-07、2018年1—2月、2018年一季度、2018年前三季度、2018年"),
        Ok,
    )
}

/// An assessment year.
pub(crate) fn year(text: &str) -> Said<i16> {
    let plain = half_width(text);
    let digits = plain.trim().trim_end_matches("年度").trim_end_matches('年');
    match digits.parse() {
        Ok(year) if (1990..=2100).contains(&year) => Ok(year),
        _ => refuse(format!("“{text}”不是年度"), "写成 2018"),
    }
}

/// A whole number within bounds.
pub(crate) fn whole(text: &str, least: u8, most: u8) -> Said<u8> {
    match half_width(text).trim().parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => refuse(format!("“{text}”应是 {least} 到 {most} 的整数"), format!("写成 {least} 到 {most} 之间的半角整数")),
    }
}

/// A plain decimal with the unit typed behind it, if any; `None` for a blank cell.
pub(crate) fn decimal(cell: &Cell) -> Said<Option<(Decimal, Option<String>)>> {
    match figure(cell)? {
        Figure::Absent => Ok(None),
        Figure::Number(typed) => match Decimal::parse(&typed.decimal) {
            Ok(value) => Ok(Some((value, typed.unit))),
            Err(wrong) => refuse(format!("“{}”{wrong}", cell.trimmed()), "换用更大的计量单位"),
        },
        Figure::Masked | Figure::NoData | Figure::Incomparable => {
            refuse(format!("这里应是数，却是“{}”", cell.trimmed()), "填数，没有就留空")
        }
    }
}

/// Several words in one cell, parted by semicolons or line breaks.
pub(crate) fn list(text: &str) -> Vec<String> {
    text.split(['；', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_written() {
        for text in ["2018-07-20", "2018/7/20", "2018.7.20", "20180720", "2018年7月20日", "２０１８－７－２０"]
        {
            assert_eq!(date(text).unwrap(), jiff::civil::date(2018, 7, 20), "{text}");
        }
        for text in ["2018-02-30", "18-7-20", "2018-07", "七月", "2018-7-20-1", "20181320"] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_cell_may_mean_its_month() {
        let cell = |text: &str| Cell::new(CellKind::Date, text);
        assert_eq!(period(&cell("2018-07-01")).unwrap().code(), "2018-07");
        assert_eq!(period(&cell("2018-02-28")).unwrap().code(), "2018-02");
        assert!(period(&cell("2018-07-20")).is_err());
    }
}
