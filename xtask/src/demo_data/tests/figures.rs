//! The district's own figures: what is given comes out, what is filled adds up, nothing else is there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cells, assert_equal, cell, data, end_of, find, number, per_cent, raw};
use crate::demo_data::fixed::Fixed;

const WITH_SERIES: [&str; 3] = ["P01", "E03", "F01"];

fn own(data: &[Cells]) -> impl Iterator<Item = &Cells> {
    data.iter().filter(|row| cell(row, "单位").is_empty())
}

#[test]
fn every_figure_of_the_framework_comes_out() {
    let data = data();
    for row in raw("framework.csv") {
        let code = row["code"].as_str();
        if ["milestone", "yes_no"].contains(&row["value_kind"].as_str()) {
            let words = |year: &str| {
                own(&data).find(|r| r["指标"] == code && r["期间"].starts_with(year)).map_or("", |r| cell(r, "进展"))
            };
            assert_eq!((words("2017"), words("2018")), (row["last_year"].as_str(), row["value_so_far"].as_str()));
            continue;
        }
        let last_month = row["period_so_far"].replace("2018", "2017");
        for (month, column) in [
            (row["period_so_far"].as_str(), "value_so_far"),
            (last_month.as_str(), "same_period_last_year"),
            ("2017-12", "last_year"),
        ] {
            if !row[column].is_empty() {
                assert_equal(find(&data, code, "", month, "累计"), &row[column], &format!("{code} {column}"));
            }
        }
    }
}

#[test]
fn cumulatives_never_fall_and_equal_the_sum_of_their_months() {
    let data = data();
    let kinds: BTreeMap<String, String> =
        raw("framework.csv").into_iter().map(|row| (row["code"].clone(), row["value_kind"].clone())).collect();
    let mut before: BTreeMap<(String, String), Fixed> = BTreeMap::new();
    let mut checked = 0;
    for row in data.iter().filter(|row| ["flow", "count"].contains(&kinds[&row["指标"]].as_str())) {
        let end = end_of(&row["期间"]);
        let year = end.split_once('-').unwrap().0;
        let (cumulative, of_month) = (cell(row, "累计"), cell(row, "当月"));
        if cumulative.is_empty() {
            continue;
        }
        let series = (format!("{}{}", row["指标"], cell(row, "单位")), year.to_owned());
        let last = before.insert(series, number(cumulative)).unwrap_or(number("0"));
        let step = number(cumulative).minus(last).unwrap();
        assert!(!step.to_string().starts_with('-'), "{row:?}");
        if !of_month.is_empty() {
            assert!(step.equals(number(of_month)), "{row:?}");
            checked += 1;
        }
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn printed_comparisons_agree_with_the_figures_of_last_year() {
    let data = data();
    let mut checked = 0;
    for row in own(&data) {
        let (code, end) = (row["指标"].as_str(), end_of(&row["期间"]));
        let printed = (cell(row, "累计增速"), cell(row, "增减额"));
        if printed == ("", "") {
            continue;
        }
        let value = number(cell(row, "累计"));
        let base = find(&data, code, "", &end.replace("2018", "2017"), "累计").unwrap();
        let change = value.minus(base).unwrap();
        if !printed.0.is_empty() {
            assert!(per_cent(change, base, 1).equals(number(printed.0)), "{row:?} from {base}");
        }
        if !printed.1.is_empty() {
            assert!(change.equals(number(printed.1)), "{row:?} from {base}");
        }
        checked += 1;
    }
    assert_eq!(checked, 38);
}

#[test]
fn no_growth_is_printed_beside_an_indicator_that_has_a_growth_indicator() {
    let pairs: BTreeSet<String> = raw("framework.csv")
        .into_iter()
        .filter(|row| !row["pair_code"].is_empty())
        .map(|row| row["code"].clone())
        .collect();
    assert!(data().iter().all(|row| !pairs.contains(&row["指标"]) || cell(row, "累计增速").is_empty()));
}

#[test]
fn printed_completion_rates_agree_with_the_counts() {
    let data = data();
    for (month, count) in [("2018-06", "1290"), ("2018-07", "1540")] {
        assert_equal(find(&data, "L02", "", month, "累计"), count, month);
        let rate = find(&data, "L02", "", month, "完成率").unwrap();
        assert!(per_cent(number(count), number("3600"), 2).equals(rate));
    }
}

#[test]
fn where_january_is_not_published_there_is_only_the_joint_figure() {
    let data = data();
    for row in raw("framework.csv").iter().filter(|row| row["jan_feb_joint"] == "yes") {
        for year in ["2016", "2017", "2018"] {
            let january = format!("{year}-01");
            let february = format!("{year}-02");
            assert!(own(&data).all(|r| r["指标"] != row["code"] || ![&january, &february].contains(&&r["期间"])));
        }
    }
    for code in ["P01", "E03", "E04", "E08"] {
        assert!(find(&data, code, "", "2018-02", "累计").is_some(), "{code}");
    }
}

#[test]
fn nothing_is_invented_where_the_outline_has_no_figure_and_no_shape() {
    let data = data();
    let peers = raw("peers.csv");
    let pairs = raw("source000.csv");
    for row in raw("framework.csv").iter().filter(|row| row["shape"].is_empty()) {
        let code = row["code"].as_str();
        if WITH_SERIES.contains(&code) {
            continue;
        }
        let ranked = peers.iter().filter(|p| [&p["indicator_code"], &p["growth_code"]].contains(&&row["code"]));
        let mut given: BTreeSet<String> = ranked.map(|peer| peer["period"].clone()).collect();
        given.extend(
            pairs
                .iter()
                .filter(|s| s["indicator_code"] == code && s["section"] == "h1_pair")
                .map(|s| s["period"].clone()),
        );
        given.insert(row["period_so_far"].clone());
        given.extend(given.clone().iter().map(|period| period.replace("2018", "2017")));
        given.insert("2017-12".into());
        for figure in own(&data).filter(|figure| figure["指标"] == code) {
            assert!(given.contains(&end_of(&figure["期间"])), "{figure:?}");
        }
    }
    for figure in own(&data).filter(|figure| figure["期间"].starts_with("2016")) {
        assert!(WITH_SERIES.contains(&figure["指标"].as_str()), "{figure:?}");
    }
}
