//! `dukao import --guess`: shown, corrected, saved, taken in; never taken in while something is open.

use crate::runner::{Database, example};

const REVENUE: &str = "云栖市2019年8月一般公共预算收入完成情况,,,,,\n单位：万元,,,,,\n县区,年初预算,本月完成,累计完成,占预算（%）,同比增长（%）\n全市,100000,7876.5,68123.0,68.1,1.5\n东岭县,60000,4000.1,40000.0,66.7,3.2\n西岭县,40000,3876.4,28123.0,70.3,-0.9\n注：快报数。\n";
const UNCLEAR: &str = "云栖市2019年8月税收收入,,\n单位：万元,,\n县区,完成数,增幅（%）\n东岭县,4000,3.2\n西岭县,2000,-1.5\n南岭县,3000,2.5\n";

#[test]
fn a_guess_is_shown_with_reasons_and_writes_nothing() {
    let database = Database::none();
    let file = database.file("收入.csv", REVENUE.as_bytes());
    let run = database.run("import", &[&file, "--guess"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for text in
        ["期间：2019年8月", "地区：云栖市", "计量单位：万元", "合计：全市", "累计", "占预算", "等于D列÷B列", "确定"]
    {
        assert!(run.stdout.contains(text), "{text}\n{}", run.stdout);
    }
    assert!(run.stderr.contains("没有写入"), "{}", run.stderr);
    assert!(!std::path::Path::new(&database.url()).exists(), "a guess makes no database");
    let json = database.run("import", &[&file, "--guess", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(answer["guesses"][0]["tables"][0]["columns"][3]["meaning"], "累计");
    assert!(answer["mappings"][0].as_str().unwrap().contains("期间: {标题: 是}"));
}

#[test]
fn what_is_open_is_asked_and_not_taken_in() {
    let database = Database::none();
    let file = database.file("税收.csv", UNCLEAR.as_bytes());
    let mapping = database.file("猜.yaml", b"");
    std::fs::remove_file(&mapping).unwrap();
    for more in [vec!["--yes"], vec!["--save-mapping", &mapping]] {
        let run = database.run("import", &[&[file.as_str(), "--guess"], more.as_slice()].concat());
        assert_eq!(run.code, 1, "{}", run.stdout);
        assert!(
            run.stdout.contains("没有写明是当月还是从1月起累计") && run.stdout.contains("--set B列=累计"),
            "{}",
            run.stdout
        );
        assert!(run.stderr.contains("拿不准"), "{}", run.stderr);
    }
    assert!(!std::path::Path::new(&mapping).exists() && !std::path::Path::new(&database.url()).exists());
    let run = database.run("import", &[&file, "--guess", "--yes", "--set", "B列=累计"]);
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    let answer = database.json("progress --indicator 税收收入 --units");
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!(rows.iter().filter(|row| row["unit_name"] != "云栖市").count(), 3, "{answer}");
}

#[test]
fn a_saved_guess_reads_the_next_month() {
    let database = Database::none();
    let file = database.file("收入8月.csv", REVENUE.as_bytes());
    let mapping = database.file("收入.yaml", b"");
    database.ok("import", &[&file, "--guess", "--yes", "--save-mapping", &mapping]);
    let text = std::fs::read_to_string(&mapping).unwrap();
    assert!(text.contains("期间: {标题: 是}") && text.contains("列头写着"), "{text}");
    let september = REVENUE.replace("8月", "9月").replace("68123.0", "76123.0").replace("68.1", "76.1");
    let september = september.replace("40000.0", "45000.0").replace("28123.0", "31123.0");
    let file = database.file("收入9月.csv", september.as_bytes());
    database.ok("import", &[&file, "--mapping", &mapping]);
    let answer = database.json("progress --indicator 一般公共预算收入");
    assert!(answer.to_string().contains("76123"), "{answer}");
}

#[test]
fn wrong_corrections_are_said() {
    let database = Database::none();
    let file = database.file("税收.csv", UNCLEAR.as_bytes());
    for (set, said) in
        [("B列", "哪里=是什么"), ("B列=胡说", "不是一列的含义"), ("期间=七月", "不是期间"), ("甲=乙", "不认识")]
    {
        let run = database.run("import", &[&file, "--guess", "--set", set]);
        assert_eq!(run.code, 2, "{set}");
        assert!(run.stderr.contains(said), "{set}: {}", run.stderr);
    }
    let run = database.run("import", &[&file]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("--guess"), "{}", run.stdout);
}

/// A published table as a clerk might send it: other heads, two title rows, 万元 for 亿元, a note below.
pub(crate) fn messed(case: &str) -> String {
    let text = std::fs::read_to_string(example(case).join("data.csv")).unwrap();
    let (title, heads, note): (&str, &[&str], &str) = match case {
        "dazhou-staged-targets" => (
            "达州市重点项目投资阶段目标完成情况表",
            &["时间", "县（市、区）", "固定资产投资增幅（%）", "年度计划", "阶段", "阶段目标", "累计完成"],
            "注：由发改部门提供",
        ),
        "hunan-oldhousing-2021-08" => (
            "湖南省2021年8月老旧小区改造进度表",
            &["市州", "层级", "时间", "计划开工数（个）", "已开工数（个）", "计划投资", "完成投资"],
            "备注：含续建小区",
        ),
        _ => (
            "晋城市2015年1—9月一般公共预算收支情况",
            &["收支项目", "单位", "级次", "累计完成", "占年初预算%", "同比±%"],
            "说明：快报数",
        ),
    };
    let mut lines = vec![title.to_owned(), "单位：万元".to_owned()];
    let mut rows = text.lines();
    let own: Vec<&str> = rows.next().unwrap().split(',').collect();
    let order: Vec<usize> = (0..own.len()).rev().collect();
    lines.push(order.iter().map(|at| heads[*at]).collect::<Vec<_>>().join(","));
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let shown =
            order.iter().map(|at| if own[*at].ends_with("_yi") { in_wan(cells[*at]) } else { cells[*at].to_owned() });
        lines.push(shown.collect::<Vec<_>>().join(","));
    }
    lines.push(note.to_owned());
    lines.join("\n") + "\n"
}

/// 76.7 as 767000.
fn in_wan(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if text.is_empty() { String::new() } else { format!("{whole}{fraction:0<4}") }
}

#[test]
fn figures_out_of_all_proportion_to_last_months_are_asked_about() {
    let database = Database::none();
    let file = database.file("收入8月.csv", REVENUE.as_bytes());
    database.ok("import", &[&file, "--guess", "--yes"]);
    let september = REVENUE.replace("8月", "9月").replace("累计完成", "本年累计").replace("年初预算", "预算数");
    let file = database.file("收入9月.csv", september.as_bytes());
    let run = database.run("import", &[&file, "--guess"]);
    assert!(run.code == 0 && !run.stdout.contains("计量单位对不对"), "{}", run.stdout);
    let wrong = september.replace("单位：万元", "单位：亿元");
    let file = database.file("收入9月错.csv", wrong.as_bytes());
    let run = database.run("import", &[&file, "--guess", "--yes"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("计量单位对不对") && run.stdout.contains("--set 计量单位=万元"), "{}", run.stdout);
    let run = database.run("import", &[&file, "--guess", "--yes", "--set", "计量单位=万元"]);
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
}
