//! Fifty people at once, each with his own rights, ask for pages and, with their tokens, of the API by chance; no answer holds
//! a figure that its reader may not see.
//!
//! Every figure is a number of nine digits that stands nowhere else, so an answer that holds one says whose figure it is.
//! Who may see it is told by the table in the documents, read anew. The suite asks for some answers; `dev/crowd` for 100,000.

#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

mod chance;
mod data;
mod expected;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dukao_web::ROUTES;

use chance::Chance;
use data::{OTHER, OTHER_NAME, Town};
use expected::Place;
use reading::{Reading, readings};

use crate::program::token;
use crate::site::{Answer, Site};

/// How many ask at once.
const SESSIONS: usize = 50;
/// Names the number of answers, where it is not this.
const VARIABLE: &str = "DUKAO_CROWD";
const ANSWERS: u64 = 2_000;

const FIGURES: [&str; 4] = ["cumulative", "shortfall", "completion", "rank"];

/// Of what something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Pages,
    Api,
}

/// What one of them was shown.
#[derive(Debug, Default)]
struct Shown {
    answers: BTreeMap<(Of, u16), u64>,
    /// Numbers that he may see, and was shown.
    own: BTreeSet<(Of, String)>,
    /// Address and number of what he may not see.
    foreign: Vec<String>,
}

/// An address of the site: about his own unit, or any.
fn address(town: &Town, place: &Place, chance: &mut Chance) -> String {
    let pages: Vec<_> =
        ROUTES.iter().filter(|route| route.method == "GET" && !route.path.starts_with("/assets")).collect();
    let route = *chance.one(&pages);
    let (unit, indicator) = about(town, place, chance);
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

/// The unit that somebody asks about, mostly his own, and an indicator.
fn about(town: &Town, place: &Place, chance: &mut Chance) -> (String, String) {
    let any = chance.one(&town.units).clone();
    let unit = place.unit.clone().filter(|_| !chance.once_in(3)).unwrap_or(any);
    (unit, chance.one(&town.indicators).clone())
}

/// One of them, with a browser and a program.
struct Asker {
    town: Arc<Town>,
    number: usize,
    desk: Site,
    token: String,
    readings: Vec<Reading>,
}

impl Asker {
    async fn new(town: Arc<Town>, number: usize) -> Self {
        let login = &town.people[number].0;
        let (desk, token) = (town.site.as_card(login).await, token(&town.site, login).await);
        Self { number, desk, token, readings: readings(), town }
    }

    /// A request by chance: every other one of the API.
    async fn request(&self, turn: u64, chance: &mut Chance) -> (Of, String, Answer) {
        let place = &self.town.people[self.number].1;
        if turn.is_multiple_of(2) {
            let address = address(&self.town, place, chance);
            let answer = self.desk.get(&address).await;
            return (Of::Pages, address, answer);
        }
        let (unit, indicator) = about(&self.town, place, chance);
        let address = chance.one(&self.readings).address((&unit, &indicator), chance);
        let request = Request::get(&address).header(header::HOST, "127.0.0.1:8000");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let answer = self.town.site.as_nobody().send(request.body(Body::empty()).unwrap()).await;
        (Of::Api, address, answer)
    }
}

/// What one of them is shown.
async fn ask(town: Arc<Town>, number: usize, answers: u64) -> Shown {
    let asker = Asker::new(Arc::clone(&town), number).await;
    let (login, place) = &town.people[number];
    let (mut chance, mut shown) = (Chance::new(number as u64), Shown::default());
    for turn in 0..answers {
        let (of, address, answer) = asker.request(turn, &mut chance).await;
        *shown.answers.entry((of, answer.status.as_u16())).or_default() += 1;
        for word in answer.text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
            match town.marks.get(word) {
                Some(figure) if town.expected.may_see(place, figure) => {
                    shown.own.insert((of, word.to_owned()));
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
    assert!(foreign.is_empty(), "{} foreign rows:\n{}", foreign.len(), foreign[..foreign.len().min(20)].join("\n"));
    assert!(answers.keys().all(|(_, status)| *status < 500), "{answers:?}");
    for of in [Of::Pages, Of::Api] {
        let count: u64 = answers.iter().filter(|((own, _), _)| *own == of).map(|(_, count)| count).sum();
        let shown = own.iter().filter(|(own, _)| *own == of).count();
        println!("{of:?}: {count} answers, {shown} of {} figures shown", town.marks.len());
        let good = answers[&(of, StatusCode::OK.as_u16())];
        assert!(good * 5 > count, "too few of {count} of {of:?} are good: {answers:?}");
        assert!(shown * 8 > town.marks.len(), "{of:?}: of {} figures {shown} were shown", town.marks.len());
    }
    println!("{answers:?}, none foreign");
}
