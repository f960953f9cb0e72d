//! `dukao annex`: 附表1 and 附表2.

use clap::{Args, ValueEnum};
use dukao_app::view::{Annex1, Annex2, Row};
use dukao_core::progress::FigureKind;

use crate::fault::Fault;
use crate::options::{Reading, foot};
use crate::table::{self, Column};
use crate::words;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    #[value(name = "1")]
    One,
    #[value(name = "2")]
    Two,
}

#[derive(Args, Debug)]
pub(super) struct Annex {
    #[arg(value_enum, value_name = "附表", help = "1：完成进度及后期目标；2：各单位完成情况及剩余任务")]
    which: Which,
    #[arg(long, value_name = "单位", help = "附表1的单位，代码或名称；不写就是本地区")]
    unit: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Annex {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.reading.database.open_existing().await?;
        let asked = self.reading.asked(self.unit.as_deref());
        match self.which {
            Which::One => {
                let annex = app.annex1(&asked).await?;
                self.reading.give(&annex, &annex, || one(&annex))
            }
            Which::Two => {
                let annex = app.annex2(&asked).await?;
                self.reading.give(&annex, &annex, || two(&annex))
            }
        }
    }
}

fn one(annex: &Annex1) -> String {
    let columns = [
        Column::Number("序"),
        Column::Words("指标 计量单位"),
        Column::Number("全年目标"),
        Column::Number("完成"),
        Column::Number("同比"),
        Column::Number("完成率"),
        Column::Number("欠序时"),
        Column::Number("三季度末"),
        Column::Number("剩余任务"),
        Column::Number("月均"),
    ];
    let mut table = table::table(&columns);
    for group in &annex.groups {
        table.add_row([String::new(), group.head.clone()]);
        for numbered in &group.rows {
            let row = &numbered.row;
            table.add_row([
                numbered.number.to_string(),
                words::name_and_unit(row),
                words::text(row, FigureKind::Target),
                words::text(row, FigureKind::Cumulative),
                words::text(row, FigureKind::Growth),
                words::text(row, FigureKind::Completion),
                words::owed_of(row, FigureKind::BehindPace),
                words::text(row, FigureKind::ThirdQuarter),
                words::text(row, FigureKind::Remaining),
                words::text(row, FigureKind::RemainingMonthly),
            ]);
        }
    }
    let title = format!("附表1　{}\n填报单位：{}　序时进度：{}", annex.title, annex.office, annex.pace);
    let legend = format!(
        "三季度末为{}任务；剩余任务为{}；同比、完成率单位%，欠序时单位百分点。",
        annex.stage_head, annex.remaining_head
    );
    table::page(&title, &table, &[legend, foot(&annex.basis)])
}

fn two(annex: &Annex2) -> String {
    let columns = [
        Column::Number("序"),
        Column::Words("单位"),
        Column::Number("全年目标"),
        Column::Number("当月"),
        Column::Number("累计"),
        Column::Number("完成率"),
        Column::Number("欠序时"),
        Column::Number("累计欠账"),
        Column::Number("剩余任务"),
        Column::Number("月均"),
    ];
    let mut text = format!("附表2　{}\n", annex.title);
    for block in &annex.blocks {
        let mut table = table::table(&columns);
        table.add_row(unit_cells(String::new(), "合计".to_owned(), &block.total));
        for numbered in &block.rows {
            table.add_row(unit_cells(numbered.number.to_string(), numbered.row.unit_name.clone(), &numbered.row));
        }
        text.push_str(&table::page(&format!("\n{}", words::full_name(&block.total)), &table, &[]));
    }
    if annex.blocks.is_empty() {
        text.push_str("没有分解到单位的指标。\n");
    }
    text + &format!("剩余任务为{}；完成率单位%，欠序时单位百分点。\n{}\n", annex.remaining_head, foot(&annex.basis))
}

fn unit_cells(number: String, name: String, row: &Row) -> Vec<String> {
    vec![
        number,
        name,
        words::text(row, FigureKind::Target),
        words::text(row, FigureKind::Month),
        words::text(row, FigureKind::Cumulative),
        words::text(row, FigureKind::Completion),
        words::owed_of(row, FigureKind::BehindPace),
        words::owed_of(row, FigureKind::Shortfall),
        words::text(row, FigureKind::Remaining),
        words::text(row, FigureKind::RemainingMonthly),
    ]
}
