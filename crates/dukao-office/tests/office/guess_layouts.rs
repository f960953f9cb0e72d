//! Every layout under `tests/layouts/`, filled by several seeds, is guessed right, or asked about; never
//! wrong without a word. What is compared are the figures that come in. A mapping saved from one month
//! reads the next month's file.

use std::collections::BTreeSet;

use dukao_core::ledger::Recorded;
use dukao_office::batch::Nothing;
use dukao_office::grid::Book;
use dukao_office::guess::{Correction, Guess, Hints, guess};
use dukao_office::{Batch, mapping};

use crate::layout::figures::Figures;
use crate::layout::truth::{self, Said, based};
use crate::layout::{self, Layout, rendered};

const SEEDS: [u64; 3] = [1, 2, 3];

/// What must come in from all tables of a layout.
fn expected(layout: &Layout, seed: u64) -> BTreeSet<Said> {
    let visible = layout.tables.iter().filter(|table| table.place != layout::described::Placing::HiddenSheet);
    visible.flat_map(|table| truth::all(table, &Figures::of(table, seed))).collect()
}

/// What comes in by a mapping.
fn read(text: &str, book: &Book) -> Result<BTreeSet<Said>, String> {
    let outcome = mapping::read("映射.yaml", text, book, &Nothing::default());
    if !outcome.is_clean() {
        return Err(crate::support::said(&outcome));
    }
    Ok(said(&outcome.batch))
}

pub(crate) fn said(batch: &Batch) -> BTreeSet<Said> {
    let name = |code: &str| if code == dukao_core::organisation::OWN_CODE { String::new() } else { code.to_owned() };
    let indicator = |code: &str| {
        let found = batch.indicators.iter().find(|one| one.value.code == code);
        found.map_or_else(|| code.to_owned(), |one| one.value.name.clone())
    };
    let mut all = BTreeSet::new();
    for one in &batch.observations {
        if let Recorded::Known(quantity) = &one.recorded {
            let amount = based(&quantity.value.to_string(), quantity.unit.as_str());
            all.insert((
                indicator(&one.indicator),
                name(&one.unit),
                one.period.code(),
                one.measure.label().to_owned(),
                amount,
            ));
        }
    }
    for target in &batch.targets {
        let one = &target.value;
        let mut add = |item: &str, value: dukao_core::number::Decimal| {
            let amount = based(&value.to_string(), one.unit_of_measure.as_str());
            all.insert((indicator(&one.indicator), name(&one.unit), one.year.to_string(), item.to_owned(), amount));
        };
        one.floor.into_iter().for_each(|value| add("目标", value));
        one.stretch.into_iter().for_each(|value| add("争取", value));
        for stage in &one.stages {
            let months = stage.stage.end().map_or(0, dukao_core::period::Month::number);
            add(&format!("阶段目标{months}"), stage.amount);
        }
    }
    all
}

fn stage_months(layout: &Layout, all: BTreeSet<Said>) -> BTreeSet<Said> {
    let month = layout.tables[0].period.end().map_or(0, dukao_core::period::Month::number);
    let named = |item: String| if item == "阶段目标" { format!("阶段目标{month}") } else { item };
    all.into_iter().map(|(a, b, c, item, d)| (a, b, c, named(item), d)).collect()
}

fn guessed(book: &Book, answers: &[String]) -> Guess {
    let corrections = answers.iter().map(|text| Correction::parse(text).unwrap()).collect();
    guess(book, &Nothing::default(), &Hints { corrections, ..Hints::default() })
}

pub(crate) fn difference(wanted: &BTreeSet<Said>, got: &BTreeSet<Said>) -> String {
    let show = |said: &Said| format!("{} {} {} {} {}", said.0, said.1, said.2, said.3, said.4);
    let missing: Vec<String> = wanted.difference(got).take(4).map(show).collect();
    let extra: Vec<String> = got.difference(wanted).take(4).map(show).collect();
    format!(
        "missing {}: {missing:?}\nextra {}: {extra:?}",
        wanted.difference(got).count(),
        got.difference(wanted).count()
    )
}

/// What happened to the files of all layouts.
#[derive(Default)]
struct Tally {
    right: usize,
    later: usize,
    asked: Vec<String>,
    wrong: Vec<String>,
}

impl Tally {
    /// Guesses one file; gives the mapping when it is right, after answers where it was asked about.
    fn guess(&mut self, layout: &Layout, seed: u64) -> Option<String> {
        let book = rendered::book(layout, seed);
        let wanted = stage_months(layout, expected(layout, seed));
        let mut found = guessed(&book, &[]);
        let sure = found.is_sure();
        if !sure {
            let doubts = found.tables.iter().flat_map(|table| &table.doubts);
            let all: Vec<String> = doubts.map(|doubt| format!("{}: {}", doubt.at, doubt.question)).collect();
            self.asked.push(format!("{} {seed} {all:?}", layout.name));
            if layout.answers.is_empty() {
                return None;
            }
            found = guessed(&book, &layout.answers);
        }
        let mapping = found.mapping().unwrap_or_default();
        let problem = match read(&mapping, &book) {
            Ok(got) if got == wanted && found.is_sure() => {
                self.right += usize::from(sure);
                return Some(mapping);
            }
            Ok(got) => difference(&wanted, &got),
            Err(problem) => problem,
        };
        let doubts: Vec<_> = found.tables.iter().flat_map(|table| &table.doubts).collect();
        self.wrong.push(format!("{} {seed}\n{problem}\n{doubts:?}\n{mapping}", layout.name));
        None
    }

    /// Reads next month's file by a mapping saved from this month's.
    fn next_month(&mut self, layout: &Layout, mapping: &str) {
        let Some(next) = layout.next_month() else { return };
        self.later += 1;
        let book = rendered::book(&next, 9);
        let wanted = stage_months(&next, expected(&next, 9));
        let problem = match read(mapping, &book) {
            Ok(got) if got == wanted => String::new(),
            Ok(got) => difference(&wanted, &got),
            Err(problem) => problem,
        };
        let fits = mapping::parse(mapping).0.unwrap().fits(&book);
        if !problem.is_empty() || !fits {
            self.wrong.push(format!("{} next month, fits {fits}\n{problem}\n{mapping}", layout.name));
        }
    }

    /// One failure of each layout.
    fn failures(&self) -> String {
        let name = |text: &String| text.split(' ').next().unwrap_or("").to_owned();
        let mut seen: Vec<String> = Vec::new();
        let mut first: Vec<&str> = Vec::new();
        for text in &self.wrong {
            if !seen.contains(&name(text)) {
                seen.push(name(text));
                first.push(text);
            }
        }
        first.join("\n\n")
    }
}

#[test]
fn layouts_are_guessed_right_or_asked_about() {
    let layouts = layout::all();
    assert!(layouts.len() >= 60, "{}", layouts.len());
    let mut tally = Tally::default();
    for layout in &layouts {
        for seed in SEEDS {
            if let Some(mapping) = tally.guess(layout, seed).filter(|_| seed == SEEDS[0]) {
                tally.next_month(layout, &mapping);
            }
        }
    }
    let files = layouts.len() * SEEDS.len();
    let Tally { right, later, asked, wrong } = &tally;
    println!(
        "{} layouts, {files} files: {right} right, {} asked, {} wrong; {later} read again next month\n{}",
        layouts.len(),
        asked.len(),
        wrong.len(),
        asked.join("\n")
    );
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), tally.failures());
    assert!(right * 100 >= files * 95, "{right} of {files} right:\n{}", asked.join("\n"));
}
