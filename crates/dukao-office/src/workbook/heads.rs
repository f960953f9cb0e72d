//! Which table a sheet is, and which column is what.

use std::collections::BTreeMap;

use dukao_core::ledger::{Measure, Place};

use crate::batch::Report;
use crate::cellvalue::half_width;
use crate::grid::Sheet;
use crate::mapping::head_text::sure_unit;
use crate::text::nearest;

/// How far down a head row is looked for.
const HEAD_WITHIN: usize = 20;
/// How many rows below the heads tell what stands in a column.
const SAMPLE: usize = 20;

/// The standard tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Units,
    Indicators,
    Targets,
    Observations,
    Partitions,
    Settings,
    Explanations,
    Rules,
    Mappings,
    Filters,
}

const KINDS: [Kind; 10] = [
    Kind::Units,
    Kind::Indicators,
    Kind::Targets,
    Kind::Observations,
    Kind::Partitions,
    Kind::Settings,
    Kind::Explanations,
    Kind::Rules,
    Kind::Mappings,
    Kind::Filters,
];

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Units => "单位",
            Self::Indicators => "指标",
            Self::Targets => "目标",
            Self::Observations => "数据",
            Self::Partitions => "合计关系",
            Self::Settings => "设置",
            Self::Explanations => "核对说明",
            Self::Rules => "核对规则",
            Self::Mappings => "映射文件",
            Self::Filters => "常用筛选",
        }
    }

    /// Columns that every table of the kind has.
    const fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Units => &["代码", "名称", "类别", "生效日期"],
            Self::Indicators => &["年度", "代码", "分类", "名称", "计量单位", "数值类型"],
            Self::Targets => &["年度", "指标", "目标类型"],
            Self::Observations => &["指标", "期间"],
            Self::Partitions => &["划分"],
            Self::Settings => &["设置", "内容"],
            Self::Explanations => &["核对编号", "状态", "规则", "轻重", "指标", "单位", "期间", "问题"],
            Self::Rules => &["规则文件", "行", "内容"],
            Self::Mappings => &["映射", "映射文件", "行", "内容"],
            Self::Filters => &["筛选", "参数", "值"],
        }
    }

    /// Columns that may be there.
    fn optional(self) -> Vec<&'static str> {
        match self {
            Self::Units => vec!["简称", "上级", "失效日期", "所属分组", "第一责任人", "包抓领导", "备注", "前身"],
            Self::Indicators => vec![
                "口径",
                "方向",
                "价格",
                "频率",
                "错月",
                "一二月合并",
                "发布日",
                "小数位",
                "分值",
                "属性",
                "责任单位",
                "协助单位",
                "责任人",
                "联系人",
                "数据提供",
                "评分单位",
                "得分点",
                "扣分点",
                "关注点",
                "统计规则",
                "对应指标",
                "上级预警",
                "别名",
                "依据",
            ],
            Self::Targets => {
                vec![
                    "单位",
                    "目标表述",
                    "确保",
                    "争取",
                    "计量单位",
                    "完成时限",
                    "进度方式",
                    "进度节点",
                    "阶段目标",
                    "依据",
                ]
            }
            Self::Observations => {
                let measures = Measure::WORDS.iter().map(|(_, word, _)| *word);
                measures.chain(["单位", "计量单位", "快慢", "状态", "数源", "备注"]).collect()
            }
            Self::Partitions => vec!["指标", "合计单位", "分项单位", "分项指标"],
            Self::Explanations => {
                vec![
                    "说明",
                    "责任单位",
                    "责任人",
                    "说明人",
                    "说明时间",
                    "规则名称",
                    "发布的",
                    "算出的",
                    "允许误差",
                    "当时的数",
                ]
            }
            Self::Settings | Self::Rules | Self::Mappings | Self::Filters => Vec::new(),
        }
    }

    fn columns(self) -> Vec<&'static str> {
        self.needed().iter().copied().chain(self.optional()).collect()
    }
}

/// A head as it is compared: half-width, without blanks and the star of required columns.
fn plain(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect::<String>().trim_end_matches('*').to_owned()
}

/// The table and its head row: the row among the first ones that holds the most columns of one kind, and at least
/// half of those the kind needs; but no published table that happens to use the same words.
pub(super) fn recognise(sheet: &Sheet) -> Option<(Kind, usize)> {
    let mut best: Option<(usize, usize, Kind, usize)> = None;
    for row in 0..sheet.height().min(HEAD_WITHIN) {
        let heads: Vec<String> =
            sheet.row(row).iter().map(|cell| plain(cell.text())).filter(|head| !head.is_empty()).collect();
        for kind in KINDS {
            let needed = kind.needed();
            let found = needed.iter().filter(|name| heads.iter().any(|head| head == *name)).count();
            let known = kind.columns().iter().filter(|name| heads.iter().any(|head| head == *name)).count();
            let enough =
                known >= 2 && (found == needed.len() || (found * 2 >= needed.len() && is_meant(sheet, row, kind)));
            let share = found * 100 / needed.len();
            if enough && best.is_none_or(|(best_share, best_known, ..)| (share, known) > (best_share, best_known)) {
                best = Some((share, known, kind, row));
            }
        }
    }
    best.map(|(_, _, kind, row)| (kind, row))
}

/// Whether heads that lack a needed column are still those of the kind: half of them are its columns, and 单位 is not
/// over units of measure (指标, 单位, 本月, 累计).
fn is_meant(sheet: &Sheet, row: usize, kind: Kind) -> bool {
    let heads: Vec<(usize, String)> =
        sheet.row(row).iter().map(|cell| plain(cell.text())).enumerate().filter(|(_, head)| !head.is_empty()).collect();
    let read = heads.iter().filter(|(_, head)| !head.starts_with('#'));
    let known = heads.iter().filter(|(_, head)| kind.columns().iter().any(|name| name == head)).count();
    let measures = heads.iter().filter(|(_, head)| head == "单位").any(|(column, _)| {
        let cells: Vec<_> =
            (row + 1..sheet.height().min(row + 1 + SAMPLE)).map(|row| sheet.shown(row, *column)).collect();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let of_measure = cells.iter().filter(|cell| sure_unit(cell.trimmed()).is_some()).count();
        filled > 0 && of_measure * 2 >= filled
    });
    known * 2 >= read.count() && !measures
}

/// The head row of a recognised table.
pub(super) struct Head {
    pub(super) row: usize,
    pub(super) columns: BTreeMap<&'static str, usize>,
}

impl Head {
    /// Reads the head row; everything wrong with it is reported.
    pub(super) fn read(kind: Kind, sheet: &Sheet, number: u32, row: usize, report: &mut Report) -> Self {
        let names = kind.columns();
        let mut columns = BTreeMap::new();
        for column in 0..sheet.width(row) {
            let at = place(number, row, column);
            let head = plain(sheet.shown(row, column).text());
            if head.starts_with('#') {
                continue;
            }
            if head.is_empty() {
                unnamed(sheet, number, row, column, report);
                continue;
            }
            let Some(name) = names.iter().find(|name| **name == head) else {
                let hint = match nearest(&head, names.iter().copied()) {
                    Some(name) => format!("是不是“{name}”？不读的列在列头前加 #"),
                    None => "不读的列在列头前加 #".to_owned(),
                };
                report.error(at, format!("{}表没有“{head}”这一列", kind.name()), hint);
                continue;
            };
            if columns.insert(*name, column).is_some() {
                report.error(at, format!("“{head}”一列重复出现"), "每列只写一次，删去或改名多余的一列");
            }
        }
        for name in kind.needed().iter().filter(|name| !columns.contains_key(*name)) {
            report.error(
                place(number, row, 0),
                format!("{}表缺少“{name}”一列", kind.name()),
                format!("在表头里补上“{name}”"),
            );
        }
        let measured = Measure::WORDS.iter().any(|(_, word, _)| columns.contains_key(word));
        if kind == Kind::Observations && !measured {
            report.error(place(number, row, 0), "数据表没有任何数据项", "至少有“累计”“当月”等一列");
        }
        Self { row, columns }
    }
}

/// A column without a head may not hold anything.
fn unnamed(sheet: &Sheet, number: u32, head: usize, column: usize, report: &mut Report) {
    let used = (head + 1..sheet.height()).find(|row| !sheet.cell(*row, column).is_empty());
    if used.is_some() {
        report.error(place(number, head, column), "这一列有内容，却没有列头", "补上列头；不读的列列头以 # 开头");
    }
}

pub(super) fn place(sheet: u32, row: usize, column: usize) -> Place {
    crate::lookup::place(sheet, row, column)
}
