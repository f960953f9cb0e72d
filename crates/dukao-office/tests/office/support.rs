//! What the tests share.

use dukao_office::batch::Nothing;
use dukao_office::grid::{self, Book};
use dukao_office::{Outcome, workbook};

pub(crate) fn csv(name: &str, text: &str) -> Book {
    grid::open(name, text.as_bytes()).unwrap()
}

/// Reads csv texts together, as files of one import into an empty region.
pub(crate) fn read(files: &[(&str, &str)]) -> Outcome {
    let books: Vec<Book> = files.iter().map(|(name, text)| csv(name, text)).collect();
    workbook::read(&books, &Nothing::default())
}

/// The problems as the user sees them.
pub(crate) fn said(outcome: &Outcome) -> String {
    outcome.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
