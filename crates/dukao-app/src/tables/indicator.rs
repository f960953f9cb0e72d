//! The page of an indicator: all its figures, its months with a chart, its units, places and versions.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Chart, Column, Row as Line, Series, Table, Value};

use super::Tabled;
use super::parts::{SIGNS, figure, head, owed, point, row_cells, row_columns};
use super::ranking::ranking_table;
use crate::view::{Basis, IndicatorPage, MonthRow};

impl Tabled for IndicatorPage {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        format!("{}{}", self.row.unit_name, self.row.indicator.name)
    }

    fn tables(&self) -> Vec<Table> {
        let shares = (!self.shares.is_empty()).then(|| self.shares_table());
        let ranking = self.ranking.as_ref().map(ranking_table);
        let history = (!self.history.is_empty()).then(|| self.history_table());
        [Some(self.months_table()), Some(self.figures_table()), shares, ranking, history]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// The figures of a month, in the order of their columns.
const OF_MONTHS: [FigureKind; 9] = [
    FigureKind::Month,
    FigureKind::Cumulative,
    FigureKind::Requirement,
    FigureKind::MonthlyShortfall,
    FigureKind::Shortfall,
    FigureKind::Completion,
    FigureKind::BehindPace,
    FigureKind::Growth,
    FigureKind::GrowthGap,
];

impl IndicatorPage {
    fn title(&self, what: &str) -> String {
        let (row, basis) = (&self.row, &self.basis);
        format!("{}{}（{}）{}年{what}", row.unit_name, row.indicator.name, row.indicator.unit, basis.year)
    }

    fn months_table(&self) -> Table {
        let cells = |month: &MonthRow| {
            let cell = |kind: &FigureKind| {
                let shown = month.figures.get(kind.key());
                match kind {
                    FigureKind::Month | FigureKind::Cumulative => point(shown),
                    FigureKind::Growth | FigureKind::Completion | FigureKind::Requirement => figure(shown),
                    _ => owed(shown),
                }
            };
            Line::body([Value::text(month.label.as_str())].into_iter().chain(OF_MONTHS.iter().map(cell)).collect())
        };
        let drawn = |kind: FigureKind| {
            self.months.iter().any(|month| month.figures.get(kind.key()).is_some_and(crate::view::Shown::is_known))
        };
        let bars = drawn(FigureKind::Month).then_some(Series { column: 1, line: false });
        let line = drawn(FigureKind::Cumulative).then_some(Series { column: 2, line: true });
        let series: Vec<Series> = bars.into_iter().chain(line).collect();
        let title = format!("{}（{}）", self.row.indicator.name, self.row.indicator.unit);
        Table {
            name: "各月".to_owned(),
            title: Some(self.title("各月")),
            columns: std::iter::once(Column::text("期间"))
                .chain(OF_MONTHS.iter().map(|kind| Column::number(head(*kind))))
                .collect(),
            rows: self.months.iter().map(cells).collect(),
            notes: vec![SIGNS.to_owned()],
            chart: (!series.is_empty()).then_some(Chart { title, over: 0, series }),
            ..Table::default()
        }
    }

    fn figures_table(&self) -> Table {
        let rows = FigureKind::ALL.iter().filter_map(|kind| self.row.figure(kind.key())).map(|shown| {
            let unit = if shown.is_known() { shown.unit.as_str() } else { "" };
            let reason = shown.reason.as_deref().unwrap_or_default();
            Line::body(vec![Value::text(shown.label), figure(Some(shown)), Value::text(unit), Value::text(reason)])
        });
        let facts = self.facts.iter().map(|(label, text)| format!("{label}：{text}"));
        Table {
            name: "全部数".to_owned(),
            title: Some(self.title(&self.row.period)),
            lines: facts.collect(),
            columns: vec![
                Column::text("数"),
                Column::number("值"),
                Column::centre("计量单位"),
                Column::text("没有数的原因"),
            ],
            rows: rows.collect(),
            ..Table::default()
        }
    }

    fn shares_table(&self) -> Table {
        let rows = self.shares.iter().map(|share| {
            let part = share.row.figure(FigureKind::ShareOfShortfall.key()).filter(|_| share.owes);
            let own =
                vec![Value::text(share.row.unit.as_str()), Value::text(share.row.unit_name.as_str()), figure(part)];
            Line::body([own, row_cells(&share.row)].concat())
        });
        let own = vec![Column::text("代码"), Column::text("单位"), Column::number("占全部欠账（%）")];
        Table {
            name: "各单位".to_owned(),
            title: Some(self.title(&format!("{}各单位", self.row.period))),
            columns: [own, row_columns(&self.basis)].concat(),
            rows: rows.collect(),
            notes: vec![SIGNS.to_owned()],
            ..Table::default()
        }
    }

    fn history_table(&self) -> Table {
        let rows = self.history.iter().map(|one| {
            let cells = [
                format!("v{}", one.version),
                one.period.clone(),
                one.measure.to_owned(),
                one.text.clone(),
                one.firmness.to_owned(),
                one.standing.to_owned(),
                one.place.clone().unwrap_or_default(),
                one.committed.clone(),
                if one.superseded { "已被取代".to_owned() } else { String::new() },
            ];
            Line::body(cells.into_iter().map(Value::text).collect())
        });
        let heads = ["版本", "期间", "数据项", "原样", "快慢", "状态", "出处", "入库", "现在"];
        Table {
            name: "版本".to_owned(),
            title: Some(self.title(&format!("{}的历次数据", self.row.period))),
            columns: heads.into_iter().map(Column::text).collect(),
            rows: rows.collect(),
            ..Table::default()
        }
    }
}
