//! Every value kind × every figure: which exist, and why the others do not.

use std::fmt::Write as _;

use crate::framework::{Goal, PriceBasis, ValueKind};
use crate::ledger::{Book, Measure};
use crate::progress::FigureKind;
use crate::testing::{BookBuilder, OWN, figure, stage};

/// A district with everything a figure may need, so that what is missing is missing by its kind.
fn rich(kind: ValueKind, price: PriceBasis) -> Book {
    let (goal, unit) = match kind {
        ValueKind::Flow => (Goal::Amount, "亿元"),
        ValueKind::Count => (Goal::Amount, "个"),
        ValueKind::Growth => (Goal::Growth, "%"),
        ValueKind::Ratio => (Goal::Level, "%"),
        ValueKind::Rank => (Goal::Rank, "位"),
        ValueKind::Milestone => (Goal::Milestone, "项"),
        ValueKind::YesNo => (Goal::YesNo, "项"),
        ValueKind::Average | ValueKind::Level | ValueKind::Index => (Goal::Level, "分"),
    };
    let mut builder = BookBuilder::new(2018)
        .peers(&["Q01", "Q02"])
        .streets(&["S01", "S02"])
        .indicator_with("I", kind, unit, |indicator| indicator.price = price)
        .target_with("I", OWN, goal, "120", unit, |target| {
            target.stretch = target.floor;
            target.stages = vec![stage("2018年前三季度", "90")];
        });
    for (holder, value) in [(OWN, "60"), ("Q01", "70"), ("Q02", "50"), ("S01", "40"), ("S02", "20"), ("C00", "180")] {
        for year in [2016, 2017, 2018] {
            let months = if year == 2018 { 6..=7 } else { 1..=12 };
            for month in months {
                let period = format!("{year}-{month:02}");
                let cumulative = if month < 12 { value.to_owned() } else { format!("{value}0") };
                builder = builder.figure("I", holder, &period, Measure::Cumulative, &cumulative, unit);
            }
        }
        builder = builder
            .figure("I", holder, "2018-06", Measure::Month, "8", unit)
            .figure("I", holder, "2018-07", Measure::Month, "10", unit)
            .figure("I", holder, "2018-06", Measure::CumulativeGrowth, "5", "%")
            .figure("I", holder, "2018-07", Measure::CumulativeGrowth, "6", "%")
            .figure("I", holder, "2018-07", Measure::Completion, "50", "%")
            .figure("I", holder, "2018-07", Measure::LastYearRank, "3", "位");
    }
    builder.build()
}

fn table(price: PriceBasis) -> String {
    let mut text = String::new();
    for (kind, word) in ValueKind::WORDS {
        let book = rich(kind, price);
        writeln!(text, "## {word}").unwrap();
        for which in FigureKind::ALL {
            let found = figure(&book, "I", OWN, 7, *which);
            let said = match &found.value {
                Ok(_) => format!("{} {}", found.text(), found.unit),
                Err(absence) => format!("{}（{}）", absence.label(), absence.reason()),
            };
            writeln!(text, "{:22} {said}", which.key()).unwrap();
        }
    }
    text
}

#[test]
fn which_figures_a_kind_has_at_current_prices() {
    insta::assert_snapshot!("figures_by_kind", table(PriceBasis::Current));
}

/// Nothing that needs a base or a growth from the amounts exists at constant prices.
#[test]
fn which_figures_a_kind_has_at_constant_prices() {
    let current = table(PriceBasis::Current);
    let constant = table(PriceBasis::Constant);
    let differing: Vec<String> = current
        .lines()
        .zip(constant.lines())
        .filter(|(left, right)| left != right)
        .map(|(_, right)| right.to_owned())
        .collect();
    insta::assert_snapshot!("figures_at_constant_prices", differing.join("\n"));
}

/// Keys and names are each used once, and a key finds its figure.
#[test]
fn keys_are_stable_and_unique() {
    let mut keys: Vec<&str> = FigureKind::ALL.iter().map(|kind| kind.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), FigureKind::ALL.len());
    let mut labels: Vec<&str> = FigureKind::ALL.iter().map(|kind| kind.label()).collect();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), FigureKind::ALL.len());
    for kind in FigureKind::ALL {
        assert_eq!(FigureKind::from_key(kind.key()), Some(*kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
    }
    assert_eq!(FigureKind::from_key("nothing"), None);
}
