//! Links between the documents: each leads to a file of the repository.

use std::collections::BTreeSet;

use super::Problem;
use crate::repository::File;

/// Checks every relative link of every Markdown file.
pub(super) fn check(files: &[File]) -> Vec<Problem> {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| is_document(&file.path)) {
        for (number, line) in (1..).zip(file.text.iter().flat_map(|text| text.lines())) {
            for target in targets(line) {
                if !leads_somewhere(&file.path, target, &paths) {
                    problems.push(Problem::line(&file.path, number, format!("dead link: {target}")));
                }
            }
        }
    }
    problems
}

fn is_document(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "md")
}

/// What stands in `](…)`, without links to other sites and to places of the same page.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
}

fn leads_somewhere(from: &str, target: &str, paths: &BTreeSet<&str>) -> bool {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            ".." if parts.pop().is_none() => return false,
            "." | ".." => {}
            name => parts.push(name),
        }
    }
    let path = parts.join("/");
    let folder = format!("{path}/");
    paths.contains(path.as_str()) || paths.iter().any(|known| known.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dead(text: &str) -> Vec<String> {
        let file = |path: &str, text: &str| File { path: path.into(), size: 0, text: Some(text.into()) };
        let files =
            [file("docs/a.md", text), file("docs/b.md", ""), file("README.md", ""), file("src/x/y.rs", "[a](b)")];
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_dead_link_is_refused() {
        assert_eq!(dead("see\n[c](c.md)"), ["docs/a.md:2: dead link: c.md"]);
        assert_eq!(dead("[outside](../../x.md)").len(), 1);
        assert_eq!(dead("[one](b.md) [two](../LIESMICH.md)").len(), 1);
    }

    #[test]
    fn a_living_link_passes() {
        let text = "[b](b.md#part) [r](../README.md) [s](../src/x/) [w](https://example.org/) [p](#part)";
        assert_eq!(dead(text), Vec::<String>::new());
    }
}
