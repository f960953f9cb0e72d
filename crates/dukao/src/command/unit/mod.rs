//! `dukao unit`: organisation changes as dated acts, looked at before they are done.

mod list;
mod shape;
mod shown;
mod single;

use clap::{Args, Subcommand};
use dukao_app::organisation::{ChangeRequest, TargetPart};
use dukao_core::organisation::{Change, Reorganisation};
use jiff::civil::Date;
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Answer, Format, Region, day};
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Unit {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(about = "列出机构变更")]
    List(list::List),
    #[command(about = "合并：几个单位并成一个")]
    Merge(Box<shape::Merge>),
    #[command(about = "拆分：一个单位分成几个")]
    Split(Box<shape::Split>),
    #[command(about = "更名")]
    Rename(single::Rename),
    #[command(about = "调整隶属：换上级、类别、分组")]
    Move(single::Move),
    #[command(about = "终止：单位不再有，没有单位接替")]
    End(single::End),
    #[command(about = "删去写错的一行单位记录")]
    Withdraw(single::Withdraw),
}

impl Unit {
    pub(super) async fn run(self) -> Result<(), Fault> {
        match self.command {
            Command::List(list) => list.run().await,
            Command::Merge(merge) => merge.run().await,
            Command::Split(split) => split.run().await,
            Command::Rename(rename) => rename.run().await,
            Command::Move(relocate) => relocate.run().await,
            Command::End(end) => end.run().await,
            Command::Withdraw(withdraw) => withdraw.run().await,
        }
    }
}

/// What every change takes.
#[derive(Args, Debug)]
struct When {
    #[arg(long, value_name = "日期", value_parser = day, help = "从哪一天起，例如 2018-08-01；这一天以前的月份什么都不变")]
    date: Date,
    #[arg(long, help = "只列出会写什么、动到什么，不写入")]
    dry_run: bool,
    #[arg(long, value_name = "记号", help = "看的时候给的记号；此后有变化就不办")]
    seen: Option<String>,
    #[command(flatten)]
    region: Region,
    #[command(flatten)]
    answer: Answer,
}

impl When {
    /// Does it, or only shows it.
    async fn carry_out(self, change: Change, parts: Vec<TargetPart>) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let act = Reorganisation { date: self.date, change };
        let request =
            ChangeRequest { region: self.region.code().map(str::to_owned), act, parts, seen: self.seen.clone() };
        let effect = if self.dry_run {
            app.organisation_preview(&request).await?
        } else {
            app.change_organisation(&request).await?
        };
        match (self.answer.format, self.dry_run) {
            (Format::Json, true) => output::print_json(&json!({ "would_change": effect }))?,
            (Format::Json, false) => output::print_json(&json!({ "changed": effect }))?,
            (Format::Table, _) => output::print(&shown::shown(&effect))?,
        }
        if self.dry_run {
            output::say(&format!("没有写入。照此办理：去掉 --dry-run，加上 --seen {}", effect.seen));
        }
        Ok(())
    }
}
