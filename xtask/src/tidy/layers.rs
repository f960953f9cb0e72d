//! Words that may stand only in some places: each library behind its own door, a pure core.

use super::Problem;
use super::rust::{code, has_word, is_rust};

/// Words that belong to some files only.
struct Only {
    /// The words, as they stand in code.
    words: &'static [&'static str],
    /// Starts of the paths that the rule looks at.
    within: &'static [&'static str],
    /// Starts of the paths where the words may stand.
    allowed: &'static [&'static str],
    /// Why, and what to do instead.
    reason: &'static str,
}

const RULES: &[Only] = &[
    Only {
        words: &[
            "tokio",
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant",
            "rand",
            "async fn",
            "HashMap",
            "HashSet",
        ],
        within: &["crates/dukao-core/src/"],
        allowed: &[],
        reason: "the core is pure: no clock, no file, no network, no thread, no async, one order of iteration",
    },
    Only {
        words: &["f32", "f64"],
        within: &["crates/dukao-core/src/"],
        allowed: &["crates/dukao-core/src/index/", "crates/dukao-core/src/index.rs"],
        reason: "official figures are exact; floats live in core::index only",
    },
    Only {
        words: &["rusqlite", "tokio_postgres"],
        within: &["crates/", "xtask/"],
        allowed: &["crates/dukao-store/src/db/", "crates/dukao-store/src/db.rs"],
        reason: "databases are reached through store::db",
    },
    Only {
        words: &["calamine", "rust_xlsxwriter"],
        within: &["crates/", "xtask/"],
        allowed: &["crates/dukao-office/", "crates/dukao-testkit/benches/"],
        reason: "workbooks are read and written by dukao-office",
    },
    Only {
        words: &["granit_parser"],
        within: &["crates/", "xtask/"],
        allowed: &["crates/dukao-office/src/text/tree.rs"],
        reason: "the event parser stays behind office::text::tree",
    },
    Only {
        words: &["argon2", "totp_rs", "getrandom"],
        within: &["crates/", "xtask/"],
        allowed: &["crates/dukao-app/src/people/", "crates/dukao-app/tests/it/people/"],
        reason: "passwords, codes and secrets are made and looked at in app::people",
    },
    Only {
        words: &["axum", "tower", "tower_http"],
        within: &["crates/", "xtask/"],
        allowed: &["crates/dukao-testkit/benches/", "crates/dukao-web/", "crates/dukao/"],
        reason: "HTTP is spoken by dukao-web and the binary",
    },
    Only {
        words: &["rustls", "tokio_rustls"],
        within: &["crates/", "xtask/"],
        allowed: &[
            "crates/dukao/src/transport/",
            "crates/dukao/tests/online/",
            "crates/dukao-store/src/db/",
            "crates/dukao-sso/",
        ],
        reason: "TLS is spoken where connections are made: the binary's transport, store::db and dukao-sso",
    },
    Only {
        words: &["openidconnect"],
        within: &["crates/", "xtask/"],
        allowed: &["crates/dukao-sso/"],
        reason: "identity providers are spoken to by dukao-sso",
    },
    Only {
        words: &["askama"],
        within: &["crates/", "xtask/"],
        allowed: &["crates/dukao-web/"],
        reason: "pages are written by dukao-web",
    },
    Only {
        words: &["SystemTime::now", "Timestamp::now", "Zoned::now"],
        within: &["crates/"],
        allowed: &["crates/dukao/"],
        reason: "time is a parameter; only the binary reads the clock",
    },
];

/// How a statement begins inside a literal.
const SQL: &[&str] = &["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "\"CREATE "];

/// Checks one Rust file against the rules.
pub(super) fn check(path: &str, text: &str) -> Vec<Problem> {
    let mut problems = check_words(path, text);
    if is_rust(path) && path.starts_with("crates/") && !path.starts_with("crates/dukao-store/") {
        for (number, line) in (1..).zip(text.lines()) {
            if SQL.iter().any(|start| line.contains(start)) {
                problems.push(Problem::line(path, number, "SQL belongs to dukao-store"));
            }
        }
    }
    problems
}

fn check_words(path: &str, text: &str) -> Vec<Problem> {
    let rules: Vec<&Only> = RULES.iter().filter(|rule| is_rust(path) && rule.applies(path)).collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let code = code(text);
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(code.lines()) {
        for rule in &rules {
            for word in rule.words.iter().filter(|word| has_word(line, word)) {
                problems.push(Problem::line(path, number, format!("{word} does not belong here: {}", rule.reason)));
            }
        }
    }
    problems
}

impl Only {
    fn applies(&self, path: &str) -> bool {
        let starts = |list: &[&str]| list.iter().any(|start| path.starts_with(start));
        starts(self.within) && !starts(self.allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(path, text).len()
    }

    #[test]
    fn the_core_is_pure_and_exact() {
        for wrong in [
            "use tokio::sync::Mutex;",
            "let text = std::fs::read(path);",
            "let now = SystemTime::now();",
            "let rate: f64 = 0.5;",
            "fn share(part: f32) {}",
            "async fn load() {}",
        ] {
            assert!(count("crates/dukao-core/src/progress/pace.rs", wrong) >= 1, "{wrong}");
        }
        assert_eq!(count("crates/dukao-core/src/index/entropy.rs", "let weight: f64 = 0.5;"), 0);
        assert_eq!(count("crates/dukao-web/src/chart.rs", "let x: f64 = 0.5;"), 0);
        assert_eq!(count("crates/dukao-core/src/a.rs", "// no f64 here, and no tokio"), 0);
    }

    #[test]
    fn each_library_stays_behind_its_door() {
        for (word, home) in [
            ("rusqlite", "crates/dukao-store/src/db/sqlite.rs"),
            ("tokio_postgres", "crates/dukao-store/src/db/postgres.rs"),
            ("calamine", "crates/dukao-office/src/xlsx.rs"),
            ("granit_parser", "crates/dukao-office/src/text/tree.rs"),
            ("argon2", "crates/dukao-app/src/people/hash.rs"),
            ("axum", "crates/dukao-web/src/lib.rs"),
            ("askama", "crates/dukao-web/src/lib.rs"),
        ] {
            let text = format!("use {word}::Thing;");
            assert_eq!(count(home, &text), 0, "{home}");
            assert_eq!(count("crates/dukao-app/src/lib.rs", &text), 1, "{word}");
        }
        assert_eq!(count("crates/dukao-office/src/text/value.rs", "use granit_parser::Event;"), 1);
        assert_eq!(count("crates/dukao-store/src/heads.rs", "use rusqlite::Row;"), 1);
    }

    #[test]
    fn sql_belongs_to_the_store() {
        let text = "let text = \"SELECT version FROM region_head\";";
        assert_eq!(count("crates/dukao-app/src/lib.rs", text), 1);
        assert_eq!(count("crates/dukao-store/src/read/heads.rs", text), 0);
    }

    #[test]
    fn only_the_binary_reads_the_clock() {
        assert_eq!(count("crates/dukao-app/src/import.rs", "let now = Timestamp::now();"), 1);
        assert_eq!(count("crates/dukao/src/clock.rs", "let now = Timestamp::now();"), 0);
    }
}
