//! Cells and columns that several tables share.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Column, Mark, Recipe, Value};

use crate::view::{Basis, Row, Shown, Status};

/// A figure: its number, or the word that stands for it.
pub(super) fn figure(shown: Option<&Shown>) -> Value {
    marked(shown, false)
}

/// A figure that is a debt above zero.
pub(super) fn owed(shown: Option<&Shown>) -> Value {
    marked(shown, shown.is_some_and(Shown::is_positive))
}

fn marked(shown: Option<&Shown>, bad: bool) -> Value {
    match shown {
        None => Value::Empty,
        Some(shown) => match (&shown.value, shown.status) {
            (Some(value), Status::Known) => Value::Number {
                key: shown.key,
                value: value.clone(),
                decimals: decimals(&shown.magnitude),
                shown: shown.text.clone(),
                bad,
            },
            (_, Status::NotApplicable) => Value::text("—"),
            _ => Value::text(shown.text.as_str()),
        },
    }
}

/// A figure of a chart: what is not known is no point.
pub(super) fn point(shown: Option<&Shown>) -> Value {
    figure(shown.filter(|shown| shown.is_known()))
}

fn decimals(text: &str) -> u8 {
    let behind =
        text.split_once('.').map_or(0, |(_, fraction)| fraction.chars().take_while(char::is_ascii_digit).count());
    u8::try_from(behind).unwrap_or(0)
}

/// A text that may be there.
pub(super) fn may(text: Option<&str>) -> Value {
    Value::text(text.unwrap_or_default())
}

/// A figure of a row.
pub(super) fn of(row: &Row, kind: FigureKind) -> Value {
    figure(row.figure(kind.key()))
}

/// A figure of a row that is a debt above zero.
pub(super) fn owed_of(row: &Row, kind: FigureKind) -> Value {
    owed(row.figure(kind.key()))
}

/// The new shortfall of the month, only where the month brings one.
pub(super) fn monthly(row: &Row) -> Value {
    match row.figure(FigureKind::MonthlyShortfall.key()) {
        Some(figure) if figure.sign <= 0 || row.new_shortfall => owed(Some(figure)),
        _ => Value::text("—"),
    }
}

/// The head of a figure with its unit where that is the same for all indicators.
pub(super) fn head(kind: FigureKind) -> String {
    let unit = match kind {
        FigureKind::Growth | FigureKind::Completion | FigureKind::Pace | FigureKind::StageCompletion => "%",
        FigureKind::BehindPace | FigureKind::GrowthGap => "百分点",
        _ => return kind.label().to_owned(),
    };
    format!("{}（{unit}）", kind.label())
}

/// The columns of a row of the ledger behind its name.
pub(super) fn row_columns(basis: &Basis) -> Vec<Column> {
    let number = |kind: FigureKind| Column::number(head(kind));
    let done = |column: Column| column.under(format!("{}完成情况", basis.period));
    let later = |kind: FigureKind| number(kind).under("后期任务");
    vec![
        number(FigureKind::Target),
        done(Column::number(format!("{}月", basis.month))),
        done(number(FigureKind::Cumulative)),
        done(number(FigureKind::Growth)),
        done(number(FigureKind::Completion)),
        done(number(FigureKind::Pace)),
        done(number(FigureKind::BehindPace)),
        done(number(FigureKind::Shortfall)),
        done(Column::number("当月新账")),
        later(FigureKind::Remaining),
        later(FigureKind::RemainingMonthly),
        Column::number("位次").under("排位"),
        Column::number("参评").under("排位"),
        Column::centre("状态").marked(Mark::Light).under("评判"),
        Column::number("差距").under("评判"),
        Column::text("按什么").under("评判"),
    ]
}

/// The cells of these columns.
pub(super) fn row_cells(row: &Row) -> Vec<Value> {
    let ranked = row.figure(FigureKind::Rank.key()).filter(|rank| rank.is_known() && row.ranked > 1);
    let by = row.standing.by.and_then(|key| row.figure(key));
    let by_words = match (by, &row.progress) {
        (Some(by), _) => format!("{}（{}）", by.label, by.unit),
        (None, Some(progress)) => progress.clone(),
        (None, None) => row.standing.reason.clone().unwrap_or_default(),
    };
    vec![
        of(row, FigureKind::Target),
        of(row, FigureKind::Month),
        of(row, FigureKind::Cumulative),
        of(row, FigureKind::Growth),
        of(row, FigureKind::Completion),
        of(row, FigureKind::Pace),
        owed_of(row, FigureKind::BehindPace),
        owed_of(row, FigureKind::Shortfall),
        monthly(row),
        of(row, FigureKind::Remaining),
        of(row, FigureKind::RemainingMonthly),
        figure(ranked),
        ranked.map_or(Value::Empty, |_| Value::count(row.ranked)),
        Value::text(row.standing.label),
        owed(by),
        Value::text(by_words),
    ]
}

/// Who an indicator is.
pub(super) fn indicator_columns() -> Vec<Column> {
    vec![
        Column::text("代码"),
        Column::text("指标"),
        Column::text("口径"),
        Column::centre("计量单位"),
        Column::text("责任单位"),
        Column::centre("期间"),
    ]
}

/// The cells of these columns.
pub(super) fn indicator_cells(row: &Row) -> Vec<Value> {
    let indicator = &row.indicator;
    vec![
        Value::text(indicator.code.as_str()),
        Value::text(indicator.name.as_str()),
        may(indicator.scope.as_deref()),
        Value::text(indicator.unit.as_str()),
        may(indicator.lead_unit.as_deref()),
        Value::text(row.period.as_str()),
    ]
}

/// What signs mean.
pub(super) const SIGNS: &str = "欠序时、累计欠账、当月新账、差距：正数为落后，负数为超过（越低越好的指标为余）；金额、数量按各指标的计量单位；— 为不适用。";

/// How the figures of a row follow from each other, as `docs/cli.md` defines them.
pub(super) fn recipes(basis: &Basis) -> Vec<(&'static str, Recipe)> {
    let of = |kind: FigureKind| Recipe::Of(kind.key());
    let hundred = || Recipe::Number(100);
    let (target, cumulative) = (|| of(FigureKind::Target), || of(FigureKind::Cumulative));
    let left = Recipe::Number(12_u8.saturating_sub(basis.month));
    let due = target().times(of(FigureKind::Pace)).over(hundred());
    let behind = target().times(of(FigureKind::BehindPace)).over(hundred());
    vec![
        (FigureKind::Completion.key(), cumulative().over(target()).times(hundred())),
        (FigureKind::BehindPace.key(), of(FigureKind::Pace).minus(of(FigureKind::Completion))),
        (FigureKind::Shortfall.key(), due.minus(cumulative())),
        (FigureKind::Shortfall.key(), behind),
        (FigureKind::Remaining.key(), target().minus(cumulative())),
        (FigureKind::RemainingMonthly.key(), of(FigureKind::Remaining).over(left)),
    ]
}

/// How the figures of a month follow from each other and from the month before.
pub(super) fn recipes_of_months() -> Vec<(&'static str, Recipe)> {
    let of = |kind: FigureKind| Recipe::Of(kind.key());
    let base = || of(FigureKind::Base);
    let above = Recipe::Above(FigureKind::Shortfall.key());
    let growth = of(FigureKind::Cumulative).minus(base()).over(base()).times(Recipe::Number(100));
    vec![
        (FigureKind::MonthlyShortfall.key(), of(FigureKind::Requirement).minus(of(FigureKind::Month))),
        (FigureKind::Shortfall.key(), Recipe::Of(DUE).minus(of(FigureKind::Cumulative))),
        (FigureKind::Shortfall.key(), above.plus(of(FigureKind::MonthlyShortfall))),
        (FigureKind::Growth.key(), growth),
    ]
}

/// Key of what is due by pace at the end of a month.
pub(super) const DUE: &str = "due";
