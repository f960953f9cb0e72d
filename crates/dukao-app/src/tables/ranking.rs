//! Places: of one indicator, and of all that are ranked.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Column, Row as Line, Table, Value};
use serde::Serialize;

use super::Tabled;
use super::parts::{figure, indicator_cells, indicator_columns, of};
use crate::view::{Basis, RankRow, RankingView, Row};

/// The indicators on which a unit is ranked.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct RankingsView<'a> {
    /// What it rests on.
    pub basis: &'a Basis,
    /// Rows of the ledger.
    pub rows: &'a [Row],
}

impl Tabled for RankingsView<'_> {
    fn basis(&self) -> &Basis {
        self.basis
    }

    fn name(&self) -> String {
        "位次".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let unit = self.rows.first().map_or("", |row| row.unit_name.as_str());
        let own = vec![
            Column::number("位次"),
            Column::number("参评"),
            Column::text("按什么排"),
            Column::number("累计完成"),
            Column::number("同比（%）"),
            Column::number("距前一位"),
            Column::number("距第一位"),
            Column::number("较上年进位"),
        ];
        let rows = self.rows.iter().map(|row| {
            let by = row.ranked_by.and_then(FigureKind::from_key).map_or("", FigureKind::label);
            let own = vec![
                of(row, FigureKind::Rank),
                Value::count(row.ranked),
                Value::text(by),
                of(row, FigureKind::Cumulative),
                of(row, FigureKind::Growth),
                of(row, FigureKind::ToAbove),
                of(row, FigureKind::ToFirst),
                of(row, FigureKind::RankMovement),
            ];
            Line::body([indicator_cells(row), own].concat())
        });
        vec![Table {
            name: "位次".to_owned(),
            title: Some(format!("{unit}{}年{}位次", self.basis.year, self.basis.period)),
            columns: [indicator_columns(), own].concat(),
            rows: rows.collect(),
            ..Table::default()
        }]
    }
}

impl Tabled for RankingView {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        format!("{}位次", self.indicator.name)
    }

    fn tables(&self) -> Vec<Table> {
        vec![ranking_table(self)]
    }
}

/// The places of one indicator.
pub(super) fn ranking_table(view: &RankingView) -> Table {
    let unit_of = |pick: fn(&RankRow) -> Option<&str>| view.rows.iter().find_map(pick).unwrap_or_default().to_owned();
    let by = unit_of(|row| Some(row.value.unit.as_str()));
    let away = unit_of(|row| row.to_above.as_ref().map(|shown| shown.unit.as_str()));
    let with = |head: &str, unit: &str| if unit.is_empty() { head.to_owned() } else { format!("{head}（{unit}）") };
    let columns = vec![
        Column::number("位次"),
        Column::text("单位"),
        Column::number(with(view.by_label, &by)),
        Column::number(with("累计完成", &view.indicator.unit)),
        Column::number(with("距前一位", &away)),
        Column::number(with("距第一位", &away)),
        Column::number("上期位次"),
        Column::number("上年位次"),
        Column::number("较上年进位"),
    ];
    let rows = view.rows.iter().map(|row| {
        let number = |value: Option<String>| value.map_or(Value::Empty, Value::Exact);
        Line::body(vec![
            number(row.rank.map(|rank| rank.to_string())),
            Value::text(row.unit_name.as_str()),
            figure(Some(&row.value)),
            figure(Some(&row.cumulative)),
            figure(row.to_above.as_ref()),
            figure(row.to_first.as_ref()),
            number(row.rank_before.map(|rank| rank.to_string())),
            number(row.last_year_rank.clone()),
            number(row.movement.map(|places| places.to_string())),
        ])
    });
    let order = if view.lower_is_better { "数小的在前" } else { "数大的在前" };
    Table {
        name: "位次".to_owned(),
        title: Some(format!("{}{}年{}位次", view.indicator.name, view.basis.year, view.period)),
        columns,
        rows: rows.collect(),
        notes: vec![format!("按{}排，{order}；并列的同一位次。", view.by_label)],
        ..Table::default()
    }
}
