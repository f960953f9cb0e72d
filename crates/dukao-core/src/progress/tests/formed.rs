//! What an organisation change makes of the figures: nothing before its day, and from it on what the merged units had
//! together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::recipe::{UNITS, recipes};
use crate::check::{RuleSet, check};
use crate::framework::{Goal, ValueKind, merged_target};
use crate::ledger::{Book, Measure, Origin};
use crate::organisation::{Change, NewUnit, Reorganisation, UnitKind};
use crate::period::Month;
use crate::progress::{FigureKind as K, Reckoner, SWEPT, Sweep, Tracing, last_day};
use crate::testing::{BookBuilder, OWN, figure, month, shown, subject};

fn new(code: &str) -> NewUnit {
    NewUnit { code: code.to_owned(), name: format!("{code}街道"), ..NewUnit::default() }
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// The book after an act; of a merger, with the targets that can be added up.
fn after(book: &Book, act: &Reorganisation) -> Book {
    let mut next = book.clone();
    next.organisation = Arc::new(act.records(&book.organisation).unwrap().applied_to(&book.organisation));
    let from = month(u8::try_from(act.date.month()).unwrap());
    if let Change::Merge { new, .. } = &act.change {
        let merged = act.change.units();
        for framework in next.frameworks.values_mut() {
            let framework = Arc::make_mut(framework);
            let codes: Vec<String> = framework.iter().map(|indicator| indicator.code.clone()).collect();
            for code in codes {
                let parts: Vec<_> = merged.iter().filter_map(|unit| framework.target(&code, unit)).collect();
                let made = framework.get(&code).map(|indicator| merged_target(indicator, &parts, &new.code, from));
                if let Some(Ok(target)) = made {
                    framework.insert_target(target);
                }
            }
        }
    }
    next
}

/// Everything that is said of a unit in a month: value or reason of each figure with its derivation, who is ranked and
/// what it is made of.
fn all_said(book: &Book, unit: &str, at: u8) -> Vec<String> {
    let reckoner = Reckoner::<Tracing>::new(book, subject(book, "I", unit, at)).unwrap();
    let mut said: Vec<String> = K::ALL
        .iter()
        .map(|kind| match reckoner.trace(*kind) {
            Ok(trace) => format!("{} {}", kind.key(), serde_json::to_string(trace.expr().as_ref()).unwrap()),
            Err(absence) => format!("{} {absence:?}", kind.key()),
        })
        .collect();
    said.push(format!("{:?} {:?}", reckoner.ranked_units(), reckoner.partitions()));
    said
}

fn acts() -> impl Strategy<Value = Reorganisation> {
    let merge = Change::Merge { units: owned(&["S01", "S02"]), into: None, new: new("N1") };
    let into = Change::Merge { units: owned(&["S02"]), into: Some("S01".to_owned()), new: new("N1") };
    let split = Change::Split { unit: "S01".to_owned(), new: vec![new("N1"), new("N2")], below: BTreeMap::new() };
    let rename = |unit: &str| Change::Rename { unit: unit.to_owned(), name: "新名".to_owned(), short_name: None };
    let moved = |parent: Option<&str>, kind| Change::Move {
        unit: "S01".to_owned(),
        parent: parent.map(str::to_owned),
        kind,
        groups: None,
    };
    let changes = vec![
        merge,
        into,
        split,
        rename("S01"),
        rename("Q01"),
        rename(OWN),
        moved(Some("Q01"), None),
        moved(None, Some(UnitKind::Town)),
        Change::End { unit: "S02".to_owned() },
    ];
    (prop::sample::select(changes), 1_i8..=12, 1_i8..=28)
        .prop_map(|(change, month, day)| Reorganisation { date: date(2018, month, day), change })
}

fn ends_before(at: u8, day: Date) -> bool {
    last_day(2018, month(at)).unwrap() < day
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(64)))]

    /// Every figure, rank, trace, part and finding of a month that ended before the act is what it was.
    #[test]
    fn nothing_before_its_day_changes(recipe in recipes(), act in acts()) {
        let before = recipe.book();
        let after = after(&before, &act);
        for at in (1_u8..=12).filter(|at| ends_before(*at, act.date)) {
            for unit in UNITS {
                prop_assert_eq!(all_said(&before, unit, at), all_said(&after, unit, at), "{} {}", unit, at);
            }
            let found = |book: &Book| {
                let mut found = check(book, 2018, month(at), &RuleSet::default());
                found.retain(|finding| finding.period.end().is_some_and(|end| end <= month(at)));
                found.into_iter().map(|finding| format!("{finding:?}")).collect::<BTreeSet<_>>()
            };
            prop_assert_eq!(found(&before), found(&after));
        }
    }

    /// From the day on, a merged unit had before it what its parts had together, by table and by reckoner alike.
    #[test]
    fn a_merged_unit_is_the_sum_of_what_was_merged(recipe in recipes(), day in 2_i8..=12) {
        let before = recipe.book();
        let merge = Change::Merge { units: owned(&["S01", "S02"]), into: None, new: new("N1") };
        let act = Reorganisation { date: date(2018, day, 1), change: merge };
        let after = after(&before, &act);
        let at = u8::try_from(day).unwrap();
        let base = |book: &Book, unit: &str| figure(book, "I", unit, at, K::Base).value;
        if let (Ok(one), Ok(other), Ok(sum)) = (base(&before, "S01"), base(&before, "S02"), base(&after, "N1")) {
            let last_year = |unit: &str| before.cell("I", unit, Measure::CumulativeBase, Origin::Claimed, 2018, month(at)).is_none();
            if last_year("S01") && last_year("S02") {
                prop_assert_eq!(crate::number::Number::add(&one, &other), sum);
            }
        }
        let sweep = Sweep::of(&after, 2018, Origin::Claimed);
        for unit in ["N1", "S01", OWN] {
            for (kind, at) in SWEPT.iter().flat_map(|kind| Month::all().map(move |at| (*kind, at))) {
                let slow = figure(&after, "I", unit, at.number(), kind).value;
                prop_assert_eq!(sweep.figure(&after, ("I", unit), at, kind), slow);
            }
        }
    }
}

/// 甲 and 乙 are merged on 1 August 2018 into 丙; one reports cumulatives, the other months.
fn streets() -> Book {
    let mut builder = BookBuilder::new(2018)
        .streets(&["甲", "乙", "丁"])
        .indicator("I", ValueKind::Flow, "亿元")
        .partition("按街道", None, OWN, &["甲", "乙", "丁"])
        .target("I", "甲", Goal::Amount, "120", "亿元")
        .target("I", "乙", Goal::Amount, "60", "亿元")
        .target("I", "丁", Goal::Amount, "30", "亿元");
    for at in 1..=7 {
        let (period, sum) = (format!("2018-{at:02}"), (at * 10).to_string());
        builder = builder.figure("I", "甲", &period, Measure::Cumulative, &sum, "亿元");
        builder = builder.figure("I", "乙", &period, Measure::Month, "5", "亿元");
    }
    for at in 1..=12 {
        let period = format!("2017-{at:02}");
        builder = builder.figure("I", "甲", &period, Measure::Cumulative, &(at * 8).to_string(), "亿元");
        builder = builder.figure("I", "乙", &period, Measure::Cumulative, &(at * 4).to_string(), "亿元");
    }
    builder.figure("I", "丙", "2018-08", Measure::Month, "17", "亿元").build()
}

fn merged() -> Book {
    let change = Change::Merge { units: owned(&["甲", "乙"]), into: None, new: new("丙") };
    after(&streets(), &Reorganisation { date: date(2018, 8, 1), change })
}

#[test]
fn target_cumulative_and_pace_of_a_merged_unit_are_those_of_its_parts_together() {
    let book = merged();
    let august = |kind| shown(&book, "I", "丙", 8, kind);
    assert_eq!(august(K::Target), "180.00");
    // 70 + 35 at the end of July, and the new unit's own August.
    assert_eq!((august(K::Cumulative).as_str(), august(K::Month).as_str()), ("122.00", "17.00"));
    assert_eq!((august(K::Base).as_str(), august(K::Growth).as_str()), ("96.00", "27.1"));
    assert_eq!((august(K::Pace).as_str(), august(K::Shortfall).as_str()), ("66.67", "−2.00"));
    let trace = |kind| Reckoner::<Tracing>::new(&book, subject(&book, "I", "丙", 8)).unwrap().trace(kind).unwrap();
    let told = serde_json::to_string(trace(K::Completion).expr().as_ref()).unwrap();
    for part in [
        "甲·全年目标",
        "乙·全年目标",
        "全年目标（合并前各单位合计）",
        "甲·1—7月累计完成",
        "累计（合并前各单位合计）",
        "8月完成",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // Before its first day there is nothing of it, and the old units have nothing after their last.
    assert!(figure(&book, "I", "丙", 7, K::Cumulative).value.is_err());
    assert!(figure(&book, "I", "甲", 8, K::Cumulative).value.is_err());
}

#[test]
fn a_report_of_the_new_unit_goes_before_the_sum() {
    let with = |period: &str, text: &str| {
        let change = Change::Merge { units: owned(&["甲", "乙"]), into: None, new: new("丙") };
        let book = BookBuilder::new(2018)
            .streets(&["甲", "乙"])
            .indicator("I", ValueKind::Flow, "亿元")
            .figure("I", "甲", "2017-08", Measure::Cumulative, "8", "亿元")
            .figure("I", "乙", "2017-08", Measure::Cumulative, "4", "亿元")
            .figure("I", "丙", period, Measure::Cumulative, text, "亿元")
            .build();
        after(&book, &Reorganisation { date: date(2018, 8, 1), change })
    };
    assert_eq!(shown(&with("2017-09", "1"), "I", "丙", 8, K::Base), "12.00");
    assert_eq!(shown(&with("2017-08", "11.5"), "I", "丙", 8, K::Base), "11.50");
    let unknown = figure(&with("2017-08", "×"), "I", "丙", 8, K::Base).value.unwrap_err();
    assert_eq!(unknown.label(), "已隐去");
}

#[test]
fn a_total_has_the_new_unit_among_its_parts_from_its_day_on() {
    let book = merged();
    let parts = |at: u8| {
        let reckoner = Reckoner::<Tracing>::new(&book, subject(&book, "I", OWN, at)).unwrap();
        reckoner.partitions().into_iter().map(|one| one.parts.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!((parts(7), parts(8)), (vec!["甲 乙 丁".to_owned()], vec!["丙 丁".to_owned()]));
}

#[test]
fn a_divided_unit_passes_nothing_on() {
    let change = Change::Split { unit: "甲".to_owned(), new: vec![new("子"), new("丑")], below: BTreeMap::new() };
    let book = after(&streets(), &Reorganisation { date: date(2018, 8, 1), change });
    let absence = figure(&book, "I", "子", 8, K::Base).value.unwrap_err();
    assert_eq!((absence.label(), figure(&book, "I", "子", 8, K::Target).value.is_err()), ("未报", true));
    assert_eq!(shown(&book, "I", "甲", 7, K::Cumulative), "70.00");
}
