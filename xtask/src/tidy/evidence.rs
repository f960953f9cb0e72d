//! What `docs/等保对照.md` says of tests is so: each test it names is there, and its counts are those of its tables.

use super::Problem;
use crate::repository::File;

const DOCUMENT: &str = "docs/等保对照.md";
/// What an item can be, in the order of the counts.
const VERDICTS: [&str; 4] = ["满足", "部分满足", "不满足", "不适用"];

/// Checks the document against the files of the repository.
pub(super) fn check(files: &[File]) -> Vec<Problem> {
    let text = |path: &str| files.iter().find(|file| file.path == path).and_then(|file| file.text.as_deref());
    let Some(document) = text(DOCUMENT) else {
        return vec![Problem::file(DOCUMENT, "the document is not there")];
    };
    let mut problems = counts(document);
    for (number, line) in document.lines().enumerate() {
        for named in line.split('`').skip(1).step_by(2).filter(|named| named.contains(".rs::")) {
            let (path, test) = named.split_once("::").unwrap_or((named, ""));
            let there = text(&format!("crates/{path}")).is_some_and(|source| is_test(source, test));
            if !there {
                problems.push(Problem::line(DOCUMENT, number + 1, format!("there is no test {named}")));
            }
        }
        if verdict(line).is_some_and(|verdict| verdict == "满足") && !line.contains(".rs::") {
            problems.push(Problem::line(DOCUMENT, number + 1, "what is met needs a test that proves it"));
        }
    }
    problems
}

/// Whether a function of that name follows a mark of a test, stands in a list of tests for both engines, or is asked by
/// `proptest`.
fn is_test(source: &str, test: &str) -> bool {
    !test.is_empty() && source.contains(&format!("fn {test}("))
}

fn verdict(line: &str) -> Option<&'static str> {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let found = |cell: &&str| VERDICTS.into_iter().find(|verdict| verdict == cell);
    line.starts_with('|').then(|| cells.iter().find_map(found)).flatten()
}

/// Each section begins with how many of its items are what.
fn counts(document: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for section in document.split("\n## ").skip(1) {
        let number = |wanted: &str| section.lines().filter_map(verdict).filter(|verdict| *verdict == wanted).count();
        let each: Vec<String> = VERDICTS.iter().map(|verdict| format!("{verdict} {}", number(verdict))).collect();
        let all: usize = VERDICTS.iter().map(|verdict| number(verdict)).sum();
        let right = format!("共{all}项：{}。", each.join("，"));
        if !section.contains(&right) {
            let title = section.lines().next().unwrap_or_default();
            problems.push(Problem::file(DOCUMENT, format!("the section {title} should say: {right}")));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(document: &str) -> Vec<String> {
        let file = |path: &str, text: &str| File { path: path.to_owned(), size: 0, text: Some(text.to_owned()) };
        let files = [file(DOCUMENT, document), file("crates/a/tests/b.rs", "#[test]\nfn holds() {}\n")];
        check(&files).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_test_that_is_named_is_there_and_counts_are_right() {
        let good = "# 对照\n\n## 甲\n\n共2项：满足 1，部分满足 0，不满足 1，不适用 0。\n\n| 一 | 满足 | `a/tests/b.rs::holds` |\n| 二 | 不满足 | |\n";
        assert_eq!(messages(good), [""; 0]);
        assert_eq!(messages(&good.replace("holds", "hold")), ["there is no test a/tests/b.rs::hold"]);
        assert_eq!(messages(&good.replace("满足 1，部分", "满足 2，部分")).len(), 1);
        assert_eq!(messages(&good.replace("`a/tests/b.rs::holds`", "")), ["what is met needs a test that proves it"]);
    }
}
