//! The figures that must come out of the speeches, read from JSON. Every row of the table is a command,
//! a path and what must stand there.

use std::collections::BTreeMap;

use crate::jsonpath::find;
use crate::runner::{Database, data};
use crate::table::{self, Line, exact, rounds_to, written};

/// The rows that must be covered.
const ROWS: [&str; 31] = [
    "000-1", "000-2", "000-3", "000-4", "000-5", "000-6", "000-7", "000-8", "000-9", "000-10", "000-11", "000-12",
    "000-13", "000-14", "000-15", "000-16", "000-17", "000-18", "000-19", "002-1", "002-2", "002-4", "002-5", "002-7",
    "X-1", "X-2", "X-3", "X-4", "X-5", "X-6", "X-7",
];

fn database(name: &str) -> Database {
    if name == "demo" { Database::demo() } else { Database::of_folder(name) }
}

#[test]
fn every_figure_of_the_sources_comes_out() {
    let lines = table::read(&data("sources.csv"));
    let mut databases = BTreeMap::new();
    let mut answers = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in &lines {
        let (name, command) = (&line["database"], &line["command"]);
        let database = databases.entry(name).or_insert_with(|| database(name));
        let answer = answers.entry((name, command)).or_insert_with(|| database.json(command));
        let found = find(answer, &line["path"]);
        if !found.is_some_and(|found| agrees(found, line)) {
            wrong.push(format!("{line:?}\n  gives {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for row in ROWS {
        assert!(lines.iter().any(|line| line["row"] == row), "{row} is not covered");
    }
}

fn agrees(found: &serde_json::Value, line: &Line) -> bool {
    let expected = &line["expected"];
    match line["how"].as_str() {
        "exact" => exact(found) == Some(written(expected).0),
        "rounded" => exact(found).is_some_and(|value| rounds_to(&value, expected)),
        "text" => found.as_str().map_or_else(|| found.to_string(), str::to_owned) == *expected,
        other => panic!("{other}"),
    }
}

/// The speech of 002 prints recognised starts; what the office itself claims stands beside them, and
/// neither changes the other.
#[test]
fn claimed_and_recognised_stand_side_by_side() {
    let database = Database::of_folder("002");
    let completion = |origin: &str| {
        let answer = database.json(&format!("progress --indicator K1 --origin {origin}"));
        assert_eq!(find(&answer, "basis.origin").unwrap(), if origin == "认定" { "recognised" } else { "claimed" });
        exact(find(&answer, "rows[0].figures.completion").unwrap()).unwrap()
    };
    assert!(rounds_to(&completion("认定"), "45.65"));
    assert!(rounds_to(&completion("申报"), "65.22"));
}
