//! What the server does by itself: the heads of the day, and another key that comes while it runs.

use dukao_app::demo;
use dukao_testkit::people;

use crate::server::{Place, dukao, files, run};

/// Waits for something to be so, asking the server in between.
fn until(what: &str, mut so: impl FnMut() -> bool) {
    for _ in 0..20_000 {
        if so() {
            return;
        }
    }
    panic!("never: {what}");
}

fn heads(folder: &std::path::Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).into_iter().flatten();
    names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_heads_of_the_day_are_written_once() {
    let place = Place::new();
    let folder = place.path("链头");
    let config = format!("链头: {{文件夹: {}}}\n", folder.display());
    let server = place.serve(&config);
    until("heads", || {
        server.get("/healthz", "").status == 200 && heads(&folder).iter().any(|name| name.starts_with("链头-"))
    });
    until("only the file itself", || server.get("/healthz", "").status == 200 && heads(&folder).len() == 1);
    let names = heads(&folder);
    let name = names.first().unwrap();
    assert!(name.starts_with("链头-2") && name.len() == "链头-20180820.txt".len(), "{name}");
    let file = folder.join(name);
    let written = std::fs::read_to_string(&file).unwrap();
    drop(server);
    let again = place.serve(&config);
    assert_eq!(again.get("/healthz", "").status, 200);
    drop(again);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written, "never written over");
    assert_eq!(heads(&folder).len(), 1);
    let verified = run(&["audit", "verify", "--db", &place.database(), "--head", file.to_str().unwrap()]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_is_taken_up_without_a_new_start() {
    let place = Place::new();
    let units = place.write("单位.csv", "代码,名称,类别,上级,生效日期\nQ00,栖云区,区县,,2010-01-01\n");
    let database = place.database();
    assert!(run(&["import", "--db", &database, units.to_str().unwrap()]).status.success());
    #[expect(clippy::disallowed_methods, reason = "a session counts from the moment at which it begins")]
    let now = jiff::Timestamp::now().as_microsecond();
    let app = people::open_at(&database, now, None).await.unwrap();
    demo::people(&app, "Q00").await.unwrap();
    let session = format!("Cookie: {}\r\n", people::cookie(&app, people::OFFICE).await.unwrap());
    drop(app);
    let server = place.serve("日志: {级别: warn}\n");
    let write = |number: usize| {
        let unit = format!("代码,名称,类别,上级,生效日期\nS{number},第{number}街道,街道,Q00,2010-01-01\n");
        let answer = server.upload("/import", &session, &files("单位.csv", &unit));
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(server.get("/units", &session).status, 200);
    };
    write(11);
    place.write("dukao.db.key.part", "what a killed program has left");
    for round in 0..3 {
        let changed = run(&["audit", "rekey", "--db", &database]);
        assert!(changed.status.success(), "{}", String::from_utf8_lossy(&changed.stderr));
        write(20 + round);
        assert_eq!(server.get("/healthz", "").body, "ok\n");
    }
    assert!(!place.path("dukao.db.key.part").exists());
    let lock = std::fs::OpenOptions::new().write(true).open(place.path("dukao.db.key.lock")).unwrap();
    lock.lock().unwrap();
    let second = dukao().args(["audit", "rekey", "--db", &database]).output().unwrap();
    assert!(String::from_utf8_lossy(&second.stderr).contains("正在更换密钥"), "one at a time");
    drop(lock);
    server.signal("TERM");
    assert_eq!(server.ended(), Some(0));
    let verified = run(&["audit", "verify", "--db", &database]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let keys = std::fs::read_to_string(place.path("dukao.db.key")).unwrap();
    assert_eq!(keys.lines().filter(|line| !line.starts_with('#')).count(), 4);
}
