//! Tests of index files: cases computed elsewhere, steps computed again, mistakes at their places.

mod cases;
mod document;
mod laws;
mod mistakes;
mod recompute;

use super::{IndexFile, IndexTable, parse};
use crate::grid;

/// The repository.
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// An index file and its table, both without mistakes.
fn read(source: &str, table: &str) -> (IndexFile, IndexTable) {
    let file = parse("指数.yaml", source).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let book = grid::open("表.csv", table.as_bytes()).unwrap();
    let sheet = file.read(&book).unwrap_or_else(|problems| panic!("{problems:#?}"));
    (file, sheet)
}

/// What is wrong with an index file or its table, one line each.
fn wrong(source: &str, table: &str) -> String {
    let problems = match parse("指数.yaml", source) {
        Err(problems) => problems,
        Ok(file) => match file.read(&grid::open("表.csv", table.as_bytes()).unwrap()) {
            Err(problems) => problems,
            Ok(sheet) => file.evaluate(&sheet).expect_err("a mistake"),
        },
    };
    problems.iter().map(|problem| format!("{problem}\n")).collect::<Vec<_>>().concat()
}
