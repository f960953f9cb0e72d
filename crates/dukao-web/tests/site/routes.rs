//! Every route answers with a whole page; what is not there is said in words.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dukao_web::ROUTES;

use crate::site::Site;

/// Routes that do not ask who is there.
pub(crate) const OPEN: [&str; 10] = [
    "/login",
    "/login/oidc",
    "/login/oidc/return",
    "/link/{secret}",
    "/enter",
    "/logout",
    "/theme",
    "/healthz",
    "/metrics",
    "/assets/{hash}/{*path}",
];

/// Pages that show no data.
const WITHOUT_DATA: &[&str] =
    &["/me", "/me/password", "/rights", "/link/{secret}", "/instructions", "/me/code", "/me/tokens", "/me/lend"];

#[tokio::test]
async fn every_route_answers() {
    let site = Site::district().await;
    for route in ROUTES.iter().filter(|route| route.method == "GET") {
        let answer = site.get(route.sample).await;
        let expected = match route.path {
            // No provider is configured.
            "/link/{secret}" | "/login/oidc" | "/login/oidc/return" => StatusCode::NOT_FOUND,
            "/login" => StatusCode::SEE_OTHER,
            // An administrator's.
            path if path.starts_with("/people") || path.starts_with("/audit") => StatusCode::FORBIDDEN,
            // The last is a leader's.
            "/policy" | "/regions" | "/interference" | "/instructions/new" => StatusCode::FORBIDDEN,
            _ => StatusCode::OK,
        };
        assert_eq!(answer.status, expected, "{}: {}", route.sample, answer.text);
        if expected != StatusCode::OK {
            continue;
        }
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for whole in ["<!doctype html>", "lang=\"zh-CN\"", "</html>", "区考核办", "<h1", "id=\"dk-main\""] {
            assert!(answer.text.contains(whole), "{} lacks {whole}", route.sample);
        }
        let data = answer.text.contains("数据版本 v");
        assert_eq!(data, !WITHOUT_DATA.contains(&route.path), "{}: the version of the data", route.path);
        for broken in ["{{", "{%", " style=", "<style", "onclick", "NaN", "None"] {
            assert!(!answer.text.contains(broken), "{} has {broken}", route.sample);
        }
    }
}

#[tokio::test]
async fn every_route_but_the_door_asks_who_is_there() {
    let site = Site::district().await.as_nobody();
    for route in ROUTES {
        let answer = match route.method {
            "GET" => site.get(route.sample).await,
            _ => site.submit(route.sample, "").await,
        };
        let to_login = answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/login?back=");
        let (status, place) = (answer.status, answer.header("location"));
        if OPEN.contains(&route.path) {
            assert!(!to_login, "{} {}: {status} {place}", route.method, route.path);
            continue;
        }
        let back = if route.method == "GET" { route.sample } else { "/" };
        let wanted = door_of(back);
        assert_eq!((status, place), (StatusCode::SEE_OTHER, wanted.as_str()), "{} {}", route.method, route.path);
        assert!(!answer.text.contains("示范区"), "{} tells nobody anything", route.path);
    }
}

/// Where nobody is sent who asked for `back`.
fn door_of(back: &str) -> String {
    let encoded: String = back
        .bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    if back == "/" { "/login".to_owned() } else { format!("/login?back={encoded}") }
}

#[tokio::test]
async fn an_empty_database_says_what_to_do_next() {
    let site = Site::empty().await;
    for path in ["/", "/ledger", "/units", "/peers", "/annex/1", "/findings", "/files"] {
        let page = site.page(path).await;
        assert!(page.contains("还没有数据") && page.contains("href=\"/import\""), "{path}");
    }
    assert!(site.page("/import").await.contains("数据文件"));
    assert_eq!(site.page("/healthz").await, "ok\n");
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_words() {
    let site = Site::district().await;
    let cases = [
        ("/nowhere", 404, "没有这个页面"),
        ("/indicators/X99", 404, "没有指标"),
        ("/units/X99", 404, "没有单位"),
        ("/peers/P01?by=beauty", 400, "beauty"),
        ("/peers/P01?by=beauty", 400, "参数"),
        ("/files/99/1/A1", 404, "没有这个文件"),
        ("/files/1/x/A1", 404, "没有这个页面"),
        ("/trace?indicator=P01", 400, "缺少参数“figure”"),
        ("/trace?indicator=P01&figure=beauty", 404, "beauty"),
        ("/ledger?month=13", 400, "1到12"),
        ("/ledger?show=blue", 400, "lagging"),
        ("/ledger?sort=name", 400, "可用的值"),
        ("/?as-of=v999", 404, "v999"),
        ("/?year=1999", 404, "1999"),
        ("/?month=%FF", 400, "参数"),
        ("/import/done?version=many", 400, "整数"),
    ];
    for (path, status, words) in cases {
        let answer = site.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text);
        assert!(answer.text.contains(words) && answer.text.contains("错误代码"), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn links_keep_the_chosen_period_and_version() {
    let site = Site::district().await;
    let page = site.page("/ledger?month=6&as-of=v2&show=behind").await;
    assert!(page.contains("href=\"/peers?month=6&#38;as-of=v2\""));
    assert!(page.contains("&amp;month=6&amp;as-of=v2"), "traces keep the version");
    assert!(page.contains("name=\"as-of\" value=\"v2\"") && page.contains("name=\"show\" value=\"behind\""));
    assert!(page.contains("较早的数据版本"));
}

#[tokio::test]
async fn every_figure_leads_to_a_trace_and_every_trace_to_a_cell() {
    let site = Site::district().await;
    let front = site.page("/").await;
    let trace = all_links(&front, "/trace?").into_iter().find(|link| link.contains("figure=behind_pace")).unwrap();
    let panel = site.page(&trace).await;
    let cell = first_link(&panel, "/files/");
    let source = site.page(&cell).await;
    assert!(source.contains("class=\"dk-mark\" id=\"dk-cell\""), "{cell}");
    for page in ["/ledger", "/annex/1", "/annex/2", "/indicators/P01", "/peers", "/peers/P01", "/units/S01"] {
        let links = all_links(&site.page(page).await, "/trace?");
        assert!(!links.is_empty(), "{page}");
        for link in links.iter().step_by(links.len() / 12 + 1) {
            site.page(link).await;
        }
    }
}

#[tokio::test]
async fn the_script_gets_only_the_panel() {
    let site = Site::district().await;
    let path = "/trace?indicator=P01&figure=shortfall&year=2018&month=7";
    let part = |path: &str| {
        let request = Request::get(path).header(header::HOST, "localhost").header("HX-Request-Type", "partial");
        site.send(request.body(Body::empty()).unwrap())
    };
    let panel = part(path).await;
    assert!(panel.text.starts_with("<section class=\"dk-trace\"") && panel.text.contains("data-close"));
    let refused = part("/trace?indicator=X99&figure=shortfall").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(refused.text.starts_with("<div class=\"dk-trace\" role=\"alert\""));
}

fn first_link(page: &str, start: &str) -> String {
    all_links(page, start).into_iter().next().unwrap_or_else(|| panic!("no link to {start}"))
}

fn all_links(page: &str, start: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(start)).map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect()
}
