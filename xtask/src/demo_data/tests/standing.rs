//! The front page of the story: who is behind, and the ranks that were lost.

use std::collections::BTreeMap;

use super::{Cells, cell, data, end_of, find, number, table};
use crate::demo_data::fixed::Fixed;

/// Where an indicator stands against what is due.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Behind,
    OnPace,
    NotYetKnown,
}

/// The share of the year's target that is due by the end of the month, as `part ÷ whole`.
fn due(data: &[Cells], target: &Cells, month: &str) -> (Fixed, Fixed) {
    let number_of_month: i64 = month.split_once('-').unwrap().1.parse().unwrap();
    let (code, one) = (target["指标"].as_str(), number("1"));
    match target["进度方式"].as_str() {
        "均衡" => (Fixed::new(number_of_month, 0), number("12")),
        "上年同期" => {
            let last_year = |month: &str| find(data, code, "", month, "累计").unwrap();
            (last_year(&month.replace("2018", "2017")), last_year("2017-12"))
        }
        "自定" | "分段" => {
            let points = target["进度节点"].split('；').map(|point| point.split_once(':').unwrap());
            let mut reached = points.filter(|(at, _)| at.parse::<i64>().unwrap() <= number_of_month);
            (reached.next_back().map_or(number("0"), |(_, share)| number(share)), one)
        }
        _ => (one, one),
    }
}

fn standing(data: &[Cells], indicator: &Cells, target: &Cells) -> Standing {
    let code = indicator["代码"].as_str();
    let own = data.iter().filter(|row| row["指标"] == code && cell(row, "单位").is_empty());
    let latest = own
        .filter(|row| !cell(row, "累计").is_empty() && row["期间"].starts_with("2018"))
        .map(|row| end_of(&row["期间"]))
        .max();
    let (Some(month), false) = (latest, target["目标类型"] == "无") else {
        return Standing::NotYetKnown;
    };
    let (part, whole) = due(data, target, &month);
    let actual = find(data, code, "", &month, "累计").unwrap().times(whole, 6).unwrap();
    let required = number(&target["确保"]).times(part, 6).unwrap();
    let short = if indicator["方向"] == "越高越好" { required.minus(actual) } else { actual.minus(required) };
    let is_short = short.unwrap().units(6).unwrap() > 0;
    if is_short { Standing::Behind } else { Standing::OnPace }
}

#[test]
fn of_64_indicators_28_are_behind_23_on_pace_and_13_cannot_be_judged() {
    let (data, targets) = (data(), table("03-目标-2018.csv"));
    let mut counts: BTreeMap<Standing, usize> = BTreeMap::new();
    for indicator in table("02-指标-2018.csv") {
        let of_district = |row: &&Cells| row["指标"] == indicator["代码"] && row["单位"].is_empty();
        let target = targets.iter().find(of_district).unwrap();
        *counts.entry(standing(&data, &indicator, target)).or_default() += 1;
    }
    let expected = [(Standing::Behind, 28), (Standing::OnPace, 23), (Standing::NotYetKnown, 13)];
    assert_eq!(counts, BTreeMap::from(expected));
}

#[test]
fn of_14_headline_indicators_10_rank_below_fifth_and_4_in_the_last_three() {
    let data = data();
    let ranked = data.iter().filter(|row| cell(row, "单位") == "Q00" && !cell(row, "位次").is_empty());
    // Later rows replace earlier ones: the rows come in the order of the steps.
    let latest: BTreeMap<&str, u8> = ranked.map(|row| (row["指标"].as_str(), row["位次"].parse().unwrap())).collect();
    assert_eq!(latest.len(), 14);
    assert_eq!(latest.values().filter(|rank| **rank > 5).count(), 10);
    let last_three: Vec<(&str, u8)> = latest.into_iter().filter(|(_, rank)| *rank >= 11).collect();
    assert_eq!(last_three, [("E05", 12), ("G01", 13), ("G02", 12), ("L02", 11)]);
}
