//! Two servers on one PostgreSQL database: what one of them knows, the other one knows.

use std::collections::BTreeSet;
use std::path::Path;

use dukao_app::demo;
use dukao_testkit::people;
use dukao_testkit::store::testing::{Scratch, TestEngine, key_file};

use crate::server::{Answer, Place, Server, dukao, files};

const PASSWORD: &str = "Mokuai-73-Lvse";

/// A database with people in it, and two servers.
struct Office {
    scratch: Scratch,
    _place: Place,
    one: Server,
    two: Server,
}

/// The clock of the servers, in microseconds.
fn now() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "a session counts from the moment at which it begins")]
    jiff::Timestamp::now().as_microsecond()
}

impl Office {
    async fn new() -> Self {
        let (scratch, place) = (Scratch::new(TestEngine::Postgres).await.unwrap(), Place::new());
        let key = key_file().unwrap();
        let mut import = dukao();
        import.env("DUKAO_AUDIT_KEY_FILE", &key).args(["import", "--db", scratch.url()]);
        for name in ["01-单位.csv", "02-指标-2018.csv", "03-目标-2018.csv", "数据/2018-07月报.csv"] {
            import.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name));
        }
        let imported = import.output().unwrap();
        assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
        let app = people::open_at(scratch.url(), now(), Some(&key)).await.unwrap();
        demo::people(&app, "Q00").await.unwrap();
        let directory = app.people().directory().await.unwrap();
        for login in ["kaohe", "ducha", "anquan"] {
            let account = directory.find(login).unwrap().id.clone();
            let maker = if login == "anquan" { app.clone() } else { as_card(&app, "xitong").await };
            let link = maker.people().make_link(&account).await.unwrap();
            app.people().use_link(link.secret.reveal(), PASSWORD).await.unwrap();
        }
        let config =
            place.write("dukao.yaml", "数据库:\n  密钥文件: KEY\n".replace("KEY", key.to_str().unwrap()).as_str());
        let serve = |log: &str| {
            let mut command = dukao();
            command.args(["serve", "--port", "0", "--db", scratch.url(), "--config"]).arg(&config);
            Server::start(command, &place.path(log))
        };
        let (one, two) = (serve("one"), serve("two"));
        Self { one, two, scratch, _place: place }
    }
}

async fn as_card(app: &dukao_app::App, login: &str) -> dukao_app::App {
    let directory = app.people().directory().await.unwrap();
    let account = directory.find(login).unwrap().id.clone();
    app.called_by(directory.caller(&account, app.today()))
}

fn sign_in(server: &Server, login: &str, password: &str) -> Answer {
    server.submit("/login", "", &format!("login={login}&password={password}"))
}

/// Signs in; the header line with which one goes on.
fn cookie(server: &Server, login: &str) -> String {
    let answer = sign_in(server, login, PASSWORD);
    assert_eq!(answer.status, 303, "{}", answer.body);
    format!("Cookie: {}\r\n", answer.cookie())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_holds_at_both_and_a_session_lives_and_ends_at_both() {
    let office = Office::new().await;
    let servers = [&office.one, &office.two];
    for number in 0..5 {
        let refused = sign_in(servers[number % 2], "ducha", "x");
        assert!(refused.status == 422 && refused.body.contains("不对"), "{number}: {}", refused.body);
    }
    for server in servers {
        let locked = sign_in(server, "ducha", PASSWORD);
        assert!(locked.status == 422 && locked.body.contains("失败次数太多"), "{}", locked.body);
    }
    let session = cookie(&office.one, "kaohe");
    assert_eq!(office.two.get("/me", &session).status, 200, "opened at one, it counts at the other");
    let other = cookie(&office.two, "kaohe");
    let page = office.two.get("/me", &other).body;
    let ids: BTreeSet<&str> =
        page.split("name=\"id\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let id = ids.first().unwrap_or_else(|| panic!("no session in {page}"));
    assert!(office.two.submit("/me/sessions/end", &other, &format!("id={id}")).status < 400);
    let ended = office.one.get("/me", &session);
    assert_eq!(office.one.get("/me", &other).status, 200);
    assert!(ended.status == 303 && ended.header("location").starts_with("/login"), "{}", ended.head);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_at_one_is_seen_at_the_other_at_once() {
    let office = Office::new().await;
    let session = cookie(&office.one, "kaohe");
    for number in 2..8 {
        let (writer, reader) = if number % 2 == 0 { (&office.one, &office.two) } else { (&office.two, &office.one) };
        let unit = format!("代码,名称,类别,上级,生效日期\nS9{number},第{number}街道,街道,Q00,2010-01-01\n");
        let imported = writer.upload("/import", &session, &files("单位.csv", &unit));
        assert_eq!(imported.status, 303, "{}", imported.body);
        let page = reader.get("/units", &session);
        assert!(page.body.contains(&format!("第{number}街道")), "{number}: {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_at_both_leave_one_chain() {
    let office = Office::new().await;
    let session = cookie(&office.one, "kaohe");
    let write = |server: &Server, writer: usize| {
        let mut versions = BTreeSet::new();
        for number in 0..12 {
            let code = writer * 100 + number + 10;
            let unit = format!("代码,名称,类别,上级,生效日期\nS{code},第{code}街道,街道,Q00,2010-01-01\n");
            let answer = server.upload("/import", &session, &files("单位.csv", &unit));
            assert_eq!(answer.status, 303, "{}", answer.body);
            versions.insert(answer.header("location").to_owned());
        }
        versions
    };
    let (first, second) = std::thread::scope(|scope| {
        let one = scope.spawn(|| write(&office.one, 1));
        let two = scope.spawn(|| write(&office.two, 2));
        (one.join().unwrap(), two.join().unwrap())
    });
    assert_eq!(first.union(&second).count(), 24, "each write is a version of its own");
    let verify = ["audit", "verify", "--db", office.scratch.url()];
    let verified = dukao().env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap()).args(verify).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}
