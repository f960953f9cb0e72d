//! Files out: the workbook to fill, and the links of the accounts that were made, once.

use dukao_core::rights::Role;
use dukao_office::out::{self, About, Choice, Column, Row, Table, Value};

use super::lines::COLUMNS;
use crate::AppError;
use crate::clock::in_words;
use crate::people::{LINK_PATH, MadeLink};

/// A workbook to fill with people and posts.
///
/// # Errors
/// When the library that writes it refuses.
pub fn roster_template() -> Result<Vec<u8>, AppError> {
    let column = |(head, needed, takes): (&str, bool, &str)| {
        let words: Vec<&str> = match head {
            "角色" => Role::ALL.into_iter().filter(|role| *role != Role::Operator).map(Role::label).collect(),
            "任职方式" => vec!["任职", "代理"],
            _ => Vec::new(),
        };
        let choice = Choice::Words(words.iter().map(|word| (*word).to_owned()).collect());
        Column {
            comment: Some(if needed { format!("必填。{takes}") } else { takes.to_owned() }),
            choice: (!words.is_empty()).then_some(choice),
            ..Column::text(head)
        }
    };
    let table = Table { name: "用户".to_owned(), columns: COLUMNS.map(column).into(), ..Table::default() };
    Ok(out::workbook(&[table], &About { title: "用户和职务".to_owned(), day: None })?)
}

/// The links of new accounts, to be handed out one by one; `address` is that of the pages, without its last stroke.
///
/// # Errors
/// When the library that writes it refuses.
pub fn links_workbook(links: &[MadeLink], address: &str) -> Result<Vec<u8>, AppError> {
    let row = |made: &MadeLink| {
        let account = &made.account;
        let link = format!("{address}{LINK_PATH}{}", made.secret.reveal());
        let number = account.person_number.clone().unwrap_or_default();
        let texts = [account.login.clone(), account.name.clone(), number, link, in_words(made.expires)];
        Row::body(texts.map(Value::text).into())
    };
    let table = Table {
        name: "一次性链接".to_owned(),
        title: Some("设密码的一次性链接".to_owned()),
        lines: vec!["逐人交付，不要转发整张表；每个只能用一次，不会再显示".to_owned()],
        columns: ["登录名", "姓名", "工号", "链接", "有效期至"].map(Column::text).into(),
        rows: links.iter().map(row).collect(),
        ..Table::default()
    };
    Ok(out::workbook(&[table], &About { title: "一次性链接".to_owned(), day: None })?)
}
