//! People from the command line: what the local operator may, and what he is told that he may not.

use std::sync::Arc;

use dukao_app::{App, FixedClock, Micros};
use serde_json::Value;

use crate::runner::Database;

fn with_region() -> Database {
    let database = Database::none();
    database.ok("init", &["--code", "610100", "--name", "甲区"]);
    database
}

#[test]
fn accounts_come_and_go() {
    let database = with_region();
    let added = database.ok("user", &["add", "--login", "tian", "--name", "蓝天", "--number", "G7"]);
    assert!(added.contains("已新建用户 tian（蓝天），编号 1") && added.contains("/link/"), "{added}");
    let wrong = database.run("user", &["add", "--login", "Tian", "--name", "", "--number", "G7"]);
    assert_eq!(wrong.code, 1);
    for told in ["登录名只能用小写字母", "登录名“tian”已经有人用", "要写姓名", "工号G7已经是蓝天（tian）的"]
    {
        assert!(wrong.stderr.contains(told), "{told}: {}", wrong.stderr);
    }
    database.ok("user", &["close", "tian"]);
    let users = database.json("user list")["users"].take();
    assert_eq!((&users[0]["login"], &users[0]["state"]), (&Value::from("tian"), &Value::from("closed")));
    assert_eq!(users[0]["has_password"], false);
    database.ok("user", &["reopen", "1"]);
    let list = database.ok("user", &["list"]);
    assert!(list.contains("启用") && list.contains("未设") && list.contains("共 1 个用户"), "{list}");
    let unknown = database.run("user", &["close", "nobody"]);
    assert!(unknown.code == 1 && unknown.stderr.contains("没有用户“nobody”"), "{}", unknown.stderr);
}

#[test]
fn links_for_the_three_are_made_anew() {
    let database = Database::none();
    let links = database.json("user link --administrators")["links"].take();
    let paths = |links: &Value| -> Vec<String> {
        links.as_array().unwrap().iter().map(|link| link["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&links).len(), 3);
    assert!(paths(&links).iter().all(|path| path.strip_prefix("/link/").is_some_and(|secret| secret.len() == 64)));
    let again = database.ok("user", &["link", "--administrators"]);
    assert!(paths(&links).iter().all(|path| !again.contains(path.as_str())), "others each time");
    for role in ["系统管理员：/link/", "安全管理员：/link/", "审计管理员：/link/"] {
        assert!(again.contains(role), "{again}");
    }
}

#[test]
fn what_is_the_security_administrators_is_refused_with_the_right_that_is_missing() {
    let database = with_region();
    database.ok("user", &["add", "--login", "tian", "--name", "蓝天"]);
    for (arguments, right) in [
        (&["post", "add", "tian", "--role", "领导", "--region", "610100"][..], "授予职务"),
        (&["post", "end", "1"][..], "授予职务"),
        (&["unlock", "tian"][..], "注销他人会话"),
    ] {
        let run = database.run("user", arguments);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains(&format!("没有“{right}”的权限，它只给安全管理员")), "{}", run.stderr);
    }
    let wrong = database.run("user", &["post", "end", "1", "--last", "2018-13-01"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("应当是日期，例如 2018-08-01"), "{}", wrong.stderr);
    let wrong = database.run("user", &["post", "add", "tian", "--role", "皇帝"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("考核员、督查员"), "{}", wrong.stderr);
}

#[test]
fn many_come_from_a_table() {
    let database = with_region();
    let template = database.place("用户.xlsx");
    let run = crate::runner::dukao(&["user", "template", &template]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(crate::runner::dukao(&["user", "template", &template]).code, 1, "not over it");
    let links = database.place("链接.xlsx");
    let wrong = database.file("错.csv", "登录名,姓名\nTian,蓝天\nyun,\n".as_bytes());
    let run = database.run("user", &["import", &wrong, "--links", &links]);
    assert_eq!(run.code, 1);
    for told in ["A2", "小写字母", "B3", "要写姓名"] {
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
    let good = database.file("好.csv", "登录名,姓名,角色\ntian,蓝天,领导\nyun,白云,\n".as_bytes());
    let foretold = database.ok("user", &["import", &good, "--dry-run"]);
    assert!(foretold.contains("会新建 2 个用户：tian、yun") && foretold.contains("还有 1 个职务"), "{foretold}");
    assert!(!std::path::Path::new(&links).exists());
    let done = database.ok("user", &["import", &good, "--links", &links, "--address", "https://dukao.example/"]);
    assert!(done.contains("已新建 2 个用户"), "{done}");
    let written = std::fs::metadata(&links).unwrap();
    assert!(written.len() > 1000);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&written.permissions()) & 0o077, 0, "for nobody else");
    let users = database.json("user list")["users"].take();
    assert_eq!(users.as_array().unwrap().len(), 2);
}

/// Has the security administrator switch the command line off.
async fn switch_off(database: &Database) {
    use dukao_app::people::{AccountFields, NewAdministrator, Policy};
    let now = Micros(std::time::UNIX_EPOCH.elapsed().unwrap().as_micros().try_into().unwrap());
    let app = App::open(&database.url(), Arc::new(FixedClock(now))).await.unwrap();
    for (place, link) in app.people().first_links().await.unwrap().into_iter().enumerate() {
        let login = ["xitong", "anquan", "shenji"][place].to_owned();
        let fields = AccountFields { name: login.clone(), person_number: login.clone(), login, ..Default::default() };
        let new = NewAdministrator { fields, password: "kL7#vRq2".to_owned() };
        app.people().use_first_link(link.secret.reveal(), &new).await.unwrap();
    }
    let directory = app.people().directory().await.unwrap();
    let caller = directory.caller("2", dukao_app::date_of(now));
    app.called_by(caller).people().set_policy(&Policy { operator: false, ..Policy::default() }).await.unwrap();
}

#[test]
fn switched_off_only_the_way_back_is_left() {
    let database = with_region();
    tokio::runtime::Runtime::new().unwrap().block_on(switch_off(&database));
    let place = database.place("库.zip");
    let units = database.file("单位.csv", "代码,名称,类别,生效日期\nQ00,甲区,区县,2010-01-01\n".as_bytes());
    for (command, arguments) in [
        ("user", &["list"][..]),
        ("user", &["add", "--login", "tian", "--name", "蓝天"][..]),
        ("user", &["close", "anquan"][..]),
        ("token", &["list"][..]),
        ("progress", &[][..]),
        ("import", &[units.as_str()][..]),
        ("init", &["--code", "X", "--name", "X"][..]),
        ("backup", &[place.as_str()][..]),
        ("export", &[place.as_str()][..]),
    ] {
        let run = database.run(command, arguments);
        assert!(run.code == 1 && run.stderr.contains("已停用本机命令行"), "{command} {arguments:?}: {}", run.stderr);
    }
    let link = database.ok("user", &["link", "anquan"]);
    assert!(link.contains("anquan（anquan）设密码的一次性链接"), "{link}");
    assert!(database.ok("user", &["link", "--administrators"]).contains("三员都有人担任"));
}

#[test]
fn tokens_are_listed_and_unknown_ones_named() {
    let database = with_region();
    assert_eq!(database.ok("token", &["list"]), "没有令牌。\n");
    let run = database.run("token", &["revoke", "7"]);
    assert!(run.code == 1 && run.stderr.contains("没有编号为“7”的令牌"), "{}", run.stderr);
}
