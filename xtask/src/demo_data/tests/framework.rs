//! Counts and references of units, indicators, targets and sums.

use std::collections::BTreeSet;

use super::{cell, files, number, parse, sum, table};

fn count(rows: &[super::Cells], header: &str, words: &[&str]) -> usize {
    rows.iter().filter(|row| words.contains(&cell(row, header))).count()
}

#[test]
fn the_district_has_its_units() {
    let units = table("01-单位.csv");
    assert_eq!(count(&units, "类别", &["区县", "兄弟区县"]), 13);
    assert_eq!(count(&units, "类别", &["街道", "镇"]), 20);
    assert_eq!(count(&units, "类别", &["部门"]), 27);
    assert_eq!(count(&units, "类别", &["园区"]), 3);
    assert_eq!(count(&units, "类别", &["分组"]), 5);
    assert_eq!(units.len(), 1 + 13 + 20 + 27 + 3 + 5);
    assert_eq!(cell(units.iter().find(|unit| unit["类别"] == "区县").unwrap(), "代码"), "Q00");
}

#[test]
fn the_framework_of_2018_has_64_indicators_28_new_and_1000_points() {
    let indicators = table("02-指标-2018.csv");
    let with = |flag: &str| indicators.iter().filter(|row| row["属性"].split('；').any(|own| own == flag)).count();
    assert_eq!(indicators.len(), 64);
    assert_eq!(with("新增"), 28);
    assert_eq!(count(&indicators, "上级预警", &["是"]), 9);
    let regular = indicators.iter().filter(|row| !row["属性"].contains("加分"));
    assert!(sum(regular.map(|row| number(&row["分值"]))).equals(number("1000")));
    let keys: BTreeSet<_> = indicators.iter().map(|row| (&row["名称"], &row["口径"], &row["数值类型"])).collect();
    assert_eq!(keys.len(), 64);
    let late = indicators.iter().find(|row| row["错月"] == "是").unwrap();
    assert_eq!((late["代码"].as_str(), late["发布日"].as_str()), ("I04", "10"));
}

#[test]
fn pairs_of_amount_and_growth_are_mutual() {
    for name in ["02-指标-2016.csv", "02-指标-2017.csv", "02-指标-2018.csv"] {
        let indicators = table(name);
        for row in indicators.iter().filter(|row| !cell(row, "对应指标").is_empty()) {
            let pair = indicators.iter().find(|other| other["代码"] == row["对应指标"]).unwrap();
            assert_eq!(pair["对应指标"], row["代码"], "{name}");
        }
    }
}

#[test]
fn earlier_years_define_exactly_the_indicators_that_have_figures() {
    for year in ["2016", "2017"] {
        let defined: BTreeSet<String> =
            table(&format!("02-指标-{year}.csv")).iter().map(|row| row["代码"].clone()).collect();
        let used: BTreeSet<String> = table(&format!("数据/{year}.csv")).iter().map(|row| row["指标"].clone()).collect();
        assert_eq!(defined, used);
        assert!(table(&format!("02-指标-{year}.csv")).iter().all(|row| cell(row, "分值").is_empty()));
    }
}

#[test]
fn every_code_that_a_file_uses_exists() {
    let units: BTreeSet<String> = table("01-单位.csv").iter().map(|row| row["代码"].clone()).collect();
    let indicators: BTreeSet<String> = table("02-指标-2018.csv").iter().map(|row| row["代码"].clone()).collect();
    for (name, text) in files() {
        for row in parse(&text) {
            for header in ["单位", "上级", "所属分组", "责任单位", "协助单位", "合计单位", "分项单位"]
            {
                for code in cell(&row, header).split('；').filter(|code| !code.is_empty()) {
                    assert!(units.contains(code), "{name}: {header} {code}");
                }
            }
            for header in ["指标", "对应指标"] {
                let code = cell(&row, header);
                assert!(code.is_empty() || indicators.contains(code), "{name}: {header} {code}");
            }
        }
    }
}

#[test]
fn the_tax_bureaus_that_merged_report_nothing_and_no_park_is_added_to_streets() {
    assert!(super::data().iter().all(|row| !["D07", "D08"].contains(&cell(row, "单位"))));
    for row in table("04-合计关系.csv") {
        assert!(row["分项单位"].split('；').all(|code| code.starts_with('S') || code.starts_with('T')));
    }
}

#[test]
fn each_indicator_has_one_target_and_paces_only_for_flows_and_counts() {
    let indicators = table("02-指标-2018.csv");
    let targets = table("03-目标-2018.csv");
    for indicator in &indicators {
        let own: Vec<_> =
            targets.iter().filter(|row| row["指标"] == indicator["代码"] && row["单位"].is_empty()).collect();
        assert_eq!(own.len(), 1, "{}", indicator["代码"]);
        let adds_up = ["流量", "计数"].contains(&indicator["数值类型"].as_str());
        let has_target = own[0]["目标类型"] != "无";
        assert_eq!(own[0]["进度方式"].is_empty(), !(adds_up && has_target), "{}", indicator["代码"]);
        assert_eq!(own[0]["进度节点"].is_empty(), !["自定", "分段"].contains(&own[0]["进度方式"].as_str()));
    }
}

#[test]
fn the_sectors_add_up_to_the_gross_product() {
    // 28.5 = 11 + 9 + 8.5: shortfalls of GDP, industry, services and the remaining sectors at half year.
    let data = super::data();
    let target = |code: &str| {
        let targets = table("03-目标-2018.csv");
        number(&targets.iter().find(|row| row["指标"] == code && row["单位"].is_empty()).unwrap()["确保"])
    };
    let half = |code: &str| target(code).divided_by(number("2"), 1).unwrap();
    let owed = |code: &str| half(code).minus(super::find(&data, code, "", "2018-06", "累计").unwrap()).unwrap();
    let others = target("E01").minus(target("E04")).unwrap().minus(target("E06")).unwrap();
    let parts = ["E04", "E06"].map(|code| super::find(&data, code, "", "2018-06", "累计").unwrap());
    let done = super::find(&data, "E01", "", "2018-06", "累计").unwrap().minus(sum(parts)).unwrap();
    let others_owed = others.divided_by(number("2"), 1).unwrap().minus(done).unwrap();
    assert!(others_owed.equals(number("8.5")));
    assert!(owed("E01").equals(sum([owed("E04"), owed("E06"), others_owed])));
}
