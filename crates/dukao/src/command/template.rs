//! `dukao template`: a workbook to fill.

use std::path::PathBuf;

use clap::Args;
use dukao_app::export::blank_template;
use dukao_core::period::Month;

use crate::fault::Fault;
use crate::options::{Database, month, year};
use crate::{files, output};

#[derive(Args, Debug)]
pub(super) struct Template {
    #[arg(value_name = "文件", help = "写到哪个 .xlsx")]
    to: PathBuf,
    #[arg(long, value_name = "年", value_parser = year, requires = "month", help = "与 --month 一起：数据表按这个月应报的指标和单位逐行列好")]
    year: Option<i16>,
    #[arg(long, value_name = "月", value_parser = month, requires = "year", help = "月份，1—12")]
    month: Option<u8>,
    #[arg(long, help = "空白模板，不读数据库；不写就带上本地区的单位、指标和目标")]
    blank: bool,
    #[arg(long, value_name = "代码", help = "地区代码；库里只有一个地区时不用写")]
    region: Option<String>,
    #[command(flatten)]
    database: Database,
}

impl Template {
    pub(super) async fn run(self) -> Result<(), Fault> {
        files::refuse_existing(&self.to)?;
        let bytes = if self.blank {
            blank_template()?
        } else {
            let due = self.year.zip(self.month.and_then(Month::new));
            self.database.open_existing().await?.template(self.region.as_deref(), due).await?
        };
        files::write(&self.to, &bytes)?;
        output::print(&format!("已写成 {}\n", self.to.display()))
    }
}
