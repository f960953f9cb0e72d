//! Sizes: Rust files of at most 400 lines, nothing large or minified in the repository.

use super::Problem;
use super::rust::is_rust;
use crate::repository::File;

const LONGEST_FILE: usize = 400;
const LARGEST_FILE: u64 = 1 << 20;
const LONGEST_SCRIPT_LINE: usize = 1000;

/// Rust files that may be longer, and why. An entry that is no longer needed is itself a problem.
const LONG_FILES: &[(&str, &str)] = &[];

/// Checks the length of a Rust file, and that scripts and style sheets are written by hand.
pub(super) fn check(path: &str, text: &str) -> Vec<Problem> {
    let lines = text.lines().count();
    let mut problems = Vec::new();
    if is_rust(path) && lines > LONGEST_FILE && !is_exception(path) {
        let message = format!("{lines} lines; at most {LONGEST_FILE}, one subject a file");
        problems.push(Problem::file(path, message));
    }
    let third_party = path.split('/').any(|part| part == "vendor" || part == "node_modules");
    let minified = is_script(path) && text.lines().any(|line| line.len() > LONGEST_SCRIPT_LINE);
    if third_party || minified || path.contains(".min.") {
        problems.push(Problem::file(path, "third-party or minified code; take it from npm by the lock file"));
    }
    problems
}

/// Checks the size in bytes of any file.
pub(super) fn check_bytes(path: &str, size: u64) -> Option<Problem> {
    (size > LARGEST_FILE).then(|| Problem::file(path, format!("{size} bytes; at most 1 MiB in the repository")))
}

/// Checks that every exception is still needed.
pub(super) fn check_exceptions(files: &[File]) -> Vec<Problem> {
    unneeded(LONG_FILES, files)
}

fn unneeded(exceptions: &[(&str, &str)], files: &[File]) -> Vec<Problem> {
    let is_long = |path: &str| {
        let text = files.iter().find(|file| file.path == path).and_then(|file| file.text.as_ref());
        text.is_some_and(|text| text.lines().count() > LONGEST_FILE)
    };
    exceptions
        .iter()
        .filter(|(path, _)| !is_long(path))
        .map(|(path, _)| Problem::file(path, "is short enough: take it off the list of long files"))
        .collect()
}

fn is_exception(path: &str) -> bool {
    LONG_FILES.iter().any(|(long, _)| *long == path)
}

fn is_script(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "js" || extension == "css")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_rust_file_is_refused() {
        assert_eq!(check("a.rs", &"x\n".repeat(400)).len(), 0);
        assert_eq!(check("a.rs", &"x\n".repeat(401)).len(), 1);
        assert_eq!(check("a.csv", &"x\n".repeat(401)).len(), 0);
    }

    #[test]
    fn large_and_foreign_files_are_refused() {
        assert!(check_bytes("a.png", LARGEST_FILE).is_none());
        assert!(check_bytes("a.png", LARGEST_FILE + 1).is_some());
        assert_eq!(check("assets/vendor/htmx.js", "x").len(), 1);
        assert_eq!(check("assets/htmx.min.js", "x").len(), 1);
        assert_eq!(check("assets/own.js", &"x;".repeat(600)).len(), 1);
        assert_eq!(check("assets/own.js", "x;\n").len(), 0);
    }

    #[test]
    fn an_exception_must_be_needed() {
        let long = File { path: "long.rs".into(), size: 0, text: Some("x\n".repeat(500)) };
        let short = File { path: "short.rs".into(), size: 0, text: Some("x\n".into()) };
        let exceptions = [("long.rs", "a table"), ("short.rs", "a table"), ("gone.rs", "a table")];
        assert_eq!(unneeded(&exceptions, &[long, short]).len(), 2);
    }
}
