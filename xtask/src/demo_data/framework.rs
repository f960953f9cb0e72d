//! The tables 单位, 指标, 目标 and 合计关系.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{
    known::DISTRICT,
    outline::{Indicator, Outline, Unit},
    streets,
    table::{Row, row},
    words::{DIRECTIONS, FLAGS, FREQUENCIES, PACES, PRICES, TARGET_KINDS, UNIT_KINDS, VALUE_KINDS, YES_NO, chinese},
};

/// Columns of the table 单位.
pub(crate) const UNIT_HEADERS: [&str; 9] =
    ["代码", "名称", "简称", "类别", "上级", "生效日期", "失效日期", "所属分组", "备注"];

/// Columns of the table 指标.
pub(crate) const INDICATOR_HEADERS: [&str; 24] = [
    "年度",
    "代码",
    "分类",
    "名称",
    "口径",
    "计量单位",
    "数值类型",
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
    "数据提供",
    "得分点",
    "扣分点",
    "关注点",
    "对应指标",
    "上级预警",
];

/// Columns of the table 目标.
pub(crate) const TARGET_HEADERS: [&str; 12] = [
    "年度",
    "指标",
    "#指标名称",
    "单位",
    "#单位名称",
    "目标类型",
    "目标表述",
    "确保",
    "争取",
    "完成时限",
    "进度方式",
    "进度节点",
];

/// Columns of the table 合计关系.
pub(crate) const TOTAL_HEADERS: [&str; 4] = ["指标", "合计单位", "划分", "分项单位"];

/// All units.
pub(crate) fn units(outline: &Outline) -> Result<Vec<Row>> {
    outline.units.iter().map(unit).collect()
}

fn unit(unit: &Unit) -> Result<Row> {
    Ok(row([
        ("代码", unit.code.as_str()),
        ("名称", &unit.name),
        ("简称", &unit.short_name),
        ("类别", chinese(&UNIT_KINDS, &unit.kind)?),
        ("上级", &unit.parent),
        ("生效日期", &unit.valid_from),
        ("失效日期", &unit.valid_to),
        ("所属分组", &list(&unit.groups)),
        ("备注", &unit.note),
    ]))
}

/// The indicators of 2018 with points, responsible units and notes.
pub(crate) fn indicators(outline: &Outline) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for indicator in &outline.indicators {
        let mut cells = definition(indicator, 2018)?;
        let flags: Result<Vec<&str>> = split(&indicator.flags).map(|flag| chinese(&FLAGS, flag)).collect();
        cells.extend(row([
            ("分值", indicator.points.as_str()),
            ("属性", &flags?.join("；")),
            ("责任单位", &indicator.lead_unit),
            ("协助单位", &list(&indicator.supporting_units)),
            ("数据提供", &indicator.city_data_provider),
            ("得分点", &indicator.scoring_point),
            ("扣分点", &indicator.deduction_point),
            ("关注点", &indicator.watch_point),
            ("对应指标", &indicator.pair_code),
            ("上级预警", chinese(&YES_NO, &indicator.warned_by_city)?),
        ]));
        rows.push(cells);
    }
    Ok(rows)
}

/// The indicators of an earlier year that have figures in it; what the outline does not tell stays empty.
pub(crate) fn earlier_indicators(outline: &Outline, year: u16, codes: &BTreeSet<String>) -> Result<Vec<Row>> {
    let with_figures = outline.indicators.iter().filter(|indicator| codes.contains(&indicator.code));
    with_figures
        .map(|indicator| {
            let mut cells = definition(indicator, year)?;
            if codes.contains(&indicator.pair_code) {
                cells.insert("对应指标", indicator.pair_code.clone());
            }
            Ok(cells)
        })
        .collect()
}

fn definition(indicator: &Indicator, year: u16) -> Result<Row> {
    Ok(row([
        ("年度", year.to_string().as_str()),
        ("代码", &indicator.code),
        ("分类", &indicator.category),
        ("名称", &indicator.name),
        ("口径", &indicator.scope),
        ("计量单位", &indicator.unit),
        ("数值类型", chinese(&VALUE_KINDS, &indicator.value_kind)?),
        ("方向", chinese(&DIRECTIONS, &indicator.direction)?),
        ("价格", chinese(&PRICES, &indicator.price_basis)?),
        ("频率", chinese(&FREQUENCIES, &indicator.frequency)?),
        ("错月", chinese(&YES_NO, &indicator.late_month)?),
        ("一二月合并", chinese(&YES_NO, &indicator.jan_feb_joint)?),
        ("发布日", &indicator.publication_day.to_string()),
        ("小数位", &indicator.decimals.to_string()),
    ]))
}

/// The targets of the district, then those of streets and towns.
pub(crate) fn targets(outline: &Outline) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = outline.indicators.iter().map(target).collect::<Result<_>>()?;
    for task in streets::tasks(outline) {
        let unit = outline.unit(&task.unit_code)?;
        rows.push(row([
            ("年度", "2018"),
            ("指标", &task.indicator_code),
            ("#指标名称", &outline.indicator(&task.indicator_code)?.name),
            ("单位", &unit.code),
            ("#单位名称", &unit.name),
            ("目标类型", "总量"),
            ("确保", &task.annual_target),
            ("进度方式", "均衡"),
        ]));
    }
    Ok(rows)
}

fn target(indicator: &Indicator) -> Result<Row> {
    let pace = if indicator.pace.is_empty() { "" } else { chinese(&PACES, &indicator.pace)? };
    // The outline keeps the cap of a bonus under `stretch`; a cap is no target and stands in 分值.
    let stretch = if indicator.target_kind == "none" { "" } else { indicator.stretch.as_str() };
    Ok(row([
        ("年度", "2018"),
        ("指标", &indicator.code),
        ("#指标名称", &indicator.name),
        ("目标类型", chinese(&TARGET_KINDS, &indicator.target_kind)?),
        ("目标表述", &indicator.target_text),
        ("确保", &indicator.floor),
        ("争取", stretch),
        ("完成时限", &indicator.deadline),
        ("进度方式", pace),
        ("进度节点", &list(&indicator.pace_points)),
    ]))
}

/// For each indicator with tasks by streets and towns: their sum is the district.
pub(crate) fn totals(outline: &Outline) -> Vec<Row> {
    let mut codes: Vec<&str> = streets::tasks(outline).map(|task| task.indicator_code.as_str()).collect();
    codes.dedup();
    codes
        .into_iter()
        .map(|code| {
            let parts: Vec<&str> = streets::tasks(outline)
                .filter(|task| task.indicator_code == code)
                .map(|task| task.unit_code.as_str())
                .collect();
            row([("指标", code), ("合计单位", DISTRICT), ("划分", "按街镇"), ("分项单位", &parts.join("；"))])
        })
        .collect()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').filter(|part| !part.is_empty())
}

fn list(text: &str) -> String {
    split(text).collect::<Vec<_>>().join("；")
}
