//! `dukao audit`: what was altered behind the program's back is named; without the key nothing is called altered.

use std::path::Path;

use dukao_testkit::store::testing::{alter_figures, cut_tail};
use dukao_testkit::store::{Filter, RegionId, SYSTEM, Store};
use serde_json::Value;

use crate::runner::{Database, dukao_with, key_of};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

#[test]
fn what_was_altered_is_named() {
    let database = Database::of_folder("x");
    let sound = json(&database.ok("audit", &["verify", "--format", "json"]));
    assert_eq!((&sound["sound"], &sound["regions"][0]["acts"]), (&Value::Bool(true), &2.into()), "{sound}");
    assert!(sound["notes"][0].as_str().unwrap().contains("没有用导出的链头核对"), "{sound}");
    wait(alter_figures(&database.url())).unwrap();
    let run = database.run("audit", &["verify", "--format", "json"]);
    let found = json(&run.stdout);
    assert_eq!((run.code, &found["sound"]), (1, &Value::Bool(false)));
    let fault = found["regions"][0]["faults"][0].as_str().unwrap();
    assert!(fault.starts_with("v2写入的") && fault.contains("（observation）被改过"), "{fault}");
    let shown = database.run("audit", &["verify"]);
    assert!(shown.code == 1 && shown.stdout.contains("保留现场"), "{}", shown.stdout);
}

#[test]
fn a_cut_tail_is_named_with_the_exported_head() {
    let database = Database::of_folder("x");
    let more = database.file("数据.csv", "指标,期间,累计\nS1,2024-06,999\n".as_bytes());
    database.ok("import", &[&more]);
    let head = database.place("链头.txt");
    database.ok("audit", &["head", "--output", &head]);
    let again = database.run("audit", &["head", "--output", &head]);
    assert_eq!(again.code, 1, "an exported head is not written over");
    let printed = database.ok("audit", &["head"]);
    assert!(printed.starts_with("督考 审计链头") && printed.contains("名称：本系统"), "{printed}");
    let sound = json(&database.ok("audit", &["verify", "--head", &head, "--format", "json"]));
    assert_eq!(sound["notes"], json("[]"), "{sound}");
    wait(cut_tail(&database.url(), 2)).unwrap();
    database.ok("audit", &["verify"]);
    let run = database.run("audit", &["verify", "--head", &head]);
    assert!(run.code == 1 && run.stdout.contains("导出链头时到v3，现在只到v2"), "{}", run.stdout);
    let forged = std::fs::read_to_string(&head).unwrap().replace("版本：3", "版本：2");
    std::fs::write(&head, forged).unwrap();
    let run = database.run("audit", &["verify", "--head", &head]);
    assert!(run.code == 1 && run.stdout.contains("签章不对"), "{}", run.stdout);
    std::fs::write(&head, "月报").unwrap();
    let run = database.run("audit", &["verify", "--head", &head]);
    assert!(run.code == 1 && run.stderr.contains("不是导出的链头：第1行"), "{}", run.stderr);
}

#[test]
fn the_key_is_made_needed_and_replaced() {
    let database = Database::of_folder("x");
    let url = database.url();
    let file = key_of(Path::new(&url));
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    let key = std::fs::read_to_string(&file).unwrap();
    let more = database.file("数据.csv", "指标,期间,累计\nS1,2024-06,999\n".as_bytes());
    let away = database.place("别处.key");
    std::fs::rename(&file, &away).unwrap();
    let refused = database.run("import", &[&more]);
    assert!(refused.code == 1 && refused.stderr.contains("没有审计密钥"), "{}", refused.stderr);
    database.ok("progress", &[]);
    let unchecked = database.run("audit", &["verify"]);
    assert!(unchecked.code == 1 && unchecked.stdout.contains("没有密钥，只核对了"), "{}", unchecked.stdout);
    assert!(!unchecked.stdout.contains("被改过"), "{}", unchecked.stdout);
    let doctor = database.run("doctor", &[]);
    assert!(doctor.code == 1 && doctor.stdout.contains("没有这个文件"), "{}", doctor.stdout);
    std::fs::write(&file, "不是密钥\n").unwrap();
    let refused = database.run("import", &[&more]);
    assert!(refused.code == 1 && refused.stderr.contains("没有审计密钥"), "{}", refused.stderr);
    std::fs::remove_file(&file).unwrap();
    let named = dukao_with(&["import", &more, "--db", &url], &[("DUKAO_AUDIT_KEY_FILE", &away)]);
    assert_eq!(named.code, 0, "{}", named.stderr);
    std::fs::rename(&away, &file).unwrap();
    let told = json(&database.ok("audit", &["rekey", "--format", "json"]));
    let keys = std::fs::read_to_string(&file).unwrap();
    assert!(keys.starts_with(key.trim_end()) && keys.contains(told["key"].as_str().unwrap()), "the old key is kept");
    database.ok("audit", &["verify"]);
    std::fs::write(&file, key).unwrap();
    let other = database.file("数据2.csv", "指标,期间,累计\nS1,2024-06,998\n".as_bytes());
    let refused = database.run("import", &[&other]);
    assert!(refused.code == 1 && refused.stderr.contains("密钥文件里没有审计密钥"), "{}", refused.stderr);
    let stale = database.run("audit", &["verify"]);
    assert!(stale.code == 1 && stale.stdout.contains("不在密钥文件里，从它起无法核对"), "{}", stale.stdout);
}

#[test]
fn commands_take_the_database_and_its_key_from_the_configuration_file() {
    let database = Database::of_folder("x");
    let (url, away) = (database.url(), database.place("别处.key"));
    std::fs::rename(key_of(Path::new(&url)), &away).unwrap();
    let config = database.file("dukao.yaml", format!("数据库:\n  位置: {url}\n  密钥文件: {away}\n").as_bytes());
    let run = dukao_with(&["audit", "verify"], &[("DUKAO_CONFIG", &config)]);
    assert!(run.code == 0 && run.stdout.contains("没有发现"), "{}{}", run.stdout, run.stderr);
    let same = dukao_with(&["audit", "verify", "--db", &url], &[("DUKAO_CONFIG", &config)]);
    assert_eq!(same.code, 0, "the same database named by hand: {}", same.stdout);
    let named = dukao_with(&["audit", "verify", "--db", &format!("sqlite:{url}")], &[("DUKAO_CONFIG", &config)]);
    assert!(named.code == 1 && named.stdout.contains("没有密钥，只核对了"), "{}", named.stdout);
    let wrong = database.file("dukao2.yaml", "数据库:\n  位子: x\n".as_bytes());
    let refused = dukao_with(&["progress"], &[("DUKAO_CONFIG", &wrong)]);
    assert!(refused.code == 2 && refused.stderr.contains("配置文件有1处不对"), "{}", refused.stderr);
}

/// What the trail of a region says: who, what, to what.
fn trail(database: &Database, region: RegionId) -> Vec<(String, String, String)> {
    let rows = wait(async {
        let store = Store::open(&database.url()).await.unwrap();
        store.trail(region, &Filter::default(), 100).await.unwrap()
    });
    let told = rows.into_iter().rev().map(|row| (row.entry.actor.kind, row.entry.act, row.entry.detail));
    told.collect()
}

fn typed(noted: &[(String, String, String)]) -> Vec<String> {
    let commands = noted.iter().filter(|(_, act, _)| act == "command");
    commands.map(|(_, _, detail)| json(detail)["typed"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_the_operator_types_and_looks_at_is_noted() {
    let database = Database::of_folder("x");
    database.ok("trace", &["--indicator", "S1", "--figure", "cumulative"]);
    database.ok("export", &[&database.place("全部.xlsx")]);
    database.run("progress", &["--unit", "没有"]);
    let noted = trail(&database, RegionId(1));
    assert!(noted.iter().all(|(kind, ..)| kind == "operator"), "{noted:?}");
    let commands = typed(&noted);
    assert_eq!(commands[commands.len() - 3], "trace --indicator S1 --figure cumulative");
    assert!(commands[commands.len() - 2].starts_with("export /"), "{commands:?}");
    assert_eq!(commands[commands.len() - 1], "progress --unit 没有");
    assert!(!commands.concat().contains("--db"), "an address may hold a password: {commands:?}");
    assert_eq!(noted.iter().filter(|(_, act, _)| act == "see.trace").count(), 1, "{noted:?}");
    database.ok("user", &["add", "--login", "lantian", "--name", "蓝天"]);
    database.ok("user", &["list"]);
    assert_eq!(typed(&trail(&database, SYSTEM)), ["user list"], "where there are people, it is noted with the house");
    database.ok("audit", &["verify"]);
}

#[test]
fn a_server_database_must_name_its_key_file() {
    let run = crate::runner::dukao(&["progress", "--db", "postgres://nobody@127.0.0.1:1/x"]);
    assert!(run.code == 2 && run.stderr.contains("DUKAO_AUDIT_KEY_FILE"), "{}", run.stderr);
}
