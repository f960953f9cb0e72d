//! What is written wrongly is explained in Chinese, with what would be right; nothing is half done.

use std::fmt::Write;

use serde_json::Value;

use crate::runner::{Database, dukao, dukao_with, root};

#[test]
fn wrong_command_lines_are_explained() {
    let lines = [
        "",
        "progres",
        "nonsense",
        "progress --formt json",
        "progress --format xml",
        "progress --month 13",
        "progress --year 18",
        "progress --as-of 12",
        "progress --origin 上报",
        "progress --units",
        "progress --year 2018 --year 2017",
        "rank",
        "rank --indicator",
        "rank --indicator P01 --by points",
        "trace --indicator P01 --figure shortfal",
        "annex 3",
        "annex 1 2",
        "import",
        "serve --port 70000",
        "serve --keep 7,4,12",
        "backup",
        "backup a.zip --into b",
        "backup a.zip --keep 7,4,12",
        "backup --into b --keep 7",
        "restore",
    ];
    let mut all = String::new();
    for line in lines {
        let run = dukao(&line.split_whitespace().collect::<Vec<_>>());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{line}");
        writeln!(all, "$ dukao {line}\n{}", run.stderr).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_does_not_exist_is_said() {
    let database = Database::demo();
    let lines = [
        "progress --indicator 固定资产",
        "progress --indicator 没有的指标",
        "progress --unit 没有的单位",
        "progress --year 2030",
        "progress --as-of v99",
        "progress --region Z",
        "progress --indicator P01 --measure 户",
        "rank --indicator 没有的指标",
        "import 没有.csv",
        "restore 没有.zip",
        "backup 没有/一.zip",
        "backup --into 没有",
    ];
    let mut all = String::new();
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let run = database.run(words[0], &words[1..]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{line}");
        writeln!(all, "$ dukao {line}\n{}", run.stderr).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_reading() {
    let database = Database::none();
    let run = database.run("progress", &[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("没有数据库"), "{}", run.stderr);
    assert!(!std::path::Path::new(&database.url()).exists());
}

#[test]
fn a_memory_limit_that_is_no_number_is_refused() {
    let database = Database::of_folder("x");
    let run = dukao_with(&["progress", "--db", &database.url()], &[("DUKAO_CACHE_MB", "许多")]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("DUKAO_CACHE_MB"), "{}", run.stderr);
}

/// A right row beside two wrong ones: nothing comes in, both are told at their cells.
#[test]
fn a_refused_import_tells_every_cell_and_stores_nothing() {
    let database = Database::demo();
    let before = database.ok("progress", &["--format", "json"]);
    let csv = "指标,期间,累计\nP01,2018-07,120.00\nP01,2018-13,1\nZZ,2018-07,3\n";
    let file = database.file("错.csv", csv.as_bytes());

    let run = database.run("import", &[&file]);
    assert_eq!(run.code, 1);
    for text in ["错.csv", "B3", "A4", "2018-13", "ZZ", "应当怎样写"] {
        assert!(run.stdout.contains(text), "{text} is not in\n{}", run.stdout);
    }
    assert!(run.stderr.contains("没有导入任何内容"));

    let run = database.run("import", &[&file, "--format", "json"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &answer["error"]["code"]), (1, &Value::from("refused")));
    let cells: Vec<&str> = answer["error"]["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["cell"].as_str().unwrap())
        .collect();
    assert_eq!(cells, ["B3", "A4"]);
    assert_eq!(database.ok("progress", &["--format", "json"]), before);
}

#[test]
fn the_demonstration_does_not_go_into_another_database() {
    let database = Database::of_folder("x");
    let run = database.run("demo", &["--no-serve"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("别的数据"), "{}", run.stderr);

    let unfinished = Database::none();
    unfinished.ok("import", &[root().join("demo/01-单位.csv").to_str().unwrap()]);
    let run = unfinished.run("demo", &["--no-serve"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("没有导完"), "{}", run.stderr);
}
