//! Reading a page as its user does: the version in its foot, and each figure that opens to its trace.

use std::collections::BTreeMap;

use dukao_app::view::{Asked, Row};
use dukao_app::{App, AsOf};

/// What a page said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) version: i64,
    /// (indicator, unit, figure) → the text of its link.
    pub(crate) figures: BTreeMap<(String, String, String), String>,
}

pub(crate) fn read(html: &str) -> Said {
    let marker = "数据版本";
    let foot = html.rfind(marker).unwrap_or_else(|| panic!("no version in the page"));
    let digits: String = html[foot + marker.len()..]
        .chars()
        .skip_while(|sign| !sign.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let mut figures = BTreeMap::new();
    for piece in html.split("href=\"/trace?").skip(1) {
        let (query, rest) = piece.split_once('"').unwrap();
        let text = rest.split_once('>').and_then(|(_, rest)| rest.split_once("</a>")).map_or("", |(text, _)| text);
        let query = query.replace("&amp;", "&");
        let value = |name: &str| {
            let found = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(own, _)| *own == name);
            found.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        figures.insert((value("indicator"), value("unit"), value("figure")), plain(text));
    }
    assert!(!figures.is_empty(), "a page without figures");
    Said { version: digits.parse().unwrap(), figures }
}

fn plain(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|sign| {
            let keep = !inside && *sign != '<';
            inside = if *sign == '<' { true } else { inside && *sign != '>' };
            keep
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Compares what a page said with a fresh computation from the rows at its version; gives the differences.
pub(crate) async fn differences(url: &str, said: &Said, month: u8) -> Vec<String> {
    let clock = std::sync::Arc::new(dukao_app::FixedClock(dukao_app::Micros(0)));
    let app = App::open(url, clock).await.unwrap();
    let asked =
        Asked { year: Some(2018), month: Some(month), as_of: Some(AsOf::Version(said.version)), ..Asked::default() };
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    for unit in said.figures.keys().map(|(_, unit, _)| unit.clone()).collect::<std::collections::BTreeSet<_>>() {
        let ledger = app.ledger(&Asked { unit: Some(unit.clone()), ..asked.clone() }).await.unwrap();
        for row in ledger.groups.into_iter().flat_map(|group| group.rows) {
            rows.insert((row.indicator.code.clone(), unit.clone()), row);
        }
    }
    let mut differences = Vec::new();
    for ((indicator, unit, figure), text) in &said.figures {
        let fresh = rows.get(&(indicator.clone(), unit.clone())).and_then(|row| row.figure(figure));
        let agrees = fresh.is_some_and(|fresh| {
            let wanted = if fresh.is_known() { fresh.magnitude.as_str() } else { fresh.text.as_str() };
            text.contains(wanted)
        });
        if !agrees {
            differences.push(format!(
                "v{} {indicator} {unit} {figure}: page {text:?}, rows {:?}",
                said.version,
                fresh.map(|fresh| &fresh.text)
            ));
        }
    }
    differences
}
