//! The figures of one indicator, before they are made comparable: divided, filled in, cut off, transformed.

use super::figure::{ALL_DIGITS, decimal};
use super::model::{Bound, Leaf, Missing};
use super::problem::{Fault, Problem};
use super::shape::Shape;
use super::statistics::{mean, median, quantile};
use super::trace::{Given, Taken, What};
use super::work::{Column, Work};
use crate::number::Decimal;

/// The figures of a leaf before they are made comparable.
pub(super) struct Prepared {
    pub(super) column: Column,
    pub(super) shape: Shape,
    /// The figures as they were put in, before anything was cut off or transformed.
    pub(super) used: Vec<Option<f64>>,
}

impl Work<'_> {
    /// The figures of a leaf; `None` when something is wrong with them.
    pub(super) fn prepare(&mut self, node: usize, leaf: &Leaf) -> Option<Prepared> {
        let before = self.problems.len();
        let mut values = self.read(node, leaf);
        let imputed = self.impute(node, leaf, &mut values);
        if self.problems.len() > before {
            return None;
        }
        let used = values.clone();
        self.cut(node, leaf, &mut values);
        let shape = self.shape(node, leaf, &values)?;
        for (unit, value) in values.iter_mut().enumerate() {
            let Some(x) = *value else { continue };
            if let Some(y) = shape.apply(x) {
                if !matches!(shape, Shape::Plain) && self.steps.wants(unit) {
                    shape.record(self, node, x, y);
                }
                *value = Some(y);
            } else {
                let outside = Fault::OutsideDomain(decimal(x, ALL_DIGITS).unwrap_or(Decimal::ZERO));
                self.problems.push(Problem::at(node, unit, outside).in_column(&leaf.column));
            }
        }
        let down = shape.direction(leaf.lower_is_better);
        (self.problems.len() == before).then_some(Prepared { column: Column { values, imputed, down }, shape, used })
    }

    /// The figures of the table, by their denominators.
    fn read(&mut self, node: usize, leaf: &Leaf) -> Vec<Option<f64>> {
        let table = self.table;
        let mut values = Vec::with_capacity(table.units.len());
        for unit in 0..table.units.len() {
            let mut value = table.figure(&leaf.column, unit).map(super::Figure::value);
            for over in &leaf.over {
                let by = table.figure(over, unit).map(super::Figure::value);
                if by.is_some_and(|by| by == 0.0) {
                    self.problems.push(Problem::at(node, unit, Fault::DivisionByZero).in_column(over));
                }
                value = value.zip(by).map(|(value, by)| value / by);
            }
            if let Some(value) = value.filter(|_| self.steps.wants(unit)) {
                self.record_read(node, leaf, unit, value);
            }
            values.push(value);
        }
        values
    }

    fn record_read(&mut self, node: usize, leaf: &Leaf, unit: usize, value: f64) {
        let columns: Vec<&String> = std::iter::once(&leaf.column).chain(&leaf.over).collect();
        let symbols: Vec<String> = (1..=columns.len()).map(|at| format!("a{at}")).collect();
        let figure = |column: &str| self.table.figure(column, unit).map_or(0.0, super::Figure::value);
        let inputs: Vec<Given<'_>> =
            symbols.iter().zip(&columns).map(|(symbol, column)| Given::One(symbol, column, figure(column))).collect();
        let formula = symbols.join(" / ");
        let taken = Taken { node, what: What::Read, scope: "", symbol: "x", formula: &formula };
        self.steps.take(&taken, &inputs, value);
    }

    /// Puts figures in where some are missing, as the file says.
    fn impute(&mut self, node: usize, leaf: &Leaf, values: &mut [Option<f64>]) -> Vec<bool> {
        let mut imputed = vec![false; values.len()];
        let group = match &leaf.missing {
            Missing::GroupMean(group) | Missing::GroupMedian(group) => Some(group.as_str()),
            _ => None,
        };
        let scopes = self.table.scopes(group);
        let there = values.to_vec();
        for (unit, value) in values.iter_mut().enumerate().filter(|(_, value)| value.is_none()) {
            let scope = scopes.of.get(unit).copied().unwrap_or(0);
            let others = scopes.values(scope, &there);
            let (formula, put) = match &leaf.missing {
                Missing::Siblings | Missing::Renormalised => continue,
                Missing::Refused => {
                    let missing = self.missing_column(leaf, unit);
                    self.problems.push(Problem::at(node, unit, Fault::MissingFigure).in_column(&missing));
                    continue;
                }
                Missing::Constant(figure) => ("c", figure.value()),
                Missing::Mean | Missing::GroupMean(_) => ("mean(v)", mean(&others)),
                Missing::Median | Missing::GroupMedian(_) => ("median(v)", median(&others)),
            };
            if others.is_empty() && formula != "c" {
                self.problems.push(Problem::at(node, unit, Fault::NothingToImpute).in_column(&leaf.column));
                continue;
            }
            if self.steps.wants(unit) {
                let name = scopes.names.get(scope).map_or("", String::as_str);
                let taken = Taken { node, what: What::Impute, scope: name, symbol: "x", formula };
                let input =
                    if formula == "c" { Given::One("c", "", put) } else { Given::List("v", &leaf.column, &others) };
                self.steps.take(&taken, &[input], put);
            }
            *value = Some(put);
            if let Some(mark) = imputed.get_mut(unit) {
                *mark = true;
            }
        }
        imputed
    }

    /// The first of the columns of a leaf that has no figure for the unit.
    fn missing_column(&self, leaf: &Leaf, unit: usize) -> String {
        let mut columns = std::iter::once(&leaf.column).chain(&leaf.over);
        columns.find(|column| self.table.figure(column, unit).is_none()).unwrap_or(&leaf.column).clone()
    }

    /// Cuts off at the bounds.
    fn cut(&mut self, node: usize, leaf: &Leaf, values: &mut [Option<f64>]) {
        let there: Vec<f64> = values.iter().flatten().copied().collect();
        let floor = leaf.floor.as_ref().map(|bound| (self.bound(node, bound, &there, true), "max(x, 下界)", "下界"));
        let ceiling =
            leaf.ceiling.as_ref().map(|bound| (self.bound(node, bound, &there, false), "min(x, 上界)", "上界"));
        if let (Some((Some(low), ..)), Some((Some(high), ..))) = (&floor, &ceiling)
            && low > high
        {
            self.problems.push(Problem::of(node, Fault::BoundsCrossed));
        }
        for (bound, formula, symbol) in [floor, ceiling].into_iter().flatten() {
            let Some(bound) = bound else { continue };
            for (unit, value) in values.iter_mut().enumerate() {
                let Some(x) = *value else { continue };
                let cut = if symbol == "下界" { x.max(bound) } else { x.min(bound) };
                if self.steps.wants(unit) {
                    let taken = Taken { node, what: What::Cut, scope: "", symbol: "x", formula };
                    self.steps.take(&taken, &[Given::One("x", "", x), Given::One(symbol, "", bound)], cut);
                }
                *value = Some(cut);
            }
        }
    }

    /// Where a bound lies.
    fn bound(&mut self, node: usize, bound: &Bound, there: &[f64], low: bool) -> Option<f64> {
        let symbol = if low { "下界" } else { "上界" };
        let taken = |formula| Taken { node, what: What::Parameter, scope: "", symbol, formula };
        let list = Given::List("v", "", there);
        match bound {
            Bound::At(figure) => Some(figure.value()),
            Bound::Quantile(share) if (0.0..=1.0).contains(&share.value()) && !there.is_empty() => {
                let at = quantile(there, share.value());
                self.steps.take(&taken("quantile(v, q)"), &[list, Given::One("q", "", share.value())], at);
                Some(at)
            }
            Bound::Outermost(count) => {
                let mut sorted = there.to_vec();
                sorted.sort_by(f64::total_cmp);
                if !low {
                    sorted.reverse();
                }
                let at = usize::try_from(*count).ok().and_then(|count| sorted.get(count).copied());
                let Some(at) = at else {
                    self.problems.push(Problem::of(node, Fault::BadBound));
                    return None;
                };
                let formula = if low { "smallest(v, k + 1)" } else { "largest(v, k + 1)" };
                self.steps.take(&taken(formula), &[list, Given::One("k", "", f64::from(*count))], at);
                Some(at)
            }
            Bound::Quantile(_) => {
                self.problems.push(Problem::of(node, Fault::BadBound));
                None
            }
        }
    }
}
