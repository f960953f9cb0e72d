//! The log: what goes to stderr while the program works. `docs/日志.md` says what stands in it.

use std::io::IsTerminal as _;

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::settings::LogFormat;

/// The variable that says what is logged.
const VARIABLE: &str = "DUKAO_LOG";

/// Whether something may be logged, whatever was asked for: libraries at finer levels write down addresses, with the secrets
/// of links in them, and the values of statements.
fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("dukao") || *metadata.level() <= Level::WARN
}

/// Starts it; what the environment says comes before `level`.
pub(crate) fn start(level: &str, format: LogFormat) {
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(level));
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // What cannot be written down is not told to stderr either: that would break off the work itself.
    let log = log.log_internal_errors(false);
    let ours = filter_fn(is_ours);
    match format {
        LogFormat::Text => log.with_ansi(colour).finish().with(ours).init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).finish().with(ours).init(),
    }
}
