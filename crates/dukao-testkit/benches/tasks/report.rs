//! The table of results, on the terminal and in docs/performance.md.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::measure::median;

/// Between these marks docs/performance.md holds the table.
const MARKS: (&str, &str) = ("<!-- measured: begin -->", "<!-- measured: end -->");

/// What a substitute took: its name and its runs.
pub(crate) type Substitute = (String, Vec<f64>);

/// One measured task.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) task: String,
    /// In `unit`; `None` for a task without a promise.
    pub(crate) budget: Option<f64>,
    pub(crate) unit: &'static str,
    pub(crate) runs: Vec<f64>,
    pub(crate) substitutes: Vec<Substitute>,
}

impl Line {
    pub(crate) fn time(task: &str, budget: Option<f64>, runs: Vec<f64>) -> Self {
        Self { task: task.to_owned(), budget, unit: "ms", runs, substitutes: Vec::new() }
    }

    pub(crate) fn beside(mut self, substitutes: Vec<Substitute>) -> Self {
        self.substitutes = substitutes;
        self
    }

    fn cells(&self) -> Vec<String> {
        let ours = median(&self.runs);
        let amount = |value: f64| format!("{} {}", digits(value), self.unit);
        let budget = self.budget.map_or_else(|| "–".to_owned(), |budget| format!("≤ {}", amount(budget)));
        let met = match (self.budget, ours) {
            (Some(budget), Some(ours)) if ours <= budget => "yes",
            (Some(_), Some(_)) => "**no**",
            _ => "–",
        };
        let others = self.substitutes.iter().filter_map(|(name, runs)| {
            let (other, ours) = median(runs).zip(ours)?;
            Some((format!("{name} {} {}", digits(other), self.unit), format!("{name} {}×", digits(other / ours))))
        });
        let (others, ratios): (Vec<_>, Vec<_>) = others.unzip();
        let joined = |list: Vec<String>| if list.is_empty() { "–".to_owned() } else { list.join(", ") };
        let ours = ours.map_or_else(|| "not measured".to_owned(), amount);
        vec![self.task.clone(), budget, ours, self.runs.len().to_string(), met.into(), joined(others), joined(ratios)]
    }
}

/// Three significant digits.
fn digits(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 1.0 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}

/// The table with what it was measured on.
pub(crate) fn markdown(lines: &[Line], loads: (&str, &str)) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "- machine: {}", machine());
    let _ = writeln!(text, "- commit: {}", output("git", &["describe", "--always", "--dirty", "--abbrev=12"]));
    let _ = writeln!(text, "- date: {}", output("date", &["-u", "+%Y-%m-%d %H:%M UTC"]));
    let _ = writeln!(text, "- command: `./dev/bench --write`");
    let _ = writeln!(text, "- load average of one minute when it began and ended: {} and {}", loads.0, loads.1);
    text.push('\n');
    text.push_str("| task | budget | ours (median) | runs | met | substitute (median) | substitute ÷ ours |\n");
    text.push_str("|---|---|---|---|---|---|---|\n");
    for line in lines {
        let _ = writeln!(text, "| {} |", line.cells().join(" | "));
    }
    text
}

/// Puts the lines of some tasks in the place of what they were, new ones at the end, and says when they were measured.
pub(crate) fn renew(path: &Path, lines: &[Line], tasks: &[String], loads: (&str, &str)) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path)?;
    let parts = text.split_once(MARKS.0).zip(text.split_once(MARKS.1));
    let ((before, rest), (_, after)) = parts.ok_or_else(|| anyhow::anyhow!("{} has no marks", path.display()))?;
    let table = rest.split(MARKS.1).next().unwrap_or_default();
    let command = format!("`./dev/bench --write {}`", tasks.join(" "));
    let mut kept: Vec<String> = table.lines().map(str::to_owned).filter(|line| !line.contains(&command)).collect();
    for line in lines {
        let row = format!("| {} |", line.cells().join(" | "));
        let begin = format!("| {} |", line.task);
        match kept.iter_mut().find(|old| old.starts_with(&begin)) {
            Some(old) => *old = row,
            None => kept.push(row),
        }
    }
    let commit = output("git", &["describe", "--always", "--dirty", "--abbrev=12"]);
    let date = output("date", &["-u", "+%Y-%m-%d %H:%M UTC"]);
    let note =
        format!("- measured anew by {command}: {date}, commit {commit}, load average {} and {}", loads.0, loads.1);
    let place = kept.iter().rposition(|line| line.starts_with("- ")).map_or(0, |place| place + 1);
    kept.insert(place, note);
    std::fs::write(path, format!("{before}{}{}\n{}{after}", MARKS.0, kept.join("\n"), MARKS.1))?;
    Ok(())
}

/// Puts the table between the marks of the document.
pub(crate) fn write(path: &Path, table: &str) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path)?;
    let parts = text.split_once(MARKS.0).zip(text.split_once(MARKS.1));
    let ((before, _), (_, after)) = parts.ok_or_else(|| anyhow::anyhow!("{} has no marks", path.display()))?;
    std::fs::write(path, format!("{before}{}\n{table}{}{after}", MARKS.0, MARKS.1))?;
    Ok(())
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("?", |pair| pair.1);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = memory.split_whitespace().nth(1).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    format!("{model}, {cores} cores, {} GiB, {}", kib >> 20, output("uname", &["-sr"]))
}

fn output(program: &str, arguments: &[&str]) -> String {
    let found = Command::new(program).args(arguments).output();
    found.map_or_else(|_| "?".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
