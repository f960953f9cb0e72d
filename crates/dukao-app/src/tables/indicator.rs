//! The page of an indicator: all its figures, its months with a chart, its units, places and versions.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Chart, Column, Drawn, Row as Line, Series, Table, Value};

use super::Tabled;
use super::parts::{SIGNS, figure, head, owed, point, recipes, recipes_of_months, row_cells, row_columns};
use super::ranking::ranking_table;
use crate::view::{Basis, IndicatorPage, MonthRow, Shown};

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

fn month_cell(month: &MonthRow, kind: FigureKind) -> Value {
    let shown = month.figures.get(kind.key());
    match kind {
        FigureKind::Month | FigureKind::Cumulative => point(shown),
        FigureKind::Growth | FigureKind::Completion | FigureKind::Requirement => figure(shown),
        _ => owed(shown),
    }
}

impl IndicatorPage {
    fn title(&self, what: &str) -> String {
        let (row, basis) = (&self.row, &self.basis);
        format!("{}{}（{}）{}年{what}", row.unit_name, row.indicator.name, row.indicator.unit, basis.year)
    }

    fn months_table(&self) -> Table {
        let rows = self.months.iter().map(|month| {
            let figures = OF_MONTHS.iter().map(|kind| month_cell(month, *kind));
            let lines = [point(month.due.as_ref()), point(month.last_year.as_ref())];
            Line::body([Value::text(month.label.as_str())].into_iter().chain(figures).chain(lines).collect())
        });
        let heads = OF_MONTHS.iter().map(|kind| Column::number(head(*kind)));
        let lines = ["序时应完成", "上年同期累计"].map(Column::number);
        Table {
            name: "各月".to_owned(),
            title: Some(self.title("各月")),
            columns: std::iter::once(Column::text("期间")).chain(heads).chain(lines).collect(),
            rows: rows.collect(),
            recipes: recipes_of_months(),
            notes: vec![SIGNS.to_owned()],
            chart: self.chart(),
            ..Table::default()
        }
    }

    /// The months as bars, the cumulative against what is due and last year as lines: what is known of them.
    fn chart(&self) -> Option<Chart> {
        let known = |of: &dyn Fn(&MonthRow) -> Option<&Shown>| {
            self.months.iter().any(|month| of(month).is_some_and(Shown::is_known))
        };
        let last = OF_MONTHS.len();
        let series = [
            (known(&|month| month.figures.get(FigureKind::Month.key())), 1, Drawn::Bars),
            (known(&|month| month.last_year.as_ref()), last + 2, Drawn::Before),
            (known(&|month| month.due.as_ref()), last + 1, Drawn::Due),
            (known(&|month| month.figures.get(FigureKind::Cumulative.key())), 2, Drawn::Line),
        ];
        let series: Vec<Series> = series
            .into_iter()
            .filter(|(known, ..)| *known)
            .map(|(_, column, drawn)| Series { column, drawn })
            .collect();
        let title = format!("{}{}年各月", self.row.indicator.name, self.basis.year);
        let unit = self.row.indicator.unit.clone();
        (!series.is_empty()).then_some(Chart { title, unit, over: 0, series })
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
            recipes: recipes(&self.basis),
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
