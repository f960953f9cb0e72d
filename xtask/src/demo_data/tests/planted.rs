//! The three planted findings are in their own files, and each is wrong as the outline says.

use super::{data, find, number, parse, sum, table};

#[test]
fn the_planted_street_lifts_the_sum_by_one() {
    let data = data();
    let row = &table("planted/01-街镇7月固投.csv")[0];
    assert_eq!((row["指标"].as_str(), row["单位"].as_str(), row["当月"].as_str()), ("P01", "S09", "1.75"));
    assert!(find(&data, "P01", "S09", "2018-07", "当月").unwrap().equals(number("0.75")));
    let others = table("04-合计关系.csv")[0]["分项单位"]
        .split('；')
        .filter(|code| *code != "S09")
        .map(|code| find(&data, "P01", code, "2018-07", "当月").unwrap())
        .collect::<Vec<_>>();
    assert!(sum(others).plus(number(&row["当月"])).unwrap().equals(number("17.25")));
}

#[test]
fn the_planted_bulletin_implies_other_figures() {
    let files = super::files();
    let rows = parse(&files["planted/02-通报稿比率.csv"]);
    assert_eq!(rows.len(), 2);
    let implied = number("115.25").times(number("100"), 0).unwrap();
    assert!(implied.equals(number("11525")));
    assert!(implied.divided_by(number(&rows[0]["完成率"]), 1).unwrap().equals(number("246.8")));
    // 7.8 is the growth at current prices; at constant prices the city certified 5.2.
    let data = data();
    let (now, base) =
        (find(&data, "E04", "", "2018-06", "累计").unwrap(), find(&data, "E04", "", "2017-06", "累计").unwrap());
    let current_price = super::per_cent(now.minus(base).unwrap(), base, 1);
    assert!(current_price.equals(number(&rows[1]["累计增速"])));
    assert!(find(&data, "E05", "", "2018-06", "累计").unwrap().equals(number("5.2")));
}
