//! Backups by the day: who makes them, which ones go, and what the doctor says.

use std::path::Path;
use std::sync::Arc;

use dukao_app::import::ImportRequest;
use dukao_app::safety::rotation::Keep;
use dukao_app::safety::{Folder, Gravity, inspect, restore};
use dukao_app::{App, AppError, FixedClock, end_of_day};
use dukao_testkit::store::testing::alter_audit;
use jiff::ToSpan;
use jiff::civil::{Date, date};

async fn app(folder: &Path, today: Date) -> App {
    let path = folder.join("督考.db");
    App::open(path.to_str().unwrap(), Arc::new(FixedClock(end_of_day(today)))).await.unwrap()
}

/// A database with a few units and indicators.
async fn filled(folder: &Path, today: Date) -> App {
    let app = app(folder, today).await;
    let read = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name);
        (name.to_owned(), std::fs::read(path).unwrap())
    };
    let files = vec![read("01-单位.csv")];
    app.import(ImportRequest { files, mappings: Vec::new(), region: None, based_on: None }).await.unwrap();
    app
}

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(name).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

#[tokio::test]
async fn one_a_day_and_the_old_ones_go() {
    let (home, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = Folder::new(backups.path(), "督考");
    let first = date(2018, 8, 1);
    drop(filled(home.path(), first).await);
    // Named as ours, but neither is a backup that was made at that moment: they stay.
    let made = app(home.path(), first).await.backup(&backups.path().join("督考-20100102-030405.zip")).await;
    made.unwrap();
    std::fs::write(backups.path().join("督考-20100203-030405.zip"), "月报").unwrap();
    std::fs::write(backups.path().join("别的-20100203-030405.zip"), "月报").unwrap();
    let keep = Keep { days: 3, weeks: 0, months: 0 };
    for day in first.series(1.day()).take(6) {
        let app = app(home.path(), day).await;
        let done = app.backup_when_due(&folder, &keep).await.unwrap().expect("one was due");
        assert_eq!(inspect(Path::new(&done.backup.file)).await.unwrap(), done.backup);
        assert_eq!(app.backup_when_due(&folder, &keep).await.unwrap(), None, "twice on one day");
    }
    let kept = ["20180804", "20180805", "20180806"].map(|day| format!("督考-{day}-235959.zip"));
    let foreign = ["别的-20100203-030405.zip", "督考-20100102-030405.zip", "督考-20100203-030405.zip"];
    let expected: Vec<&str> = foreign.into_iter().chain(kept.iter().map(String::as_str)).collect();
    assert_eq!(names(backups.path()), expected);
}

/// Two programs at once: one makes it, the other sees that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_make_one() {
    let (home, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let today = date(2018, 8, 20);
    drop(filled(home.path(), today).await);
    let folder = Folder::new(backups.path(), "督考");
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (app, folder) = (app(home.path(), today).await, folder.clone());
        tries.spawn(async move { app.backup_when_due(&folder, &Keep::default()).await.unwrap() });
    }
    let made = tries.join_all().await.into_iter().flatten().count();
    assert_eq!((made, names(backups.path()).len()), (1, 1));
}

#[tokio::test]
async fn the_doctor_sees_backups() {
    let (home, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = Folder::new(backups.path(), "督考");
    let today = date(2018, 8, 20);
    let app_today = filled(home.path(), today).await;
    let said = |findings: Vec<dukao_app::safety::Finding>| {
        findings.into_iter().map(|finding| (finding.gravity, finding.statement)).collect::<Vec<_>>()
    };
    let missing = said(app_today.diagnose_backups(&folder).await);
    assert_eq!(missing, [(Gravity::Warning, "文件夹里没有这个数据库的备份".to_owned())]);
    let made = app_today.backup_into(&folder, None).await.unwrap();
    let fine = said(app_today.diagnose_backups(&folder).await);
    assert_eq!(fine, [(Gravity::Fine, "最近的备份 督考-20180820-235959.zip 完好".to_owned())]);
    let later = app(home.path(), date(2018, 8, 30)).await;
    let old = said(later.diagnose_backups(&folder).await);
    assert_eq!(old, [(Gravity::Warning, "最近的备份 督考-20180820-235959.zip 是10天以前的".to_owned())]);
    let mut bytes = std::fs::read(&made.backup.file).unwrap();
    let middle = bytes.len() / 2;
    // More than the fields between two members of an archive, of which nothing depends on some.
    bytes[middle..middle + 128].iter_mut().for_each(|byte| *byte ^= 0xFF);
    std::fs::write(&made.backup.file, bytes).unwrap();
    let damaged = said(app_today.diagnose_backups(&folder).await);
    assert!(damaged[0].0 == Gravity::Error && damaged[0].1.contains("损坏"), "{damaged:?}");
    let nowhere = app_today.diagnose_backups(&Folder::new(&home.path().join("没有"), "督考")).await;
    assert_eq!(nowhere[0].gravity, Gravity::Error);
}

/// A database that contradicts itself is not saved; the backups before stay, and everybody is told.
#[tokio::test]
async fn a_broken_database_is_not_saved() {
    let (home, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = Folder::new(backups.path(), "督考");
    let before = filled(home.path(), date(2018, 8, 20)).await;
    before.backup_into(&folder, None).await.unwrap();
    let text = before.export_heads().await.unwrap();
    assert!(text.contains("名称：本系统"), "{text}");
    let well = before.diagnose().await;
    assert!(well.iter().all(|finding| finding.gravity == Gravity::Fine), "{well:?}");
    let path = home.path().join("督考.db");
    alter_audit(path.to_str().unwrap(), 2).await.unwrap();
    let after = app(home.path(), date(2018, 8, 21)).await;
    let refused = after.backup_when_due(&folder, &Keep { days: 1, weeks: 0, months: 0 }).await;
    let Err(AppError::Backup(_)) = &refused else { panic!("{refused:?}") };
    assert!(refused.unwrap_err().to_string().contains("审计链断了"));
    assert_eq!(names(backups.path()), ["督考-20180820-235959.zip", "督考-备份失败.txt"]);
    let findings = after.diagnose().await;
    let broken: Vec<&str> =
        findings.iter().filter(|found| found.gravity == Gravity::Error).map(|found| found.check).collect();
    assert_eq!(broken, ["audit"]);
    assert!(after.diagnose_backups(&folder).await[0].statement.contains("上一次备份失败"));
    // Out of the last sound one, and on: the note goes with the next backup that works.
    let newest = backups.path().join("督考-20180820-235959.zip");
    let again = home.path().join("新.db");
    restore(&newest, again.to_str().unwrap()).await.unwrap();
    let clock = Arc::new(FixedClock(end_of_day(date(2018, 8, 22))));
    let restored = App::open(again.to_str().unwrap(), clock).await.unwrap();
    restored.backup_into(&folder, None).await.unwrap();
    assert_eq!(names(backups.path()), ["督考-20180820-235959.zip", "督考-20180822-235959.zip"]);
}
