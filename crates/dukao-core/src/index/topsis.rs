//! Nearness to the ideal: TOPSIS.

use super::problem::{Fault, Problem};
use super::statistics::{in_order, max, min};
use super::trace::{Given, Taken, What};
use super::weight::{Siblings, Weights};
use super::work::{Column, Work};

impl Work<'_> {
    /// Nearness to the ideal, as a share of the distances to it and to its contrary.
    pub(super) fn topsis(
        &mut self,
        siblings: Siblings<'_>,
        columns: &[Column],
        weights: &Weights,
        on_squares: bool,
    ) -> Option<Column> {
        let before = self.problems.len();
        let mut lists: Vec<Vec<f64>> = Vec::new();
        for (column, name) in columns.iter().zip(siblings.names) {
            match column.values.iter().copied().collect() {
                Some(list) => lists.push(list),
                None => self.problems.push(Problem::of(siblings.node, Fault::NeedsAll((*name).to_owned()))),
            }
        }
        if self.problems.len() > before {
            return None;
        }
        let ideals: Vec<Ideal> = lists
            .iter()
            .zip(columns)
            .zip(&weights.values)
            .map(|((list, column), weight)| Ideal::of(list, column.down, *weight))
            .collect();
        self.record_ideals(siblings, &lists, &ideals);
        let mut values = Vec::new();
        for unit in 0..self.table.units.len() {
            let own: Vec<f64> = lists.iter().map(|list| list.get(unit).copied().unwrap_or(0.0)).collect();
            let distance = |to: &dyn Fn(&Ideal) -> f64| {
                let squares: Vec<f64> = own
                    .iter()
                    .zip(&ideals)
                    .map(|(value, ideal)| {
                        let away = value - to(ideal);
                        let weight = if on_squares { ideal.weight } else { ideal.weight * ideal.weight };
                        weight * away * away
                    })
                    .collect();
                libm::sqrt(in_order(&squares))
            };
            let (best, worst) = (distance(&|ideal| ideal.best), distance(&|ideal| ideal.worst));
            if best + worst <= 0.0 {
                self.problems.push(Problem::of(siblings.node, Fault::NoDistance));
                return None;
            }
            let near = worst / (best + worst);
            if self.steps.wants(unit) {
                self.record_distances(siblings, on_squares, &own, &ideals, [best, worst, near]);
            }
            values.push(Some(near));
        }
        let imputed = vec![false; values.len()];
        Some(Column { values, imputed, down: false })
    }

    fn record_ideals(&mut self, siblings: Siblings<'_>, lists: &[Vec<f64>], ideals: &[Ideal]) {
        for (at, ((list, ideal), name)) in lists.iter().zip(ideals).zip(siblings.names).enumerate() {
            let (p, q) = (format!("p{}", at + 1), format!("q{}", at + 1));
            let (best, worst) = if ideal.down { ("min(v)", "max(v)") } else { ("max(v)", "min(v)") };
            for (symbol, formula, value) in [(&p, best, ideal.best), (&q, worst, ideal.worst)] {
                let taken = Taken { node: siblings.node, what: What::Parameter, scope: "", symbol, formula };
                self.steps.take(&taken, &[Given::List("v", name, list)], value);
            }
        }
    }

    fn record_distances(
        &mut self,
        siblings: Siblings<'_>,
        on_squares: bool,
        own: &[f64],
        ideals: &[Ideal],
        [best, worst, near]: [f64; 3],
    ) {
        let node = siblings.node;
        let names = |letter: &str| -> Vec<String> { (1..=own.len()).map(|at| format!("{letter}{at}")).collect() };
        let (w, x) = (names("w"), names("x"));
        for (symbol, letter, result) in [("D正", "p", best), ("D负", "q", worst)] {
            let ideal_names = names(letter);
            let mut terms = Vec::new();
            let mut inputs = Vec::new();
            for ((((w, x), to), (value, ideal)), name) in
                w.iter().zip(&x).zip(&ideal_names).zip(own.iter().zip(ideals)).zip(siblings.names)
            {
                terms.push(if on_squares {
                    format!("{w} * ({x} - {to}) ^ 2")
                } else {
                    format!("({w} * {x} - {w} * {to}) ^ 2")
                });
                let at = if letter == "p" { ideal.best } else { ideal.worst };
                inputs.extend([
                    Given::One(w, name, ideal.weight),
                    Given::One(x, name, *value),
                    Given::One(to, name, at),
                ]);
            }
            let formula = format!("sqrt({})", terms.join(" + "));
            let taken = Taken { node, what: What::Aggregate, scope: "", symbol, formula: &formula };
            self.steps.take(&taken, &inputs, result);
        }
        let taken = Taken { node, what: What::Aggregate, scope: "", symbol: "y", formula: "D负 / (D正 + D负)" };
        self.steps.take(&taken, &[Given::One("D正", "", best), Given::One("D负", "", worst)], near);
    }
}

/// The best and the worst figure of one child.
struct Ideal {
    best: f64,
    worst: f64,
    weight: f64,
    down: bool,
}

impl Ideal {
    fn of(list: &[f64], down: bool, weight: f64) -> Self {
        let (least, most) = (min(list), max(list));
        let (best, worst) = if down { (least, most) } else { (most, least) };
        Self { best, worst, weight, down }
    }
}
