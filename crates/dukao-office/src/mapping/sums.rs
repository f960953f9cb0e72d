//! 合计关系 of wide tables.

use std::collections::BTreeSet;

use dukao_core::framework::{Framework, Indicator};
use dukao_core::organisation::Partition;

use super::head_text::bare_name;
use super::indicators::Made;
use super::layout::Layout;
use super::spec::{Mapping, Sum, SumBy};
use super::units::Units;
use crate::batch::{Batch, Known, Placed};
use crate::text::{Problems, Spanned, nearest};
use crate::typed::not_addable;

/// Makes the partitions the mapping file tells of.
pub(super) fn build(
    mapping: &Mapping,
    layout: &Layout<'_>,
    units: &Units<'_>,
    made: &Made,
    known: &dyn Known,
    wrong: &mut Problems,
    batch: &mut Batch,
) {
    let at = layout.place(layout.head.0, 0);
    let mut found: Vec<Partition> = Vec::new();
    for sum in &mapping.sums {
        match &sum.by {
            SumBy::Units { total, parts } => {
                let wanted = Wanted { sum, total, parts };
                found.extend(by_units(&wanted, units, made, batch, wrong));
            }
            SumBy::Indicators { whole, parts } => {
                found.extend(by_indicators(&sum.name, whole, parts, made, known, wrong));
            }
        }
    }
    batch.partitions.extend(found.into_iter().map(|value| Placed { place: at, value }));
}

/// A sum over units.
struct Wanted<'s> {
    sum: &'s Sum,
    total: &'s Spanned<String>,
    parts: &'s [Spanned<String>],
}

/// One partition for every indicator for which some part has a figure.
fn by_units(
    wanted: &Wanted<'_>,
    units: &Units<'_>,
    made: &Made,
    batch: &Batch,
    wrong: &mut Problems,
) -> Vec<Partition> {
    let sum = wanted.sum;
    let Some((total, parts)) = members(wanted, units, wrong) else { return Vec::new() };
    let told: BTreeSet<(&str, &str)> = batch
        .observations
        .iter()
        .map(|one| (one.indicator.as_str(), one.unit.as_str()))
        .chain(batch.targets.iter().map(|one| (one.value.indicator.as_str(), one.value.unit.as_str())))
        .collect();
    let mut codes: Vec<&str> = Vec::new();
    for one in made.all().filter(|one| one.kind.accumulates()) {
        let meant = sum.indicator.as_ref().is_none_or(|word| word.value == one.code || word.value == one.name);
        let has = parts.iter().any(|part| told.contains(&(one.code.as_str(), part.as_str())));
        if meant && has && !codes.contains(&one.code.as_str()) {
            codes.push(&one.code);
        }
    }
    if codes.is_empty() {
        let span = sum.indicator.as_ref().map_or_else(|| wanted.total.span.clone(), |word| word.span.clone());
        wrong.push(span, format!("划分“{}”没有一个指标有数", sum.name)).hint("检查分项的写法和指标的名称");
    }
    let one = |code: &str| Partition {
        name: sum.name.clone(),
        indicator: Some(code.to_owned()),
        total: total.clone(),
        parts: parts.clone(),
        part_indicators: Vec::new(),
    };
    codes.into_iter().map(one).collect()
}

/// Indicators that make up another one, for every unit.
fn by_indicators(
    name: &str,
    whole: &Spanned<String>,
    parts: &[Spanned<String>],
    made: &Made,
    known: &dyn Known,
    wrong: &mut Problems,
) -> Option<Partition> {
    let total = indicator(whole, made, known, wrong);
    let mut codes: Vec<String> = Vec::new();
    let mut all_good = true;
    for word in parts {
        let Some(part) = indicator(word, made, known, wrong) else {
            all_good = false;
            continue;
        };
        let refusal = total.and_then(|total| refusal(total, part, &codes));
        if let Some(message) = refusal {
            wrong.push(word.span.clone(), message).hint("从分项指标里删去");
            all_good = false;
        } else {
            codes.push(part.code.clone());
        }
    }
    if all_good && codes.len() < 2 {
        wrong.push(whole.span.clone(), format!("划分“{name}”不足两个分项指标")).hint("写上全部分项指标");
        all_good = false;
    }
    let total = total.filter(|_| all_good)?;
    Some(Partition {
        name: name.to_owned(),
        indicator: Some(total.code.clone()),
        total: String::new(),
        parts: Vec::new(),
        part_indicators: codes,
    })
}

/// Why `part` cannot be one more part of `total`.
fn refusal(total: &Indicator, part: &Indicator, before: &[String]) -> Option<String> {
    if part.code == total.code {
        return Some("指标不能又是自己的分项".to_owned());
    }
    if before.contains(&part.code) {
        return Some(format!("分项指标“{}”重复", part.name));
    }
    not_addable(total.kind, &total.unit, part.kind, &part.unit)
}

/// The indicator of the table or of the region that a word means.
fn indicator<'i>(
    word: &Spanned<String>,
    made: &'i Made,
    known: &'i dyn Known,
    wrong: &mut Problems,
) -> Option<&'i Indicator> {
    let bare = bare_name(&word.value);
    let held = known.years().into_iter().rev().filter_map(|year| known.framework(year)).flat_map(Framework::iter);
    let fits = |one: &&Indicator| one.code == word.value || one.name == word.value || one.name == bare;
    let found = made.all().chain(held).find(fits);
    if found.is_none() {
        let names: Vec<&str> = made.all().map(|one| one.name.as_str()).collect();
        let hint = match nearest(&word.value, names.iter().copied()) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("可用：{}", names.join("、")),
        };
        wrong.push(word.span.clone(), format!("没有名为“{}”的指标", word.value)).hint(hint);
    }
    found
}

/// The total and the parts; what cannot be found is reported in the mapping file.
fn members(wanted: &Wanted<'_>, units: &Units<'_>, wrong: &mut Problems) -> Option<(String, Vec<String>)> {
    let Wanted { sum, total: total_word, parts: part_words } = *wanted;
    let mut missing = false;
    let total = units.existing(&total_word.value);
    let mut parts: Vec<String> = Vec::new();
    let unknown = std::iter::once(total_word).filter(|_| total.is_none());
    let unknown = unknown.chain(part_words.iter().filter(|part| units.part(&part.value).is_none()));
    for word in unknown {
        let hint = match nearest(&word.value, units.words()) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("可用：{}", units.words().join("、")),
        };
        wrong.push(word.span.clone(), format!("表里没有“{}”这个类别或单位", word.value)).hint(hint);
        missing = true;
    }
    for code in part_words.iter().filter_map(|part| units.part(&part.value)).flatten() {
        if Some(&code) != total.as_ref() && !parts.contains(&code) {
            parts.push(code);
        }
    }
    if !missing && parts.len() < 2 {
        wrong
            .push(total_word.span.clone(), format!("划分“{}”不足两个分项", sum.name))
            .hint("写上全部分项，类别或单位名称都可以");
        missing = true;
    }
    total.filter(|_| !missing).map(|total| (total, parts))
}
