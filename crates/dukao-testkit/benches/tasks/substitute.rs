//! What an office would use instead, on the same figures in the same run: see substitutes.py.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::memory::Found;
use crate::report::Substitute;

/// The times of all substitutes by task.
pub(crate) struct Substitutes(BTreeMap<String, BTreeMap<String, Vec<f64>>>);

impl Substitutes {
    pub(crate) fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Runs them; they must find the same as we did.
    pub(crate) fn run(
        folder: &Path,
        (wide, standard): (&Path, &Path),
        tasks: &[&str],
        found: Found,
    ) -> anyhow::Result<Self> {
        let Some(python) = std::env::var_os("DUKAO_BENCH_PYTHON") else {
            anyhow::bail!("DUKAO_BENCH_PYTHON must name a Python with pandas and polars; dev/bench sets it");
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/tasks/substitutes.py");
        let mut command = Command::new(python);
        command.arg(script).arg(folder).arg(wide).arg(standard).arg(found.behind.to_string()).args(tasks);
        let output = command.stderr(std::process::Stdio::inherit()).output()?;
        anyhow::ensure!(output.status.success(), "the substitutes failed: {}", output.status);
        Ok(Self(serde_json::from_slice(&output.stdout)?))
    }

    pub(crate) fn of(&self, task: &str) -> Vec<Substitute> {
        self.0.get(task).into_iter().flatten().map(|(name, runs)| (name.clone(), runs.clone())).collect()
    }
}
