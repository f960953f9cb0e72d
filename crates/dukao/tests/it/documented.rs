//! `docs/cli.md` names every figure, every key of JSON, every command and every option.

use std::collections::BTreeSet;

use dukao_core::progress::FigureKind;
use serde_json::Value;

use crate::help::{BELOW, COMMANDS};
use crate::runner::{Database, dukao, root};

fn manual() -> String {
    std::fs::read_to_string(root().join("docs/cli.md")).unwrap()
}

/// The words that the manual sets as code.
fn code_words(manual: &str) -> BTreeSet<&str> {
    manual.split('`').skip(1).step_by(2).flat_map(|code| code.split([' ', '…'])).collect()
}

#[test]
fn the_manual_of_the_configuration_is_the_sample() {
    let manual = std::fs::read_to_string(root().join("docs/配置.md")).unwrap();
    let (_, rest) = manual.split_once("```yaml\n").unwrap();
    let (sample, _) = rest.split_once("```").unwrap();
    assert_eq!(sample, dukao(&["config", "sample"]).stdout);
}

#[test]
fn every_figure_is_documented_with_its_name() {
    let manual = manual();
    for kind in FigureKind::ALL {
        let row = format!("| `{}` | {} |", kind.key(), kind.label());
        assert!(manual.contains(&row), "docs/cli.md has no row {row}");
    }
    let rows = manual.lines().skip_while(|line| *line != "## 数的名称").take_while(|line| *line != "## 各命令");
    let documented = rows.filter(|line| line.starts_with("| `")).count();
    assert_eq!(documented, FigureKind::ALL.len(), "docs/cli.md names figures that do not exist");
}

#[test]
fn every_key_of_json_is_documented() {
    let database = Database::demo();
    database.ok("demo", &["--no-serve", "--planted"]);
    let bad = database.file("错.csv", "指标,期间,累计\nP01,2018-13,1\n".as_bytes());
    let lines = [
        "indicators",
        "progress",
        "progress --indicator P01 --units",
        "annex 1",
        "annex 2",
        "rank --indicator P01",
        "rank --indicator P01 --by completion",
        "trace --indicator P01 --figure shortfall",
        "trace --indicator P01 --figure rank",
        "trace --indicator P01 --figure to_first --by cumulative",
        "trace --indicator P01 --figure parts_total",
        "trace --indicator P01 --figure contribution",
        "check",
    ];
    let mut keys = BTreeSet::new();
    for line in lines {
        collect(&database.json(line), &mut keys);
    }
    collect(&serde_json::from_str(&database.run("import", &[&bad, "--format", "json"]).stdout).unwrap(), &mut keys);
    let new = "指标,期间,累计,完成率\nP01,2018-07,999,1\nP99,2018-07,1,\n";
    let new = database.file("新.csv", new.as_bytes());
    let renamed = database.file("改名.csv", "代码,名称,类别,生效日期\nQ00,新名,区县,2010-01-01\n".as_bytes());
    let foretold = database.run("import", &[&new, &renamed, "--dry-run", "--format", "json"]).stdout;
    collect(&serde_json::from_str(&foretold).unwrap(), &mut keys);
    collect(&serde_json::from_str(&database.ok("undo", &["v6", "--dry-run", "--format", "json"])).unwrap(), &mut keys);
    collect(&serde_json::from_str(&database.ok("undo", &["v6", "--format", "json"])).unwrap(), &mut keys);
    let again = root().join("demo/01-单位.csv");
    let again = database.ok("import", &[again.to_str().unwrap(), "--format", "json"]);
    collect(&serde_json::from_str(&again).unwrap(), &mut keys);

    let archive = database.file("库.zip", b"");
    std::fs::remove_file(&archive).unwrap();
    for (command, arguments) in [
        ("backup", vec![archive.as_str(), "--format", "json"]),
        ("restore", vec![archive.as_str(), "--check", "--format", "json"]),
        ("doctor", vec!["--format", "json"]),
    ] {
        collect(&serde_json::from_str(&database.ok(command, &arguments)).unwrap(), &mut keys);
    }
    let rules = database.file("我区.yaml", "核对规则:\n  - 规则: 位次与数值不符\n    停用: 是\n".as_bytes());
    let key = database.json("check")["findings"][0]["key"].as_str().unwrap().to_owned();
    for arguments in [
        vec!["--explain", key.as_str(), "--text", "按调整前的目标", "--owner", "D02", "--person", "统计员"],
        vec!["--save-rules", rules.as_str()],
        vec!["--show-rules"],
        vec![],
    ] {
        let json = database.ok("check", &[arguments.as_slice(), &["--format", "json"]].concat());
        collect(&serde_json::from_str(&json).unwrap(), &mut keys);
    }
    for line in ["user add --login tian --name 蓝天", "user link tian", "user list", "user close tian", "token list"]
    {
        collect(&database.json(line), &mut keys);
    }
    let exported = database.ok("export", &[&database.place("全部.xlsx"), "--format", "json"]);
    collect(&serde_json::from_str(&exported).unwrap(), &mut keys);

    let manual = manual();
    let words = code_words(&manual);
    let missing: Vec<&String> = keys.iter().filter(|key| !words.contains(key.as_str())).collect();
    assert!(keys.len() > 80, "{keys:?}");
    assert!(missing.is_empty(), "docs/cli.md does not name {missing:?}");
}

fn collect(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            collect(value, keys);
        }),
        Value::Array(values) => values.iter().for_each(|value| collect(value, keys)),
        _ => {}
    }
}

#[test]
fn every_command_and_option_is_documented() {
    let manual = manual();
    let words = code_words(&manual);
    for command in COMMANDS.iter().chain(&BELOW) {
        assert!(manual.contains(&format!("`{command}")), "docs/cli.md does not name {command}");
        let asked: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = dukao(&asked).stdout;
        let options = help.split_whitespace().filter(|word| word.starts_with("--") && word.is_ascii());
        for option in options {
            assert!(words.contains(option), "docs/cli.md does not name {option} of {command}");
        }
    }
}
