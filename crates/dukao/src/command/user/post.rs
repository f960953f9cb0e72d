//! `dukao user post`: the security administrator's; the operator is told so.

use clap::{Args, Subcommand};
use dukao_app::people::NewPost;
use dukao_app::rights::{Role, Years};
use jiff::civil::Date;
use serde_json::json;

use super::list::in_words;
use crate::fault::Fault;
use crate::options::{Answer, Format, day};
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Post {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(about = "授予职务")]
    Add(Box<Add>),
    #[command(about = "结束职务")]
    End(End),
}

#[derive(Args, Debug)]
struct Add {
    #[arg(value_name = "用户", help = "登录名或编号")]
    who: String,
    #[arg(long, value_name = "角色", value_parser = role, help = "考核员、督查员、统计员、项目员、填报人、审签人、领导、查阅人等")]
    role: Role,
    #[arg(long, value_name = "地区", help = "地区代码；三员不写")]
    region: Option<String>,
    #[arg(long, value_name = "单位", help = "单位代码；不写是整个地区")]
    unit: Option<String>,
    #[arg(long, value_name = "年度", value_parser = years, help = "2018、2018-2019 或 2018- ；不写是各年度")]
    years: Option<Years>,
    #[arg(long, value_name = "日期", value_parser = day, help = "第一天，例如 2018-08-01；不写是今天")]
    from: Option<Date>,
    #[arg(long, value_name = "日期", value_parser = day, help = "最后一天；不写是没有期限")]
    until: Option<Date>,
    #[arg(long, help = "代理：暂代不在岗的人")]
    acting: bool,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Args, Debug)]
struct End {
    #[arg(value_name = "编号", help = "职务的编号，见 dukao user list")]
    id: String,
    #[arg(long, value_name = "日期", value_parser = day, help = "最后一天；不写是立即结束")]
    last: Option<Date>,
    #[command(flatten)]
    answer: Answer,
}

impl Post {
    pub(super) async fn run(self) -> Result<(), Fault> {
        match self.command {
            Command::Add(add) => add.run().await,
            Command::End(end) => end.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let new = NewPost {
            account: self.who,
            role: self.role,
            region: self.region,
            unit: self.unit,
            years: self.years,
            from: self.from,
            until: self.until,
            acting: self.acting,
        };
        let post = app.grant_post(&new).await?;
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "granted": post })),
            Format::Table => output::print(&format!("已授予：{}\n", in_words(&post))),
        }
    }
}

impl End {
    async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let post = app.people().end_post(&self.id, self.last).await?;
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "ended": post })),
            Format::Table => output::print(&format!("已结束：{}\n", in_words(&post))),
        }
    }
}

fn role(text: &str) -> Result<Role, String> {
    let given = || Role::ALL.into_iter().filter(|role| *role != Role::Operator).map(Role::label);
    Role::from_label(text).ok_or_else(|| format!("应当是 {}", given().collect::<Vec<_>>().join("、")))
}

/// 2018, 2018-2019, 2018-
fn years(text: &str) -> Result<Years, String> {
    Years::parse(text).ok_or_else(|| "应当是 2018、2018-2019 或 2018-".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_words() {
        assert_eq!(role("领导"), Ok(Role::Leader));
        assert!(role("本机操作").is_err_and(|message| message.contains("查阅人") && !message.contains("本机操作")));
    }
}
