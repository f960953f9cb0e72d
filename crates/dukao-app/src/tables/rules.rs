//! The check rules in force.

use dukao_office::out::{Column, Row as Line, Table, Value};

use super::Tabled;
use super::parts::may;
use crate::view::{Basis, RulesView};

impl Tabled for RulesView {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        "在用规则".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let heads = ["规则", "种类", "轻重", "允许误差", "适用", "停用", "谁定的", "与出厂不同", "依据"];
        let rows = self.rules.iter().map(|rule| {
            Line::body(vec![
                Value::text(rule.name.as_str()),
                Value::text(rule.kind),
                Value::text(rule.severity),
                Value::text(rule.tolerance.as_str()),
                Value::text(rule.scope.as_str()),
                Value::text(if rule.off { "停用" } else { "" }),
                Value::text(if rule.own { "本地区" } else { "出厂" }),
                Value::text(rule.differences.join("；")),
                may(rule.basis.as_deref()),
            ])
        });
        let own = match (&self.file, self.version) {
            (Some(file), Some(version)) => format!("{file}（v{version}），其余照出厂规则"),
            _ => "出厂规则，本地区没有另作规定".to_owned(),
        };
        vec![Table {
            name: "在用规则".to_owned(),
            title: Some(format!("{}在用的核对规则", self.basis.short_name)),
            lines: vec![own],
            columns: heads.into_iter().map(Column::text).collect(),
            rows: rows.collect(),
            notes: vec!["同一规则有几条的，从上往下第一条适用的算数。".to_owned()],
            ..Table::default()
        }]
    }
}
