//! `dukao user add`, `close`, `reopen`, `unlock`

use clap::Args;
use dukao_app::people::{Account, NewAccount};
use serde_json::json;

use super::account_json;
use super::link::{address, link_json};
use crate::fault::Fault;
use crate::options::{Answer, Format};
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Add {
    #[arg(long, value_name = "登录名", help = "小写字母、数字、点、下划线、短横线或汉字，不能和别人相同")]
    login: String,
    #[arg(long, value_name = "姓名", help = "显示的姓名")]
    name: String,
    #[arg(long, value_name = "工号", default_value = "", help = "工号，不能和别人相同；做管理员的必须有")]
    number: String,
    #[arg(long, value_name = "电话", default_value = "", help = "电话")]
    phone: String,
    #[command(flatten)]
    answer: Answer,
}

impl Add {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let fields = NewAccount { login: self.login, name: self.name, person_number: self.number, phone: self.phone };
        let account = app.people().add_account(&fields).await?;
        let made = app.people().make_link(&account.id).await?;
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "added": account_json(&account), "link": link_json(&made) })),
            Format::Table => output::print(&format!(
                "已新建用户 {}（{}），编号 {}；职务由安全管理员授予。\n{}",
                account.login,
                account.name,
                account.id,
                address(&made)
            )),
        }
    }
}

/// Whom it is about, and how that is answered.
#[derive(Args, Debug)]
pub(super) struct Who {
    #[arg(value_name = "用户", help = "登录名或编号")]
    pub(super) who: String,
    #[command(flatten)]
    pub(super) answer: Answer,
}

impl Who {
    fn told(&self, key: &str, words: &str, account: &Account) -> Result<(), Fault> {
        match self.answer.format {
            Format::Json => output::print_json(&json!({ key: account_json(account) })),
            Format::Table => output::print(&format!("{words} {}（{}）。\n", account.login, account.name)),
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct Close {
    #[command(flatten)]
    who: Who,
}

impl Close {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.who.answer.database.open_existing().await?;
        let account = app.people().close_account(&self.who.who).await?;
        self.who.told("closed", "已停用", &account)
    }
}

#[derive(Args, Debug)]
pub(super) struct Reopen {
    #[command(flatten)]
    who: Who,
}

impl Reopen {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.who.answer.database.open_existing().await?;
        let account = app.people().reopen_account(&self.who.who).await?;
        self.who.told("reopened", "已重新启用", &account)
    }
}

#[derive(Args, Debug)]
pub(super) struct Unlock {
    #[command(flatten)]
    who: Who,
}

impl Unlock {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.who.answer.database.open_existing().await?;
        let account = app.people().unlock(&self.who.who).await?;
        self.who.told("unlocked", "已解除锁定", &account)
    }
}
