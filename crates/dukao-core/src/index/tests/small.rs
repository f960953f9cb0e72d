//! Small indices to test with.

use std::collections::BTreeMap;

use crate::index::{
    Aggregation, Branch, Fault, Figure, Flat, Index, Kind, Leaf, Method, Missing, Node, Normalisation, Results, Sum,
    Table, Transform, Weighting, evaluate,
};
use crate::number::Rational;

/// A figure.
pub(super) fn figure(text: &str) -> Figure {
    Figure::parse(text).unwrap()
}

/// A method over all units.
pub(super) fn by(method: Method) -> Normalisation {
    Normalisation { method, within: None, flat: Flat::Refused }
}

/// Min-max onto 0 … 1.
pub(super) fn min_max() -> Normalisation {
    by(Method::MinMax { low: figure("0"), high: figure("1") })
}

/// An indicator that is taken as it is.
pub(super) fn leaf(column: &str, normalisation: Normalisation) -> Leaf {
    Leaf {
        column: column.to_owned(),
        over: Vec::new(),
        missing: Missing::Refused,
        floor: None,
        ceiling: None,
        transform: Transform::None,
        lower_is_better: false,
        normalisation,
    }
}

/// One branch with indicators below it.
pub(super) fn flat(weighting: Weighting, aggregation: Aggregation, leaves: Vec<(Leaf, Option<&str>)>) -> Index {
    let whole = Branch { weighting, aggregation, rescale: None };
    let mut nodes = vec![Node { name: "总".to_owned(), parent: None, weight: None, kind: Kind::Branch(whole) }];
    for (leaf, weight) in leaves {
        let weight = weight.map(|text| Rational::from(crate::number::Decimal::parse(text).unwrap()));
        nodes.push(Node { name: leaf.column.clone(), parent: Some(0), weight, kind: Kind::Leaf(leaf) });
    }
    Index { name: "试".to_owned(), groups: Vec::new(), nodes, decimals: 2, rank_as_shown: false }
}

/// The mean of indicators.
pub(super) fn mean_of(leaves: Vec<Leaf>) -> Index {
    let leaves = leaves.into_iter().map(|leaf| (leaf, None)).collect();
    flat(Weighting::Equal, Aggregation::Arithmetic, leaves)
}

/// Given weights that add up to one.
pub(super) fn given() -> Weighting {
    Weighting::Given(Sum::To(Rational::ratio(1, 1).unwrap()))
}

/// Columns by name, figures parted by blanks; `·` is a missing one.
pub(super) fn table(columns: &[(&str, &str)]) -> Table {
    let read = |text: &str| (text != "·").then(|| figure(text));
    let columns: BTreeMap<String, Vec<Option<Figure>>> =
        columns.iter().map(|(name, figures)| ((*name).to_owned(), figures.split(' ').map(read).collect())).collect();
    let count = columns.values().map(Vec::len).max().unwrap_or(0);
    Table { units: (1..=count).map(|at| format!("甲{at}")).collect(), columns, groups: BTreeMap::new() }
}

/// The same with a column of groups.
pub(super) fn grouped(columns: &[(&str, &str)], groups: &str) -> Table {
    let mut table = table(columns);
    table.groups.insert("组".to_owned(), groups.split(' ').map(str::to_owned).collect());
    table
}

/// The indices of all units as text.
pub(super) fn values(results: &Results) -> Vec<String> {
    results.units.iter().map(|unit| unit.index.to_string()).collect()
}

/// What comes out for one indicator.
pub(super) fn one(leaf: Leaf, table: &Table) -> Vec<String> {
    values(&evaluate(&mean_of(vec![leaf]), table).unwrap())
}

/// What is wrong, with node and unit.
pub(super) fn faults(index: &Index, table: &Table) -> Vec<(usize, Option<usize>, Fault)> {
    let problems = evaluate(index, table).unwrap_err();
    problems.into_iter().map(|problem| (problem.node, problem.unit, problem.fault)).collect()
}
