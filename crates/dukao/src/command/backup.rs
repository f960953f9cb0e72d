//! `dukao backup`: the whole database into one file, while others work.

use std::path::{Path, PathBuf};

use clap::Args;
use dukao_app::safety::rotation::Keep;
use dukao_app::safety::{Archived, Folder, Rotated};
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Answer, Format, file_of};
use crate::output;
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct Backup {
    #[arg(
        value_name = "文件",
        required_unless_present = "into",
        conflicts_with = "into",
        help = "备份写成哪个文件；已经有的不覆盖"
    )]
    file: Option<PathBuf>,
    #[arg(long, value_name = "文件夹", help = "备份到这个文件夹，文件名带时间，并按 --keep 清理以前的")]
    into: Option<PathBuf>,
    #[arg(long, value_name = "天,周,月", value_parser = kept, help = "清理时留下几天、几周、几个月的备份，缺省 7,4,12；全部 表示不清理")]
    keep: Option<Kept>,
    #[command(flatten)]
    answer: Answer,
}

/// Which old backups stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// All.
    All,
    /// The last ones of some days, weeks and months.
    Some(Keep),
}

impl Kept {
    fn rule(&self) -> Option<&Keep> {
        match self {
            Self::All => None,
            Self::Some(keep) => Some(keep),
        }
    }
}

/// `7,4,12` or `全部`.
pub(super) fn kept(text: &str) -> Result<Kept, String> {
    if text == "全部" {
        return Ok(Kept::All);
    }
    rule(text).map(Kept::Some)
}

/// `7,4,12`.
pub(crate) fn rule(text: &str) -> Result<Keep, String> {
    let numbers: Option<Vec<usize>> = text.split([',', '，']).map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some([days, weeks, months]) if days.max(weeks).max(months) > &0 => {
            Ok(Keep { days: *days, weeks: *weeks, months: *months })
        }
        _ => Err("应当是天、周、月三个数，例如 7,4,12".to_owned()),
    }
}

/// The folder for the backups of a database: a file's name without its end, or the last part of a server's address.
pub(crate) fn folder(path: &Path, url: &str) -> Folder {
    let name = match file_of(url) {
        Some(file) => Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()),
        None => url.split('?').next().and_then(|address| address.rsplit('/').next()).map(str::to_owned),
    };
    Folder::new(path, &name.filter(|name| !name.is_empty()).unwrap_or_else(|| "dukao".to_owned()))
}

impl Backup {
    pub(super) async fn run(self) -> Result<(), Fault> {
        if self.keep.is_some() && self.into.is_none() {
            return Err(Fault::Usage("--keep 要和 --into 一起用：写成一个文件时不清理别的备份".to_owned()));
        }
        let app = self.answer.database.open_existing().await?;
        let done = match (&self.file, &self.into) {
            (_, Some(path)) => {
                let keep = self.keep.unwrap_or(Kept::Some(Keep::default()));
                app.backup_into(&folder(path, &self.answer.database.url()?), keep.rule()).await?
            }
            (Some(file), None) => Rotated { backup: app.backup(file).await?, removed: Vec::new() },
            (None, None) => return Err(Fault::Usage("要写备份成哪个文件，或者用 --into 写文件夹".to_owned())),
        };
        match self.answer.format {
            Format::Json => output::print_json(&json!({ "backup": done.backup, "removed": done.removed })),
            Format::Table => {
                let key = app.key_place().file.as_ref().map(|file| file.display().to_string());
                output::print(&(shown(&done) + &apart(key.as_deref().unwrap_or("审计密钥"))))
            }
        }
    }
}

/// What is not in a backup, and why it matters.
fn apart(key: &str) -> String {
    format!("备份里没有审计密钥（{key}）：另存一份，与备份分开放；没有它，恢复以后只能看，不能写入。\n")
}

fn shown(done: &Rotated) -> String {
    let mut text = told("已备份到", &done.backup);
    if !done.removed.is_empty() {
        text.push_str("已清理以前的备份：\n");
        for file in &done.removed {
            text = text + "  " + file + "\n";
        }
    }
    text
}

/// What an archive holds.
pub(super) fn told(head: &str, archived: &Archived) -> String {
    let mut regions = table::table(&[
        Column::Words("地区"),
        Column::Words("名称"),
        Column::Number("数据版本"),
        Column::Words("入库时间"),
    ]);
    for region in &archived.regions {
        regions.add_row([
            region.code.clone(),
            region.name.clone(),
            format!("v{}", region.version),
            region.committed.clone(),
        ]);
    }
    format!(
        "{head} {}（{}）\n{}共 {} 个数、{} 条资料、{} 个原始文件（包括以前的版本），{} 的内容。\n",
        archived.file,
        size(archived.bytes),
        if archived.regions.is_empty() { String::new() } else { table::ruled(&regions) },
        archived.figures,
        archived.entries,
        archived.files,
        archived.made,
    )
}

/// 1.2 MB, rounded down to a tenth.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10).checked_div(unit).unwrap_or(0);
        format!("{}.{}", tenths.checked_div(10).unwrap_or(0), tenths.checked_rem(10).unwrap_or(0))
    };
    match bytes {
        0..1_000 => format!("{bytes} 字节"),
        1_000..1_000_000 => format!("{} KB", tenths(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_three_numbers() {
        assert_eq!(kept("7,4,12"), Ok(Kept::Some(Keep::default())));
        assert_eq!(kept("3，0，0"), Ok(Kept::Some(Keep { days: 3, weeks: 0, months: 0 })));
        assert_eq!(kept("全部"), Ok(Kept::All));
        assert!(kept("7").is_err() && kept("0,0,0").is_err() && kept("a,b,c").is_err() && kept("1,2,3,4").is_err());
    }

    #[test]
    fn the_folder_is_named_after_the_database() {
        let of = |url: &str| folder(Path::new("x"), url);
        assert_eq!(of("sqlite:./库/督考.db"), Folder::new(Path::new("x"), "督考"));
        assert_eq!(of("postgres://u:secret@host/office?x=1"), Folder::new(Path::new("x"), "office"));
        assert_eq!(of("postgres://u:secret@host/"), Folder::new(Path::new("x"), "dukao"));
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(
            [size(7), size(1_250), size(2_000_000), size(3_990_000_000)],
            ["7 字节", "1.2 KB", "2.0 MB", "3.9 GB"]
        );
    }
}
