//! Runs the built binary on temporary databases.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// What a run of the binary gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the binary without anything from the environment that it would listen to.
pub(crate) fn dukao(arguments: &[&str]) -> Run {
    dukao_with(arguments, &[])
}

/// The same with variables of the environment.
pub(crate) fn dukao_with(arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dukao"));
    for name in
        ["DUKAO_DATABASE_URL", "DUKAO_CACHE_MB", "DUKAO_LOG", "DUKAO_AUDIT_KEY_FILE", "DUKAO_CONFIG", "NO_COLOR"]
    {
        command.env_remove(name);
    }
    let output = command.args(arguments).envs(variables.iter().copied()).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The demonstration as the binary under test imports it. The tests run in processes of their own; the
/// first imports while the others wait for its lock.
fn imported_demo() -> PathBuf {
    let binary = env!("CARGO_BIN_EXE_dukao");
    let built = std::fs::metadata(binary).unwrap().modified().unwrap();
    let built = built.duration_since(std::time::UNIX_EPOCH).unwrap().as_micros();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock = std::fs::File::create(folder.join("demo.lock")).unwrap();
    lock.lock().unwrap();
    let ready = folder.join(format!("demo-{built}.db"));
    if !ready.exists() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension != "lock") {
                std::fs::remove_file(path).unwrap();
            }
        }
        let making = folder.join("making.db");
        let run = dukao(&["demo", "--no-serve", "--db", making.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!making.with_extension("db-wal").exists(), "a program that has ended leaves one whole file");
        std::fs::rename(key_of(&making), key_of(&ready)).unwrap();
        std::fs::rename(making, &ready).unwrap();
    }
    ready
}

/// The key file beside a database.
pub(crate) fn key_of(database: &Path) -> PathBuf {
    PathBuf::from(format!("{}.key", database.display()))
}

/// A database in a folder of its own, gone with it.
pub(crate) struct Database {
    folder: TempDir,
}

impl Database {
    /// A place without a database.
    pub(crate) fn none() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The clean demonstration: imported once for this build of the binary, copied for each test.
    pub(crate) fn demo() -> Self {
        let database = Self::none();
        let demo = imported_demo();
        std::fs::copy(key_of(&demo), key_of(Path::new(&database.url()))).unwrap();
        std::fs::copy(demo, database.url()).unwrap();
        database
    }

    /// The csv files of a folder of test data, imported together.
    pub(crate) fn of_folder(name: &str) -> Self {
        let folder = data(name);
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let files: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
        let database = Self::none();
        database.ok("import", &files);
        database
    }

    /// A published table with its mapping file.
    pub(crate) fn of_example(name: &str) -> Self {
        let folder = example(name);
        let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        let database = Self::none();
        database.ok("import", &[&file("data.csv"), "--mapping", &file("mapping.yaml")]);
        database
    }

    /// The folder it lies in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn url(&self) -> String {
        self.folder.path().join("test.db").to_str().unwrap().to_owned()
    }

    /// A path beside the database.
    pub(crate) fn place(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn run(&self, command: &str, arguments: &[&str]) -> Run {
        let url = self.url();
        let mut all = vec![command];
        all.extend(arguments);
        all.extend(["--db", &url]);
        dukao(&all)
    }

    /// A run that must go well; its stdout.
    pub(crate) fn ok(&self, command: &str, arguments: &[&str]) -> String {
        let run = self.run(command, arguments);
        assert_eq!(run.code, 0, "{command} {arguments:?}\n{}\n{}", run.stdout, run.stderr);
        run.stdout
    }

    /// The JSON of a command line written as one text.
    pub(crate) fn json(&self, line: &str) -> Value {
        let words: Vec<&str> = line.split_whitespace().chain(["--format", "json"]).collect();
        serde_json::from_str(&self.ok(words[0], &words[1..])).unwrap()
    }

    /// A file written into the folder of the database; its path.
    pub(crate) fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

/// A file or folder of test data.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A folder of a published table.
pub(crate) fn example(name: &str) -> PathBuf {
    root().join("examples").join(name)
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Cells a text takes in a terminal.
pub(crate) fn width(text: &str) -> usize {
    let wide = |letter: char| matches!(u32::from(letter), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60);
    text.chars().map(|letter| if wide(letter) { 2 } else { 1 }).sum()
}
