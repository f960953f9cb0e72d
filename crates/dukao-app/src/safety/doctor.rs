//! Whether all is well: with the database, and with its backups.

use dukao_store::archive;
use dukao_store::{AuditCheck, Inconsistency, Region, RegionId};
use serde::Serialize;

use super::folder::Folder;
use crate::clock::{civil, in_words};
use crate::{App, AppError};

/// A backup may be so many days old before it is spoken of.
const DAYS: i32 = 2;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gravity {
    /// As it must be.
    Fine,
    /// To be seen to.
    Warning,
    /// Wrong.
    Error,
}

impl Gravity {
    /// In a word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fine => "正常",
            Self::Warning => "注意",
            Self::Error => "错误",
        }
    }
}

/// One look at one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, as a stable word.
    pub check: &'static str,
    /// How it is.
    pub gravity: Gravity,
    /// What was found.
    pub statement: String,
    /// What to do; empty when nothing is to be done.
    pub advice: String,
}

impl Finding {
    /// All is well.
    pub fn fine(check: &'static str, statement: impl Into<String>) -> Self {
        Self { check, gravity: Gravity::Fine, statement: statement.into(), advice: String::new() }
    }

    /// Something is to be seen to.
    pub fn warning(check: &'static str, statement: impl Into<String>, advice: &str) -> Self {
        Self { check, gravity: Gravity::Warning, statement: statement.into(), advice: advice.to_owned() }
    }

    /// Something is wrong.
    pub fn error(check: &'static str, statement: impl Into<String>, advice: &str) -> Self {
        Self { check, gravity: Gravity::Error, statement: statement.into(), advice: advice.to_owned() }
    }
}

/// All that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// The gravest of the findings.
    pub gravity: Gravity,
    /// In the order in which it was looked at.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// Of findings.
    pub fn new(findings: Vec<Finding>) -> Self {
        let gravity = findings.iter().map(|finding| finding.gravity).max().unwrap_or(Gravity::Fine);
        Self { gravity, findings }
    }
}

const RESTORE: &str = "停止写入，把数据库原样复制一份留存，再用最近的备份恢复";

impl App {
    /// Looks at everything in the database. What cannot be looked at is a finding, too.
    pub async fn diagnose(&self) -> Vec<Finding> {
        let mut findings = vec![Finding::fine("open", format!("数据库可以打开，结构号{}", self.store.schema()))];
        findings.extend(self.engine().await);
        findings.extend(self.rows().await);
        findings.extend(self.key().await);
        match self.store.regions().await {
            Ok(regions) if regions.is_empty() => findings.push(Finding::fine("regions", "还没有地区")),
            Ok(regions) => {
                for region in regions {
                    findings.push(self.chain(&region).await);
                    findings.push(self.content(&region).await);
                }
            }
            Err(error) => findings.push(failed("regions", &error.into())),
        }
        findings
    }

    async fn engine(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        findings.push(match self.store.engine_faults().await {
            Ok(faults) if faults.is_empty() => Finding::fine("integrity", "数据库引擎自检没有发现问题"),
            Ok(faults) => {
                let more = faults.len();
                let first = faults.into_iter().next().unwrap_or_default();
                Finding::error("integrity", format!("数据库引擎自检发现{more}处问题，第一处：{first}"), RESTORE)
            }
            Err(error) => failed("integrity", &error.into()),
        });
        match self.store.unsafe_settings().await {
            Ok(settings) if settings.is_empty() => {}
            Ok(settings) => findings.push(Finding::warning(
                "settings",
                format!("数据库服务器关掉了{}：断电可能丢失已经保存的内容", settings.join("、")),
                "在 postgresql.conf 里打开",
            )),
            Err(error) => findings.push(failed("settings", &error.into())),
        }
        findings
    }

    async fn rows(&self) -> Vec<Finding> {
        match self.store.inconsistencies().await {
            Ok(found) if found.is_empty() => {
                vec![Finding::fine("rows", "各表的版本、个数、引用和原始文件的SM3都相符")]
            }
            Ok(found) => found.iter().map(|one| Finding::error("rows", told(one), RESTORE)).collect(),
            Err(error) => vec![failed("rows", &error.into())],
        }
    }

    /// Whether the audit has its key, and whether its heads leave the house.
    async fn key(&self) -> Vec<Finding> {
        let place = self.key_place();
        let Some(keys) = self.store.keys() else {
            let problem = place.problem.clone().unwrap_or_else(|| "没有审计密钥".to_owned());
            let advice = "找回密钥文件：没有它只能看，不能写入，也不能核对审计";
            return vec![Finding::error("key", problem, advice)];
        };
        let file = place.file.as_deref().map_or_else(String::new, |file| file.display().to_string());
        let newest = keys.newest();
        let mut findings =
            vec![Finding::fine("key", format!("审计密钥 {newest} 在 {file}；它不在备份里，要另存一份，与备份分开放"))];
        let advice = "运行 dukao audit head，把链头打印或存到别处，每天一次";
        findings.push(match self.last_export().await {
            Err(error) => failed("head", &error),
            Ok(None) => Finding::warning("head", "还没有导出过审计链头：末尾被删掉看不出来", advice),
            Ok(Some(at)) => {
                let days = civil(self.now()).date().since(civil(at).date()).map_or(0, |span| span.get_days());
                let statement = format!("审计链头最近一次导出是{}", in_words(at));
                if days > DAYS { Finding::warning("head", statement, advice) } else { Finding::fine("head", statement) }
            }
        });
        findings
    }

    async fn chain(&self, region: &Region) -> Finding {
        match self.store.verify_audit(region.id).await {
            Ok(AuditCheck::Sound { entries }) => {
                Finding::fine("audit", format!("{}的审计链完整，版本号没有空缺，共{entries}笔", region.name))
            }
            Ok(AuditCheck::Broken { version, fault }) => {
                let what = crate::audit::fault_in_words(fault);
                Finding::error("audit", format!("{}的审计链：v{version}{what}", region.name), RESTORE)
            }
            Err(error) => failed("audit", &error.into()),
        }
    }

    /// Whether what is stored can be read as what it is.
    async fn content(&self, region: &Region) -> Finding {
        match self.moment(Some(&region.code), None).await {
            Ok(moment) => {
                let version = moment.snapshot.book.version;
                Finding::fine("content", format!("{}到v{}的资料和数都读得懂", region.name, version.0))
            }
            Err(AppError::NothingYet) => Finding::fine("content", format!("{}还没有数据", region.name)),
            Err(error) => failed("content", &error),
        }
    }

    /// Looks at a folder of backups: the newest must be sound and not old.
    pub async fn diagnose_backups(&self, folder: &Folder) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(text) = folder.last_failure() {
            let statement = format!("上一次备份失败：{}", text.trim());
            findings.push(Finding::error("backup", statement, "照原因处理，再运行 dukao backup --into 备份一次"));
        }
        findings.push(match folder.newest() {
            Ok(None) => Finding::warning("backup", "文件夹里没有这个数据库的备份", "运行 dukao backup --into"),
            Ok(Some((made, path))) => {
                let age = civil(self.now()).date().since(made.date()).map_or(0, |span| span.get_days());
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                match archive::inspect(&path).await {
                    Err(error) => {
                        let text = super::words::archive_text(&error);
                        Finding::error("backup", format!("最近的备份 {name}：{text}"), "马上再备份一次，并检查磁盘")
                    }
                    Ok(_) if age > DAYS => Finding::warning(
                        "backup",
                        format!("最近的备份 {name} 是{age}天以前的"),
                        "查一查定时备份为什么没有做",
                    ),
                    Ok(_) => Finding::fine("backup", format!("最近的备份 {name} 完好")),
                }
            }
            Err(error) => {
                let text = super::words::archive_text(&error.into());
                Finding::error("backup", format!("备份文件夹读不了：{text}"), "检查 --backups 写的文件夹")
            }
        });
        findings
    }
}

fn failed(check: &'static str, error: &AppError) -> Finding {
    Finding::error(check, error.to_string(), RESTORE)
}

fn told(one: &Inconsistency) -> String {
    let of = |region: &RegionId| format!("地区{region}");
    match one {
        Inconsistency::WithoutRegion { table, region } => {
            format!("{table} 里有{}的行，而没有这个地区或它的最新版本", of(region))
        }
        Inconsistency::BeyondHead { table, region, version, head } => {
            format!("{table} 里有{}的v{version}，而最新版本是v{head}", of(region))
        }
        Inconsistency::Count { region, year, version, noted, found } => {
            format!("{}v{version}应有{year}年的数{noted}个，实有{found}个", of(region))
        }
        Inconsistency::Word { region } => format!("{}有的数引用了词表里没有的词", of(region)),
        Inconsistency::Sheet { region } => format!("{}有的数或工作表引用了没有的工作表或文件", of(region)),
        Inconsistency::File { region, file, name } => format!("{}的原始文件{file}“{name}”与导入时不同", of(region)),
        _ => format!("{one:?}"),
    }
}
