//! The front page: where we stand, and each of its lists in full.

use dukao_core::progress::FigureKind;
use dukao_office::out::{Column, Mark, Row as Line, Table, Value};

use super::Tabled;
use super::parts::{SIGNS, figure, head, indicator_cells, indicator_columns, of, owed, owed_of};
use crate::view::{Basis, Front, FrontRank, Row};

impl Tabled for Front {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn name(&self) -> String {
        "总览".to_owned()
    }

    fn tables(&self) -> Vec<Table> {
        let standing = self.standing();
        let lists = [self.behind_table(), self.new_table(), self.moved_table(), self.warned_table(), self.due_table()];
        std::iter::once(standing).chain(lists.into_iter().filter(|table| !table.rows.is_empty())).collect()
    }
}

impl Front {
    fn table(&self, name: &str, title: &str, columns: Vec<Column>, rows: Vec<Line>) -> Table {
        let (year, period) = (self.basis.year, &self.basis.period);
        Table {
            name: name.to_owned(),
            title: Some(format!("{}{year}年{period}{title}", self.basis.short_name)),
            columns,
            rows,
            ..Table::default()
        }
    }

    /// The finding, and what is counted.
    fn standing(&self) -> Table {
        let counts = &self.counts;
        let counted = [
            ("指标", counts.all, "项"),
            ("未达", counts.behind, "项"),
            ("达到", counts.on_pace, "项"),
            ("滞后", counts.lagging, "项"),
            ("偏慢", counts.slow, "项"),
            ("正常", counts.normal, "项"),
            ("未报", counts.unreported, "项"),
            ("不评", counts.not_judged, "项"),
            ("当月新账", counts.new_shortfall, "项"),
            ("参加排位", self.ranked, "项"),
            ("位次居前三", self.first_three, "项"),
            ("第5位以后", self.below_fifth, "项"),
            ("末三", self.last_three, "项"),
            ("退位", self.lost.len(), "项"),
            ("进位", self.won.len(), "项"),
            ("上级预警", counts.warned, "项"),
            ("数据核对", self.findings, "处"),
        ];
        let line = |what: &str, value: Value, unit: &str| Line::body(vec![Value::text(what), value, Value::text(unit)]);
        let mut rows: Vec<Line> =
            counted.into_iter().map(|(what, count, unit)| line(what, Value::count(count), unit)).collect();
        rows.push(line("序时进度", Value::text(self.pace.as_str()), ""));
        let left =
            self.working_days_left.map_or_else(|| Value::text("无放假安排"), |days| Value::Exact(days.to_string()));
        rows.push(line("距年底还有", left, "个工作日"));
        let columns = vec![Column::text("项目"), Column::number("数"), Column::text("单位")];
        Table { lines: vec![self.headline.clone()], ..self.table("总览", "总览", columns, rows) }
    }

    fn behind_table(&self) -> Table {
        let own = vec![
            Column::number(head(FigureKind::BehindPace)),
            Column::number("上期欠序时（百分点）"),
            Column::number(head(FigureKind::PaceMovement)),
            Column::number(head(FigureKind::Shortfall)),
            Column::centre("状态").marked(Mark::Light),
        ];
        let rows = self.behind.iter().map(|entry| {
            let row = &entry.row;
            let own = vec![
                owed_of(row, FigureKind::BehindPace),
                owed(entry.before.as_ref()),
                of(row, FigureKind::PaceMovement),
                owed_of(row, FigureKind::Shortfall),
                Value::text(row.standing.label),
            ];
            Line::body([indicator_cells(row), own].concat())
        });
        let columns = [indicator_columns(), own].concat();
        let mut notes = vec![SIGNS.to_owned()];
        if self.behind_otherwise > 0 {
            notes.push(format!("另有{}项增速、比率、控制类等指标未达目标，不折算序时。", self.behind_otherwise));
        }
        Table { notes, ..self.table("欠序时指标", "欠序时指标", columns, rows.collect()) }
    }

    fn new_table(&self) -> Table {
        let kinds = [
            FigureKind::Month,
            FigureKind::Requirement,
            FigureKind::MonthlyShortfall,
            FigureKind::RequirementMet,
            FigureKind::MonthOnMonth,
        ];
        let rows = self.new_shortfalls.iter().map(|entry| {
            let own: Vec<Value> = kinds.iter().map(|kind| of(&entry.row, *kind)).collect();
            Line::body([indicator_cells(&entry.row), own].concat())
        });
        let own: Vec<Column> = kinds.iter().map(|kind| Column::number(head(*kind))).collect();
        self.table("新增欠账", "新增欠账的指标", [indicator_columns(), own].concat(), rows.collect())
    }

    fn moved_table(&self) -> Table {
        let own = vec![
            Column::centre("变动"),
            Column::text("与什么比"),
            Column::number("原位次"),
            Column::number("现位次"),
            Column::number("进位（退位为负）"),
            Column::number("参评"),
        ];
        let line = |word: &'static str, entry: &FrontRank| {
            let own = vec![
                Value::text(word),
                Value::text(entry.against.as_str()),
                Value::Exact(entry.before.to_string()),
                Value::Exact(entry.now.to_string()),
                Value::Exact(entry.moved.to_string()),
                Value::count(entry.row.ranked),
            ];
            Line::body([indicator_cells(&entry.row), own].concat())
        };
        let lost = self.lost.iter().map(|entry| line("退", entry));
        let rows = lost.chain(self.won.iter().map(|entry| line("进", entry))).collect();
        self.table("位次变动", "位次变动", [indicator_columns(), own].concat(), rows)
    }

    fn warned_table(&self) -> Table {
        let own = vec![Column::number("差距"), Column::text("按什么"), Column::centre("状态").marked(Mark::Light)];
        let rows = self.warned.iter().map(|row: &Row| {
            let by = row.standing.by.and_then(|key| row.figure(key));
            let words = by.map_or_else(String::new, |by| format!("{}（{}）", by.label, by.unit));
            let own = vec![figure(by), Value::text(words), Value::text(row.standing.label)];
            Line::body([indicator_cells(row), own].concat())
        });
        self.table("上级预警", "上级预警的指标", [indicator_columns(), own].concat(), rows.collect())
    }

    fn due_table(&self) -> Table {
        let columns = vec![
            Column::text("代码"),
            Column::text("任务"),
            Column::text("责任单位"),
            Column::text("时限"),
            Column::number("剩余工作日（逾期为负）"),
            Column::text("还差"),
        ];
        let rows = self.due.iter().map(|item| {
            Line::body(vec![
                Value::text(item.code.as_str()),
                Value::text(item.title.as_str()),
                Value::text(item.unit_name.as_deref().unwrap_or_default()),
                Value::text(item.date.as_str()),
                item.working_days.map_or_else(|| Value::text("无放假安排"), |days| Value::Exact(days.to_string())),
                Value::text(item.missing.as_deref().unwrap_or_default()),
            ])
        });
        self.table("近期到期", "近期到期的任务", columns, rows.collect())
    }
}
