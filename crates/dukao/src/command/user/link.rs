//! `dukao user link`: shown this once.

use clap::Args;
use dukao_app::people::{FirstLink, LINK_PATH, MadeLink};
use dukao_app::{Micros, moment_in_words};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::options::{Answer, Format};
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Link {
    #[arg(
        value_name = "用户",
        required_unless_present = "administrators",
        conflicts_with = "administrators",
        help = "登录名或编号"
    )]
    who: Option<String>,
    #[arg(long, help = "还缺的三员（系统、安全、审计管理员）各开一个；以前开的作废")]
    administrators: bool,
    #[command(flatten)]
    answer: Answer,
}

impl Link {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let Some(who) = &self.who else {
            let app = self.answer.database.open_whatever_policy().await?;
            return self.first(&app.people().first_links().await?);
        };
        self.answer.database.must_be_there()?;
        let made = self.answer.database.open_whatever_policy().await?.people().make_link(who).await?;
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "link": link_json(&made) })),
            Format::Table => output::print(&address(&made)),
        }
    }

    fn first(&self, links: &[FirstLink]) -> Result<(), Fault> {
        match self.answer.format {
            Format::Json => {
                let links: Vec<Value> = links.iter().map(first_json).collect();
                output::print_json(&json!({ "links": links }))
            }
            Format::Table => output::print(&first_shown(links)),
        }
    }
}

fn first_json(link: &FirstLink) -> Value {
    json!({
        "role": link.role,
        "path": path(link.secret.reveal()),
        "expires": moment_in_words(link.expires),
    })
}

/// The links of a house whose administrators are missing, to be handed to three people.
pub(crate) fn first_shown(links: &[FirstLink]) -> String {
    if links.is_empty() {
        return "三员都有人担任，没有开出链接。\n".to_owned();
    }
    let line = |link: &FirstLink| format!("{}：{}\n", link.role.label(), path(link.secret.reveal()));
    let lines: String = links.iter().map(line).collect();
    let until = links.iter().map(|link| link.expires).max().unwrap_or(Micros(0));
    format!(
        "在网页地址后面接上下面的路径打开，由三个不同的人各设自己的登录名、工号和密码。\n{lines}每个只能用一次，{}以前有效；不会再显示，过期的用 dukao user link --administrators 重开。\n",
        moment_in_words(until)
    )
}

/// A link for programs.
pub(super) fn link_json(made: &MadeLink) -> Value {
    json!({
        "login": made.account.login,
        "path": path(made.secret.reveal()),
        "expires": moment_in_words(made.expires),
    })
}

/// A link for people.
pub(super) fn address(made: &MadeLink) -> String {
    format!(
        "{}（{}）设密码的一次性链接，接在网页地址后面：\n{}\n{}以前有效，只能用一次，不会再显示；以前开的作废。\n",
        made.account.login,
        made.account.name,
        path(made.secret.reveal()),
        moment_in_words(made.expires)
    )
}

fn path(secret: &str) -> String {
    format!("{LINK_PATH}{secret}")
}
