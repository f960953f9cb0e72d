//! An identity provider in the configuration, asked by TLS.

use std::path::PathBuf;
use std::sync::Arc;

use dukao_app::demo;
use dukao_app::people::Policy;
use dukao_testkit::people;
use dukao_testkit::provider::{CLIENT, Mood, SECRET, Signed, TestProvider};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;

use crate::server::{Place, Server, run};

/// The clock of the servers, in microseconds.
fn now() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "a token counts from the moment at which it is made")]
    jiff::Timestamp::now().as_microsecond()
}

/// A place with people, whom a provider may bring in.
async fn place() -> Place {
    let place = Place::new();
    let app = people::open_at(&place.database(), now(), None).await.unwrap();
    app.create_region("Q00", "示范区").await.unwrap();
    demo::people(&app, "Q00").await.unwrap();
    let directory = app.people().directory().await.unwrap();
    let security = directory.find("anquan").unwrap().id.clone();
    let security = app.called_by(directory.caller(&security, app.today()));
    security.people().set_policy(&Policy { provider: true, ..Policy::default() }).await.unwrap();
    place
}

/// A provider by TLS, and the file of its certificate.
fn by_tls(place: &Place, name: &str) -> (TestProvider, PathBuf) {
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(issued.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![issued.cert.der().clone()], key).unwrap());
    let provider = TestProvider::start_dressed("https://localhost", move |stream| {
        let session = ServerConnection::new(Arc::clone(&config)).ok()?;
        Some(Box::new(StreamOwned::new(session, stream)))
    });
    (provider.unwrap(), place.write(name, &issued.cert.pem()))
}

fn config(place: &Place, issuer: &str, roots: &std::path::Path) -> String {
    let secret = place.write("secret", &format!("{SECRET}\n"));
    format!(
        "统一身份认证:\n  地址: {issuer}\n  客户端号: {CLIENT}\n  客户端密钥文件: {}\n  根证书文件: {}\n  按钮: 进入\n日志: {{级别: trace}}\n",
        secret.display(),
        roots.display()
    )
}

/// Goes to the provider: where he is sent, and the header line with which he comes back.
fn go(server: &Server) -> (String, String) {
    let sent = server.get("/login/oidc?back=/me", "");
    assert_eq!(sent.status, 303, "{}", sent.body);
    (sent.header("location").to_owned(), format!("Cookie: {}\r\n", sent.cookie()))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_comes_in_by_a_provider_that_is_asked_by_tls() {
    let place = place().await;
    let (provider, roots) = by_tls(&place, "roots.pem");
    let server = place.serve(&config(&place, &provider.issuer, &roots));
    assert!(server.get("/login", "").body.contains(">进入</a>"));
    let (address, kept) = go(&server);
    let claims = json!({ "preferred_username": "kaohe" });
    let query = provider.sign_in(&address, now() / 1_000_000, &claims, Signed::Well).unwrap();
    let entered = server.get(&format!("/login/oidc/return?{query}"), &kept);
    assert_eq!((entered.status, entered.header("location")), (303, "/me"), "{}", entered.body);
    let session = entered.head.lines().find(|line| line.contains("dk-session=")).unwrap();
    let session = session.split(": ").nth(1).unwrap().split(';').next().unwrap();
    assert!(server.get("/me", &format!("Cookie: {session}\r\n")).body.contains("统一身份认证"));
    let again = server.get(&format!("/login/oidc/return?{query}"), &kept);
    assert!(again.status == 422 && again.body.contains("不能采信"), "{}", again.body);
    let log = server.log();
    assert!(log.contains("no login by the identity provider"), "{log}");
    let code = query.split(['=', '&']).nth(1).unwrap();
    let secrets = kept.split(['=', '&']).filter(|part| part.len() == 64);
    for secret in secrets.chain([SECRET, code, "s3cret", session.split('=').nth(1).unwrap(), "kaohe"]) {
        assert!(!log.contains(secret), "{secret} in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_with_a_certificate_of_another_or_none_is_not_asked_for_anything() {
    let place = place().await;
    let (provider, _) = by_tls(&place, "roots.pem");
    let (_other, foreign) = by_tls(&place, "foreign.pem");
    let server = place.serve(&config(&place, &provider.issuer, &foreign));
    let refused = server.get("/login/oidc", "");
    assert!(refused.status == 502 && refused.body.contains("现在用不了"), "{}", refused.body);
    assert!(refused.body.contains("name=\"password\"") && !refused.body.contains(&provider.issuer));
    assert!(server.log().contains("不是所信任的根证书签发的"), "{}", server.log());
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_says_nothing_is_waited_for_ten_seconds() {
    let place = place().await;
    let (provider, roots) = by_tls(&place, "roots.pem");
    provider.set_mood(Mood::Silent);
    let server = place.serve(&config(&place, &provider.issuer, &roots));
    let begun = now();
    let refused = server.get("/login/oidc", "");
    let waited = (now() - begun) / 1_000_000;
    assert!(refused.status == 502 && (9..20).contains(&waited), "{waited} s: {}", refused.body);
    assert_eq!(server.get("/healthz", "").status, 200);
}

#[test]
fn what_cannot_be_used_is_said_before_the_start() {
    let place = Place::new();
    let told = |text: &str| {
        let file = place.write("dukao.yaml", text);
        let checked = run(&["config", "check", file.to_str().unwrap()]);
        assert_ne!(checked.status.code(), Some(0), "{text}");
        String::from_utf8(checked.stderr).unwrap()
    };
    let roots = place.write("roots.pem", "x");
    let whole = config(&place, "https://sso.example", &roots);
    assert!(told(&whole).contains("没有证书"));
    let gone = told(&whole.replace("roots.pem", "gone.pem"));
    assert!(gone.contains("读不了根证书文件"), "{gone}");
    let secret = place.path("secret").display().to_string();
    assert!(told(&whole.replace(&secret, "/nonexistent/secret")).contains("读不了客户端密钥文件"));
    assert!(told(&whole.replace(&secret, place.write("nothing", "\n").to_str().unwrap())).contains("是空的"));
    assert!(!told(&whole).contains(SECRET));
}
