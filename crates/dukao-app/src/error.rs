//! What can go wrong, in words for the user: what happened and what to do next.

use dukao_office::Problem;
use dukao_store::{StoreError, WriteError};

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
    /// More than one region and none named.
    #[error("数据库里有多个地区，请用 --region 指明：{0}")]
    ManyRegions(String),
    /// The named region does not exist.
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
    /// The file or cell asked for does not exist.
    #[error("没有这个文件或单元格")]
    UnknownPlace,
    /// Others kept writing; nothing was stored.
    #[error("同时写入的人太多，没有保存，请再试一次")]
    Crowded,
    /// The store refused the act.
    #[error("写入数据库失败：{0}")]
    Write(#[source] WriteError),
    /// The store failed.
    #[error("读取数据库失败：{0}")]
    Store(#[from] StoreError),
    /// A stored record cannot be read.
    #[error("数据库中的记录无法读取：{0}")]
    Damaged(String),
    /// The shipped calendar cannot be read.
    #[error("放假安排无法读取：{0}")]
    Calendar(#[from] dukao_core::calendar::CalendarError),
}

fn errors(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.severity == dukao_office::Severity::Error).count()
}

impl AppError {
    /// The stable code of the error, for JSON and for support.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::NoRegion => "no_region",
            Self::ManyRegions(_) => "many_regions",
            Self::UnknownRegion(_) => "unknown_region",
            Self::UnknownIndicator { .. } => "unknown_indicator",
            Self::UnknownUnit(_) => "unknown_unit",
            Self::UnknownFigure(_) => "unknown_figure",
            Self::OtherMeasure { .. } => "other_measure",
            Self::UnknownYear(_) => "unknown_year",
            Self::UnknownVersion { .. } => "unknown_version",
            Self::UnknownPlace => "unknown_place",
            Self::Crowded => "crowded",
            Self::Write(_) => "write_failed",
            Self::Store(_) => "store_failed",
            Self::Damaged(_) => "damaged",
            Self::Calendar(_) => "calendar",
        }
    }

    /// Whether the user asked for something that does not exist.
    pub const fn is_not_found(&self) -> bool {
        matches!(
            self,
            Self::UnknownRegion(_)
                | Self::UnknownIndicator { .. }
                | Self::UnknownUnit(_)
                | Self::UnknownFigure(_)
                | Self::OtherMeasure { .. }
                | Self::UnknownYear(_)
                | Self::UnknownVersion { .. }
                | Self::UnknownPlace
        )
    }
}
