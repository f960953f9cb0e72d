//! An index file: the index, and how its table is read.

use dukao_core::index::{self, Explanation, Fault, Index, Kind, Problem as CoreProblem, Results};

use super::table::IndexTable;
use super::tree::{Spans, Tree};
use super::values::key_word;
use super::words::{explain_fault, place_of};
use crate::grid::Book;
use crate::problem::{Problem, Severity};
use crate::text::{Keys, Node, Problems, Spanned, line_column};

/// Decimals people are shown when the file does not say.
const DECIMALS: u8 = 4;

/// An index with the way to read its table.
#[derive(Debug, Clone)]
pub struct IndexFile {
    /// The index.
    pub index: Index,
    /// The column with the units.
    pub(super) unit_column: Spanned<String>,
    /// Rows that are no units, such as 合计.
    pub(super) left_out: Vec<String>,
    /// What else stands for a missing figure.
    pub(super) missing_words: Vec<String>,
    /// The sheet, when the workbook has several.
    pub(super) sheet: Option<Spanned<String>>,
    pub(super) groups: Vec<Spanned<String>>,
    spans: Vec<Spans>,
    pub(super) name: String,
    pub(super) source: String,
}

impl IndexFile {
    /// Reads the index of a node; whatever is wrong is in the problems.
    pub fn of(root: &Node, problems: &mut Problems) -> Option<Self> {
        let mut keys = Keys::of(root, "指数", problems)?;
        let name: Option<String> = keys.need("指数", problems);
        let unit_column = keys.need("单位列", problems);
        let groups: Vec<Spanned<String>> = keys.optional("分组列", problems).unwrap_or_default();
        let left_out = keys.optional("略去单位", problems).unwrap_or_default();
        let missing_words = keys.optional("缺失写作", problems).unwrap_or_default();
        let sheet = keys.optional("工作表", problems);
        let decimals = match keys.optional::<Spanned<u32>>("小数位", problems) {
            None => Some(DECIMALS),
            Some(Spanned { span, value }) => {
                let decimals = u8::try_from(value).ok().filter(|value| *value <= 10);
                if decimals.is_none() {
                    problems.push(span, format!("小数位是 {value}，最多 10 位")).hint("写 0 到 10 的整数");
                }
                decimals
            }
        };
        let rank_as_shown =
            key_word(&mut keys, "名次按", &[(false, "原值"), (true, "显示值")], problems).unwrap_or(false);
        let _remark: Option<Node> = keys.optional("说明", problems);
        let mut tree = Tree::default();
        tree.whole(name.as_deref().unwrap_or_default(), root, &mut keys, problems);
        keys.done(problems);
        let names = groups.iter().map(|group| group.value.clone()).collect();
        let (index, spans) = tree.index(name?, names, decimals?, rank_as_shown);
        Some(Self {
            index,
            unit_column: unit_column?,
            left_out,
            missing_words,
            sheet,
            groups,
            spans,
            name: String::new(),
            source: String::new(),
        })
    }

    /// The same with the name and text of its file, for the places of problems.
    #[must_use]
    pub fn named(mut self, name: &str, source: &str) -> Self {
        name.clone_into(&mut self.name);
        source.clone_into(&mut self.source);
        self
    }

    /// Reads the table of a book.
    ///
    /// # Errors
    /// Everything wrong with it, each at its cell.
    pub fn read(&self, book: &Book) -> Result<IndexTable, Vec<Problem>> {
        let (table, mut problems) = super::table::read(self, book);
        if problems.is_empty() {
            return Ok(table);
        }
        // What else is wrong is told in the same pass, but nothing twice of the same cell.
        let whole = self.index.columns().iter().all(|column| table.table.columns.contains_key(*column));
        let also = if whole { self.evaluate(&table).err().unwrap_or_default() } else { Vec::new() };
        for problem in also {
            let said = problems.iter().any(|said| said.file == problem.file && said.cell == problem.cell);
            if !said && problem.file == table.file {
                problems.push(problem);
            }
        }
        Err(problems)
    }

    /// Computes the index.
    ///
    /// # Errors
    /// Everything wrong, at its cell of the table or its place of the file.
    pub fn evaluate(&self, table: &IndexTable) -> Result<Results, Vec<Problem>> {
        index::evaluate(&self.index, &table.table).map_err(|problems| self.told(table, &problems))
    }

    /// Computes the index and takes down the steps of one unit.
    ///
    /// # Errors
    /// The same; and that there is no such unit.
    pub fn explain(&self, table: &IndexTable, unit: &str) -> Result<Explanation, Vec<Problem>> {
        let Some(at) = table.table.units.iter().position(|name| name == unit) else {
            let near = crate::text::nearest(unit, table.table.units.iter().map(String::as_str));
            let hint = near.map_or_else(
                || format!("表里的单位：{}", table.table.units.iter().take(10).cloned().collect::<Vec<_>>().join("、")),
                |near| format!("是不是“{near}”？"),
            );
            return Err(vec![Problem::of_file(&table.file, format!("表里没有单位“{unit}”"), hint)]);
        };
        index::explain(&self.index, &table.table, at).map_err(|problems| self.told(table, &problems))
    }

    /// Problems of the computation in words, at their places.
    fn told(&self, table: &IndexTable, problems: &[CoreProblem]) -> Vec<Problem> {
        problems
            .iter()
            .map(|problem| {
                let (message, hint) = explain_fault(&self.index, &table.table, problem);
                let cell = problem.unit.and_then(|unit| table.cell(unit, self.column_of(problem)));
                let (file, sheet, cell) = match cell {
                    Some(cell) => (table.file.clone(), table.sheet.clone(), cell),
                    None => (self.name.clone(), String::new(), self.place(problem)),
                };
                Problem { file, sheet, cell, message, hint, severity: Severity::Error }
            })
            .collect()
    }

    /// The column of the table that a problem about a unit is found in; the whole of a unit is found at its name.
    fn column_of<'p>(&'p self, problem: &'p CoreProblem) -> Option<&'p str> {
        let node = self.index.nodes.get(problem.node).map(|node| &node.kind);
        match (&problem.column, node, &problem.fault) {
            (Some(column), ..) => Some(column),
            (None, Some(Kind::Leaf(leaf)), _) => Some(&leaf.column),
            (None, _, Fault::DuplicateUnit(_) | Fault::AllMissing) => Some(&self.unit_column.value),
            _ => None,
        }
    }

    /// `line:column` of what a problem is about.
    fn place(&self, problem: &CoreProblem) -> String {
        let spans = self.spans.get(problem.node);
        let keys = place_of(&problem.fault);
        let keyed = spans.and_then(|spans| keys.iter().find_map(|key| spans.keys.get(key)));
        let span = keyed.or_else(|| spans.map(|spans| &spans.whole));
        let (line, column) = line_column(&self.source, span.map_or(0, |span| span.start));
        format!("{line}:{column}")
    }
}
