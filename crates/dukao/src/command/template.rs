//! `dukao template`: a workbook to fill, or a folder of csv files.

use std::path::PathBuf;

use clap::Args;
use dukao_app::export::blank_template;
use dukao_core::period::Month;

use crate::fault::Fault;
use crate::options::{Database, Region, month, year};
use crate::{files, output};

#[derive(Args, Debug)]
pub(super) struct Template {
    #[arg(value_name = "去处", help = "写到哪里：.xlsx 是一个工作簿；别的是文件夹，每张表一个 csv")]
    to: PathBuf,
    #[arg(long, value_name = "年", value_parser = year, requires = "month", help = "与 --month 一起：数据表按这个月应报的指标和单位逐行列好")]
    year: Option<i16>,
    #[arg(long, value_name = "月", value_parser = month, requires = "year", help = "月份，1—12")]
    month: Option<u8>,
    #[arg(long, help = "空白模板，不读数据库；不写就带上本地区的单位、指标和目标")]
    blank: bool,
    #[command(flatten)]
    region: Region,
    #[command(flatten)]
    database: Database,
}

impl Template {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let shape = files::shape_at(&self.to)?;
        let files = if self.blank {
            blank_template(shape)?
        } else {
            let due = self.year.zip(self.month.and_then(Month::new));
            self.database.open_existing().await?.template(self.region.code(), due, shape).await?
        };
        let paths = files::write_all(&self.to, &files)?;
        output::print(&format!("已写成 {}\n", paths.join("\n       ")))
    }
}
