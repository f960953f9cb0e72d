//! What was confirmed in an earlier month holds for the heads that are still there.

use dukao_office::batch::Nothing;
use dukao_office::grid;
use dukao_office::guess::{Correction, Guess, Hints, guess};
use dukao_office::mapping;

const JULY: &str =
    "云栖市2019年7月集体经济\n县区,甲数,乙数,丙数\n东岭县,120.5,100.1,3\n西岭县,88.2,90.4,5\n南岭县,61,59.9,7\n";
const AUGUST: &str = "云栖市2019年8月集体经济\n县区,甲数,丁数,乙数,丙数\n东岭县,140.5,9,110.1,4\n西岭县,98.2,8,99.4,2\n南岭县,71,6,69.9,1\n";
/// Shares one head of figures only.
const OTHER: &str = "云栖市2019年8月合作社\n县区,甲数,戊数\n东岭县,14,9\n西岭县,9,8\n";

const SAID: [&str; 5] = ["B列=累计", "B列指标=集体经济收入", "C列=上年同期累计", "D列=不读", "计量单位=万元"];

fn guessed(text: &str, corrections: &[&str], saved: &[&str]) -> Guess {
    let corrections = corrections.iter().map(|text| Correction::parse(text).unwrap()).collect();
    let saved = saved.iter().map(|text| mapping::parse(text).0.unwrap()).collect();
    let book = grid::open("表.csv", text.as_bytes()).unwrap();
    guess(&book, &Nothing::default(), &Hints { corrections, saved })
}

/// Meaning, indicator and last reason of the columns.
fn columns(guess: &Guess) -> Vec<(&str, Option<&str>, &str)> {
    let columns = guess.tables[0].columns.iter();
    columns
        .map(|column| {
            let reason = column.reasons.iter().find(|reason| reason.contains("上次")).map_or("", String::as_str);
            (column.meaning.as_str(), column.indicator.as_deref(), reason)
        })
        .collect()
}

fn confirmed() -> String {
    let july = guessed(JULY, &SAID, &[]);
    assert!(july.tables[0].doubts.is_empty(), "{:?}", july.tables[0].doubts);
    july.mapping().unwrap()
}

#[test]
fn heads_read_once_are_read_again_beside_a_new_column() {
    let saved = confirmed();
    let august = guessed(AUGUST, &[], &[&saved]);
    let again = "上次的映射文件“云栖市集体经济”这样读";
    let found = columns(&august);
    assert_eq!(found[1], ("累计", Some("集体经济收入"), again));
    assert_eq!((found[3].0, found[3].2), ("上年同期累计", again));
    assert_eq!((found[4].0, found[4].2), ("不读", again));
    // What was not there before is asked about.
    assert_eq!(found[2].2, "");
    assert!(august.tables[0].doubts.iter().any(|doubt| doubt.at == "C列"), "{:?}", august.tables[0].doubts);
    let without = columns(&guessed(AUGUST, &[], &[])).iter().filter(|(.., reason)| !reason.is_empty()).count();
    assert_eq!(without, 0);
}

#[test]
fn what_a_person_says_now_goes_before() {
    let saved = confirmed();
    let august = guessed(AUGUST, &["D列=累计", "B列=不读"], &[&saved]);
    let found = columns(&august);
    assert_eq!((found[1].0, found[3].0), ("不读", "累计"));
}

#[test]
fn another_table_with_one_such_head_is_guessed_by_itself() {
    let saved = confirmed();
    assert!(columns(&guessed(OTHER, &[], &[&saved])).iter().all(|(.., reason)| reason.is_empty()));
}

#[test]
fn two_files_that_disagree_decide_nothing() {
    let saved = confirmed();
    let other = saved.replace("数据项: 上年同期累计", "数据项: 当月");
    assert_ne!(saved, other, "{saved}");
    let found = guessed(AUGUST, &[], &[&saved, &other]);
    assert!(columns(&found).iter().all(|(.., reason)| reason.is_empty()));
}
