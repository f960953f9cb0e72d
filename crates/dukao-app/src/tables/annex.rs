//! 附表1 and 附表2.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Column, Mark, Row as Line, Table, Value};

use super::Tabled;
use super::parts::{may, monthly, of, owed_of, recipes};
use crate::view::{Annex1, Annex2, Basis, Row};

impl Tabled for Annex1 {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        "附表1".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let done = |column: Column| column.under(format!("{}完成情况", self.basis.period));
        let later = |head: &str| Column::number(head).under("后期奋斗目标");
        let columns = vec![
            Column::centre("序号"),
            Column::text("指标名称"),
            Column::centre("计量单位"),
            Column::number("分值"),
            Column::text("责任单位"),
            Column::number("全年目标"),
            done(Column::number(format!("{}月当月", self.basis.month))),
            done(Column::number("累计完成")),
            done(Column::number("同比（%）")),
            done(Column::number("完成率（%）")),
            done(Column::number("欠序时（百分点）")),
            done(Column::number("累计欠账")),
            done(Column::number("位次")),
            later(&self.stage_head),
            later(&self.remaining_head),
            later("剩余月均"),
            Column::centre("状态").marked(Mark::Light),
        ];
        let mut rows = Vec::new();
        for group in &self.groups {
            rows.push(Line::group(group.head.as_str()));
            rows.extend(
                group.rows.iter().map(|item| Line::body(annex_1_cells(item.number, &item.row, &self.basis.period))),
            );
        }
        vec![Table {
            name: "附表1".to_owned(),
            title: Some(format!("附表1　{}", self.title)),
            lines: vec![format!("填报单位：{}　　序时进度：{}　　{}", self.office, self.pace, self.basis.today)],
            columns,
            rows,
            recipes: recipes(&self.basis),
            notes: vec![
                "注：1. 累计欠账＝全年目标×序时进度－累计完成，负数为超额；增速、比率类指标不计欠账。".to_owned(),
                format!("2. 带*的为{}年新增指标；标注期间的为非月度指标。3. — 为不适用。", self.basis.year),
            ],
            ..Table::default()
        }]
    }
}

fn annex_1_cells(number: usize, row: &Row, period: &str) -> Vec<Value> {
    let own =
        if row.period == period || row.period.is_empty() { String::new() } else { format!("（{}）", row.period) };
    let star = if row.indicator.flags.contains(&"新增") { "*" } else { "" };
    let points = row.indicator.points.as_deref().map_or(Value::Empty, |points| Value::Exact(points.to_owned()));
    vec![
        Value::count(number),
        Value::text(format!("{}{own}{star}", row.indicator.name)),
        Value::text(row.indicator.unit.as_str()),
        points,
        may(row.indicator.lead_unit.as_deref()),
        of(row, FigureKind::Target),
        of(row, FigureKind::Month),
        of(row, FigureKind::Cumulative),
        of(row, FigureKind::Growth),
        of(row, FigureKind::Completion),
        owed_of(row, FigureKind::BehindPace),
        owed_of(row, FigureKind::Shortfall),
        of(row, FigureKind::Rank),
        of(row, FigureKind::ThirdQuarter),
        of(row, FigureKind::Remaining),
        of(row, FigureKind::RemainingMonthly),
        Value::text(row.standing.label),
    ]
}

impl Tabled for Annex2 {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        "附表2".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let columns = vec![
            Column::centre("序号"),
            Column::text("单位"),
            Column::number("全年目标"),
            Column::number(format!("{}月当月", self.basis.month)),
            Column::number("累计完成"),
            Column::number("同比（%）"),
            Column::number("完成率（%）"),
            Column::number("欠序时（百分点）"),
            Column::number("累计欠账"),
            Column::number("当月新账"),
            Column::number(self.remaining_head.as_str()),
            Column::number("剩余月均"),
            Column::centre("状态").marked(Mark::Light),
        ];
        let mut rows = Vec::new();
        for block in &self.blocks {
            let indicator = &block.total.indicator;
            rows.push(Line::group(format!("{}（{}）", indicator.name, indicator.unit)));
            rows.push(Line::total(annex_2_cells(Value::Empty, "合计", &block.total)));
            let units = block.rows.iter();
            rows.extend(
                units.map(|item| Line::body(annex_2_cells(Value::count(item.number), &item.row.unit_name, &item.row))),
            );
        }
        vec![Table {
            name: "附表2".to_owned(),
            title: Some(format!("附表2　{}", self.title)),
            columns,
            rows,
            recipes: recipes(&self.basis),
            notes: vec!["注：合计是本地区自己的数，不是各单位之和；欠账、新账正数为落后，负数为超额。".to_owned()],
            ..Table::default()
        }]
    }
}

fn annex_2_cells(number: Value, name: &str, row: &Row) -> Vec<Value> {
    vec![
        number,
        Value::text(name),
        of(row, FigureKind::Target),
        of(row, FigureKind::Month),
        of(row, FigureKind::Cumulative),
        of(row, FigureKind::Growth),
        of(row, FigureKind::Completion),
        owed_of(row, FigureKind::BehindPace),
        owed_of(row, FigureKind::Shortfall),
        monthly(row),
        of(row, FigureKind::Remaining),
        of(row, FigureKind::RemainingMonthly),
        Value::text(row.standing.label),
    ]
}
