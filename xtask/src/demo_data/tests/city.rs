//! Every row of `peers.csv`, with its rank computed anew.

use super::{Cells, assert_equal, cell, data, find, number, raw};

/// The figures of a district stand in its own reports when it is ours.
fn figure(data: &[Cells], row: &Cells, code: &str, header: &str) -> Option<crate::demo_data::fixed::Fixed> {
    let unit = if row["district_code"] == "Q00" { "" } else { &row["district_code"] };
    find(data, code, unit, &row["period"], header)
}

#[test]
fn every_district_keeps_its_figures_and_ranks() {
    let data = data();
    let rows = raw("peers.csv");
    assert_eq!(rows.len(), 28 * 13);
    for row in &rows {
        let (code, growth_code) = (row["indicator_code"].as_str(), row["growth_code"].as_str());
        let what = format!("{code} {} {}", row["period"], row["district_code"]);
        let (value, growth) = (row["cumulative_value"].as_str(), row["growth"].as_str());
        match (code, row["growth_unit"].as_str()) {
            ("E10" | "E11", _) => assert_equal(figure(&data, row, code, "累计"), growth, &what),
            ("L02", _) => assert_equal(figure(&data, row, code, "完成率"), value, &what),
            (_, "天") => assert_equal(figure(&data, row, code, "增减额"), growth, &what),
            _ if code == growth_code => {
                assert_equal(figure(&data, row, code, "累计增速"), growth, &what);
            }
            _ => assert_equal(figure(&data, row, growth_code, "累计"), growth, &what),
        }
        if !["E10", "E11", "L02"].contains(&code) {
            assert_equal(figure(&data, row, code, "累计"), value, &what);
        }
        let unit = row["district_code"].as_str();
        for (header, column) in [("位次", "rank"), ("上年位次", "last_year_rank")] {
            assert_equal(find(&data, growth_code, unit, &row["period"], header), &row[column], &what);
        }
    }
}

#[test]
fn income_per_head_stands_in_the_remark() {
    let data = data();
    for row in raw("peers.csv").iter().filter(|row| ["E10", "E11"].contains(&row["indicator_code"].as_str())) {
        let remark = format!("人均可支配收入{}元", row["cumulative_value"]);
        assert!(data.iter().any(|own| own["指标"] == row["indicator_code"]
            && cell(own, "单位") == row["district_code"]
            && super::spellings(&row["period"]).contains(&own["期间"])
            && cell(own, "备注") == remark));
    }
}

#[test]
fn printed_ranks_follow_from_the_figures() {
    let rows = raw("peers.csv");
    for row in &rows {
        let key =
            |other: &Cells| number(&other[if row["rank_by"] == "growth" { "growth" } else { "cumulative_value" }]);
        let better = rows.iter().filter(|other| {
            let same_table = ["indicator_code", "period"].iter().all(|column| other[*column] == row[*column]);
            let lead = key(other).minus(key(row)).unwrap().units(2).unwrap();
            same_table && if row["direction"] == "up" { lead > 0 } else { lead < 0 }
        });
        assert_eq!(row["rank"], (better.count() + 1).to_string(), "{} {}", row["indicator_code"], row["period"]);
    }
}
