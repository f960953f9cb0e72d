//! Taking times: several runs, the median, and how loaded the machine was.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::process::Command;
use std::time::{Duration, Instant};

/// A stopwatch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch(Instant);

impl Watch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn milliseconds(self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1000.0
    }
}

/// The present moment, in microseconds since 1970.
pub(crate) fn now() -> anyhow::Result<i64> {
    let said = Command::new("date").arg("+%s").output()?;
    Ok(String::from_utf8(said.stdout)?.trim().parse::<i64>()?.saturating_mul(1_000_000))
}

/// Waits a little.
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// The times of `runs` runs in milliseconds, after one run that is not counted.
pub(crate) fn times(runs: usize, mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Vec<f64>> {
    work()?;
    let one = |_| {
        let watch = Watch::start();
        work()?;
        Ok(watch.milliseconds())
    };
    (0..runs).map(one).collect()
}

/// The middle value; the lower one of two.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

/// The value below which 95 of 100 lie.
pub(crate) fn most(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get((sorted.len() * 95).div_ceil(100).saturating_sub(1)).copied()
}

/// The load average of the last minute.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("?").to_owned()
}
