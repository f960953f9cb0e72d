//! The units about which everything is asked, as the card of the street S01 sees them.

use std::collections::{BTreeMap, BTreeSet};

/// His own, another street, the region above, the office below, a department, a sibling of the region.
pub(crate) const KIN: [&str; 6] = ["S01", "S02", "Q00", "X01", "D03", "Q01"];

/// What stands before a unit in an address or a body.
const BEFORE: [&str; 5] = ["unit=", "to=", "/units/", "\"unit\":\"", "\"to\":[\""];

/// What a row asks with the unit left open, and the unit; `None` where it asks about none of them.
fn opened(text: &str) -> Option<(String, &'static str)> {
    let names = |code: &str| BEFORE.iter().any(|before| text.contains(&format!("{before}{code}")));
    let code = KIN.into_iter().find(|code| names(code))?;
    let open = BEFORE
        .iter()
        .fold(text.to_owned(), |text, before| text.replace(&format!("{before}{code}"), &format!("{before}*")));
    Some((open, code))
}

/// The rows that are missing: whatever is asked about one of the units must be asked about each.
pub(crate) fn missing(rows: impl Iterator<Item = String>) -> Vec<String> {
    let mut asked: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (open, code) in rows.filter_map(|row| opened(&row)) {
        asked.entry(open).or_default().insert(code);
    }
    let lacking = asked.iter().flat_map(|(open, there)| {
        KIN.iter().filter(|code| !there.contains(*code)).map(move |code| open.replace('*', code))
    });
    lacking.collect()
}

#[test]
fn a_row_about_one_unit_asks_for_the_others() {
    let rows = ["GET /ledger?unit=S01", "GET /files", "PUT {\"to\":[\"Q00\"]}"];
    let all = missing(rows.iter().map(|row| (*row).to_owned()));
    assert_eq!(all.len(), 10, "{all:?}");
    assert!(all.contains(&"GET /ledger?unit=X01".to_owned()) && all.contains(&"PUT {\"to\":[\"D03\"]}".to_owned()));
    assert!(missing(KIN.iter().map(|code| format!("GET /units/{code}"))).is_empty());
}
