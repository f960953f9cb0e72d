//! Every formula of every workbook, worked out again from the cells it names: it gives the value that is stored with it,
//! and shows the figure that the page shows.

use std::collections::BTreeMap;
use std::io::Read as _;

use dukao_app::tables::{self, Tabled, UnitsView};
use dukao_app::view::Asked;

use crate::support::demo_app;

/// A cell with a number: the formula, if it has one, and the stored value.
struct Number {
    formula: Option<String>,
    value: f64,
}

/// The numbers of a sheet by address.
type Sheet = BTreeMap<String, Number>;

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found)
}

fn sheets(bytes: &[u8]) -> Vec<Sheet> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut sheets = Vec::new();
    for name in names.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        let mut sheet = Sheet::new();
        for cell in text.split("<c r=\"").skip(1) {
            let address = cell.split('"').next().unwrap().to_owned();
            let cell = cell.split("</c>").next().unwrap();
            let head = cell.split('>').next().unwrap();
            // Texts are numbered, not written here.
            let value = between(cell, "<v>", "</v>").filter(|_| !head.contains("t=\"s\""));
            let formula = between(cell, "<f>", "</f>").map(str::to_owned);
            if let Some(value) = value.and_then(|value| value.parse().ok()) {
                sheet.insert(address, Number { formula, value });
            } else {
                assert!(formula.is_none(), "{name} {address}: a formula without a number");
            }
        }
        sheets.push(sheet);
    }
    sheets
}

/// Works out `+ - * /`, brackets, cells and sums of a column, as a spreadsheet does.
struct Reader<'t> {
    rest: &'t str,
    sheet: &'t Sheet,
}

impl Reader<'_> {
    fn take(&mut self, sign: char) -> bool {
        let taken = self.rest.strip_prefix(sign);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    fn word(&mut self) -> String {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn cell(&self, address: &str) -> f64 {
        self.sheet.get(address).unwrap_or_else(|| panic!("{address} is no number")).value
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.take('+') {
                value += self.product();
            } else if self.take('-') {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.part();
        loop {
            if self.take('*') {
                value *= self.part();
            } else if self.take('/') {
                value /= self.part();
            } else {
                return value;
            }
        }
    }

    fn part(&mut self) -> f64 {
        if self.take('(') {
            let value = self.sum();
            assert!(self.take(')'));
            return value;
        }
        let word = self.word();
        if word == "SUM" {
            assert!(self.take('('));
            let (from, to) = (self.word(), if self.take(':') { self.word() } else { String::new() });
            assert!(self.take(')'));
            return self.column(&from, &to);
        }
        word.parse().unwrap_or_else(|_| self.cell(&word))
    }

    /// The sum of a column from one cell to another; what is no number does not count.
    fn column(&self, from: &str, to: &str) -> f64 {
        let row = |address: &str| address.trim_start_matches(char::is_alphabetic).parse::<u32>().unwrap();
        let letters = from.trim_end_matches(|c: char| c.is_ascii_digit());
        assert_eq!(letters, to.trim_end_matches(|c: char| c.is_ascii_digit()));
        let cells = (row(from)..=row(to)).filter_map(|row| self.sheet.get(&format!("{letters}{row}")));
        cells.map(|number| number.value).sum()
    }
}

/// How many formulas a view's workbook has; all of them give their values.
fn formulas(view: &dyn Tabled) -> usize {
    let mut count = 0;
    for sheet in sheets(&tables::workbook(view).unwrap()) {
        for (address, number) in &sheet {
            let Some(formula) = &number.formula else { continue };
            let mut reader = Reader { rest: formula, sheet: &sheet };
            let given = reader.sum();
            assert_eq!(reader.rest, "", "{formula}");
            let near = (given - number.value).abs() <= number.value.abs().max(1.0) * 1e-9;
            assert!(near, "{address} ={formula} gives {given}, stored is {}", number.value);
            // Shown with up to six decimals it is the same text, so it is with fewer.
            for decimals in 0..=6 {
                let tie = (given * 10_f64.powi(decimals)).fract().abs() - 0.5;
                let shown = |value: f64| format!("{value:.*}", usize::try_from(decimals).unwrap());
                assert!(tie.abs() < 1e-6 || shown(given) == shown(number.value), "{address} ={formula}");
            }
            count += 1;
        }
    }
    count
}

#[tokio::test]
async fn formulas_give_the_figures_that_stand_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    for month in [3, 7, 12] {
        let asked = Asked { month: Some(month), ..Asked::default() };
        let ledger = app.ledger(&asked).await.unwrap();
        let annexes = (app.annex1(&asked).await.unwrap(), app.annex2(&asked).await.unwrap());
        let (basis, _, rows) = app.units(&asked).await.unwrap();
        let counts = [
            formulas(&ledger),
            formulas(&annexes.0),
            formulas(&annexes.1),
            formulas(&app.across(&asked, "P01", true, None).await.unwrap()),
            formulas(&app.indicator_page(&asked, "P01").await.unwrap()),
            formulas(&app.unit_page(&asked, "S01").await.unwrap()),
            formulas(&UnitsView { basis: &basis, rows: &rows }),
        ];
        let least = if month == 7 { [150, 100, 120, 100, 100, 5, 5] } else { [0, 0, 0, 0, 0, 0, 5] };
        for (number, (count, least)) in counts.into_iter().zip(least).enumerate() {
            assert!(count >= least, "view {number} in month {month}: {counts:?}");
        }
    }
}

#[tokio::test]
async fn a_formula_is_the_definition_and_what_is_printed_stays_a_number() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let ledger = app.ledger(&Asked { month: Some(7), ..Asked::default() }).await.unwrap();
    let sheet = &sheets(&tables::workbook(&ledger).unwrap())[0];
    let all: Vec<&str> = sheet.values().filter_map(|number| number.formula.as_deref()).collect();
    let has = |pattern: &[&str]| {
        // Addresses in their column, whatever the row.
        all.iter().any(|formula| pattern.iter().all(|part| formula.contains(part)))
    };
    for parts in [["I", "/G", "*100"], ["L", "-K", ""], ["G", "*L", "/100-I"], ["G", "-I", ""], ["P", "/5", ""]] {
        assert!(has(&parts), "{parts:?} in {all:?}");
    }
    // Targets, months, cumulatives and printed growth are what somebody stated.
    for column in ["G", "H", "I", "J"] {
        assert!(sheet.iter().all(|(address, number)| {
            number.formula.is_none() || address.trim_end_matches(|c: char| c.is_ascii_digit()) != column
        }));
    }
}
