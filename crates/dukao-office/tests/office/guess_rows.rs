//! What a person says of rows: which is the total, which is a row like the others, which is not read.

use std::collections::BTreeSet;

use dukao_office::batch::Nothing;
use dukao_office::grid::{self, Book};
use dukao_office::guess::{Correction, Guess, Hints, RowMeaning, guess};
use dukao_office::mapping;

/// The first row happens to be the sum of the others.
const CHANCE: &str =
    "云栖市2019年7月税收收入（单位：万元）\n县区,累计完成\n东岭县,300\n西岭县,100\n南岭县,120\n北岭县,80\n";
/// The region's own row is called by another word.
const OWN: &str = "云栖市2019年7月税收收入（单位：万元）\n县区,累计完成\n东岭县,305\n西岭县,100\n市域,990\n全口径,77\n";

fn book(text: &str) -> Book {
    grid::open("表.csv", text.as_bytes()).unwrap()
}

fn guessed(text: &str, said: &[&str]) -> Guess {
    let corrections = said.iter().map(|text| Correction::parse(text).unwrap()).collect();
    guess(&book(text), &Nothing::default(), &Hints { corrections, ..Hints::default() })
}

/// Unit and figure of everything that comes in by the guess.
fn figures(text: &str, said: &[&str]) -> BTreeSet<(String, String)> {
    let source = guessed(text, said).mapping().unwrap();
    let outcome = mapping::read("表.yaml", &source, &book(text), &Nothing::default());
    assert!(outcome.is_clean(), "{source}\n{:?}", outcome.problems);
    let all = outcome.batch.observations.iter().map(|one| {
        let dukao_core::ledger::Recorded::Known(quantity) = &one.recorded else { panic!("{one:?}") };
        (one.unit.clone(), quantity.value.to_string())
    });
    all.collect()
}

fn set(pairs: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|(unit, value)| ((*unit).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_row_that_adds_up_by_chance_is_a_unit_when_a_person_says_so() {
    let guess = figures(CHANCE, &[]);
    assert!(guess.contains(&("本地区".to_owned(), "300".to_owned())), "{guess:?}");
    let units = [("东岭县", "300"), ("西岭县", "100"), ("南岭县", "120"), ("北岭县", "80")];
    assert_eq!(figures(CHANCE, &["3行=数据"]), set(&units));
}

#[test]
fn the_total_and_what_is_not_read_are_named() {
    let said = ["5行=合计", "6行=不读"];
    assert_eq!(figures(OWN, &said), set(&[("东岭县", "305"), ("西岭县", "100"), ("本地区", "990")]));
    let rows = &guessed(OWN, &said).tables[0].rows;
    let meaning = |line: usize| rows.iter().find(|row| (row.first..=row.last).contains(&line)).unwrap().meaning;
    assert_eq!((meaning(3), meaning(4), meaning(5)), (RowMeaning::Data, RowMeaning::Total, RowMeaning::Unread));
}
