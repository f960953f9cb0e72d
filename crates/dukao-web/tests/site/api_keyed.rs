//! Requests of programs that change something: held against the description, done once.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::program::{Api, UPLOAD, refused};
use crate::site::Answer;

const FILTER: (&str, &str) = ("PUT", "/regions/Q00/filters/x");

fn told(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

#[tokio::test]
async fn all_mistakes_of_a_body_are_told_at_once() {
    let api = Api::district().await;
    let body = r#"{"login":"","phone":7,"wohin":1}"#;
    let answer = api.ask("xitong", "POST", "/accounts?x=1", body).await;
    let (status, code, mut places) = refused(&answer);
    places.sort();
    assert_eq!((status, code.as_str()), (400, "bad_request"));
    assert_eq!(places, ["/login", "/name", "/phone", "/wohin", "x"]);
    let wrong = api.ask("xitong", "POST", "/accounts", r#"{"login":"Kao He","name":"新人"}"#).await;
    assert_eq!(refused(&wrong), (422, "people".to_owned(), vec!["/login".to_owned()]));
}

#[tokio::test]
async fn what_cannot_be_read_is_told() {
    let api = Api::district().await;
    let broken = api.ask("kaohe", FILTER.0, FILTER.1, "{").await;
    assert_eq!(refused(&broken), (400, "bad_request".to_owned(), vec!["/".to_owned()]));
    let kind = [("content-type", "text/plain"), ("idempotency-key", "k")];
    assert_eq!(refused(&api.ask_with("kaohe", FILTER, "{}", &kind).await).0, 415);
    let import = ("POST", "/regions/Q00/imports/preview");
    assert_eq!(refused(&api.ask_with("kaohe", import, "{}", &kind).await).1, "wrong_kind");
    let large = "x".repeat(2 << 20);
    assert_eq!(refused(&api.ask("kaohe", FILTER.0, FILTER.1, &large).await).1, "too_large");
    let without = api.ask("kaohe", "POST", "/regions/Q00/imports", UPLOAD).await;
    assert_eq!(refused(&without), (400, "bad_request".to_owned(), vec!["/based_on".to_owned()]));
}

#[tokio::test]
async fn a_request_that_is_sent_again_is_not_done_again() {
    let api = Api::district().await;
    let body = r#"{"login":"xinren","name":"新人"}"#;
    let key = [("idempotency-key", "eins")];
    let place = ("POST", "/accounts");
    let first = api.ask_with("xitong", place, body, &key).await;
    let again = api.ask_with("xitong", place, body, &key).await;
    assert_eq!((told(&first), first.header("idempotency-replayed")), (told(&again), ""));
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = api.ask_with("xitong", place, r#"{"login":"lingren","name":"另人"}"#, &key).await;
    assert_eq!(refused(&other).1, "key_other");
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let anew = api.ask("xitong", place.0, place.1, body).await;
    assert_eq!(refused(&anew).1, "people", "with another key it is another request");
    let of_another = api.ask_with("kaohe", FILTER, "{}", &key).await;
    assert_eq!(of_another.status, StatusCode::OK, "keys of others are others");
}

#[tokio::test]
async fn a_key_must_be_there_and_is_free_when_nothing_was_done() {
    let api = Api::district().await;
    assert_eq!(refused(&api.ask_with("kaohe", FILTER, "{}", &[]).await).1, "key_missing");
    let long = "k".repeat(65);
    for wrong in ["", "a b", long.as_str()] {
        let answer = api.ask_with("kaohe", FILTER, "{}", &[("idempotency-key", wrong)]).await;
        assert_eq!(refused(&answer).2, ["Idempotency-Key"], "{wrong}");
    }
    let key = [("idempotency-key", "k")];
    let gone = ("DELETE", FILTER.1);
    assert_eq!(refused(&api.ask_with("kaohe", gone, "", &key).await).1, "unknown_filter");
    assert_eq!(api.ask_with("kaohe", FILTER, "{}", &key).await.status, StatusCode::OK, "nothing was done with it");
}

#[tokio::test]
async fn a_request_that_runs_is_not_begun_again() {
    let api = Api::district().await;
    let key = [("idempotency-key", "k")];
    let both = tokio::join!(
        api.ask_with("xitong", ("POST", "/accounts"), r#"{"login":"xinren","name":"新人"}"#, &key),
        api.ask_with("xitong", ("POST", "/accounts"), r#"{"login":"xinren","name":"新人"}"#, &key),
    );
    let mut codes = [both.0.status.as_u16(), both.1.status.as_u16()];
    codes.sort_unstable();
    assert!(codes == [200, 409] || codes == [200, 200], "{codes:?}: {} {}", both.0.text, both.1.text);
    let accounts = api.read("xitong", "/accounts").await;
    let made = accounts["items"].as_array().unwrap().iter().filter(|one| one["login"] == "xinren").count();
    assert_eq!(made, 1);
}

#[tokio::test]
async fn a_secret_is_shown_once() {
    let api = Api::district().await;
    let key = [("idempotency-key", "k")];
    let place = ("POST", "/accounts/chayue/link");
    let made = told(&api.ask_with("xitong", place, "", &key).await);
    assert!(made["url"].as_str().unwrap().starts_with("/link/"));
    let again = api.ask_with("xitong", place, "", &key).await;
    assert_eq!((again.status, refused(&again).1.as_str()), (StatusCode::CONFLICT, "key_secret"));
}

/// The way of an import: look, import on what was looked at, take back.
#[tokio::test]
async fn an_import_is_done_on_the_version_that_was_looked_at() {
    let api = Api::district().await;
    let undone = api.read("kaohe", "/regions/Q00/versions/head").await["version"].as_i64().unwrap();
    let taken = api.read("kaohe", &format!("/regions/Q00/versions/{undone}/undo")).await;
    assert_eq!(taken["undone"], undone);
    let looked = told(&api.ask("kaohe", "POST", "/regions/Q00/imports/preview", UPLOAD).await);
    let based_on = looked["based_on"].as_i64().unwrap();
    assert_eq!((based_on, &looked["refused"]), (undone, &json!([])));
    let stale = format!("{UPLOAD} based_on={}", based_on - 1);
    let moved = api.ask("kaohe", "POST", "/regions/Q00/imports", &stale).await;
    assert_eq!((moved.status, refused(&moved).1.as_str()), (StatusCode::CONFLICT, "moved"));
    let report =
        told(&api.ask("kaohe", "POST", "/regions/Q00/imports", &format!("{UPLOAD} based_on={based_on}")).await);
    assert_eq!(report["changed"], false, "it was there already");
}

#[tokio::test]
async fn an_account_is_changed_on_the_version_that_was_looked_at() {
    let api = Api::district().await;
    let seen = api.read("xitong", "/accounts/chayue").await;
    let body = |based_on: i64| json!({ "state": "closed", "based_on": based_on }).to_string();
    let based_on = seen["based_on"].as_i64().unwrap();
    let place = "/accounts/chayue/state";
    assert_eq!(refused(&api.ask("xitong", "PUT", place, &body(based_on - 1)).await).1, "moved");
    assert_eq!(refused(&api.ask("kaohe", "PUT", place, &body(based_on - 1)).await).1, "denied");
    let closed = told(&api.ask("xitong", "PUT", place, &body(based_on)).await);
    assert_eq!(closed["state"], "closed");
    assert_eq!(api.ask("chayue", "GET", "/me", "").await.status, StatusCode::UNAUTHORIZED, "its token counts no more");
}
