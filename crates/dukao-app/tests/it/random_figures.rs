//! Random figures: every stretch of a year, standings beside each other, both series, remarks, words.

use std::collections::BTreeSet;

use crate::chance::{Chance, Fields};
use crate::random_region::Known;

const RATES: [&str; 8] = ["累计增速", "当月增速", "完成率", "阶段完成率", "拉动", "贡献率", "占比", "位次"];
const AMOUNTS: [&str; 6] = ["累计", "当月", "上年同期累计", "上年同期当月", "增减额", "短收超收"];

/// What makes a figure one of its kind in an import.
type Key = (String, String, String, String, String, &'static str);

/// The rows of one import.
pub(crate) fn rows(chance: &mut Chance, known: &[Known], codes: &[String]) -> Vec<Fields> {
    let mut said: BTreeSet<Key> = BTreeSet::new();
    let count = 40 + chance.below(40);
    (0..count).filter_map(|_| row(chance, known, codes, &mut said)).collect()
}

fn row(chance: &mut Chance, known: &[Known], codes: &[String], said: &mut BTreeSet<Key>) -> Option<Fields> {
    // Few subjects, so that stretches and standings of the same figure meet.
    let indicator = chance.one(known).clone();
    let unit = chance.one(&codes[..3]).clone();
    let period = period(chance, indicator.year);
    let standing = (*chance.one(&["草稿", "上报", "审核", "核定", "核定", ""])).to_owned();
    let origin = (*chance.one(&["申报", "认定", "申报", ""])).to_owned();
    let mut row: Fields = vec![
        ("指标", indicator.code.clone()),
        ("单位", if unit == "Q0" && chance.once_in(2) { String::new() } else { unit.clone() }),
        ("期间", period.clone()),
        ("快慢", (*chance.one(&["预计", "快报", "年报", ""])).to_owned()),
        ("状态", standing.clone()),
        ("数源", origin.clone()),
    ];
    if chance.once_in(3) {
        row.push(("备注", chance.text()));
    }
    let standing = if standing.is_empty() { "核定".to_owned() } else { standing };
    let origin = if origin.is_empty() { "申报".to_owned() } else { origin };
    let mut new = |measure: &'static str| {
        let subject = (indicator.code.clone(), unit.clone(), period.clone());
        said.insert((subject.0, subject.1, subject.2, standing.clone(), origin.clone(), measure))
    };
    let before = row.len();
    if indicator.kind == "节点" {
        if chance.once_in(2) && new("进展") {
            row.push(("进展", chance.text()));
        }
        if new("完成") {
            row.push(("完成", (*chance.one(&["是", "否", "2018-06-28", "×", "—"])).to_owned()));
        }
    } else {
        for measure in AMOUNTS {
            if chance.once_in(3) && new(measure) {
                row.push((measure, amount(chance)));
            }
        }
        for measure in RATES {
            if chance.once_in(6) && new(measure) {
                row.push((measure, rate(chance, measure)));
            }
        }
        if chance.once_in(2) {
            row.push(("计量单位", (*chance.one(indicator.units)).to_owned()));
        }
    }
    (row.len() > before).then_some(row)
}

fn amount(chance: &mut Chance) -> String {
    match chance.below(12) {
        0 => "×".to_owned(),
        1 => "—".to_owned(),
        2 => "不可比".to_owned(),
        3 => "123456789012345.67".to_owned(),
        4 => "0.00".to_owned(),
        _ => chance.decimal(6),
    }
}

fn rate(chance: &mut Chance, measure: &str) -> String {
    if measure == "位次" {
        return (1 + chance.below(20)).to_string();
    }
    match chance.below(8) {
        0 => "×".to_owned(),
        1 => "不可比".to_owned(),
        2 => format!("{}个百分点", chance.decimal(2)),
        3 => format!("{}%", chance.decimal(2)),
        _ => chance.decimal(3),
    }
}

fn period(chance: &mut Chance, year: i16) -> String {
    match chance.below(10) {
        0 => format!("{year}年1—2月"),
        1 => format!("{year}-Q{}", 1 + chance.below(4)),
        2 => format!("{year}-H{}", 1 + chance.below(2)),
        3 => format!("{year}年前三季度"),
        4 => format!("{year}"),
        5 => format!("{year}-W{:02}", 1 + chance.below(52)),
        _ => format!("{year}-{:02}", 1 + chance.below(12)),
    }
}
