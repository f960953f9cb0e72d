//! Arrows between the crates, and which crate may depend on which heavy library.

use serde_json::Value;

use super::Problem;

/// What each crate may use of ours. `dukao-testkit` may be used by all, but in tests only.
const ARROWS: &[(&str, &[&str])] = &[
    ("dukao-core", &[]),
    ("dukao-store", &["dukao-core"]),
    ("dukao-office", &["dukao-core"]),
    ("dukao-app", &["dukao-core", "dukao-store", "dukao-office"]),
    ("dukao-sso", &[]),
    ("dukao-web", &["dukao-core", "dukao-app", "dukao-sso"]),
    ("dukao", &["dukao-core", "dukao-app", "dukao-sso", "dukao-web"]),
    ("dukao-testkit", &["dukao-core", "dukao-store", "dukao-office", "dukao-app", "dukao-web"]),
    ("xtask", &["dukao-core"]),
];

/// All that the core may use from outside.
const CORE: &[&str] =
    &["thiserror", "serde", "serde_json", "num-bigint", "num-integer", "num-rational", "num-traits", "jiff", "libm"];

/// Libraries that only some crates may use outside their tests.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["dukao-store"]),
    ("tokio-postgres", &["dukao-store"]),
    ("calamine", &["dukao-office"]),
    ("rust_xlsxwriter", &["dukao-office"]),
    ("granit-parser", &["dukao-office"]),
    ("encoding_rs", &["dukao-office"]),
    ("openidconnect", &["dukao-sso"]),
    ("argon2", &["dukao-app"]),
    ("totp-rs", &["dukao-app"]),
    ("getrandom", &["dukao-app"]),
    ("axum", &["dukao-web", "dukao"]),
    ("tower", &["dukao-web", "dukao"]),
    ("tower-http", &["dukao-web", "dukao"]),
    ("askama", &["dukao-web"]),
    ("rust-embed", &["dukao-web", "dukao"]),
    ("clap", &["dukao", "xtask"]),
    ("indicatif", &["dukao"]),
    ("comfy-table", &["dukao"]),
];

/// Checks the output of `cargo metadata`.
pub(super) fn check(metadata: &Value) -> Vec<Problem> {
    members(metadata).flat_map(check_package).collect()
}

/// The packages of the workspace.
pub(super) fn members(metadata: &Value) -> impl Iterator<Item = &Value> {
    let ids: Vec<&Value> = list(metadata, "workspace_members").collect();
    list(metadata, "packages").filter(move |package| package.get("id").is_some_and(|id| ids.contains(&id)))
}

/// The items of the list `key` of an object; none when there is no such list.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The text `key` of an object; empty when there is none.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn check_package(package: &Value) -> Vec<Problem> {
    let name = text(package, "name");
    let folder = if name == "xtask" { "xtask".to_owned() } else { format!("crates/{name}") };
    let path = format!("{folder}/Cargo.toml");
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        return vec![Problem::file(&path, format!("{name} is on no floor: a new crate needs a decision note"))];
    };
    list(package, "dependencies")
        .filter_map(|dependency| refusal(name, allowed, dependency))
        .map(|message| Problem::file(&path, message))
        .collect()
}

fn refusal(from: &str, allowed: &[&str], dependency: &Value) -> Option<String> {
    let to = text(dependency, "name");
    let test_only = text(dependency, "kind") == "dev";
    if dependency.get("path").is_some_and(Value::is_string) {
        let fine = allowed.contains(&to) || (test_only && (to == "dukao-testkit" || from == "dukao-testkit"));
        return (!fine).then(|| format!("forbidden arrow {from} → {to}"));
    }
    if test_only {
        return None;
    }
    if from == "dukao-core" && !CORE.contains(&to) {
        return Some(format!("the core is pure: {to} is not on its list"));
    }
    let (_, owners) = OWNERS.iter().find(|(library, _)| *library == to)?;
    (!owners.contains(&from)).then(|| format!("{to} belongs to {}", owners.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn messages(from: &str, to: &str, ours: bool, kind: Option<&str>) -> Vec<String> {
        let path = ours.then(|| format!("/house/crates/{to}"));
        let package = json!({
            "id": from, "name": from,
            "dependencies": [{ "name": to, "kind": kind, "path": path }],
        });
        let metadata = json!({ "workspace_members": [from], "packages": [package] });
        check(&metadata).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arrows_run_down_only() {
        for (from, to) in [
            ("dukao-core", "dukao-store"),
            ("dukao-store", "dukao-office"),
            ("dukao-office", "dukao-store"),
            ("dukao-store", "dukao-app"),
            ("dukao-web", "dukao-store"),
            ("dukao", "dukao-office"),
            ("dukao-app", "dukao-testkit"),
        ] {
            let problems = messages(from, to, true, None);
            assert_eq!(problems, [format!("crates/{from}/Cargo.toml: forbidden arrow {from} → {to}")]);
        }
        assert!(messages("dukao-app", "dukao-store", true, None).is_empty());
        assert!(messages("dukao-app", "dukao-testkit", true, Some("dev")).is_empty());
        assert_eq!(messages("dukao-web", "dukao-store", true, Some("dev")).len(), 1);
    }

    #[test]
    fn heavy_libraries_have_owners() {
        for (from, to) in [("dukao-app", "rusqlite"), ("dukao-web", "calamine"), ("dukao-app", "axum")] {
            assert_eq!(messages(from, to, false, None).len(), 1, "{from} {to}");
            assert!(messages(from, to, false, Some("dev")).is_empty(), "{from} {to}");
        }
        assert!(messages("dukao-store", "rusqlite", false, None).is_empty());
        assert_eq!(messages("dukao-core", "tokio", false, None).len(), 1);
    }

    #[test]
    fn a_new_crate_is_noticed() {
        let problems = messages("dukao-extra", "serde", false, None);
        assert!(problems[0].contains("decision note"), "{problems:?}");
    }
}
