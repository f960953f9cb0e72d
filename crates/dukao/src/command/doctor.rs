//! `dukao doctor`: whether database, disk and backups are well.

use std::path::{Path, PathBuf};

use clap::Args;
use dukao_app::safety::{Diagnosis, Finding, Gravity};

use super::backup::folder;
use crate::fault::Fault;
use crate::options::{Answer, Format, file_of};
use crate::output;
use crate::table::{self, Column};

/// Room that must be left in any case.
const LEAST: u64 = 200 << 20;

#[derive(Args, Debug)]
pub(super) struct Doctor {
    #[arg(long, value_name = "文件夹", help = "连备份一起检查：备份所在的文件夹")]
    backups: Option<PathBuf>,
    #[command(flatten)]
    answer: Answer,
}

impl Doctor {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let url = self.answer.database.url()?;
        let app = self.answer.database.open_existing().await?;
        let mut findings = app.diagnose().await;
        if let Some(path) = file_of(&url) {
            findings.push(room(Path::new(path), "数据库"));
        }
        if let Some(path) = &self.backups {
            findings.extend(app.diagnose_backups(&folder(path, &url)).await);
            findings.push(room(path, "备份"));
        }
        let diagnosis = Diagnosis::new(findings);
        match self.answer.format {
            Format::Json => output::print_json(&diagnosis)?,
            Format::Table => output::print(&shown(&diagnosis))?,
        }
        if diagnosis.gravity == Gravity::Error { Err(Fault::AlreadySaid) } else { Ok(()) }
    }
}

/// Whether the disk has room for the file, or for what lies in the folder, once more.
fn room(path: &Path, what: &str) -> Finding {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Some(free) = free_bytes(folder) else {
        return Finding::warning("disk", format!("查不到{what}所在的磁盘还有多少空间"), "检查磁盘");
    };
    let own = if path.is_file() { std::fs::metadata(path).map_or(0, |found| found.len()) } else { 0 };
    let statement = format!("{what}所在的磁盘还有 {} MB", free >> 20);
    if free < LEAST {
        Finding::error("disk", statement, "腾出空间，磁盘满了就不能保存")
    } else if free < LEAST.saturating_add(own.saturating_mul(2)) {
        Finding::warning("disk", statement, "不够再放两份数据库，请腾出空间")
    } else {
        Finding::fine("disk", statement)
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

fn shown(diagnosis: &Diagnosis) -> String {
    let mut table = table::table(&[Column::Words("结果"), Column::Words("发现"), Column::Words("怎么办")]);
    table::keep_whole(&mut table, 0);
    for finding in &diagnosis.findings {
        table.add_row([finding.gravity.label(), &finding.statement, &finding.advice]);
    }
    let count = |gravity| diagnosis.findings.iter().filter(|finding| finding.gravity == gravity).count();
    let foot = match (count(Gravity::Error), count(Gravity::Warning)) {
        (0, 0) => "一切正常。".to_owned(),
        (errors, warnings) => format!("错误 {errors} 处，要注意的 {warnings} 处。"),
    };
    table::page("检查", &table, &[foot])
}
