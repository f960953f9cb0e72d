//! The standard tables of `docs/导入格式.md` as tables to write: every column with what it takes.

use dukao_core::number::Decimal;

use super::table::{Column, ColumnKind, Row, Table, Value};
use crate::workbook::written::Written;

/// One standard table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardTable {
    /// Its name: of the sheet, of the csv.
    pub name: &'static str,
    /// Its columns in order: head, whether it must be filled, whether it holds numbers, what is written in it.
    pub columns: &'static [(&'static str, bool, bool, &'static str)],
    /// Columns that stand there even when nothing is in them.
    pub always: &'static [&'static str],
}

/// All of them, in the order in which they are written.
pub const STANDARD: [StandardTable; 6] = [
    StandardTable {
        name: "单位",
        always: &["代码", "名称", "简称", "类别", "上级", "生效日期"],
        columns: &[
            ("代码", true, false, "本地区内唯一，不再改变；不含空格、逗号、分号"),
            ("名称", true, false, "全称"),
            ("简称", false, false, "表格里用"),
            ("类别", true, false, "省、市、区县、兄弟区县、部门、街道、镇、乡、园区、片区、分组、本级、其他"),
            ("上级", false, false, "上级单位的代码"),
            ("生效日期", true, false, "如 2018-07-20；单位改名、换上级时另写一行，写变更之日"),
            ("失效日期", false, false, "当天仍有效；没有就留空"),
            ("所属分组", false, false, "园区、片区、分组的代码，多个用“；”隔开"),
            ("第一责任人", false, false, "文字"),
            ("包抓领导", false, false, "文字，多个用“；”隔开"),
            ("备注", false, false, "文字"),
            ("前身", false, false, "合并、拆分出来的单位：原单位的代码，多个用“；”隔开，原单位要有失效日期"),
        ],
    },
    StandardTable {
        name: "指标",
        always: &["年度", "代码", "分类", "名称", "计量单位", "数值类型"],
        columns: &[
            ("年度", true, true, "如 2018"),
            ("代码", true, false, "年度内唯一"),
            ("分类", true, false, "如 经济发展"),
            ("名称", true, false, "如 生产总值"),
            ("口径", false, false, "在地、本级、全口径、同口径…；名称+口径+数值类型不得重复"),
            ("计量单位", true, false, "亿元、万元、%、百分点、个、户…；是否类、节点类可写“是/否”“项”"),
            ("数值类型", true, false, "流量、计数、增速、平均、比率、时点、指数、位次、节点、是否"),
            ("方向", false, false, "越高越好（缺省）、越低越好"),
            ("价格", false, false, "现价、可比价、无（缺省）"),
            ("频率", false, false, "月（缺省）、季、半年、年"),
            ("错月", false, false, "是、否（缺省）：数据晚一个月发布"),
            ("一二月合并", false, false, "是、否（缺省）：1月不单独发布"),
            ("发布日", false, true, "期后次月的第几天，1—31"),
            ("小数位", false, true, "显示用，0—6，缺省 2"),
            ("分值", false, true, "20、7.5"),
            ("属性", false, false, "共性、个性、新增、加分、一票否决、满意度，多个用“；”隔开"),
            ("责任单位", false, false, "单位代码"),
            ("协助单位", false, false, "单位代码，多个用“；”隔开"),
            ("责任人", false, false, "文字"),
            ("联系人", false, false, "文字"),
            ("数据提供", false, false, "上级的数据提供单位"),
            ("评分单位", false, false, "上级的评分单位"),
            ("得分点", false, false, "文字"),
            ("扣分点", false, false, "文字"),
            ("关注点", false, false, "文字"),
            ("统计规则", false, false, "文字"),
            ("对应指标", false, false, "总量与增速互为对应的指标代码"),
            ("上级预警", false, false, "是、否（缺省）"),
            ("别名", false, false, "多个用“；”隔开"),
            ("依据", false, false, "文件及条款"),
        ],
    },
    StandardTable {
        name: "目标",
        always: &["年度", "指标", "单位", "目标类型", "确保"],
        columns: &[
            ("年度", true, true, "如 2018"),
            ("指标", true, false, "指标代码"),
            ("单位", false, false, "单位代码；空为本地区"),
            ("目标类型", true, false, "总量、增速、上限、水平、位次、位次提升、相对、节点、是否、无"),
            ("目标表述", false, false, "文件原话"),
            ("确保", false, true, "数，单位同“计量单位”列，缺省为指标的计量单位"),
            ("争取", false, true, "数"),
            ("计量单位", false, false, "与指标同一类即可；增速目标用 %，位次目标用 位"),
            ("完成时限", false, false, "如 2018-08-31；节点必填"),
            ("进度方式", false, false, "均衡（缺省）、上年同期、工作日、自定、分段；只用于流量和计数"),
            ("进度节点", false, false, "自定、分段用：06:0.50；12:1，月份:累计应完成份额"),
            ("阶段目标", false, false, "一季度:110.5；前三季度:371.5，阶段:累计目标数"),
            ("依据", false, false, "文件及条款"),
        ],
    },
    StandardTable {
        name: "合计关系",
        always: &["指标", "合计单位", "划分", "分项单位", "分项指标"],
        columns: &[
            ("指标", false, false, "指标代码；空为所有流量和计数指标"),
            ("合计单位", false, false, "单位代码，本地区也要写；写了分项指标的留空"),
            ("划分", true, false, "这套划分的名称，如“按县区”"),
            ("分项单位", false, false, "单位代码，多个用“；”隔开"),
            ("分项指标", false, false, "指标代码，多个用“；”隔开；与分项单位写一个"),
        ],
    },
    StandardTable {
        name: "数据",
        always: &["指标", "单位", "期间", "累计"],
        columns: &[
            ("指标", true, false, "指标代码"),
            ("单位", false, false, "单位代码；空为本地区"),
            ("期间", true, false, "2018-07、2018年1—2月、2018年一季度、2018年前三季度、2018年、2018年第30周"),
            (
                "累计",
                false,
                true,
                "年初至期末的累计数；增速、比率、平均、时点、指数、位次类是本期数。× 已隐去，— 无数据",
            ),
            ("当月", false, true, "当月数；季报指标为当季数"),
            ("上年同期累计", false, true, "随本期一起发布的上年同期数"),
            ("上年同期当月", false, true, "随本期一起发布的上年同期数"),
            ("累计增速", false, true, "发布的同比，%，负数写 -3.6"),
            ("当月增速", false, true, "发布的同比，%"),
            ("完成率", false, true, "发布的全年目标完成率，%"),
            ("阶段完成率", false, true, "发布的阶段目标完成率，%"),
            ("位次", false, true, "发布的位次"),
            ("上年位次", false, true, "发布的上年位次"),
            ("增减额", false, true, "发布的比上年同期增减数"),
            ("短收超收", false, true, "发布的与序时或预算之差，短收为负"),
            ("拉动", false, true, "百分点"),
            ("贡献率", false, true, "%"),
            ("占比", false, true, "%"),
            ("计量单位", false, false, "缺省为指标的计量单位；同一类可以混用"),
            ("进展", false, false, "节点、是否类的文字进展"),
            ("完成", false, false, "只用于节点、是否类：是、否，或完成日期 2018-06-28"),
            ("快慢", false, false, "预计、快报（缺省）、年报"),
            ("状态", false, false, "草稿、上报、审核、核定（缺省）"),
            ("数源", false, false, "申报（缺省）、认定"),
            ("备注", false, false, "文字"),
        ],
    },
    StandardTable {
        name: "设置",
        always: &["设置", "内容"],
        columns: &[
            ("设置", true, false, "今天：演示或补录时，把哪一天当作今天"),
            ("内容", true, false, "如 2018-08-20"),
        ],
    },
];

/// The texts of a record with the place of their column. Records keep nearly the order of the columns, so each is looked
/// for from the one before on.
fn placed<'r>(of: &'r StandardTable, row: &'r Written) -> impl Iterator<Item = (usize, &'r str)> {
    let mut next = 0;
    row.iter().filter_map(move |(head, text)| {
        let (before, from) = of.columns.split_at(next.min(of.columns.len()));
        let ahead = from.iter().position(|(own, ..)| own == head).map(|at| at + before.len());
        let at = ahead.or_else(|| before.iter().position(|(own, ..)| own == head))?;
        next = at + 1;
        Some((at, text.as_str()))
    })
}

/// Records as a table. Columns in which nothing stands are left out, unless `all` are wanted.
pub fn standard(of: &StandardTable, rows: &[Written], all: bool) -> Table {
    let mut kept: Vec<bool> = of.columns.iter().map(|(head, ..)| all || of.always.contains(head)).collect();
    for row in rows {
        for (at, _) in placed(of, row) {
            kept.iter_mut().skip(at).take(1).for_each(|kept| *kept = true);
        }
    }
    let mut to: Vec<Option<usize>> = Vec::with_capacity(kept.len());
    let mut width = 0;
    for kept in kept {
        to.push(kept.then_some(width));
        width += usize::from(kept);
    }
    let columns: Vec<_> = of.columns.iter().zip(&to).filter(|(_, to)| to.is_some()).map(|(own, _)| own).collect();
    let cells = |row: &Written| {
        let mut cells = vec![Value::Empty; width];
        for (at, text) in placed(of, row) {
            let column = of.columns.get(at).zip(to.get(at).copied().flatten());
            let Some(((.., numeric, _), to)) = column else { continue };
            if let Some(slot) = cells.get_mut(to).filter(|slot| **slot == Value::Empty) {
                let number = *numeric && Decimal::parse(text).is_ok();
                *slot = if number { Value::Exact(text.to_owned()) } else { Value::text(text) };
            }
        }
        Row::body(cells)
    };
    Table {
        name: of.name.to_owned(),
        rows: rows.iter().map(cells).collect(),
        columns: columns
            .into_iter()
            .map(|(head, _, numeric, _)| Column {
                kind: if *numeric { ColumnKind::Number } else { ColumnKind::Text },
                ..Column::text(*head)
            })
            .collect(),
        ..Table::default()
    }
}
