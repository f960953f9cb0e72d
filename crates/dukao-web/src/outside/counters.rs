//! What is counted of requests: by route and class of status, and how long answers take. Routes are those of the table,
//! never what somebody typed, so memory is bounded and no address is kept.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

/// Upper bounds of the classes of time, in microseconds.
const BOUNDS: [i64; 12] =
    [1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000];

/// The counts since the process began.
#[derive(Debug, Default)]
pub(crate) struct Counters(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    /// By method, route and hundreds of the status.
    requests: BTreeMap<(String, String, u16), u64>,
    /// Answers within each bound, and the slower ones.
    times: [u64; BOUNDS.len() + 1],
    /// All times together, in microseconds.
    total: i64,
    /// How often somebody was told that he asks too often.
    limited: u64,
}

impl Counters {
    /// Counts an answer.
    pub(super) fn count(&self, (method, route, status): (&str, &str, u16), micros: i64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let class = status.checked_div(100).unwrap_or_default();
        let one = counts.requests.entry((method.to_owned(), route.to_owned(), class)).or_default();
        *one = one.saturating_add(1);
        let place = BOUNDS.iter().position(|bound| micros <= *bound).unwrap_or(BOUNDS.len());
        if let Some(count) = counts.times.get_mut(place) {
            *count = count.saturating_add(1);
        }
        counts.total = counts.total.saturating_add(micros.max(0));
        if status == 429 {
            counts.limited = counts.limited.saturating_add(1);
        }
    }

    /// All counts as Prometheus reads them.
    pub(crate) fn text(&self) -> String {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        head(&mut text, "dukao_requests_total", "counter", "Requests by method, route and class of status.");
        for ((method, route, class), count) in &counts.requests {
            line(
                &mut text,
                &format!("dukao_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{class}xx\"}}"),
                count,
            );
        }
        head(&mut text, "dukao_request_seconds", "histogram", "How long answers took.");
        let mut so_far = 0_u64;
        for (bound, count) in BOUNDS.iter().zip(&counts.times) {
            so_far = so_far.saturating_add(*count);
            line(&mut text, &format!("dukao_request_seconds_bucket{{le=\"{}\"}}", seconds(*bound)), so_far);
        }
        let all = counts.times.iter().fold(0_u64, |all, count| all.saturating_add(*count));
        line(&mut text, "dukao_request_seconds_bucket{le=\"+Inf\"}", all);
        line(&mut text, "dukao_request_seconds_sum", seconds(counts.total));
        line(&mut text, "dukao_request_seconds_count", all);
        head(&mut text, "dukao_limited_total", "counter", "Requests that came too often.");
        line(&mut text, "dukao_limited_total", counts.limited);
        text
    }
}

/// What stands above a figure.
pub(crate) fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing into a String cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// A figure.
pub(crate) fn line(text: &mut String, name: &str, value: impl std::fmt::Display) {
    let _ = writeln!(text, "{name} {value}");
}

/// Microseconds as seconds, exactly.
pub(crate) fn seconds(micros: i64) -> String {
    let (whole, rest) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:06}").trim_end_matches('0').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_written_as_it_is_read() {
        let counters = Counters::default();
        counters.count(("GET", "/ledger", 200), 4_000);
        counters.count(("GET", "/ledger", 200), 40_000);
        counters.count(("GET", "/ledger", 429), 60_000_000);
        let text = counters.text();
        for line in [
            "dukao_requests_total{method=\"GET\",route=\"/ledger\",status=\"2xx\"} 2",
            "dukao_requests_total{method=\"GET\",route=\"/ledger\",status=\"4xx\"} 1",
            "dukao_request_seconds_bucket{le=\"0.001\"} 0",
            "dukao_request_seconds_bucket{le=\"0.005\"} 1",
            "dukao_request_seconds_bucket{le=\"0.05\"} 2",
            "dukao_request_seconds_bucket{le=\"10\"} 2",
            "dukao_request_seconds_bucket{le=\"+Inf\"} 3",
            "dukao_request_seconds_sum 60.044",
            "dukao_request_seconds_count 3",
            "dukao_limited_total 1",
        ] {
            assert!(text.lines().any(|own| own == line), "{line} in\n{text}");
        }
    }
}
