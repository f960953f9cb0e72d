//! `dukao restore`: a database out of a backup.

use std::path::PathBuf;

use clap::Args;
use dukao_app::safety;
use serde_json::json;

use super::backup::told;
use crate::fault::Fault;
use crate::options::{Answer, Format, file_of};
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Restore {
    #[arg(value_name = "备份", help = "dukao backup 写的文件")]
    archive: PathBuf,
    #[arg(long, help = "只从头到尾核对备份，不恢复")]
    check: bool,
    #[command(flatten)]
    answer: Answer,
}

impl Restore {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let url = self.answer.database.url()?;
        let (key, head, archived) = if self.check {
            ("checked", "备份完好：".to_owned(), safety::inspect(&self.archive).await?)
        } else {
            let archived = safety::restore(&self.archive, &url).await?;
            ("restored", format!("已恢复到 {}，来自", shown(&url)), archived)
        };
        match self.answer.format {
            Format::Json => output::print_json(&json!({ key: archived })),
            Format::Table if self.check => output::print(&told(&head, &archived)),
            Format::Table => output::print(&(told(&head, &archived) + &needed(&url))),
        }
    }
}

/// What else is needed to go on working.
fn needed(url: &str) -> String {
    let place = file_of(url).map_or_else(String::new, |file| format!("放到 {file}.key，或"));
    format!("备份里没有审计密钥：把原来的密钥文件{place}用 DUKAO_AUDIT_KEY_FILE 指明，才能写入和核对审计。\n")
}

/// The address without what stands before the host: it may hold a password.
fn shown(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host)),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(shown("postgres://u:p@ss@host/db"), "postgres://host/db");
        assert_eq!(shown("./a.db"), "./a.db");
    }
}
