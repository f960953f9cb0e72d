//! `dukao user`: people, as far as the local operator may: accounts and one-time links. Posts and locks are the security
//! administrator's; asked for here, the answer names the right that is missing.

mod account;
mod import;
mod link;
mod list;
mod post;
mod template;

use clap::{Args, Subcommand};

use crate::fault::Fault;

#[derive(Args, Debug)]
pub(super) struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(about = "列出用户和他们的职务")]
    List(list::List),
    #[command(about = "新建用户，开出设密码的一次性链接")]
    Add(account::Add),
    #[command(about = "按表新建许多用户，各开一次性链接")]
    Import(import::Import),
    #[command(about = "供填写的用户表")]
    Template(template::Template),
    #[command(about = "停用用户：职务、登录、令牌一并结束")]
    Close(account::Close),
    #[command(about = "重新启用用户；职务要重新授予")]
    Reopen(account::Reopen),
    #[command(about = "开出设密码的一次性链接；三员的只能在这里开")]
    Link(link::Link),
    #[command(about = "授予、结束职务（安全管理员的权限）")]
    Post(post::Post),
    #[command(about = "解除登录失败的锁定（安全管理员的权限）")]
    Unlock(account::Unlock),
}

impl User {
    pub(super) async fn run(self) -> Result<(), Fault> {
        match self.command {
            Command::List(list) => list.run().await,
            Command::Add(add) => add.run().await,
            Command::Import(import) => import.run().await,
            Command::Template(template) => template.run(),
            Command::Close(close) => close.run().await,
            Command::Reopen(reopen) => reopen.run().await,
            Command::Link(link) => link.run().await,
            Command::Post(post) => post.run().await,
            Command::Unlock(unlock) => unlock.run().await,
        }
    }
}

/// An account for programs.
fn account_json(account: &dukao_app::people::Account) -> serde_json::Value {
    serde_json::json!({
        "id": account.id,
        "login": account.login,
        "name": account.name,
        "person_number": account.person_number,
        "phone": account.phone,
        "state": account.state,
    })
}
