//! Whole schemes over random figures: each total and each entry recomputed from its trace alone.

use std::path::Path;

use dukao_core::assessment::scheme::{Body, Checkpoint, Scheme};
use dukao_core::assessment::{Assessed, Assessment, Cell, Figure, Plan, Sheet, UnitScore, evaluate};
use dukao_core::ledger::Version;
use dukao_core::number::{Decimal, Number, Rational};
use dukao_core::period::Month;
use dukao_core::progress::{Absence, Leaf, Source, Traced};
use dukao_office::scheme::{Beside, read};
use proptest::prelude::*;

use super::Fraction;

/// All schemes that are shipped, by their file names.
fn shipped() -> Vec<(String, Scheme)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes");
    let mut schemes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            schemes.push((name.clone(), read(&name, &text, &Beside::default()).unwrap().scheme));
        }
    }
    schemes.sort_by(|(left, _), (right, _)| left.cmp(right));
    schemes
}

/// Hands out one random number after the other, from the beginning again when all are used.
struct Numbers<'a>(std::iter::Cycle<std::slice::Iter<'a, u16>>);

impl Numbers<'_> {
    /// A figure from 0 to 199.99 on sheet 1, or none.
    fn cell(&mut self, unit: &str, input: &str) -> Cell {
        let drawn = i64::from(*self.0.next().unwrap());
        if drawn % 13 == 0 {
            return Err(Absence::unreported("没有报"));
        }
        let value = Decimal::new(drawn * 7 % 20_000, 2).unwrap();
        Ok(vec![Figure::leaf(Leaf {
            label: format!("{unit}·{input}"),
            value: Rational::from(value),
            text: value.to_string(),
            unit: String::new(),
            source: Source::Cell {
                file_id: 1,
                file: "月报.xlsx".to_owned(),
                sheet: "7月".to_owned(),
                cell: "B2".to_owned(),
                version: Version(1),
            },
        })])
    }
}

/// The same figures for the units in any order of theirs.
fn sheet(plan: &Plan<'_>, order: &[usize], numbers: &[u16]) -> Sheet {
    let name = |unit: usize| format!("单位{unit}");
    let class = plan.scheme.classes.first().map_or_else(String::new, |class| class.name.clone());
    let assessed = |unit: &usize| Assessed { code: name(*unit), name: name(*unit), class: class.clone() };
    let mut sheet = Sheet::over(order.iter().map(assessed).collect());
    let mut numbers = Numbers(numbers.iter().cycle());
    let place = |unit: usize| order.iter().position(|other| *other == unit).unwrap();
    let subjects = plan.subjects();
    for unit in 0..order.len() {
        for (at, node) in plan.nodes.iter().enumerate() {
            for (input, (what, _)) in node.inputs.iter().enumerate() {
                for checkpoint in checkpoints(plan, at) {
                    sheet.put(at, input, checkpoint, place(unit), numbers.cell(&name(unit), what));
                }
            }
        }
        for subject in &subjects {
            sheet.put_condition(subject, place(unit), numbers.cell(&name(unit), subject));
        }
    }
    sheet
}

fn checkpoints(plan: &Plan<'_>, at: usize) -> Vec<Option<Checkpoint>> {
    let process = &plan.nodes[at].entry.process;
    if process.is_empty() { vec![None] } else { process.iter().map(|(point, _)| Some(*point)).collect() }
}

fn fraction(value: &Rational) -> Fraction {
    Fraction::from_texts(&value.numerator(), &value.denominator()).unwrap()
}

/// What the entries at the ends of the tree bring to the marks.
fn brought(plan: &Plan<'_>, score: &UnitScore<Rational>) -> Rational {
    let ends = plan.nodes.iter().zip(&score.entries);
    let ends = ends.filter(|(node, _)| node.sign.is_none() && matches!(node.entry.body, Body::Scored(_)));
    let points = ends.filter_map(|(_, entry)| Some(entry.standing.points()?.mul(&entry.reaches)));
    Rational::sum(&points.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(24)))]

    /// Every total and every entry of every shipped scheme, from the trace alone; the ends of the tree add up to the
    /// marks; the order of the units changes nothing.
    #[test]
    fn every_point_is_recomputed(numbers in prop::collection::vec(any::<u16>(), 97), month in 1_u8..=12) {
        let month = Month::new(month).unwrap();
        for (name, scheme) in shipped() {
            let plan = Plan::of(&scheme);
            let facts = sheet(&plan, &[0, 1, 2, 3, 4], &numbers);
            let exact: Assessment<Rational> = evaluate(&plan, &facts, month);
            let traced: Assessment<Traced> = evaluate(&plan, &facts, month);
            for (exact, traced) in exact.units.iter().zip(&traced.units) {
                prop_assert_eq!(exact.rank, traced.rank);
                let mut pairs = vec![("总分", &exact.total, &traced.total)];
                for ((node, exact), traced) in plan.nodes.iter().zip(&exact.entries).zip(&traced.entries) {
                    let points = exact.standing.points().zip(traced.standing.points());
                    prop_assert_eq!(exact.standing.points().is_some(), traced.standing.points().is_some());
                    pairs.extend(points.map(|(exact, traced)| (node.entry.name.as_str(), exact, traced)));
                }
                for (what, exact, traced) in pairs {
                    prop_assert_eq!(exact, traced.value());
                    let trace = serde_json::to_value(traced.expr().as_ref()).unwrap();
                    let found = super::evaluate(&trace).map_err(|error| format!("{name} {what}: {error:#}"));
                    prop_assert_eq!(found.unwrap().value, fraction(exact));
                }
                prop_assert_eq!(brought(&plan, exact), exact.marks.clone());
            }
            let turned = [3, 0, 4, 2, 1];
            let other: Assessment<Rational> = evaluate(&plan, &sheet(&plan, &turned, &numbers), month);
            for (place, unit) in turned.iter().enumerate() {
                prop_assert_eq!(&other.units[place].total, &exact.units[*unit].total);
                prop_assert_eq!(other.units[place].rank, exact.units[*unit].rank);
            }
        }
    }
}
