//! Reading a page as its user does: the version in its foot, and each figure that opens to its trace.

use std::collections::BTreeMap;

use dukao_app::view::{Asked, Row};
use dukao_app::{App, AsOf};

/// What a page said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) version: i64,
    /// What each link opens → the text of the link.
    pub(crate) figures: BTreeMap<Link, String>,
}

/// What a figure's link opens; unit and month are those of the page when the link names none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Link {
    pub(crate) indicator: String,
    pub(crate) unit: String,
    pub(crate) figure: String,
    pub(crate) month: u8,
}

/// Reads a page of `month` about `unit`.
pub(crate) fn read(html: &str, unit: &str, month: u8) -> Said {
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
        let named = value("unit");
        let link = Link {
            indicator: value("indicator"),
            unit: if named.is_empty() { unit.to_owned() } else { named },
            figure: value("figure"),
            month: value("month").parse().unwrap_or(month),
        };
        // The panel's own link opens whichever figure it shows, and names none.
        if !link.figure.is_empty() {
            figures.insert(link, plain(text));
        }
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
pub(crate) async fn differences(url: &str, said: &Said) -> Vec<String> {
    let clock = std::sync::Arc::new(dukao_app::FixedClock(dukao_app::Micros(0)));
    let app = App::open(url, clock).await.unwrap();
    let mut fresh: BTreeMap<(String, u8), BTreeMap<String, Row>> = BTreeMap::new();
    let mut differences = Vec::new();
    for (link, text) in &said.figures {
        let page = (link.unit.clone(), link.month);
        if !fresh.contains_key(&page) {
            fresh.insert(page.clone(), rows(&app, said.version, link).await);
        }
        let figure = fresh[&page].get(&link.indicator).and_then(|row| row.figure(&link.figure));
        let agrees = figure.is_some_and(|figure| {
            let wanted = if figure.is_known() { figure.magnitude.as_str() } else { figure.text.as_str() };
            text.contains(wanted)
        });
        if !agrees {
            let computed = figure.map(|figure| &figure.text);
            differences.push(format!("v{} {link:?}: page {text:?}, rows {computed:?}", said.version));
        }
    }
    differences
}

/// The ledger of the link's unit and month, computed anew from the rows at `version`.
async fn rows(app: &App, version: i64, link: &Link) -> BTreeMap<String, Row> {
    let asked = Asked {
        year: Some(2018),
        month: Some(link.month),
        as_of: Some(AsOf::Version(version)),
        unit: Some(link.unit.clone()),
        ..Asked::default()
    };
    let ledger = app.ledger(&asked).await.unwrap();
    let rows = ledger.groups.into_iter().flat_map(|group| group.rows);
    rows.map(|row| (row.indicator.code.clone(), row)).collect()
}
