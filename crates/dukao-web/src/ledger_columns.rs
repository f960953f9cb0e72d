//! The columns of the ledger as markup: heads and cells in the order of the columns that are shown.

use dukao_app::selection::{ColumnGroup, Columns, LedgerColumn};
use dukao_app::view::{Basis, Row};

use crate::figure::Style;
use crate::frame::Frame;
use crate::ledger_query::LedgerQuery;
use crate::markup::Markup;

/// A column that is shown, and whether a group of columns begins with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    column: LedgerColumn,
    edge: bool,
}

/// The head of a column.
pub(crate) struct Head {
    pub(crate) label: String,
    pub(crate) unit: &'static str,
    /// Where a click leads; empty when it orders nothing.
    pub(crate) href: String,
    pub(crate) sorted: bool,
    pub(crate) class: &'static str,
}

/// The columns between the name and the light.
pub(crate) fn shown(columns: &Columns) -> Vec<Shown> {
    let mut group = ColumnGroup::About;
    let figures = columns.shown().into_iter().filter(|column| *column != LedgerColumn::Light);
    let with_edge = figures.map(|column| {
        let edge = column.group() != group;
        group = column.group();
        Shown { column, edge }
    });
    with_edge.collect()
}

/// One group of columns where they are chosen: its word, and each column with whether it is shown.
pub(crate) type Choices = (&'static str, Vec<(&'static str, &'static str, bool)>);

/// All columns to choose from.
pub(crate) fn choices(columns: &Columns) -> Vec<Choices> {
    let of = |group: ColumnGroup| {
        let own = LedgerColumn::ALL.into_iter().filter(|column| column.group() == group);
        (group.label(), own.map(|column| (column.key(), column.label(), columns.has(column))).collect())
    };
    ColumnGroup::ALL.into_iter().map(of).collect()
}

pub(crate) fn heads(f: &Frame, q: &LedgerQuery, basis: &Basis, columns: &[Shown]) -> Vec<Head> {
    let head = |shown: &Shown| {
        let column = shown.column;
        let sorts = column.sorts();
        Head {
            label: label(column, basis),
            unit: unit(column),
            href: if sorts { q.ordered_next(column).address(f, "/ledger") } else { String::new() },
            sorted: q.selection.order.is_some_and(|order| order.column == column),
            class: match (is_number(column), shown.edge) {
                (true, true) => "dk-num dk-kl",
                (true, false) => "dk-num",
                (false, _) => "",
            },
        }
    };
    columns.iter().map(head).collect()
}

fn is_number(column: LedgerColumn) -> bool {
    column.figure().is_some() || matches!(column, LedgerColumn::Gap | LedgerColumn::Points)
}

fn label(column: LedgerColumn, basis: &Basis) -> String {
    match column {
        LedgerColumn::Unit => "单位".to_owned(),
        LedgerColumn::Month => format!("{}月", basis.month),
        LedgerColumn::Cumulative => basis.period.clone(),
        other => other.label().to_owned(),
    }
}

const fn unit(column: LedgerColumn) -> &'static str {
    match column {
        LedgerColumn::Growth | LedgerColumn::MonthGrowth | LedgerColumn::Completion | LedgerColumn::Pace => "%",
        LedgerColumn::Gap | LedgerColumn::Movement => "百分点",
        LedgerColumn::Base
        | LedgerColumn::Shortfall
        | LedgerColumn::Requirement
        | LedgerColumn::New
        | LedgerColumn::Remaining
        | LedgerColumn::RemainingMonthly => "同单位",
        LedgerColumn::Rank => "位 / 参评",
        LedgerColumn::LastYearRank | LedgerColumn::RankMovement => "位",
        _ => "",
    }
}

/// The cells of a row between its name and its light.
pub(crate) fn cells(f: &Frame, row: &Row, columns: &[Shown]) -> Vec<Markup> {
    columns.iter().map(|shown| cell(f, row, *shown)).collect()
}

fn cell(f: &Frame, row: &Row, shown: Shown) -> Markup {
    let column = shown.column;
    let class = match column {
        LedgerColumn::Unit => "dk-u",
        other if !is_number(other) => "dk-unit",
        LedgerColumn::Target if shown.edge => "dk-num dk-kl dk-words",
        LedgerColumn::Target | LedgerColumn::Cumulative if !shown.edge => "dk-num dk-words",
        LedgerColumn::Cumulative => "dk-num dk-kl dk-words",
        _ if shown.edge => "dk-num dk-kl",
        _ => "dk-num",
    };
    Markup::cell(class, &content(f, row, column))
}

fn content(f: &Frame, row: &Row, column: LedgerColumn) -> Markup {
    let own = &row.indicator;
    let may = |text: Option<&str>| Markup::words(text.unwrap_or_default());
    match column {
        LedgerColumn::Code => Markup::words(&own.code),
        LedgerColumn::Unit => Markup::words(&own.unit),
        LedgerColumn::Lead => may(own.lead_unit.as_deref()),
        LedgerColumn::Scope => may(own.scope.as_deref()),
        LedgerColumn::Period => Markup::words(&row.period),
        LedgerColumn::Points => own.points.as_deref().map_or_else(|| Markup::absent("—", "没有分值"), Markup::words),
        LedgerColumn::Target => f.target(row),
        LedgerColumn::Month => f.of_month(row),
        LedgerColumn::Cumulative => f.done(row),
        LedgerColumn::Gap => f.gap(row),
        LedgerColumn::Movement => f.movement(row),
        LedgerColumn::Shortfall => f.owed(row),
        LedgerColumn::New => new_debt(f, row),
        LedgerColumn::Rank => f.rank(row),
        LedgerColumn::ToAbove => f.distance(row, "to_above"),
        LedgerColumn::RankMovement => f.places_won(row),
        LedgerColumn::Light => crate::figure::light(&row.standing),
        other => other.figure().map_or_else(Markup::default, |kind| f.fig(row, kind.key())),
    }
}

/// New shortfall of this month; of an earlier period it is none of this month.
fn new_debt(f: &Frame, row: &Row) -> Markup {
    match row.figure("monthly_shortfall") {
        Some(shown) if shown.is_positive() && !row.new_shortfall => Markup::absent("—", "这个月没有新账"),
        _ => f.of_row(row, "monthly_shortfall", Style::New, row.new_shortfall),
    }
}
