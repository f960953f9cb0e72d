//! The weights of the children of a branch.

use super::figure::{DIGITS, decimal, of_rational};
use super::model::{Branch, Sum, Weighting};
use super::problem::{Fault, Problem};
use super::statistics::in_order;
use super::trace::{Given, Taken, What};
use super::work::{Column, Work};
use crate::number::{Decimal, Number, Rational};

/// Weights and how they came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Weights {
    /// One for each child.
    pub(super) values: Vec<f64>,
    /// What is said of them.
    pub(super) facts: Vec<Fact>,
}

/// Something found on the way to weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The child it is about, by its place among its siblings; the branch as a whole when there is none.
    pub child: Option<usize>,
    /// What it is.
    pub name: &'static str,
    /// Its value, twelve significant digits.
    pub value: Decimal,
}

/// A branch whose weights are looked for.
#[derive(Clone, Copy)]
pub(super) struct Siblings<'s> {
    pub(super) node: usize,
    /// The nodes below it.
    pub(super) nodes: &'s [usize],
    /// Their names.
    pub(super) names: &'s [&'s str],
    /// Their figures; `None` when some could not be computed.
    pub(super) columns: Option<&'s [Column]>,
}

impl Weights {
    pub(super) fn say(&mut self, child: Option<usize>, name: &'static str, value: f64) {
        if let Some(value) = decimal(value, DIGITS) {
            self.facts.push(Fact { child, name, value });
        }
    }
}

impl Work<'_> {
    /// The weights of the children of a branch; `None` when something is wrong or their figures are needed and not there.
    pub(super) fn weights(&mut self, siblings: Siblings<'_>, branch: &Branch) -> Option<Weights> {
        if !branch.weighting.is_given() {
            let given = siblings.nodes.iter().filter(|child| self.given(**child).is_some());
            let unused: Vec<Problem> = given.map(|child| Problem::of(*child, Fault::WeightUnused)).collect();
            if !unused.is_empty() {
                self.problems.extend(unused);
                return None;
            }
        }
        self.weights_by(siblings, &branch.weighting)
    }

    fn weights_by(&mut self, siblings: Siblings<'_>, weighting: &Weighting) -> Option<Weights> {
        match weighting {
            Weighting::Given(sum) => self.given_weights(siblings, sum),
            Weighting::Equal => {
                let count = super::figure::of_count(siblings.nodes.len());
                Some(Weights { values: vec![1.0 / count; siblings.nodes.len()], facts: Vec::new() })
            }
            Weighting::Spread { by, on } => self.spread_weights(siblings, by, on.as_ref()),
            Weighting::Pairwise(pairwise) => self.pairwise_weights(siblings, pairwise),
            Weighting::Combined { product, parts } => self.combined_weights(siblings, *product, parts),
        }
    }

    fn given(&self, node: usize) -> Option<&Rational> {
        self.index.nodes.get(node).and_then(|node| node.weight.as_ref())
    }

    fn given_weights(&mut self, siblings: Siblings<'_>, sum: &Sum) -> Option<Weights> {
        let zero = Rational::zero();
        let mut weights: Vec<Rational> = Vec::new();
        let mut wrong = Vec::new();
        for child in siblings.nodes {
            match self.given(*child) {
                None => wrong.push(Problem::of(*child, Fault::NoWeight)),
                Some(weight) if weight.sub(&zero).signum() < 0 => {
                    wrong.push(Problem::of(*child, Fault::NegativeWeight));
                }
                Some(weight) => weights.push(weight.clone()),
            }
        }
        let total = weights.iter().fold(zero.clone(), |total, weight| total.add(weight));
        if wrong.is_empty() && total.is_zero() {
            wrong.push(Problem::of(siblings.node, Fault::NoWeightAtAll));
        }
        if let Sum::To(expected) = sum
            && wrong.is_empty()
            && total != *expected
        {
            let fault = Fault::WeightSum { sum: total.significant(), expected: expected.significant() };
            wrong.push(Problem::of(siblings.node, fault));
        }
        if !wrong.is_empty() {
            self.problems.extend(wrong);
            return None;
        }
        let by = match sum {
            Sum::To(expected) => expected.clone(),
            Sum::Relative => total.clone(),
            Sum::AsGiven => Rational::ratio(1, 1)?,
        };
        let mut found = Weights::default();
        let (by, total) = (of_rational(&by), of_rational(&total));
        for (at, weight) in weights.iter().enumerate() {
            let given = of_rational(weight);
            found.say(Some(at), "所给权重", given);
            found.values.push(given / by);
            let symbol = format!("w{}", at + 1);
            let taken =
                Taken {
                    node: siblings.node, what: What::Weigh, scope: "", symbol: &symbol, formula: "所给 / 除数"
                };
            let name = siblings.names.get(at).copied().unwrap_or_default();
            self.steps.take(&taken, &[Given::One("所给", name, given), Given::One("除数", "", by)], given / by);
        }
        found.say(None, "权重合计", total);
        found.say(None, "除数", by);
        Some(found)
    }

    fn combined_weights(
        &mut self,
        siblings: Siblings<'_>,
        product: bool,
        parts: &[(Rational, Weighting)],
    ) -> Option<Weights> {
        let all: Vec<Option<Weights>> =
            parts.iter().map(|(_, weighting)| self.weights_by(siblings, weighting)).collect();
        let one = Rational::ratio(1, 1)?;
        let shares = parts.iter().fold(Rational::zero(), |total, (share, _)| total.add(share));
        if !product && shares != one {
            self.problems.push(Problem::of(siblings.node, Fault::Shares(shares.significant())));
            return None;
        }
        let all: Vec<Weights> = all.into_iter().collect::<Option<_>>()?;
        let shares: Vec<f64> = parts.iter().map(|(share, _)| of_rational(share)).collect();
        let raw: Vec<f64> = (0..siblings.nodes.len())
            .map(|at| {
                let of = |weights: &Weights| weights.values.get(at).copied().unwrap_or(0.0);
                if product {
                    all.iter().map(of).product()
                } else {
                    in_order(&all.iter().zip(&shares).map(|(weights, share)| share * of(weights)).collect::<Vec<_>>())
                }
            })
            .collect();
        let total = in_order(&raw);
        let mut found = Weights { values: raw.iter().map(|weight| weight / total).collect(), facts: Vec::new() };
        for (part, weights) in all.iter().enumerate() {
            found.facts.extend(weights.facts.iter().cloned());
            for (at, weight) in weights.values.iter().enumerate() {
                found.say(Some(at), PARTS.get(part).copied().unwrap_or("分项权重"), *weight);
            }
        }
        self.record_combined(siblings, product, &all, &shares, &found);
        Some(found)
    }

    fn record_combined(
        &mut self,
        siblings: Siblings<'_>,
        product: bool,
        all: &[Weights],
        shares: &[f64],
        found: &Weights,
    ) {
        if !self.steps.is_on() {
            return;
        }
        let lists: Vec<String> = (1..=all.len()).map(|at| format!("p{at}")).collect();
        let joined = if product { lists.join(" * ") } else { joined(&lists, "s") };
        let share_names: Vec<String> = (1..=all.len()).map(|at| format!("s{at}")).collect();
        for (at, weight) in found.values.iter().enumerate() {
            let formula = format!("at({joined}, {}) / sum({joined})", at + 1);
            let mut inputs: Vec<Given<'_>> =
                lists.iter().zip(all).map(|(symbol, weights)| Given::List(symbol, "", &weights.values)).collect();
            if !product {
                inputs.extend(share_names.iter().zip(shares).map(|(symbol, share)| Given::One(symbol, "", *share)));
            }
            let symbol = format!("w{}", at + 1);
            let taken = Taken { node: siblings.node, what: What::Weigh, scope: "", symbol: &symbol, formula: &formula };
            self.steps.take(&taken, &inputs, *weight);
        }
    }
}

const PARTS: [&str; 4] = ["第一种权重", "第二种权重", "第三种权重", "第四种权重"];

/// `s1 * p1 + s2 * p2`
fn joined(lists: &[String], by: &str) -> String {
    let parts: Vec<String> = (1..).zip(lists).map(|(at, list)| format!("{by}{at} * {list}")).collect();
    parts.join(" + ")
}

impl Weighting {
    /// Whether weights are given with the children, at least as a part.
    fn is_given(&self) -> bool {
        match self {
            Self::Given(_) => true,
            Self::Combined { parts, .. } => parts.iter().any(|(_, part)| part.is_given()),
            _ => false,
        }
    }
}
