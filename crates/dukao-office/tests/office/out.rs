//! Workbooks as they are written: looked at with another reader.

use calamine::{Data, Reader as _, Xlsx};
use dukao_office::out::{self, About, Column, Mark, OutError, Row, Table, Value};

fn open(table: Table) -> Xlsx<std::io::Cursor<Vec<u8>>> {
    let bytes = out::workbook(&[table], &About::default()).unwrap();
    calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap()
}

fn table(rows: Vec<Row>) -> Table {
    let columns = vec![
        Column::text("单位"),
        Column::number("累计").under("完成"),
        Column::number("欠账").under("完成"),
        Column::centre("状态").marked(Mark::Light),
    ];
    let title = Some("甲区进度".to_owned());
    let lines = vec!["单位：亿元".to_owned()];
    Table { name: "进度".to_owned(), title, lines, columns, rows, ..Table::default() }
}

fn number(value: &str, shown: &str) -> Value {
    Value::Number { key: "", value: value.to_owned(), decimals: 2, shown: shown.to_owned(), bad: true }
}

#[test]
fn texts_are_texts_and_numbers_numbers() {
    let risky = ["=1+1", "+1", "-甲", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "http://x", "'=1"];
    let mut rows: Vec<Row> = risky
        .iter()
        .map(|text| Row::body(vec![Value::text(*text), Value::Exact("115.20".to_owned()), number("1.5", "1.50")]))
        .collect();
    rows.push(Row::body(vec![Value::text("长"), Value::Exact("1234567890123456.78".to_owned())]));
    let mut book = open(table(rows));
    let range = book.worksheet_range("进度").unwrap();
    let cells: Vec<&[Data]> = range.rows().skip(4).collect();
    for (text, row) in risky.iter().zip(&cells) {
        assert_eq!(row[..3], [Data::String((*text).to_owned()), Data::Float(115.2), Data::Float(1.5)]);
    }
    assert_eq!(cells[risky.len()][1], Data::String("1234567890123456.78".to_owned()));
    let formulas = book.worksheet_formula("进度").unwrap();
    assert!(formulas.rows().flatten().all(String::is_empty));
}

#[test]
fn sums_are_formulas_with_their_values() {
    let of = |count: usize| Row::body(vec![Value::text("街"), Value::count(count)]);
    let sum = Value::Sum { from: 0, value: "9".to_owned() };
    let mut book = open(table(vec![of(4), of(5), Row::total(vec![Value::text("合计"), sum])]));
    let formulas = book.worksheet_formula("进度").unwrap();
    assert_eq!(formulas.rows().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>(), ["SUM(B5:B6)"]);
    assert_eq!(book.worksheet_range("进度").unwrap().get_value((6, 1)), Some(&Data::Float(9.0)));
}

#[test]
fn a_text_that_no_cell_holds_is_told() {
    let rows = vec![Row::body(vec![Value::text("甲"), Value::text("字".repeat(40_000))])];
    let told = out::workbook(&[table(rows)], &About::default());
    assert_eq!(told, Err(OutError::LongText { sheet: "进度".to_owned(), cell: "B5".to_owned() }));
}

#[test]
fn the_same_table_is_the_same_file() {
    let write = || out::workbook(&[table(vec![Row::group("一、街道")])], &About::default()).unwrap();
    assert_eq!(write(), write());
}

/// The xml of the first sheet.
fn sheet(table: Table) -> String {
    use std::io::Read as _;
    let bytes = out::workbook(&[table], &About::default()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn heads_and_names_stay_in_sight_but_not_a_screen_of_lines() {
    let rows = || vec![Row::body(vec![Value::text("甲"), Value::count(3)])];
    assert!(sheet(table(rows())).contains("<pane ySplit=\"4\""));
    let many = Table { lines: vec!["一行".to_owned(); 9], ..table(rows()) };
    assert!(!sheet(many).contains("<pane"));
    let columns = [vec![Column::text("代码"), Column::text("指标")], vec![Column::number("数"); 12]].concat();
    let wide = Table { columns, ..table(rows()) };
    assert!(sheet(wide).contains("<pane xSplit=\"2\" ySplit=\"3\""));
}
