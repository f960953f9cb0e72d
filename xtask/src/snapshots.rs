//! Snapshots that no test uses, and pending ones that nobody accepted.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use crate::repository::{File, Repository};

/// `references` is the file that `insta` fills with the snapshots it compared (one path a line).
pub(crate) fn run(repository: &Repository, references: &Path) -> Result<Vec<String>> {
    let text = if references.exists() {
        std::fs::read_to_string(references).context("cannot read the list of used snapshots")?
    } else {
        String::new() // no test compared a snapshot, so every snapshot is left over
    };
    Ok(check(&repository.files()?, &used(&repository.root, &text)))
}

fn used(root: &Path, text: &str) -> BTreeSet<String> {
    text.lines()
        .map(|line| std::fs::canonicalize(line).unwrap_or_else(|_| line.into()))
        .map(|path| path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned())
        .collect()
}

fn check(files: &[File], used: &BTreeSet<String>) -> Vec<String> {
    files
        .iter()
        .filter_map(|file| {
            let path = &file.path;
            if path.ends_with(".snap.new") || path.ends_with(".pending-snap") {
                Some(format!("{path}: a pending snapshot; accept or delete it"))
            } else if Path::new(path).extension().is_some_and(|extension| extension == "snap") && !used.contains(path) {
                Some(format!("{path}: no test uses this snapshot; delete it"))
            } else {
                None
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> File {
        File { path: path.to_owned(), size: 0, text: None }
    }

    #[test]
    fn a_snapshot_must_be_used_and_accepted() {
        let files = ["a/used.snap", "a/unused.snap", "a/used.snap.new", "a/.x.rs.pending-snap", "a/x.rs"].map(file);
        let used = used(Path::new("/house"), "/house/a/used.snap\n/house/b/other.snap\n");
        let problems = check(&files, &used);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[0].starts_with("a/unused.snap: no test uses"));
        assert!(problems[1].starts_with("a/used.snap.new: a pending"));
        assert!(problems[2].starts_with("a/.x.rs.pending-snap: a pending"));
    }
}
