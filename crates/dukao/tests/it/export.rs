//! A region out at the command line, and in again.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::runner::Database;

fn names(folder: &str) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_region_goes_out_and_comes_back_by_commands() {
    let database = Database::demo();
    let (workbook, folder) = (database.place("示范区.xlsx"), database.place("示范区"));
    let told = database.ok("export", &[&workbook]);
    assert!(told.starts_with("已导出 Q00 v34：单位") && told.contains("示范区.xlsx"), "{told}");
    let json: Value = serde_json::from_str(&database.ok("export", &[&folder, "--format", "json"])).unwrap();
    assert_eq!((&json["exported"]["region"], &json["exported"]["version"]), (&"Q00".into(), &34.into()));
    assert_eq!(
        names(&folder),
        [
            "单位.csv",
            "合计关系.csv",
            "指标.csv",
            "数据-2016.csv",
            "数据-2017.csv",
            "数据-2018.csv",
            "目标.csv",
            "设置.csv"
        ]
    );
    let files: Vec<String> = names(&folder).iter().map(|name| format!("{folder}/{name}")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for files in [vec![workbook.as_str()], files] {
        let other = Database::none();
        let run = other.run("import", &files);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!((run.stdout + &run.stderr).contains("按 2018-08-20 为今天"));
        let groups = |database: &Database| database.json("progress --month 7")["groups"].clone();
        assert_eq!(groups(&other), groups(&database));
    }
}

#[test]
fn nothing_is_written_over_and_an_earlier_version_can_be_had() {
    let database = Database::demo();
    let workbook = database.place("早.xlsx");
    let told = database.ok("export", &[&workbook, "--as-of", "2018-03-31"]);
    assert!(told.contains("v1"), "{told}");
    let bytes = std::fs::read(&workbook).unwrap();
    let again = database.run("export", &[&workbook]);
    assert_eq!((again.code, std::fs::read(&workbook).unwrap() == bytes), (1, true));
    assert!(again.stderr.contains("已经有了，没有改动"), "{}", again.stderr);
    let empty = Database::none();
    let refused = empty.run("export", &[&empty.place("空")]);
    assert_eq!(refused.code, 1);
    assert!(!std::path::Path::new(&empty.place("空")).exists());
}

/// Words and numbers anywhere in JSON, as csv shows them.
fn told(json: &Value, into: &mut BTreeSet<String>) {
    match json {
        Value::Object(map) => map.values().for_each(|value| told(value, into)),
        Value::Array(all) => all.iter().for_each(|value| told(value, into)),
        Value::Number(number) => drop(into.insert(number.to_string())),
        Value::String(text) => drop(into.insert(text.replace('−', "-"))),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Every field of the csv that is a number stands in the JSON; gives how many there are.
fn every_number_is_in(line: &str, csv: &str, json: &Value) -> usize {
    let mut known = BTreeSet::new();
    told(json, &mut known);
    let fields = csv.lines().flat_map(|line| line.split(','));
    let numbers: Vec<&str> = fields.filter(|field| field.parse::<f64>().is_ok()).collect();
    for number in &numbers {
        assert!(known.contains(*number), "{line}: {number} is not in the JSON");
    }
    numbers.len()
}

#[test]
fn every_view_goes_into_a_file() {
    let database = Database::demo();
    let lines = [
        "indicators",
        "progress",
        "progress --indicator P01 --units",
        "annex 1",
        "annex 2",
        "rank --indicator P02",
        "trace --indicator P01 --figure shortfall",
        "check",
    ];
    let mut numbers = 0;
    for (number, line) in lines.iter().enumerate() {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let command = words.remove(0);
        let workbook = database.place(&format!("{number}.xlsx"));
        let run = database.run(command, &[words.as_slice(), &["--out", &workbook]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{line}: {}", run.stderr);
        assert!(std::fs::read(&workbook).unwrap().starts_with(b"PK"), "{line}");
        let text = database.ok(command, &[words.as_slice(), &["--format", "csv"]].concat());
        assert!(text.starts_with('\u{FEFF}') && text.contains("数据版本 v34"), "{line}: {text}");
        let json: Value =
            serde_json::from_str(&database.ok(command, &[words.as_slice(), &["--format", "json"]].concat())).unwrap();
        numbers += every_number_is_in(line, &text, &json);
        let again = database.run(command, &[words.as_slice(), &["--out", &workbook]].concat());
        assert!(again.code == 1 && again.stderr.contains("已经有了"), "{line}: {}", again.stderr);
    }
    assert!(numbers > 1_000, "{numbers}");
    let json = database.place("台账.json");
    database.ok("progress", &["--out", &json]);
    assert_eq!(
        serde_json::from_slice::<Value>(&std::fs::read(&json).unwrap()).unwrap()["groups"],
        database.json("progress")["groups"]
    );
}

#[test]
fn a_workbook_needs_a_file_and_a_file_a_kind() {
    let database = Database::demo();
    let run = database.run("progress", &["--format", "xlsx"]);
    assert!(run.code == 2 && run.stderr.contains("--out 台账.xlsx"), "{}", run.stderr);
    let run = database.run("progress", &["--out", &database.place("台账.doc")]);
    assert!(run.code == 2 && run.stderr.contains(".xlsx、.csv、.json"), "{}", run.stderr);
}

#[test]
fn a_workbook_to_fill_comes_in_when_it_is_filled() {
    let database = Database::demo();
    let (blank, own, month) = (database.place("空.xlsx"), database.place("本区.xlsx"), database.place("七月.xlsx"));
    database.ok("template", &[&blank, "--blank"]);
    let run = Database::none().run("import", &[&blank]);
    let told = format!("{}{}", run.stdout, run.stderr);
    assert!(run.code == 1 && told.contains("只有表头，没有内容"), "{told}");
    database.ok("template", &[&own]);
    database.ok("template", &[&month, "--year", "2018", "--month", "7"]);
    for file in [&own, &month] {
        let told: Value = serde_json::from_str(&database.ok("import", &[file, "--format", "json"])).unwrap();
        assert_eq!(told["imported"]["changed"], false, "{told}");
    }
    let run = database.run("template", &[&month]);
    assert!(run.code == 1 && run.stderr.contains("已经有了"), "{}", run.stderr);
}

#[test]
fn a_folder_to_fill_comes_in_when_it_is_filled() {
    let database = Database::demo();
    let (blank, own) = (database.place("空"), database.place("本区"));
    database.ok("template", &[&blank, "--blank"]);
    database.ok("template", &[&own, "--year", "2018", "--month", "7"]);
    let expected = ["单位.csv", "合计关系.csv", "填写说明.txt", "指标.csv", "数据.csv", "目标.csv", "设置.csv"];
    assert_eq!(
        (names(&blank), names(&own)),
        (expected.map(str::to_owned).to_vec(), expected.map(str::to_owned).to_vec())
    );
    let told = std::fs::read_to_string(format!("{blank}/填写说明.txt")).unwrap();
    assert!(told.contains("类别：必填。省、市、区县") && told.contains("合计关系.csv"), "{told}");
    let tables = |folder: &str| -> Vec<String> {
        names(folder).iter().filter(|name| *name != "填写说明.txt").map(|name| format!("{folder}/{name}")).collect()
    };
    let blank = tables(&blank);
    let run = Database::none().run("import", &blank.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run.code == 1 && format!("{}{}", run.stdout, run.stderr).contains("只有表头，没有内容"));
    let own = tables(&own);
    let mut words: Vec<&str> = own.iter().map(String::as_str).collect();
    words.extend(["--format", "json"]);
    let told: Value = serde_json::from_str(&database.ok("import", &words)).unwrap();
    assert_eq!(told["imported"]["changed"], false, "{told}");
    // A figure typed into the table of the month comes in.
    let month = own.iter().find(|path| path.ends_with("数据.csv")).unwrap();
    let text = std::fs::read_to_string(month).unwrap();
    let line = text.lines().find(|line| line.starts_with("P01,Q00,2018-07,")).unwrap();
    std::fs::write(month, text.replacen(line, &line.replacen("P01,Q00,2018-07,", "P01,Q00,2018-07,116.5", 1), 1))
        .unwrap();
    let told: Value = serde_json::from_str(&database.ok("import", &words)).unwrap();
    assert_eq!(told["imported"]["revised_figures"], 1, "{told}");
    let run = database.run("template", &[&database.place("本区")]);
    assert!(run.code == 1 && run.stderr.contains("已有文件"), "{}", run.stderr);
}

#[test]
fn rules_explanations_and_filters_go_out_and_come_back() {
    let database = Database::demo();
    database.ok("demo", &["--no-serve", "--planted"]);
    let rules = database.file("我区.yaml", "核对规则:\n  - 规则: 位次与数值不符\n    停用: 是\n".as_bytes());
    database.ok("check", &["--save-rules", &rules]);
    let key = database.json("check")["findings"][0]["key"].as_str().unwrap().to_owned();
    database.ok("check", &["--explain", &key, "--text", "=按调整前的目标", "--owner", "D02", "--person", "统计员"]);
    let (workbook, folder) = (database.place("全部.xlsx"), database.place("全部"));
    let told = database.ok("export", &[&workbook]);
    assert!(told.contains("核对说明1行") && told.contains("核对规则3行") || told.contains("核对规则4行"), "{told}");
    database.ok("export", &[&folder]);
    let files: Vec<String> = names(&folder).iter().map(|name| format!("{folder}/{name}")).collect();
    for files in [vec![workbook.clone()], files] {
        let other = Database::none();
        let words: Vec<&str> = files.iter().map(String::as_str).chain(["--format", "json"]).collect();
        let told: Value = serde_json::from_str(&other.ok("import", &words)).unwrap();
        assert_eq!((&told["imported"]["explanations"], &told["imported"]["rules"]), (&1.into(), &1.into()));
        let said = |database: &Database| {
            let mut findings = database.json("check")["findings"].clone();
            for finding in findings.as_array_mut().unwrap() {
                // Files and versions are others.
                finding.as_object_mut().unwrap().remove("sources");
                if let Some(said) = finding["explanation"].as_object_mut() {
                    said.retain(|key, _| !["version", "based_on"].contains(&key.as_str()));
                }
            }
            findings
        };
        assert_eq!(said(&other), said(&database));
        let rules = |database: &Database| database.json("check --show-rules")["rules"].clone();
        assert_eq!(rules(&other), rules(&database));
    }
}
