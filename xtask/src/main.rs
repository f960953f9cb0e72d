//! The keeper of the house: repository rules and helpers behind the scripts in `dev/`.
//!
//! - `cargo xtask tidy` checks the rules of the repository.
//! - `cargo xtask snapshots FILE` looks for snapshots that no test uses.
//! - `cargo xtask demo-data [--check]` writes or checks the files of the demonstration district.

mod demo_data;
mod repository;
mod snapshots;
mod tidy;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::demo_data::Mode;
use crate::repository::Repository;

const USAGE: &str = "usage: cargo xtask tidy | snapshots FILE | demo-data [--check]";

#[expect(clippy::print_stderr, reason = "a command line tool reports on stderr")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            eprintln!("{} problems", problems.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<Vec<String>> {
    let repository = Repository::open()?;
    match arguments {
        ["tidy"] => Ok(tidy::run(&repository)?.iter().map(ToString::to_string).collect()),
        ["snapshots", references] => snapshots::run(&repository, references.as_ref()),
        ["demo-data"] => demo_data::run(&repository.root, Mode::Write),
        ["demo-data", "--check"] => demo_data::run(&repository.root, Mode::Check),
        _ => bail!(USAGE),
    }
}
