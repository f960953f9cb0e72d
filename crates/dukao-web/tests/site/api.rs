//! The API as a program gets it: by token, described, every refusal in the same words.

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dukao_web::{openapi, operations};
use serde_json::{Value, json};

use crate::program::{Api, refused};
use crate::site::Site;

fn checked_in() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json")
}

#[tokio::test]
async fn the_description_is_the_one_that_is_checked_in() {
    if std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        std::fs::write(checked_in(), openapi()).unwrap();
    }
    assert!(std::fs::read_to_string(checked_in()).unwrap() == openapi(), "docs/openapi.json: INSTA_UPDATE=always");
    let served = Api::over(Site::empty().await).await.ask("nobody", "GET", "/openapi.json", "").await;
    assert!(served.text == openapi() && served.status == StatusCode::OK);
}

#[tokio::test]
async fn what_is_described_is_routed_and_the_other_way_round() {
    let document: Value = serde_json::from_str(openapi()).unwrap();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            described.insert((method.to_uppercase(), path.clone(), id.to_owned()));
        }
    }
    let told = operations().map(|one| (one.method.to_owned(), one.path.to_owned(), one.id.to_owned()));
    assert_eq!(described, told.collect());
    let names: BTreeSet<&str> = operations().map(|one| one.id).collect();
    assert_eq!(names.len(), operations().count(), "a name is one operation's");
    let api = Api::over(Site::empty().await).await;
    for one in operations() {
        let address = one.path.replace(['{', '}'], "");
        let answer = api.ask("nobody", one.method, &address, "").await;
        let expected = if one.open { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
        assert_eq!(answer.status, expected, "{} {}: {}", one.method, one.path, answer.text);
    }
}

#[test]
fn every_property_says_what_it_is() {
    let document: Value = serde_json::from_str(openapi()).unwrap();
    let mut silent = BTreeSet::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let kinds = schema["oneOf"].as_array().into_iter().flatten().chain([schema]);
        for (property, told) in kinds.filter_map(|kind| kind["properties"].as_object()).flatten() {
            let words = told["description"].as_str().unwrap_or_default();
            if words.is_ascii() {
                silent.insert(format!("{property} ({name})"));
            }
        }
    }
    assert!(silent.is_empty(), "without words in api/fields.rs: {silent:#?}");
}

#[tokio::test]
async fn every_refusal_is_a_problem() {
    let api = Api::district().await;
    for (method, address, status, code) in [
        ("GET", "/nowhere", 404, "no_operation"),
        ("GET", "/../..", 404, "no_operation"),
        ("DELETE", "/regions", 405, "wrong_method"),
        ("TRACE", "/regions", 405, "wrong_method"),
        ("GET", "/regions/Q99/ledger", 404, "unknown_region"),
        ("GET", "/regions/Q00/ledger?unit=%E6%B2%A1%E6%9C%89", 404, "unknown_unit"),
        ("GET", "/regions/Q00/ledger?as-of=v99", 404, "unknown_version"),
        ("GET", "/regions/Q00/trace?indicator=P01&figure=x", 404, "unknown_figure"),
        ("GET", "/regions/Q00/ledger?month=13", 400, "bad_request"),
        ("GET", "/regions/Q00/ledger?monat=1", 400, "bad_request"),
        ("GET", "/regions/%00/ledger", 400, "bad_request"),
        ("GET", "/regions/%ff/ledger", 400, "bad_request"),
    ] {
        let answer = api.ask("kaohe", method, address, "").await;
        assert_eq!(refused(&answer).1, code, "{method} {address}: {}", answer.text);
        assert_eq!(answer.status.as_u16(), status, "{method} {address}");
    }
    let answer = api.ask("kaohe", "DELETE", "/regions", "").await;
    assert_eq!(answer.header("allow"), "GET, POST, HEAD");
    let foreign = Request::get("/api/v1/regions").header(header::HOST, "evil.example").body(Body::empty()).unwrap();
    assert_eq!(refused(&api.site.send(foreign).await).1, "foreign_host");
}

#[tokio::test]
async fn all_mistakes_of_an_address_are_told_at_once() {
    let api = Api::district().await;
    let answer = api.ask("kaohe", "GET", "/regions/Q00/trace?month=0&year=x&month=1&surprise=1", "").await;
    let (status, code, mut places) = refused(&answer);
    places.sort();
    assert_eq!((status, code.as_str()), (400, "bad_request"));
    assert_eq!(places, ["figure", "indicator", "month", "month", "surprise", "year"]);
}

#[tokio::test]
async fn only_a_token_opens_the_api_and_a_token_opens_no_page() {
    let api = Api::district().await;
    let signed_in = api.site.as_card("kaohe").await;
    let host = |address: &str| Request::get(address).header(header::HOST, "localhost");
    let by_cookie = signed_in.send(host("/api/v1/regions").body(Body::empty()).unwrap()).await;
    assert_eq!(refused(&by_cookie), (401, "signed_out".to_owned(), vec![]));
    assert_eq!(by_cookie.header("www-authenticate"), "Bearer");
    let bearer = format!("Bearer {}", api.tokens["kaohe"]);
    let page = api.site.send(host("/ledger").header(header::AUTHORIZATION, &bearer).body(Body::empty()).unwrap()).await;
    assert!(page.status == StatusCode::SEE_OTHER && page.header("location").starts_with("/login"), "{}", page.text);
    for wrong in ["", "Bearer", "Bearer ", "Bearer dukao_nonsense", "Basic a2FvaGU6eA==", &api.tokens["kaohe"]] {
        let asked = host("/api/v1/regions").header(header::AUTHORIZATION, wrong).body(Body::empty()).unwrap();
        assert_eq!(refused(&api.site.send(asked).await).1, "signed_out", "{wrong}");
    }
}

#[tokio::test]
async fn whoever_is_turned_away_stands_in_the_trail() {
    let api = Api::district().await;
    api.ask("nobody", "GET", "/regions", "").await;
    assert_eq!(api.ask("jiedao", "GET", "/regions/Q00/ledger?unit=S02", "").await.status, StatusCode::FORBIDDEN);
    api.site.app.flush_trail().await;
    let asked = dukao_app::trail::AuditAsked { book: dukao_app::trail::Book::Trail, ..Default::default() };
    let lines = api.site.app.audit_view(&asked).await.unwrap().lines;
    let told: Vec<&str> = lines.iter().map(|line| line.act.as_str()).collect();
    assert!(told.contains(&"令牌不被接受") && told.contains(&"没有权限"), "{told:?}");
}

/// A figure is the same at the API, on the page's file and in the view.
#[tokio::test]
async fn the_figures_are_those_of_the_pages() {
    let api = Api::district().await;
    for (card, unit) in [("kaohe", ""), ("kaohe", "S01"), ("jiedao", "S01"), ("fagai", "")] {
        let query = if unit.is_empty() { String::new() } else { format!("?unit={unit}") };
        let own = api.read(card, &format!("/regions/Q00/ledger{query}")).await;
        let join = if unit.is_empty() { '?' } else { '&' };
        let page = api.site.as_card(card).await.page(&format!("/ledger{query}{join}format=json")).await;
        let page: Value = serde_json::from_str(&page).unwrap();
        let rows: Vec<&Value> =
            page["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap()).collect();
        assert_eq!(own["items"].as_array().unwrap().iter().collect::<Vec<_>>(), rows, "{card} {unit}");
        assert_eq!((&own["basis"], &own["total"]), (&page["basis"], &json!(rows.len())));
    }
}

/// What a request must have stands in the description, and what it may leave out is not asked for.
#[tokio::test]
async fn what_must_be_written_is_described() {
    let api = Api::district().await;
    let own = api.read("jiedao", "/regions/Q00/tables/unit?format=json").await;
    assert_eq!(own["unit"]["code"], "S01", "whoever names no unit gets his own");
    assert_eq!(api.read("kaohe", "/regions/Q00/tables/unit?format=json").await["unit"]["code"], "Q00");
    for (table, missing) in [("indicator", vec!["indicator"]), ("ranking", vec!["indicator"])] {
        let answer = api.ask("kaohe", "GET", &format!("/regions/Q00/tables/{table}"), "").await;
        assert_eq!(refused(&answer).2, missing, "{table}");
    }
    let body =
        json!({ "based_on": 1, "settings": [{ "key": "tries", "number": 5 }, { "key": "beauty", "number": 5 }] });
    let answer = api.ask("anquan", "PUT", "/policy", &body.to_string()).await;
    assert_eq!(refused(&answer), (400, "bad_request".to_owned(), vec!["/settings/1/key".to_owned()]));
    let unknown = json!({ "based_on": 1, "settings": [{ "key": "tries", "number": 5, "unit": "x" }] });
    let answer = api.ask("anquan", "PUT", "/policy", &unknown.to_string()).await;
    assert_eq!(refused(&answer).2, ["/settings/0/unit"], "nothing else in what it is made of");
}

#[tokio::test]
async fn a_list_is_walked_page_by_page_in_one_version() {
    let api = Api::district().await;
    let whole = api.read("kaohe", "/regions/Q00/ledger").await;
    let (mut walked, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = api.read("kaohe", &format!("/regions/Q00/ledger?limit=7{cursor}")).await;
        let items = page["items"].as_array().unwrap().clone();
        assert!(items.len() <= 7 && page["total"] == whole["total"]);
        walked.extend(items);
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(&Value::Array(walked), &whole["items"]);
    let stale = api.ask("kaohe", "GET", "/regions/Q00/ledger?limit=7&cursor=v1-7", "").await;
    assert_eq!(refused(&stale).1, "page_moved");
    let wrong = api.ask("kaohe", "GET", "/regions/Q00/ledger?cursor=x", "").await;
    assert_eq!(refused(&wrong), (400, "bad_request".to_owned(), vec!["cursor".to_owned()]));
}

#[tokio::test]
async fn what_was_seen_is_not_sent_again() {
    let api = Api::district().await;
    let first = api.ask("kaohe", "GET", "/regions/Q00/ledger", "").await;
    let tag = first.header("etag").to_owned();
    let place = ("GET", "/regions/Q00/ledger");
    let again = api.ask_with("kaohe", place, "", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let other = api.ask_with("jiedao", place, "", &[("if-none-match", &tag)]).await;
    assert_eq!(other.status, StatusCode::OK, "what another may see is another answer");
}
