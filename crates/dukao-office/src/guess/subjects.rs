//! Which indicator, which unit and which stage the figures of a column are of.

use dukao_core::ledger::Measure;

use super::claims::What;
use super::decided::{Decided, Meaning, When};
use super::heads::Scope;
use super::names;
use super::roles::is_unit;
use super::vocabulary::{Label, Sense};
use crate::batch::Known;
use crate::mapping::words::Item;

/// Settles indicator, unit across and stage of every column of figures.
pub(super) fn settle(decided: &mut Decided<'_>, known: &dyn Known) {
    let rests = rests(decided, known);
    if decided.indicators_in_rows() {
        super::crossed::settle(decided, &rests, known);
    } else {
        name_indicators(decided, &rests, known);
        growth_by_itself(decided, known);
        ranks_of_growth(decided);
        goals_of_growth(decided);
    }
    stages(decided);
}

/// What is left of each head, units across taken off.
fn rests(decided: &mut Decided<'_>, known: &dyn Known) -> Vec<String> {
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
fn without_deed(rest: &str) -> &str {
    ["已", "实际", "计划", "目标"]
        .iter()
        .fold(rest, |rest, start| rest.strip_prefix(start).filter(|rest| rest.chars().count() > 1).unwrap_or(rest))
}

/// 开工 of 已开工数, 计划开工: what plans and deeds share.
fn stem(rest: &str) -> String {
    let mut text = rest;
    for start in ["已", "实际", "计划", "累计", "本年", "应"] {
        text = text.strip_prefix(start).filter(|rest| !rest.is_empty()).unwrap_or(text);
    }
    for end in ["个数", "数量", "数", "额", "情况", "资金额"] {
        text = text.strip_suffix(end).filter(|rest| !rest.is_empty()).unwrap_or(text);
    }
    text.to_owned()
}

pub(super) fn name_indicators(decided: &mut Decided<'_>, rests: &[String], known: &dyn Known) {
    let mut names = names_by_column(decided, rests, known);
    if names.iter().flatten().next().is_none() {
        let theme = decided.facts.theme.clone();
        let name = (!theme.is_empty()).then_some(theme);
        for (at, slot) in names.iter_mut().enumerate() {
            if decided.columns.get(at).is_some_and(|column| column.what().is_some()) {
                slot.clone_from(&name);
            }
        }
    } else {
        inherit(decided, &mut names);
    }
    for (column, name) in decided.columns.iter_mut().zip(names) {
        if column.what().is_some() && column.indicator.is_none() {
            column.indicator = name;
        }
    }
}

/// The indicator that each head names itself.
fn names_by_column(decided: &Decided<'_>, rests: &[String], known: &dyn Known) -> Vec<Option<String>> {
    let stems: Vec<String> = rests.iter().map(|rest| stem(rest)).collect();
    let mut names = Vec::new();
    for (at, rest) in rests.iter().enumerate() {
        let figures = decided.columns.get(at).is_some_and(|column| column.what().is_some());
        if rest.is_empty() || !figures {
            names.push(None);
            continue;
        }
        // Columns of one stem are of one indicator; the name is that of what was done.
        let own = stems.get(at);
        let same =
            rests.iter().zip(&stems).enumerate().filter(|(_, (rest, stem))| Some(*stem) == own && !rest.is_empty());
        let deed = same.clone().find(|(other, _)| {
            decided.columns.get(*other).and_then(super::decided::Column::what) == Some(What::Amount)
        });
        let rest = deed.map_or(rest, |(_, (rest, _))| rest);
        // 产值增速 beside 总产值 is of it.
        let amounts = rests.iter().enumerate().filter(|(other, _)| {
            decided.columns.get(*other).and_then(super::decided::Column::what) == Some(What::Amount)
        });
        let goes_on = |other: &&String| other.ends_with(rest.as_str()) || other.starts_with(rest.as_str());
        let mut longer: Vec<&String> = amounts.map(|(_, other)| other).filter(goes_on).collect();
        longer.dedup();
        let rest = match longer.as_slice() {
            [one] => *one,
            _ => rest,
        };
        let rest = if names::exactly(rest).is_some() { rest.as_str() } else { without_deed(rest) };
        names.push(Some(full_name(rest, &decided.facts.theme, known)));
    }
    names
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

/// Heads without a name belong to the named one of their group, at their left, or to the only one.
fn inherit(decided: &Decided<'_>, names: &mut [Option<String>]) {
    let mut distinct: Vec<String> = names.iter().flatten().cloned().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let only = match distinct.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let own = names.to_vec();
    let figures = |at: &usize| decided.columns.get(*at).is_some_and(|column| column.what().is_some());
    // What only rates name says nothing of the amounts beside them.
    let of_amounts = |at: &usize| decided.columns.get(*at).is_some_and(super::decided::Column::is_amount);
    let amounts_named = (0..names.len()).filter(of_amounts).any(|at| own.get(at).is_some_and(Option::is_some));
    let theme = Some(decided.facts.theme.clone()).filter(|theme| !theme.is_empty());
    for at in (0..names.len()).filter(figures) {
        if own.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let follows = decided.columns.get(at).is_some_and(|column| {
            column.what() == Some(What::Growth)
                || matches!(column.what(), Some(What::Fixed(Item::Measure(Measure::Rank))))
        });
        if !amounts_named && (of_amounts(&at) || !follows) && (0..names.len()).any(|at| of_amounts(&at)) {
            if let Some(slot) = names.get_mut(at) {
                slot.clone_from(&theme);
            }
            continue;
        }
        // 本月止累计 before 其中：工业投资/本月止累计 is of what the table is about.
        if twice(decided, &own, at) && theme.is_some() && theme != only {
            if let Some(slot) = names.get_mut(at) {
                slot.clone_from(&theme);
            }
            continue;
        }
        let left = (0..at).rev().filter(figures).find_map(|other| own.get(other).cloned().flatten());
        let right = (at + 1..names.len()).filter(figures).find_map(|other| own.get(other).cloned().flatten());
        let goal = decided.columns.get(at).is_some_and(|column| {
            matches!(column.what(), Some(What::Fixed(Item::Floor | Item::Stretch | Item::Stage)))
        });
        let found = only.clone().or(if goal { right.clone().or(left.clone()) } else { left.or(right) });
        if let Some(slot) = names.get_mut(at) {
            *slot = found;
        }
    }
}

/// Whether a column without a name says the same as one behind it that has a name.
fn twice(decided: &Decided<'_>, names: &[Option<String>], at: usize) -> bool {
    let first = names.iter().position(Option::is_some);
    let Some(column) = decided.columns.get(at).filter(|_| first.is_some_and(|first| at < first)) else { return false };
    decided.figures().any(|(other, own)| {
        names.get(other).is_some_and(Option::is_some)
            && (own.what(), own.scope, &own.when, &own.about)
                == (column.what(), column.scope, &column.when, &column.about)
    })
}

/// An indicator of which only growth is printed is the growth rate itself, unless the region has it.
fn growth_by_itself(decided: &mut Decided<'_>, known: &dyn Known) {
    let mut all: Vec<String> = decided.figures().filter_map(|(_, column)| column.indicator.clone()).collect();
    all.sort_unstable();
    all.dedup();
    for name in all {
        let of = |column: &super::decided::Column| column.indicator.as_deref() == Some(name.as_str());
        let grows = decided.figures().any(|(_, column)| of(column) && column.what() == Some(What::Growth));
        let amounts = decided.figures().any(|(_, column)| of(column) && column.is_amount() && !is_percent_goal(column));
        let held =
            known.years().iter().any(|year| known.framework(*year).is_some_and(|held| held.find(&name).is_some()));
        if !grows || amounts || held {
            continue;
        }
        let rate =
            if name.ends_with('速') || name.ends_with("增长率") { name.clone() } else { format!("{name}增速") };
        for column in decided.columns.iter_mut().filter(|column| column.indicator.as_deref() == Some(name.as_str())) {
            column.indicator = Some(rate.clone());
            if column.meaning == Meaning::Figures(What::Growth) {
                column.meaning = Meaning::Figures(What::Amount);
                column.unit = dukao_core::quantity::UnitOfMeasure::parse("%").ok();
                column.because(format!("表里只有增速，按指标“{rate}”读"));
            }
        }
    }
}

fn is_percent_goal(column: &super::decided::Column) -> bool {
    matches!(column.what(), Some(What::Fixed(Item::Floor | Item::Stretch | Item::Stage)))
        && column.unit.as_ref().is_some_and(|unit| unit.as_str() == "%")
}

/// Whether two heads say the same of time: a place of July beside one of January to July is no place by growth.
fn same_time(decided: &Decided<'_>, one: usize, other: usize) -> bool {
    let scope = |at: usize| decided.draft.columns.get(at).and_then(|col| col.head.scope(decided.facts.moment));
    scope(one) == scope(other)
}

/// Beside a place by amount, a place by growth is of the growth rate.
fn ranks_of_growth(decided: &mut Decided<'_>) {
    let rank = What::Fixed(Item::Measure(Measure::Rank));
    let ranks: Vec<usize> =
        decided.figures().filter(|(_, column)| column.what() == Some(rank)).map(|(at, _)| at).collect();
    for at in &ranks {
        let Some(column) = decided.columns.get(*at) else { continue };
        let twice = ranks.iter().filter(|other| {
            decided
                .columns
                .get(**other)
                .is_some_and(|other| (&other.indicator, &other.about) == (&column.indicator, &column.about))
                && same_time(decided, **other, *at)
        });
        let rate =
            decided.columns.iter().take(*at).rev().find(|left| left.what().is_some() && left.what() != Some(rank));
        let says = decided.draft.columns.get(*at).is_some_and(|col| col.head.says(Sense::Growth));
        let named = decided
            .draft
            .columns
            .get(*at)
            .is_some_and(|col| col.head.says(Sense::Amount) || col.head.says(Sense::Completion));
        let of_growth = says || (!named && rate.is_some_and(|left| left.what() == Some(What::Growth)));
        if twice.count() > 1 && of_growth {
            let name = column.indicator.as_ref().map(|name| format!("{name}增速"));
            if let Some(column) = decided.columns.get_mut(*at) {
                column.indicator = name;
                column.because("有几个位次，这一个是增速的位次");
            }
        }
    }
}

/// Targets in % of indicators in other units are growth targets.
fn goals_of_growth(decided: &mut Decided<'_>) {
    let goals: Vec<usize> = decided.figures().filter(|(_, column)| is_percent_goal(column)).map(|(at, _)| at).collect();
    for at in goals {
        let Some(column) = decided.columns.get(at) else { continue };
        let name = column.indicator.clone();
        let same = |other: &super::decided::Column| other.indicator == name;
        let amount_goal = decided.figures().any(|(_, other)| {
            same(other)
                && !is_percent_goal(other)
                && matches!(other.what(), Some(What::Fixed(Item::Floor | Item::Stretch | Item::Stage)))
        });
        let rate = decided.figures().any(|(_, other)| {
            same(other)
                && other.what() == Some(What::Amount)
                && other.unit.as_ref().is_some_and(|unit| unit.as_str() == "%")
        });
        if let Some(column) = decided.columns.get_mut(at) {
            if amount_goal {
                column.indicator = name.map(|name| format!("{name}增速"));
            } else if !rate {
                column.growth_goal = true;
                column.because("目标用%，是增速目标");
            }
        }
    }
}

/// The stage of stage targets: from the head, a column, or else up to the table's period.
fn stages(decided: &mut Decided<'_>) {
    let column_of_stages = decided.label(Label::Stage).is_some();
    let has_period = decided.facts.moment.period.is_some();
    for (col, column) in decided.draft.columns.iter().zip(&mut decided.columns) {
        if column.what() != Some(What::Fixed(Item::Stage)) || column.stage.is_some() {
            continue;
        }
        let named = col.head.path.iter().rev().find_map(|text| {
            let (plain, found) = crate::mapping::stretch::stretches(text);
            let one = found.into_iter().find(|one| one.span.is_some())?;
            plain.get(one.start..one.end).map(str::to_owned)
        });
        if column_of_stages {
            column.because("阶段写在另一列");
        } else if let Some(stage) = named {
            column.because(format!("列头写着“{stage}”"));
            column.stage = Some(stage);
        } else if has_period {
            column.because("没有写阶段，按到本期为止");
            column.stage = Some("1-{月}月".to_owned());
        } else {
            column.question = Some("是哪个阶段的目标".to_owned());
            column.sure = 40;
        }
        column.scope = Some(Scope::ToDate);
        column.when = When::Table;
    }
}
