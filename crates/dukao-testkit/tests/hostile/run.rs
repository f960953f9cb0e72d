//! Opening a file in a process of its own.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// Most memory that opening any file may take.
const MOST_KIB: u64 = 300 << 10;
/// Longest time that opening any file may take, unoptimised and on a busy machine.
const LONGEST_MS: u64 = 120_000;

/// What became of a file.
#[derive(Debug, Deserialize)]
pub(crate) struct Said {
    pub(crate) opened: bool,
    #[serde(default)]
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) notes: Vec<String>,
    #[serde(default)]
    pub(crate) sheets: u64,
    #[serde(default)]
    pub(crate) rows: u64,
    #[serde(default)]
    pub(crate) problems: u64,
    pub(crate) peak_kib: u64,
    /// Time of a processor that it took.
    pub(crate) milliseconds: u64,
}

/// Opens bytes under a file name.
#[track_caller]
pub(crate) fn open(name: &str, bytes: &[u8]) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    open_path(&path)
}

/// Opens a file; it must end by itself, soon, without a panic, within the memory.
#[track_caller]
pub(crate) fn open_path(path: &Path) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_open-file")).arg(path).output().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {} {complaints}", path.display(), output.status);
    let said: Said = serde_json::from_slice(&output.stdout).unwrap();
    println!("{:>6} ms {:>4} MiB {} {}", said.milliseconds, said.peak_kib >> 10, path.display(), said.message);
    assert!(said.peak_kib <= MOST_KIB, "{}: {} MiB", path.display(), said.peak_kib >> 10);
    assert!(said.milliseconds < LONGEST_MS, "{}: {} ms", path.display(), said.milliseconds);
    said
}
