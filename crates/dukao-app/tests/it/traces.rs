//! Every figure of the demonstration, recomputed from its trace alone and followed to its cells.

use std::collections::{BTreeMap, BTreeSet};

use dukao_app::App;
use dukao_app::view::{Asked, RankingView, SourceView, Status, TraceBy, TraceView};
use dukao_core::organisation::UnitKind;
use dukao_core::progress::{FigureKind, RANKING_BASES};
use dukao_testkit::evaluator::{Fraction, evaluate};
use serde_json::Value;

use crate::support::{demo_app, import};

/// A written figure as a leaf names it: number of the file, sheet, row, cell, text.
type Written = (i64, String, usize, String, String);

/// What the sweep met.
#[derive(Default)]
struct Swept {
    /// Figures that are known.
    known: usize,
    /// Which kinds of figures were known at least once.
    kinds: BTreeSet<&'static str>,
    /// Every cell that a leaf names.
    written: BTreeSet<Written>,
    /// Rules and notices that leaves rest on.
    rules: BTreeSet<String>,
}

impl Swept {
    /// Recomputes one figure and takes its leaves.
    fn take(&mut self, view: &TraceView) {
        let place = || format!("{} {} {} {}", view.indicator.code, view.unit, view.basis.month, view.figure.key);
        let json = serde_json::to_value(view).unwrap();
        if view.figure.status != Status::Known {
            assert!(json["expression"].is_null() && json["figure"]["reason"].is_string(), "{}", place());
            return;
        }
        let text = |key: &str| json["figure"][key].as_str().unwrap();
        let told = Fraction::from_texts(text("numerator"), text("denominator")).unwrap();
        let recomputed = evaluate(&json["expression"]).unwrap_or_else(|error| panic!("{}: {error:#}", place()));
        assert_eq!(recomputed.value, told, "{}", place());
        assert!(!recomputed.sources.is_empty(), "{}", place());
        assert!(view.formula.is_some() && view.substitution.is_some(), "{}", place());
        self.known += 1;
        self.kinds.insert(view.figure.key);
        self.leaves(&json["expression"]);
    }

    /// What the leaves below a node of the trace rest on.
    fn leaves(&mut self, node: &Value) {
        if node["op"] == "leaf" {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let source = &node["source"];
            match source["from"].as_str().unwrap() {
                "cell" => {
                    let cell = text(&source["cell"]);
                    let row = cell.trim_start_matches(|sign: char| sign.is_ascii_uppercase()).parse().unwrap();
                    let file = source["file_id"].as_i64().unwrap();
                    self.written.insert((file, text(&source["sheet"]), row, cell, text(&node["text"])));
                }
                "rule" => drop(self.rules.insert(text(&source["rule"]))),
                other => panic!("nothing of the demonstration was {other}: {node}"),
            }
        }
        for key in ["of", "own", "args", "others"] {
            match &node[key] {
                Value::Array(nodes) => nodes.iter().for_each(|node| self.leaves(node)),
                Value::Object(_) => self.leaves(&node[key]),
                _ => {}
            }
        }
    }
}

/// Places and distances of a ranking as they stand in its table: unit, figure, what is shown.
fn places(ranking: &RankingView) -> Vec<(&str, &'static str, String)> {
    let mut found = Vec::new();
    for row in &ranking.rows {
        let rank = row.rank.map(|rank| ("rank", rank.to_string()));
        let distances =
            [&row.to_above, &row.to_first].into_iter().flatten().map(|shown| (shown.key, shown.text.clone()));
        let won = row.movement.map(|won| ("rank_movement", won.to_string().replace('-', "−")));
        found.extend(rank.into_iter().chain(distances).chain(won).map(|(key, text)| (row.unit.as_str(), key, text)));
    }
    found
}

fn asked(unit: &str, month: u8) -> Asked {
    Asked { unit: Some(unit.to_owned()), year: Some(2018), month: Some(month), ..Asked::default() }
}

/// Whether `text` is one of the points of a pace (`03:0.40；06:0.80`).
fn is_point(points: &str, text: &str) -> bool {
    points.split('；').filter_map(|point| point.split_once(':')).any(|(_, share)| share == text)
}

/// Whether `text` counts the days of the year up to the deadline that is written there.
fn is_day(deadline: &str, text: &str) -> bool {
    deadline.parse::<jiff::civil::Date>().is_ok_and(|date| date.day_of_year().to_string() == text)
}

/// Every text that a leaf names, against the cell of the file as it was taken in.
async fn hold_against_files(app: &App, written: &BTreeSet<Written>) {
    let sheets = app.moment(None, None).await.unwrap().snapshot.book.sheets.clone();
    let number = |file: i64, sheet: &str| {
        *sheets.iter().find(|(_, name)| name.file_id == file && name.sheet == sheet).unwrap().0
    };
    let mut open: Option<(i64, SourceView)> = None;
    for (file, sheet, row, cell, text) in written {
        let shows = |view: &(i64, SourceView)| view.0 == *file && view.1.rows.iter().any(|found| found.number == *row);
        if !open.as_ref().is_some_and(shows) {
            let view = app.source(&Asked::default(), *file, number(*file, sheet), cell).await.unwrap();
            open = Some((*file, view));
        }
        let view = &open.as_ref().unwrap().1;
        let column = view.columns.iter().position(|name| cell.trim_end_matches(char::is_numeric) == name).unwrap();
        let found = view.rows.iter().find(|found| found.number == *row).unwrap();
        let there = &found.cells[column].text;
        assert!(
            there == text || is_point(there, text) || is_day(there, text),
            "{} {cell}: “{text}” is not “{there}”",
            view.file.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_is_recomputed_from_its_trace_and_every_leaf_stands_in_its_file() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let book = app.moment(None, None).await.unwrap().snapshot.book;
    let codes = |year| book.framework(year).unwrap().iter().map(|indicator| indicator.code.as_str());
    let mut swept = Swept::default();
    for month in 1..=7 {
        for code in codes(2018) {
            app.traces(&asked("Q00", month), code).await.unwrap().iter().for_each(|view| swept.take(view));
        }
    }
    for unit in book.organisation.iter().filter(|unit| unit.code != "Q00") {
        let tasks = |code: &&str| book.framework(2018).unwrap().target(code, &unit.code).is_some();
        let peer = unit.kind == UnitKind::Peer;
        for code in codes(2018).filter(|code| peer || tasks(code)) {
            app.traces(&asked(&unit.code, 7), code).await.unwrap().iter().for_each(|view| swept.take(view));
        }
    }
    // No milestone is overdue on the demonstration's day: bring one forward.
    let forward = "年度,指标,目标类型,完成时限\n2018,L03,节点,2018-08-10\n";
    import(&app, vec![("提前.csv".to_owned(), forward.as_bytes().to_vec())]).await;
    app.traces(&asked("Q00", 7), "L03").await.unwrap().iter().for_each(|view| swept.take(view));
    hold_against_files(&app, &swept.written).await;
    let never: Vec<&str> =
        FigureKind::ALL.iter().map(|kind| kind.key()).filter(|key| !swept.kinds.contains(key)).collect();
    // The demonstration has no stage targets, no figures of streets of last year, no indicator that is part of another.
    let absent = [
        "published_difference",
        "stage_target",
        "stage_completion",
        "stage_ahead",
        "parts_stage",
        "rebuilt_growth",
        "contribution",
        "contribution_share",
        "whole_contribution",
        "share_of_whole_growth",
        "share_of_whole",
    ];
    assert_eq!(never, absent);
    assert!(swept.known > 7_000 && swept.written.len() > 1_500, "{} {}", swept.known, swept.written.len());
    let rules = [
        "12减已完成的月数",
        "2018-08-20，从当年1月1日算起",
        "均衡进度：已完成的月数÷12",
        "年初为0",
        "第一个进度节点之前",
    ];
    assert_eq!(swept.rules, rules.map(str::to_owned).into());
}

#[tokio::test(flavor = "multi_thread")]
async fn places_by_every_figure_are_recomputed_from_their_traces() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let book = app.moment(None, None).await.unwrap().snapshot.book;
    let mut swept = Swept::default();
    let mut counted = BTreeMap::new();
    for indicator in book.framework(2018).unwrap().iter() {
        let usual = app.ranking(&Asked::default(), &indicator.code, None).await.unwrap();
        if usual.ranked() < 2 {
            continue;
        }
        for basis in RANKING_BASES {
            let ranking = app.ranking(&Asked::default(), &indicator.code, Some(basis)).await.unwrap();
            for (unit, key, text) in places(&ranking).into_iter().filter(|_| ranking.ranked() > 1) {
                let by = TraceBy { ranking: Some(basis), partition: None };
                let view = app.trace_by(&asked(unit, 7), &indicator.code, key, by).await.unwrap();
                let place = format!("{} {unit} {key} by {}", indicator.code, basis.key());
                assert_eq!((view.figure.text.as_str(), view.by), (text.as_str(), Some(basis.key())), "{place}");
                swept.take(&view);
                *counted.entry((basis.key(), basis.key() == usual.by)).or_insert(0) += 1;
            }
        }
    }
    let other: Vec<&str> = counted.keys().filter(|(_, usual)| !usual).map(|(key, _)| *key).collect();
    assert_eq!(other, ["behind_pace", "change", "cumulative", "growth"], "{counted:?}");
    assert!(swept.known > 500, "{counted:?}");
    hold_against_files(&app, &swept.written).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_by_what_ranks_nothing_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let open = async |figure: &str, basis| {
        let by = TraceBy { ranking: Some(basis), partition: None };
        app.trace_by(&asked("Q00", 7), "P01", figure, by).await
    };
    let refused = open("shortfall", FigureKind::Completion).await.unwrap_err();
    assert!(refused.to_string().contains("“累计欠账”不是位次"), "{refused}");
    let refused = open("rank", FigureKind::Rank).await.unwrap_err();
    assert!(refused.to_string().contains("不能按“位次”排位次；可以按：同比增速、完成率"), "{refused}");
    assert!(app.ranking(&Asked::default(), "P01", Some(FigureKind::Rank)).await.is_err());
    let apart = open("rank_movement", FigureKind::Completion).await.unwrap();
    assert_eq!(apart.figure.status, Status::Incomparable);
    assert!(apart.figure.reason.unwrap().contains("上年位次按同比增速"));
}
