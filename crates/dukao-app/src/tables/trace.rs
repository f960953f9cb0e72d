//! A figure opened.

use dukao_core::number::Decimal;
use dukao_office::out::{Column, Row as Line, Table, Value};

use super::Tabled;
use crate::view::{Basis, TraceView};

impl Tabled for TraceView {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        format!("{}{}出处", self.indicator.name, self.figure.label)
    }

    fn tables(&self) -> Vec<Table> {
        let line = |label: &str, text: Option<&String>| text.map(|text| format!("{label}：{text}"));
        let unit = if self.figure.is_known() { self.figure.unit.as_str() } else { "" };
        let result = Some(format!("结果：{}{unit}", self.figure.text));
        let lines = [
            result,
            line("没有数的原因", self.figure.reason.as_ref()),
            line("公式", self.formula.as_ref()),
            line("代入", self.substitution.as_ref()),
            line("核对", self.check.as_ref()),
        ];
        let rows = self.inputs.iter().map(|input| {
            let plain = input.text.replace('−', "-");
            let number =
                if Decimal::parse(&plain).is_ok() { Value::Exact(plain) } else { Value::text(input.text.as_str()) };
            Line::body(vec![
                Value::Exact(input.depth.to_string()),
                Value::text(format!("{}{}", "　".repeat(usize::from(input.depth)), input.label)),
                number,
                Value::text(input.unit.as_str()),
                Value::text(input.source.as_str()),
                Value::text(input.version.map(|version| format!("v{version}")).unwrap_or_default()),
            ])
        });
        vec![Table {
            name: "出处".to_owned(),
            title: Some(format!("{}{}{}：{}", self.unit_name, self.indicator.name, self.period, self.figure.label)),
            lines: lines.into_iter().flatten().collect(),
            columns: vec![
                Column::number("层次"),
                Column::text("代入的数"),
                Column::number("数"),
                Column::centre("计量单位"),
                Column::text("出处"),
                Column::centre("版本"),
            ],
            rows: rows.collect(),
            ..Table::default()
        }]
    }
}
