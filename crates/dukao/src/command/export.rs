//! `dukao export`: a whole region as standard tables that can be imported again.

use std::path::{Path, PathBuf};

use clap::Args;
use dukao_app::AsOf;
use dukao_app::export::{RegionExport, Shape};
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Database, Format, as_of};
use crate::{files, output};

#[derive(Args, Debug)]
pub(super) struct Export {
    #[arg(value_name = "去处", help = "写到哪里：.xlsx 是一个工作簿；别的是文件夹，每张表一个 csv")]
    to: PathBuf,
    #[arg(long, value_name = "版本或日期", value_parser = as_of, help = "按过去某个版本（v12）或某天终了时（2018-07-31）的数据")]
    as_of: Option<AsOf>,
    #[arg(long, value_name = "代码", help = "地区代码；库里只有一个地区时不用写")]
    region: Option<String>,
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "table",
        help = "table（缺省，给人看）或json（给程序读）"
    )]
    format: Format,
    #[command(flatten)]
    database: Database,
}

impl Export {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let workbook = self.to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        if workbook {
            files::refuse_existing(&self.to)?;
        } else {
            files::refuse_used_folder(&self.to)?;
        }
        let app = self.database.open_existing().await?;
        let shape = if workbook { Shape::Workbook } else { Shape::Folder };
        let export = app.export_region(self.region.as_deref(), self.as_of, shape).await?;
        let paths = write(&self.to, &export)?;
        match self.format {
            Format::Json => output::print_json(&json!({ "exported": export, "files": paths })),
            Format::Table => output::print(&said(&export, &paths)),
        }
    }
}

fn write(to: &Path, export: &RegionExport) -> Result<Vec<String>, Fault> {
    let mut paths = Vec::new();
    for (name, bytes) in &export.files {
        let path = if name.is_empty() { to.to_owned() } else { to.join(name) };
        files::write(&path, bytes)?;
        paths.push(path.to_string_lossy().into_owned());
    }
    Ok(paths)
}

fn said(export: &RegionExport, paths: &[String]) -> String {
    let rows: Vec<String> = export.rows.iter().map(|(name, rows)| format!("{name}{rows}行")).collect();
    format!("已导出 {} v{}：{}。\n{}\n", export.region, export.version, rows.join("、"), paths.join("\n"))
}
