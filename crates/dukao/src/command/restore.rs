//! `dukao restore`: a database out of a backup.

use std::path::PathBuf;

use clap::Args;
use dukao_app::safety;
use serde_json::json;

use super::backup::told;
use crate::fault::Fault;
use crate::options::{Answer, Format};
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
        let url = self.answer.database.url();
        let (key, head, archived) = if self.check {
            ("checked", "备份完好：".to_owned(), safety::inspect(&self.archive).await?)
        } else {
            let archived = safety::restore(&self.archive, &url).await?;
            ("restored", format!("已恢复到 {}，来自", shown(&url)), archived)
        };
        match self.answer.format {
            Format::Json => output::print_json(&json!({ key: archived })),
            Format::Table => output::print(&told(&head, &archived)),
        }
    }
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
