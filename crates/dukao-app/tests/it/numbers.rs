//! Every number of every view that is handed out: in the workbook, in the csv and in the JSON it is the same, row by row.

use std::collections::BTreeSet;
use std::path::Path;

use dukao_app::App;
use dukao_app::selection::{Columns, LedgerColumn};
use dukao_app::tables::{self, ChosenLedger, FrameworkView, RankingsView, Tabled, UnitsView};
use dukao_app::view::Asked;
use dukao_office::grid::{self, Cell, CellKind};
use dukao_office::out::{self, Row, RowKind, Table, Value};
use serde::Serialize;
use serde_json::Value as Json;

use crate::support::demo_app;

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= one.abs().max(other.abs()) * 1e-12
}

/// The number of a cell of a table, and the csv text of it.
fn of(value: &Value) -> (Option<f64>, String) {
    match value {
        Value::Empty => (None, String::new()),
        Value::Text(text) => (None, out::guarded(text)),
        Value::Exact(number) | Value::Sum { value: number, .. } => (number.parse().ok(), number.clone()),
        Value::Number { value, shown, .. } => (value.parse().ok(), shown.replace('−', "-")),
    }
}

/// The workbook holds the tables, cell by cell.
fn workbook_says(tables: &[Table], bytes: &[u8]) -> usize {
    let book = grid::open("表.xlsx", bytes).unwrap();
    assert_eq!(book.sheets.len(), tables.len());
    let mut numbers = 0;
    for (table, sheet) in tables.iter().zip(&book.sheets) {
        let grouped = usize::from(table.columns.iter().any(|column| column.group.is_some()));
        let first = usize::from(table.title.is_some()) + table.lines.len() + grouped + 1;
        for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind != RowKind::Group) {
            for (column, value) in row.cells.iter().enumerate() {
                let cell = sheet.cell(first + at, column);
                let place = format!("{} {}", table.name, grid::address(first + at, column));
                let Some(number) = of(value).0 else {
                    assert_ne!(cell.kind, CellKind::Number, "{place}: {cell:?} is {value:?}");
                    continue;
                };
                assert!(
                    cell.kind == CellKind::Number && near(cell.text().parse().unwrap(), number),
                    "{place}: {cell:?} is {value:?}"
                );
                numbers += 1;
            }
        }
    }
    numbers
}

/// The csv shows the tables, one below the other.
fn csv_says(tables: &[Table], bytes: &[u8]) {
    let book = grid::open("表.csv", bytes).unwrap();
    let sheet = &book.sheets[0];
    let mut line = 0;
    for table in tables {
        let grouped = usize::from(table.columns.iter().any(|column| column.group.is_some()));
        line += usize::from(table.title.is_some()) + table.lines.len() + grouped + 1;
        for row in &table.rows {
            let shown: Vec<&str> = sheet.row(line).iter().map(Cell::text).collect();
            for (column, value) in row.cells.iter().enumerate() {
                let own = shown.get(column).copied().unwrap_or_default();
                assert_eq!(own, of(value).1.replace("\r\n", "\n"), "{} {line} {column}", table.name);
            }
            line += 1;
        }
        // Notes, and what it rests on; then a blank line.
        line += table.notes.len() + 2;
    }
}

fn objects<'j>(json: &'j Json, into: &mut Vec<&'j Json>) {
    match json {
        Json::Object(map) => {
            into.push(json);
            map.values().for_each(|value| objects(value, into));
        }
        Json::Array(all) => all.iter().for_each(|value| objects(value, into)),
        _ => {}
    }
}

/// What a part of a view says: figures by key, value and text; other words and numbers.
#[derive(Default)]
struct Said<'j> {
    figures: BTreeSet<(&'j str, &'j str, &'j str)>,
    words: BTreeSet<String>,
}

fn said<'j>(json: &'j Json, into: &mut Said<'j>) {
    match json {
        Json::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Json::as_str);
            if let (Some(key), Some(value), Some(shown)) = (text("key"), text("value"), text("text")) {
                into.figures.insert((key, value, shown));
            }
            map.values().for_each(|value| said(value, into));
        }
        Json::Array(all) => all.iter().for_each(|value| said(value, into)),
        Json::Number(number) => drop(into.words.insert(number.to_string())),
        Json::String(text) => drop(into.words.insert(text.replace('−', "-"))),
        Json::Null | Json::Bool(_) => {}
    }
}

/// Whether a part of a view says every number of a row, and one of its words.
fn says(part: &Said<'_>, row: &Row) -> bool {
    let number = |value: &Value| match value {
        Value::Number { key, value, shown, .. } => part.figures.contains(&(*key, value.as_str(), shown.as_str())),
        Value::Exact(number) => part.words.contains(number),
        Value::Empty | Value::Text(_) | Value::Sum { .. } => true,
    };
    let mut words =
        row.cells.iter().filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None });
    let named = words.any(|text| text.chars().count() > 1 && part.words.contains(text.trim_start_matches('　')));
    row.cells.iter().all(number) && named
}

/// Every row with numbers is a part of the JSON that is no list of rows: those are told apart by what they say besides.
fn json_says(tables: &[Table], json: &Json) -> usize {
    let mut parts = Vec::new();
    objects(json, &mut parts);
    // Whole views and groups hold many rows: what is found in them says nothing of a row.
    let is_list = |part: &Json| {
        part.as_object().is_some_and(|map| {
            [
                "rows",
                "groups",
                "blocks",
                "months",
                "shares",
                "partitions",
                "inputs",
                "tasks_of",
                "members",
                "files",
                "basis",
            ]
            .iter()
            .any(|key| map.get(*key).is_some_and(|value| value.is_array() || *key == "basis"))
        })
    };
    let parts: Vec<Said<'_>> = parts
        .into_iter()
        .filter(|part| !is_list(part))
        .map(|part| {
            let mut own = Said::default();
            said(part, &mut own);
            own
        })
        .collect();
    let mut rows = 0;
    let mut whole = Said::default();
    said(json, &mut whole);
    for table in tables {
        // Counts of the front page have other words there than keys in the JSON.
        if table.name == "总览" {
            let counted = |value: &Value| matches!(value, Value::Exact(number) if !whole.words.contains(number));
            assert!(!table.rows.iter().flat_map(|row| &row.cells).any(counted), "{table:#?}");
            continue;
        }
        for row in table.rows.iter().filter(|row| row.kind != RowKind::Group) {
            let numbers = row.cells.iter().any(|value| matches!(value, Value::Number { .. } | Value::Exact(_)));
            if numbers {
                assert!(parts.iter().any(|part| says(part, row)), "{}: {row:#?} is not in the view", table.name);
                rows += 1;
            }
        }
    }
    rows
}

/// Holds the three kinds of file of a view against each other; gives how many rows and numbers it has.
fn check(view: &dyn Tabled, json: &Json) -> (usize, usize) {
    let tables = view.tables();
    let numbers = workbook_says(&tables, &tables::workbook(view).unwrap());
    csv_says(&tables, &tables::text(view).unwrap());
    (json_says(&tables, json), numbers)
}

fn both<V: Tabled + Serialize>(view: &V) -> (usize, usize) {
    check(view, &serde_json::to_value(view).unwrap())
}

async fn lists(app: &App, asked: &Asked) -> Vec<(&'static str, (usize, usize))> {
    let ledger = app.ledger(asked).await.unwrap();
    let json = serde_json::to_value(&ledger).unwrap();
    let columns = Columns::of([LedgerColumn::Code, LedgerColumn::Gap, LedgerColumn::Points, LedgerColumn::Rank]);
    let chosen = ChosenLedger { ledger: &ledger, columns: &columns };
    let (basis, _, rows) = app.rankings(asked).await.unwrap();
    let rankings = RankingsView { basis: &basis, rows: &rows };
    let (units_basis, _, units) = app.units(asked).await.unwrap();
    vec![
        ("Ledger", both(&ledger)),
        ("ChosenLedger", both(&chosen)),
        ("FrameworkView", check(&FrameworkView(&ledger), &json)),
        ("Annex1", both(&app.annex1(asked).await.unwrap())),
        ("Annex2", both(&app.annex2(asked).await.unwrap())),
        ("RankingsView", both(&rankings)),
        ("UnitsView", both(&UnitsView { basis: &units_basis, rows: &units })),
        ("UnitPage", both(&app.unit_page(asked, "S01").await.unwrap())),
        ("FindingsView", both(&app.findings(asked).await.unwrap())),
        ("ChangesView", both(&app.organisation_changes(asked).await.unwrap())),
        ("FileView", both(&app.files(asked).await.unwrap())),
        ("RulesView", both(&app.rules(asked).await.unwrap())),
        ("Front", both(&app.front(asked).await.unwrap())),
    ]
}

async fn of_indicator(app: &App, asked: &Asked, code: &str) -> Vec<(&'static str, (usize, usize))> {
    vec![
        ("IndicatorPage", both(&app.indicator_page(asked, code).await.unwrap())),
        ("Across", both(&app.across(asked, code, true, None).await.unwrap())),
        ("RankingView", both(&app.ranking(asked, code, None).await.unwrap())),
        ("TraceView", both(&app.trace(asked, code, "cumulative").await.unwrap())),
    ]
}

#[tokio::test]
async fn every_number_is_the_same_in_every_kind_of_file() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let (mut views, mut rows, mut numbers) = (BTreeSet::new(), 0, 0);
    for month in [2, 7, 12] {
        let asked = Asked { month: Some(month), ..Asked::default() };
        let mut all = lists(&app, &asked).await;
        for code in ["P01", "E01", "E02", "G01", "L02"] {
            all.extend(of_indicator(&app, &asked, code).await);
        }
        for (view, (own_rows, own_numbers)) in all {
            views.insert(view);
            rows += own_rows;
            numbers += own_numbers;
        }
    }
    assert!(rows > 1_000 && numbers > 8_000, "{rows} rows, {numbers} numbers");
    // Whatever is handed out is looked at here.
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tables");
    let mut known = BTreeSet::new();
    for entry in std::fs::read_dir(source).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let names = text.split("impl Tabled for ").skip(1);
        known.extend(names.map(|rest| rest.split(['<', ' ']).next().unwrap().to_owned()));
    }
    assert_eq!(views.iter().map(|view| (*view).to_owned()).collect::<BTreeSet<_>>(), known);
}
