//! Where output goes: data to stdout, words to people to stderr.

use std::io::{ErrorKind, IsTerminal, Write};

use serde::Serialize;

use crate::fault::Fault;

/// Writes data to stdout.
pub(crate) fn print(text: &str) -> Result<(), Fault> {
    print_bytes(text.as_bytes())
}

/// Writes a file's bytes to stdout.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Fault> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Fault::NobodyReads),
        Err(error) => Err(Fault::io("写不出结果", &error)),
    }
}

/// Writes a view as JSON to stdout.
pub(crate) fn print_json<T: Serialize>(view: &T) -> Result<(), Fault> {
    print(&json(view)?)
}

/// A view as JSON.
pub(crate) fn json<T: Serialize>(view: &T) -> Result<String, Fault> {
    let text = serde_json::to_string_pretty(view).map_err(|error| Fault::Said(format!("写不成JSON：{error}")))?;
    Ok(text + "\n")
}

/// Says something to the person at the terminal. When stderr is closed there is nobody to tell.
pub(crate) fn say(text: &str) {
    let _nobody_listens = writeln!(std::io::stderr().lock(), "{text}");
}

/// Says what went wrong.
pub(crate) fn say_error(text: &str) {
    let colour = std::io::stderr().is_terminal() && colour_is_wanted();
    let head = if colour { "\u{1b}[31m错误\u{1b}[0m" } else { "错误" };
    say(&format!("{head}：{text}"));
}

/// Whether tables on stdout may be coloured: only at a terminal, and not against `NO_COLOR`.
pub(crate) fn stdout_takes_colour() -> bool {
    std::io::stdout().is_terminal() && colour_is_wanted()
}

fn colour_is_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Adds a line to a text.
pub(crate) fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}
