//! `dukao export`: a whole region as standard tables that can be imported again.

use std::path::PathBuf;

use clap::Args;
use dukao_app::AsOf;
use dukao_app::export::RegionExport;
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Answer, Format, Region, as_of};
use crate::{files, output};

#[derive(Args, Debug)]
pub(super) struct Export {
    #[arg(value_name = "去处", help = "写到哪里：.xlsx 是一个工作簿；别的是文件夹，每张表一个 csv")]
    to: PathBuf,
    #[arg(long, value_name = "版本或日期", value_parser = as_of, help = "按过去某个版本（v12）或某天终了时（2018-07-31）的数据")]
    as_of: Option<AsOf>,
    #[command(flatten)]
    region: Region,
    #[command(flatten)]
    answer: Answer,
}

impl Export {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let shape = files::shape_at(&self.to)?;
        let app = self.answer.database.open_existing().await?;
        let export = app.export_region(self.region.code(), self.as_of, shape).await?;
        let paths = files::write_all(&self.to, &export.files)?;
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "exported": export, "files": paths })),
            Format::Table => output::print(&said(&export, &paths)),
        }
    }
}

fn said(export: &RegionExport, paths: &[String]) -> String {
    let rows: Vec<String> = export.rows.iter().map(|(name, rows)| format!("{name}{rows}行")).collect();
    format!("已导出 {} v{}：{}。\n{}\n", export.region, export.version, rows.join("、"), paths.join("\n"))
}
