//! Who may ask what: `roles.csv` says for each route and each card what is answered, and which right is named where it is
//! refused. A route without a row fails, as does any answer that differs.
//!
//! Addresses about a unit stand there several times: the street of the card `jiedao` (S01), another street (S02), the region
//! above (Q00), an office below the street (X01), the department of the card `fagai` (D03), a sibling of the region (Q01).

use axum::http::StatusCode;
use dukao_app::demo::CARDS;
use dukao_app::rights::Right;
use dukao_testkit::faults;
use dukao_web::ROUTES;

use crate::site::{Answer, Site, demo};
use crate::table::{Answers, Row, Table, cards, right_in};

fn table() -> Table {
    Table::read("roles.csv", include_str!("roles.csv"))
}

/// Bodies that stand for an upload in the column 内容.
const UPLOAD: &str = "文件";

async fn answer(site: &Site, row: &Row) -> Answer {
    match (row.method.as_str(), row.body.as_str()) {
        ("GET", _) => site.get(&row.address).await,
        (_, UPLOAD) => {
            let (name, bytes) = demo("数据/2018-07月报.csv");
            site.upload_to(&row.address, &[("files", &name, &bytes)]).await
        }
        (_, body) => site.submit(&row.address, body).await,
    }
}

/// The status, and for a refusal the right that is named.
fn told(answer: &Answer) -> String {
    let status = answer.status.as_u16();
    if answer.header("location").starts_with("/login") {
        return format!("{status}门口");
    }
    if answer.status != StatusCode::FORBIDDEN {
        return status.to_string();
    }
    let right = named(answer).unwrap_or_else(|| panic!("a refusal that names no right: {}", answer.text));
    format!("{status}{}", right.label())
}

/// The right that a denial page names.
fn named(answer: &Answer) -> Option<Right> {
    right_in(answer.text.split("id=\"dk-main\"").nth(1)?.split("</main>").next()?)
}

#[tokio::test]
async fn every_route_answers_every_card_as_the_table_says() {
    let mut answers = Answers::default();
    let site = Site::family().await;
    for row in table().rows.iter().filter(|row| faults::concerns(&row.route)) {
        let mut said = Vec::new();
        for card in cards() {
            let asker = if card == "nobody" { site.as_nobody() } else { site.as_card(card).await };
            said.push(told(&answer(&asker, row).await));
        }
        answers.take(row, &said);
    }
    answers.judge();
}

#[test]
fn no_route_is_without_a_row() {
    table().has_just(&ROUTES.iter().map(|route| (route.method, route.path)).collect());
}

#[test]
fn what_is_asked_about_one_unit_is_asked_about_its_kin() {
    table().asks_about_kin();
}

#[tokio::test]
async fn the_table_agrees_with_the_rights() {
    table().agrees_with_rights(None).await;
}

#[tokio::test]
async fn a_refusal_shows_nothing_of_others() {
    let site = Site::district().await;
    let street = site.as_card("jiedao").await;
    for path in
        ["/annex/1", "/annex/2", "/peers", "/peers/P01", "/units/S02", "/files", "/files/1/1/A1", "/undo?version=2"]
    {
        let answer = street.get(path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {}", answer.text);
        let right = named(&answer).unwrap();
        assert!(
            answer.text.contains("没有权限") && answer.text.contains("href=\"/rights\""),
            "{path} {}",
            right.label()
        );
        for others in ["砚陌", "115.25", "启衡", "/trace?", "数据版本", "统计局"] {
            assert!(!answer.text.contains(others), "{path} shows {others}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn of_the_region_a_street_sees_what_concerns_it() {
    let street = Site::district().await.as_card("jiedao").await;
    for path in [
        "/units/Q00",
        "/ledger?unit=Q00",
        "/units",
        "/ledger",
        "/units/S01",
        "/findings",
        "/trace?indicator=P01&unit=S01&figure=cumulative&year=2018&month=7",
    ] {
        let page = street.page(path).await;
        for others in ["砚陌", "115.25", "启衡"] {
            assert!(!page.contains(others), "{path} shows {others}: {page}");
        }
    }
}

#[tokio::test]
async fn another_region_is_not_there_for_whoever_has_no_post_in_it() {
    let site = Site::district().await;
    site.found_another().await;
    // The administrators are those of the whole house: they give posts in every region.
    for card in CARDS.iter().map(|card| card.login).filter(|card| !["xitong", "anquan", "shenji"].contains(card)) {
        let asker = site.as_card(card).await;
        // What counts requests differs from one to the next.
        let pages = ROUTES.iter().filter(|route| route.method == "GET" && route.path != "/metrics");
        for route in pages.filter(|route| faults::concerns(route.path)) {
            let join = if route.sample.contains('?') { '&' } else { '?' };
            let plain = asker.get(route.sample).await;
            let there = asker.get(&format!("{}{join}region=Z90", route.sample)).await;
            let nowhere = asker.get(&format!("{}{join}region=Z77", route.sample)).await;
            assert_eq!(there.status, nowhere.status, "{card} {}", route.path);
            assert_eq!(
                there.text.replace("Z90", ""),
                nowhere.text.replace("Z77", ""),
                "{card} {}: a region that is there is answered like one that is not",
                route.path
            );
            for text in [&plain.text, &there.text, &nowhere.text] {
                assert!(!text.contains("青屿") && !text.contains("Z91"), "{card} {}: {text}", route.path);
            }
            assert!(!plain.text.contains("Z90"), "{card} {}", route.path);
        }
    }
    let office = site.as_card("kaohe").await;
    for path in ["/?region=Z90", "/ledger?region=Z90", "/units/Z91", "/ledger?unit=Z91", "/annex/1?region=Z90"] {
        assert_eq!(office.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
