//! Units: the list with its counts, and the page of one.

use dukao_office::out::{Column, Row as Line, Table, Value};
use serde::Serialize;

use super::Tabled;
use super::ledger::rows_table;
use crate::view::{Basis, Row, UnitPage, UnitRow};

/// All units with their counts.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct UnitsView<'a> {
    /// What it rests on.
    pub basis: &'a Basis,
    /// The units.
    pub rows: &'a [UnitRow],
}

impl Tabled for UnitsView<'_> {
    fn basis(&self) -> &Basis {
        self.basis
    }

    fn name(&self) -> String {
        "单位".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let title = format!("{}{}年{}各单位任务", self.basis.short_name, self.basis.year, self.basis.period);
        vec![units_table("单位", title, self.rows)]
    }
}

/// Counts of units with their sums.
fn units_table(name: &str, title: String, units: &[UnitRow]) -> Table {
    let tasks = |head: &str| Column::number(head).under("自身任务");
    let leads = |head: &str| Column::number(head).under("牵头指标");
    let columns = vec![
        Column::text("代码"),
        Column::text("单位"),
        Column::centre("类别"),
        tasks("全部"),
        tasks("未达"),
        tasks("当月新账"),
        tasks("滞后"),
        tasks("未报"),
        leads("全部"),
        leads("未达"),
        leads("当月新账"),
        leads("滞后"),
        leads("未报"),
    ];
    let counts = |row: &UnitRow| {
        let of = |counts: &crate::view::Counts| {
            [counts.all, counts.behind, counts.new_shortfall, counts.lagging, counts.unreported]
        };
        [of(&row.tasks), of(&row.leads)].concat()
    };
    let mut rows: Vec<Line> = units
        .iter()
        .map(|row| {
            let unit = &row.unit;
            let own = vec![Value::text(unit.code.as_str()), Value::text(unit.label.as_str()), Value::text(unit.kind)];
            Line::body([own, counts(row).into_iter().map(Value::count).collect()].concat())
        })
        .collect();
    if !units.is_empty() {
        // Tasks of parks and groups are those of their members too: only what is led adds up.
        let led = |at: usize| units.iter().filter_map(|row| counts(row).get(at).copied()).sum::<usize>();
        let sums = (5..10).map(|at| Value::Sum { from: 0, value: led(at).to_string() });
        let empty = (0..6).map(|_| Value::Empty);
        rows.push(Line::total([Value::Empty, Value::text("合计")].into_iter().chain(empty).chain(sums).collect()));
    }
    Table {
        name: name.to_owned(),
        title: Some(title),
        columns,
        rows,
        notes: vec!["园区、片区、分组与街镇交叉，自身任务不相加。".to_owned()],
        ..Table::default()
    }
}

impl Tabled for UnitPage {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        format!("{}任务", self.unit.label)
    }

    fn tables(&self) -> Vec<Table> {
        let of = |name: &str, rows: &[Row]| {
            let title = format!("{}{}年{}{name}", self.unit.label, self.basis.year, self.basis.period);
            let mut table = rows_table((name, title), &self.basis, [(String::new(), rows)]);
            table.lines = self.facts.iter().map(|(label, text)| format!("{label}：{text}")).collect();
            table
        };
        let lists = [("自身任务", &self.tasks), ("牵头指标", &self.leads), ("协助指标", &self.supports)];
        let mut tables: Vec<Table> =
            lists.iter().filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| of(name, rows)).collect();
        if !self.members.is_empty() {
            tables.push(units_table("成员", format!("{}的成员", self.unit.label), &self.members));
        }
        if tables.is_empty() {
            tables.push(of("自身任务", &[]));
        }
        tables
    }
}
