//! Words that have no place in any file: paths of one machine, forgotten marks.

use std::path::Path;

use super::Problem;
use super::rust::has_word;
use crate::repository::File;

/// A start of text that only one machine understands, and what to write instead. Joined so that this file passes.
const PATHS: &[(&str, &str)] = &[
    (concat!("/ho", "me/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/Us", "ers/"), "a path of one machine"),
    (concat!("C:\\", "Users"), "a path of one machine"),
    (concat!("../sh", "ared"), "a neighbour of the repository: a clone must do without it"),
    (concat!("<<<<", "<<< "), "a merge that was not finished"),
    (concat!(">>>>", ">>> "), "a merge that was not finished"),
];

/// Marks of work that was put off.
const MARKS: &[&str] = &[concat!("FIX", "ME"), concat!("TO", "DO")];

/// Checks the text of one file.
pub(super) fn check(path: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for (word, reason) in PATHS.iter().filter(|(word, _)| starts_a_path(line, word)) {
            problems.push(Problem::line(path, number, format!("{word:?}: {reason}")));
        }
        for mark in MARKS.iter().filter(|mark| !is_lock(path) && has_word(line, mark)) {
            problems.push(Problem::line(path, number, format!("{mark}: do it now or leave it out")));
        }
    }
    problems
}

/// Checks that no file names the folder where this copy lies.
pub(super) fn check_root(files: &[File], root: &Path) -> Vec<Problem> {
    let root = root.to_string_lossy();
    if root.matches('/').count() < 2 {
        return Vec::new(); // `/app` would match routes and the like
    }
    let names = |file: &&File| file.text.as_ref().is_some_and(|text| text.contains(root.as_ref()));
    files.iter().filter(names).map(|file| Problem::file(&file.path, format!("names the folder {root}"))).collect()
}

/// True when `word` stands in `line` at the start of a path, not inside one.
fn starts_a_path(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        !before.is_some_and(|character| character.is_alphanumeric() || "_-.}/".contains(character))
    })
}

fn is_lock(path: &str) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json") // hashes may hold anything
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_are_refused() {
        for (word, _) in PATHS {
            let problems = check("docs/a.md", &format!("see\n\"{word}x/file\"\n"));
            assert_eq!(problems.len(), 1, "{word}");
            assert_eq!(problems[0].line, Some(2));
        }
        assert!(check("a.rs", &format!("$PREFIX{}", PATHS[0].0)).is_empty());
    }

    #[test]
    fn marks_are_refused() {
        for mark in MARKS {
            assert_eq!(check("a.rs", &format!("// {mark}: later")).len(), 1, "{mark}");
            assert!(check("a.rs", &format!("a{mark}b")).is_empty(), "{mark}");
        }
    }

    #[test]
    fn the_folder_of_this_copy_is_refused() {
        let file = |text: &str| File { path: "a".into(), size: 0, text: Some(text.into()) };
        let root = Path::new("/some/house");
        assert_eq!(check_root(&[file("in /some/house/a"), file("elsewhere")], root).len(), 1);
        assert!(check_root(&[file("/app")], Path::new("/app")).is_empty());
    }
}
