//! The log: every request has its number, every field is documented, and nothing in it is anybody's secret, name or figure.

use std::collections::BTreeSet;
use std::path::Path;

use dukao_app::demo;
use dukao_app::people::AccountFields;
use dukao_testkit::people;
use serde_json::Value;

use crate::server::{Place, Server, files, run};

const FIRST: &str = "Mokuai-73-Lvse";
const SECOND: &str = "Tingyuan-58-Hong";
/// A figure that stands nowhere else.
const FIGURE: &str = "48173.25";

/// The lines of a log as objects.
fn lines(log: &str) -> Vec<serde_json::Map<String, Value>> {
    log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no object: {line}"))).collect()
}

/// The names of all fields, those of the span with a dot.
fn fields(log: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in lines(log) {
        for (name, value) in line {
            match value {
                Value::Object(inner) => names.extend(inner.keys().map(|key| format!("{name}.{key}"))),
                _ => {
                    names.insert(name);
                }
            }
        }
    }
    names
}

/// Drives a server through everything that carries a secret; gives all that must not be logged.
async fn drive(place: &Place, server: &Server, database: &str) -> Vec<String> {
    #[expect(clippy::disallowed_methods, reason = "a session counts from the moment at which it begins")]
    let now = jiff::Timestamp::now().as_microsecond();
    let app = people::open_at(database, now, None).await.unwrap();
    let fields = AccountFields {
        login: "chengxin".into(),
        name: "程新苑".into(),
        person_number: "GH-7719".into(),
        phone: "13900001234".into(),
    };
    app.people().add_account(&fields).await.unwrap();
    let link = app.people().make_link("chengxin").await.unwrap();
    let mut secrets = vec![link.secret.reveal().to_owned()];
    let secret = link.secret.reveal();
    assert_eq!(server.get(&format!("/link/{secret}"), "").status, 200);
    let set = server.submit(&format!("/link/{secret}"), "", &format!("password={FIRST}&again={FIRST}"));
    assert!(set.status < 400, "{}", set.body);
    assert_eq!(server.submit("/login", "", "login=chengxin&password=Cuowu-11-Mima").status, 422);
    let entered = server.submit("/login", "", &format!("login=chengxin&password={FIRST}&back=%2Fledger%3Fq%3Dchaxun"));
    assert_eq!(entered.status, 303, "{}", entered.body);
    let session = format!("Cookie: {}\r\n", entered.cookie());
    secrets.push(entered.cookie().split('=').nth(1).unwrap().to_owned());
    let changed = server.submit("/me/password", &session, &format!("old={FIRST}&password={SECOND}&again={SECOND}"));
    assert!(changed.status < 500, "{}", changed.body);
    let office = people::cookie(&app, people::OFFICE).await.unwrap();
    secrets.push(office.split('=').nth(1).unwrap().to_owned());
    let office = format!("Cookie: {office}\r\n");
    let data = format!("指标,单位,期间,累计\nP01,,2018-07,{FIGURE}\n");
    let uploaded = server.upload("/import", &office, &files("程新苑的数据.csv", &data));
    assert!(uploaded.status < 500, "{}", uploaded.body);
    for path in ["/ledger?q=chaxun", "/people", "/units/S01", "/nowhere?name=chaxun", "/trace?indicator=P01&x=chaxun"] {
        server.get(path, &office);
    }
    server.get("/me", "Authorization: Bearer dukao-token-of-somebody\r\n");
    let key = std::fs::read_to_string(place.path("dukao.db.key")).unwrap();
    secrets
        .extend(key.lines().filter_map(|line| Some(line.split_once(' ')?.1.to_owned())).filter(|key| key.len() == 64));
    let named = [
        "chengxin",
        "程新苑",
        "GH-7719",
        "13900001234",
        FIRST,
        SECOND,
        "Cuowu-11-Mima",
        FIGURE,
        "chaxun",
        "kaohe",
        "S01",
    ];
    secrets.extend(named.map(str::to_owned));
    secrets.push("dukao-token-of-somebody".to_owned());
    secrets
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_sensitive_is_logged_and_every_field_is_documented() {
    let place = Place::new();
    let demo_files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    let path = |name: &str| demo_files.join(name).to_str().unwrap().to_owned();
    let database = place.database();
    let imported =
        run(&["import", "--db", &database, &path("01-单位.csv"), &path("02-指标-2018.csv"), &path("03-目标-2018.csv")]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    #[expect(clippy::disallowed_methods, reason = "a session counts from the moment at which it begins")]
    let now = jiff::Timestamp::now().as_microsecond();
    let app = people::open_at(&database, now, None).await.unwrap();
    demo::people(&app, "Q00").await.unwrap();
    drop(app);
    for format in ["JSON", "文本"] {
        let server = place.serve(&format!("日志: {{级别: 'trace', 格式: {format}}}\n网络: {{代理: [127.0.0.1]}}\n"));
        let given = server.get("/login", "X-Request-Id: given-by-the-proxy\r\nX-Forwarded-For: 203.0.113.9\r\n");
        assert_eq!(given.header("x-request-id"), "given-by-the-proxy");
        if format == "文本" {
            assert!(server.log().contains("given-by-the-proxy"), "{}", server.log());
            continue;
        }
        let secrets = drive(&place, &server, &database).await;
        let log = server.log();
        for secret in &secrets {
            let line = log.lines().find(|line| line.contains(secret.as_str()));
            assert!(line.is_none(), "{secret} is logged: {}", line.unwrap_or_default());
        }
        let request = lines(&log).into_iter().find(|line| line["message"] == "request").unwrap();
        assert_eq!(request["span"]["reference"], "given-by-the-proxy");
        assert_eq!((&request["route"], &request["status"]), (&Value::from("/login"), &Value::from(200)));
        assert_eq!(request["address"], "203.0.113.9");
        let manual = manual();
        for field in fields(&log) {
            assert!(manual.contains(&format!("| `{field}` |")), "docs/日志.md does not explain {field}");
        }
    }
}

fn manual() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/日志.md")).unwrap()
}

/// All files of source below a folder.
fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// What is logged, by the calls in the source: message and names of fields.
fn calls() -> BTreeSet<(String, Vec<String>)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts = Vec::new();
    for name in ["dukao", "dukao-web", "dukao-app", "dukao-store", "dukao-office", "dukao-core"] {
        sources(&crates.join(name).join("src"), &mut texts);
    }
    let mut found = BTreeSet::new();
    for text in &texts {
        for level in ["error", "warn", "info", "debug", "trace"] {
            for call in text.split(&format!("tracing::{level}!(")).skip(1) {
                // As far as the bracket that closes the call.
                let mut open = 1_usize;
                let end = call.find(|sign| {
                    open = match sign {
                        '(' => open + 1,
                        ')' => open - 1,
                        _ => open,
                    };
                    open == 0
                });
                let call = &call[..end.unwrap()];
                let message = call.rsplit('"').nth(1).unwrap().to_owned();
                let before = call.rsplit_once(&format!("\"{message}\"")).unwrap().0;
                let names = before.split(',').map(|part| part.split('=').next().unwrap().trim().to_owned());
                found.insert((message, names.filter(|name| !name.is_empty()).collect()));
            }
        }
    }
    found
}

#[test]
fn the_manual_of_the_log_is_what_the_program_logs() {
    let (manual, calls) = (manual(), calls());
    assert!(calls.len() > 5, "{calls:?}");
    let (mut messages, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (message, fields) in calls {
        assert!(manual.contains(&format!("| `{message}` |")), "docs/日志.md does not explain the message {message}");
        messages.insert(message);
        names.extend(fields);
    }
    for name in &names {
        assert!(manual.contains(&format!("| `{name}` |")), "docs/日志.md does not explain the field {name}");
    }
    let fixed = ["timestamp", "level", "target", "message", "span.name", "span.reference"].map(str::to_owned);
    let rows = manual.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    for row in rows {
        assert!(
            messages.contains(row) || names.contains(row) || fixed.contains(&row.to_owned()),
            "docs/日志.md explains {row}, which is not logged"
        );
    }
}
