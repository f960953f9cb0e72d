//! What is said of the whole table: by its titles, the names of its sheet and file, its notes.

use dukao_core::quantity::UnitOfMeasure;

use super::draft::Draft;
use super::heads::words_of;
use super::names;
use super::rows::RowMeaning;
use super::scan::is_about;
use super::vocabulary::Sense;
use crate::batch::Known;
use crate::grid::Sheet;
use crate::mapping::head_text::{bare_name, plain, stated_unit};
use crate::mapping::moment::{self, Moment};
use crate::mapping::stretch::{stated, without_stretches};

/// Facts of one table, each with the reason a clerk reads.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) titles: Vec<String>,
    pub(super) moment: Moment,
    pub(super) moment_reason: String,
    /// Several periods stand in the titles.
    pub(super) other_periods: Vec<String>,
    /// The title says that figures run from January.
    pub(super) to_date: Option<String>,
    pub(super) region: Option<(String, String)>,
    /// What the table is about: 一般公共预算收入.
    pub(super) theme: String,
    /// The title says that the figures are growth rates.
    pub(super) growth: bool,
    pub(super) unit: Option<UnitOfMeasure>,
}

/// Collects what is said around a table.
pub(super) fn facts(draft: &Draft, whole: &Sheet, file: &str, known: &dyn Known) -> Facts {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut facts = Facts { titles: titles(draft, whole), ..Facts::default() };
    let above = if draft.transposed || draft.block.rows.start > 0 { draft.block.rows.start } else { 0 };
    facts.moment = moment::of(&draft.sheet, whole, above, [&whole.name, stem]);
    period_reason(&mut facts, &whole.name, stem);
    let names: Vec<String> = facts.titles.iter().cloned().chain([whole.name.clone(), stem.to_owned()]).collect();
    // Where the titles say no period, the names of sheet and file do.
    let own = facts.titles.iter().map(String::as_str);
    let said = stated(own.clone());
    let said = if said.periods.is_empty() && said.spans.is_empty() {
        stated(own.chain([whole.name.as_str(), stem]))
    } else {
        said
    };
    let whole_span = facts.moment.period.filter(|period| period.months() > 1);
    facts.to_date = if said.to_date {
        Some("标题里的期间从1月起".to_owned())
    } else if let Some(period) = whole_span {
        Some(format!("期间是{period}"))
    } else {
        ["累计", "截至", "截止", "以来"]
            .into_iter()
            .find(|word| facts.titles.iter().any(|title| title.contains(word)))
            .map(|word| format!("标题写着“{word}”"))
    };
    facts.region = region(&names, known);
    let place = facts.region.as_ref().map(|(name, _)| name.as_str());
    let themes = names.iter().map(|name| theme(name, place));
    facts.theme = themes
        .filter(|theme| !theme.is_ascii() || names::exactly(theme).is_some())
        .find(|theme| theme.chars().count() > 1)
        .unwrap_or_default();
    facts.growth = facts
        .titles
        .iter()
        .any(|title| words_of(&without_stretches(title)).0.iter().any(|(_, sense)| *sense == Sense::Growth));
    facts.unit = unit(draft, whole, &facts.titles);
    facts
}

/// Texts above the heads, and those above the table on the sheet when it has none of its own.
fn titles(draft: &Draft, whole: &Sheet) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for row in 0..draft.shape.head.0 {
        if matches!(draft.meaning(row), RowMeaning::Title | RowMeaning::About) {
            titles.extend(
                draft.sheet.row(row).iter().filter(|cell| !cell.is_empty()).map(|cell| cell.trimmed().to_owned()),
            );
        }
    }
    if !draft.transposed {
        titles.extend(titles_over_all(draft, whole).into_iter().map(str::to_owned));
    }
    if draft.transposed || titles.is_empty() {
        let (alone, _) = moment::texts(whole, draft.block.rows.start);
        titles.extend(alone.into_iter().map(|text| text.trim().to_owned()));
    }
    titles
}

/// Texts above the heads beside the table's columns, in rows in which the table has no title of its own: titles over
/// tables side by side.
fn titles_over_all<'s>(draft: &Draft, whole: &'s Sheet) -> Vec<&'s str> {
    let (start, columns) = (draft.block.rows.start, draft.block.columns.clone());
    let mut titles = Vec::new();
    for row in start..start + draft.shape.head.0 {
        let cells = whole.row(row).iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let (own, beside): (Vec<_>, Vec<_>) = cells.partition(|(column, _)| columns.contains(column));
        if let ([(_, cell)], true) = (beside.as_slice(), own.iter().all(|(_, cell)| is_about(cell.text()))) {
            titles.push(cell.trimmed());
        }
    }
    titles
}

fn period_reason(facts: &mut Facts, sheet: &str, stem: &str) {
    let Some(period) = facts.moment.period else { return };
    let title = facts.titles.iter().find(|title| stated([title.as_str()]).period() == Some(period));
    let holds = |text: &str| stated([text]).period() == Some(period);
    facts.moment_reason = match title {
        Some(title) => format!("标题写着“{}”", cut(title)),
        None if holds(sheet) => format!("工作表名是“{sheet}”"),
        None if holds(stem) => format!("文件名是“{stem}”"),
        None => "标题和表头合起来是这个期间".to_owned(),
    };
    let all = stated(facts.titles.iter().map(String::as_str)).periods;
    facts.other_periods = all.iter().filter(|other| **other != period).map(|other| other.code()).collect();
}

/// A text short enough for a reason.
pub(super) fn cut(text: &str) -> String {
    let text = plain(text);
    if text.chars().count() <= 24 { text } else { text.chars().take(23).chain(['…']).collect() }
}

const PLACES: [&str; 12] = ["自治区", "自治州", "自治县", "开发区", "市", "县", "区", "州", "省", "盟", "旗", "新区"];

/// The place that a title begins with.
fn region(names: &[String], known: &dyn Known) -> Option<(String, String)> {
    for name in names {
        let bare = without_stretches(name);
        let held =
            known.organisation().iter().find(|unit| bare.starts_with(&unit.name) && unit.name.chars().count() > 1);
        let found = held.map(|unit| unit.name.clone()).or_else(|| place_at_start(&bare));
        if let Some(found) = found {
            return Some((found, format!("“{}”里写着", cut(name))));
        }
    }
    None
}

/// 云栖市 of 云栖市一般公共预算收入; the lower place where two follow each other.
fn place_at_start(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| "附表件:0123456789.、-一二三四五六()".contains(c));
    let first = shortest_place(text)?;
    let behind = text.get(first.len()..).unwrap_or("");
    let second = shortest_place(behind).filter(|place| place.chars().count() <= 5 && names::inside(place).is_none());
    let lower = second.filter(|place| {
        let rest = behind.get(place.len()..).unwrap_or("");
        rest.is_empty() || rest.starts_with(['各', '分', '全', '一', '财', '主', '重', '经'])
    });
    Some(lower.unwrap_or(first).to_owned()).filter(|place| !place.starts_with(['全', '各', '分', '本']))
}

fn shortest_place(text: &str) -> Option<&str> {
    for (count, (at, sign)) in text.char_indices().enumerate() {
        if count > 11 || !('\u{4e00}'..='\u{9fff}').contains(&sign) {
            return None;
        }
        if count < 2 {
            continue;
        }
        let tail = text.get(at..)?;
        let ending = PLACES.iter().filter(|ending| tail.starts_with(**ending)).max_by_key(|ending| ending.len());
        if let Some(ending) = ending {
            let place = text.get(..at + ending.len())?;
            let real = !["各", "全", "分", "附", "主要", "重点", "按"].iter().any(|start| place.starts_with(start));
            return real.then_some(place);
        }
    }
    None
}

const NOISE: &[&str] = &[
    "目标任务完成情况",
    "任务完成情况",
    "目标完成情况",
    "完成进度情况",
    "完成情况",
    "进展情况",
    "推进情况",
    "执行情况",
    "收支情况",
    "增长情况",
    "运行情况",
    "排名情况",
    "排位情况",
    "情况统计表",
    "情况通报",
    "情况表",
    "一览表",
    "统计表",
    "进度表",
    "汇总表",
    "明细表",
    "对比表",
    "调度表",
    "排名表",
    "分析表",
    "月报表",
    "报表",
    "月报",
    "季报",
    "快报",
    "通报",
    "简报",
    "统计",
    "汇总",
    "对比",
    "一览",
    "分县区",
    "分县(市、区)",
    "分县(市区)",
    "分市州",
    "分地区",
    "分镇街",
    "分单位",
    "分行业",
    "分乡镇",
    "各县(市、区)",
    "各县市区",
    "各县区",
    "各镇",
    "各县",
    "各区",
    "各市",
    "各区县",
    "各市州",
    "各镇街",
    "各乡镇",
    "各街道",
    "各单位",
    "各部门",
    "县区",
    "全市",
    "全省",
    "全区",
    "全县",
    "全国",
    "主要数据",
    "各月",
    "逐月",
    "分月",
    "分季度",
    "累计",
    "当月",
    "表",
    "进度",
    "情况",
    "及",
    "与",
    "和",
    "数据",
    "完成",
    "主要",
    "指标",
    "排名",
    "截至",
];

/// What a title is about, without place, time and the words all titles have.
fn theme(title: &str, place: Option<&str>) -> String {
    let mut text = without_stretches(title);
    if let Some(place) = place {
        text = text.replace(place, "");
    }
    // What stands in brackets about units: 财政收入（单位：万元）.
    if let Some(at) = text.find("(单位:").or_else(|| text.find("(计量单位:")) {
        text.truncate(at);
    }
    // Up to when: （截至8月底）.
    if let Some((before, (_, after))) =
        text.split_once("(截").map(|(before, rest)| (before, rest.split_once(')').unwrap_or((rest, ""))))
    {
        text = format!("{before}{after}");
    }
    if text.contains("单位:") || stated_unit(&text).is_some() {
        return String::new();
    }
    let text = ["附件", "附表", "表", "续表"]
        .iter()
        .fold(text.as_str(), |text, start| text.strip_prefix(start).unwrap_or(text));
    let text = bare_name(text.trim_start_matches(|c: char| "0123456789.:-()".contains(c)));
    let numbered =
        text.split_once([':', '、']).filter(|(number, _)| number.chars().all(|c| "一二三四五六七八九十".contains(c)));
    let text = numbered.map_or(text.as_str(), |(_, rest)| rest).to_owned();
    if let Some(one) = names::inside(&text) {
        return around(&text, one.name);
    }
    if is_office(&text) {
        return String::new();
    }
    let (_, rest) = words_of(&text);
    stripped(&rest)
}

/// A title that only says who issued the table: 甲市发展和改革局, 乙县统计局编.
fn is_office(text: &str) -> bool {
    let name = text.trim_end_matches(['编', '制', '印', '报', '供', ':']);
    ["局", "委", "委员会", "办", "办公室", "政府", "厅", "中心", "处", "科", "公司", "领导小组"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// The name with what stands before it: 城镇 in 城镇老旧小区改造投资.
fn around(text: &str, name: &str) -> String {
    let before = text.split(name).next().unwrap_or("");
    let before = stripped(before.rsplit(['、', ':', ' ', ')']).next().unwrap_or(""));
    let generic = before.is_empty() || before.chars().count() > 8;
    if generic { name.to_owned() } else { format!("{before}{name}") }
}

fn stripped(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let before = text.len();
        for noise in NOISE {
            if let Some(rest) = text.strip_suffix(noise) {
                text = rest.to_owned();
            }
            if let Some(rest) = text.strip_prefix(noise) {
                text = rest.to_owned();
            }
        }
        text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        if text.len() == before {
            return text;
        }
    }
}

/// The unit of measure stated around the table.
fn unit(draft: &Draft, whole: &Sheet, titles: &[String]) -> Option<UnitOfMeasure> {
    let (first, last) = draft.shape.head;
    let heads = (first..=last).flat_map(|row| draft.sheet.row(row).iter()).map(crate::grid::Cell::text);
    let bracketed = |text: &str| crate::mapping::head_text::split_unit(text).1;
    let own = titles.iter().map(String::as_str).chain(heads).find_map(stated_unit);
    let outer = || moment::texts(whole, draft.block.rows.start).0.into_iter().find_map(stated_unit);
    own.or_else(|| titles.iter().find_map(|title| bracketed(title))).or_else(outer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Nothing;

    #[test]
    fn places_and_themes_of_titles() {
        for (title, place, about) in [
            ("云栖市2019年5月一般公共预算收入完成情况", Some("云栖市"), "一般公共预算收入"),
            ("晋城市2015年1—9月一般公共预算收支情况", Some("晋城市"), "一般公共预算收支"),
            ("附表2：全市固定资产投资完成情况表", None, "固定资产投资"),
            ("湖南省2021年8月城镇老旧小区改造进度表", Some("湖南省"), "城镇老旧小区改造"),
            ("天水经济技术开发区2021年8月财政收入执行情况", Some("天水经济技术开发区"), "财政收入"),
            ("2018年1-7月重点项目投资进展情况", None, "重点项目投资"),
            ("各县区2023年前三季度规模以上工业增加值增速", None, "规模以上工业增加值"),
            ("云栖市2022年民生实事完成情况（截至8月底）", Some("云栖市"), "民生实事"),
            ("栖梧县2021年1—6月主要经济指标", Some("栖梧县"), "经济"),
        ] {
            let found = region(&[title.to_owned()], &Nothing::default()).map(|(name, _)| name);
            assert_eq!(found.as_deref(), place, "{title}");
            assert_eq!(theme(title, place), about, "{title}");
        }
    }
}
