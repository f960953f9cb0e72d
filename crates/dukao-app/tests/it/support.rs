//! The demonstration district for the tests of this binary: imported once for a test, copied as often as wanted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dukao_app::import::{ImportReport, ImportRequest};
use dukao_app::{Actor, App, AppError, FixedClock, Micros, demo};

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
    for name in ["demo.db", "demo.db-wal"] {
        let file = directory.path().join(name);
        if file.exists() {
            std::fs::copy(&file, target.path().join(name)).unwrap();
        }
    }
    target
}

/// Imports files as they are.
pub(crate) async fn import(app: &App, files: Vec<(String, Vec<u8>)>) -> ImportReport {
    let actor = Actor { kind: "operator".to_owned(), id: "本机".to_owned() };
    let request = ImportRequest { files, mapping: None, region: None, actor };
    app.import(request).await.unwrap_or_else(|error| panic!("{}", in_full(&error)))
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
