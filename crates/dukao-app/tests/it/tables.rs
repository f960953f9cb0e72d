//! Views as files: every number of a workbook is the number of the JSON of the same view, at its place.

use dukao_app::tables::{self, FileKind, FrameworkView, RankingsView, Tabled, UnitsView};
use dukao_app::view::Asked;
use dukao_office::grid::{self, Cell, CellKind};
use serde::Serialize;
use serde_json::Value;

use crate::support::demo_app;

type Sheets = Vec<(String, Vec<Vec<Cell>>)>;

fn sheets(bytes: &[u8]) -> Sheets {
    let book = grid::open("表.xlsx", bytes).unwrap();
    let rows = |sheet: &grid::Sheet| (0..sheet.height()).map(|row| sheet.row(row).to_vec()).collect();
    book.sheets.iter().map(|sheet| (sheet.name.clone(), rows(sheet))).collect()
}

/// The number in a cell.
fn number(cell: &Cell) -> Option<f64> {
    (cell.kind == CellKind::Number).then(|| cell.text().parse().unwrap())
}

fn json(view: &impl Serialize) -> Value {
    serde_json::to_value(view).unwrap()
}

/// Every number anywhere in a view: figures by their value, counts, places, points as text.
fn numbers(value: &Value, into: &mut Vec<f64>) {
    match value {
        Value::Object(map) => map.values().for_each(|value| numbers(value, into)),
        Value::Array(values) => values.iter().for_each(|value| numbers(value, into)),
        Value::Number(number) => into.push(number.as_f64().unwrap()),
        Value::String(text) => into.extend(text.replace('−', "-").parse::<f64>().ok()),
        Value::Null | Value::Bool(_) => {}
    }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= one.abs().max(other.abs()) * 1e-12
}

/// Every number of the workbook stands in the JSON; gives how many there are.
fn nothing_is_invented(view: &dyn Tabled, json: &Value) -> usize {
    let mut known = Vec::new();
    numbers(json, &mut known);
    let mut count = 0;
    for (name, rows) in sheets(&tables::workbook(view).unwrap()) {
        for cell in rows.iter().flatten() {
            if let Some(number) = number(cell) {
                assert!(known.iter().any(|one| near(*one, number)), "{name}: {number} is not in the view");
                count += 1;
            }
        }
    }
    count
}

/// The place of a head in the row of heads, below the heads of groups.
fn column(rows: &[Vec<Cell>], head: &str) -> usize {
    let found = rows.iter().take(6).find_map(|row| row.iter().position(|cell| cell.text().replace('\n', "") == head));
    found.unwrap_or_else(|| panic!("no column {head}"))
}

/// The figures of a row of JSON stand in the row of the sheet that has `key` in its column.
fn assert_figures(rows: &[Vec<Cell>], key: (usize, &str), figures: &Value, heads: &[(&str, &str)]) {
    let row = rows.iter().find(|row| row.get(key.0).is_some_and(|cell| cell.text() == key.1));
    let row = row.unwrap_or_else(|| panic!("no row {}", key.1));
    for (head, figure) in heads {
        let (cell, shown) = (&row[column(rows, head)], &figures[figure]);
        match shown["value"].as_str() {
            Some(value) => {
                let number = number(cell).unwrap_or_else(|| panic!("{} {head}: {cell:?} is no number", key.1));
                assert!(near(number, value.parse().unwrap()), "{} {head}: {number} is not {value}", key.1);
            }
            None if shown["status"] == "not_applicable" => assert_eq!(cell.text(), "—", "{} {head}", key.1),
            None => assert_eq!(cell.text(), shown["text"].as_str().unwrap(), "{} {head}", key.1),
        }
    }
}

const OF_ROWS: [(&str, &str); 9] = [
    ("全年目标", "target"),
    ("7月", "month"),
    ("累计完成", "cumulative"),
    ("同比增速（%）", "growth"),
    ("完成率（%）", "completion"),
    ("欠序时（百分点）", "behind_pace"),
    ("累计欠账", "shortfall"),
    ("剩余任务", "remaining"),
    ("剩余月均", "remaining_monthly"),
];

const OF_ANNEXES: [(&str, &str); 5] = [
    ("全年目标", "target"),
    ("7月当月", "month"),
    ("累计完成", "cumulative"),
    ("完成率（%）", "completion"),
    ("累计欠账", "shortfall"),
];

fn rows_of<'j>(groups: &'j Value, rows: &str) -> Vec<&'j Value> {
    groups.as_array().unwrap().iter().flat_map(|group| group[rows].as_array().unwrap()).collect()
}

#[tokio::test]
async fn numbers_of_a_workbook_are_those_of_the_view() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let asked = Asked { month: Some(7), ..Asked::default() };

    let ledger = app.ledger(&asked).await.unwrap();
    let (view, book) = (json(&ledger), sheets(&tables::workbook(&ledger).unwrap()));
    let rows = rows_of(&view["groups"], "rows");
    for row in &rows {
        assert_figures(&book[0].1, (0, row["indicator"]["code"].as_str().unwrap()), &row["figures"], &OF_ROWS);
    }
    assert!(rows.len() > 60 && nothing_is_invented(&ledger, &view) > 300);
    assert!(nothing_is_invented(&FrameworkView(&ledger), &view) > 60);

    let annex = app.annex1(&asked).await.unwrap();
    let (view, book) = (json(&annex), sheets(&tables::workbook(&annex).unwrap()));
    for row in rows_of(&view["groups"], "rows") {
        assert_figures(&book[0].1, (0, &row["number"].to_string()), &row["row"]["figures"], &OF_ANNEXES);
    }
    assert!(nothing_is_invented(&annex, &view) > 300);

    let annex = app.annex2(&asked).await.unwrap();
    let (view, book) = (json(&annex), sheets(&tables::workbook(&annex).unwrap()));
    for block in view["blocks"].as_array().unwrap() {
        // The rows of a block follow the head that names its indicator.
        let name = format!("{}（", block["total"]["indicator"]["name"].as_str().unwrap());
        let all = &book[0].1;
        let begin = all.iter().position(|row| row.first().is_some_and(|cell| cell.text().starts_with(&name))).unwrap();
        let own: Vec<Vec<Cell>> = all.iter().take(3).chain(&all[begin + 1..]).cloned().collect();
        assert_figures(&own, (1, "合计"), &block["total"]["figures"], &OF_ANNEXES);
        for row in block["rows"].as_array().unwrap() {
            assert_figures(&own, (0, &row["number"].to_string()), &row["row"]["figures"], &OF_ANNEXES);
        }
    }

    let across = app.across(&asked, "P01", true, None).await.unwrap();
    let (view, book) = (json(&across), sheets(&tables::workbook(&across).unwrap()));
    for row in view["rows"].as_array().unwrap() {
        assert_figures(&book[0].1, (0, row["unit"].as_str().unwrap()), &row["figures"], &OF_ROWS);
    }
    assert_eq!(book.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["各单位", "合计关系"]);
}

#[tokio::test]
async fn no_view_hands_out_a_number_that_it_does_not_have() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let asked = Asked { month: Some(7), ..Asked::default() };
    for code in ["P01", "E02", "E01"] {
        let page = app.indicator_page(&asked, code).await.unwrap();
        assert!(nothing_is_invented(&page, &json(&page)) > 30, "{code}");
        let ranking = app.ranking(&asked, code, None).await.unwrap();
        nothing_is_invented(&ranking, &json(&ranking));
        let trace = app.trace(&asked, code, "cumulative").await.unwrap();
        nothing_is_invented(&trace, &json(&trace));
    }
    let front = app.front(&asked).await.unwrap();
    assert!(nothing_is_invented(&front, &json(&front)) > 100);
    let text = String::from_utf8(tables::file(&front, FileKind::Csv).unwrap()).unwrap();
    for head in [&front.headline, "欠序时指标", "新增欠账的指标", "位次变动", "上级预警的指标", "近期到期的任务"]
    {
        assert!(text.contains(head), "{head}: {text}");
    }
    let unit = app.unit_page(&asked, "S01").await.unwrap();
    assert!(nothing_is_invented(&unit, &json(&unit)) > 10);
    let (basis, _, rows) = app.rankings(&asked).await.unwrap();
    let rankings = RankingsView { basis: &basis, rows: &rows };
    assert!(nothing_is_invented(&rankings, &json(&rankings)) > 60);
    let files = app.files(&asked).await.unwrap();
    assert!(nothing_is_invented(&files, &json(&files)) > 30);
    let findings = app.findings(&asked).await.unwrap();
    nothing_is_invented(&findings, &json(&findings));

    // The only numbers of its own are the sums.
    let (basis, _, rows) = app.units(&asked).await.unwrap();
    let units = UnitsView { basis: &basis, rows: &rows };
    let book = sheets(&tables::workbook(&units).unwrap());
    let led: usize = rows.iter().map(|row| row.leads.all).sum();
    let total = book[0].1.iter().find(|row| row.get(1).is_some_and(|cell| cell.text() == "合计")).unwrap();
    assert_eq!(total[8].text(), led.to_string());
}

#[tokio::test]
async fn csv_says_what_the_page_shows_and_names_the_version() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let ledger = app.ledger(&Asked { month: Some(7), ..Asked::default() }).await.unwrap();
    let text = String::from_utf8(tables::file(&ledger, FileKind::Csv).unwrap()).unwrap();
    assert!(text.starts_with("\u{FEFF}示范区2018年1—7月指标台账\r\n"));
    let row = ledger.groups.iter().flat_map(|group| &group.rows).find(|row| row.indicator.code == "P01").unwrap();
    let line = text.lines().find(|line| line.starts_with("P01,")).unwrap();
    for key in ["target", "cumulative", "completion", "shortfall"] {
        assert!(line.contains(&row.figure(key).unwrap().text.replace('−', "-")), "{key}: {line}");
    }
    assert!(text.trim_end().lines().last().unwrap().starts_with("数据版本 v34（"), "{text}");
    assert_eq!(tables::file_name(&ledger, FileKind::Xlsx), "示范区-示范区指标台账-2018年1—7月.xlsx");
    let page = app.indicator_page(&Asked { month: Some(7), ..Asked::default() }, "P01").await.unwrap();
    let text = String::from_utf8(tables::file(&page, FileKind::Csv).unwrap()).unwrap();
    assert_eq!(text.matches('\u{FEFF}').count(), 1);
    assert!(text.matches("数据版本 v34").count() >= 4);
}
