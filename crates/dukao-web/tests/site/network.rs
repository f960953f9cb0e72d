//! The site in a network: whose word about a client is believed, by which names it is asked, how often and how much.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use dukao_web::{Hosts, Limits, Network, Outside, ProxyHeaders, Rate};

use crate::site::{Answer, Site};

/// The proxy that is named.
const PROXY: &str = "10.0.0.2";
/// Somebody who only says that he is one.
const STRANGER: &str = "198.51.100.66";
const NAME: &str = "dukao.example";
const PASSWORD: &str = "Mokuai-73-Lvse";

fn behind(limits: Limits) -> Outside {
    Outside {
        hosts: Hosts::new([NAME.to_owned()]),
        proxies: vec![Network::parse(PROXY).unwrap()],
        headers: ProxyHeaders::XForwarded,
        limits,
        ..Outside::default()
    }
}

/// A request as it comes over a connection from `peer`.
fn from(peer: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let peer: IpAddr = peer.parse().unwrap();
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header(header::HOST, NAME);
    }
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.extension(ConnectInfo(SocketAddr::from((peer, 4711)))).body(Body::from(body.to_owned())).unwrap()
}

async fn with_password(site: &Site, login: &str) {
    let link = site.as_app("xitong").await.people().make_link(login).await.unwrap();
    site.app.people().use_link(link.secret.reveal(), PASSWORD).await.unwrap();
}

async fn sign_in(site: &Site, peer: &str, headers: &[(&str, &str)]) -> Answer {
    site.send(from(peer, "POST", "/login", headers, &format!("login=kaohe&password={PASSWORD}"))).await
}

#[tokio::test]
async fn the_clients_address_is_the_one_that_a_named_proxy_gives() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let site = site.outside(behind(Limits::default()));
    for (peer, headers, address) in [
        (PROXY, &[("x-forwarded-for", "203.0.113.9")][..], "203.0.113.9"),
        (PROXY, &[("x-forwarded-for", "1.1.1.1, 203.0.113.10")], "203.0.113.10"),
        (PROXY, &[("forwarded", "for=203.0.113.11")], PROXY),
        (PROXY, &[], PROXY),
        (STRANGER, &[("x-forwarded-for", "203.0.113.12"), ("x-real-ip", "203.0.113.12")], STRANGER),
    ] {
        let answer = sign_in(&site, peer, headers).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let page = site.with_cookie(&cookie).send(from(PROXY, "GET", "/me", &[], "")).await.text;
        assert!(page.contains(&format!("{address}<")) || page.contains(&format!("{address} ")), "{headers:?}: {page}");
        assert!(address == "203.0.113.12" || !page.contains("203.0.113.12"), "{headers:?}");
    }
}

#[tokio::test]
async fn cookies_are_for_https_when_the_outside_is() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let site = site.outside(behind(Limits::default()));
    let secure = sign_in(&site, PROXY, &[("x-forwarded-proto", "https")]).await;
    let set = secure.header("set-cookie").to_owned();
    assert!(set.starts_with("__Host-dk-session=") && set.contains("; Secure") && set.contains("Path=/;"), "{set}");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    assert!(secure.header("strict-transport-security").contains("max-age="));
    let cookie = set.split(';').next().unwrap();
    let signed = site.with_cookie(cookie);
    let by_https = signed.send(from(PROXY, "GET", "/me", &[("x-forwarded-proto", "https")], "")).await;
    assert_eq!(by_https.status, StatusCode::OK);
    let plain = signed.send(from(PROXY, "GET", "/me", &[("x-forwarded-proto", "http")], "")).await;
    assert_eq!(plain.status, StatusCode::SEE_OTHER, "a cookie of https opens nothing by http");
    for (peer, proto) in [(STRANGER, "https"), (PROXY, "http")] {
        let plain = sign_in(&site, peer, &[("x-forwarded-proto", proto)]).await;
        assert!(plain.header("set-cookie").starts_with("dk-session="), "{peer} {proto}");
        assert_eq!(plain.header("strict-transport-security"), "", "{peer} {proto}");
    }
}

#[tokio::test]
async fn only_names_of_the_site_are_answered() {
    let site = Site::empty().await.outside(behind(Limits::default()));
    let asked =
        |peer: &'static str, headers: &'static [(&str, &str)]| site.send(from(peer, "GET", "/login", headers, ""));
    for (peer, headers, status) in [
        (STRANGER, &[("host", NAME)][..], StatusCode::OK),
        (STRANGER, &[("host", "dukao.example:8443")], StatusCode::OK),
        (STRANGER, &[("host", "localhost:8018")], StatusCode::OK),
        (STRANGER, &[("host", "evil.example")], StatusCode::MISDIRECTED_REQUEST),
        (STRANGER, &[("host", "dukao.example.evil.example")], StatusCode::MISDIRECTED_REQUEST),
        (STRANGER, &[("host", "")], StatusCode::MISDIRECTED_REQUEST),
        (STRANGER, &[("host", "evil.example"), ("x-forwarded-host", NAME)], StatusCode::MISDIRECTED_REQUEST),
        (STRANGER, &[("host", NAME), ("host", "evil.example")], StatusCode::MISDIRECTED_REQUEST),
        (PROXY, &[("host", "upstream"), ("x-forwarded-host", NAME)], StatusCode::OK),
        (PROXY, &[("host", NAME), ("x-forwarded-host", "evil.example")], StatusCode::MISDIRECTED_REQUEST),
    ] {
        let answer = asked(peer, headers).await;
        assert_eq!(answer.status, status, "{headers:?}");
        if status != StatusCode::OK {
            assert!(answer.text.contains("请用管理员给的地址打开"), "{}", answer.text);
            assert!(!answer.text.contains("evil.example"), "{}", answer.text);
        }
    }
    let absolute = site.send(from(STRANGER, "GET", "http://evil.example/login", &[], "")).await;
    assert_eq!(absolute.status, StatusCode::MISDIRECTED_REQUEST, "the address and the header must agree");
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_behind_a_proxy_too() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let site = site.outside(behind(Limits::default()));
    let behind = ("host", "upstream:8018");
    let headers = |origin| [behind, ("x-forwarded-host", NAME), ("x-forwarded-proto", "https"), ("origin", origin)];
    assert_eq!(sign_in(&site, PROXY, &headers("https://dukao.example")).await.status, StatusCode::SEE_OTHER);
    for origin in ["https://evil.example", "null", "https://dukao.example.evil.example"] {
        assert_eq!(sign_in(&site, PROXY, &headers(origin)).await.status, StatusCode::FORBIDDEN, "{origin}");
    }
}

/// That it was too often: status, sentence, and after how long.
fn too_often(answer: &Answer) -> u64 {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{}", answer.text);
    assert!(answer.text.contains("请求太频繁"), "{}", answer.text);
    let seconds = answer.header("retry-after").parse().unwrap();
    assert!(answer.text.contains(&format!("请过{seconds}秒再试")), "{}", answer.text);
    seconds
}

#[tokio::test]
async fn an_address_may_ask_so_often() {
    let limits = Limits { all: Some(Rate(6)), login: Some(Rate(2)), ..Limits::default() };
    let site = Site::empty().await.outside(behind(limits));
    let page =
        |peer: &'static str, headers: &'static [(&str, &str)]| site.send(from(peer, "GET", "/login", headers, ""));
    for _ in 0..6 {
        assert_eq!(page(STRANGER, &[]).await.status, StatusCode::OK);
    }
    assert_eq!(too_often(&page(STRANGER, &[]).await), 10);
    too_often(&page(STRANGER, &[("x-forwarded-for", "203.0.113.1")]).await);
    assert_eq!(page(PROXY, &[("x-forwarded-for", "203.0.113.1")]).await.status, StatusCode::OK, "another address");
    let (one, near, far) = ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1");
    for _ in 0..3 {
        page(one, &[]).await;
        page(near, &[]).await;
    }
    too_often(&page(near, &[]).await);
    assert_eq!(page(far, &[]).await.status, StatusCode::OK);
    for _ in 0..20 {
        assert_eq!(page("127.0.0.1", &[]).await.status, StatusCode::OK, "the machine itself is not limited");
    }
    let try_in = || sign_in(&site, "203.0.113.77", &[]);
    assert_eq!(try_in().await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(try_in().await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(too_often(&try_in().await), 30);
    assert_eq!(page("203.0.113.77", &[]).await.status, StatusCode::OK, "pages go on");
    too_often(&site.send(from("203.0.113.77", "POST", "/link/0", &[], "password=x")).await);
}

#[tokio::test]
async fn a_login_name_may_be_tried_so_often_from_wherever() {
    let site = Site::empty().await.outside(behind(Limits { account: Some(Rate(3)), ..Limits::default() }));
    let try_in = |peer: String, login: &'static str| {
        let body = format!("login={login}&password=x");
        let site = &site;
        async move { site.send(from(&peer, "POST", "/login", &[], &body)).await }
    };
    for (number, login) in ["kaohe", "KAOHE", "+kaohe+"].into_iter().enumerate() {
        let answer = try_in(format!("203.0.113.{number}"), login).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    }
    assert_eq!(too_often(&try_in("203.0.113.9".to_owned(), "kaohe").await), 20);
    too_often(&try_in("127.0.0.1".to_owned(), "kaohe").await);
    assert_eq!(try_in("127.0.0.1".to_owned(), "ducha").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn somebody_may_upload_so_often() {
    let site = Site::empty().await;
    let outside = Outside { limits: Limits { import: Some(Rate(2)), ..Limits::default() }, ..Outside::default() };
    let office = site.outside(outside);
    let secret = site.as_card("kaohe").await;
    let (one, other) = (office.with_cookie(secret.cookie()), office.with_cookie(site.as_card("tongji").await.cookie()));
    let file: &[(&str, &str, &[u8])] = &[("files", "甲.csv", b"x")];
    for _ in 0..2 {
        assert_eq!(one.upload(file).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(too_often(&one.upload_to("/import/check", file).await), 30);
    assert_eq!(one.get("/import").await.status, StatusCode::OK);
    assert_eq!(other.upload(file).await.status, StatusCode::UNPROCESSABLE_ENTITY, "another one's are counted apart");
}

/// A body that must not be asked for.
struct Unread;

impl futures_util::Stream for Unread {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        panic!("somebody reads the body");
    }
}

#[tokio::test]
async fn the_right_is_asked_for_before_a_file_is_read() {
    let site = Site::empty().await;
    for (login, status) in [(Some("lingdao"), StatusCode::FORBIDDEN), (None, StatusCode::SEE_OTHER)] {
        let who = match login {
            Some(login) => site.as_card(login).await,
            None => site.as_nobody(),
        };
        for path in ["/import", "/import/check"] {
            let request = Request::post(path).header(header::HOST, "localhost");
            let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
            let answer = who.send(request.body(Body::from_stream(Unread)).unwrap()).await;
            assert_eq!(answer.status, status, "{path} {login:?}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn forms_are_small() {
    let site = Site::empty().await;
    let filled = |bytes: usize| format!("login=kaohe&password={}", "x".repeat(bytes));
    assert_eq!(site.submit("/login", &filled(60 << 10)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for path in ["/login", "/link/0", "/enter", "/me/password", "/theme"] {
        let answer = site.submit(path, &filled(65 << 10)).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        assert!(answer.text.contains("内容太多"), "{}", answer.text);
    }
    let parts = futures_util::stream::iter((0..70).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 1 << 10])));
    let request = Request::post("/login").header(header::HOST, "localhost");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let unsaid = site.send(request.body(Body::from_stream(parts)).unwrap()).await;
    assert_eq!(unsaid.status, StatusCode::PAYLOAD_TOO_LARGE, "also when the length is not said");
}

#[tokio::test]
async fn every_request_has_a_number() {
    let site = Site::empty().await.outside(behind(Limits::default()));
    let number = |peer: &'static str, given: &'static str| {
        let site = &site;
        async move {
            let answer = site.send(from(peer, "GET", "/login", &[("x-request-id", given)], "")).await;
            answer.header("x-request-id").to_owned()
        }
    };
    assert_eq!(number(PROXY, "abc-1").await, "abc-1");
    for (peer, given) in [(STRANGER, "abc-1"), (PROXY, "a b"), (PROXY, "<script>"), (PROXY, "")] {
        let own = number(peer, given).await;
        assert!(own != given && own.len() > 8, "{peer} {given}: {own}");
    }
    assert_ne!(number(STRANGER, "").await, number(STRANGER, "").await);
    let hurried = Site::hurried(std::time::Duration::ZERO).await;
    // A body that never comes: no answer can be faster than the bound.
    let never = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
    let form = Request::post("/login").header(header::HOST, "localhost");
    let form = form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let late = hurried.send(form.body(Body::from_stream(never)).unwrap()).await;
    assert_eq!(late.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(late.text.contains(late.header("x-request-id")), "the page bears it: {}", late.text);
}

#[tokio::test]
async fn nobody_frames_the_site_and_nothing_in_an_address_becomes_a_header_or_a_file() {
    let site = Site::empty().await;
    for path in ["/login", "/ledger", "/nowhere", "/healthz"] {
        let answer = site.get(path).await;
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
    for path in [
        "/assets/0/..%2f..%2fCargo.toml",
        "/assets/0/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5cCargo.toml",
        "/files/..%2f1/1/A1",
        "/link/..%2f..%2fetc%2fpasswd",
        "/units/..%2f..%2fetc%2fpasswd",
        "/units/S01%0d%0aSet-Cookie:%20x=y",
        "/login?back=%0d%0aSet-Cookie:%20x=y",
        "/ledger?q=%00",
    ] {
        let answer = site.get(path).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
        assert!(!answer.text.contains("root:") && !answer.text.contains("[workspace]"), "{path}");
        assert!(answer.headers.get("set-cookie").is_none_or(|set| !set.to_str().unwrap().contains("x=y")), "{path}");
    }
}

#[tokio::test]
async fn figures_about_the_server_are_for_the_machine_and_for_addresses_that_are_named() {
    let site = Site::district().await;
    let watchers = vec![Network::parse("203.0.113.9").unwrap()];
    let network = site.outside(Outside { watchers, ..behind(Limits::default()) });
    let signed = network.with_cookie(site.cookie());
    for (peer, headers, open) in [
        ("127.0.0.1", &[][..], true),
        ("::1", &[], true),
        ("203.0.113.9", &[], true),
        (PROXY, &[("x-forwarded-for", "203.0.113.9")], true),
        (STRANGER, &[], false),
        (STRANGER, &[("x-forwarded-for", "203.0.113.9")], false),
        (PROXY, &[("x-forwarded-for", STRANGER)], false),
        (PROXY, &[], false),
        ("127.0.0.1", &[("x-forwarded-for", STRANGER)], false),
        ("127.0.0.1", &[("forwarded", "for=127.0.0.1")], false),
    ] {
        let answer = signed.send(from(peer, "GET", "/metrics", headers, "")).await;
        let status = if open { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(answer.status, status, "{peer} {headers:?}");
        assert_eq!(answer.text.contains("dukao_requests_total"), open, "{peer} {headers:?}");
    }
}

#[tokio::test]
async fn figures_about_the_server_count_routes_and_name_nobody() {
    let site = Site::district().await;
    for path in ["/ledger", "/ledger?q=%E5%BC%A0%E4%B8%89", "/units/S01", "/link/secret-of-somebody", "/nowhere/S01"] {
        site.get(path).await;
    }
    site.send(
        Request::builder().method("BREW").uri("/").header(header::HOST, "localhost").body(Body::empty()).unwrap(),
    )
    .await;
    let answer = site.get("/metrics").await;
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    for line in [
        "dukao_requests_total{method=\"GET\",route=\"/ledger\",status=\"2xx\"} 2",
        "dukao_requests_total{method=\"GET\",route=\"/units/{code}\",status=\"2xx\"} 1",
        "dukao_requests_total{method=\"GET\",route=\"/link/{secret}\",status=\"4xx\"} 1",
        "dukao_requests_total{method=\"GET\",route=\"\",status=\"4xx\"} 1",
        "dukao_request_seconds_count 6",
    ] {
        assert!(answer.text.lines().any(|own| own == line), "{line} in\n{}", answer.text);
    }
    for name in ["dukao_sessions_open", "dukao_database_seconds", "dukao_versions_total", "dukao_views_total"] {
        assert!(answer.text.contains(&format!("# HELP {name} ")), "{name}");
    }
    for secret in ["secret-of-somebody", "S01", "E5%BC", "张三", "Q00", "BREW", "kaohe"] {
        assert!(!answer.text.contains(secret), "{secret} in\n{}", answer.text);
    }
    let open =
        |text: &str| text.lines().find_map(|line| line.strip_prefix("dukao_sessions_open ")?.parse::<u32>().ok());
    let before = open(&answer.text).unwrap();
    site.as_card("ducha").await;
    assert_eq!(open(&site.page("/metrics").await), Some(before + 1));
}

#[tokio::test]
async fn health_says_what_is_missing_and_nothing_else() {
    let site = Site::empty().await;
    for path in ["/healthz", "/healthz?alive"] {
        let answer = site.as_nobody().get(path).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "ok\n"), "{path}");
    }
    let wrong = site.with_another_key().await;
    let answer = wrong.get("/healthz").await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "no audit key\n"));
    assert_eq!(wrong.get("/healthz?alive").await.status, StatusCode::OK);
}
