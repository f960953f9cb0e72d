//! `dukao token`: tokens for programs; their holders make them on the page.

use clap::{Args, Subcommand};
use dukao_app::people::{Directory, Token as Held};
use dukao_app::{Micros, moment_in_words};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::options::{Answer, Format};
use crate::output;
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct Token {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(about = "列出令牌：谁的、做什么、到什么时候")]
    List(List),
    #[command(about = "注销令牌，立即失效")]
    Revoke(Revoke),
}

#[derive(Args, Debug)]
struct List {
    #[command(flatten)]
    answer: Answer,
}

#[derive(Args, Debug)]
struct Revoke {
    #[arg(value_name = "编号", help = "令牌的编号，见 dukao token list")]
    id: String,
    #[command(flatten)]
    answer: Answer,
}

impl Token {
    pub(super) async fn run(self) -> Result<(), Fault> {
        match self.command {
            Command::List(list) => list.run().await,
            Command::Revoke(revoke) => revoke.run().await,
        }
    }
}

impl List {
    async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let (tokens, directory, now) = (app.people().tokens(true).await?, app.people().directory().await?, app.now());
        match self.answer.format {
            Format::Table => output::print(&shown(&tokens, &directory, now)),
            Format::Json => {
                let tokens: Vec<Value> = tokens.iter().map(|token| told(token, &directory, now)).collect();
                output::print_json(&json!({ "tokens": tokens }))
            }
        }
    }
}

impl Revoke {
    async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let token = app.people().revoke_token(&self.id).await?;
        let directory = app.people().directory().await?;
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "revoked": told(&token, &directory, app.now()) })),
            Format::Table => {
                output::print(&format!("已注销令牌 {}（{}，{}）。\n", token.id, holder(&token, &directory), token.name))
            }
        }
    }
}

fn holder<'a>(token: &'a Held, directory: &'a Directory) -> &'a str {
    directory.account(&token.account).map_or(&token.account, |account| &account.login)
}

fn state(token: &Held, now: Micros) -> &'static str {
    match (token.revoked, token.counts(now)) {
        (Some(_), _) => "已注销",
        (None, true) => "有效",
        (None, false) => "已过期",
    }
}

fn told(token: &Held, directory: &Directory, now: Micros) -> Value {
    json!({
        "id": token.id,
        "login": holder(token, directory),
        "name": token.name,
        "scope": token.scope,
        "expires": moment_in_words(Micros(token.expires)),
        "counts": token.counts(now),
    })
}

fn shown(tokens: &[Held], directory: &Directory, now: Micros) -> String {
    if tokens.is_empty() {
        return "没有令牌。\n".to_owned();
    }
    let mut rows = table::table(&[
        Column::Words("编号"),
        Column::Words("用户"),
        Column::Words("用途"),
        Column::Words("权限"),
        Column::Words("有效期至"),
        Column::Words("状态"),
    ]);
    for token in tokens {
        let scope: Vec<&str> = token.scope.iter().map(|right| right.label()).collect();
        rows.add_row([
            token.id.clone(),
            holder(token, directory).to_owned(),
            token.name.clone(),
            scope.join("、"),
            moment_in_words(Micros(token.expires)),
            state(token, now).to_owned(),
        ]);
    }
    table::ruled(&rows)
}
