//! A disk that takes no more, and one that may not be written.
//!
//! The full disk is a limit on the size of files that the shell sets for the command; the read-only one is a folder of
//! somebody else.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dukao_testkit::store::testing::{TestEngine, key_file};

use crate::office::{Archives, database, figures, said, sound, text};

/// Runs the command line with files no larger than so many blocks of 512 bytes.
fn limited(blocks: u32, arguments: &[String]) -> Output {
    let script = "trap '' XFSZ; limit=$1; shift; ulimit -f \"$limit\"; exec \"$@\"";
    let mut line = Command::new("sh");
    line.args(["-c", script, "sh", &blocks.to_string(), env!("CARGO_BIN_EXE_dukao")]).args(arguments);
    line.env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap());
    line.env_remove("DUKAO_DATABASE_URL").output().unwrap()
}

fn words(start: &[&str], rest: &[String]) -> Vec<String> {
    start.iter().map(ToString::to_string).chain(rest.iter().cloned()).collect()
}

fn refused(output: &Output, texts: &[&str]) {
    assert_eq!(output.status.code(), Some(1), "{}", said(output));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(texts.iter().any(|text| error.contains(text)), "{error}");
    assert!(!error.contains("panicked"), "{error}");
}

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

async fn full_when_saving(engine: TestEngine) {
    let archives = Archives::make();
    let scratch = database(engine, &archives.whole()).await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("一.zip");
    for blocks in [80, 150, 200] {
        let line = words(&["backup", &text(&target), "--db", scratch.url()], &[]);
        refused(&limited(blocks, &line), &["没有备份：文件超过了磁盘格式或配额允许的大小"]);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
    assert_eq!(sound(scratch.url()).await, 3);
}

#[tokio::test]
async fn full_when_saving_sqlite() {
    full_when_saving(TestEngine::Sqlite).await;
}

#[tokio::test]
async fn full_when_saving_postgres() {
    full_when_saving(TestEngine::Postgres).await;
}

#[tokio::test]
async fn full_when_restoring() {
    let archives = Archives::make();
    let folder = tempfile::tempdir().unwrap();
    let target = text(&folder.path().join("新.db"));
    for blocks in [1, 40, 500] {
        let line = words(&["restore", &text(&archives.whole()), "--db", &target], &[]);
        refused(&limited(blocks, &line), &["没有恢复：读写数据库文件失败", "没有恢复：磁盘已满或写不进去"]);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
}

#[tokio::test]
async fn full_when_importing() {
    let archives = Archives::make();
    for blocks in [80, 200, 400] {
        let scratch = database(TestEngine::Sqlite, &archives.framework()).await;
        let line = words(&["import", "--db", scratch.url()], &figures());
        refused(&limited(blocks, &line), &["磁盘已满或写不进去，没有保存"]);
        assert_eq!(sound(scratch.url()).await, 2);
        let output = limited(1_000_000, &line);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(sound(scratch.url()).await, 3);
    }
}

/// The program as somebody runs it who may read the folder and not write it.
struct Stranger {
    /// Holds a copy of the program where everybody may run it.
    folder: tempfile::TempDir,
}

impl Stranger {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).unwrap();
        std::fs::copy(env!("CARGO_BIN_EXE_dukao"), folder.path().join("dukao")).unwrap();
        Self { folder }
    }

    /// A place that he may read.
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[String]) -> Output {
        let program = self.file("dukao");
        let root = std::fs::metadata("/proc/self").is_ok_and(|found| std::os::unix::fs::MetadataExt::uid(&found) == 0);
        let mut line = if root {
            let mut line = Command::new("setpriv");
            line.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(program);
            line
        } else {
            std::fs::set_permissions(self.folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
            Command::new(program)
        };
        line.env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap());
        let output = line.args(arguments).env_remove("DUKAO_DATABASE_URL").output().unwrap();
        std::fs::set_permissions(self.folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        output
    }
}

#[tokio::test]
async fn read_only() {
    let archives = Archives::make();
    let stranger = Stranger::new();
    let archive = stranger.file("备份.zip");
    std::fs::copy(archives.whole(), &archive).unwrap();
    let database = text(&stranger.file("库.db"));
    dukao_testkit::store::archive::restore(&archive, &database).await.unwrap();
    let readable = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(&database, readable).unwrap();
    let before = std::fs::read(&database).unwrap();
    let data = stranger.file("数据.csv");
    std::fs::write(&data, "指标,期间,累计\nP01,2018-07,7\n").unwrap();
    let kept = names(stranger.folder.path());

    let cases = [
        (words(&["import", &text(&data), "--db", &database], &[]), "只读"),
        (words(&["undo", "v3", "--db", &database], &[]), "只读"),
        (words(&["backup", &text(&stranger.file("二.zip")), "--db", &database], &[]), "没有备份：没有权限"),
        (words(&["restore", &text(&archive), "--db", &text(&stranger.file("新.db"))], &[]), "没有恢复：没有权限"),
        (words(&["backup", "--into", &text(stranger.folder.path()), "--db", &database], &[]), "没有备份：没有权限"),
    ];
    for (line, text) in cases {
        refused(&stranger.run(&line), &[text, "打不开数据库文件", "只读"]);
    }
    assert_eq!(names(stranger.folder.path()), kept);
    assert!(std::fs::read(&database).unwrap() == before, "the database was changed");
    assert_eq!(sound(&database).await, 3);
}
