//! Weights from how much the children differ over the units: entropy, CRITIC, standard deviation, variation.

use super::figure::{DIGITS, decimal, of_count};
use super::model::{Kind, Normalisation, Spread};
use super::problem::{Fault, Problem};
use super::shape::Shape;
use super::statistics::{correlation, deviation, in_order, is_flat, mean, sum};
use super::trace::{Given, Taken, What};
use super::weight::{Siblings, Weights};
use super::work::{Column, Work};
use crate::number::Decimal;

/// What is measured of one child, and the list it is measured on.
struct Measured {
    values: Vec<f64>,
    weight: f64,
}

impl Work<'_> {
    pub(super) fn spread_weights(
        &mut self,
        siblings: Siblings<'_>,
        by: &Spread,
        on: Option<&Normalisation>,
    ) -> Option<Weights> {
        let columns = self.looked_at(siblings, on)?;
        let lists = self.complete(siblings, &columns)?;
        if let Err(faults) = refuse(by, &lists, siblings.names) {
            self.problems.extend(faults.into_iter().map(|fault| Problem::of(siblings.node, fault)));
            return None;
        }
        let mut found = Weights::default();
        let measured: Vec<Measured> = lists
            .iter()
            .enumerate()
            .map(|(at, values)| {
                let weight = self.measure(siblings, by, &lists, at, &mut found);
                Measured { values: values.clone(), weight }
            })
            .collect();
        let weights: Vec<f64> = measured.iter().map(|measured| measured.weight).collect();
        let total = in_order(&weights);
        if total <= 1e-14 || measured.iter().all(|measured| is_flat(&measured.values)) {
            self.problems.push(Problem::of(siblings.node, Fault::NoWeightAtAll));
            return None;
        }
        for (at, weight) in weights.iter().enumerate() {
            found.values.push(weight / total);
            let symbol = format!("w{}", at + 1);
            let taken =
                Taken {
                    node: siblings.node, what: What::Weigh, scope: "", symbol: &symbol, formula: "d / sum(全部d)"
                };
            self.steps.take(
                &taken,
                &[Given::One("d", "", *weight), Given::List("全部d", "", &weights)],
                weight / total,
            );
        }
        Some(found)
    }

    /// The figures of the children that the measure looks at.
    fn looked_at(&mut self, siblings: Siblings<'_>, on: Option<&Normalisation>) -> Option<Vec<Column>> {
        let Some(on) = on else { return siblings.columns.map(<[Column]>::to_vec) };
        let index = self.index;
        let mut columns = Vec::new();
        for (at, child) in siblings.nodes.iter().enumerate() {
            let prepared = match index.nodes.get(*child).map(|node| &node.kind) {
                // What is wrong with the figures was said when the child was computed.
                Some(Kind::Leaf(leaf)) => {
                    let said = self.problems.len();
                    let unit = self.steps.unit.take();
                    let prepared = self.prepare(*child, leaf);
                    self.steps.unit = unit;
                    self.problems.truncate(said);
                    prepared.map(|prepared| (prepared.column, prepared.shape))
                }
                _ => siblings.columns.and_then(|columns| columns.get(at)).map(|column| (column.clone(), Shape::Plain)),
            };
            let (column, shape) = prepared?;
            columns.push(self.normalise(*child, on, &column, &shape, What::Weigh)?);
        }
        Some(columns)
    }

    /// Their figures without gaps.
    fn complete(&mut self, siblings: Siblings<'_>, columns: &[Column]) -> Option<Vec<Vec<f64>>> {
        let mut lists = Vec::new();
        for (column, name) in columns.iter().zip(siblings.names) {
            let list: Option<Vec<f64>> = column.values.iter().copied().collect();
            if list.is_none() {
                self.problems.push(Problem::of(siblings.node, Fault::NeedsAll((*name).to_owned())));
            }
            lists.push(list);
        }
        lists.into_iter().collect()
    }

    /// The weight of one child before it is divided by their sum.
    fn measure(
        &mut self,
        siblings: Siblings<'_>,
        by: &Spread,
        lists: &[Vec<f64>],
        at: usize,
        found: &mut Weights,
    ) -> f64 {
        let (Some(values), name) = (lists.get(at), siblings.names.get(at).copied().unwrap_or_default()) else {
            return 0.0;
        };
        let node = siblings.node;
        let symbol = format!("d{}", at + 1);
        let list = || Given::List("v", name, values);
        match by {
            Spread::Entropy { shift } => {
                let entropy = entropy(values, shift.value());
                found.say(Some(at), "信息熵", entropy);
                found.say(Some(at), "差异系数", 1.0 - entropy);
                let e = format!("e{}", at + 1);
                self.steps.take(
                    &Taken::weigh(node, &e, "entropy(v + 平移)"),
                    &[list(), Given::One("平移", "", shift.value())],
                    entropy,
                );
                self.steps.take(
                    &Taken::weigh(node, &symbol, "1 - e"),
                    &[Given::One("e", name, entropy)],
                    1.0 - entropy,
                );
                1.0 - entropy
            }
            Spread::Critic => {
                let deviation = deviation(values, true);
                let others: Vec<f64> = lists
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != at)
                    .map(|(_, other)| 1.0 - correlation(values, other))
                    .collect();
                let conflict = in_order(&others);
                found.say(Some(at), "标准差", deviation);
                found.say(Some(at), "冲突性", conflict);
                found.say(Some(at), "信息量", deviation * conflict);
                self.record_critic(siblings, lists, at, deviation, conflict);
                deviation * conflict
            }
            Spread::Deviation { sample } => {
                let deviation = deviation(values, *sample);
                found.say(Some(at), "标准差", deviation);
                let formula = if *sample { "sd_n1(v)" } else { "sd_n(v)" };
                self.steps.take(&Taken::weigh(node, &symbol, formula), &[list()], deviation);
                deviation
            }
            Spread::Variation { sample } => {
                let (deviation, mean) = (deviation(values, *sample), mean(values));
                found.say(Some(at), "标准差", deviation);
                found.say(Some(at), "均值", mean);
                found.say(Some(at), "变异系数", deviation / mean);
                let formula = if *sample { "sd_n1(v) / mean(v)" } else { "sd_n(v) / mean(v)" };
                self.steps.take(&Taken::weigh(node, &symbol, formula), &[list()], deviation / mean);
                deviation / mean
            }
        }
    }

    fn record_critic(&mut self, siblings: Siblings<'_>, lists: &[Vec<f64>], at: usize, deviation: f64, conflict: f64) {
        if !self.steps.is_on() {
            return;
        }
        let node = siblings.node;
        let symbols: Vec<String> = (1..=lists.len()).map(|at| format!("v{at}")).collect();
        let own = format!("v{}", at + 1);
        let parts: Vec<String> =
            symbols.iter().filter(|other| **other != own).map(|other| format!("(1 - corr({own}, {other}))")).collect();
        let inputs: Vec<Given<'_>> = symbols
            .iter()
            .zip(lists)
            .zip(siblings.names)
            .map(|((symbol, list), name)| Given::List(symbol, name, list))
            .collect();
        let (s, f, d) = (format!("s{}", at + 1), format!("f{}", at + 1), format!("d{}", at + 1));
        let own_list = [Given::List(
            "v",
            siblings.names.get(at).copied().unwrap_or_default(),
            lists.get(at).map_or(&[], Vec::as_slice),
        )];
        self.steps.take(&Taken::weigh(node, &s, "sd_n1(v)"), &own_list, deviation);
        self.steps.take(&Taken::weigh(node, &f, &parts.join(" + ")), &inputs, conflict);
        let both = [Given::One("s", "", deviation), Given::One("f", "", conflict)];
        self.steps.take(&Taken::weigh(node, &d, "s * f"), &both, deviation * conflict);
    }
}

/// What does not apply to the figures.
fn refuse(by: &Spread, lists: &[Vec<f64>], names: &[&str]) -> Result<(), Vec<Fault>> {
    let units = lists.first().map_or(0, Vec::len);
    let mut faults = Vec::new();
    let sample = !matches!(by, Spread::Deviation { sample: false } | Spread::Variation { sample: false });
    if sample && units < 2 {
        return Err(vec![Fault::TooFewUnits { needed: 2, there: units }]);
    }
    if matches!(by, Spread::Critic) && lists.len() < 2 {
        return Err(vec![Fault::OnlyOneChild]);
    }
    for (list, name) in lists.iter().zip(names) {
        let name = || (*name).to_owned();
        match by {
            Spread::Entropy { shift } => {
                let least = super::statistics::min(list) + shift.value();
                let total = sum(list) + shift.value() * of_count(list.len());
                if least < 0.0 {
                    faults.push(Fault::EntropyOfNegative(name(), decimal(least, DIGITS).unwrap_or(Decimal::ZERO)));
                } else if total <= 0.0 {
                    faults.push(Fault::NoTotal(name()));
                }
            }
            Spread::Critic if is_flat(list) => faults.push(Fault::Constant(name())),
            Spread::Variation { .. } if mean(list) <= 0.0 => faults.push(Fault::NoTotal(name())),
            _ => {}
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// `−Σ p ln p / ln n`, where nothing adds nothing.
fn entropy(values: &[f64], shift: f64) -> f64 {
    let shifted: Vec<f64> = values.iter().map(|value| value + shift).collect();
    let total = sum(&shifted);
    let parts: Vec<f64> = shifted
        .iter()
        .map(|value| value / total)
        .map(|share| if share > 0.0 { share * libm::log(share) } else { 0.0 })
        .collect();
    let entropy = -sum(&parts) / libm::log(of_count(values.len()));
    // Rounding may lift it a hair above 1, and then a weight would be below zero.
    entropy.min(1.0)
}
