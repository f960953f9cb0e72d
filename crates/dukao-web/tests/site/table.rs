//! A table of who is answered what: a request a row, a card a column; held against the answers, the routes and the rights.

use std::collections::BTreeSet;

use dukao_app::demo::CARDS;
use dukao_app::rights::{Right, TABLE};

use crate::kin;
use crate::site::Site;

/// A table.
pub(crate) struct Table {
    file: &'static str,
    pub(crate) rows: Vec<Row>,
}

/// A request, and what each card is answered.
pub(crate) struct Row {
    pub(crate) method: String,
    pub(crate) route: String,
    pub(crate) address: String,
    pub(crate) body: String,
    answers: Vec<String>,
}

/// The columns: the cards, and nobody.
pub(crate) fn cards() -> Vec<&'static str> {
    CARDS.iter().map(|card| card.login).chain(["nobody"]).collect()
}

/// The right that is named in words.
pub(crate) fn right_in(words: &str) -> Option<Right> {
    TABLE.iter().map(|(right, _)| *right).find(|right| words.contains(&format!("“{}”", right.label())))
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

impl Row {
    fn read(line: &str) -> Self {
        let mut cells = cells(line);
        assert!(cells.len() >= 4, "a short row: {line}");
        let answers = cells.split_off(4);
        let mut next = || cells.remove(0);
        Self { method: next(), route: next(), address: next(), body: next(), answers }
    }
}

impl Table {
    pub(crate) fn read(file: &'static str, text: &str) -> Self {
        let mut lines = text.lines();
        let columns = cells(lines.next().unwrap()).split_off(4);
        assert_eq!(columns, cards(), "{file}: the columns are the cards, and nobody");
        Self { file, rows: lines.map(Row::read).collect() }
    }

    /// Everything that is routed stands in it, by method and path, and nothing else.
    pub(crate) fn has_just(&self, known: &BTreeSet<(&str, &str)>) {
        let there: BTreeSet<(&str, &str)> =
            self.rows.iter().map(|row| (row.method.as_str(), row.route.as_str())).collect();
        let missing: Vec<_> = known.difference(&there).collect();
        assert!(missing.is_empty(), "without a row in {}: {missing:?}", self.file);
        assert!(there.is_subset(known), "rows without a route: {:?}", there.difference(known).collect::<Vec<_>>());
    }

    /// What is asked about one unit is asked about its kin.
    pub(crate) fn asks_about_kin(&self) {
        let asked = self.rows.iter().map(|row| format!("{} {} {}", row.method, row.address, row.body));
        let missing = kin::missing(asked);
        assert!(missing.is_empty(), "without a row in {}: {missing:#?}", self.file);
    }

    /// Whoever is refused is refused a right that he lacks, or has for his unit only; `but` is refused for other reasons.
    pub(crate) async fn agrees_with_rights(&self, but: Option<Right>) {
        let site = Site::district().await;
        for (place, card) in cards().into_iter().enumerate().filter(|(_, card)| *card != "nobody") {
            let app = site.as_app(card).await;
            for row in &self.rows {
                let Some(label) = row.answers.get(place).and_then(|told| told.strip_prefix("403")) else { continue };
                let right = TABLE.iter().map(|(right, _)| *right).find(|right| right.label() == label).unwrap();
                let lacks = !app.caller().has_whole(right) || but == Some(right);
                assert!(lacks, "{} {}: {card} has {label}", row.method, row.address);
            }
        }
    }
}

/// What was answered, and what of it is not as the table says.
#[derive(Default)]
pub(crate) struct Answers {
    seen: Vec<String>,
    wrong: Vec<String>,
}

impl Answers {
    /// What each card was answered to a row.
    pub(crate) fn take(&mut self, row: &Row, told: &[String]) {
        for (place, (card, told)) in cards().into_iter().zip(told).enumerate() {
            let expected = row.answers.get(place).map(String::as_str).unwrap_or_default();
            if told != expected {
                self.wrong.push(format!("{} {} {card}: {told}, not {expected}", row.method, row.address));
            }
        }
        let line = format!("{},{},{},{}", row.method, row.route, row.address, quoted(&row.body));
        self.seen.push(format!("{line},{}", told.join(",")));
    }

    pub(crate) fn judge(self) {
        let (wrong, seen) = (self.wrong.join("\n"), self.seen.join("\n"));
        assert!(wrong.is_empty(), "{wrong}\n\nall that was answered:\n{seen}");
    }
}
