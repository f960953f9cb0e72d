//! Weights from comparing the children two by two (analytic hierarchy process).

use super::figure::{DIGITS, decimal, of_count, of_rational};
use super::model::{Pairwise, Priorities};
use super::problem::{Fault, Problem};
use super::statistics::in_order;
use super::trace::{Given, Taken};
use super::weight::{Siblings, Weights};
use super::work::Work;
use crate::number::{Decimal, Number, Rational};

/// Saaty's random indices for 1, 2, 3 … comparisons.
const RANDOM_INDICES: [f64; 15] =
    [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];
/// From this consistency ratio on the comparisons contradict each other.
const LIMIT: f64 = 0.1;
/// Most rounds of the iteration; it is done after some dozens.
const ROUNDS: usize = 10_000;

impl Work<'_> {
    pub(super) fn pairwise_weights(&mut self, siblings: Siblings<'_>, pairwise: &Pairwise) -> Option<Weights> {
        let count = siblings.nodes.len();
        if let Err(faults) = check(&pairwise.matrix, count) {
            self.problems.extend(faults.into_iter().map(|fault| Problem::of(siblings.node, fault)));
            return None;
        }
        let tabled = RANDOM_INDICES.get(count.saturating_sub(1)).copied();
        let Some(random) = pairwise.random_index.as_ref().map(super::Figure::value).or(tabled) else {
            self.problems.push(Problem::of(siblings.node, Fault::MatrixTooLarge(count)));
            return None;
        };
        let matrix: Vec<Vec<f64>> = pairwise.matrix.iter().map(|row| row.iter().map(of_rational).collect()).collect();
        let values = match pairwise.priorities {
            Priorities::Eigenvector => principal(&matrix),
            Priorities::GeometricMeans => by_geometric_means(&matrix),
            Priorities::ColumnMeans => by_column_means(&matrix),
        };
        let mut found = Weights { values, facts: Vec::new() };
        let largest = eigenvalue(&matrix, &found.values);
        found.say(None, "λmax", largest);
        let size = of_count(count);
        let index = if count > 2 { (largest - size) / (size - 1.0) } else { 0.0 };
        let ratio = if count > 2 && random > 0.0 { index / random } else { 0.0 };
        found.say(None, "CI", index);
        found.say(None, "RI", random);
        found.say(None, "CR", ratio);
        if ratio >= LIMIT && !pairwise.inconsistency_accepted {
            let ratio = decimal(ratio, DIGITS).unwrap_or(Decimal::ZERO);
            self.problems.push(Problem::of(siblings.node, Fault::Inconsistent(ratio)));
            return None;
        }
        self.record_pairwise(siblings, pairwise.priorities, &matrix, &found.values, [largest, index, random, ratio]);
        Some(found)
    }

    fn record_pairwise(
        &mut self,
        siblings: Siblings<'_>,
        priorities: Priorities,
        matrix: &[Vec<f64>],
        weights: &[f64],
        [largest, index, random, ratio]: [f64; 4],
    ) {
        if !self.steps.is_on() {
            return;
        }
        let node = siblings.node;
        let symbols: Vec<String> = (1..=matrix.len()).map(|at| format!("a{at}")).collect();
        let rows = || -> Vec<Given<'_>> {
            let rows = symbols.iter().zip(matrix).zip(siblings.names);
            rows.map(|((symbol, row), name)| Given::List(symbol, name, row)).collect()
        };
        let method = match priorities {
            Priorities::Eigenvector => "principal",
            Priorities::GeometricMeans => "geometric",
            Priorities::ColumnMeans => "columns",
        };
        for (at, weight) in weights.iter().enumerate() {
            let (symbol, formula) = (format!("w{}", at + 1), format!("{method}({}, {})", at + 1, symbols.join(", ")));
            self.steps.take(&Taken::weigh(node, &symbol, &formula), &rows(), *weight);
        }
        let mut all = rows();
        all.push(Given::List("w", "", weights));
        self.steps.take(&Taken::weigh(node, "λmax", &format!("lambda(w, {})", symbols.join(", "))), &all, largest);
        if matrix.len() > 2 {
            let size = of_count(matrix.len());
            let both = [Given::One("λmax", "", largest), Given::One("n", "", size)];
            self.steps.take(&Taken::weigh(node, "CI", "(λmax - n) / (n - 1)"), &both, index);
            self.steps.take(
                &Taken::weigh(node, "CR", "CI / RI"),
                &[Given::One("CI", "", index), Given::One("RI", "", random)],
                ratio,
            );
        }
    }
}

fn check(matrix: &[Vec<Rational>], expected: usize) -> Result<(), Vec<Fault>> {
    if matrix.len() != expected || matrix.iter().any(|row| row.len() != expected) {
        return Err(vec![Fault::MatrixSize { expected, rows: matrix.len() }]);
    }
    let one = Rational::ratio(1, 1);
    let mut faults = Vec::new();
    for (row, entries) in matrix.iter().enumerate() {
        for (column, entry) in entries.iter().enumerate() {
            let other = matrix.get(column).and_then(|other| other.get(row));
            if entry.signum() <= 0 {
                faults.push(Fault::MatrixNotPositive(row + 1, column + 1));
            } else if row == column && Some(entry) != one.as_ref() {
                faults.push(Fault::MatrixDiagonal(row + 1));
            } else if row < column && other.map(|other| other.mul(entry)) != one {
                faults.push(Fault::NotReciprocal(row + 1, column + 1));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn product(matrix: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let row =
        |row: &Vec<f64>| in_order(&row.iter().zip(weights).map(|(entry, weight)| entry * weight).collect::<Vec<_>>());
    matrix.iter().map(row).collect()
}

fn to_one(values: &[f64]) -> Vec<f64> {
    let total = in_order(values);
    values.iter().map(|value| value / total).collect()
}

/// The principal eigenvector, by multiplying until nothing changes any more.
fn principal(matrix: &[Vec<f64>]) -> Vec<f64> {
    let mut weights = to_one(&vec![1.0; matrix.len()]);
    for _ in 0..ROUNDS {
        let next = to_one(&product(matrix, &weights));
        let moved = next.iter().zip(&weights).map(|(next, before)| (next - before).abs()).fold(0.0, f64::max);
        weights = next;
        if moved <= 1e-15 {
            break;
        }
    }
    weights
}

fn by_geometric_means(matrix: &[Vec<f64>]) -> Vec<f64> {
    let size = of_count(matrix.len());
    let root = |row: &Vec<f64>| {
        let logarithms: Vec<f64> = row.iter().map(|entry| libm::log(*entry)).collect();
        libm::exp(in_order(&logarithms) / size)
    };
    to_one(&matrix.iter().map(root).collect::<Vec<_>>())
}

fn by_column_means(matrix: &[Vec<f64>]) -> Vec<f64> {
    let column = |at: usize| -> Vec<f64> { matrix.iter().filter_map(|row| row.get(at)).copied().collect() };
    let totals: Vec<f64> = (0..matrix.len()).map(|at| in_order(&column(at))).collect();
    let shares = |row: &Vec<f64>| -> f64 {
        in_order(&row.iter().zip(&totals).map(|(entry, total)| entry / total).collect::<Vec<_>>())
    };
    to_one(&matrix.iter().map(shares).collect::<Vec<_>>())
}

/// The mean of `(A·w) / w`.
fn eigenvalue(matrix: &[Vec<f64>], weights: &[f64]) -> f64 {
    let ratios: Vec<f64> =
        product(matrix, weights).iter().zip(weights).map(|(product, weight)| product / weight).collect();
    in_order(&ratios) / of_count(matrix.len())
}
