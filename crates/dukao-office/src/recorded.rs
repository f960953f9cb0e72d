//! From a figure cell to what is recorded, judged by the measure and the indicator.

use dukao_core::framework::ValueKind;
use dukao_core::ledger::{Measure, Recorded};
use dukao_core::number::Decimal;
use dukao_core::quantity::{Quantity, UnitOfMeasure};

use crate::cellvalue::{Figure, figure, half_width, is_unchanged, says_change};
use crate::grid::{Cell, CellKind};
use crate::typed::{Said, date, refuse};

/// What the indicator of a figure is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub(crate) unit: &'a UnitOfMeasure,
    pub(crate) kind: ValueKind,
}

/// Reads one figure cell; `None` for a blank one. `unit` is what the row or column says.
pub(crate) fn recorded(
    cell: &Cell,
    measure: Measure,
    facts: Facts<'_>,
    unit: Option<&UnitOfMeasure>,
) -> Said<Option<Recorded>> {
    if measure == Measure::Progress {
        return Ok(words(cell));
    }
    if matches!(measure, Measure::Rank | Measure::LastYearRank) {
        return rank(cell);
    }
    if measure == Measure::Done {
        return done(cell, facts);
    }
    let typed = match figure(cell)? {
        Figure::Absent => return Ok(None),
        Figure::Masked => return Ok(Some(Recorded::Masked)),
        Figure::NoData => return Ok(Some(Recorded::NoData)),
        Figure::Incomparable => return Ok(Some(Recorded::Incomparable)),
        Figure::Number(typed) => typed,
    };
    if !facts.kind.is_numeric() && measure.in_indicator_unit() {
        return refuse(
            format!("{}类指标没有数，只有完成和进展", facts.kind.label()),
            "完成与否写到“完成”一列，文字写到“进展”一列，这里留空",
        );
    }
    let compared = !measure.in_indicator_unit() || measure == Measure::Change || facts.kind == ValueKind::Growth;
    // A number cell says nothing but its number.
    let in_words = cell.kind == CellKind::Text && !compared;
    if in_words && is_unchanged(cell.text()) {
        return refuse(format!("“{}”只能写在增速、增减额里", cell.trimmed()), "填数，没有数就留空");
    }
    if in_words && says_change(cell.text()) {
        let message = format!("“{}”说的是增减，这里应是{}", cell.trimmed(), measure.label());
        return refuse(message, "只填数，不带增减的字样和箭头；没有数就留空");
    }
    let value = decimal(&typed.decimal, cell)?;
    let said = match typed.unit {
        None => None,
        Some(text) => Some(unit_of_measure(&text)?),
    };
    let grows = matches!(measure, Measure::CumulativeGrowth | Measure::MonthGrowth)
        || (facts.kind == ValueKind::Growth && measure.in_indicator_unit());
    let (value, said) = match said {
        Some(unit) if grows && unit.as_str() == "倍" => (times(value, cell)?, Some(UnitOfMeasure::percent())),
        said => (value, said),
    };
    let unit = said.or_else(|| unit.cloned());
    let unit = if measure.in_indicator_unit() { amount_unit(unit, facts)? } else { rate_unit(unit)? };
    Ok(Some(Recorded::Known(Quantity { value, unit })))
}

fn words(cell: &Cell) -> Option<Recorded> {
    let text = cell.trimmed();
    (!text.is_empty()).then(|| Recorded::Text(text.to_owned()))
}

fn decimal(text: &str, cell: &Cell) -> Said<Decimal> {
    Decimal::parse(text).or_else(|wrong| refuse(format!("“{}”{wrong}", cell.trimmed()), "换用更大的计量单位"))
}

/// 增长1.6倍 is a growth of 160%.
fn times(value: Decimal, cell: &Cell) -> Said<Decimal> {
    let percent = value.shift(2);
    percent.map_or_else(|| refuse(format!("“{}”太大", cell.trimmed()), "写成百分数"), Ok)
}

/// Reads a unit of measure.
pub(crate) fn unit_of_measure(text: &str) -> Said<UnitOfMeasure> {
    UnitOfMeasure::parse(text)
        .or_else(|wrong| refuse(wrong.to_string(), "写成 亿元、万元、%、百分点、个、户、万人次 等"))
}

/// An amount is in the indicator's unit or one that differs from it by a power of ten.
fn amount_unit(unit: Option<UnitOfMeasure>, facts: Facts<'_>) -> Said<UnitOfMeasure> {
    let unit = unit.unwrap_or_else(|| facts.unit.clone());
    if unit.power_to(facts.unit).is_some() {
        return Ok(unit);
    }
    refuse(
        format!("计量单位“{unit}”与指标的计量单位“{}”不是同一类", facts.unit),
        format!("换算成{}，或改正计量单位", facts.unit),
    )
}

/// A rate is in percent or percentage points.
fn rate_unit(unit: Option<UnitOfMeasure>) -> Said<UnitOfMeasure> {
    match unit {
        None => Ok(UnitOfMeasure::percent()),
        Some(unit) if unit == UnitOfMeasure::percent() || unit == UnitOfMeasure::percentage_points() => Ok(unit),
        Some(unit) => refuse(format!("这里是百分数，不能用“{unit}”"), "写成 -3.6，单位是 %"),
    }
}

/// 是 and 否 as 1 and 0, a day as `20180628`.
fn done(cell: &Cell, facts: Facts<'_>) -> Said<Option<Recorded>> {
    let known = |value: i64, unit: &str| {
        let quantity = Quantity { value: Decimal::integer(value), unit: unit_of_measure(unit)? };
        Ok(Some(Recorded::Known(quantity)))
    };
    let text = cell.trimmed();
    let number = match (text, figure(cell)) {
        ("是", _) => (1, "项"),
        ("否", _) => (0, "项"),
        (_, Ok(Figure::Absent)) => return Ok(None),
        (_, Ok(Figure::Masked)) => return Ok(Some(Recorded::Masked)),
        (_, Ok(Figure::NoData)) => return Ok(Some(Recorded::NoData)),
        (_, Ok(Figure::Incomparable | Figure::Number(_)) | Err(_)) => match date(text) {
            Ok(day) => (i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()), "日"),
            Err(_) => return refuse(format!("“{text}”不是完成情况"), "写 是、否，或完成日期 2018-06-28"),
        },
    };
    if facts.kind.is_numeric() {
        return refuse("“完成”只用于节点、是否类指标", "数写到“累计”“当月”等列，这里留空");
    }
    known(number.0, number.1)
}

/// `3`, `第3`, `第3位`, `并列3`, `3/13`.
fn rank(cell: &Cell) -> Said<Option<Recorded>> {
    let text = half_width(cell.trimmed());
    match figure(cell) {
        Ok(Figure::Absent) => return Ok(None),
        Ok(Figure::Masked) => return Ok(Some(Recorded::Masked)),
        Ok(Figure::NoData) => return Ok(Some(Recorded::NoData)),
        Ok(Figure::Incomparable) => return Ok(Some(Recorded::Incomparable)),
        Ok(Figure::Number(_)) | Err(_) => {}
    }
    let bare = text.trim_start_matches("并列").trim_start_matches('第').trim_end_matches(['位', '名']);
    let bare = bare.split_once('/').map_or(bare, |(place, _)| place).trim();
    match bare.parse::<u32>() {
        Ok(place) if place > 0 && place < 100_000 => {
            let value = Decimal::integer(i64::from(place));
            Ok(Some(Recorded::Known(Quantity { value, unit: UnitOfMeasure::places() })))
        }
        _ => refuse(format!("“{}”不是位次", cell.trimmed()), "写成 3"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_by_yes_no_or_its_day() {
        let unit = UnitOfMeasure::parse("项").unwrap();
        let say = |text: &str, kind| {
            let facts = Facts { unit: &unit, kind };
            match recorded(&Cell::of_text(text), Measure::Done, facts, None) {
                Ok(None) => "空".to_owned(),
                Ok(Some(Recorded::Known(quantity))) => format!("{} {}", quantity.value, quantity.unit),
                Ok(Some(other)) => format!("{other:?}"),
                Err(refusal) => refusal.message,
            }
        };
        for (text, expected) in [
            ("是", "1 项"),
            (" 否 ", "0 项"),
            ("2018-06-28", "20180628 日"),
            ("2018年6月28日", "20180628 日"),
            ("", "空"),
            ("×", "Masked"),
            ("—", "NoData"),
            ("1", "“1”不是完成情况"),
            ("2018-06-31", "“2018-06-31”不是完成情况"),
            ("不可比", "“不可比”不是完成情况"),
        ] {
            assert_eq!(say(text, ValueKind::Milestone), expected, "{text}");
        }
        assert_eq!(say("是", ValueKind::YesNo), "1 项");
        assert_eq!(say("是", ValueKind::Flow), "“完成”只用于节点、是否类指标");
        assert_eq!(say("", ValueKind::Flow), "空");
    }

    #[test]
    fn figures_by_measure() {
        let unit = UnitOfMeasure::parse("亿元").unwrap();
        let flow = Facts { unit: &unit, kind: ValueKind::Flow };
        let say = |text: &str, measure| match recorded(&Cell::of_text(text), measure, flow, None) {
            Ok(None) => "空".to_owned(),
            Ok(Some(Recorded::Known(quantity))) => format!("{} {}", quantity.value, quantity.unit),
            Ok(Some(other)) => format!("{other:?}"),
            Err(refusal) => refusal.message,
        };
        for (text, measure, expected) in [
            ("76.70", Measure::Cumulative, "76.70 亿元"),
            ("5025万元", Measure::Month, "5025 万元"),
            ("12户", Measure::Month, "计量单位“户”与指标的计量单位“亿元”不是同一类"),
            ("-3.6", Measure::CumulativeGrowth, "-3.6 %"),
            ("增长5个百分点", Measure::CumulativeGrowth, "5 百分点"),
            ("1.6倍", Measure::CumulativeGrowth, "160 %"),
            ("增长2.35倍", Measure::MonthGrowth, "235 %"),
            ("1.6倍", Measure::Completion, "这里是百分数，不能用“倍”"),
            ("1.6倍", Measure::Cumulative, "计量单位“倍”与指标的计量单位“亿元”不是同一类"),
            ("3亿元", Measure::Completion, "这里是百分数，不能用“亿元”"),
            ("第3位", Measure::Rank, "3 位"),
            ("并列4", Measure::Rank, "4 位"),
            ("3/13", Measure::LastYearRank, "3 位"),
            ("0", Measure::Rank, "“0”不是位次"),
            ("1.5", Measure::Rank, "“1.5”不是位次"),
            ("—", Measure::Rank, "NoData"),
            ("×", Measure::Cumulative, "Masked"),
            ("不可比", Measure::CumulativeGrowth, "Incomparable"),
            ("持平", Measure::MonthGrowth, "0 %"),
            ("持平", Measure::Cumulative, "“持平”只能写在增速、增减额里"),
            ("", Measure::Cumulative, "空"),
            (" 已开工 ", Measure::Progress, "Text(\"已开工\")"),
        ] {
            assert_eq!(say(text, measure), expected, "{text}");
        }
    }
}
