//! Putting the children of a branch together.

use super::figure::{ALL_DIGITS, decimal};
use super::model::{Aggregation, Kind, Missing};
use super::problem::{Fault, Problem};
use super::statistics::in_order;
use super::trace::{Given, Taken, What};
use super::weight::{Siblings, Weights};
use super::work::{Column, Work};
use crate::number::Decimal;

/// The children that a unit has a figure of: weight and figure.
type Parts = Vec<(usize, f64, f64)>;

impl Work<'_> {
    /// The figures of a branch; `None` when they cannot be computed.
    pub(super) fn aggregate(
        &mut self,
        siblings: Siblings<'_>,
        columns: &[Column],
        weights: &Weights,
        how: &Aggregation,
    ) -> Option<Column> {
        let before = self.problems.len();
        if let Aggregation::Topsis { weights_on_squares } = how {
            return self.topsis(siblings, columns, weights, *weights_on_squares);
        }
        let down = self.direction(siblings, columns)?;
        let units = self.table.units.len();
        let mut values = Vec::with_capacity(units);
        for unit in 0..units {
            let parts = parts(columns, weights, unit);
            // A unit without any figure has none here either; the whole says so.
            values.push(if parts.is_empty() { None } else { self.together(siblings, how, unit, &parts, weights) });
        }
        (self.problems.len() == before).then(|| Column { values, imputed: vec![false; units], down })
    }

    /// Whether less is better for all children, or for none.
    fn direction(&mut self, siblings: Siblings<'_>, columns: &[Column]) -> Option<bool> {
        let down = columns.iter().filter(|column| column.down).count();
        if down > 0 && down < columns.len() {
            let turned = columns.iter().zip(siblings.names).filter(|(column, _)| column.down);
            let names: Vec<String> = turned.map(|(_, name)| (*name).to_owned()).collect();
            self.problems.push(Problem::of(siblings.node, Fault::MixedDirections(names)));
            return None;
        }
        Some(down > 0)
    }

    fn together(
        &mut self,
        siblings: Siblings<'_>,
        how: &Aggregation,
        unit: usize,
        parts: &Parts,
        weights: &Weights,
    ) -> Option<f64> {
        if !matches!(how, Aggregation::Arithmetic) && !self.all_positive(siblings, unit, parts) {
            return None;
        }
        let total = in_order(&weights.values);
        let there = in_order(&parts.iter().map(|(_, weight, _)| *weight).collect::<Vec<_>>());
        // Where nothing is missing the weights stay exactly as they are.
        let grown = if parts.len() == weights.values.len() { 1.0 } else { total / there };
        if !grown.is_finite() {
            self.problems.push(Problem::at(siblings.node, unit, Fault::NoWeightAtAll));
            return None;
        }
        let parts: Parts = parts.iter().map(|(at, weight, value)| (*at, weight * grown, *value)).collect();
        let over = |f: &dyn Fn(f64, f64) -> f64| {
            in_order(&parts.iter().map(|(_, weight, value)| f(*weight, *value)).collect::<Vec<_>>())
        };
        let value = match how {
            Aggregation::Arithmetic => over(&|weight, value| weight * value),
            Aggregation::Geometric => libm::exp(over(&|weight, value| weight * libm::log(value))),
            Aggregation::Harmonic => 1.0 / over(&|weight, value| weight / value),
            Aggregation::Topsis { .. } => return None,
        };
        if self.steps.wants(unit) {
            self.record(siblings, how, &parts, value);
        }
        Some(value)
    }

    fn all_positive(&mut self, siblings: Siblings<'_>, unit: usize, parts: &Parts) -> bool {
        let mut positive = true;
        for (at, _, value) in parts.iter().filter(|(_, _, value)| *value <= 0.0) {
            let name = siblings.names.get(*at).copied().unwrap_or_default().to_owned();
            let written = decimal(*value, ALL_DIGITS).unwrap_or(Decimal::ZERO);
            self.problems.push(Problem::at(siblings.node, unit, Fault::AggregatedNotPositive(name, written)));
            positive = false;
        }
        positive
    }

    fn record(&mut self, siblings: Siblings<'_>, how: &Aggregation, parts: &Parts, value: f64) {
        let symbols: Vec<(String, String)> =
            parts.iter().map(|(at, ..)| (format!("w{}", at + 1), format!("x{}", at + 1))).collect();
        let term = |(w, x): &(String, String)| match how {
            Aggregation::Geometric => format!("{x} ^ {w}"),
            Aggregation::Harmonic => format!("{w} / {x}"),
            _ => format!("{w} * {x}"),
        };
        let terms: Vec<String> = symbols.iter().map(term).collect();
        let formula = match how {
            Aggregation::Geometric => terms.join(" * "),
            Aggregation::Harmonic => format!("1 / ({})", terms.join(" + ")),
            _ => terms.join(" + "),
        };
        let mut inputs = Vec::new();
        for ((at, weight, value), (w, x)) in parts.iter().zip(&symbols) {
            let name = siblings.names.get(*at).copied().unwrap_or_default();
            inputs.extend([Given::One(w, name, *weight), Given::One(x, name, *value)]);
        }
        let taken = Taken { node: siblings.node, what: What::Aggregate, scope: "", symbol: "y", formula: &formula };
        self.steps.take(&taken, &inputs, value);
    }

    /// Puts in the mean of the unit's other figures below the same branch, where that is named.
    pub(super) fn impute_by_siblings(&mut self, siblings: Siblings<'_>, columns: &mut [Column]) {
        let index = self.index;
        let there: Vec<Column> = columns.to_vec();
        for (at, (node, column)) in siblings.nodes.iter().zip(columns.iter_mut()).enumerate() {
            let Some(Kind::Leaf(leaf)) = index.nodes.get(*node).map(|node| &node.kind) else { continue };
            if leaf.missing != Missing::Siblings {
                continue;
            }
            for unit in 0..column.values.len() {
                if column.get(unit).is_some() {
                    continue;
                }
                let own_way =
                    there.iter().enumerate().filter(|(other, sibling)| *other != at && sibling.down == column.down);
                let others: Vec<f64> = own_way.filter_map(|(_, sibling)| sibling.get(unit)).collect();
                if others.is_empty() {
                    self.problems.push(Problem::at(*node, unit, Fault::NothingToImpute).in_column(&leaf.column));
                    continue;
                }
                let put = super::statistics::mean(&others);
                if self.steps.wants(unit) {
                    let taken = Taken { node: *node, what: What::Impute, scope: "", symbol: "y", formula: "mean(v)" };
                    self.steps.take(&taken, &[Given::List("v", "", &others)], put);
                }
                if let (Some(value), Some(mark)) = (column.values.get_mut(unit), column.imputed.get_mut(unit)) {
                    *value = Some(put);
                    *mark = true;
                }
            }
        }
    }
}

fn parts(columns: &[Column], weights: &Weights, unit: usize) -> Parts {
    columns
        .iter()
        .zip(&weights.values)
        .enumerate()
        .filter_map(|(at, (column, weight))| column.get(unit).map(|value| (at, *weight, value)))
        .collect()
}
