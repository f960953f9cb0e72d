//! `GET /findings`: contradictions inside the data, each with its cells and what was said about it.

use askama::Template;
use dukao_app::findings::FindingState;
use dukao_app::view::{Choice, FindingFilter, FindingsView, ListedFinding, SourcePlace};
use dukao_core::check::{Rule, Severity};

use super::{Page, as_file, render};
use crate::Web;
use crate::error::WebError;
use crate::frame::{Frame, Period, Place};
use crate::query::Visit;

/// One state to choose, with how many there are.
struct Segment {
    href: String,
    label: &'static str,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "findings.html")]
struct FindingsPage {
    f: Frame,
    period: Period,
    v: FindingsView,
    segments: Vec<Segment>,
    selects: Vec<(&'static str, &'static str, Vec<Choice>)>,
    hidden: Vec<(&'static str, String)>,
}

/// A cell: words, and the address where there is one.
type Cell<'a> = (&'a str, Option<String>);

impl FindingsPage {
    /// Each finding with its cells: words, and the address where there is one.
    fn rows(&self) -> Vec<(&ListedFinding, Vec<Cell<'_>>)> {
        let places = self.v.places.iter().map(|places| self.cells(places));
        self.v.findings.iter().zip(places).collect()
    }

    fn cells<'a>(&self, places: &'a [SourcePlace]) -> Vec<Cell<'a>> {
        let address = |place: &Option<_>| self.f.link_to(place.as_ref());
        places.iter().map(|(words, place)| (words.as_str(), address(place))).collect()
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let filter = filter(&visit)?;
    let v = web.app.findings_by(&visit.asked()?, filter, None).await?;
    if let Some(file) = as_file(&visit, &v)? {
        return Ok(file);
    }
    let f = Frame::new(visit, Place::Findings, "数据核对", &v.basis).with_files();
    let mut hidden = f.hidden(&[]);
    hidden.extend(v.filter.state.map(|state| ("state", state.key().to_owned())));
    let (segments, selects) = (segments(&f, &v), selects(&v));
    let more = parameters(&v.filter);
    let more: Vec<(&'static str, &str)> = more.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let period = Period::new(&f, v.choices.clone(), &more);
    render(&FindingsPage { f, period, v, segments, selects, hidden })
}

fn filter(visit: &Visit) -> Result<FindingFilter, WebError> {
    let rules: Vec<(&str, Rule)> = Rule::ALL.iter().map(|rule| (rule.key(), *rule)).collect();
    Ok(FindingFilter {
        state: visit.one_of("state", &FindingState::WORDS.map(|(state, key, _)| (key, state)))?,
        rule: visit.one_of("rule", &rules)?,
        severity: visit.one_of("severity", &Severity::KEYS)?,
        owner: visit.value("owner")?.map(str::to_owned),
        indicator: visit.value("indicator")?.map(str::to_owned),
    })
}

/// The filter as parameters of an address.
fn parameters(filter: &FindingFilter) -> Vec<(&'static str, String)> {
    let pairs = [
        ("state", filter.state.map(|state| state.key().to_owned())),
        ("rule", filter.rule.map(|rule| rule.key().to_owned())),
        ("severity", filter.severity.map(|severity| severity.key().to_owned())),
        ("owner", filter.owner.clone()),
        ("indicator", filter.indicator.clone()),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn segments(f: &Frame, v: &FindingsView) -> Vec<Segment> {
    let segment = |state: Option<FindingState>, label: &'static str, count: usize| {
        let filter = FindingFilter { state, ..v.filter.clone() };
        let pairs = parameters(&filter);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Segment { href: f.page_with("/findings", &pairs), label, count, current: v.filter.state == state }
    };
    let counts = &v.counts;
    let of = |state: FindingState| match state {
        FindingState::Open => counts.open,
        FindingState::Explained => counts.explained,
        FindingState::Dismissed => counts.dismissed,
        FindingState::Corrected => counts.corrected,
    };
    let states = FindingState::WORDS.iter().map(|(state, _, word)| segment(Some(*state), word, of(*state)));
    std::iter::once(segment(None, "现有", counts.total)).chain(states).collect()
}

/// The other choices: name of the parameter, what it is, what one may choose.
fn selects(v: &FindingsView) -> Vec<(&'static str, &'static str, Vec<Choice>)> {
    let choices = |first: &str, all: Vec<(String, String)>, chosen: Option<&str>| -> Vec<Choice> {
        let any = (String::new(), first.to_owned());
        let choice = |(value, label): (String, String)| {
            let is_chosen = chosen.unwrap_or_default() == value;
            Choice { value, label, chosen: is_chosen }
        };
        std::iter::once(any).chain(all).map(choice).collect()
    };
    let rules = Rule::ALL.iter().map(|rule| (rule.key().to_owned(), rule.label().to_owned())).collect();
    let severities = Severity::KEYS.iter().map(|(key, own)| ((*key).to_owned(), own.label().to_owned())).collect();
    let nobody = std::iter::once(("-".to_owned(), "没有人负责".to_owned()));
    let owners = nobody.chain(v.owners.iter().map(|owner| (owner.clone(), owner.clone()))).collect();
    let filter = &v.filter;
    vec![
        ("rule", "规则", choices("全部规则", rules, filter.rule.map(Rule::key))),
        ("severity", "轻重", choices("矛盾和提醒", severities, filter.severity.map(Severity::key))),
        ("owner", "责任", choices("全部责任", owners, filter.owner.as_deref())),
        ("indicator", "指标", choices("全部指标", v.indicators.clone(), filter.indicator.as_deref())),
    ]
}
