//! Who may ask the API what: `api_roles.csv` says for each operation and each card what is answered, and which right is
//! named where it is refused. An operation without a row fails, as does any answer that differs.
//!
//! Addresses about a unit stand there several times: the street of the card `jiedao` (S01), another street (S02), the region
//! above (Q00), an office below the street (X01), the department of the card `fagai` (D03), a sibling of the region (Q01).
//! A row that changes something is asked on a site of its own, by one card after another.

#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

use axum::http::StatusCode;
use dukao_app::demo::CARDS;
use dukao_app::rights::Right;
use dukao_web::operations;

use crate::program::{Api, problem};
use crate::site::{Answer, Site};
use crate::table::{Answers, Table, cards, right_in};

fn table() -> Table {
    Table::read("api_roles.csv", include_str!("api_roles.csv"))
}

/// What stands in a body for the version of the directory of people.
const PEOPLE: &str = "用户版本";

/// The status, and for a refusal the right that is named.
fn told(answer: &Answer) -> String {
    let status = answer.status.as_u16();
    if answer.status.is_client_error() {
        let problem = problem(answer);
        assert_eq!(problem["status"], status);
        if answer.status == StatusCode::FORBIDDEN {
            let detail = problem["detail"].as_str().unwrap();
            let named = right_in(detail).unwrap_or_else(|| panic!("a refusal that names no right: {detail}"));
            return format!("{status}{}", named.label());
        }
    }
    assert!(!answer.status.is_server_error(), "{}", answer.text);
    status.to_string()
}

#[tokio::test]
async fn every_operation_answers_every_card_as_the_table_says() {
    let mut answers = Answers::default();
    let untouched = Site::family().await;
    let shared = Api::over(untouched.copy().await).await;
    for row in &table().rows {
        let own = operations().find(|one| one.method == row.method && one.path == row.route);
        let fresh = match own.filter(|one| one.changing) {
            Some(_) => Some(Api::over(untouched.copy().await).await),
            None => None,
        };
        let (api, mut said) = (fresh.as_ref().unwrap_or(&shared), Vec::new());
        for card in cards() {
            let people = api.site.app.people().directory().await.unwrap().version();
            let body = row.body.replace(PEOPLE, &people.to_string());
            said.push(told(&api.ask(card, &row.method, &row.address, &body).await));
        }
        answers.take(row, &said);
    }
    answers.judge();
}

#[test]
fn no_operation_is_without_a_row() {
    table().has_just(&operations().map(|one| (one.method, one.path)).collect());
}

#[test]
fn what_is_asked_about_one_unit_is_asked_about_its_kin() {
    table().asks_about_kin();
}

/// Whatever is asked of another region, reading or changing: answered as if there were none of that name.
#[tokio::test]
async fn another_region_is_not_there_for_whoever_has_no_post_in_it() {
    let rows = table().rows;
    let site = Site::family().await;
    site.found_another().await;
    let before = site.app.region(Some("Z90")).await.unwrap();
    let head = site.app.store().head(before.id).await.unwrap().version;
    let api = Api::over(site).await;
    let mut count = 0;
    for card in CARDS.iter().map(|card| card.login).filter(|card| !["xitong", "anquan", "shenji"].contains(card)) {
        for row in rows.iter().filter(|row| row.address.contains("/regions/Q00")) {
            let mut texts = Vec::new();
            for region in ["Z90", "Z77"] {
                let address = row.address.replace("/regions/Q00", &format!("/regions/{region}"));
                let answer = api.ask(card, &row.method, &address, &row.body).await;
                let shown = format!("{card} {} {address}: {}", row.method, answer.text);
                assert!([403, 404].contains(&answer.status.as_u16()), "{} {shown}", answer.status);
                assert!(!answer.text.contains("青屿") && !answer.text.contains("Z91"), "{shown}");
                texts.push(told(&answer));
                count += 1;
            }
            assert_eq!(texts[0], texts[1], "{card} {} {}", row.method, row.address);
        }
    }
    assert!(count > 500, "{count}");
    assert_eq!(api.site.app.store().head(before.id).await.unwrap().version, head, "nothing was written there");
}

/// A token lacks the right to tokens, whatever its holder has.
#[tokio::test]
async fn the_table_agrees_with_the_rights() {
    table().agrees_with_rights(Some(Right::UseTokens)).await;
}
