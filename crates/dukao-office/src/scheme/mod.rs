//! A scheme as a text file that a clerk can read and write.
//!
//! [`read()`] takes a file apart, every mistake at `line:column`, all in one pass; what it cannot judge without a region's
//! indicators and units it says in [`SchemeFile::unchecked`]. [`write()`] writes a scheme in one fixed form, which reads
//! back as the same scheme.

mod check;
mod read;
#[cfg(test)]
mod tests;
mod write;

use dukao_core::assessment::scheme::{Effective, Scheme};
use dukao_core::framework::Framework;
use dukao_core::organisation::Organisation;

use crate::problem::Problem;
use crate::text::{self, Problems};

pub use write::write;

/// What is known besides the file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The indicators of the year; without them codes and names are taken as they are.
    pub framework: Option<&'a Framework>,
    /// The units; without them codes and names are taken as they are.
    pub organisation: Option<&'a Organisation>,
    /// When other versions of the same scheme hold, with their names.
    pub versions: &'a [(String, Effective)],
}

/// A scheme file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeFile {
    /// The scheme.
    pub scheme: Scheme,
    /// What could not be judged, because nothing but the file was at hand.
    pub unchecked: Vec<String>,
}

/// Reads a scheme file.
///
/// # Errors
/// Everything wrong in it, each at `line:column`.
pub fn read(name: &str, source: &str, beside: &Beside<'_>) -> Result<SchemeFile, Vec<Problem>> {
    let mut problems = Problems::new();
    let draft = text::parse(source, &mut problems).and_then(|root| read::scheme(&root, beside, &mut problems));
    if let Some(draft) = &draft {
        check::check(draft, beside, &mut problems);
    }
    match draft.and_then(read::Draft::finish) {
        Some(scheme) if problems.is_empty() => {
            let unchecked = check::unchecked(&scheme, beside);
            Ok(SchemeFile { scheme, unchecked })
        }
        _ => Err(crate::mapping::flat(name, source, &problems)),
    }
}
