//! `dukao audit`: whether anything was altered, the heads that leave the house, another key.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use dukao_app::App;
use dukao_app::audit::{ExportedText, RegionVerdict, Verdict, read_head};
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Answer, Format};
use crate::table::{self, Column};
use crate::{files, output};

#[derive(Args, Debug)]
pub(super) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    #[command(about = "从头核对：审计记录、访问记录和它们管着的每一行，指出哪里被改过")]
    Verify(Verify),
    #[command(about = "导出链头：一页文字，打印或另存，以后用来发现末尾被删")]
    Head(Head),
    #[command(about = "更换密钥：新密钥加进密钥文件，从此用它签章")]
    Rekey(Rekey),
}

#[derive(Args, Debug)]
struct Verify {
    #[arg(long, value_name = "文件", help = "连以前导出的链头一起核对，能发现末尾被删、数据库被换成以前的")]
    head: Option<PathBuf>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Args, Debug)]
struct Head {
    #[arg(long, value_name = "文件", help = "写成文件；不写就打印出来")]
    output: Option<PathBuf>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Args, Debug)]
struct Rekey {
    #[command(flatten)]
    answer: Answer,
}

impl Audit {
    pub(super) async fn run(self) -> Result<(), Fault> {
        match self.what {
            What::Verify(verify) => verify.run().await,
            What::Head(head) => head.run().await,
            What::Rekey(rekey) => rekey.run().await,
        }
    }
}

impl Verify {
    async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let exported = self.head.as_deref().map(|path| read(path, &app)).transpose()?;
        let verdict = app.verify(exported.as_ref()).await?;
        match self.answer.format {
            Format::Json => output::print_json(&verdict)?,
            Format::Table => output::print(&shown(&verdict, exported.as_ref()))?,
        }
        if verdict.sound { Ok(()) } else { Err(Fault::AlreadySaid) }
    }
}

fn read(path: &Path, app: &App) -> Result<ExportedText, Fault> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|error| Fault::io(&format!("读不了链头文件 {}", path.display()), &error))?;
    Ok(read_head(&text, app.store().keys().as_ref())?)
}

fn shown(verdict: &Verdict, exported: Option<&ExportedText>) -> String {
    let mut table = table::table(&[
        Column::Words("地区"),
        Column::Words("名称"),
        Column::Number("数据版本"),
        Column::Number("审计记录"),
        Column::Number("访问记录"),
        Column::Number("行"),
        Column::Words("结果"),
    ]);
    for region in &verdict.regions {
        let RegionVerdict { code, name, version, acts, views, rows, faults } = region;
        let result =
            if faults.is_empty() { "没有发现问题".to_owned() } else { format!("{}处问题", faults.len()) };
        let numbers = [format!("v{version}"), acts.to_string(), views.to_string(), rows.to_string()];
        table.add_row([code.clone(), name.clone()].into_iter().chain(numbers).chain([result]));
    }
    let mut foot: Vec<String> = Vec::new();
    for region in &verdict.regions {
        foot.extend(region.faults.iter().map(|fault| format!("{}：{fault}", region.name)));
    }
    foot.extend(verdict.faults.iter().cloned());
    if let Some(exported) = exported {
        foot.push(format!("对照了 {} 导出的链头。", exported.exported));
    }
    foot.extend(verdict.notes.iter().map(|note| format!("注意：{note}")));
    foot.push(if verdict.sound {
        "没有发现改动。".to_owned()
    } else {
        "发现问题，停止写入，保留现场。".to_owned()
    });
    table::page("审计核对", &table, &foot)
}

impl Head {
    async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let text = app.export_heads().await?;
        let Some(path) = &self.output else {
            return match self.answer.format {
                Format::Json => output::print_json(&json!({ "head": text })),
                Format::Table => output::print(&text),
            };
        };
        files::refuse_existing(path)?;
        files::write(path, text.as_bytes())?;
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "file": path })),
            Format::Table => {
                output::print(&format!("链头已写成 {}。打印出来或存到别处，不要只放在这台机器上。\n", path.display()))
            }
        }
    }
}

impl Rekey {
    async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let key = app.rekey().await?.to_string();
        let place = app.key_place().file.clone().unwrap_or_default();
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "key": key, "file": place })),
            Format::Table => output::print(&format!(
                "从此用密钥 {key} 签章，已加进 {}。\n旧密钥要留在文件里，才能核对以前的记录。把新文件另存一份；正在运行的 dukao serve \
                 自己用上新的，在别的机器上的要先把新文件复制过去。\n",
                place.display()
            )),
        }
    }
}
