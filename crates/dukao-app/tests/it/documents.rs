//! The documents name everything the product can say.

use std::collections::BTreeSet;
use std::path::Path;

use dukao_app::findings::FieldProblem;
use dukao_app::rights::{Denial, Reach, Right, Role, TABLE, Why};
use dukao_app::{AppError, ERRORS};
use dukao_core::check::Rule;

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)).unwrap()
}

#[test]
fn every_rule_has_a_section_with_what_a_reader_needs() {
    let text = document("核对规则.md");
    let (_, rules) = text.split_once("\n## 规则\n").unwrap();
    let sections: Vec<(&str, &str)> =
        rules.split("\n### ").skip(1).map(|section| section.split_once('\n').unwrap()).collect();
    let labels: Vec<&str> = Rule::ALL.iter().map(|rule| rule.label()).collect();
    let titles: Vec<&str> = sections.iter().map(|(title, _)| *title).collect();
    assert_eq!(titles.iter().collect::<BTreeSet<_>>(), labels.iter().collect::<BTreeSet<_>>());
    assert_eq!(titles.len(), labels.len());
    for (title, body) in sections {
        for line in ["- 比什么：", "- 允许误差：", "- 例：", "- 不作声："] {
            assert_eq!(body.matches(line).count(), 1, "{title}: {line}");
        }
    }
}

/// The table of rights as a reader sees it is the one that is used.
#[test]
fn the_table_of_rights_is_the_one_in_use() {
    let text = document("权限表.md");
    let written: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    let row = |first: &str, cells: Vec<&str>| format!("| {first} | {} |", cells.join(" | "));
    let mut expected = vec![row("权限", Role::ALL.iter().map(|role| role.label()).collect())];
    let word = |reach: &Option<Reach>| match reach {
        None => "—",
        Some(Reach::Unit) => "单位",
        Some(Reach::Region) => "地区",
        Some(Reach::House) => "系统",
    };
    expected.extend(TABLE.iter().map(|(right, reaches)| row(right.label(), reaches.iter().map(word).collect())));
    assert_eq!(written, expected);
}

/// The rows of the two tables of codes: code, status, text, what to do.
fn listed() -> Vec<(String, u16, String, String)> {
    let text = document("errors.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        assert!(cells.len() >= 5 && cells[1..5].iter().all(|cell| !cell.is_empty()), "{row}");
        let code = cells[0].trim_end_matches('`').to_owned();
        (code, cells[1].parse().unwrap(), plain(cells[3]), plain(cells[4]))
    })
    .collect()
}

/// Without the marks of links and code.
fn plain(marked: &str) -> String {
    let mut rest = marked.replace('`', "");
    while let Some((before, link)) = rest.split_once('[') {
        let (label, after) = link.split_once("](").unwrap();
        let (_, after) = after.split_once(')').unwrap();
        rest = format!("{before}{label}{after}");
    }
    rest
}

/// The codes in the order in which the source gives them: one cannot be added and left out here.
fn codes_of_the_source() -> Vec<&'static str> {
    let source = include_str!("../../src/error.rs");
    let (_, rest) = source.split_once("pub const fn code(&self)").unwrap();
    let (body, _) = rest.split_once("\n    }\n").unwrap();
    body.lines().filter_map(|line| Some(line.split_once("=> \"")?.1.trim_end_matches("\","))).collect()
}

#[test]
fn every_error_is_listed_with_its_text() {
    let listed = listed();
    let table = ERRORS.iter().map(|info| (info.code.into(), info.status, info.text.into(), info.todo.into()));
    assert_eq!(listed, table.collect::<Vec<(String, u16, String, String)>>());
    let codes: Vec<&str> = listed.iter().map(|(code, ..)| code.as_str()).collect();
    let own = codes_of_the_source();
    assert_eq!(codes[..own.len()], own);
    let errors = [
        AppError::Refused(Vec::new()),
        AppError::NoRegion,
        AppError::NothingYet,
        AppError::ManyRegions("A、B".to_owned()),
        AppError::Denied(Denial { right: Right::Import, why: Why::Role(vec![Role::Assessment]) }),
        AppError::UnknownRegion("A".to_owned()),
        AppError::UnknownIndicator { name: "A".to_owned(), year: 2018, hint: String::new() },
        AppError::UnknownUnit("A".to_owned()),
        AppError::UnknownFigure("A".to_owned()),
        AppError::UnknownPartition { name: "A".to_owned(), known: "B".to_owned() },
        AppError::UnknownBasis("序时进度"),
        AppError::NoPlace("累计欠账"),
        AppError::OtherMeasure { measure: "个".to_owned(), own: "亿元".to_owned() },
        AppError::UnknownYear(2018),
        AppError::UnknownVersion { asked: 9, head: 3 },
        AppError::Moved { based_on: 12, head: 13 },
        AppError::UnknownUpload,
        AppError::NothingToUndo(12),
        AppError::StillUsed { what: "“P01”".to_owned(), by: 14 },
        AppError::UnknownFinding("growth:P03:Q00:2018-07:cumulative_growth".to_owned()),
        AppError::Explanation(vec![FieldProblem {
            field: "text", message: "写明这几个数为什么对不上".to_owned()
        }]),
        AppError::Organisation(vec![FieldProblem { field: "units", message: "没有单位“S99”".to_owned() }]),
        AppError::LookAgain,
        AppError::UnknownFilter { name: "欠账".to_owned(), known: "有：本周要看".to_owned() },
        AppError::FilterName("已有叫“欠账”的常用筛选：换个名字，或选“替换同名的”".to_owned()),
        AppError::UnknownPlace,
        AppError::Out(dukao_office::out::OutError::LongText { sheet: "数据".to_owned(), cell: "F17".to_owned() }),
        AppError::People(vec![
            FieldProblem { field: "name", message: "要写姓名".to_owned() },
            FieldProblem { field: "person_number", message: "工号G1已经是甲（jia）的".to_owned() },
        ]),
        AppError::UnknownPerson("A".to_owned()),
        AppError::UnknownRecord { what: "职务", id: "7".to_owned() },
        AppError::BadLink,
        AppError::SignedOut("太久没有操作"),
        AppError::NoRandom,
        AppError::Crowded,
        AppError::Interrupted,
        AppError::Damaged("A".to_owned()),
    ];
    for error in errors {
        let (_, _, text, _) = listed.iter().find(|(code, ..)| code == error.code()).unwrap();
        let (told, mut at) = (error.to_string(), 0);
        for part in text.split('…') {
            let found = told[at..].find(part).unwrap_or_else(|| panic!("{told} is not {text}"));
            at += found + part.len();
        }
    }
}

/// What the store's failures are called stands in the second table, one row each.
#[test]
fn every_text_about_the_database_is_listed() {
    let source = include_str!("../../src/error.rs");
    let (_, rest) = source.split_once("fn store_text(").unwrap();
    let (body, _) = rest.split_once("\nfn errors(").unwrap();
    let texts = body.split('"').skip(1).step_by(2).filter(|text| !text.is_ascii());
    let document = document("errors.md");
    let (_, table) = document.split_once("## 数据库的提示").unwrap();
    let rows: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).collect();
    let mut count = 0;
    for text in texts {
        let plain: Vec<&str> = text.split(['{', '}']).step_by(2).collect();
        assert!(rows.contains(&plain.join("…").as_str()), "{text}");
        count += 1;
    }
    assert!(count >= 17, "{count}");
}
