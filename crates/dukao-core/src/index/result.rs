//! What comes out of an index.

use super::evaluate::Computed;
use super::figure::{DIGITS, Figure, decimal};
use super::model::{Index, Kind};
use super::place::competition;
use super::problem::{Fault, Problem};
use super::table::Table;
use super::trace::Step;
use super::weight::Fact;
use crate::number::{Decimal, Rational};

/// An index over a table. All figures have twelve significant digits.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Whether a lower index is the better one.
    pub lower_is_better: bool,
    /// The units, in the order of the table.
    pub units: Vec<UnitResult>,
    /// The nodes, in the order of the index.
    pub nodes: Vec<NodeResult>,
}

/// The results with the steps of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// All results.
    pub results: Results,
    /// The steps that lead to the unit's index, in their order.
    pub steps: Vec<Step>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitResult {
    /// Its name.
    pub unit: String,
    /// The index.
    pub index: Decimal,
    /// The place among all units: 1, 2, 2, 4.
    pub rank: usize,
    /// Whether others have the same place.
    pub tied: bool,
    /// Its places inside the groups of each group column.
    pub groups: Vec<GroupPlace>,
    /// How many figures were put in for it.
    pub imputed: usize,
    /// For each node: the figure of a branch, the comparable figure of an indicator.
    pub values: Vec<Option<Decimal>>,
    /// For each node that is an indicator: the figure it began with.
    pub raw: Vec<Option<Raw>>,
}

/// A place inside a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPlace {
    /// The group column.
    pub column: String,
    /// The group.
    pub group: String,
    /// The place.
    pub rank: usize,
    /// Whether others of the group have the same place.
    pub tied: bool,
    /// How many units the group has.
    pub units: usize,
}

/// The figure an indicator began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// As the table has it.
    pub written: Option<String>,
    /// What was reckoned with, by its denominators where it has some; `None` where it was left out or the comparable
    /// figure was put in.
    pub used: Option<Decimal>,
    /// Whether it was put in.
    pub imputed: bool,
}

/// One node.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeResult {
    /// Its weight among its siblings; the whole has none.
    pub weight: Option<Decimal>,
    /// The product of the weights from the whole down to it.
    pub overall: Option<Decimal>,
    /// Whether less is better in its figures.
    pub lower_is_better: bool,
    /// What was found on the way to the weights of its children.
    pub facts: Vec<Fact>,
}

/// Puts the results together; the problems are those of figures too large to be written.
pub(super) fn results(index: &Index, table: &Table, computed: &[Computed]) -> Result<Results, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut units: Vec<UnitResult> = Vec::new();
    for (unit, name) in table.units.iter().enumerate() {
        match unit_result(index, table, computed, unit, name) {
            Ok(result) => units.push(result),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let lower_is_better = computed.first().is_some_and(|whole| whole.column.down);
    rank(index, table, &mut units, lower_is_better);
    let nodes = computed.iter().enumerate().map(|(at, _)| node_result(index, computed, at)).collect();
    Ok(Results { lower_is_better, units, nodes })
}

fn unit_result(
    index: &Index,
    table: &Table,
    computed: &[Computed],
    unit: usize,
    name: &str,
) -> Result<UnitResult, Problem> {
    let mut values = Vec::new();
    let mut raw = Vec::new();
    for (node, (one, computed)) in index.nodes.iter().zip(computed).enumerate() {
        let too_large = || Problem::at(node, unit, Fault::TooLarge);
        let digits = |value: Option<f64>| value.map(|value| decimal(value, DIGITS).ok_or_else(too_large)).transpose();
        values.push(digits(computed.column.get(unit))?);
        raw.push(match &one.kind {
            Kind::Branch(_) => None,
            Kind::Leaf(leaf) => Some(Raw {
                written: table.figure(&leaf.column, unit).map(ToString::to_string),
                used: digits(computed.used.get(unit).copied().flatten())?,
                imputed: computed.column.is_imputed(unit),
            }),
        });
    }
    let whole = values.first().copied().flatten();
    let index = whole.ok_or_else(|| Problem::at(0, unit, Fault::AllMissing))?;
    let imputed = raw.iter().flatten().filter(|raw| raw.imputed).count();
    let unit = name.to_owned();
    Ok(UnitResult { unit, index, rank: 0, tied: false, groups: Vec::new(), imputed, values, raw })
}

fn rank(index: &Index, table: &Table, units: &mut [UnitResult], down: bool) {
    // Twelve digits fit a float exactly enough: the same digits are the same float, others are others.
    let key = |value: Decimal| {
        let shown = || Rational::from(value).round(index.decimals).to_string().parse().ok();
        if index.rank_as_shown { shown() } else { Some(Figure::from(value).value()) }
    };
    let keys: Vec<Option<f64>> = units.iter().map(|unit| key(unit.index)).collect();
    for (unit, (rank, tied)) in units.iter_mut().zip(competition(&keys, down)) {
        (unit.rank, unit.tied) = (rank, tied);
    }
    for column in &index.groups {
        let scopes = table.scopes(Some(column));
        for (scope, group) in scopes.names.iter().enumerate() {
            let own = |at: usize| scopes.of.get(at) == Some(&scope);
            let members: Vec<Option<f64>> = keys.iter().enumerate().map(|(at, key)| key.filter(|_| own(at))).collect();
            let count = members.iter().flatten().count();
            let places = competition(&members, down);
            for (at, (unit, (rank, tied))) in units.iter_mut().zip(places).enumerate() {
                if own(at) {
                    let (column, group) = (column.clone(), group.clone());
                    unit.groups.push(GroupPlace { column, group, rank, tied, units: count });
                }
            }
        }
    }
}

fn node_result(index: &Index, computed: &[Computed], at: usize) -> NodeResult {
    let weight_of = |node: usize| {
        let parent = index.nodes.get(node)?.parent?;
        let place = index.children(parent).position(|child| child == node)?;
        let weights = computed.get(parent)?;
        weights.weights.values.get(place).map(|weight| (parent, *weight))
    };
    let own = weight_of(at);
    let mut overall = 1.0;
    let mut node = at;
    while let Some((parent, weight)) = weight_of(node) {
        overall *= weight;
        node = parent;
    }
    NodeResult {
        weight: own.and_then(|(_, weight)| decimal(weight, DIGITS)),
        overall: own.and_then(|_| decimal(overall, DIGITS)),
        lower_is_better: computed.get(at).is_some_and(|computed| computed.column.down),
        facts: computed.get(at).map(|computed| computed.weights.facts.clone()).unwrap_or_default(),
    }
}
