//! The indicators of a year with their targets.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Column, Row as Line, Table, Value};

use super::Tabled;
use super::parts::{may, of};
use crate::view::{Basis, Ledger};

/// The framework of a year, from its ledger.
#[derive(Debug, Clone, Copy)]
pub struct FrameworkView<'a>(pub &'a Ledger);

impl Tabled for FrameworkView<'_> {
    fn basis(&self) -> &Basis {
        &self.0.basis
    }

    fn name(&self) -> String {
        "指标体系".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let heads = ["代码", "指标", "口径", "计量单位", "数值类型"].map(Column::text);
        let columns = heads.into_iter().chain([
            Column::number("分值"),
            Column::number("全年目标"),
            Column::number("争取目标"),
            Column::number("目标增速（%）"),
            Column::text("目标表述"),
            Column::text("完成时限"),
            Column::text("责任单位"),
            Column::text("属性"),
        ]);
        let mut rows = Vec::new();
        for group in &self.0.groups {
            rows.push(Line::group(format!("{}（{}分）", group.category, group.points)));
            for row in &group.rows {
                let indicator = &row.indicator;
                rows.push(Line::body(vec![
                    Value::text(indicator.code.as_str()),
                    Value::text(indicator.name.as_str()),
                    may(indicator.scope.as_deref()),
                    Value::text(indicator.unit.as_str()),
                    Value::text(indicator.value_kind),
                    indicator.points.clone().map_or(Value::Empty, Value::Exact),
                    of(row, FigureKind::Target),
                    of(row, FigureKind::Stretch),
                    of(row, FigureKind::TargetGrowth),
                    may(row.target_text.as_deref()),
                    may(row.deadline.as_deref()),
                    may(indicator.lead_unit.as_deref()),
                    Value::text(indicator.flags.join("、")),
                ]));
            }
        }
        vec![Table {
            name: "指标体系".to_owned(),
            title: Some(format!("{}{}年指标体系和目标", self.0.unit_name, self.0.basis.year)),
            columns: columns.collect(),
            rows,
            ..Table::default()
        }]
    }
}
