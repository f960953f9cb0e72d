//! The help texts: Chinese throughout, kept as snapshots.

use std::fmt::Write;

use crate::runner::{dukao, width};

/// The commands that people are told of.
pub(crate) const COMMANDS: [&str; 24] = [
    "demo",
    "init",
    "import",
    "undo",
    "export",
    "template",
    "serve",
    "config",
    "indicators",
    "progress",
    "annex",
    "rank",
    "index",
    "score",
    "scheme",
    "trace",
    "check",
    "backup",
    "restore",
    "audit",
    "doctor",
    "unit",
    "user",
    "token",
];

/// Those below them.
pub(crate) const BELOW: [&str; 29] = [
    "config sample",
    "config check",
    "audit verify",
    "audit head",
    "audit rekey",
    "scheme check",
    "scheme test",
    "scheme diff",
    "scheme explain",
    "unit list",
    "unit merge",
    "unit split",
    "unit rename",
    "unit move",
    "unit end",
    "unit withdraw",
    "user list",
    "user add",
    "user import",
    "user template",
    "user close",
    "user reopen",
    "user link",
    "user post",
    "user post add",
    "user post end",
    "user unlock",
    "token list",
    "token revoke",
];

#[test]
fn help_of_every_command() {
    let mut all = dukao(&["--help"]).stdout;
    for command in COMMANDS {
        assert!(all.contains(&format!("  {command} ")), "{command} is not listed");
    }
    for command in COMMANDS.iter().chain(&BELOW) {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let run = dukao(&words);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        write!(all, "\n──── dukao {command} --help\n{}", run.stdout).unwrap();
    }
    for english in ["Usage", "Options", "Arguments", "Commands", "Print", "possible", "default:", "OPTIONS"] {
        assert!(!all.contains(english), "{english} is left in the help");
    }
    assert!(all.lines().all(|line| width(line) <= 110), "a line is too wide");
    insta::assert_snapshot!(all);
}

#[test]
fn the_version_is_data() {
    let run = dukao(&["--version"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, format!("dukao {}\n", env!("CARGO_PKG_VERSION")));
}
