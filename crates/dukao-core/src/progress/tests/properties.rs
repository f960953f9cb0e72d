//! Laws that hold for every book.

use jiff::civil::date;
use proptest::prelude::*;

use super::recipe::{Recipe, UNITS, recipes};
use crate::framework::{Goal, Lights, ValueKind};
use crate::ledger::{Book, Measure, Origin, Place};
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::{Absence, Exact, FigureKind as K, Reckoner, Source, Traced, Tracing, due_end};
use crate::testing::{BookBuilder, OWN, figure, month, subject};

type Value = Result<Rational, Absence>;

fn exact(book: &Book, unit: &str, at: u8, kind: K) -> Value {
    Reckoner::<Exact>::new(book, subject(book, "I", unit, at)).unwrap().compute(kind)
}

fn traced(book: &Book, unit: &str, at: u8, kind: K) -> Result<Traced, Absence> {
    Reckoner::<Tracing>::new(book, subject(book, "I", unit, at)).unwrap().trace(kind)
}

/// The value of a serialised trace, from its JSON alone.
fn evaluate(node: &serde_json::Value) -> Rational {
    let part = |name: &str| evaluate(&node[name]);
    let argument = |index: usize| evaluate(&node["args"][index]);
    match node["op"].as_str().unwrap() {
        "leaf" => {
            let text = |name: &str| node["value"][name].as_str().unwrap();
            Rational::from_texts(text("numerator"), text("denominator")).unwrap()
        }
        "integer" => Rational::integer(node["value"].as_i64().unwrap()),
        "add" => argument(0).add(&argument(1)),
        "sub" => argument(0).sub(&argument(1)),
        "mul" => argument(0).mul(&argument(1)),
        "div" => argument(0).div(&argument(1)).unwrap(),
        "sum" => {
            node["args"].as_array().unwrap().iter().map(evaluate).fold(Rational::zero(), |total, term| total.add(&term))
        }
        "named" => part("of"),
        "rank" => {
            let (own, lower) = (part("own"), node["lower_is_better"].as_bool().unwrap());
            let better = node["others"].as_array().unwrap().iter().map(evaluate);
            let better = better.filter(|other| if lower { other < &own } else { other > &own }).count();
            Rational::integer(i64::try_from(better).unwrap() + 1)
        }
        other => panic!("no such operation {other}"),
    }
}

/// The end of the latest period due in month `at`.
fn due(book: &Book, at: u8) -> Option<Month> {
    due_end(book, book.framework(2018)?.get("I")?, Origin::Claimed, month(at))
}

/// Figures that compare units or years, leave unknown ones out and say so: they may change, never become wrong.
fn leaves_unknown_out(kind: K) -> bool {
    kind.is_place() || kind == K::BestPastGrowth
}

fn uses(trace: &Traced, place: &str) -> bool {
    trace.expr().leaves().iter().any(|leaf| matches!(&leaf.source, Source::Cell { cell, .. } if cell == place))
}

/// Where the cells of a recipe stand: after the two rows of each target.
fn place_of(book: &Book, recipe: &Recipe, index: usize) -> Option<String> {
    let said = &recipe.cells[index];
    let cell = book.cell("I", UNITS[said.unit], said.measure, Origin::Claimed, said.year, month(said.month))?;
    let place: Place = cell.place?;
    let first = recipe.cells.iter().take(index).count();
    let own = u32::try_from(first).unwrap() + 1 + 8;
    (place.row == own).then(|| place.cell())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(48)))]

    /// One formula, three readings: exact, traced, and the serialised trace evaluated anew.
    #[test]
    fn the_trace_is_the_figure(recipe in recipes(), at in 1_u8..=12) {
        let book = recipe.book();
        for unit in UNITS {
            for kind in K::ALL {
                let (value, trace) = (exact(&book, unit, at, *kind), traced(&book, unit, at, *kind));
                match (value, trace) {
                    (Ok(value), Ok(trace)) => {
                        prop_assert_eq!(&value, trace.value(), "{}", kind.key());
                        let json = serde_json::to_value(trace.expr().as_ref()).unwrap();
                        prop_assert_eq!(&value, &evaluate(&json), "{}", kind.key());
                        prop_assert!(!trace.expr().formula().is_empty() && !trace.expr().substitution().is_empty());
                    }
                    (Err(absence), Err(traced)) => prop_assert_eq!(absence, traced),
                    (value, trace) => prop_assert!(false, "{} {:?} {:?}", kind.key(), value, trace),
                }
            }
        }
    }

    /// What comes later never changes what was said before.
    #[test]
    fn a_later_month_changes_no_earlier_figure(recipe in recipes(), at in 1_u8..=11) {
        let mut earlier = recipe.clone();
        earlier.cells.retain(|said| said.year < 2018 || said.month <= at);
        let (before, after) = (earlier.book(), recipe.book());
        for unit in UNITS {
            for kind in K::ALL {
                prop_assert_eq!(exact(&before, unit, at, *kind), exact(&after, unit, at, *kind), "{}", kind.key());
            }
            let judge = |book: &Book| {
                Reckoner::<Exact>::new(book, subject(book, "I", unit, at)).unwrap().judge(Lights::builtin(), date(2018, 8, 20))
            };
            prop_assert_eq!(judge(&before), judge(&after));
        }
    }

    /// A figure that rests on a cell has no value once the cell is masked or incomparable; without
    /// data it may be known from elsewhere, never from that cell.
    #[test]
    fn unknown_never_turns_into_a_number(recipe in recipes(), at in 1_u8..=12, unit in prop::sample::select(vec![OWN, OWN, "S01"]), mark in 0_usize..3) {
        let book = recipe.book();
        let kinds: Vec<K> = K::ALL.iter().copied().filter(|kind| !leaves_unknown_out(*kind)).collect();
        let traces: Vec<_> = kinds.iter().map(|kind| traced(&book, unit, at, *kind)).collect();
        for index in 0..recipe.cells.len() {
            let Some(place) = place_of(&book, &recipe, index) else { continue };
            let resting: Vec<K> = kinds.iter().zip(&traces).filter(|(_, trace)| trace.as_ref().is_ok_and(|trace| uses(trace, &place))).map(|(kind, _)| *kind).collect();
            if resting.is_empty() {
                continue;
            }
            let mut hidden = recipe.clone();
            hidden.cells[index].text = ["×", "不可比", "—"][mark].to_owned();
            let hidden = hidden.book();
            // Without the only December of a late indicator, November is what month 12 asks for.
            if due(&hidden, at) != due(&book, at) {
                continue;
            }
            for kind in resting {
                match traced(&hidden, unit, at, kind) {
                    Ok(trace) => prop_assert!(mark == 2 && !uses(&trace, &place), "{} of {unit} at {at}: {:?}", kind.key(), trace),
                    Err(absence) => prop_assert!(mark == 2 || !matches!(absence, Absence::NotDue(_)), "{}", kind.key()),
                }
            }
        }
    }

    /// The year is its months: A(12) = Σ a(m), and the shortfall is the sum of the monthly ones.
    #[test]
    fn the_cumulative_is_the_sum_of_months(months in prop::collection::vec(-99_i64..9999, 12), target in 1_i64..99999, staged in any::<bool>()) {
        let texts: Vec<String> = months.iter().map(|value| crate::number::Decimal::new(*value, 2).unwrap().to_string()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let book = BookBuilder::new(2018)
            .indicator("I", ValueKind::Flow, "亿元")
            .target_with("I", OWN, Goal::Amount, &target.to_string(), "亿元", |target| {
                let point = |number, share| crate::framework::PacePoint {
                    month: crate::testing::month(number),
                    share: crate::testing::decimal(share),
                };
                if staged {
                    target.pace = crate::framework::PaceProfile::Staged(vec![point(3, "0.2"), point(8, "0.7"), point(12, "1")]);
                }
            })
            .months("I", 2018, Measure::Month, &texts, "亿元")
            .build();
        let mut sums = [Rational::zero(), Rational::zero(), Rational::zero()];
        for at in 1..=12 {
            let kinds = [K::Month, K::MonthlyShortfall, K::Requirement];
            for (sum, kind) in sums.iter_mut().zip(kinds) {
                *sum = sum.add(&exact(&book, OWN, at, kind).unwrap());
            }
            prop_assert_eq!(&sums[0], &exact(&book, OWN, at, K::Cumulative).unwrap());
            prop_assert_eq!(&sums[1], &exact(&book, OWN, at, K::Shortfall).unwrap());
        }
        prop_assert_eq!(&sums[2], &Rational::integer(target));
    }

    /// Parts add up to the total, their contributions to its growth.
    #[test]
    fn parts_make_the_total(parts in prop::collection::vec((1_i64..9999, 1_i64..9999), 2..7)) {
        let sums = parts.iter().fold((0, 0), |total, part| (total.0 + part.0, total.1 + part.1));
        let mut builder = BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元");
        let named = parts.iter().zip(0..).map(|(part, index)| (format!("S{index}"), *part)).collect::<Vec<_>>();
        for (code, (now, before)) in named.iter().cloned().chain([(OWN.to_owned(), sums)]) {
            if code != OWN {
                builder = builder.streets(&[&code]);
            }
            builder = builder
                .figure("I", &code, "2018-07", Measure::Cumulative, &now.to_string(), "亿元")
                .figure("I", &code, "2018-07", Measure::CumulativeBase, &before.to_string(), "亿元");
        }
        let book = builder.build();
        let of = |unit: &str, kind| exact(&book, unit, 7, kind).unwrap();
        prop_assert_eq!(of(OWN, K::PartsTotal), of(OWN, K::Cumulative));
        prop_assert_eq!(of(OWN, K::RebuiltGrowth), of(OWN, K::Growth));
        let pulls: Vec<Rational> = named.iter().map(|(code, _)| of(code, K::Contribution)).collect();
        prop_assert_eq!(Rational::sum(&pulls), of(OWN, K::Growth));
    }

    /// The same amounts written in 亿元 or 万元 give the same rates, and amounts that differ by the point only.
    #[test]
    fn the_unit_of_writing_changes_nothing(done in 1_i64..999_999, target in 1_i64..999_999, before in 1_i64..999_999) {
        let book = |shown: &str, wan: bool| {
            let text = |value: i64| {
                let value = crate::number::Decimal::new(value, 4).unwrap();
                if wan { value.shift(4).unwrap().to_string() } else { value.to_string() }
            };
            let unit = if wan { "万元" } else { "亿元" };
            BookBuilder::new(2018)
                .indicator("I", ValueKind::Flow, shown)
                .target("I", OWN, Goal::Amount, &text(target), unit)
                .figure("I", OWN, "2018-07", Measure::Cumulative, &text(done), unit)
                .figure("I", OWN, "2018-07", Measure::CumulativeBase, &text(before), unit)
                .build()
        };
        let books = [book("亿元", false), book("亿元", true), book("万元", false), book("万元", true)];
        let ten_thousand = Rational::integer(10_000);
        for kind in [K::Completion, K::BehindPace, K::Growth, K::Pressure] {
            let values: Vec<Value> = books.iter().map(|book| exact(book, OWN, 7, kind)).collect();
            prop_assert!(values.windows(2).all(|pair| pair[0].is_ok() && pair[0] == pair[1]), "{}", kind.key());
        }
        for kind in [K::Cumulative, K::Shortfall, K::Requirement, K::Remaining, K::Change] {
            let values: Vec<Rational> = books.iter().map(|book| exact(book, OWN, 7, kind).unwrap()).collect();
            prop_assert_eq!(&values[0], &values[1]);
            prop_assert_eq!(&values[0].mul(&ten_thousand), &values[2]);
            prop_assert_eq!(&values[2], &values[3]);
        }
    }

    /// What is displayed is the value rounded once, with the unit beside it.
    #[test]
    fn display_is_within_half_a_digit(recipe in recipes(), at in 1_u8..=12) {
        let book = recipe.book();
        for kind in K::ALL {
            let shown = figure(&book, "I", OWN, at, *kind);
            let Ok(value) = &shown.value else { continue };
            let text = shown.text().replace('−', "-");
            let printed = Rational::from(crate::testing::decimal(&text));
            let half = Rational::ratio(1, 2).unwrap().mul(&Rational::power_of_ten(-i8::try_from(shown.decimals).unwrap()));
            prop_assert!(printed.sub(value).abs() <= half, "{} {text} {:?}", kind.key(), value);
        }
    }
}
