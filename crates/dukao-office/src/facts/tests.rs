//! Plain tables, right and wrong.

use dukao_core::assessment::method::{Direction, Method, Parameters};
use dukao_core::assessment::scheme::{Body, Class, Effective, Entry, FullMarks, Rules, Scheme, Scored};
use dukao_core::assessment::{Assessment, Plan, evaluate};
use dukao_core::number::{Decimal, Rational};
use dukao_core::period::Month;
use dukao_core::progress::{Source, Traced};

use crate::grid::{Book, Encoding, Kind, Sheet};

fn entry(name: &str) -> Entry {
    let scored = Scored {
        indicator: None,
        method: Method::new("完成率", &Parameters::new()).unwrap(),
        parameters: Parameters::new(),
        direction: Direction::HigherIsBetter,
        feeds: Vec::new(),
    };
    Entry {
        code: name.to_owned(),
        name: name.to_owned(),
        clause: "第一条".to_owned(),
        points: FullMarks::Same(Rational::from(Decimal::integer(50))),
        body: Body::Scored(scored),
        cap: None,
        floor: None,
        missing: None,
        conditions: Vec::new(),
        process: Vec::new(),
        responsible: None,
        checked_by: None,
        scored_by: None,
        evidence: Vec::new(),
        rank_goal: None,
    }
}

fn scheme(classes: Vec<Class>) -> Scheme {
    let month = |number| (2018, Month::new(number).unwrap());
    Scheme {
        name: "办法".to_owned(),
        code: "B".to_owned(),
        owner: "考核办".to_owned(),
        document: None,
        about: None,
        effective: Effective { first: month(1), last: month(12) },
        classes,
        rules: Rules::default(),
        entries: vec![entry("投资"), entry("工业")],
        extras: Vec::new(),
        vetoes: Vec::new(),
        grades: None,
        rewards: Vec::new(),
        lists: Vec::new(),
        cases: Vec::new(),
    }
}

fn class(name: &str, units: &[&str]) -> Class {
    Class { name: name.to_owned(), units: units.iter().map(|unit| (*unit).to_owned()).collect() }
}

fn book(rows: Vec<Vec<&str>>) -> Book {
    let sheets = vec![Sheet::of_text("表1", rows)];
    Book { name: "表.csv".to_owned(), kind: Kind::Csv(Encoding::Utf8), sheets, notes: Vec::new() }
}

fn told(scheme: &Scheme, rows: Vec<Vec<&str>>) -> Vec<String> {
    let problems = super::read(&Plan::of(scheme), &book(rows), Month::DECEMBER).unwrap_err();
    problems.iter().map(|problem| format!("{} {}", problem.cell, problem.message)).collect()
}

const HEAD: [&str; 5] = ["单位", "投资实绩", "投资目标", "工业 实绩", "工业目标"];

#[test]
fn a_table_is_scored_and_every_leaf_names_its_cell() {
    let scheme = scheme(Vec::new());
    let plan = Plan::of(&scheme);
    let rows = vec![
        vec!["二〇一八年完成情况"],
        HEAD.to_vec(),
        vec!["甲县", "80", "100", "100", "100"],
        vec!["乙县", "100", "100", "", "100"],
    ];
    let facts = super::read(&plan, &book(rows), Month::DECEMBER).unwrap();
    let result: Assessment<Traced> = evaluate(&plan, &facts.sheet, Month::DECEMBER);
    let totals: Vec<String> = result.units.iter().map(|unit| unit.total.value().significant()).collect();
    assert_eq!(totals, ["90", "50"]);
    let leaves = result.units[0].total.expr().leaves();
    let cell = leaves.iter().find(|leaf| leaf.label == "甲县·投资实绩").map(|leaf| leaf.source.clone());
    assert!(matches!(cell, Some(Source::Cell { cell, .. }) if cell == "B3"));
    assert!(result.units[1].entries[1].standing.why().is_some());
}

#[test]
fn everything_wrong_is_told_in_one_pass() {
    let rows = vec![
        vec!["单位", "投资实绩", "投资目标", "工业实绩", "工业实绩"],
        vec!["甲县", "约80", "100", "1", "1"],
        vec!["", "80", "100", "1", "1"],
        vec!["甲县", "80", "100", "1", "1"],
        vec!["乙县", "80亿元", "100", "1", "1"],
    ];
    insta::assert_debug_snapshot!(told(&scheme(Vec::new()), rows));
}

#[test]
fn classes_come_from_the_scheme_or_from_the_table() {
    let row = |name: &'static str, class: &'static str| vec![name, "80", "100", "100", "100", class];
    let head = || [HEAD.to_vec(), vec!["类别"]].concat();
    let classes = |scheme: &Scheme, rows: Vec<Vec<&str>>| {
        let facts = super::read(&Plan::of(scheme), &book(rows), Month::DECEMBER).unwrap();
        let units = dukao_core::assessment::Facts::<Rational>::units(&facts.sheet);
        let units: Vec<String> = units.iter().map(|unit| format!("{}{}", unit.name, unit.class)).collect();
        (units, facts.notes.len())
    };
    let listed = scheme(vec![class("城区", &["甲县"]), class("山区", &["乙县"])]);
    let rows = vec![head(), row("甲县", ""), row("乙县", ""), row("丙县", "")];
    assert_eq!(classes(&listed, rows), (vec!["甲县城区".to_owned(), "乙县山区".to_owned()], 1));
    let named = scheme(vec![class("城区", &[]), class("山区", &[])]);
    let rows = vec![head(), row("甲县", "山区"), row("乙县", "城区")];
    assert_eq!(classes(&named, rows), (vec!["甲县山区".to_owned(), "乙县城区".to_owned()], 0));
    let rows = vec![head(), row("甲县", "平原"), row("乙县", "")];
    assert_eq!(told(&named, rows), ["F2 “甲县”属于哪一类没有写明", "F3 “乙县”属于哪一类没有写明"]);
    assert_eq!(told(&named, vec![vec!["县", "1"]]), [" 找不到表头"]);
}

#[test]
fn every_unit_of_the_scheme_has_a_row_and_totals_are_no_units() {
    let listed = scheme(vec![class("城区", &["甲县", "乙县"])]);
    let row = |name: &'static str| vec![name, "80", "100", "100", "100"];
    assert_eq!(told(&listed, vec![HEAD.to_vec(), row("甲县")]), [" 办法的考核对象“乙县”在表里没有一行"]);
    let free = scheme(Vec::new());
    let facts = super::read(&Plan::of(&free), &book(vec![HEAD.to_vec(), row("甲县"), row("合计")]), Month::DECEMBER);
    let facts = facts.unwrap();
    assert_eq!(dukao_core::assessment::Facts::<Rational>::units(&facts.sheet).len(), 1);
    assert_eq!(facts.notes.len(), 1);
}

#[test]
fn in_the_middle_of_the_year_only_what_has_passed_is_asked_for() {
    use dukao_core::assessment::scheme::Checkpoint;
    let mut one = scheme(Vec::new());
    let half = || Rational::from(Decimal::parse("0.5").unwrap());
    one.entries.truncate(1);
    one.entries[0].process =
        vec![(Checkpoint::named("上半年").unwrap(), half()), (Checkpoint::named("全年").unwrap(), half())];
    let plan = Plan::of(&one);
    let total = |rows: Vec<Vec<&str>>, month: u8| {
        let month = Month::new(month).unwrap();
        let facts = super::read(&plan, &book(rows), month).map_err(|problems| problems.len())?;
        let result: Assessment<Rational> = evaluate(&plan, &facts.sheet, month);
        Ok::<_, usize>(result.units[0].total.significant())
    };
    let june = || vec![vec!["单位", "上半年投资实绩", "上半年投资目标"], vec!["甲县", "40", "100"]];
    assert_eq!(total(june(), 6), Ok("20".to_owned()));
    assert_eq!(total(june(), 12), Err(2));
    let march = vec![vec!["单位", "投资实绩", "投资目标"], vec!["甲县", "10", "100"]];
    assert_eq!(total(march, 3), Ok("5".to_owned()));
}
