//! `dukao index`: an index over a plain table, without a database.

use serde_json::Value;

use crate::runner::{Database, dukao, root};

fn shipped(name: &str, end: &str) -> String {
    root().join("schemes/指数").join(format!("{name}.{end}")).to_str().unwrap().to_owned()
}

fn run(name: &str, more: &[&str]) -> crate::runner::Run {
    let (scheme, table) = (shipped(name, "yaml"), shipped(name, "csv"));
    let mut words = vec!["index", &scheme, &table];
    words.extend(more);
    dukao(&words)
}

#[test]
fn for_people() {
    let mut all = String::new();
    for (name, more) in [
        ("县域高质量发展指数", &[][..]),
        ("园区营商环境指数", &[][..]),
        ("园区营商环境指数", &["--explain", "西岭园"][..]),
        ("县域高质量发展指数", &["--csv"][..]),
    ] {
        let run = run(name, more);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        all += &run.stdout;
        all += "════\n";
    }
    insta::assert_snapshot!(all);
}

#[test]
fn for_programs() {
    let json =
        |more: &[&str]| -> Value { serde_json::from_str(&run("县域高质量发展指数", more).stdout).unwrap() };
    let view = json(&["--json"]);
    assert_eq!(view, json(&["--format", "json"]));
    assert_eq!(view["units"].as_array().unwrap().len(), 8);
    let county = &view["units"][4];
    assert_eq!((county["unit"].as_str(), county["imputed"].as_u64()), (Some("长滩县"), Some(1)));
    let part = county["parts"].as_array().unwrap().iter().find(|part| part["imputed"] == true).unwrap();
    assert_eq!((part["written"].as_str(), part["used"].as_str()), (None, Some("5.65")));
    let explained = json(&["--json", "--explain", "云岭县"]);
    let steps = explained["steps"].as_array().unwrap();
    assert_eq!(
        steps.last().unwrap()["result"].as_str().unwrap().get(..9),
        explained["units"][2]["value"].as_str().unwrap().get(..9)
    );
    assert!(steps.iter().any(|step| step["what"] == "补缺" && step["formula"] == "median(v)"));
}

/// Every key of its JSON stands in the document of index files.
#[test]
fn every_key_is_documented() {
    fn collect(value: &Value, keys: &mut std::collections::BTreeSet<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                keys.insert(key.clone());
                collect(value, keys);
            }),
            Value::Array(values) => values.iter().for_each(|value| collect(value, keys)),
            _ => {}
        }
    }
    let manual = std::fs::read_to_string(root().join("docs/指数.md")).unwrap();
    let words: Vec<&str> = manual.split('`').skip(1).step_by(2).collect();
    let mut keys = std::collections::BTreeSet::new();
    let run = run("县域高质量发展指数", &["--json", "--explain", "云岭县"]);
    collect(&serde_json::from_str(&run.stdout).unwrap(), &mut keys);
    let missing: Vec<&String> = keys.iter().filter(|key| !words.contains(&key.as_str())).collect();
    assert!(keys.len() > 30 && missing.is_empty(), "docs/指数.md does not name {missing:?}");
}

#[test]
fn what_is_wrong() {
    let place = Database::none();
    let scheme = place.file("指数.yaml", "指数: 甲\n单位列: 县\n赋权: 等权\n下级: [一, 二]\n".as_bytes());
    let bad = place.file("坏.yaml", "指数: 甲\n单位: 县\n标准化: 极值\n下级: [一, 二]\n".as_bytes());
    let table = place.file("表.csv", "县,一,二\n甲县,1,\n乙县,大,3\n".as_bytes());
    let binary = place.file("表.yaml", &[0xFF, 0xFE, 0x00]);
    let good = place.file("好.csv", "县,一,二\n甲县,1,2\n乙县,2,3\n".as_bytes());
    let mut all = String::new();
    for (words, code) in [
        (vec![bad.as_str(), &table], 1),
        (vec![&scheme, &table], 1),
        (vec![&scheme, &table, "--json"], 1),
        (vec![&binary, &table], 1),
        (vec![&scheme, &good, "--explain", "甲"], 1),
        (vec![&scheme, &good, "--explain", "甲县", "--csv"], 2),
        (vec![&scheme, &good, "--format", "xlsx"], 2),
        (vec![&scheme, "没有.csv"], 1),
    ] {
        let run = dukao(&[&["index"], words.as_slice()].concat());
        assert_eq!(run.code, code, "{words:?}\n{}{}", run.stdout, run.stderr);
        all = all + &run.stdout + &run.stderr + "════\n";
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_workbook_is_read_like_text() {
    let place = Database::none();
    let scheme =
        place.file("指数.yaml", "指数: 甲\n单位列: 代码\n赋权: 等权\n标准化: 不处理\n下级: [名称]\n".as_bytes());
    // The standard workbook of the product is an xlsx that is at hand; its names are no figures, and each is told at its cell.
    let book = place.place("样本.xlsx");
    let database = Database::demo();
    database.ok("template", &[&book]);
    let run = dukao(&["index", &scheme, &book]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("不是数") && run.stdout.contains("样本.xlsx"), "{}", run.stdout);
}
