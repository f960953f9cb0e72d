//! Master data and what is kept beside the figures, as an import would change it: column by column.

use std::collections::BTreeSet;

use dukao_core::ledger::Book as Ledger;
use dukao_office::KeptText;
use dukao_office::workbook::written::{self, Written};
use dukao_store::NewEntry;
use serde::Serialize;

use crate::AppError;
use crate::shelf::{Snapshot, kind};

/// Which table a record belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// 单位
    Unit,
    /// 指标
    Indicator,
    /// 目标
    Target,
    /// 合计关系
    Partition,
    /// 核对说明
    Explanation,
    /// 核对规则
    Rules,
    /// 映射文件
    Mapping,
    /// 常用筛选
    Filter,
}

impl RecordKind {
    const STORED: [(&'static str, Self); 8] = [
        (kind::UNIT, Self::Unit),
        (kind::INDICATOR, Self::Indicator),
        (kind::TARGET, Self::Target),
        (kind::PARTITION, Self::Partition),
        (kind::FINDING, Self::Explanation),
        (kind::RULES, Self::Rules),
        (kind::MAPPING, Self::Mapping),
        (kind::FILTER, Self::Filter),
    ];

    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unit => "单位",
            Self::Indicator => "指标",
            Self::Target => "目标",
            Self::Partition => "合计关系",
            Self::Explanation => "核对说明",
            Self::Rules => "核对规则",
            Self::Mapping => "映射文件",
            Self::Filter => "常用筛选",
        }
    }
}

/// A record that would be new or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RecordChange {
    /// Which table.
    pub kind: RecordKind,
    /// Assessment year; 0 for all years.
    pub year: i32,
    /// Its name for people.
    pub name: String,
    /// Whether it is not there yet.
    pub is_new: bool,
    /// The columns that differ: head, text before, text after; an empty text is an empty cell.
    pub fields: Vec<(&'static str, String, String)>,
}

/// Master data by table, in the order in which it would be written.
///
/// # Errors
/// [`AppError::Damaged`] when something is not what it says.
pub(crate) fn records(
    entries: &[NewEntry],
    before: &Snapshot,
    after: &Snapshot,
) -> Result<Vec<RecordChange>, AppError> {
    let mut changes = Vec::new();
    for entry in entries {
        let Some((_, kind)) = RecordKind::STORED.iter().find(|(stored, _)| *stored == entry.kind) else { continue };
        let Some(new) = record(after, *kind, entry.year, &entry.key)? else { continue };
        let old = record(before, *kind, entry.year, &entry.key)?;
        let is_new = old.is_none();
        let fields = differing(&old.unwrap_or_default(), &new);
        changes.push(RecordChange {
            kind: *kind,
            year: entry.year,
            name: name(&new, *kind, &after.book),
            is_new,
            fields,
        });
    }
    Ok(changes)
}

fn record(snapshot: &Snapshot, kind: RecordKind, year: i32, key: &str) -> Result<Option<Written>, AppError> {
    let text = |text: &KeptText| -> Written {
        let lines = text.text.lines().enumerate();
        let lines = lines.map(|(number, line)| format!("{}：{line}", number + 1)).collect::<Vec<_>>().join("\n");
        vec![("标题", text.title.clone()), ("文件", text.name.clone()), ("内容", lines)]
    };
    Ok(match kind {
        RecordKind::Explanation => snapshot.checks().explanation(key)?.as_ref().map(written::explanation),
        RecordKind::Rules => snapshot.checks().own_rules().as_ref().map(text),
        RecordKind::Mapping => snapshot.mapping(key).as_ref().map(text),
        RecordKind::Filter => snapshot.filters().get(key).map(|filter| {
            let pairs = filter.parameters.iter().map(|(name, value)| format!("{name}={value}"));
            vec![("筛选", key.to_owned()), ("参数", pairs.collect::<Vec<_>>().join("；"))]
        }),
        _ => master(&snapshot.book, kind, year, key),
    })
}

fn master(book: &Ledger, kind: RecordKind, year: i32, key: &str) -> Option<Written> {
    let framework = || i16::try_from(year).ok().and_then(|year| book.framework(year));
    match kind {
        RecordKind::Unit => book.organisation.records().find(|unit| unit.key() == key).map(written::unit),
        RecordKind::Indicator => framework()?.get(key).map(written::indicator),
        RecordKind::Target => {
            let (indicator, unit) = key.split_once('|')?;
            framework()?.target(indicator, unit).map(written::target)
        }
        RecordKind::Partition => book.partitions.iter().find(|one| one.key() == key).map(written::partition),
        RecordKind::Explanation | RecordKind::Rules | RecordKind::Mapping | RecordKind::Filter => None,
    }
}

/// 生产总值; 生产总值 · 甲街道; 按街道.
fn name(record: &Written, kind: RecordKind, book: &Ledger) -> String {
    let of = |head: &str| record.iter().find(|(own, _)| *own == head).map_or("", |(_, text)| text.as_str());
    match kind {
        RecordKind::Unit | RecordKind::Indicator => format!("{} {}", of("代码"), of("名称")),
        RecordKind::Partition => format!("{} {}", of("划分"), of("合计单位")).trim().to_owned(),
        RecordKind::Explanation => of("核对编号").to_owned(),
        RecordKind::Rules => of("文件").to_owned(),
        RecordKind::Mapping => of("标题").to_owned(),
        RecordKind::Filter => of("筛选").to_owned(),
        RecordKind::Target => {
            let framework = of("年度").parse().ok().and_then(|year| book.framework(year));
            let indicator = framework.and_then(|framework| framework.get(of("指标")));
            let unit = book.organisation.get(of("单位"));
            let indicator = indicator.map_or(of("指标"), |found| found.name.as_str());
            format!("{indicator} · {}", unit.map_or(of("单位"), |found| found.label()))
        }
    }
}

/// Heads whose texts differ, in the order of the columns.
fn differing(before: &Written, after: &Written) -> Vec<(&'static str, String, String)> {
    let text = |record: &Written, head: &str| {
        record.iter().find(|(own, _)| *own == head).map_or_else(String::new, |(_, text)| text.clone())
    };
    let mut heads: Vec<&'static str> = after.iter().map(|(head, _)| *head).collect();
    heads.extend(before.iter().map(|(head, _)| *head).filter(|head| !after.iter().any(|(own, _)| own == head)));
    let fields = heads.into_iter().map(|head| (head, text(before, head), text(after, head)));
    let differing = fields.filter(|(_, before, after)| before != after);
    differing
        .map(
            |(head, before, after)| {
                if head == "内容" { changed_lines(&before, &after) } else { (head, before, after) }
            },
        )
        .collect()
}

/// Of a text file, the lines that one side has and the other has not.
fn changed_lines(before: &str, after: &str) -> (&'static str, String, String) {
    let bare = |line: &str| line.split_once('：').map_or_else(String::new, |(_, line)| line.to_owned());
    let only = |these: &str, those: &str| {
        let there: BTreeSet<String> = those.lines().map(bare).collect();
        these.lines().filter(|line| !there.contains(&bare(line))).collect::<Vec<_>>().join("\n")
    };
    ("内容", only(before, after), only(after, before))
}
