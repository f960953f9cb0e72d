//! Tests of the demonstration district: the written files are read back and held against the outline.

mod city;
mod figures;
mod files;
mod framework;
mod planted;
mod source;
mod standing;
mod streets;

use std::{collections::BTreeMap, path::PathBuf};

use super::{Files, build, fixed::Fixed, outline::Outline};

/// One row of a csv file, by header.
type Cells = BTreeMap<String, String>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn outline() -> Outline {
    Outline::read(&root().join("demo/outline")).unwrap()
}

fn files() -> Files {
    build(&outline()).unwrap()
}

/// Reads a csv text back.
fn parse(text: &str) -> Vec<Cells> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// A file of the outline as it is, without the generator's own reader.
fn raw(name: &str) -> Vec<Cells> {
    parse(&std::fs::read_to_string(root().join("demo/outline").join(name)).unwrap())
}

fn table(name: &str) -> Vec<Cells> {
    parse(&files()[name])
}

/// All rows of the table 数据, in the order of the steps.
fn data() -> Vec<Cells> {
    let files = files();
    let steps = parse(&files["步骤.csv"]);
    steps
        .iter()
        .filter(|step| step["文件"].starts_with("数据/"))
        .flat_map(|step| parse(&files[&step["文件"]]))
        .collect()
}

/// A cell, empty where the file has no such column.
fn cell<'a>(row: &'a Cells, header: &str) -> &'a str {
    row.get(header).map_or("", String::as_str)
}

/// Ways to write the period from January to this month.
fn spellings(month: &str) -> Vec<String> {
    let (year, number) = month.split_once('-').unwrap();
    let mut texts = vec![month.to_owned()];
    let named = match number {
        "02" => "年1—2月",
        "03" => "年一季度",
        "06" => "年上半年",
        "09" => "年前三季度",
        "12" => "年",
        _ => return texts,
    };
    texts.push(format!("{year}{named}"));
    texts
}

/// The month in which a written period ends.
fn end_of(period: &str) -> String {
    let months = (2016..=2018).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}")));
    months.into_iter().find(|month| spellings(month).iter().any(|text| text == period)).unwrap()
}

/// The cell of one indicator, unit (empty: the district's own reports) and period; `None` when not given.
fn find(data: &[Cells], code: &str, unit: &str, month: &str, header: &str) -> Option<Fixed> {
    let texts: Vec<&str> = data
        .iter()
        .filter(|row| row["指标"] == code && cell(row, "单位") == unit && spellings(month).contains(&row["期间"]))
        .map(|row| cell(row, header))
        .filter(|text| !text.is_empty())
        .collect();
    assert!(texts.len() <= 1, "{code} {unit} {month} {header} is given {} times", texts.len());
    texts.first().map(|text| Fixed::parse(text).unwrap())
}

fn number(text: &str) -> Fixed {
    Fixed::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

#[track_caller]
fn assert_equal(found: Option<Fixed>, expected: &str, what: &str) {
    let found = found.unwrap_or_else(|| panic!("{what} is missing"));
    assert!(found.equals(number(expected)), "{what} is {found}, not {expected}");
}

/// `done ÷ plan` in per cent, rounded as it is printed.
fn per_cent(done: Fixed, plan: Fixed, decimals: u32) -> Fixed {
    done.times(number("100"), 6).unwrap().divided_by(plan, decimals).unwrap()
}

fn sum(numbers: impl IntoIterator<Item = Fixed>) -> Fixed {
    numbers.into_iter().fold(number("0"), |total, number| total.plus(number).unwrap())
}
