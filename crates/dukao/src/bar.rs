//! A progress bar for long work, on stderr and on a terminal only.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// `doing ███░░░ 2/4 message (3s)` over `length` steps.
pub(crate) fn bar(doing: &str, length: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    bar.enable_steady_tick(Duration::from_millis(200));
    match ProgressStyle::with_template(&format!("{doing} {{bar:30}} {{pos}}/{{len}} {{msg}}（{{elapsed}}）")) {
        Ok(style) => bar.with_style(style.progress_chars("█▌░")),
        Err(_) => bar,
    }
}
