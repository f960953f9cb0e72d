use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Fraction, Origin, evaluate};
use dukao_core::framework::{Frequency, Goal, PaceProfile, ValueKind};
use dukao_core::ledger::{Book, Measure};
use dukao_core::progress::{Exact, FigureKind as K, Reckoner, Tracing};
use dukao_core::testing::{BookBuilder, OWN, subject};

/// A district with two streets and a peer, figures in mixed units, cells and typed figures.
fn book(values: &[i64], pace: u8, frequency: Frequency) -> Book {
    let builder = BookBuilder::new(2018)
        .peers(&["Q01"])
        .streets(&["S01", "S02"])
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.frequency = frequency)
        .target_with("I", OWN, Goal::Amount, "2520000", "万元", |target| {
            target.pace = match pace {
                0 => PaceProfile::Even,
                1 => PaceProfile::LastYear,
                _ => PaceProfile::WorkingDays,
            };
        });
    let measures = [Measure::Month, Measure::Cumulative, Measure::CumulativeBase, Measure::CumulativeGrowth];
    let units = [OWN, "Q01", "S01", "S02"];
    let builder = values.iter().zip(0_usize..).fold(builder, |builder, (value, index)| {
        let measure = measures[index / 12 % 4];
        let unit = if measure == Measure::CumulativeGrowth { "%" } else { ["亿元", "万元"][index % 2] };
        let year = [2018, 2017][index / 48 % 2];
        let builder = if index % 7 == 0 { builder.typed() } else { builder.sheet("月报.xlsx", "7月").version(2) };
        let period = format!("{year}-{:02}", index % 12 + 1);
        let text = dukao_core::number::Decimal::new(*value, 2).unwrap().to_string();
        builder.figure("I", units[index / 96 % 4], &period, measure, &text, unit)
    });
    builder.build()
}

fn trace(book: &Book, at: u8, kind: K) -> Option<Value> {
    let traced = Reckoner::<Tracing>::new(book, subject(book, "I", OWN, at)).unwrap().trace(kind).ok()?;
    Some(serde_json::to_value(traced.expr().as_ref()).unwrap())
}

fn figures(book: &Book, at: u8) -> Vec<(K, Value, Fraction)> {
    let exact = Reckoner::<Exact>::new(book, subject(book, "I", OWN, at)).unwrap();
    let known = K::ALL.iter().filter_map(|kind| Some((*kind, exact.compute(*kind).ok()?)));
    known
        .map(|(kind, value)| {
            let value = Fraction::from_texts(&value.numerator(), &value.denominator()).unwrap();
            (kind, trace(book, at, kind).unwrap(), value)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(32)))]

    /// Every figure of a random book, recomputed from its trace alone; each leaf says where it is from.
    #[test]
    fn every_figure_is_recomputed(values in prop::collection::vec(1_i64..99_999, 384), pace in 0_u8..3, at in 1_u8..=12, quarterly in any::<bool>()) {
        let frequency = if quarterly { Frequency::Quarterly } else { Frequency::Monthly };
        let book = book(&values, pace, frequency);
        let figures = figures(&book, at);
        prop_assert!(quarterly && at < 3 || figures.len() > 15, "{}", figures.len());
        for (kind, trace, value) in figures {
            let found = evaluate(&trace).map_err(|error| TestCaseError::fail(format!("{}: {error:#}", kind.key())))?;
            prop_assert_eq!(&found.value, &value, "{}", kind.key());
            prop_assert!(!found.sources.is_empty());
        }
    }

    /// Whatever number of a trace is changed, the evaluator notices.
    #[test]
    fn a_changed_number_is_noticed(values in prop::collection::vec(1_i64..99_999, 384), pick in any::<prop::sample::Index>(), at in 3_u8..=12) {
        let book = book(&values, 0, Frequency::Monthly);
        let figures = figures(&book, at);
        let (kind, trace, _) = &figures[pick.index(figures.len())];
        for path in paths(trace, "numerator") {
            let mut changed = trace.clone();
            let number = changed.pointer_mut(&path).unwrap();
            *number = json!(format!("{}1", number.as_str().unwrap()));
            prop_assert!(evaluate(&changed).is_err(), "{} at {path}: {changed}", kind.key());
        }
        for key in ["version", "cell", "file", "sheet", "from", "label", "op", "denominator", "text"] {
            for path in paths(trace, key) {
                let mut changed = trace.clone();
                *changed.pointer_mut(&path).unwrap() = Value::Null;
                prop_assert!(evaluate(&changed).is_err(), "{} at {path}", kind.key());
            }
        }
    }
}

/// The pointers of all entries called `key`.
fn paths(value: &Value, key: &str) -> Vec<String> {
    fn walk(value: &Value, at: &str, key: &str, found: &mut Vec<String>) {
        let entries: Vec<(String, &Value)> = match value {
            Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), value)).collect(),
            Value::Array(list) => list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
            _ => return,
        };
        for (name, value) in entries {
            let path = format!("{at}/{name}");
            if name == key {
                found.push(path.clone());
            }
            walk(value, &path, key, found);
        }
    }
    let mut found = Vec::new();
    walk(value, "", key, &mut found);
    found
}

fn shortfall() -> Value {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .target("I", OWN, Goal::Amount, "252", "亿元")
        .typed()
        .figure("I", OWN, "2018-07", Measure::Cumulative, "1152500", "万元")
        .build();
    trace(&book, 7, K::Shortfall).unwrap()
}

#[test]
fn the_leaves_name_their_sources() {
    let found = evaluate(&shortfall()).unwrap();
    assert_eq!(found.value.to_string(), "127/4");
    assert_eq!(
        found.sources,
        [
            Origin::Cell {
                file: "月报.xlsx".to_owned(), sheet: "数据".to_owned(), cell: "B2".to_owned(), version: 1
            },
            Origin::Rule("均衡进度：已完成的月数÷12".to_owned()),
            Origin::Typed { version: 1 },
        ]
    );
}

/// One change, one complaint.
#[test]
fn tampered_traces_are_refused() {
    let sound = shortfall();
    let refused = |change: &dyn Fn(&mut Value), complaint: &str| {
        let mut tampered = sound.clone();
        change(&mut tampered);
        let error = format!("{:#}", evaluate(&tampered).expect_err("a complaint"));
        assert!(error.contains(complaint), "{error}");
    };
    let leaf = "/of/args/0/args/0";
    let at = |path: &str| format!("{leaf}{path}");
    refused(&|trace| trace["of"]["op"] = json!("add"), "is said to be");
    refused(&|trace| trace["of"]["op"] = json!("root"), "no operation");
    refused(&|trace| trace["of"]["args"] = json!([]), "0 arguments");
    refused(&|trace| trace["value"]["denominator"] = json!("0"), "no fraction");
    refused(&|trace| *trace.pointer_mut(&at("/value/numerator")).unwrap() = json!("253"), "written");
    refused(&|trace| *trace.pointer_mut(&at("/text")).unwrap() = json!("253"), "written");
    refused(&|trace| *trace.pointer_mut(&at("/text")).unwrap() = json!("二百"), "written");
    refused(&|trace| *trace.pointer_mut(&at("/source/from")).unwrap() = json!("memory"), "no source");
    refused(&|trace| *trace.pointer_mut(&at("/source/version")).unwrap() = json!(0), "version 0");
    refused(&|trace| *trace.pointer_mut(&at("/source/file_id")).unwrap() = json!(0), "number of the file");
    refused(&|trace| *trace.pointer_mut(&at("/source/file")).unwrap() = json!(""), "“file” is empty");
    for cell in ["2", "B", "B0", "b2", "B2C", "B-2"] {
        refused(&|trace| *trace.pointer_mut(&at("/source/cell")).unwrap() = json!(cell), "is no cell");
    }
    refused(&|trace| *trace.pointer_mut("/of/args/1/source").unwrap() = json!({ "from": "typed" }), "no version");
}

#[test]
fn ranks_count_the_better_ones() {
    let leaf = |text: &str| {
        let value = json!({ "numerator": text, "denominator": "1" });
        json!({ "op": "leaf", "label": "增速", "text": text, "unit": "%", "value": value, "source": { "from": "typed", "version": 1 } })
    };
    let rank = |lower: bool, others: [&str; 3]| {
        let others: Vec<Value> = others.iter().map(|other| leaf(other)).collect();
        let trace = json!({ "op": "rank", "own": leaf("7"), "others": others, "lower_is_better": lower });
        evaluate(&trace).unwrap().value.to_string()
    };
    assert_eq!(rank(false, ["8", "7", "6"]), "2/1");
    assert_eq!(rank(true, ["8", "7", "6"]), "2/1");
    assert_eq!(rank(false, ["8", "9", "9"]), "4/1");
    assert_eq!(rank(true, ["8", "9", "9"]), "1/1");
    let zero = json!({ "op": "div", "args": [{ "op": "integer", "value": 1 }, { "op": "integer", "value": 0 }] });
    assert!(format!("{:#}", evaluate(&zero).unwrap_err()).contains("zero"));
}

fn number(value: i64) -> Value {
    json!({ "op": "integer", "value": value })
}

fn value_of(trace: &Value) -> Option<String> {
    evaluate(trace).ok().map(|found| found.value.to_string())
}

#[test]
fn the_least_and_the_greatest_of_all() {
    let all = [number(3), number(-2), number(7)];
    assert_eq!(value_of(&json!({ "op": "least", "args": all })).as_deref(), Some("-2/1"));
    assert_eq!(value_of(&json!({ "op": "greatest", "args": all })).as_deref(), Some("7/1"));
    assert_eq!(value_of(&json!({ "op": "least", "args": [] })), None);
}

#[test]
fn a_branch_is_followed_when_its_condition_holds_and_refused_when_not() {
    let when = |left: i64, relation: &str, right: i64| {
        value_of(&json!({
            "op": "when", "left": number(left), "relation": relation, "right": number(right), "then": number(5)
        }))
    };
    for (left, relation, right, holds) in [
        (1, "<", 2, true),
        (2, "<", 2, false),
        (2, "≤", 2, true),
        (3, "≤", 2, false),
        (2, "=", 2, true),
        (1, "=", 2, false),
        (2, "≥", 2, true),
        (1, "≥", 2, false),
        (3, ">", 2, true),
        (2, ">", 2, false),
        (2, "?", 2, false),
    ] {
        assert_eq!(when(left, relation, right).is_some(), holds, "{left} {relation} {right}");
    }
}

#[test]
fn rounding_is_half_away_from_zero() {
    let rounded = |above: i64, below: i64| {
        let of = json!({ "op": "div", "args": [number(above), number(below)] });
        evaluate(&json!({ "op": "rounded", "decimals": 1, "of": of })).unwrap().value
    };
    for (above, below, tenths) in [(5, 20, 3), (-5, 20, -3), (24, 100, 2), (-24, 100, -2), (1, 3, 3)] {
        let expected = Fraction::integer(tenths).over(&Fraction::integer(10)).unwrap();
        assert_eq!(rounded(above, below), expected, "{above}/{below}");
    }
}

#[test]
fn a_power_is_reckoned_again() {
    let power = |stated: &str| {
        value_of(&json!({
            "op": "power", "base": number(2), "exponent": json!({ "op": "div", "args": [number(1), number(2)] }),
            "value": { "numerator": stated, "denominator": "100000000000" }
        }))
    };
    assert!(power("141421356237").is_some());
    assert!(power("141421356247").is_none());
}
