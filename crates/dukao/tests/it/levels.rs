//! A table of three levels, 全市 → 县 → 园区, with several complete partitions of one total, shortfalls
//! printed as positive amounts, changes without growth, and printed shares.

use crate::jsonpath::find;
use crate::runner::Database;
use crate::table::{exact, rounds_to};

const TABLE: &str = "\
松川市2020年1—9月招商引资到位资金,,,,,
,,,,单位：万元,
地区,年度任务,累计到位资金,比上年增减额,占全市比重（%）,欠账
全市,240000,186000,12000,,-6000
青溪县,140000,112000,9000,60.2,-7000
青溪工业园,90000,75000,6000,40.3,-7500
青溪物流园,50000,37000,3000,19.9,500
白岩县,100000,74000,3000,38.9,1000
白岩工业园,60000,46000,2500,24.7,-1000
白岩科创园,40000,28000,500,15.1,2000
";

const MAPPING: &str = "\
映射: 松川市2020年1—9月招商引资
地区: 松川市
期间: 2020-09
单位: {列: 地区}
指标: {名称: 到位资金, 分类: 招商引资, 数值类型: 流量, 小数位: 0}
列: {年度任务: 目标, 累计到位资金: 累计, 比上年增减额: 增减额, 占全市比重: 占比, 欠账: 欠账}
合计关系:
  - {合计: 全市, 划分: 按县, 分项: [青溪县, 白岩县]}
  - {合计: 全市, 划分: 按园区, 分项: [青溪工业园, 青溪物流园, 白岩工业园, 白岩科创园]}
  - {合计: 青溪县, 划分: 按园区, 分项: [青溪工业园, 青溪物流园]}
  - {合计: 白岩县, 划分: 按园区, 分项: [白岩工业园, 白岩科创园]}
";

fn imported() -> Database {
    let database = Database::none();
    let table = database.file("到位资金.csv", TABLE.as_bytes());
    let mapping = database.file("映射.yaml", MAPPING.as_bytes());
    database.ok("import", &[&table, "--mapping", &mapping]);
    database
}

#[test]
fn every_partition_has_figures_of_its_own() {
    let database = imported();
    let city = database.json("progress --indicator 到位资金 --units");
    let county = database.json("progress --indicator 到位资金 --unit 青溪县");
    for (answer, path, expected) in [
        (&city, "partitions[name=按县].figures.parts_total", "186000"),
        (&city, "partitions[name=按园区].figures.parts_total", "186000"),
        (&city, "partitions[name=按园区].figures.rebuilt_growth", "6.9"),
        (&county, "partitions[name=按园区].figures.parts_target", "140000"),
        (&city, "rows[0].figures.base", "174000"),
        (&city, "rows[unit_name=白岩县].figures.growth", "4.2"),
        (&city, "rows[unit_name=白岩县].figures.contribution", "1.7"),
        (&city, "rows[unit_name=白岩县].figures.published_difference", "-1000"),
        (&city, "rows[unit_name=青溪县].figures.published_difference", "7000"),
    ] {
        let found = find(answer, path).and_then(exact).unwrap();
        assert!(rounds_to(&found, expected), "{path}: {found:?}");
    }
    assert_eq!(find(&city, "partitions[name=按园区].part_indicators"), Some(&serde_json::json!([])));
    let shown = database.ok("progress", &["--indicator", "到位资金"]);
    assert!(shown.contains("分项合计（按县）"), "{shown}");
    for text in [&shown, &database.ok("progress", &["--indicator", "到位资金", "--units"])] {
        assert!(text.contains("按县（2项）：分项合计186000万元"), "{text}");
        assert!(text.contains("按园区（4项）：分项合计186000万元"), "{text}");
    }
}

#[test]
fn a_figure_made_of_parts_opens_by_the_partition_that_is_named() {
    let database = imported();
    let line = "trace --indicator 到位资金 --figure parts_total";
    let cells = |line: &str| {
        let trace = database.json(line);
        let inputs = trace["inputs"].as_array().unwrap().clone();
        inputs.iter().filter(|input| input["source"].as_str().unwrap().contains("到位资金.csv")).count()
    };
    assert_eq!((cells(line), cells(&format!("{line} --partition 按园区"))), (2, 4));
    let refused =
        database.run("trace", &["--indicator", "到位资金", "--figure", "parts_total", "--partition", "按街道"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("按县、按园区"), "{}", refused.stderr);
}

#[test]
fn the_share_that_is_wrong_is_found_and_a_shortfall_stands_in_its_cell() {
    let database = imported();
    let answer = database.json("check");
    let findings = answer["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["rule"], "share");
    assert_eq!(findings[0]["statement"], "发布占比38.9%，74000÷186000（全市）＝39.8%");
    assert_eq!(findings[0]["sources"][0]["cell"], "E8");
    let trace = database.json("trace --indicator 到位资金 --figure published_difference --unit 白岩县");
    assert_eq!((&trace["figure"]["text"], &trace["inputs"][0]["text"]), (&"−1000".into(), &"-1000".into()));
    assert!(trace["inputs"][0]["source"].as_str().unwrap().ends_with("F8"), "{trace}");
}
