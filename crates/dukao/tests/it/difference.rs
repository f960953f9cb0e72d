//! What would change is told before anything is written; what was written can be taken back.

use serde_json::Value;

use crate::jsonpath::find;
use crate::runner::{Database, root, width};

const REVISED: &str = "指标,期间,累计,完成率\nP01,2018-07,115.26,45\n";

fn cumulative(database: &Database) -> String {
    let answer = database.json("trace --indicator P01 --figure cumulative");
    find(&answer, "figure.text").and_then(Value::as_str).unwrap().to_owned()
}

#[test]
fn a_dry_run_writes_nothing_and_an_undo_restores() {
    let database = Database::demo();
    let file = database.file("修订.csv", REVISED.as_bytes());
    let foretold = database.run("import", &[&file, "--dry-run"]);
    assert_eq!(foretold.code, 0, "{}", foretold.stderr);
    for word in ["v34", "115.25 亿元", "115.26 亿元", "修订.csv C2", "导入后会出现的矛盾 1 处"] {
        assert!(foretold.stdout.contains(word), "{word}: {}", foretold.stdout);
    }
    assert!(foretold.stdout.lines().all(|line| width(line) <= 100), "{}", foretold.stdout);
    assert!(foretold.stderr.contains("--based-on v34"), "{}", foretold.stderr);
    assert_eq!(cumulative(&database), "115.25");

    assert_eq!(database.run("import", &[&file, "--based-on", "v33"]).code, 1);
    database.ok("import", &[&file, "--based-on", "v34"]);
    assert_eq!(cumulative(&database), "115.26");
    let late = database.run("import", &[&file, "--based-on", "v34"]);
    assert!(late.code == 1 && late.stderr.contains("v35"), "{}", late.stderr);

    let preview = database.ok("undo", &["v35", "--dry-run"]);
    assert!(preview.contains("没有写入") && preview.contains("（撤回）"), "{preview}");
    assert_eq!(cumulative(&database), "115.26");
    let undone: Value = serde_json::from_str(&database.ok("undo", &["v35", "--format", "json"])).unwrap();
    assert_eq!(find(&undone, "undone.version"), Some(&Value::from(36)));
    assert_eq!(cumulative(&database), "115.25");
    let again = database.run("undo", &["v35"]);
    assert!(again.code == 1 && again.stderr.contains("没有可以撤销的改动"), "{}", again.stderr);
    assert_eq!(database.run("undo", &["35"]).code, 2);
}

#[test]
fn a_dry_run_makes_no_database() {
    let database = Database::none();
    let units = root().join("demo/01-单位.csv");
    let run = database.run("import", &[units.to_str().unwrap(), "--dry-run"]);
    assert!(run.code == 0 && run.stdout.contains("v0") && run.stdout.contains("新增"), "{run:?}");
    let wrong = database.file("错.csv", "代码,名称,类别,生效日期\nQ0,甲区,区县,某日\n".as_bytes());
    let run = database.run("import", &[&wrong, "--dry-run", "--format", "json"]);
    assert!(run.code == 1 && run.stdout.contains("\"D2\""), "{run:?}");
    assert!(!std::path::Path::new(&database.url()).exists(), "a dry run makes no database");
}
