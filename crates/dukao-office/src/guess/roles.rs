//! What the columns of names hold: units, indicators, units of measure, periods, numbers in order.

use dukao_core::period::Period;

use super::draft::{Col, Draft};
use super::evidence::count_up;
use super::names;
use super::vocabulary::Label;
use crate::batch::Known;
use crate::mapping::head_text::{plain, sure_unit};
use crate::mapping::words::unit_kind;

/// What a column is, apart from figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) label: Label,
    /// Hundredths.
    pub(super) sure: u8,
    pub(super) reason: String,
}

/// Shares of the names in a column that look like something, in hundredths.
#[derive(Debug, Clone, Copy, Default)]
struct Looks {
    count: usize,
    units: usize,
    indicators: usize,
    measures: usize,
    periods: usize,
    kinds: usize,
    distinct: usize,
    long: usize,
}

const ENDINGS: [&str; 47] = [
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "省",
    "镇",
    "乡",
    "街道",
    "街道办",
    "办事处",
    "局",
    "委",
    "办",
    "厅",
    "院",
    "部",
    "中心",
    "委员会",
    "公司",
    "集团",
    "本级",
    "新区",
    "园区",
    "开发区",
    "高新区",
    "经开区",
    "示范区",
    "管委会",
    "农场",
    "林场",
    "社区",
    "村",
    "办公室",
    "支行",
    "分局",
    "系统",
    "部门",
    "市直",
    "区直",
    "县直",
    "自治区",
    "自治县",
    "保税区",
    "管理区",
    "片区",
];
const WORDS_OF_UNITS: [&str; 21] = [
    "合计",
    "总计",
    "全省",
    "全市",
    "全区",
    "全县",
    "全州",
    "全国",
    "全盟",
    "全旗",
    "小计",
    "市本级",
    "区本级",
    "县本级",
    "省本级",
    "本级",
    "经开",
    "高新",
    "县区小计",
    "区县小计",
    "国税",
];
const WORKS: [&str; 12] =
    ["工程", "项目", "改造", "建设", "厂", "基地", "产业园", "生产线", "扩建", "公园", "大道", "医院"];

/// Whether a bare name is that of a unit.
pub(super) fn is_unit(name: &str, known: &dyn Known) -> bool {
    let ends = ENDINGS.iter().any(|ending| name.ends_with(ending) && name.chars().count() > ending.chars().count());
    if known.organisation().find(name).is_some() || WORDS_OF_UNITS.contains(&name) {
        return true;
    }
    ends && names::exactly(name).is_none() && name.chars().count() <= 20
}

/// Whether a bare name is that of an indicator.
pub(super) fn is_indicator(name: &str, known: &dyn Known) -> bool {
    let held = known.years().iter().any(|year| known.framework(*year).is_some_and(|held| held.find(name).is_some()));
    let endings = [
        "收入",
        "支出",
        "总额",
        "总值",
        "增加值",
        "产值",
        "投资",
        "税",
        "率",
        "指数",
        "面积",
        "产量",
        "用电量",
        "余额",
        "销售额",
        "营业额",
        "人数",
        "户数",
        "个数",
        "项目数",
        "资金",
        "就业",
        "浓度",
        "天数",
        "消费",
        "零售",
        "价格",
        "产业",
        "制造业",
        "加工业",
        "采选业",
        "采矿业",
        "业",
        "增速",
        "增长",
    ];
    held || names::inside(name).is_some() || endings.iter().any(|ending| name.ends_with(ending))
}

fn looks(names: &[String], known: &dyn Known) -> Looks {
    let filled: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    let mut looks = Looks { count: filled.len(), ..Looks::default() };
    for name in &filled {
        let name = name.as_str();
        looks.units += usize::from(is_unit(name, known));
        looks.indicators += usize::from(is_indicator(name, known));
        looks.measures += usize::from(sure_unit(name.trim_matches(['(', ')'])).is_some());
        looks.periods += usize::from(is_period(name));
        looks.kinds += usize::from(unit_kind(name).is_ok() || matches!(name, "合计" | "征收系统" | "部门"));
        looks.long += usize::from(name.chars().count() > 24);
    }
    let mut distinct: Vec<&String> = filled;
    distinct.sort_unstable();
    distinct.dedup();
    looks.distinct = distinct.len();
    looks
}

/// `2018-07`, `2018年7月`, `7月`, `1-7月`.
pub(super) fn is_period(text: &str) -> bool {
    let text = plain(text);
    Period::parse(&text).is_some() && text.len() > 4
        || (text.ends_with(['月', '度', '份', '年']) && Period::parse(&format!("2000年{text}")).is_some())
}

/// Names the columns of names; `None` for columns of figures and for what cannot be told.
pub(super) fn name_columns(draft: &Draft, known: &dyn Known) -> Vec<Option<Named>> {
    let mut named: Vec<Option<Named>> = (0..draft.columns.len()).map(|at| one(draft, at, known)).collect();
    for label in [Label::Unit, Label::Indicator, Label::Period, Label::UnitOfMeasure, Label::Stage, Label::Category] {
        keep_best(draft, &mut named, label);
    }
    if !named.iter().flatten().any(|one| matches!(one.label, Label::Unit | Label::Indicator)) {
        first_text(draft, &mut named, known);
    }
    repeated(draft, &mut named);
    named
}

fn one(draft: &Draft, at: usize, known: &dyn Known) -> Option<Named> {
    let col = draft.columns.get(at)?;
    let head = &col.head;
    let said = |label: Label| head.labels.contains(&label);
    let word = head.path.last().map_or("", String::as_str);
    if col.is_numeric() {
        return numeric(draft, at, col, known);
    }
    if col.is_blank() {
        return None;
    }
    let names = draft.names(at);
    let looks = looks(&names, known);
    let share = |part: usize| part * 100 / looks.count.max(1);
    let named = |label, sure, reason: String| Some(Named { label, sure, reason });
    if share(looks.measures) >= 60 {
        return named(Label::UnitOfMeasure, 95, format!("{}格里都是计量单位", looks.measures));
    }
    if said(Label::Stage) || (share(looks.periods) >= 60 && word.contains("阶段")) {
        return named(Label::Stage, 90, format!("列头写着“{word}”"));
    }
    if share(looks.periods) >= 60 {
        return named(Label::Period, 95, "格里都是期间".to_owned());
    }
    if share(looks.long) >= 50 {
        return None;
    }
    let few = looks.distinct * 2 <= looks.count && looks.count > 3;
    if said(Label::Category) && few && share(looks.kinds) >= 40
        || (few && share(looks.kinds) >= 80 && !said(Label::Unit))
    {
        return named(Label::Category, 90, "格里是单位的类别".to_owned());
    }
    by_names(col, &looks, &names)
}

/// Units or indicators, by the head and the names themselves.
fn by_names(col: &Col, looks: &Looks, names: &[String]) -> Option<Named> {
    let head = &col.head;
    let said = |label: Label| head.labels.contains(&label);
    let word = head.path.last().map_or("", String::as_str);
    let share = |part: usize| part * 100 / looks.count.max(1);
    let works = names.iter().filter(|name| WORKS.iter().any(|ending| name.ends_with(ending))).count();
    let (units, indicators) = (share(looks.units), share(looks.indicators));
    let named = |label, sure, reason: String| Some(Named { label, sure, reason });
    if said(Label::Sequence) {
        return named(Label::Sequence, 95, format!("列头写着“{word}”"));
    }
    if share(works) >= 40 && indicators < 60 {
        return named(Label::Unit, 85, "格里是项目的名称".to_owned());
    }
    if said(Label::Unit) && (units >= 30 || indicators < 50) {
        return named(Label::Unit, 98, format!("列头写着“{word}”"));
    }
    if said(Label::Indicator) && (indicators >= 30 || units < 50) {
        return named(Label::Indicator, 98, format!("列头写着“{word}”"));
    }
    if units >= 60 && units > indicators {
        return named(Label::Unit, 90, format!("{}格里{}格是单位名称", looks.count, looks.units));
    }
    if indicators >= 50 {
        return named(Label::Indicator, 90, format!("{}格里{}格是指标名称", looks.count, looks.indicators));
    }
    None
}

fn numeric(draft: &Draft, at: usize, col: &Col, known: &dyn Known) -> Option<Named> {
    let head = &col.head;
    let word = head.path.last().map_or("", String::as_str);
    let said = |label: Label| head.labels.contains(&label);
    let text_behind = draft.columns.get(at + 1).is_some_and(|next| !next.is_numeric() && !next.is_blank());
    let counts = count_up(&col.numbers) || (said(Label::Sequence) && col.figures > 0);
    if counts && (said(Label::Sequence) || (head.senses.is_empty() && text_behind && at == 0)) {
        return Some(Named { label: Label::Sequence, sure: 97, reason: "从1起依次编号".to_owned() });
    }
    let names = draft.names(at);
    let looks = looks(&names, known);
    let periods = looks.count > 0 && looks.periods * 10 >= looks.count * 9;
    let years = col.years > 0 && col.figures == 0 && said(Label::Period);
    if periods && (said(Label::Period) || head.senses.is_empty()) || years {
        return Some(Named {
            label: Label::Period, sure: 95, reason: format!("列头写着“{word}”，格里都是期间")
        });
    }
    None
}

/// Of several columns that say the same, the one with the most different names.
fn keep_best(draft: &Draft, named: &mut [Option<Named>], label: Label) {
    let distinct = |at: usize| {
        let mut names = draft.names(at);
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    let candidates: Vec<usize> = named
        .iter()
        .enumerate()
        .filter(|(_, one)| one.as_ref().is_some_and(|one| one.label == label))
        .map(|(at, _)| at)
        .collect();
    let Some(best) = candidates.iter().copied().max_by_key(|at| (distinct(*at), std::cmp::Reverse(*at))) else {
        return;
    };
    for at in candidates.into_iter().filter(|at| *at != best) {
        if let Some(one) = named.get_mut(at) {
            *one = None;
        }
    }
}

/// When no column is surely of units or indicators, the first column of different texts is.
fn first_text(draft: &Draft, named: &mut [Option<Named>], known: &dyn Known) {
    let texts = draft.columns.iter().enumerate().filter(|(_, col)| !col.is_numeric() && !col.is_blank());
    let Some(at) = texts.map(|(at, _)| at).find(|at| named.get(*at).is_some_and(Option::is_none)) else { return };
    if named.iter().flatten().any(|one| one.label == Label::Period) {
        return;
    }
    let names = draft.names(at);
    let looks = looks(&names, known);
    // Rows that are each counted in units of their own are no units of an administration.
    let measures = named.iter().position(|one| one.as_ref().is_some_and(|one| one.label == Label::UnitOfMeasure));
    let mut counted = measures.map(|at| draft.names(at)).unwrap_or_default();
    counted.sort_unstable();
    counted.dedup();
    let (label, sure, reason) = if counted.len() > 1 {
        (Label::Indicator, 85, "每行各有计量单位")
    } else if looks.indicators > looks.units {
        (Label::Indicator, 55, "第一列文字")
    } else {
        (Label::Unit, 55, "第一列文字")
    };
    if let Some(one) = named.get_mut(at) {
        *one = Some(Named { label, sure, reason: reason.to_owned() });
    }
}

/// Units that repeat are told apart by another column: 收入 and 支出.
fn repeated(draft: &Draft, named: &mut [Option<Named>]) {
    let find = |named: &[Option<Named>], label| {
        named.iter().position(|one| one.as_ref().is_some_and(|one| one.label == label))
    };
    let Some(units) = find(named, Label::Unit) else { return };
    if find(named, Label::Indicator).is_some() {
        return;
    }
    let mut keys: Vec<Vec<String>> = vec![draft.names(units)];
    keys.extend(find(named, Label::Period).map(|at| draft.names(at)));
    if is_unique(&keys) {
        return;
    }
    for (at, col) in draft.columns.iter().enumerate() {
        if at == units
            || col.is_numeric()
            || col.is_blank()
            || named.get(at).is_none_or(|one| one.as_ref().is_some_and(|one| one.label != Label::Category))
        {
            continue;
        }
        let mut with = keys.clone();
        with.push(draft.names(at));
        if is_unique(&with)
            && let Some(one) = named.get_mut(at)
        {
            *one =
                Some(Named {
                    label: Label::Indicator, sure: 85, reason: "同一单位出现几次，由这一列区分".to_owned()
                });
            return;
        }
    }
}

fn is_unique(keys: &[Vec<String>]) -> bool {
    let count = keys.first().map_or(0, Vec::len);
    let mut rows: Vec<Vec<&str>> = (0..count)
        .map(|row| keys.iter().map(|key| key.get(row).map_or("", String::as_str)).collect())
        .filter(|row: &Vec<&str>| row.iter().any(|name| !name.is_empty()))
        .collect();
    let all = rows.len();
    rows.sort_unstable();
    rows.dedup();
    rows.len() == all
}

/// A name as it is looked up.
pub(super) fn bare(text: &str) -> String {
    crate::mapping::head_text::bare_name(text)
}

/// 合计, 全市 and the like.
pub(super) fn is_total(name: &str) -> bool {
    matches!(name, "合计" | "总计" | "全省" | "全市" | "全区" | "全县" | "全州" | "全国" | "全盟" | "全旗")
}
