//! What is refused, all of it in one pass.

use super::small::{by, faults, figure, flat, given, grouped, leaf, mean_of, min_max, table};
use crate::index::{Aggregation, Fault, Leaf, Method, Missing, Pairwise, Priorities, Sum, Table, Weighting, evaluate};
use crate::number::Rational;

#[test]
fn the_table_must_have_what_is_asked_for() {
    let mut index = mean_of(vec![leaf("一", min_max()), leaf("没有", min_max())]);
    let mut table = table(&[("一", "1 · 3")]);
    table.units[2] = "甲1".to_owned();
    assert_eq!(
        faults(&index, &table),
        [
            (0, Some(2), Fault::DuplicateUnit("甲1".to_owned())),
            (2, None, Fault::UnknownColumn("没有".to_owned())),
            (1, Some(1), Fault::MissingFigure),
        ]
    );
    index.groups.push("组".to_owned());
    assert!(faults(&index, &table).contains(&(0, None, Fault::UnknownGroup("组".to_owned()))));
    let blank = grouped(&[("一", "1 2"), ("没有", "1 2")], "东 ");
    assert_eq!(faults(&index, &blank), [(0, Some(1), Fault::NoGroup)]);
    assert_eq!(faults(&index, &Table::default())[0].2, Fault::NoUnits);
}

#[test]
fn the_tree_must_hang_together() {
    let mut index = mean_of(vec![leaf("一", min_max())]);
    index.nodes[1].parent = Some(7);
    let table = table(&[("一", "1 2")]);
    assert_eq!(faults(&index, &table), [(0, None, Fault::NothingBelow), (1, None, Fault::Misplaced)]);
    index.nodes[1].parent = Some(1);
    assert!(faults(&index, &table).contains(&(1, None, Fault::Misplaced)));
    index.nodes.clear();
    assert_eq!(faults(&index, &table), [(0, None, Fault::NothingBelow)]);
}

#[test]
fn a_leaf_may_be_the_whole() {
    let mut index = mean_of(vec![leaf("一", by(Method::Plain))]);
    index.nodes.remove(0);
    index.nodes[0].parent = None;
    let results = evaluate(&index, &table(&[("一", "1 2")])).unwrap();
    assert_eq!(results.units[1].index.to_string(), "2");
    assert_eq!(results.units[1].rank, 1);
}

#[test]
fn weights_are_looked_at_even_when_figures_are_wrong() {
    let leaves = vec![(leaf("一", min_max()), Some("0.5")), (leaf("二", min_max()), Some("0.6"))];
    let index = flat(given(), Aggregation::Arithmetic, leaves);
    let sum = Fault::WeightSum { sum: "1.1".to_owned(), expected: "1".to_owned() };
    assert_eq!(
        faults(&index, &table(&[("一", "1 1"), ("二", "1 2")])),
        [(1, None, Fault::NoSpread(None)), (0, None, sum)]
    );
    let unused = flat(Weighting::Equal, Aggregation::Arithmetic, vec![(leaf("一", min_max()), Some("1"))]);
    assert_eq!(faults(&unused, &table(&[("一", "1 2")])), [(1, None, Fault::WeightUnused)]);
    let relative = Weighting::Given(Sum::Relative);
    let none = flat(relative, Aggregation::Arithmetic, vec![(leaf("一", min_max()), None)]);
    assert_eq!(faults(&none, &table(&[("一", "1 2")])), [(1, None, Fault::NoWeight)]);
}

#[test]
fn no_mean_of_what_is_not_positive() {
    for aggregation in [Aggregation::Geometric, Aggregation::Harmonic] {
        let leaves = vec![(leaf("一", by(Method::Plain)), None), (leaf("二", by(Method::Plain)), None)];
        let index = flat(Weighting::Equal, aggregation, leaves);
        let found = faults(&index, &table(&[("一", "1 0"), ("二", "-2 3")]));
        let fault =
            |name: &str, value| Fault::AggregatedNotPositive(name.to_owned(), crate::number::Decimal::integer(value));
        assert_eq!(found, [(0, Some(0), fault("二", -2)), (0, Some(1), fault("一", 0))]);
    }
}

#[test]
fn directions_must_agree() {
    let down = |column| Leaf { lower_is_better: true, ..leaf(column, by(Method::Vector)) };
    let table = table(&[("一", "1 2"), ("二", "4 3")]);
    let mixed = mean_of(vec![leaf("一", by(Method::Vector)), down("二")]);
    assert_eq!(faults(&mixed, &table), [(0, None, Fault::MixedDirections(vec!["二".to_owned()]))]);
    let both = mean_of(vec![down("一"), down("二")]);
    assert!(evaluate(&both, &table).unwrap().lower_is_better);
}

#[test]
fn what_is_too_large_is_said() {
    let index = mean_of(vec![leaf("一", by(Method::Linear { times: figure("1e12"), plus: figure("0") }))]);
    assert_eq!(faults(&index, &table(&[("一", "1 1e9")])), [(0, Some(1), Fault::TooLarge)]);
}

#[test]
fn a_matrix_over_fifteen_needs_its_own_index() {
    let size = 16;
    let matrix = vec![vec![Rational::ratio(1, 1).unwrap(); size]; size];
    let of = |random_index| {
        let names: Vec<String> = (0..size).map(|at| format!("列{at}")).collect();
        let columns: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1 2")).collect();
        let leaves = columns.iter().map(|(column, _)| (leaf(column, min_max()), None)).collect();
        let pairwise = Pairwise {
            matrix: matrix.clone(),
            priorities: Priorities::Eigenvector,
            random_index,
            inconsistency_accepted: false,
        };
        evaluate(&flat(Weighting::Pairwise(pairwise), Aggregation::Arithmetic, leaves), &table(&columns))
    };
    assert_eq!(of(None).unwrap_err()[0].fault, Fault::MatrixTooLarge(16));
    assert!(of(Some(figure("1.6"))).is_ok());
}

#[test]
fn missing_figures_and_what_cannot_do_without() {
    let own = |column| (Leaf { missing: Missing::Renormalised, ..leaf(column, min_max()) }, None);
    let table = table(&[("一", "1 2 ·"), ("二", "3 2 ·")]);
    let index = flat(Weighting::Equal, Aggregation::Topsis { weights_on_squares: false }, vec![own("一"), own("二")]);
    let needs = |name: &str| (0, None, Fault::NeedsAll(name.to_owned()));
    assert_eq!(faults(&index, &table), [needs("一"), needs("二")]);
    let index = flat(Weighting::Equal, Aggregation::Arithmetic, vec![own("一"), own("二")]);
    assert_eq!(faults(&index, &table), [(0, Some(2), Fault::AllMissing)]);
}
