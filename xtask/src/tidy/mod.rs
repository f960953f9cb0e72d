//! Repository rules as a test. Each rule stands in one file, with a sample that breaks it.

mod arrows;
mod css;
mod evidence;
mod layers;
mod licences;
mod links;
mod markup;
mod rust;
mod sizes;
mod switches;
mod words;

use std::fmt;

use anyhow::Result;

use crate::repository::{File, Repository};

/// A broken rule and its place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Path from the root of the repository.
    pub(crate) path: String,
    /// Line, counted from 1, when the rule is about one.
    pub(crate) line: Option<usize>,
    /// What is wrong and what would be right.
    pub(crate) message: String,
}

impl Problem {
    fn file(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, message: message.into() }
    }

    fn line(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", self.path)?;
        if let Some(line) = self.line {
            write!(formatter, "{line}:")?;
        }
        write!(formatter, " {}", self.message)
    }
}

/// A rule about the text of one file.
type TextRule = fn(&str, &str) -> Vec<Problem>;

const TEXT_RULES: &[TextRule] =
    &[layers::check, rust::check, sizes::check, words::check, css::check, markup::check, licences::check_lock];

/// Every broken rule of the working copy.
pub(crate) fn run(repository: &Repository) -> Result<Vec<Problem>> {
    let files = repository.files()?;
    let mut problems: Vec<Problem> = files.iter().flat_map(check_file).collect();
    problems.extend(sizes::check_exceptions(&files));
    problems.extend(links::check(&files));
    problems.extend(evidence::check(&files));
    problems.extend(words::check_root(&files, &repository.root));
    let metadata = repository.metadata()?;
    problems.extend(arrows::check(&metadata));
    problems.extend(licences::check(&metadata));
    problems.extend(switches::check(&metadata, repository)?);
    Ok(problems)
}

fn check_file(file: &File) -> Vec<Problem> {
    let mut problems: Vec<Problem> = sizes::check_bytes(&file.path, file.size).into_iter().collect();
    if let Some(text) = &file.text {
        problems.extend(TEXT_RULES.iter().flat_map(|rule| rule(&file.path, text)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_place() {
        assert_eq!(Problem::line("a/b.rs", 3, "wrong").to_string(), "a/b.rs:3: wrong");
        assert_eq!(Problem::file("a/b.rs", "wrong").to_string(), "a/b.rs: wrong");
    }

    #[test]
    fn a_file_meets_every_text_rule() {
        let text = Some("#![allow(dead_code)]\nfn a() { let x: f64 = tokio::now(); }\n".to_owned());
        let file = File { path: "crates/dukao-core/src/a.rs".into(), size: 2 << 20, text };
        let messages: Vec<String> = check_file(&file).iter().map(ToString::to_string).collect();
        for part in ["1 MiB", "#[expect", "f64", "tokio"] {
            assert!(messages.iter().any(|message| message.contains(part)), "{part} in {messages:?}");
        }
    }
}
