//! 督考: the command line and the server.
//!
//! One command is one file under [`command`]. Data goes to stdout, everything said to people to stderr;
//! the exit code is 0 when it went well, 1 when the data or the database say no, 2 when the command was
//! written wrongly. What this crate must not do: compute a figure or know a table of the store.

mod bar;
mod clock;
mod command;
mod demo_files;
mod fault;
mod files;
mod log;
mod options;
mod output;
mod settings;
mod table;
mod transport;
mod usage;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => fault.report(),
    }
}
