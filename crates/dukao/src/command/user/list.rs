//! `dukao user list`

use clap::Args;
use dukao_app::people::{Account, Directory};
use dukao_app::rights::{Manner, Post};
use serde_json::{Value, json};

use super::account_json;
use crate::fault::Fault;
use crate::options::{Answer, Format};
use crate::output;
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct List {
    #[command(flatten)]
    answer: Answer,
}

impl List {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let directory = app.people().see().await?;
        match self.answer.format {
            Format::Table => output::print(&shown(&directory)),
            Format::Json => {
                let users: Vec<Value> = directory.accounts().map(|account| user(&directory, account)).collect();
                output::print_json(&json!({ "users": users }))
            }
        }
    }
}

fn user(directory: &Directory, account: &Account) -> Value {
    let posts: Vec<&Post> = directory.posts_of(&account.id).collect();
    let mut user = account_json(account);
    if let Some(fields) = user.as_object_mut() {
        fields.insert("has_password".to_owned(), directory.has_password(&account.id).into());
        fields.insert("asks_for_code".to_owned(), directory.asks_for_code(&account.id).into());
        fields.insert("posts".to_owned(), json!(posts));
    }
    user
}

fn shown(directory: &Directory) -> String {
    let mut rows = table::table(&[
        Column::Words("编号"),
        Column::Words("登录名"),
        Column::Words("姓名"),
        Column::Words("工号"),
        Column::Words("状态"),
        Column::Words("密码"),
        Column::Words("职务"),
    ]);
    let mut count = 0;
    for account in directory.accounts() {
        count += 1;
        let posts: Vec<String> = directory.posts_of(&account.id).map(in_words).collect();
        let password = match (directory.has_password(&account.id), directory.asks_for_code(&account.id)) {
            (false, _) => "未设",
            (true, false) => "已设",
            (true, true) => "已设，动态口令",
        };
        rows.add_row([
            account.id.clone(),
            account.login.clone(),
            account.name.clone(),
            account.person_number.clone().unwrap_or_default(),
            account.state.label().to_owned(),
            password.to_owned(),
            posts.join("\n"),
        ]);
    }
    if count == 0 {
        return "还没有用户；用 dukao user link --administrators 开出三员的一次性链接。\n".to_owned();
    }
    format!("{}共 {count} 个用户。\n", table::ruled(&rows))
}

/// 3 考核员 610100（代理）2018-08-01起
pub(super) fn in_words(post: &Post) -> String {
    let place = match (&post.region, &post.unit) {
        (Some(region), Some(unit)) => format!(" {region}/{unit}"),
        (Some(region), None) => format!(" {region}"),
        _ => String::new(),
    };
    let manner = if post.manner == Manner::Held { String::new() } else { format!("（{}）", post.manner.label()) };
    let years = post.years.map_or_else(String::new, |years| match years.last {
        Some(last) if last == years.first => format!(" {last}年度"),
        Some(last) => format!(" {}—{last}年度", years.first),
        None => format!(" {}年度起", years.first),
    });
    let until = post.until.map_or_else(|| "起".to_owned(), |until| format!("至{until}"));
    format!("{} {}{place}{manner}{years} {}{until}", post.id, post.role.label(), post.from)
}
