//! Licences of all that is built in: no GPL, no AGPL, nothing unknown. MPL only in tests.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Problem;
use super::arrows::{list, text};

const FINE: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "BSD-0-Clause", // how htmx spells 0BSD
    "BSL-1.0",
    "CC0-1.0",
    "Unicode-3.0",
    "Unlicense",
];

/// Licences that may be used in tests only.
const FINE_IN_TESTS: &[&str] = &["MPL-2.0"];

/// Checks every crate in the output of `cargo metadata`.
pub(super) fn check(metadata: &Value) -> Vec<Problem> {
    let built = built(metadata);
    list(metadata, "packages")
        .filter_map(|package| {
            let licence = text(package, "license");
            let test_only = !built.contains(text(package, "id"));
            (!is_fine(licence, test_only)).then(|| {
                let name = text(package, "name");
                Problem::file("Cargo.lock", format!("{name}: licence {licence:?} is not on the list"))
            })
        })
        .collect()
}

/// Checks the licences that an npm lock file records.
pub(super) fn check_lock(path: &str, content: &str) -> Vec<Problem> {
    if !path.ends_with("package-lock.json") {
        return Vec::new();
    }
    let test_only = path.starts_with("tests/");
    let lock: Value = match serde_json::from_str(content) {
        Ok(lock) => lock,
        Err(error) => return vec![Problem::file(path, format!("is not JSON: {error}"))],
    };
    let packages = lock.get("packages").and_then(Value::as_object).into_iter().flatten();
    let mut problems = Vec::new();
    for (name, package) in packages.filter(|(name, _)| !name.is_empty()) {
        let licence = text(package, "license");
        if !is_fine(licence, test_only) {
            problems.push(Problem::file(path, format!("{name}: licence {licence:?} is not on the list")));
        }
        if package.get("resolved").is_some() {
            let message = format!("{name}: names a download address; set omit-lockfile-registry-resolved");
            problems.push(Problem::file(path, message));
        }
    }
    problems
}

/// The ids of the packages that are part of a build outside tests.
fn built(metadata: &Value) -> BTreeSet<&str> {
    let nodes: BTreeMap<&str, &Value> = metadata
        .get("resolve")
        .map(|resolve| list(resolve, "nodes").map(|node| (text(node, "id"), node)).collect())
        .unwrap_or_default();
    let mut waiting: Vec<&str> = list(metadata, "workspace_members").filter_map(Value::as_str).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !found.insert(id) {
            continue;
        }
        for dependency in nodes.get(id).into_iter().flat_map(|node| list(node, "deps")) {
            if list(dependency, "dep_kinds").any(|kind| text(kind, "kind") != "dev") {
                waiting.push(text(dependency, "pkg"));
            }
        }
    }
    found
}

/// Reads a licence expression: `MIT OR Apache-2.0`, `(A OR B) AND C`, the old `A/B`.
fn is_fine(expression: &str, test_only: bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: words.iter().copied().peekable(), test_only };
    reader.any() == Some(true) && reader.words.next().is_none()
}

struct Reader<I: Iterator> {
    words: std::iter::Peekable<I>,
    test_only: bool,
}

impl<'a, I: Iterator<Item = &'a str>> Reader<I> {
    fn any(&mut self) -> Option<bool> {
        let mut fine = self.all()?;
        while self.words.next_if_eq(&"OR").is_some() {
            fine |= self.all()?;
        }
        Some(fine)
    }

    fn all(&mut self) -> Option<bool> {
        let mut fine = self.one()?;
        while self.words.next_if_eq(&"AND").is_some() {
            fine &= self.one()?;
        }
        Some(fine)
    }

    fn one(&mut self) -> Option<bool> {
        let word = self.words.next()?;
        if word == "(" {
            let fine = self.any()?;
            return self.words.next_if_eq(&")").map(|_| fine);
        }
        let mut name = word.to_owned();
        if self.words.next_if_eq(&"WITH").is_some() {
            name = format!("{name} WITH {}", self.words.next()?);
        }
        Some(FINE.contains(&name.as_str()) || (self.test_only && FINE_IN_TESTS.contains(&name.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn expressions_are_read() {
        for fine in
            ["MIT", "MIT OR Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0", "MIT/Apache-2.0"]
        {
            assert!(is_fine(fine, false), "{fine}");
        }
        for wrong in ["", "GPL-3.0-only", "AGPL-3.0", "MIT AND GPL-2.0", "(MIT OR", "MIT MIT", "MPL-2.0", "Custom"] {
            assert!(!is_fine(wrong, false), "{wrong}");
        }
        assert!(is_fine("MPL-2.0", true));
        assert!(is_fine("Apache-2.0 WITH LLVM-exception OR X", false));
    }

    #[test]
    fn a_test_library_may_be_mpl_a_built_one_not() {
        let metadata = |kind: Option<&str>| {
            json!({
                "workspace_members": ["us"],
                "packages": [
                    { "id": "us", "name": "us", "license": "MIT" },
                    { "id": "them", "name": "them", "license": "MPL-2.0" },
                ],
                "resolve": { "nodes": [
                    { "id": "us", "deps": [{ "pkg": "them", "dep_kinds": [{ "kind": kind }] }] },
                ] },
            })
        };
        assert!(check(&metadata(Some("dev"))).is_empty());
        let problems = check(&metadata(None));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].message, "them: licence \"MPL-2.0\" is not on the list");
    }

    #[test]
    fn npm_locks_are_read() {
        let lock = json!({ "packages": {
            "": { "name": "us" },
            "node_modules/a": { "license": "0BSD" },
            "node_modules/b": { "license": "GPL-3.0", "resolved": "somewhere" },
            "node_modules/c": {},
        } });
        assert_eq!(check_lock("crates/dukao-web/package-lock.json", &lock.to_string()).len(), 3);
        assert_eq!(check_lock("a/package-lock.json", "{").len(), 1);
        assert!(check_lock("a/other.json", "{").is_empty());
    }
}
