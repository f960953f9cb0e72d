//! `dukao user import`: accounts from a table; the posts in it are given by the security administrator on the page.

use std::path::PathBuf;

use clap::Args;
use dukao_app::AppError;
use dukao_app::people::{AccountsPreview, links_workbook};
use serde_json::json;

use super::link::link_json;
use crate::command::import::{read, refuse};
use crate::fault::Fault;
use crate::options::{Answer, Format};
use crate::{files, output};

#[derive(Args, Debug)]
pub(super) struct Import {
    #[arg(value_name = "文件", help = "用户表，xlsx、csv 等；列见 dukao user template")]
    file: PathBuf,
    #[arg(
        long,
        value_name = "工作簿",
        required_unless_present = "dry_run",
        help = "一次性链接写到哪里，例如 链接.xlsx；已有的不覆盖，不会再显示"
    )]
    links: Option<PathBuf>,
    #[arg(long, value_name = "地址", default_value = "", help = "网页地址，写在链接前面，例如 https://dukao.example")]
    address: String,
    #[arg(long, help = "只列出会新建谁，不写入")]
    dry_run: bool,
    #[command(flatten)]
    answer: Answer,
}

impl Import {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.answer.database.open_existing().await?;
        let roster = [read(&self.file)?];
        let preview = app.people().preview_accounts(&roster).await?;
        if !preview.problems.is_empty() {
            return refuse(AppError::Refused(preview.problems), self.answer.format);
        }
        let Some(to) = self.links.as_ref().filter(|_| !self.dry_run) else { return self.foretold(&preview) };
        files::refuse_existing(to)?;
        let made = app.people().import_accounts(&roster).await?;
        files::write_private(to, &links_workbook(&made, self.address.trim_end_matches('/'))?).map_err(|fault| {
            Fault::Said(format!("用户已经建好，链接没有写成（{fault}）；用 dukao user link 逐个重开"))
        })?;
        match self.answer.format {
            Format::Json => {
                let links: Vec<_> = made.iter().map(link_json).collect();
                output::print_json(&json!({ "links": links, "same": preview.same.len(), "posts": preview.posts }))
            }
            Format::Table => output::print(&format!(
                "已新建 {} 个用户，原有的 {} 个没有改动；链接写在 {}，逐人交付后删除。{}",
                made.len(),
                preview.same.len(),
                to.display(),
                about_posts(&preview)
            )),
        }
    }

    fn foretold(&self, preview: &AccountsPreview) -> Result<(), Fault> {
        let logins: Vec<&str> = preview.new.iter().map(|fields| fields.login.as_str()).collect();
        match self.answer.format {
            Format::Json => {
                output::print_json(&json!({ "would_add": logins, "same": preview.same.len(), "posts": preview.posts }))
            }
            Format::Table => output::print(&format!(
                "会新建 {} 个用户：{}；原有的 {} 个不改动。没有写入。{}",
                logins.len(),
                logins.join("、"),
                preview.same.len(),
                about_posts(preview)
            )),
        }
    }
}

fn about_posts(preview: &AccountsPreview) -> String {
    match preview.posts {
        0 => "\n".to_owned(),
        posts => format!("表里还有 {posts} 个职务，由安全管理员授予。\n"),
    }
}
