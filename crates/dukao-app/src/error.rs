//! What can go wrong, in words for the user: what happened and what to do next.

use dukao_office::Problem;
use dukao_store::archive::ArchiveError;
use dukao_store::{DatabaseError, StoreError, TlsFault, WriteError};

/// A failure of an act or a view.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// The files have mistakes; nothing was stored.
    #[error("文件有{}处错误，没有导入任何内容", errors(.0))]
    Refused(Vec<Problem>),
    /// No region in the database.
    #[error("数据库里还没有地区，请先导入单位表或运行 dukao demo")]
    NoRegion,
    /// A region without a framework, or a version before its first one.
    #[error("这个地区还没有指标体系，请先导入指标表和数据")]
    NothingYet,
    /// More than one region and none named.
    #[error("数据库里有多个地区，请用 --region 指明：{0}")]
    ManyRegions(String),
    /// A right is missing.
    #[error("{}", .0.message())]
    Denied(dukao_core::rights::Denial),
    /// The named region does not exist, or is none of the caller's.
    #[error("没有代码为“{0}”的地区")]
    UnknownRegion(String),
    /// The named indicator does not exist.
    #[error("{year}年没有指标“{name}”{hint}")]
    UnknownIndicator {
        /// What was asked for.
        name: String,
        /// In which year.
        year: i16,
        /// Which are near, with leading punctuation; may be empty.
        hint: String,
    },
    /// The named unit does not exist.
    #[error("没有单位“{0}”")]
    UnknownUnit(String),
    /// The named figure does not exist.
    #[error("没有“{0}”这个数")]
    UnknownFigure(String),
    /// The named partition does not exist.
    #[error("这个数没有名为“{name}”的合计关系；有：{known}")]
    UnknownPartition {
        /// What was asked for.
        name: String,
        /// Which there are; may be empty.
        known: String,
    },
    /// Units are not ranked by this figure.
    #[error("不能按“{0}”排位次；可以按：{known}", known = ranking_bases())]
    UnknownBasis(&'static str),
    /// The figure is no place, so that it cannot be by one ranking or another.
    #[error("“{0}”不是位次，也不是与别的位次的距离，没有排名依据")]
    NoPlace(&'static str),
    /// The indicator cannot be written in this unit of measure.
    #[error("计量单位是{own}，不能写成“{measure}”")]
    OtherMeasure {
        /// What was asked for.
        measure: String,
        /// The indicator's own.
        own: String,
    },
    /// No framework for the year.
    #[error("没有{0}年的指标体系")]
    UnknownYear(i16),
    /// The version asked for is not there yet.
    #[error("数据版本只到v{head}，没有v{asked}")]
    UnknownVersion {
        /// Asked for.
        asked: i64,
        /// Newest.
        head: i64,
    },
    /// Others wrote since the difference was looked at; nothing was stored.
    #[error("核对差异之后数据又变了（当时v{based_on}，现在v{head}），没有导入；请重新核对差异")]
    Moved {
        /// The version that was looked at.
        based_on: i64,
        /// Newest.
        head: i64,
    },
    /// The upload was imported, forgotten, or waited too long.
    #[error("这次上传已经导入过，或者放了一天以上，不在了")]
    UnknownUpload,
    /// The version brought nothing that could be taken back.
    #[error("v{0}没有可以撤销的改动")]
    NothingToUndo(i64),
    /// What the version brought is used by a later one; nothing was stored.
    #[error("不能撤销：{what}在v{by}里用到了，请先撤销v{by}")]
    StillUsed {
        /// What is used.
        what: String,
        /// The later version.
        by: i64,
    },
    /// The finding asked for does not arise.
    #[error("没有“{0}”这一处核对结果，数可能已经改正，请重新核对")]
    UnknownFinding(String),
    /// What was said about a finding has mistakes; nothing was stored.
    #[error("{}", .0.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("；"))]
    Explanation(Vec<crate::findings::FieldProblem>),
    /// An organisation change has mistakes; nothing was stored.
    #[error("{}", .0.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("；"))]
    Organisation(Vec<crate::findings::FieldProblem>),
    /// What an organisation change touches is not what was looked at any more; nothing was stored.
    #[error("看过以后数据、单位或职务又变了，没有办理；请重新看一遍再办")]
    LookAgain,
    /// No filter was kept under this name.
    #[error("没有叫“{name}”的常用筛选；{known}")]
    UnknownFilter {
        /// What was asked for.
        name: String,
        /// Which there are, in words.
        known: String,
    },
    /// The name under which a filter is to be kept is wrong or taken; nothing was stored.
    #[error("{0}")]
    FilterName(String),
    /// The file or cell asked for does not exist.
    #[error("没有这个文件或单元格")]
    UnknownPlace,
    /// A table cannot be written as the kind of file that was asked for.
    #[error("{0}")]
    Out(#[from] dukao_office::out::OutError),
    /// What was said of people has mistakes; nothing was stored.
    #[error("{}", .0.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("；"))]
    People(Vec<crate::findings::FieldProblem>),
    /// The named person does not exist.
    #[error("没有用户“{0}”")]
    UnknownPerson(String),
    /// The numbered record does not exist, or is not the caller's.
    #[error("没有编号为“{id}”的{what}")]
    UnknownRecord {
        /// What was asked for.
        what: &'static str,
        /// Its number.
        id: String,
    },
    /// The one-time link does not count.
    #[error("链接不对，或者用过、过期了")]
    BadLink,
    /// Nobody is signed in any more.
    #[error("请登录：{0}")]
    SignedOut(&'static str),
    /// The machine gives no random bytes.
    #[error("系统给不出随机数，没有保存")]
    NoRandom,
    /// Others kept writing; nothing was stored.
    #[error("同时写入的人太多，没有保存，请再试一次")]
    Crowded,
    /// The store refused the act.
    #[error("{}", write_text(.0))]
    Write(#[source] WriteError),
    /// The store failed.
    #[error("{}", store_text(.0))]
    Store(#[from] StoreError),
    /// The work was interrupted; nothing was stored.
    #[error("读取文件的工作中断了，没有导入任何内容，请再试一次")]
    Interrupted,
    /// No backup was made.
    #[error("没有备份：{}", crate::safety::words::archive_text(.0))]
    Backup(#[source] ArchiveError),
    /// Nothing was restored.
    #[error("没有恢复：{}", crate::safety::words::archive_text(.0))]
    Restore(#[source] ArchiveError),
    /// There is no key of the audit, or none that can be used.
    #[error("{0}")]
    Key(String),
    /// A text is no exported head.
    #[error("不是导出的链头：{0}")]
    Head(String),
    /// A folder that the server writes into cannot be written; which, and why.
    #[error("写不进 {0}")]
    Folder(String),
    /// A stored record cannot be read.
    #[error("数据库中的记录无法读取：{0}")]
    Damaged(String),
    /// The shipped calendar cannot be read.
    #[error("放假安排无法读取：{0}")]
    Calendar(#[from] dukao_core::calendar::CalendarError),
}

/// What a failure of the store means to the user; the engine's own words go to the log only.
pub(crate) fn store_text(error: &StoreError) -> String {
    match error {
        StoreError::Address(_) => "数据库地址写得不对，应当是文件路径或 postgres:// 开头的地址".to_owned(),
        StoreError::Foreign => "这个数据库是别的程序的，没有改动；请另选一个".to_owned(),
        StoreError::NewerSchema { found, known } => {
            format!("数据库由更新的版本写成（结构{found}，本程序认识到{known}），请用新版程序打开")
        }
        StoreError::AlteredMigration { number } => format!("数据库的第{number}步结构与本程序不符，请核对程序版本"),
        StoreError::NoSuchRegion(_) => "没有这个地区".to_owned(),
        StoreError::Database(error) => database_text(error),
        _ => "读取数据库失败".to_owned(),
    }
}

fn database_text(error: &DatabaseError) -> String {
    match error {
        DatabaseError::Busy => "数据库正被别的程序占用，请稍后再试".to_owned(),
        DatabaseError::DiskFull(_) => "磁盘已满或写不进去，没有保存".to_owned(),
        DatabaseError::Disconnected(_) => "连不上数据库，请检查地址、网络和数据库是否已启动".to_owned(),
        DatabaseError::Tls(fault) => tls_text(fault),
        DatabaseError::Engine(text) if text.contains("not a database") => "这个文件不是数据库".to_owned(),
        DatabaseError::Engine(text) if text.contains("malformed") => {
            "数据库文件已经损坏；停止写入，用最近的备份恢复".to_owned()
        }
        DatabaseError::Engine(text) if text.contains("disk I/O error") => {
            "读写数据库文件失败，磁盘可能已满或有故障，没有保存".to_owned()
        }
        DatabaseError::Engine(text) if text.contains("unable to open") => {
            "打不开数据库文件，请检查路径和权限".to_owned()
        }
        DatabaseError::Engine(text) if text.contains("readonly") || text.contains("read-only") => {
            "数据库文件只读，没有保存".to_owned()
        }
        _ => "数据库报告了错误，详见日志".to_owned(),
    }
}

/// Why there is no TLS to the database: there is no connection then, and never one without.
fn tls_text(fault: &TlsFault) -> String {
    match fault {
        TlsFault::Mode(mode) => {
            format!("数据库地址里的 sslmode={mode} 不对，应当是 disable、prefer、require、verify-ca 或 verify-full")
        }
        TlsFault::NoRoots => "数据库地址里要核对证书，还要写 sslrootcert=根证书文件".to_owned(),
        TlsFault::Roots { path, .. } => format!("数据库的根证书文件 {path} 读不了，或里面没有 PEM 格式的证书"),
        TlsFault::NotOffered => "数据库没有开 TLS，地址里要求了，没有连接".to_owned(),
        TlsFault::UnknownIssuer => "数据库的证书不是 sslrootcert 里的根证书签发的，没有连接".to_owned(),
        TlsFault::OtherHost => "数据库的证书不是地址里这个主机名的，没有连接".to_owned(),
        TlsFault::Expired => "数据库的证书已经过期，没有连接".to_owned(),
        TlsFault::Handshake(_) => "与数据库的 TLS 握手没有成功，详见日志".to_owned(),
    }
}

pub(crate) fn write_text(error: &WriteError) -> String {
    match error {
        WriteError::Conflict { .. } => "保存时别人先写入了，请再试一次".to_owned(),
        WriteError::Busy => "别的程序正在写入，请稍后再试".to_owned(),
        WriteError::UnknownOutcome => "保存时连接中断，可能已经保存；请先在“文件”里核对，再决定是否重来".to_owned(),
        WriteError::RegionExists { code } => format!("已经有代码为“{code}”的地区"),
        WriteError::NoSuchRegion(_) => "没有这个地区".to_owned(),
        WriteError::NeedsKey { key } => {
            format!(
                "没有审计密钥 {key}，没有保存；请把密钥文件放到数据库旁边（数据库文件名.key），或用 DUKAO_AUDIT_KEY_FILE 指明"
            )
        }
        WriteError::UnknownKey { key } => {
            format!("密钥文件里没有审计密钥 {key}，没有保存；拿错了文件的请换对，刚换过密钥的请重新启动")
        }
        WriteError::Unkeyed(_) => "这个地区的审计记录没有签章，没有保存；运行 dukao audit verify 查明".to_owned(),
        WriteError::Database(error) => database_text(error),
        _ => "没有保存".to_owned(),
    }
}

fn errors(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.severity == dukao_office::Severity::Error).count()
}

fn ranking_bases() -> String {
    dukao_core::progress::RANKING_BASES.map(dukao_core::progress::FigureKind::label).join("、")
}

impl AppError {
    /// The stable code of the error, for JSON and for support.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::NoRegion => "no_region",
            Self::NothingYet => "nothing_yet",
            Self::ManyRegions(_) => "many_regions",
            Self::Denied(_) => "denied",
            Self::UnknownRegion(_) => "unknown_region",
            Self::UnknownIndicator { .. } => "unknown_indicator",
            Self::UnknownUnit(_) => "unknown_unit",
            Self::UnknownFigure(_) => "unknown_figure",
            Self::UnknownPartition { .. } => "unknown_partition",
            Self::UnknownBasis(_) => "unknown_basis",
            Self::NoPlace(_) => "no_place",
            Self::OtherMeasure { .. } => "other_measure",
            Self::UnknownYear(_) => "unknown_year",
            Self::UnknownVersion { .. } => "unknown_version",
            Self::Moved { .. } => "moved",
            Self::UnknownUpload => "unknown_upload",
            Self::NothingToUndo(_) => "nothing_to_undo",
            Self::StillUsed { .. } => "still_used",
            Self::UnknownFinding(_) => "unknown_finding",
            Self::Explanation(_) => "explanation",
            Self::Organisation(_) => "organisation",
            Self::LookAgain => "look_again",
            Self::UnknownFilter { .. } => "unknown_filter",
            Self::FilterName(_) => "filter_name",
            Self::UnknownPlace => "unknown_place",
            Self::Out(_) => "not_written",
            Self::People(_) => "people",
            Self::UnknownPerson(_) => "unknown_person",
            Self::UnknownRecord { .. } => "unknown_record",
            Self::BadLink => "bad_link",
            Self::SignedOut(_) => "signed_out",
            Self::NoRandom => "no_random",
            Self::Crowded => "crowded",
            Self::Write(_) => "write_failed",
            Self::Store(_) => "store_failed",
            Self::Interrupted => "interrupted",
            Self::Backup(_) => "backup_failed",
            Self::Restore(_) => "restore_failed",
            Self::Key(_) => "audit_key",
            Self::Head(_) => "audit_head",
            Self::Folder(_) => "folder",
            Self::Damaged(_) => "damaged",
            Self::Calendar(_) => "calendar",
        }
    }

    /// Whether something may have been stored all the same.
    pub const fn is_unsure(&self) -> bool {
        matches!(self, Self::Write(WriteError::UnknownOutcome))
    }

    /// Whether the user asked for something that does not exist.
    pub const fn is_not_found(&self) -> bool {
        matches!(
            self,
            Self::UnknownRegion(_)
                | Self::UnknownIndicator { .. }
                | Self::UnknownUnit(_)
                | Self::UnknownFigure(_)
                | Self::UnknownPartition { .. }
                | Self::UnknownBasis(_)
                | Self::NoPlace(_)
                | Self::OtherMeasure { .. }
                | Self::UnknownYear(_)
                | Self::UnknownVersion { .. }
                | Self::UnknownUpload
                | Self::UnknownFinding(_)
                | Self::UnknownFilter { .. }
                | Self::UnknownPlace
                | Self::UnknownPerson(_)
                | Self::UnknownRecord { .. }
                | Self::BadLink
        )
    }
}
