//! Tables that governments published: every figure in them that is right comes out of the command line,
//! and those that contradict the rest are found. Which command and path gives which figure stands in a
//! table; nothing is computed here.

use std::collections::BTreeMap;

use dukao_core::number::{Number, Rational};

use crate::jsonpath::find;
use crate::runner::{Database, data, example};
use crate::table::{self, Line, exact, rounds_to, written};

const CASES: [(&str, usize); 7] = [
    ("dazhou-staged-targets", 27),
    ("hunan-oldhousing-2021-08", 41),
    ("jincheng-fiscal-2015-09", 56),
    ("tianshui-zone-fiscal-2021-08", 28),
    ("donggang-fiscal-2017-09", 39),
    ("national-retail-2011-12", 14),
    ("yunqi-gdp-2023-q3", 49),
];

/// `{region}` and the like replaced by the figure's own; `{year}` and `{month}` from its period.
fn filled(text: &str, figure: &Line) -> String {
    let mut text = text.to_owned();
    for (name, value) in figure {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    if let Some((year, month)) = figure.get("period").and_then(|period| period.split_once('-')) {
        text = text.replace("{year}", year).replace("{month}", month.trim_start_matches('0'));
    }
    text
}

/// The first line of the table for this figure.
fn line_for<'a>(lines: &'a [Line], case: &str, figure: &Line) -> &'a Line {
    let fits = |line: &&Line| {
        let here = || line["where"].split_once('=').is_none_or(|(column, value)| figure[column] == value);
        line["case"] == case && line["metric"] == figure["metric"] && here()
    };
    lines.iter().find(fits).unwrap_or_else(|| panic!("{case}: no command for {figure:?}"))
}

#[test]
fn every_published_figure_comes_out() {
    let mut wrong = Vec::new();
    for (case, count) in CASES {
        let figures = table::read(&example(case).join("expected.csv"));
        assert_eq!(figures.len(), count, "{case}");
        wrong.extend(wrong_figures(case, &Database::of_example(case), ""));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Columns turned round and renamed, title rows and a note added, 万元 for 亿元: taken in by the guess, the
/// same figures come out.
#[test]
fn every_published_figure_comes_out_of_a_guessed_table() {
    let mut wrong = Vec::new();
    for case in ["dazhou-staged-targets", "hunan-oldhousing-2021-08", "jincheng-fiscal-2015-09"] {
        let database = Database::none();
        let file = database.file("报表.csv", crate::guess::messed(case).as_bytes());
        database.ok("import", &[&file, "--guess", "--yes"]);
        // They were written in 万元; the published ones are in 亿元.
        wrong.extend(wrong_figures(case, &database, " --measure 亿元"));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The published figures that do not come out of a database.
fn wrong_figures(case: &str, database: &Database, amounts: &str) -> Vec<String> {
    let lines = table::read(&data("published.csv"));
    let figures = table::read(&example(case).join("expected.csv"));
    let (mut wrong, mut answers) = (Vec::new(), BTreeMap::new());
    for figure in figures.iter().filter(|figure| figure["status"] != "inconsistent") {
        let line = line_for(&lines, case, figure);
        let in_yi = figure["metric"].starts_with("sum_") || figure["metric"].ends_with("_yi");
        let command =
            filled(&line["command"], figure) + if in_yi && case != "hunan-oldhousing-2021-08" { amounts } else { "" };
        let answer = answers.entry(command.clone()).or_insert_with(|| database.json(&command));
        let found = find(answer, &filled(&line["path"], figure)).and_then(exact);
        if !found.as_ref().is_some_and(|found| agrees(found, figure, &line["tolerance"])) {
            wrong.push(format!("{case} {figure:?}\n  {command} gives {found:?}"));
        }
    }
    wrong
}

/// An exact figure rounds to what is printed; one within rounding lies within the tolerance. Both are
/// what an independent recomputation gave, to its last printed digit.
fn agrees(found: &Rational, figure: &Line, tolerance: &str) -> bool {
    let published = match figure["status"].as_str() {
        "exact" => rounds_to(found, &figure["published"]),
        "within_rounding" => found.sub(&written(&figure["published"]).0).abs() <= written(tolerance).0,
        other => panic!("{other}"),
    };
    let recomputed = found.sub(&written(&figure["recomputed"]).0).abs();
    published && recomputed <= written("0.000001").0
}

/// The figure that cannot be right is a finding that shows both numbers and the cell.
#[test]
fn a_flawed_figure_is_found() {
    for (case, _) in CASES {
        let database = Database::of_example(case);
        let figures = table::read(&example(case).join("expected.csv"));
        let flawed: Vec<&Line> = figures.iter().filter(|figure| figure["status"] == "inconsistent").collect();
        let answer = database.json("check");
        // A stage that is planned below the pace is a reminder about the plan, not about a printed figure.
        let of_plans =
            |finding: &&serde_json::Value| finding["rule"] == "plan_pace" && finding["severity"] == "warning";
        let all = answer["findings"].as_array().unwrap();
        let findings: Vec<&serde_json::Value> = all.iter().filter(|finding| !of_plans(finding)).collect();
        assert_eq!(findings.len(), flawed.len(), "{case}: {findings:?}");
        for figure in flawed {
            let rebuilt = format!("{}%", short(&figure["recomputed"]));
            let printed = format!("{}%", figure["published"]);
            let says =
                |text: &str| findings.iter().any(|finding| finding["statement"].as_str().unwrap().contains(text));
            assert!(says(&rebuilt) && says(&printed), "{case}: {findings:?}");
            assert!(findings.iter().all(|finding| !finding["sources"].as_array().unwrap().is_empty()));
        }
    }
}

/// A recomputed number in the one decimal that the sentence prints.
fn short(text: &str) -> String {
    written(text).0.round(1).to_string()
}
