//! What is done, the archives it starts from, and how it is killed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use dukao_testkit::store::testing::{Scratch, TestEngine, key_file};
use dukao_testkit::store::{RegionId, Store, archive};

/// The only region.
pub(crate) const REGION: RegionId = RegionId(1);

/// The archives that the tests start from, made by the command line from the demonstration's files.
pub(crate) struct Archives {
    folder: tempfile::TempDir,
}

impl Archives {
    pub(crate) fn make() -> Self {
        let archives = Self { folder: tempfile::tempdir().unwrap() };
        let database = archives.folder.path().join("office.db");
        let database = database.to_str().unwrap();
        let run = |command: &str, arguments: &[String]| {
            let output = dukao(command, arguments, database).output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
        };
        run("import", &framework());
        run("backup", &[text(&archives.framework())]);
        run("import", &figures());
        run("backup", &[text(&archives.whole())]);
        archives
    }

    /// Units, indicators and targets: version 2.
    pub(crate) fn framework(&self) -> PathBuf {
        self.folder.path().join("framework.zip")
    }

    /// All figures besides: version 3.
    pub(crate) fn whole(&self) -> PathBuf {
        self.folder.path().join("whole.zip")
    }
}

/// A database made of an archive.
pub(crate) async fn database(engine: TestEngine, of: &Path) -> Scratch {
    let scratch = Scratch::new(engine).await.unwrap();
    archive::restore(of, scratch.url()).await.unwrap();
    scratch
}

/// The version that stands; every row fits to it, and every version has its entry in an unbroken chain.
pub(crate) async fn sound(url: &str) -> i64 {
    let store = Store::open(url).await.unwrap();
    let head = store.head(REGION).await.unwrap().version.0;
    let check = store.verify_audit(REGION).await.unwrap();
    assert_eq!(check, dukao_testkit::store::AuditCheck::Sound { entries: u64::try_from(head).unwrap() });
    assert_eq!(store.inconsistencies().await.unwrap(), []);
    head
}

fn demo(folder: &str, start: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(folder);
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(start) && path.extension().is_some_and(|end| end == "csv")
    };
    let mut paths: Vec<String> = paths.filter(named).map(|path| text(&path)).collect();
    paths.sort();
    paths
}

fn framework() -> Vec<String> {
    demo(".", "0")
}

/// The files with all figures of the demonstration.
pub(crate) fn figures() -> Vec<String> {
    demo("数据", "20")
}

pub(crate) fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The command line on a database.
pub(crate) fn dukao(command: &str, arguments: &[String], url: &str) -> Command {
    let mut line = Command::new(env!("CARGO_BIN_EXE_dukao"));
    line.arg(command).args(arguments).args(["--db", url]).env_remove("DUKAO_DATABASE_URL");
    line.env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap());
    line
}

/// How often each act is killed.
pub(crate) fn kills() -> u32 {
    std::env::var("DUKAO_KILLS").map_or(100, |text| text.parse().unwrap())
}

/// Kills what it starts, at another random moment each time.
pub(crate) struct Killer {
    /// The kill comes within this time: about how long the act takes when it is left alone, and follows how busy the
    /// machine is.
    whole: Duration,
    random: u64,
    /// How often the act was killed before it ended.
    hits: u32,
    rounds: u32,
}

impl Killer {
    /// Lets the act go through to see how long it takes.
    #[expect(clippy::disallowed_methods, reason = "moments within the run of another process are measured")]
    pub(crate) fn measure(seed: u64, line: &mut Command) -> Self {
        let began = Instant::now();
        let output = line.output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        Self { whole: began.elapsed(), random, hits: 0, rounds: 0 }
    }

    /// Starts it and kills it somewhere in its run.
    #[expect(clippy::disallowed_methods, reason = "another process is left running for a while")]
    pub(crate) fn run(&mut self, line: &mut Command) {
        for shift in [13, 7, 17] {
            self.random ^= if shift == 7 { self.random >> shift } else { self.random << shift };
        }
        let per_mille = u32::try_from(self.random % 1000).unwrap();
        let mut child = line.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(self.whole * per_mille / 1000);
        let ended = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        self.rounds += 1;
        self.hits += u32::from(!ended);
        // Balanced when one of three has ended before: then the kills are spread over the whole run.
        self.whole = if ended { self.whole * 9 / 10 } else { self.whole * 21 / 20 };
    }

    /// The kills must have hit something.
    pub(crate) fn finish(&self, what: &str) {
        assert!(self.hits * 5 > self.rounds, "{what}: only {} of {} were killed alive", self.hits, self.rounds);
    }
}
