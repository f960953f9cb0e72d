//! The keeper of the house: repository rules and helpers behind the scripts in `dev/`.
//!
//! `cargo xtask demo-data [--check]` writes or checks the files of the demonstration district.

mod demo_data;

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, Result, bail};

use crate::demo_data::Mode;

const USAGE: &str = "usage: cargo xtask demo-data [--check]";

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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the crate lies in a workspace")?;
    match arguments {
        ["demo-data"] => demo_data::run(root, Mode::Write),
        ["demo-data", "--check"] => demo_data::run(root, Mode::Check),
        _ => bail!(USAGE),
    }
}
