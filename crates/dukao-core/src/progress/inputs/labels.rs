//! What a cell is called in a trace and in a reason.

use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::period::{Month, Span, year_to_date};

pub(super) fn dated(year: i16, current: i16, what: &str) -> String {
    if year == current { what.to_owned() } else { format!("{year}年{what}") }
}

pub(super) fn span_label(measure: Measure, end: Month) -> String {
    match measure {
        Measure::Month | Measure::MonthBase | Measure::MonthGrowth => format!("{}月", end.number()),
        _ => year_to_date(end),
    }
}

pub(super) fn cell_label(measure: Measure, span: Span, year: i16, end: Month, current: i16, kind: ValueKind) -> String {
    let whole_year = end == Month::DECEMBER;
    let stretch = match (measure, span) {
        (Measure::Month, Span::Month(month)) => format!("{}月", month.number()),
        (Measure::Month, Span::JanFeb) => "1—2月".to_owned(),
        (Measure::Cumulative, _) if kind == ValueKind::Level => format!("{}月末", end.number()),
        (Measure::Cumulative | Measure::CumulativeGrowth | Measure::Completion, _) if whole_year => "全年".to_owned(),
        (Measure::Cumulative | Measure::CumulativeGrowth | Measure::Completion, _) => year_to_date(end),
        _ => String::new(),
    };
    let what = match measure {
        Measure::Cumulative if kind.accumulates() && whole_year => "完成",
        Measure::Cumulative if kind.accumulates() => "累计完成",
        Measure::Cumulative if kind == ValueKind::Growth => "增速",
        Measure::Cumulative if kind == ValueKind::Average => "均值",
        Measure::Cumulative if kind == ValueKind::Level => "数",
        Measure::Cumulative => "本期数",
        Measure::Month => "完成",
        other => other.label(),
    };
    dated(year, current, &format!("{stretch}{what}"))
}
