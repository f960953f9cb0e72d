//! Who may ask the API what: `api_roles.csv` says for each operation and each card what is answered, and which right is
//! named where it is refused. An operation without a row fails, as does any answer that differs.
//!
//! Addresses about a unit stand there several times: the street of the card `jiedao` (S01), another street (S02), the region
//! above (Q00), an office below the street (X01), the department of the card `fagai` (D03), a sibling of the region (Q01). A row that changes something is
//! asked on a site of its own, by one card after another.

#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::http::StatusCode;
use dukao_app::demo::CARDS;
use dukao_app::rights::{Right, TABLE};
use dukao_web::operations;

use crate::api::{Api, problem};
use crate::kin;
use crate::site::{Answer, Site};

const EXPECTED: &str = include_str!("api_roles.csv");

/// What stands in a body for the version of the directory of people.
const PEOPLE: &str = "用户版本";

/// A row of the table.
struct Asked {
    method: String,
    route: String,
    address: String,
    body: String,
    answers: Vec<String>,
}

/// The cells of a line: parted by commas, those with commas in quotation marks.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = line.chars().peekable();
    while let Some(sign) = rest.next() {
        match sign {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(sign),
        }
    }
    cells.push(cell);
    cells
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn asked() -> (Vec<String>, Vec<Asked>) {
    let mut lines = EXPECTED.lines();
    let who = cells(lines.next().unwrap()).split_off(4);
    let rows = lines.map(|line| {
        let mut cells = cells(line);
        assert!(cells.len() >= 4, "a short row: {line}");
        let answers = cells.split_off(4);
        let mut next = || cells.remove(0);
        Asked { method: next(), route: next(), address: next(), body: next(), answers }
    });
    (who, rows.collect())
}

/// The status, and for a refusal the right that is named.
fn told(answer: &Answer) -> String {
    let status = answer.status.as_u16();
    if answer.status.is_client_error() {
        let problem = problem(answer);
        assert_eq!(problem["status"], status);
        if answer.status == StatusCode::FORBIDDEN {
            let detail = problem["detail"].as_str().unwrap();
            let named =
                TABLE.iter().map(|(right, _)| right.label()).find(|label| detail.contains(&format!("“{label}”")));
            return format!("{status}{}", named.unwrap_or_else(|| panic!("a refusal that names no right: {detail}")));
        }
    }
    assert!(!answer.status.is_server_error(), "{}", answer.text);
    status.to_string()
}

#[tokio::test]
async fn every_operation_answers_every_card_as_the_table_says() {
    let (who, rows) = asked();
    let cards: Vec<&str> = CARDS.iter().map(|card| card.login).chain(["nobody"]).collect();
    assert_eq!(who, cards, "the columns are the cards, and nobody");
    let (mut seen, mut wrong) = (String::new(), Vec::new());
    let untouched = Site::family().await;
    let shared = Api::over(untouched.copy().await).await;
    for row in &rows {
        let own = operations().find(|one| one.method == row.method && one.path == row.route);
        let fresh = match own.filter(|one| one.changing) {
            Some(_) => Some(Api::over(untouched.copy().await).await),
            None => None,
        };
        let api = fresh.as_ref().unwrap_or(&shared);
        let mut line = format!("{},{},{},{}", row.method, row.route, row.address, quoted(&row.body));
        for (place, card) in cards.iter().enumerate() {
            let people = api.site.app.people().directory().await.unwrap().version();
            let body = row.body.replace(PEOPLE, &people.to_string());
            let told = told(&api.ask(card, &row.method, &row.address, &body).await);
            let expected = row.answers.get(place).map(String::as_str).unwrap_or_default();
            if told != expected {
                wrong.push(format!("{} {} {card}: {told}, not {expected}", row.method, row.address));
            }
            write!(line, ",{told}").unwrap();
        }
        seen.push_str(&line);
        seen.push('\n');
    }
    assert!(wrong.is_empty(), "{}\n\nall that was answered:\n{seen}", wrong.join("\n"));
}

#[test]
fn no_operation_is_without_a_row() {
    let (_, rows) = asked();
    let there: BTreeSet<(&str, &str)> = rows.iter().map(|row| (row.method.as_str(), row.route.as_str())).collect();
    let known: BTreeSet<(&str, &str)> = operations().map(|one| (one.method, one.path)).collect();
    let missing: Vec<_> = known.difference(&there).collect();
    assert!(missing.is_empty(), "without a row in api_roles.csv: {missing:?}");
    assert!(there.is_subset(&known), "rows without an operation: {:?}", there.difference(&known).collect::<Vec<_>>());
}

#[test]
fn what_is_asked_about_one_unit_is_asked_about_its_kin() {
    let (_, rows) = asked();
    let missing = kin::missing(rows.iter().map(|row| format!("{} {} {}", row.method, row.address, row.body)));
    assert!(missing.is_empty(), "without a row in api_roles.csv: {missing:#?}");
}

/// Whatever is asked of another region, reading or changing: answered as if there were none of that name.
#[tokio::test]
async fn another_region_is_not_there_for_whoever_has_no_post_in_it() {
    let (_, rows) = asked();
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

/// The table itself: whoever is refused is refused a right that he lacks, or has for his unit only.
#[tokio::test]
async fn the_table_agrees_with_the_rights() {
    let site = Site::district().await;
    let (who, rows) = asked();
    for (place, card) in who.iter().enumerate().filter(|(_, card)| **card != "nobody") {
        let app = site.as_app(card).await;
        for row in &rows {
            let Some(label) = row.answers.get(place).and_then(|told| told.strip_prefix("403")) else { continue };
            let right = TABLE.iter().map(|(right, _)| *right).find(|right| right.label() == label).unwrap();
            let lacks = !app.caller().has_whole(right) || right == Right::UseTokens;
            assert!(lacks, "{} {}: {card} has {label}", row.method, row.address);
        }
    }
}
