//! Names of indicators out of heads and titles: what is left of a head, and what it is called in full.

use super::decided::Decided;
use super::names;
use super::roles::is_unit;
use super::vocabulary::Label;
use crate::batch::Known;

/// What is left of each head, units across taken off.
pub(super) fn rests(decided: &mut Decided<'_>, known: &dyn Known) -> Vec<String> {
    let across = decided.label(Label::Unit).is_none();
    let place = decided.facts.region.as_ref().map_or("", |(name, _)| name.as_str());
    let mut all = Vec::new();
    for (col, column) in decided.draft.columns.iter().zip(&mut decided.columns) {
        let mut parts: Vec<String> = Vec::new();
        if column.what().is_some() {
            for rest in col.head.rests.iter().filter(|rest| !rest.is_empty()) {
                if across && is_unit(rest, known) {
                    column.about = Some(rest.clone());
                    continue;
                }
                let own = without_place(rest, place);
                if !own.is_empty() && parts.last() != Some(&own) {
                    parts.push(own);
                }
            }
        }
        all.push(joined(&parts));
    }
    all
}

/// Upper and lower head as one name; a lower head that repeats the upper is enough.
fn joined(parts: &[String]) -> String {
    let mut name = String::new();
    for part in parts {
        if part.contains(&name) {
            name.clone_from(part);
        } else if !name.contains(part.as_str()) {
            let complete =
                names::exactly(part).is_some() && names::exactly(&name).is_none_or(|_| part.chars().count() > 3);
            if complete { name.clone_from(part) } else { name.push_str(part) }
        }
    }
    name
}

fn without_place(rest: &str, place: &str) -> String {
    let mut text = rest.replace(place, "");
    if place.is_empty() {
        rest.clone_into(&mut text);
    }
    for word in ["全市", "全省", "全区", "全县", "各地", "我市", "我区", "我县", "本市", "其中:"] {
        text = text.strip_prefix(word).unwrap_or(&text).to_owned();
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !"()".contains(c));
    let known = [
        "年",
        "月",
        "份",
        "数",
        "额",
        "值",
        "项",
        "个",
        "已",
        "实",
        "率",
        "同",
        "较",
        "应",
        "年度",
        "全年",
        "及",
        "占",
        "平均",
        "均值",
        "同月",
        "去年同月",
        "上年同月",
    ];
    if known.contains(&text) { String::new() } else { text.to_owned() }
}

/// 开工数 of 已开工数.
pub(super) fn without_deed(rest: &str) -> &str {
    ["已", "实际", "计划", "目标"]
        .iter()
        .fold(rest, |rest, start| rest.strip_prefix(start).filter(|rest| rest.chars().count() > 1).unwrap_or(rest))
}

/// 开工 of 已开工数, 计划开工: what plans and deeds share.
pub(super) fn stem(rest: &str) -> String {
    let mut text = rest;
    for start in ["已", "实际", "计划", "累计", "本年", "应"] {
        text = text.strip_prefix(start).filter(|rest| !rest.is_empty()).unwrap_or(text);
    }
    for end in ["个数", "数量", "数", "额", "情况", "资金额"] {
        text = text.strip_suffix(end).filter(|rest| !rest.is_empty()).unwrap_or(text);
    }
    text.to_owned()
}

/// Names that say nothing without what the table is about.
const COUNTS: [&str; 9] =
    ["开工数", "竣工数", "新开工数", "投产数", "项目数", "项目个数", "开工项目数", "竣工项目数", "投资"];
/// Themes of tables about many things.
const BROAD: [&str; 8] = ["经济", "指标", "目标", "双过半", "对比", "高质量", "考核", "民生实事"];

/// 投资 under 重点项目 is 重点项目投资; what is a name by itself stays.
pub(super) fn full_name(rest: &str, theme: &str, known: &dyn Known) -> String {
    let short = stem(rest);
    if short == theme || (short != rest && names::exactly(rest).is_none() && names::exactly(&short).is_some()) {
        return short;
    }
    let held = known.years().iter().any(|year| known.framework(*year).is_some_and(|held| held.find(rest).is_some()));
    let specific = names::exactly(theme).is_none() && !BROAD.iter().any(|broad| theme.contains(broad));
    if COUNTS.contains(&rest) && specific && !theme.is_empty() {
        return if theme.ends_with(rest) { theme.to_owned() } else { format!("{theme}{rest}") };
    }
    let whole = names::exactly(rest).is_some() && !(theme.contains(rest) && names::exactly(theme).is_some());
    if held || whole || theme.is_empty() || rest.contains(theme) {
        return rest.to_owned();
    }
    // 零售额 under 社会消费品零售总额, 投资额 under 工业投资: the theme says it in full.
    if theme.ends_with(rest) || (short.chars().count() > 1 && theme.contains(&short)) {
        return theme.to_owned();
    }
    if let Some(common) = theme.strip_suffix("收支")
        && matches!(rest, "收入" | "支出")
    {
        return format!("{common}{rest}");
    }
    if names::inside(rest).is_some() {
        return rest.to_owned();
    }
    let generic = rest.chars().count() <= 6 && !rest.is_ascii();
    if generic && specific { format!("{theme}{rest}") } else { rest.to_owned() }
}
