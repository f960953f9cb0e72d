//! What people do on pages, done by programs: the same acts, with the same refusals.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::own::ROSTER;
use crate::program::{Api, refused};

async fn told(api: &Api, card: &str, (method, address): (&str, &str), body: Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = api.ask(card, method, address, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{method} {address}: {}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

async fn wrong(api: &Api, card: &str, address: &str, body: Value) -> (u16, String, Vec<String>) {
    refused(&api.ask(card, "POST", address, &body.to_string()).await)
}

#[tokio::test]
async fn an_instruction_is_left_read_and_signed_for() {
    let api = Api::district().await;
    let all = "/regions/Q00/instructions";
    let missing = wrong(&api, "lingdao", all, json!({ "page": "trace", "text": "抓紧", "to": ["S01"] })).await;
    assert_eq!(missing, (422, "people".to_owned(), vec!["/indicator".to_owned(), "/figure".to_owned()]));
    let nobody = wrong(&api, "lingdao", all, json!({ "page": "front", "text": " ", "to": ["S99"] })).await;
    assert_eq!(nobody.2, ["/to", "/text"]);
    let new = json!({ "page": "indicator", "indicator": "P01", "unit": "S01", "text": "抓紧", "to": ["S01", "D03"] });
    let id = told(&api, "lingdao", ("POST", all), new).await["id"].as_str().unwrap().to_owned();
    let seen = api.read("jiedao", all).await;
    assert_eq!(seen["counts"], json!({ "all": 1, "open": 1 }));
    assert_eq!((&seen["items"][0]["id"], &seen["items"][0]["about"]["indicator"]), (&json!(id), &json!("P01")));
    let sign = format!("/instructions/{id}/acknowledge");
    assert_eq!(wrong(&api, "jiedao", &sign, json!({ "unit": "D03" })).await.1, "denied", "another's unit");
    let receipt = told(&api, "jiedao", ("POST", &sign), json!({ "unit": "S01", "note": "已安排" })).await;
    assert_eq!(receipt["unit"], "S01");
    assert_eq!(wrong(&api, "jiedao", &sign, json!({ "unit": "S01" })).await.2, ["/note"], "signed for once");
    told(&api, "fagai", ("POST", &sign), json!({ "unit": "D03" })).await;
    assert_eq!(api.read("lingdao", &format!("{all}?show=open")).await["total"], 0);
    assert_eq!(api.read("lingdao", all).await["items"][0]["to"][0]["note"], "已安排");
}

#[tokio::test]
async fn an_attempt_is_recorded_and_read_by_the_audit_administrator() {
    let api = Api::district().await;
    let place = "/regions/Q00/interferences";
    let late = json!({ "day": "2030-01-01", "who": "某人", "what": "把累计改成 1" });
    assert_eq!(wrong(&api, "tongji", place, late).await.2, ["/day"]);
    let id =
        told(&api, "tongji", ("POST", place), json!({ "who": "某人", "what": "把累计改成 1" })).await["id"].clone();
    let read = api.read("shenji", "/interferences").await;
    assert_eq!((&read["items"][0]["id"], &read["items"][0]["region"]), (&id, &json!("Q00")));
    assert_eq!(refused(&api.ask("tongji", "GET", "/interferences", "").await).1, "denied");
}

/// One act of each kind, and what speaks against it at its place.
#[tokio::test]
async fn every_kind_of_organisation_change_is_looked_at() {
    let api = Api::district().await;
    let place = "/regions/Q00/organisation/preview";
    let act = |change: Value| json!({ "date": "2018-09-01", "change": change });
    let new = |code: &str, name: &str| json!({ "code": code, "name": name });
    for change in [
        json!({ "kind": "merge", "units": ["S01", "S02"], "code": "S81", "name": "新街道" }),
        json!({ "kind": "merge", "units": ["S01", "S02"], "into": "S02", "code": "S81" }),
        json!({ "kind": "rename", "unit": "S01", "name": "新名街道" }),
        json!({ "kind": "move", "unit": "S01", "unit_kind": "镇" }),
    ] {
        let effect = told(&api, "kaohe", ("POST", place), act(change.clone())).await;
        assert!(effect["sections"][0]["key"] == "units" && effect["version"].is_null(), "{change}: {effect}");
    }
    for (change, field) in [
        (json!({ "kind": "merge", "units": ["S01"], "code": "S81", "name": "新街道" }), "/change/units"),
        (json!({ "kind": "split", "unit": "S01", "new": [new("S01", "甲"), new("S82", "乙")] }), "/change/new"),
        (json!({ "kind": "rename", "unit": "S99", "name": "新名" }), "/change/unit"),
        (json!({ "kind": "move", "unit": "S01", "parent": "S99" }), "/change/parent"),
        (json!({ "kind": "end", "unit": "Q00" }), "/change/unit"),
        (json!({ "kind": "withdraw", "unit": "S01" }), "/date"),
    ] {
        let answer = wrong(&api, "kaohe", place, act(change.clone())).await;
        assert!(answer.1 == "organisation" && answer.2.contains(&field.to_owned()), "{change}: {answer:?}");
    }
    let nothing = wrong(&api, "kaohe", place, act(json!({ "kind": "beauty" }))).await;
    assert_eq!(nothing, (400, "bad_request".to_owned(), vec!["/change/kind".to_owned()]));
    let too_much = wrong(&api, "kaohe", place, act(json!({ "kind": "end", "unit": "S01", "into": "S02" }))).await;
    assert_eq!(too_much.2, ["/change/into"]);
    let part = json!({ "year": 2018, "indicator": "P01", "unit": "S81", "amount": "六" });
    let split = json!({ "kind": "split", "unit": "S01", "new": [new("S81", "甲"), new("S82", "乙")] });
    let parts = json!({ "date": "2018-09-01", "change": split, "target_parts": [part] });
    assert_eq!(
        wrong(&api, "kaohe", place, parts).await,
        (422, "organisation".to_owned(), vec!["/target_parts".to_owned()])
    );
}

#[tokio::test]
async fn an_organisation_change_is_done_as_it_was_looked_at() {
    let api = Api::district().await;
    let (look, list) = ("/regions/Q00/organisation/preview", "/regions/Q00/organisation/changes");
    let before = api.read("kaohe", list).await["total"].clone();
    let mut act = json!({ "date": "2018-09-01", "change": { "kind": "rename", "unit": "S01", "name": "新名街道" } });
    let seen = told(&api, "kaohe", ("POST", look), act.clone()).await["seen"].clone();
    act["seen"] = json!("x");
    assert_eq!(wrong(&api, "kaohe", list, act.clone()).await.1, "look_again");
    act["seen"] = seen;
    let done = told(&api, "kaohe", ("POST", list), act).await;
    assert!(done["version"].as_i64() > done["based_on"].as_i64(), "{done}");
    let changes = api.read("jiedao", list).await;
    assert_eq!((&changes["items"][0]["date"], &changes["items"][0]["kind"]), (&json!("2018-09-01"), &json!("更名")));
    let mut back = json!({ "date": "2018-09-01", "change": { "kind": "withdraw", "unit": "S01" } });
    back["seen"] = told(&api, "kaohe", ("POST", look), back.clone()).await["seen"].clone();
    told(&api, "kaohe", ("POST", list), back).await;
    assert_eq!(api.read("kaohe", list).await["total"], before, "the record is gone");
}

#[tokio::test]
async fn a_leader_looks_after_units_and_indicators() {
    let api = Api::district().await;
    let place = "/accounts/lingdao/sponsors";
    assert_eq!(wrong(&api, "anquan", place, json!({ "region": "Q00" })).await.2, ["/unit"]);
    assert_eq!(wrong(&api, "anquan", place, json!({ "region": "Q00", "indicator": "X99" })).await.2, ["/indicator"]);
    let made = told(&api, "anquan", ("POST", place), json!({ "region": "Q00", "unit": "S01" })).await;
    let read = api.read("xitong", place).await;
    assert_eq!(read["items"][0]["sponsor"], made);
    assert!(read["items"][0]["text"].as_str().unwrap().ends_with("示范区 栖棠"), "{read}");
    let end = format!("/sponsors/{}/end", made["id"].as_str().unwrap());
    assert_eq!(told(&api, "anquan", ("POST", &end), json!({})).await["until"], "2018-08-20", "today");
    assert_eq!(refused(&api.ask("xitong", "GET", "/accounts/nobody/sponsors", "").await).1, "unknown_person");
}

#[tokio::test]
async fn the_audit_is_held_against_an_exported_head() {
    let api = Api::district().await;
    let head = told(&api, "shenji", ("POST", "/audit/heads"), Value::Null).await;
    assert_eq!(head["file"], "链头-2018-08-20.txt");
    let report = told(&api, "shenji", ("POST", "/audit/verify"), json!({ "text": head["text"] })).await;
    assert!(report["sound"] == true && report["notes"] == json!([]), "{report}");
    let forged = head["text"].as_str().unwrap().replacen("版本：", "版本：9", 1);
    let report = told(&api, "shenji", ("POST", "/audit/verify"), json!({ "text": forged })).await;
    assert!(report["sound"] == false && report["faults"].to_string().contains("签章不对"), "{report}");
    assert_eq!(wrong(&api, "shenji", "/audit/verify", json!({ "text": "x" })).await.2, ["/text"]);
}

#[tokio::test]
async fn a_region_is_made() {
    let api = Api::district().await;
    assert_eq!(wrong(&api, "xitong", "/regions", json!({ "code": "Q00", "name": "又一个" })).await.2, ["/code"]);
    let made = told(&api, "xitong", ("POST", "/regions"), json!({ "code": "Z90", "name": "青屿试验区" })).await;
    let all = api.read("xitong", "/regions?show=all").await;
    assert!(all["items"].as_array().unwrap().contains(&made));
    assert_eq!(api.read("kaohe", "/regions").await["total"], 1, "his only");
}

#[tokio::test]
async fn users_and_posts_come_from_a_table_as_it_was_looked_at() {
    let api = Api::district().await;
    let file = ("用户.csv", ROSTER);
    let sent = async |card: &str, address: &str, fields: &str| {
        let answer = api.upload(card, address, file, fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
        serde_json::from_str::<Value>(&answer.text).unwrap()
    };
    let early = sent("anquan", "/rosters/posts/preview", "").await;
    assert!(early["posts"] == json!([]) && early["refused"][0]["cell"] == "A2", "no such user yet: {early}");
    let look = sent("xitong", "/rosters/accounts/preview", "").await;
    assert_eq!((&look["accounts"][0]["login"], &look["with_posts"]), (&json!("bai.yun"), &json!(1)));
    let based_on = look["based_on"].as_i64().unwrap();
    let stale = api.upload("xitong", "/rosters/accounts", file, &format!("based_on={}", based_on - 1)).await;
    assert_eq!(refused(&stale).1, "moved");
    let made = sent("xitong", "/rosters/accounts", &format!("based_on={based_on}")).await;
    let link = made["links"][0]["url"].as_str().unwrap();
    assert_eq!(api.site.get(link).await.status, StatusCode::OK, "{link}");
    let look = sent("anquan", "/rosters/posts/preview", "").await;
    assert_eq!(look["posts"][0]["post"]["role"], "reporter", "{look}");
    let given = sent("anquan", "/rosters/posts", &format!("based_on={}", look["based_on"])).await;
    assert_eq!((&given["posts"][0]["unit"], given["posts"].as_array().unwrap().len()), (&json!("S02"), 1));
    let template = api.ask("anquan", "GET", "/rosters/template", "").await;
    assert!(template.header("content-disposition").contains("attachment"));
}
