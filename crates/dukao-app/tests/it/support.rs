//! The demonstration district for the tests of this binary: imported once for a test, copied as often as wanted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dukao_app::import::{ImportReport, ImportRequest};
use dukao_app::{App, AppError, FixedClock, Micros, demo};
use dukao_core::ledger::{Book, Cell, Version};
use dukao_office::workbook::written;

/// Ten in the morning of 20 August 2018, the day that the demonstration takes as today.
const NOW: Micros = Micros(1_534_730_400_000_000);

/// The folder of the demonstration.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// The bytes of a file of the demonstration.
pub(crate) fn read(file: &str) -> Option<Vec<u8>> {
    std::fs::read(folder().join(file)).ok()
}

/// Imports the clean demonstration into a new database in `directory`.
pub(crate) async fn demo_app(directory: &tempfile::TempDir) -> App {
    if let Some(made) = dukao_testkit::faults::database() {
        dukao_testkit::faults::copy(&made, directory.path()).unwrap();
        return open(directory).await;
    }
    let url = database(directory);
    let steps = demo::steps(&String::from_utf8(read("步骤.csv").unwrap()).unwrap()).unwrap();
    demo::import(&url, &steps, read, |_, _| {}).await.unwrap_or_else(|error| panic!("{}", in_full(&error)));
    open(directory).await
}

/// Opens the database in `directory`.
pub(crate) async fn open(directory: &tempfile::TempDir) -> App {
    App::open(&database(directory), Arc::new(FixedClock(NOW))).await.unwrap()
}

/// A copy of the database in `directory` beside an application that has it open and writes nothing: as long as
/// it is open, nobody moves the log into the database.
pub(crate) fn copy(_idle: &App, directory: &tempfile::TempDir) -> tempfile::TempDir {
    let target = tempfile::tempdir().unwrap();
    for name in ["demo.db", "demo.db-wal", "demo.db.key"] {
        let file = directory.path().join(name);
        if file.exists() {
            std::fs::copy(&file, target.path().join(name)).unwrap();
        }
    }
    target
}

/// Everything a book says, whatever version said it and wherever it stands.
pub(crate) fn content(book: &Book) -> Vec<String> {
    let units = book.organisation.records().map(|unit| format!("{:?}", written::unit(unit)));
    let years = || book.frameworks.values();
    let indicators = years().flat_map(|year| year.iter()).map(|one| format!("{:?}", written::indicator(one)));
    let targets = years().flat_map(|year| year.targets()).map(|one| format!("{:?}", written::target(one)));
    let partitions = book.partitions.iter().map(|one| format!("{:?}", written::partition(one)));
    let mut said: Vec<String> = units.chain(indicators).chain(targets).chain(partitions).collect();
    for table in book.tables.values() {
        for (key, row) in table.rows() {
            let code = |symbol| book.symbols.code(symbol).unwrap();
            let (indicator, unit) = (code(key.indicator), code(key.unit));
            let plain = |(month, cell)| format!("{month:?} {:?}", bare(cell));
            let front: Vec<String> = row.cells().map(plain).collect();
            let mut all: Vec<String> = row.stated().map(plain).collect();
            all.sort();
            let key = format!("{} {indicator} {unit} {:?} {:?}", table.year(), key.measure, key.origin);
            said.push(format!("{key} {front:?} {all:?}"));
        }
        for (key, week, cell) in table.weeks() {
            let code = |symbol| book.symbols.code(symbol).unwrap();
            let (indicator, unit) = (code(key.indicator), code(key.unit));
            said.push(format!("{indicator} {unit} {:?} {:?} 第{week}周 {:?}", key.measure, key.origin, bare(cell)));
        }
    }
    said.sort();
    said
}

fn bare(cell: &Cell) -> Cell {
    Cell { version: Version(0), place: None, ..cell.clone() }
}

/// A request for the files, by the local operator.
pub(crate) fn request(files: Vec<(String, Vec<u8>)>) -> ImportRequest {
    ImportRequest::of(files)
}

/// Imports files as they are.
pub(crate) async fn import(app: &App, files: Vec<(String, Vec<u8>)>) -> ImportReport {
    app.import(request(files)).await.unwrap_or_else(|error| panic!("{}", in_full(&error)))
}

fn database(directory: &tempfile::TempDir) -> String {
    directory.path().join("demo.db").to_string_lossy().into_owned()
}

/// The error with every problem of the files.
fn in_full(error: &AppError) -> String {
    match error {
        AppError::Refused(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        error => error.to_string(),
    }
}
