//! The ledger, and one indicator across the units.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Column, Row as Line, Table, Value};

use super::Tabled;
use super::parts::{SIGNS, figure, indicator_cells, indicator_columns, recipes, row_cells, row_columns};
use crate::view::{Across, Basis, Ledger, Row};

/// Rows of several indicators under the heads of their categories.
pub(super) fn rows_table<'r>(
    (name, title): (&str, String),
    basis: &Basis,
    groups: impl IntoIterator<Item = (String, &'r [Row])>,
) -> Table {
    let mut rows = Vec::new();
    for (head, own) in groups {
        if !head.is_empty() {
            rows.push(Line::group(head));
        }
        rows.extend(own.iter().map(|row| Line::body([indicator_cells(row), row_cells(row)].concat())));
    }
    Table {
        name: name.to_owned(),
        title: Some(title),
        columns: [indicator_columns(), row_columns(basis)].concat(),
        rows,
        recipes: recipes(basis),
        notes: vec![SIGNS.to_owned()],
        ..Table::default()
    }
}

impl Tabled for Ledger {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        format!("{}指标台账", self.unit_name)
    }

    fn tables(&self) -> Vec<Table> {
        let title = format!("{}{}年{}指标台账", self.unit_name, self.basis.year, self.basis.period);
        let groups = self.groups.iter().map(|group| {
            let points = if ["", "0"].contains(&group.points.as_str()) {
                String::new()
            } else {
                format!("（{}分）", group.points)
            };
            let head = if group.category.is_empty() { String::new() } else { format!("{}{points}", group.category) };
            (head, group.rows.as_slice())
        });
        vec![rows_table(("指标台账", title), &self.basis, groups)]
    }
}

impl Tabled for Across {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        format!("{}各单位", self.indicator.name)
    }

    fn tables(&self) -> Vec<Table> {
        let (indicator, basis) = (&self.indicator, &self.basis);
        let rows = self.rows.iter().map(|row| {
            let own = vec![Value::text(row.unit.as_str()), Value::text(row.unit_name.as_str())];
            Line::body([own, row_cells(row)].concat())
        });
        let units = Table {
            name: "各单位".to_owned(),
            title: Some(format!("{}{}年{}各单位进度", indicator.name, basis.year, basis.period)),
            lines: vec![format!("计量单位：{}", indicator.unit)],
            columns: [vec![Column::text("代码"), Column::text("单位")], row_columns(basis)].concat(),
            rows: rows.collect(),
            recipes: recipes(basis),
            notes: vec![SIGNS.to_owned()],
            ..Table::default()
        };
        std::iter::once(units).chain(self.partitions()).collect()
    }
}

impl Across {
    /// What the parts give, one row a partition.
    fn partitions(&self) -> Option<Table> {
        let known = |kind: &FigureKind| self.partitions.iter().any(|one| one.figures.contains_key(kind.key()));
        let kinds: Vec<FigureKind> = FigureKind::ALL.iter().copied().filter(known).collect();
        let rows = self.partitions.iter().map(|one| {
            let parts = one.parts.iter().chain(&one.part_indicators).map(String::as_str).collect::<Vec<_>>().join("；");
            let figures = kinds.iter().map(|kind| figure(one.figures.get(kind.key())));
            Line::body([Value::text(one.name.as_str()), Value::text(parts)].into_iter().chain(figures).collect())
        });
        let table = Table {
            name: "合计关系".to_owned(),
            title: Some(format!("{}各套划分", self.indicator.name)),
            columns: [Column::text("划分"), Column::text("分项")]
                .into_iter()
                .chain(kinds.iter().map(|kind| Column::number(kind.label())))
                .collect(),
            rows: rows.collect(),
            notes: vec!["每套划分各自完整，互不相加。".to_owned()],
            ..Table::default()
        };
        (!self.partitions.is_empty()).then_some(table)
    }
}
