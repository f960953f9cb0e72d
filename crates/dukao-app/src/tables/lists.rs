//! Findings, imported files and organisation changes.

use dukao_office::out::{Column, Row as Line, Table, Value};

use super::Tabled;
use super::parts::may;
use crate::organisation::ChangesView;
use crate::view::{Basis, FileView, FindingsView};

impl Tabled for FindingsView {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        "核对".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let heads = [
            "轻重",
            "规则",
            "指标",
            "单位",
            "期间",
            "问题",
            "发布的",
            "算出的",
            "允许误差",
            "出处",
            "状态",
            "责任",
            "说明",
        ];
        let rows = self.findings.iter().enumerate().map(|(at, finding)| {
            let places = self.places.get(at).map(Vec::as_slice).unwrap_or_default();
            let places: Vec<&str> = places.iter().map(|(words, _)| words.as_str()).collect();
            Line::body(vec![
                Value::text(finding.severity.label()),
                Value::text(finding.name.as_str()),
                Value::text(finding.indicator.as_str()),
                Value::text(finding.unit.as_str()),
                Value::text(finding.period.to_string()),
                Value::text(finding.statement.as_str()),
                may(finding.printed.as_deref()),
                may(finding.computed.as_deref()),
                Value::text(finding.tolerance.as_str()),
                Value::text(places.join("\n")),
                Value::text(finding.state.label()),
                Value::text(finding.owner.as_str()),
                Value::text(finding.explanation.as_ref().map_or("", |said| said.text.as_str())),
            ])
        });
        vec![Table {
            name: "核对".to_owned(),
            title: Some(format!("{}{}年{}数据核对", self.basis.short_name, self.basis.year, self.basis.period)),
            columns: heads.into_iter().map(Column::text).collect(),
            rows: rows.collect(),
            ..Table::default()
        }]
    }
}

impl Tabled for FileView {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        "文件".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let columns = vec![
            Column::number("编号"),
            Column::text("文件"),
            Column::centre("版本"),
            Column::text("导入时间"),
            Column::text("导入者"),
            Column::number("字节"),
            Column::text("工作表"),
            Column::text("SM3"),
        ];
        let rows = self.files.iter().map(|file| {
            Line::body(vec![
                Value::Exact(file.id.to_string()),
                Value::text(file.name.as_str()),
                Value::text(format!("v{}", file.version)),
                Value::text(file.imported.as_str()),
                Value::text(file.actor.as_str()),
                Value::Exact(file.size.to_string()),
                Value::text(file.sheets.join("、")),
                Value::text(file.sm3.as_str()),
            ])
        });
        vec![Table {
            name: "文件".to_owned(),
            title: Some(format!("{}导入的文件", self.basis.short_name)),
            columns,
            rows: rows.collect(),
            ..Table::default()
        }]
    }
}

impl Tabled for ChangesView {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        "机构变更".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let columns = ["日期", "变更", "内容", "单位代码"].into_iter().map(Column::text).collect();
        let rows = self.changes.iter().map(|change| {
            let codes: Vec<&str> = change.units.iter().map(|unit| unit.code.as_str()).collect();
            Line::body(vec![
                Value::text(change.date.as_str()),
                Value::text(if change.to_come {
                    format!("{}（未到）", change.kind)
                } else {
                    change.kind.to_owned()
                }),
                Value::text(change.said.as_str()),
                Value::text(codes.join("、")),
            ])
        });
        vec![Table {
            name: "机构变更".to_owned(),
            title: Some(format!("{}机构变更", self.basis.short_name)),
            columns,
            rows: rows.collect(),
            ..Table::default()
        }]
    }
}
