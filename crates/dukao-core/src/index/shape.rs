//! What is done to figures before they are made comparable: logarithm, reciprocal, nearness to the best.

use super::model::{Leaf, Transform};
use super::problem::{Fault, Problem};
use super::statistics::{max, min};
use super::trace::{Given, Taken, What};
use super::work::Work;

/// A transform with what it takes from the column.
pub(super) enum Shape {
    Plain,
    Logarithm,
    Root,
    Reciprocal,
    ShiftedLogarithm { least: f64, most: f64 },
    FromLargest(f64),
    Within { best: (f64, f64), farthest: f64 },
}

impl Shape {
    /// What becomes of a figure; `None` where it has none.
    pub(super) fn apply(&self, x: f64) -> Option<f64> {
        match self {
            Self::Plain => Some(x),
            Self::Logarithm => (x > 0.0).then(|| libm::log(x)),
            Self::Root => (x >= 0.0).then(|| libm::sqrt(x)),
            Self::Reciprocal => (x > 0.0).then(|| 1.0 / x),
            Self::ShiftedLogarithm { least, most } => {
                let shifted = x - least + 0.01 * (most - least);
                (shifted > 0.0).then(|| libm::log(shifted))
            }
            Self::FromLargest(most) => Some(most - x),
            Self::Within { best, farthest } => Some(1.0 - (best.0 - x).max(x - best.1).max(0.0) / farthest),
        }
    }

    /// Whether less is better afterwards.
    pub(super) const fn direction(&self, lower_is_better: bool) -> bool {
        match self {
            Self::Reciprocal | Self::FromLargest(_) => !lower_is_better,
            Self::Within { .. } => false,
            _ => lower_is_better,
        }
    }

    const fn formula(&self) -> &'static str {
        match self {
            Self::Plain => "x",
            Self::Logarithm => "ln(x)",
            Self::Root => "sqrt(x)",
            Self::Reciprocal => "1 / x",
            Self::ShiftedLogarithm { .. } => "ln(x - 最小 + 0.01 * (最大 - 最小))",
            Self::FromLargest(_) => "最大 - x",
            Self::Within { .. } => "1 - max(0, 最优下 - x, x - 最优上) / 最远",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, &'static str, f64)> {
        match self {
            Self::ShiftedLogarithm { least, most } => vec![("最小", "min(v)", *least), ("最大", "max(v)", *most)],
            Self::FromLargest(most) => vec![("最大", "max(v)", *most)],
            Self::Within { best, farthest } => vec![
                ("最优下", "", best.0),
                ("最优上", "", best.1),
                ("最远", "max(最优下 - min(v), max(v) - 最优上, 0)", *farthest),
            ],
            _ => Vec::new(),
        }
    }

    pub(super) fn record(&self, work: &mut Work<'_>, node: usize, x: f64, y: f64) {
        let mut inputs = vec![Given::One("x", "", x)];
        inputs.extend(self.parameters().into_iter().map(|(symbol, _, value)| Given::One(symbol, "", value)));
        let taken = Taken { node, what: What::Transform, scope: "", symbol: "x", formula: self.formula() };
        work.steps.take(&taken, &inputs, y);
    }

    fn record_parameters(&self, work: &mut Work<'_>, node: usize, there: &[f64]) {
        let all = self.parameters();
        for (symbol, formula, value) in all.iter().filter(|(_, formula, _)| !formula.is_empty()) {
            let mut inputs = vec![Given::List("v", "", there)];
            let stated = all.iter().filter(|(_, formula, _)| formula.is_empty());
            inputs.extend(stated.map(|(symbol, _, value)| Given::One(symbol, "", *value)));
            let taken = Taken { node, what: What::Parameter, scope: "", symbol, formula };
            work.steps.take(&taken, &inputs, *value);
        }
    }
}

impl Work<'_> {
    /// The transform with what it takes from the column.
    pub(super) fn shape(&mut self, node: usize, leaf: &Leaf, values: &[Option<f64>]) -> Option<Shape> {
        let there: Vec<f64> = values.iter().flatten().copied().collect();
        let (least, most) = (min(&there), max(&there));
        let farthest = |best: (f64, f64)| (best.0 - least).max(most - best.1).max(0.0);
        let shape = match &leaf.transform {
            Transform::None => Shape::Plain,
            Transform::Logarithm => Shape::Logarithm,
            Transform::Root => Shape::Root,
            Transform::Reciprocal => Shape::Reciprocal,
            Transform::ShiftedLogarithm => Shape::ShiftedLogarithm { least, most },
            Transform::FromLargest => Shape::FromLargest(most),
            Transform::Near(best) => {
                let best = (best.value(), best.value());
                Shape::Within { best, farthest: farthest(best) }
            }
            Transform::Within(low, high) => {
                let best = (low.value(), high.value());
                if best.0 > best.1 {
                    self.problems.push(Problem::of(node, Fault::BoundsCrossed));
                    return None;
                }
                Shape::Within { best, farthest: farthest(best) }
            }
        };
        let flat = match shape {
            Shape::ShiftedLogarithm { least, most } => most <= least,
            Shape::Within { farthest, .. } => farthest <= 0.0,
            _ => false,
        };
        if flat && !there.is_empty() {
            self.problems.push(Problem::of(node, Fault::NoSpread(None)).in_column(&leaf.column));
            return None;
        }
        shape.record_parameters(self, node, &there);
        Some(shape)
    }
}
