//! Every command on the demonstration: tables for people, JSON for programs, earlier versions, imports.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use dukao_testkit::{http, people};
use serde_json::Value;

use crate::jsonpath::find;
use crate::runner::{Database, dukao_with, root, width};

const READING: [&str; 9] = [
    "indicators",
    "progress",
    "progress --unit S09",
    "progress --indicator P01",
    "progress --indicator P01 --units",
    "annex 1",
    "annex 2",
    "rank --indicator P02",
    "trace --indicator P01 --figure shortfall",
];

fn table(database: &Database, line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    database.ok(words[0], &words[1..])
}

/// The clock of the server on the other side, in microseconds.
fn now() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "a session counts from the moment at which it begins")]
    jiff::Timestamp::now().as_microsecond()
}

#[test]
fn tables_fit_a_terminal_and_name_their_version() {
    let database = Database::demo();
    for line in READING.iter().chain(&["check"]) {
        let text = table(&database, line);
        let widest = text.lines().map(width).max().unwrap();
        assert!(widest <= 100, "{line} is {widest} wide:\n{text}");
        assert!(text.contains("数据版本 v34") && text.contains("截至 2018年1—7月"), "{line}:\n{text}");
        assert!(!text.contains('\u{1b}'), "{line} is coloured outside a terminal");
        let answer = database.json(line);
        assert_eq!(find(&answer, "basis.version"), Some(&Value::from(34)), "{line}");
        assert_eq!(find(&answer, "basis.today"), Some(&Value::from("2018-08-20")), "{line}");
    }
}

#[test]
fn tables_say_signs_in_words() {
    let database = Database::demo();
    insta::assert_snapshot!("units_of_an_indicator", table(&database, "progress --indicator P01 --units"));
    insta::assert_snapshot!("ranking", table(&database, "rank --indicator P02"));
    insta::assert_snapshot!("trace", table(&database, "trace --indicator P01 --figure shortfall"));
    insta::assert_snapshot!("all_figures", table(&database, "progress --indicator P01"));
}

/// A place opened by each figure one may rank by is the place that the ranking by it shows.
#[test]
fn places_open_by_the_figure_that_ranks() {
    let database = Database::demo();
    for basis in ["growth", "cumulative", "change"] {
        let ranking = database.json(&format!("rank --indicator P01 --by {basis}"));
        let rows = ranking["rows"].as_array().unwrap();
        let own = rows.iter().find(|row| row["own"] == true).unwrap();
        let trace = |figure: &str| database.json(&format!("trace --indicator P01 --figure {figure} --by {basis}"));
        let rank = trace("rank");
        assert_eq!(rank["figure"]["text"], own["rank"].to_string(), "{basis}");
        assert_eq!((&rank["by"], &rank["by_label"]), (&ranking["by"], &ranking["by_label"]));
        assert_eq!(trace("to_above")["figure"]["value"], own["to_above"]["value"], "{basis}");
        assert_eq!(trace("to_first")["figure"]["unit"], own["to_first"]["unit"], "{basis}");
    }
    let text = table(&database, "trace --indicator P01 --figure to_first --by cumulative");
    assert!(text.contains("依据：按累计完成排位次\n"), "{text}");
    let usual = database.json("trace --indicator P01 --figure rank");
    assert_eq!(usual["by"], database.json("rank --indicator P01")["by"]);
    assert_eq!(database.json("trace --indicator P01 --figure shortfall")["by"], Value::Null);
    let refused = database.run("trace", &["--indicator", "P01", "--figure", "shortfall", "--by", "growth"]);
    assert!(refused.code == 1 && refused.stderr.contains("“累计欠账”不是位次"), "{}", refused.stderr);
    let refused = database.run("trace", &["--indicator", "P01", "--figure", "rank", "--by", "beauty"]);
    assert!(refused.code == 2 && refused.stderr.contains("beauty"), "{}", refused.stderr);
}

#[test]
fn the_clean_demonstration_has_no_findings_and_the_planted_three() {
    let database = Database::demo();
    assert_eq!(database.json("check")["findings"], Value::Array(Vec::new()));
    database.ok("demo", &["--no-serve", "--planted"]);
    let answer = database.json("check");
    let findings = answer["findings"].as_array().unwrap();
    let statements: Vec<&str> = findings.iter().map(|finding| finding["statement"].as_str().unwrap()).collect();
    assert_eq!(statements.len(), 3, "{statements:?}");
    for text in ["17.25", "46.7%", "7.8%"] {
        assert!(statements.iter().any(|statement| statement.contains(text)), "{text} is not in {statements:?}");
    }
    insta::assert_snapshot!("planted", table(&database, "check"));
}

/// Nothing that comes in later changes what an earlier version said, to the last byte.
#[test]
fn an_earlier_version_stays_as_it_was() {
    let database = Database::demo();
    let head = database.json("progress");
    let by_version = table(&database, "progress --as-of v29 --format json");
    let by_date = database.json("progress --as-of 2018-07-31");
    assert_eq!(find(&by_date, "basis.version"), Some(&Value::from(29)));
    assert_eq!(find(&by_date, "basis.today"), Some(&Value::from("2018-07-31")));
    assert_eq!(find(&by_date, "basis.month"), Some(&Value::from(6)));
    database.ok("demo", &["--no-serve", "--planted"]);
    assert_eq!(table(&database, "progress --as-of v29 --format json"), by_version);
    let mut again = database.json("progress --as-of v34");
    assert_eq!(find(&again, "basis.earlier"), Some(&Value::from(true)));
    again["basis"]["earlier"] = Value::from(false);
    assert_eq!(again, head);
    assert_eq!(find(&database.json("progress"), "basis.version"), Some(&Value::from(35)));
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_new_figure_makes_a_version() {
    let database = Database::demo();
    let units = root().join("demo/01-单位.csv");
    let imported = |text: String| serde_json::from_str::<Value>(&text).unwrap()["imported"].clone();
    let again = imported(database.ok("import", &[units.to_str().unwrap(), "--format", "json"]));
    assert_eq!((&again["changed"], &again["version"]), (&Value::from(false), &Value::from(34)));

    let csv = "指标,期间,累计,当月\nP01,2018-07,116.25,17.25\n";
    let file = database.file("更正.csv", csv.as_bytes());
    let first = imported(database.ok("import", &[&file, "--format", "json"]));
    assert_eq!(
        (&first["version"], &first["revised_figures"], &first["new_figures"]),
        (&35.into(), &2.into(), &0.into())
    );
    let second = imported(database.ok("import", &[&file, "--format", "json"]));
    assert_eq!(
        (&second["changed"], &second["version"], &second["same_figures"]),
        (&false.into(), &35.into(), &2.into())
    );
    let now = database.json("progress --indicator P01");
    assert_eq!(find(&now, "rows[0].figures.cumulative.text"), Some(&Value::from("116.25")));
    let trace = database.json("trace --indicator P01 --figure cumulative");
    assert_eq!(
        find(&trace, "expression.of.source.file").or_else(|| find(&trace, "expression.source.file")),
        Some(&Value::from("更正.csv"))
    );
}

#[test]
fn a_region_is_made_and_named() {
    let database = Database::none();
    database.ok("init", &["--code", "Q77", "--name", "青陌县"]);
    let run = database.run("init", &["--code", "Q77", "--name", "青陌县"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("已经有代码为“Q77”的地区"), "{}", run.stderr);
}

#[test]
fn the_database_may_be_named_by_the_environment() {
    let database = Database::of_folder("x");
    let run = dukao_with(&["progress", "--format", "json"], &[("DUKAO_DATABASE_URL", &database.url())]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(find(&answer, "basis.region_name"), Some(&Value::from("渚州市")));
}

#[test]
fn a_complete_demonstration_is_used_again() {
    let database = Database::demo();
    let run = database.run("demo", &["--no-serve"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("直接使用"), "{}", run.stderr);
    assert_eq!(find(&database.json("progress"), "basis.version"), Some(&Value::from(34)));
}

/// Whoever reads only the beginning of a long answer is not told of an error.
#[test]
fn a_reader_that_leaves_is_no_failure() {
    let database = Database::demo();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dukao"))
        .args(["progress", "--format", "json", "--db", &database.url()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

/// A full disk takes the log and nothing else.
#[test]
fn a_log_that_cannot_be_written_breaks_off_nothing() {
    let database = Database::demo();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dukao"))
        .args(["serve", "--port", "0", "--db", &database.url()])
        .env("DUKAO_LOG", "debug")
        .stdout(Stdio::piped())
        .stderr(full)
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let host = address.trim().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
    let page = http::get(&host, "/login", "");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(page.unwrap().status, 200);
}

#[test]
fn the_pages_are_served_on_this_machine_only() {
    let database = Database::demo();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dukao"))
        .args(["serve", "--port", "0", "--db", &database.url()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let host = address.trim().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cookie = runtime.block_on(async {
        let app = people::open_at(&database.url(), now(), None).await.unwrap();
        people::cookie(&app, people::OFFICE).await.unwrap()
    });
    let page = http::get(&host, "/", &cookie).unwrap();
    let nobody = http::get(&host, "/", "").unwrap();
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(host.starts_with("127.0.0.1:"), "{host}");
    assert!(page.status == 200 && page.body.contains("示范区"), "{}", page.body);
    assert_eq!((nobody.status, nobody.location.as_deref()), (303, Some("/login")));
    assert!(String::from_utf8(output.stderr).unwrap().contains("只在本机可以打开"));
}

#[test]
fn routes_are_listed_for_tests() {
    let run = dukao_with(&["routes"], &[]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(answer["routes"].as_array().unwrap().iter().any(|route| route["path"] == "/ledger"));
}

#[test]
fn a_filter_that_was_kept_on_the_page_is_used_at_the_command_line() {
    let database = Database::demo();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let clock = std::sync::Arc::new(dukao_app::FixedClock(dukao_app::Micros(0)));
        let app = dukao_app::App::open(&database.url(), clock).await.unwrap();
        let pairs = [("show", "behind"), ("sort", "shortfall"), ("cols", "code,shortfall")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = dukao_app::selection::SaveFilter {
            region: None,
            name: "欠账".to_owned(),
            filter: dukao_app::selection::StoredFilter { parameters: pairs.into() },
            replace: false,
        };
        app.save_filter(request).await.unwrap();
    });
    let shown = table(&database, "progress --filter 欠账");
    assert!(!shown.contains('【') && shown.contains("欠") && shown.contains("共64项"), "{shown}");
    let all = table(&database, "progress");
    assert!(shown.lines().count() < all.lines().count(), "{shown}");
    let csv = table(&database, "progress --filter 欠账 --format csv");
    assert!(csv.contains("\n代码,指标,累计欠账\r\n"), "{csv}");
    let json = table(&database, "progress --filter 欠账 --format json");
    assert!(json.contains("\"completion\""), "{json}");
    let unknown = database.run("progress", &["--filter", "没有"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (1, ""));
    assert!(unknown.stderr.contains("没有叫“没有”的常用筛选；有：欠账"), "{}", unknown.stderr);
}
