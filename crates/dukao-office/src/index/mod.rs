//! Composite indices as text files (`docs/指数.md`), and the plain tables they are computed from.
//!
//! ```
//! use dukao_office::{grid, index};
//!
//! let source = "指数: 收入指数\n单位列: 单位\n标准化: 极差\n赋权: 等权\n下级: [收入, 人口]\n";
//! let file = index::parse("收入.yaml", source).unwrap();
//! let book = grid::open("表.csv", "单位,收入,人口\n甲,10,3\n乙,40,1\n丙,25,2\n".as_bytes()).unwrap();
//! let sheet = file.read(&book).unwrap();
//! let results = file.evaluate(&sheet).unwrap();
//! assert_eq!(results.units[2].index.to_string(), "0.5");
//!
//! let mistakes = index::parse("错.yaml", "指数: 甲\n单位列: 单位\n标准化: 极值\n下级: [收入]\n").unwrap_err();
//! assert_eq!(mistakes[0].cell, "3:6");
//! ```

mod file;
mod normalisation;
mod table;
mod tree;
mod values;
mod weighting;
mod words;

pub use file::IndexFile;
pub use table::IndexTable;
pub use words::{explain_fault, method_words, missing_words, weighting_words};

use crate::problem::Problem;
use crate::text::{self, Problems};

/// Reads an index file.
///
/// # Errors
/// Everything wrong in it, each at `line:column`.
pub fn parse(name: &str, source: &str) -> Result<IndexFile, Vec<Problem>> {
    let mut problems = Problems::new();
    let file = text::parse(source, &mut problems).and_then(|root| IndexFile::of(&root, &mut problems));
    match file {
        Some(file) if problems.is_empty() => Ok(file.named(name, source)),
        _ => Err(crate::mapping::flat(name, source, &problems)),
    }
}

#[cfg(test)]
mod tests;
