//! Wide tables as offices publish them, read by a short mapping file (`docs/映射文件.md`).
//!
//! The mapping says what the columns mean; it holds no formulas. Units and indicators that do not exist
//! yet are created by it, under their own names as codes, so that the same file read twice says the same.

mod columns;
mod definition;
pub(crate) mod head_text;
mod heads;
mod indicators;
mod keys;
mod layout;
pub(crate) mod moment;
mod rows;
pub(crate) mod said;
pub(crate) mod settle;
mod several;
mod sides;
mod spec;
pub(crate) mod stretch;
mod sums;
mod targets;
mod units;
mod view;
mod when;
pub(crate) mod words;

use crate::batch::{Batch, Known, Outcome, Report};
use crate::grid::Book;
use crate::problem::{Problem, Severity};
use crate::text::{self, Problems, line_column};

pub use several::Mapping;

/// Reads a mapping file. Whatever is wrong with it is in the problems; render them with
/// [`crate::text::render`].
pub fn parse(source: &str) -> (Option<Mapping>, Problems) {
    let mut problems = Problems::new();
    let mapping = text::parse(source, &mut problems).and_then(|root| Mapping::of(&root, &mut problems));
    (mapping.filter(|_| problems.is_empty()), problems)
}

/// Reads `book` by the mapping file of the given name and content.
pub fn read(mapping_name: &str, source: &str, book: &Book, known: &dyn Known) -> Outcome {
    let (mapping, problems) = parse(source);
    let Some(mapping) = mapping else {
        return Outcome { batch: Batch::default(), problems: flat(mapping_name, source, &problems) };
    };
    let mut wrong = Problems::new();
    let mut report = Report::default();
    let mut batch = mapping.read(book, known, &mut wrong, &mut report);
    let (sheets, found) = report.finish();
    batch.sheets = sheets;
    let mut problems = flat(mapping_name, source, &wrong);
    problems.extend(book.notes.iter().cloned());
    problems.extend(found);
    Outcome { batch, problems }
}

/// The column that a head named like this is found in, when the heads stand in these rows.
pub(crate) fn finds(sheet: &crate::grid::Sheet, head: (usize, usize), name: &str) -> Option<usize> {
    heads::locate(&heads::heads(sheet, head), name).ok()
}

/// The rows whose heads hold these names, or most of them, and their heads.
pub(crate) fn head_of(sheet: &crate::grid::Sheet, named: &[text::Spanned<String>]) -> ((usize, usize), Vec<String>) {
    let rows = heads::find_head(sheet, named);
    (rows, heads::heads(sheet, rows))
}

/// The column among these heads that is meant by a name.
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn column_of(heads: &[String], name: &str) -> Result<usize, (String, String)> {
    heads::locate(heads, name)
}

/// The unit of measure that the head of a column states, as reading by a mapping sees it.
pub(crate) fn unit_in_head(
    sheet: &crate::grid::Sheet,
    head: (usize, usize),
    column: usize,
) -> Option<dukao_core::quantity::UnitOfMeasure> {
    heads::heads(sheet, head).get(column).and_then(|head| head_text::split_unit(head).1)
}

/// Problems of the mapping file as problems of an import, at `line:column`.
pub(crate) fn flat(name: &str, source: &str, problems: &Problems) -> Vec<Problem> {
    let one = |problem: &&text::Problem| {
        let (line, column) = line_column(source, problem.span.start);
        Problem {
            file: name.to_owned(),
            sheet: String::new(),
            cell: format!("{line}:{column}"),
            message: problem.message.clone(),
            hint: problem.hint.clone(),
            severity: Severity::Error,
        }
    };
    problems.sorted().iter().map(one).collect()
}
