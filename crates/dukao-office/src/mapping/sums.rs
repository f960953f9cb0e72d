//! 合计关系 of wide tables.

use std::collections::BTreeSet;

use dukao_core::organisation::Partition;

use super::indicators::Made;
use super::layout::Layout;
use super::spec::{Mapping, Sum};
use super::units::Units;
use crate::batch::{Batch, Placed};
use crate::lookup::place;
use crate::text::{Problems, nearest};

/// Makes one partition for every indicator for which some part has a figure.
pub(super) fn build(
    mapping: &Mapping,
    layout: &Layout<'_>,
    units: &Units<'_>,
    made: &Made,
    wrong: &mut Problems,
    batch: &mut Batch,
) {
    let told: BTreeSet<(String, String)> = batch
        .observations
        .iter()
        .map(|one| (one.indicator.clone(), one.unit.clone()))
        .chain(batch.targets.iter().map(|one| (one.value.indicator.clone(), one.value.unit.clone())))
        .collect();
    for sum in &mapping.sums {
        let Some((total, parts)) = members(sum, units, wrong) else { continue };
        let mut codes: Vec<&str> = Vec::new();
        for (code, name) in made.additive() {
            let meant = sum.indicator.as_ref().is_none_or(|wanted| wanted.value == code || wanted.value == name);
            let has = parts.iter().any(|part| told.contains(&(code.to_owned(), part.clone())));
            if meant && has && !codes.contains(&code) {
                codes.push(code);
            }
        }
        if codes.is_empty() {
            let span = sum.indicator.as_ref().map_or_else(|| sum.total.span.clone(), |wanted| wanted.span.clone());
            wrong.push(span, format!("划分“{}”没有一个指标有数", sum.name)).hint("检查分项的写法和指标的名称");
        }
        for code in codes {
            let value = Partition {
                name: sum.name.clone(),
                indicator: Some(code.to_owned()),
                total: total.clone(),
                parts: parts.clone(),
            };
            batch.partitions.push(Placed { place: place(layout.number, layout.head.0, 0), value });
        }
    }
}

/// The total and the parts; what cannot be found is reported in the mapping file.
fn members(sum: &Sum, units: &Units<'_>, wrong: &mut Problems) -> Option<(String, Vec<String>)> {
    let mut missing = false;
    let total = units.existing(&sum.total.value);
    let mut parts: Vec<String> = Vec::new();
    let unknown = std::iter::once(&sum.total).filter(|_| total.is_none());
    let unknown = unknown.chain(sum.parts.iter().filter(|part| units.part(&part.value).is_none()));
    for word in unknown {
        let hint = match nearest(&word.value, units.words()) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("可用：{}", units.words().join("、")),
        };
        wrong.push(word.span.clone(), format!("表里没有“{}”这个类别或单位", word.value)).hint(hint);
        missing = true;
    }
    for code in sum.parts.iter().filter_map(|part| units.part(&part.value)).flatten() {
        if Some(&code) != total.as_ref() && !parts.contains(&code) {
            parts.push(code);
        }
    }
    if !missing && parts.len() < 2 {
        wrong
            .push(sum.total.span.clone(), format!("划分“{}”不足两个分项", sum.name))
            .hint("写上全部分项，类别或单位名称都可以");
        missing = true;
    }
    total.filter(|_| !missing).map(|total| (total, parts))
}
