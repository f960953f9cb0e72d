//! Fifty people at once, each with his own rights, ask for pages by chance; no answer holds a figure that its reader may not
//! see.
//!
//! Every figure is a number of nine digits that stands nowhere else, so an answer that holds one says whose figure it is.
//! Who may see it is told by the table in the documents, read anew. The suite asks for some answers; `dev/crowd` for 100,000.

#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

mod chance;
mod data;
mod expected;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::http::StatusCode;
use dukao_web::ROUTES;

use chance::Chance;
use data::{OTHER, OTHER_NAME, Town};
use expected::Place;

/// How many ask at once.
const SESSIONS: usize = 50;
/// Names the number of answers, where it is not this.
const VARIABLE: &str = "DUKAO_CROWD";
const ANSWERS: u64 = 2_000;

const FIGURES: [&str; 4] = ["cumulative", "shortfall", "completion", "rank"];

/// What one of them was shown.
#[derive(Debug, Default)]
struct Shown {
    answers: BTreeMap<u16, u64>,
    /// Numbers that he may see, and was shown.
    own: BTreeSet<String>,
    /// Address and number of what he may not see.
    foreign: Vec<String>,
}

/// An address of the site: about his own unit, or any.
fn address(town: &Town, place: &Place, chance: &mut Chance) -> String {
    let pages: Vec<_> =
        ROUTES.iter().filter(|route| route.method == "GET" && !route.path.starts_with("/assets")).collect();
    let route = *chance.one(&pages);
    let any = chance.one(&town.units).clone();
    let unit = place.unit.clone().filter(|_| !chance.once_in(3)).unwrap_or(any);
    let indicator = chance.one(&town.indicators).clone();
    let code = if route.path.starts_with("/units") { &unit } else { &indicator };
    let cell = format!("{}{}", chance.one(&["A", "B", "C", "D"]), chance.below(40) + 1);
    let mut path = route.path.replace("{code}", code).replace("{secret}", "0").replace("{sheet}", "1");
    path = path.replace("{cell}", &cell).replace("{id}", &(chance.below(6) + 1).to_string());
    let mut pairs = Vec::new();
    if path == "/trace" || path == "/instructions/new" {
        pairs.push(format!("indicator={indicator}&figure={}&page=trace", chance.one(&FIGURES)));
    }
    if path == "/trace" || chance.once_in(2) {
        pairs.push(format!("unit={unit}"));
    }
    if chance.once_in(3) {
        pairs.push(format!("month={}", chance.below(3) + 5));
    }
    if chance.once_in(8) {
        pairs.push(format!("region={}", chance.one(&["Q00", OTHER])));
    }
    if chance.once_in(3) {
        pairs.push(format!("format={}", chance.one(&["csv", "json"])));
    }
    if chance.once_in(8) {
        pairs.push(format!("as-of=v{}", chance.below(3) + 1));
    }
    for (name, value) in [("version", "2"), ("q", "资"), ("key", "x"), ("book", "trail"), ("year", "2018")] {
        if chance.once_in(8) {
            pairs.push(format!("{name}={value}"));
        }
    }
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}

/// One of them at his desk.
async fn ask(town: Arc<Town>, number: usize, answers: u64) -> Shown {
    let (login, place) = &town.people[number];
    let desk = town.site.as_card(login).await;
    let (mut chance, mut shown) = (Chance::new(number as u64), Shown::default());
    for _ in 0..answers {
        let address = address(&town, place, &mut chance);
        let answer = desk.get(&address).await;
        *shown.answers.entry(answer.status.as_u16()).or_default() += 1;
        for word in answer.text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
            match town.marks.get(word) {
                Some(figure) if town.expected.may_see(place, figure) => {
                    shown.own.insert(word.to_owned());
                }
                Some(figure) => shown.foreign.push(format!("{login} {place:?} {address}: {word} of {figure:?}")),
                None => {}
            }
        }
        if place.region == Some("Q00") && answer.text.contains(OTHER_NAME) {
            shown.foreign.push(format!("{login} {place:?} {address}: the other region"));
        }
    }
    shown
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_in_a_crowd_is_shown_what_is_not_his() {
    let answers: u64 = std::env::var(VARIABLE).map_or(ANSWERS, |text| text.parse().unwrap());
    let town = Arc::new(Town::build().await);
    assert!(town.people.len() >= SESSIONS, "{} people", town.people.len());
    let each = answers.div_ceil(town.people.len() as u64);
    let (mut all, numbers) = (Vec::new(), (0..town.people.len()).collect::<Vec<_>>());
    for together in numbers.chunks(SESSIONS) {
        let asking = together.iter().map(|number| tokio::spawn(ask(Arc::clone(&town), *number, each)));
        for one in asking.collect::<Vec<_>>() {
            all.push(one.await.unwrap());
        }
    }
    judge(&town, all);
}

#[expect(clippy::print_stdout, reason = "dev/crowd reports what it saw")]
fn judge(town: &Town, all: Vec<Shown>) {
    let (mut answers, mut own, mut foreign) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    for shown in all {
        for (status, count) in shown.answers {
            *answers.entry(status).or_insert(0_u64) += count;
        }
        own.extend(shown.own);
        foreign.extend(shown.foreign);
    }
    let count: u64 = answers.values().sum();
    println!(
        "{count} answers {answers:?}, {} of {} figures shown, {} foreign",
        own.len(),
        town.marks.len(),
        foreign.len()
    );
    assert!(foreign.is_empty(), "{} foreign rows:\n{}", foreign.len(), foreign[..foreign.len().min(20)].join("\n"));
    assert!(answers.keys().all(|status| *status < 500), "{answers:?}");
    let good = answers[&StatusCode::OK.as_u16()];
    assert!(good * 4 > count, "too few of {count} are pages: {answers:?}");
    assert!(own.len() * 4 > town.marks.len(), "of {} figures {} were shown", town.marks.len(), own.len());
}
