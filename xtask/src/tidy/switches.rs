//! Features that only tests may have: nothing of them is in what is shipped.

use anyhow::Result;
use serde_json::Value;

use super::Problem;
use super::arrows::{list, members, text};
use crate::repository::Repository;

/// Crate and feature: guards that can be taken away, handles that only tests need.
const TEST_ONLY: [(&str, &str); 2] = [("dukao-app", "faults"), ("dukao-store", "testing")];
/// What may ask for them otherwise than in its own tests; it may itself be used in tests only (`arrows`).
const HARNESS: &str = "dukao-testkit";
/// What is shipped.
const PROGRAM: &str = "dukao";

/// Checks who asks for such a feature, and what the program is really built with.
pub(super) fn check(metadata: &Value, repository: &Repository) -> Result<Vec<Problem>> {
    let mut problems: Vec<Problem> = members(metadata).flat_map(check_package).collect();
    let built = repository.features_of(PROGRAM)?;
    problems.extend(check_built(&built));
    Ok(problems)
}

fn check_package(package: &Value) -> Vec<Problem> {
    let name = text(package, "name");
    let path = if name == "xtask" { "xtask/Cargo.toml".to_owned() } else { format!("crates/{name}/Cargo.toml") };
    let mut found = Vec::new();
    for dependency in list(package, "dependencies") {
        let to = text(dependency, "name");
        let asks = |(own, feature): &&(&str, &str)| {
            *own == to && list(dependency, "features").any(|asked| asked.as_str() == Some(feature))
        };
        let fine = name == HARNESS || text(dependency, "kind") == "dev";
        if let Some((_, feature)) = TEST_ONLY.iter().find(asks).filter(|_| !fine) {
            found.push(Problem::file(&path, format!("the feature {feature} of {to} is for tests only")));
        }
    }
    let features = package.get("features").and_then(Value::as_object).into_iter().flatten();
    for (feature, enables) in features {
        let all = enables.as_array().into_iter().flatten().filter_map(Value::as_str);
        for enabled in all {
            let own = TEST_ONLY.iter().any(|(of, only)| *of == name && *only == enabled);
            let other = TEST_ONLY.iter().any(|(of, only)| enabled == format!("{of}/{only}"));
            if own || other {
                found.push(Problem::file(
                    &path,
                    format!("the feature {feature} brings {enabled}, which is for tests only"),
                ));
            }
        }
    }
    found
}

/// Looks through the list of what `cargo tree` says the program is built with.
fn check_built(built: &str) -> Vec<Problem> {
    let is_one = |line: &&str| {
        TEST_ONLY.iter().any(|(of, feature)| line.starts_with(&format!("{of} feature \"{feature}\"")))
            || line.starts_with(HARNESS)
    };
    let lines = built.lines().filter(is_one);
    lines.map(|line| Problem::file("crates/dukao/Cargo.toml", format!("the program is built with {line}"))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn messages(package: &Value) -> Vec<String> {
        check_package(package).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_tests_ask_for_what_is_for_tests() {
        let package = |name: &str, kind: Option<&str>| {
            json!({ "name": name, "features": {}, "dependencies": [
                { "name": "dukao-app", "kind": kind, "features": ["faults"] },
            ] })
        };
        assert_eq!(
            messages(&package("dukao-web", None)),
            ["crates/dukao-web/Cargo.toml: the feature faults of dukao-app is for tests only"]
        );
        assert!(messages(&package("dukao-web", Some("dev"))).is_empty());
        assert!(messages(&package("dukao-testkit", None)).is_empty());
    }

    #[test]
    fn no_other_feature_brings_them() {
        let package =
            json!({ "name": "dukao-app", "dependencies": [], "features": { "default": ["faults"], "faults": [] } });
        assert_eq!(messages(&package).len(), 1);
        let package = json!({ "name": "dukao-web", "dependencies": [], "features": { "demo": ["dukao-app/faults"] } });
        assert_eq!(messages(&package).len(), 1);
    }

    #[test]
    fn what_the_program_is_built_with_is_looked_through() {
        assert!(check_built("dukao v0.1.0\ndukao-app feature \"default\"\ndukao-app v0.1.0").is_empty());
        assert_eq!(check_built("dukao-app feature \"faults\"\ndukao-store feature \"testing\" (*)").len(), 2);
        assert_eq!(check_built("dukao-testkit v0.1.0").len(), 1);
    }
}
