//! What the columns are: names first, then figures by the words of their heads, by the names in them, and by
//! what the figures themselves prove.

use dukao_core::framework::ValueKind;
use dukao_core::ledger::Measure;

use super::claims::{What, claim, is_last_year};
use super::decided::{Column, Decided, Meaning, When};
use super::draft::{Col, Draft};
use super::facts::Facts;
use super::heads::Scope;
use super::roles::{Named, is_indicator, is_unit};
use super::vocabulary::Sense;
use super::{names, solve};
use crate::batch::Known;
use crate::mapping::words::Item;

/// Decides all columns as far as words and figures go.
pub(super) fn decide<'d>(
    draft: &'d Draft,
    facts: &'d Facts,
    named: &[Option<Named>],
    known: &dyn Known,
) -> Decided<'d> {
    let columns = draft
        .columns
        .iter()
        .zip(named.iter().chain(std::iter::repeat(&None)))
        .map(|(col, named)| named.as_ref().map_or_else(|| first(col, facts, known), Column::named))
        .collect();
    let mut decided = Decided { draft, facts, columns, crossed: false };
    months_across(&mut decided);
    years_across(&mut decided);
    growth_only(&mut decided);
    solve::unknown(&mut decided);
    decided
}

/// By the words of the head, or else by the name in it.
fn first(col: &Col, facts: &Facts, known: &dyn Known) -> Column {
    let claim = claim(col, facts.moment);
    let head = col.head.joined();
    let quoted: Vec<String> = claim.words.iter().map(|word| format!("“{word}”")).collect();
    if let Some(why) = claim.unread {
        return Column::new(Meaning::Unread, 90, format!("列头写着“{head}”：{why}"));
    }
    let progress = claim.what == Some(What::Fixed(Item::Measure(Measure::Progress)));
    if !col.is_numeric() && !progress {
        let why = if col.is_blank() { "这一列没有内容" } else { "这一列是文字，不是数" };
        return Column::new(Meaning::Unread, 85, why);
    }
    let mut column = match claim.what {
        Some(what) => {
            let time = if quoted.is_empty() {
                format!("列头写着“{head}”")
            } else {
                format!("列头写着{}", quoted.join("、"))
            };
            Column::new(Meaning::Figures(what), 95, time)
        }
        None => by_name(col, facts, known),
    };
    if progress && col.is_numeric() {
        column.meaning = Meaning::Figures(What::Fixed(Item::Measure(Measure::Completion)));
        column.sure = 70;
    }
    column.scope = claim.scope;
    column.adjusted = claim.adjusted;
    column.unit.clone_from(&col.head.unit);
    if claim.previous {
        column.when = When::Previous;
        column.scope = Some(Scope::OneMonth);
        column.because("是上月的数");
    }
    if is_last_year(&col.head, facts.moment) && column.what() == Some(What::Base) {
        column.because(format!("列头的年份比{}早一年", facts.moment.year.unwrap_or_default()));
    }
    column
}

/// A head that only names an indicator or a unit holds its amounts.
fn by_name(col: &Col, facts: &Facts, known: &dyn Known) -> Column {
    let rest = col.head.rest();
    let percent = col.head.is_percent() || (col.percents * 2 > col.figures && col.figures > 0);
    let amount = |sure, reason: String| Column::new(Meaning::Figures(What::Amount), sure, reason);
    let common = names::inside(&rest);
    if !rest.is_empty() && is_unit(&rest, known) {
        let mut column = amount(90, format!("列头“{rest}”是单位"));
        column.about = Some(rest);
        return column;
    }
    if percent {
        let flows = common.is_some_and(|one| one.kind.accumulates() || one.kind == ValueKind::Level)
            || rest.is_empty() && facts.growth;
        if flows {
            return Column::new(Meaning::Figures(What::Growth), 85, format!("“{rest}”是数额，用%的是增速"));
        }
        if common.is_some() || rest.ends_with('率') || rest.ends_with("比例") {
            return amount(90, format!("列头写着“{rest}”，本身就是百分数"));
        }
        return Column::new(Meaning::Unknown, 20, format!("列头“{}”只看得出是百分数", col.head.joined()));
    }
    if common.is_some() || (!rest.is_empty() && is_indicator(&rest, known)) {
        return amount(90, format!("列头写着指标“{rest}”"));
    }
    if !rest.is_empty() && col.head.unit.is_some() {
        return amount(80, format!("列头写着“{rest}”和计量单位"));
    }
    Column::new(Meaning::Unknown, 10, format!("列头“{}”没有认得的字眼", col.head.joined()))
}

/// Heads that are months one after the other: each column is of its own month.
fn months_across(decided: &mut Decided<'_>) {
    let mut months: Vec<(usize, String, bool, Option<i16>)> = Vec::new();
    for (at, column) in decided.figures() {
        let Some(col) = decided.draft.columns.get(at) else { continue };
        let Some(one) = col.head.stretches.iter().find(|one| one.span.is_some() && !one.day) else { continue };
        let text = col
            .head
            .path
            .iter()
            .find(|text| crate::mapping::stretch::stretches(text).1.iter().any(|own| own.span == one.span));
        let whole = text.map_or_else(String::new, |text| stretch_text(text));
        if matches!(column.what(), Some(What::Amount | What::Growth)) && !whole.is_empty() {
            months.push((at, whole, one.to_date, one.year));
        }
    }
    let distinct = |wanted: bool| {
        let mut texts: Vec<&str> =
            months.iter().filter(|(_, _, to_date, _)| *to_date == wanted).map(|(_, text, ..)| text.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        texts.len()
    };
    let (singles, to_date) = (distinct(false), distinct(true));
    if singles < 3 && to_date < 3 && !(singles == 2 && to_date == 1) {
        return;
    }
    let titled =
        |words: &[&str]| decided.facts.titles.iter().any(|title| words.iter().any(|word| title.contains(word)));
    let planned =
        titled(&["分解", "计划", "目标", "任务", "安排", "预期"]) && !titled(&["完成", "进展", "进度", "实绩", "执行"]);
    for (at, text, to_date, _) in months {
        let Some(column) = decided.columns.get_mut(at) else { continue };
        column.scope = Some(if to_date && !is_joint_start(&text, singles) { Scope::ToDate } else { Scope::OneMonth });
        column.because(format!("各列是不同的月份，这一列是{text}"));
        if planned {
            column.because("标题写的是目标、计划，不是完成数");
            if to_date {
                column.meaning = Meaning::Figures(What::Fixed(Item::Stage));
                column.stage = Some(text);
                column.sure = 75;
            } else {
                column.question = Some("是计划还是完成数？".to_owned());
                column.others = vec!["当月", "不读"];
                column.sure = 40;
            }
            continue;
        }
        column.when = When::Named(text);
    }
}

/// 1—2月 as the first of single months is the joint report of both, not a running total.
fn is_joint_start(text: &str, singles: usize) -> bool {
    singles >= 2 && matches!(text.trim_end_matches('份'), "1-2月" | "一季度" | "第一季度" | "1季度" | "第1季度")
}

/// The stretch inside a head, as it is written.
fn stretch_text(text: &str) -> String {
    let (plain, found) = crate::mapping::stretch::stretches(text);
    found.iter().find(|one| one.span.is_some()).and_then(|one| plain.get(one.start..one.end)).unwrap_or("").to_owned()
}

/// Heads that are three years or more: only those of the table's year and the year before have a place.
fn years_across(decided: &mut Decided<'_>) {
    let Some(year) = decided.facts.moment.year else { return };
    for (col, column) in decided.draft.columns.iter().zip(&mut decided.columns) {
        let Some(own) = col.head.year() else { continue };
        if own < year - 1 && column.what().is_some() {
            column.meaning = Meaning::Unread;
            column.because(format!("{own}年的数不属于这张表的期间，要读就单独导入"));
        }
    }
}

/// A table of growth rates only: its title says so, and no column has amounts.
fn growth_only(decided: &mut Decided<'_>) {
    let percent = decided.facts.unit.as_ref().is_some_and(|unit| unit.as_str() == "%");
    let amounts = decided.figures().any(|(_, column)| {
        column.what() == Some(What::Amount) && column.unit.as_ref().is_some_and(|unit| unit.as_str() != "%")
    });
    let has_growth = decided.figures().any(|(_, column)| column.what() == Some(What::Growth));
    if !(decided.facts.growth || percent) || amounts || has_growth {
        return;
    }
    let theme = names::inside(&decided.facts.theme);
    let flows = theme.is_none_or(|one| one.kind.accumulates() || one.kind == ValueKind::Level);
    if percent && !decided.facts.growth && (!flows || theme.is_none()) {
        return;
    }
    for (col, column) in decided.draft.columns.iter().zip(&mut decided.columns) {
        let names_ratio = names::inside(&col.head.rest()).is_some_and(|one| one.kind == ValueKind::Ratio);
        let told = col.head.says(Sense::Target) || names_ratio;
        if column.what() == Some(What::Amount) && !told && !column.fixed {
            column.meaning = Meaning::Figures(What::Growth);
            column.because(if percent {
                "整张表的计量单位是%，又是数额类指标"
            } else {
                "标题写着是增速"
            });
        }
    }
}
