//! `dukao score` and `dukao scheme`: plain tables without a database, the ledger, and everything that is wrong.

use serde_json::Value;

use crate::runner::{Database, dukao, root};

fn shipped(name: &str) -> String {
    root().join("schemes").join(name).to_str().unwrap().to_owned()
}

const TABLE: &str = "单位,工业总量,工业增速,与全市增速比较实绩,与全市增速比较参照\n\
甲县,400,6,6,7\n乙县,300,8,8,7\n丙县,200,7,7,7\n";

#[test]
fn a_plain_table_for_people() {
    let database = Database::none();
    let table = database.file("表.csv", TABLE.as_bytes());
    let scheme = shipped("静态动态考核.yaml");
    let mut all = String::new();
    for more in [&[][..], &["--explain", "甲县"][..], &["--format", "csv"][..]] {
        let words: Vec<&str> = ["score", &scheme, &table].into_iter().chain(more.iter().copied()).collect();
        let run = dukao(&words);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        all += &run.stdout;
        all += "════\n";
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_plain_table_for_programs() {
    let database = Database::none();
    let table = database.file("表.csv", TABLE.as_bytes());
    let run = dukao(&["score", &shipped("静态动态考核.yaml"), &table, "--format", "json"]);
    let view: Value = serde_json::from_str(&run.stdout).unwrap();
    let units = view["classes"][0]["units"].as_array().unwrap();
    let line = |unit: &Value| {
        (unit["name"].as_str().unwrap().to_owned(), unit["rank"].as_u64(), unit["total"]["value"].clone())
    };
    assert_eq!(
        units.iter().map(line).collect::<Vec<_>>(),
        [
            ("乙县".to_owned(), Some(1), "93".into()),
            ("甲县".to_owned(), Some(2), "75".into()),
            ("丙县".to_owned(), Some(3), "72".into())
        ]
    );
    assert_eq!(units[0]["provisional"], false);
    let explained = dukao(&["score", &shipped("静态动态考核.yaml"), &table, "--explain", "甲县", "--format", "json"]);
    let explained: Value = serde_json::from_str(&explained.stdout).unwrap();
    let found = dukao_testkit::evaluator::evaluate(&explained["total"]["expression"]).unwrap();
    assert_eq!(found.value.to_string(), "75/1");
    assert!(found.sources.iter().any(|source| matches!(
        source,
        dukao_testkit::evaluator::Origin::Cell { cell, .. } if cell == "B2"
    )));
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    let database = Database::none();
    let table = database.file("表.csv", "单位,工业总量,工业增速\n甲县,约400,6\n".as_bytes());
    let scheme = shipped("静态动态考核.yaml");
    let run = dukao(&["score", &scheme, &table]);
    assert_eq!(run.code, 1);
    for told in ["B2", "不是确切的数", "没有“与全市增速比较实绩”这一列", "没有计分"] {
        assert!(run.stdout.contains(told) || run.stderr.contains(told), "{told}: {}{}", run.stdout, run.stderr);
    }
    let text = std::fs::read_to_string(&scheme).unwrap();
    let wrong = database
        .file("错.yaml", text.replace("占比: 60%", "占比: 50%").replace("方法: 比面上增减", "方法: 比面上").as_bytes());
    let run = dukao(&["scheme", "check", &wrong, "--format", "json"]);
    assert_eq!(run.code, 1);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let cells: Vec<&str> =
        told["error"]["problems"].as_array().unwrap().iter().map(|problem| problem["cell"].as_str().unwrap()).collect();
    assert!(cells.len() >= 2 && cells.contains(&"14:7"), "{cells:?}");
}

#[test]
fn cases_are_played_and_schemes_are_told_in_words() {
    let database = Database::none();
    let scheme = shipped("静态动态考核.yaml");
    let run = dukao(&["scheme", "test", &scheme]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("4个算例，4个相符。"), "{}", run.stdout);
    let text = std::fs::read_to_string(&scheme).unwrap();
    let wrong = database.file("错.yaml", text.replace("乙县: 92", "乙县: 91").as_bytes());
    let run = dukao(&["scheme", "test", &wrong, "--format", "json"]);
    let played: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, played["passes"].as_bool()), (1, Some(false)));
    let run = dukao(&["scheme", "explain", &scheme]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("下级按占比合成：工业总量40%、工业增速60%"), "{}", run.stdout);
    let changed =
        database.file("改.yaml", text.replace("占比: 40%", "占比: 50%").replace("占比: 60%", "占比: 50%").as_bytes());
    let run = dukao(&["scheme", "diff", &scheme, &changed, "--format", "json"]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let change = &told["changes"][0];
    assert_eq!(
        (change["what"].as_str(), change["before"].as_str(), change["after"].as_str()),
        (Some("占比"), Some("40%"), Some("50%"))
    );
    assert_eq!(told["changes"].as_array().unwrap().len(), 2);
    let same = dukao(&["scheme", "diff", &scheme, &scheme]);
    assert_eq!((same.code, same.stdout.as_str()), (0, "两份办法没有不同（算例不比较）\n"));
    let both = dukao(&["scheme", "check", &scheme, "--beside", &scheme]);
    assert_eq!(both.code, 1);
    assert!(both.stdout.contains("有重叠的月份"), "{}", both.stdout);
}

#[test]
fn the_ledger_is_scored() {
    let database = Database::demo();
    let scheme = database.file(
        "街道.yaml",
        "办法: 街道考核办法\n编号: 街道\n制定: 区考核办\n适用: 2018-01 至 2018-12\n对象:\n  街道: [街道]\n满分: 100\n计分项:\n  \
         - {项: 固定资产投资, 条款: 第一条, 分值: 100, 指标: P01, 方法: 完成率, 取数: {实绩: 累计完成, 目标: 全年目标}}\n"
            .as_bytes(),
    );
    let run = database.ok("score", &[&scheme, "--month", "7"]);
    assert!(run.contains("数据版本 v"), "{run}");
    let json = database.ok("score", &[&scheme, "--month", "7", "--format", "json"]);
    let view: Value = serde_json::from_str(&json).unwrap();
    let first = &view["classes"][0]["units"][0];
    let unit = first["unit"].as_str().unwrap();
    let opened = database.ok("score", &[&scheme, "--month", "7", "--explain", unit, "--format", "json"]);
    let opened: Value = serde_json::from_str(&opened).unwrap();
    let found = dukao_testkit::evaluator::evaluate(&opened["total"]["expression"]).unwrap();
    let total = &first["total"];
    assert_eq!(
        found.value.to_string(),
        format!("{}/{}", total["numerator"].as_str().unwrap(), total["denominator"].as_str().unwrap())
    );
    let old = std::fs::read_to_string(&scheme).unwrap().replace("方法: 完成率", "方法: 封顶完成率, 参数: {上限: 50%}");
    let old = database.file("旧.yaml", old.replace("2018-", "2017-").as_bytes());
    let compared = database.ok("score", &[&scheme, "--month", "7", "--against", &old, "--format", "json"]);
    let compared: Value = serde_json::from_str(&compared).unwrap();
    for line in compared["units"].as_array().unwrap() {
        let number = |points: &Value| points["value"].as_str().unwrap().parse::<f64>().unwrap();
        let change = number(&line["change"]);
        let through: f64 = line["through"].as_array().unwrap().iter().map(|one| number(&one["change"])).sum();
        assert!((change - through).abs() < 1e-9, "{line}");
        assert!((number(&line["after"]) - number(&line["before"]) - change).abs() < 1e-9, "{line}");
    }
    let outside = database.run("score", &[&scheme, "--month", "7", "--year", "2017"]);
    assert_eq!(outside.code, 1);
    assert!(outside.stdout.contains("不在其内"), "{}{}", outside.stdout, outside.stderr);
}
