//! Backup, restore and doctor at the command line, and the archives of earlier releases.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::runner::{Database, data, dukao, key_of};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// The restored demonstration answers every question as the saved one does, and says all is well.
#[test]
fn the_demonstration_there_and_back() {
    let database = Database::demo();
    let archive = database.folder().join("示范.zip");
    let archive = archive.to_str().unwrap();
    let told = database.ok("backup", &[archive]);
    assert!(told.contains("v34") && told.contains("示范.zip"), "{told}");
    let checked = json(&database.ok("restore", &[archive, "--check", "--format", "json"]));
    assert_eq!(checked["checked"]["regions"][0]["version"], 34);
    let copy = Database::none();
    let restored = json(&copy.ok("restore", &[archive, "--format", "json"]));
    assert_eq!(restored["restored"], checked["checked"]);
    for line in ["progress", "annex 2", "check", "trace --indicator P01 --figure shortfall", "progress --as-of v20"] {
        assert_eq!(copy.json(line), database.json(line), "{line}");
    }
    assert_eq!(copy.run("doctor", &[]).code, 1, "the key is not in the backup");
    std::fs::copy(key_of(Path::new(&database.url())), key_of(Path::new(&copy.url()))).unwrap();
    let health = json(&copy.ok("doctor", &["--format", "json"]));
    let errors = health["findings"].as_array().unwrap().iter().filter(|finding| finding["gravity"] == "error");
    assert_eq!(errors.count(), 0, "{health}");
    let again = copy.run("restore", &[archive]);
    assert_eq!((again.code, again.stdout.as_str()), (1, ""));
    assert!(again.stderr.contains("没有恢复") && again.stderr.contains("已经有"), "{}", again.stderr);
    let over = database.run("backup", &[archive]);
    assert!(over.code == 1 && over.stderr.contains("没有备份"), "{}", over.stderr);
}

/// Made by each release, kept for ever: `dukao import crates/dukao/tests/data/x/*.csv --db 小.db`, then
/// `dukao backup crates/dukao/tests/data/archives/FORMAT-SCHEMA.zip --db 小.db`.
#[test]
fn archives_of_every_release_are_restored() {
    let fresh = Database::of_folder("x");
    let archives = names(&data("archives"));
    assert!(archives.contains(&"1-4.zip".to_owned()), "{archives:?}");
    for archive in archives {
        let path = data("archives").join(&archive);
        let database = Database::none();
        let told = json(&database.ok("restore", &[path.to_str().unwrap(), "--format", "json"]));
        assert_eq!(told["restored"]["regions"][0]["version"], 2, "{archive}: {told}");
        let keyed = i64::from(archive == "1-4.zip");
        let without_time = |database: &Database, line: &str| {
            let mut answer = database.json(line);
            answer["basis"]["committed"].take();
            answer["basis"]["today"].take();
            let version = answer["basis"]["version"].take();
            (answer, version)
        };
        for line in ["indicators", "progress"] {
            let ((restored, version), (made, _)) = (without_time(&database, line), without_time(&fresh, line));
            assert_eq!(restored, made, "{archive}");
            // Those from before schema 5 were keyed when they were opened; that is a version, without figures.
            assert_eq!(version, 2 + keyed, "{archive}");
        }
        database.ok("doctor", &[]);
        let more = database.file("数据.csv", "指标,期间,累计\nS1,2024-06,999\n".as_bytes());
        let next = json(&database.ok("import", &[&more, "--format", "json"]));
        assert_eq!(next["imported"]["version"], 3 + keyed, "{archive}");
    }
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let database = Database::none();
    let missing = database.run("doctor", &[]);
    assert!(missing.code == 1 && missing.stderr.contains("没有数据库"), "{}", missing.stderr);
    let text = database.file("test.db", "不是数据库".repeat(500).as_bytes());
    let run = database.run("doctor", &[]);
    assert!(run.code == 1 && run.stderr.contains("不是数据库"), "{text}: {}", run.stderr);
    let broken = Database::demo();
    let mut bytes = std::fs::read(broken.url()).unwrap();
    let length = bytes.len();
    bytes[length / 2..length / 2 + 8192].fill(0x5A);
    std::fs::write(broken.url(), bytes).unwrap();
    let run = broken.run("doctor", &["--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(json(&run.stdout)["gravity"], "error");
    let saved = broken.run("backup", &[broken.folder().join("坏.zip").to_str().unwrap()]);
    assert!(saved.code == 1 && saved.stderr.contains("没有备份"), "{}", saved.stderr);
    assert_eq!(names(broken.folder()), ["test.db", "test.db.key"]);
}

/// Two servers with one folder: one backup a day.
#[test]
fn servers_back_up_by_themselves() {
    let database = Database::demo();
    let backups = database.folder().join("备份");
    std::fs::create_dir(&backups).unwrap();
    let serve = || {
        Command::new(env!("CARGO_BIN_EXE_dukao"))
            .args(["serve", "--port", "0", "--backup-to", backups.to_str().unwrap(), "--db", &database.url()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut servers = [serve(), serve()];
    let made = || names(&backups).into_iter().filter(|name| name.starts_with("test-2")).count();
    for _ in 0..600 {
        if made() > 0 {
            break;
        }
        wait(Duration::from_millis(50));
    }
    wait(Duration::from_millis(500));
    for server in &mut servers {
        server.kill().unwrap();
        server.wait().unwrap();
    }
    assert_eq!(made(), 1, "{:?}", names(&backups));
    let health = database.ok("doctor", &["--backups", backups.to_str().unwrap()]);
    assert!(health.contains("完好"), "{health}");
    let more = database.ok("backup", &["--into", backups.to_str().unwrap(), "--keep", "1,0,0"]);
    assert!(more.contains("已清理"), "{more}");
    assert_eq!(made(), 1);
}

#[expect(clippy::disallowed_methods, reason = "another process is waited for")]
fn wait(time: Duration) {
    std::thread::sleep(time);
}

/// What a person reads after a backup went wrong is Chinese and says what to do.
#[test]
fn help_names_both_engines() {
    let help = dukao(&["restore", "--help"]).stdout;
    assert!(help.contains("SQLite") && help.contains("PostgreSQL"), "{help}");
}
