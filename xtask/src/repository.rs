//! The files of the repository: what git tracks or would track, and what cargo knows.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A working copy of the project.
pub(crate) struct Repository {
    /// Its root folder, absolute.
    pub(crate) root: PathBuf,
}

/// One file of the project.
pub(crate) struct File {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    /// Size in bytes.
    pub(crate) size: u64,
    /// The text, when it is UTF-8.
    pub(crate) text: Option<String>,
}

impl Repository {
    /// The working copy this program was built from.
    pub(crate) fn open() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in a folder of the project")?;
        Ok(Self { root: root.to_path_buf() })
    }

    /// Every tracked or not ignored file, in order of path. Symbolic links are left out.
    pub(crate) fn files(&self) -> Result<Vec<File>> {
        let listed = self.output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        let mut files = Vec::new();
        for path in paths {
            let full = self.root.join(path);
            if full.is_file() && !full.is_symlink() {
                let bytes = std::fs::read(&full).with_context(|| format!("cannot read {path}"))?;
                let size = u64::try_from(bytes.len())?;
                files.push(File { path: path.to_owned(), size, text: String::from_utf8(bytes).ok() });
            }
        }
        Ok(files)
    }

    /// `cargo metadata` of the workspace with all dependencies.
    pub(crate) fn metadata(&self) -> Result<Value> {
        let text = self.output("cargo", &["metadata", "--format-version", "1", "--locked"])?;
        serde_json::from_str(&text).context("cargo metadata is not JSON")
    }

    /// Everything that a package is built with outside tests, and with which features: one a line.
    pub(crate) fn features_of(&self, package: &str) -> Result<String> {
        let arguments =
            ["tree", "--package", package, "--edges", "normal,build,features", "--prefix", "none", "--locked"];
        self.output("cargo", &arguments)
    }

    fn output(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(&self.root)
            .output()
            .with_context(|| format!("cannot start {program}"))?;
        if !output.status.success() {
            bail!("{program} {} failed:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        String::from_utf8(output.stdout).with_context(|| format!("{program} did not print UTF-8"))
    }
}
