//! Composite indices over plain tables: from two files to what people and programs are shown. No database.

mod csv;
mod view;

use dukao_office::Problem;
use dukao_office::grid;
use dukao_office::index;

pub use csv::text;
pub use view::{FactView, GroupView, IndexView, InputView, NodeView, PartView, StepView, UnitView};

/// A file with its name.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    /// Without folders.
    pub name: &'f str,
    /// What is in it.
    pub bytes: &'f [u8],
}

/// Computes the index that `scheme` describes over `table`; with the steps of the unit named in `explain`.
///
/// # Errors
/// Everything wrong, each at its place of the index file or its cell of the table.
pub fn compute(scheme: File<'_>, table: File<'_>, explain: Option<&str>) -> Result<IndexView, Vec<Problem>> {
    let source = std::str::from_utf8(scheme.bytes).map_err(|_| {
        vec![Problem::of_file(scheme.name, "文件不是UTF-8文字", "用记事本另存为UTF-8；先写指数文件，再写表")]
    })?;
    let file = index::parse(scheme.name, source)?;
    let book = grid::open(table.name, table.bytes).map_err(|problem| vec![*problem])?;
    let sheet = file.read(&book)?;
    let (results, steps) = match explain {
        Some(unit) => {
            let explanation = file.explain(&sheet, unit)?;
            (explanation.results, Some((unit, explanation.steps)))
        }
        None => (file.evaluate(&sheet)?, None),
    };
    let mut view = IndexView::of(&file.index, &results, steps);
    view.notes.extend(book.notes.iter().chain(&sheet.notes).cloned());
    Ok(view)
}
