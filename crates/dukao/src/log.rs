//! The log: what goes to stderr while the program works. `docs/日志.md` says what stands in it.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::settings::LogFormat;

/// The variable that says what is logged.
const VARIABLE: &str = "DUKAO_LOG";

/// Starts it; what the environment says comes before `level`.
pub(crate) fn start(level: &str, format: LogFormat) {
    let mut filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(level));
    // At finer levels it would write down the values of statements.
    if let Ok(quiet) = "tokio_postgres=warn".parse() {
        filter = filter.add_directive(quiet);
    }
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(colour).init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).init(),
    }
}
