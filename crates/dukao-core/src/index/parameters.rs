//! What a method of normalisation takes from a column, or is told: bounds, means, sums.

use super::figure::{ALL_DIGITS, decimal};
use super::model::{Method, Target};
use super::problem::Fault;
use super::shape::Shape;
use super::statistics::{deviation, max, mean, min, sum};
use crate::number::Decimal;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameter {
    /// Its name in formulas.
    pub(super) symbol: &'static str,
    /// How it comes from the list `v` of all figures; empty when it was stated.
    pub(super) formula: &'static str,
    /// Its value.
    pub(super) value: f64,
}

const fn taken(symbol: &'static str, formula: &'static str, value: f64) -> Parameter {
    Parameter { symbol, formula, value }
}

const fn stated(symbol: &'static str, value: f64) -> Parameter {
    Parameter { symbol, formula: "", value }
}

impl Method {
    /// Whether it divides by the spread of the figures.
    pub(super) const fn divides_by_spread(&self) -> bool {
        matches!(self, Self::MinMax { .. } | Self::ZScore { .. } | Self::ToTarget { .. })
    }

    /// Whether less is better afterwards where it was before.
    pub(super) const fn keeps_direction(&self) -> bool {
        matches!(self, Self::Plain | Self::Linear { .. } | Self::Vector | Self::ShareOfSum | Self::ShareOfMean)
    }

    /// Whether less is better afterwards in any case.
    pub(super) const fn is_best_first(&self) -> bool {
        matches!(self, Self::Rank { best_first: true, .. })
    }
}

/// What `method` takes from the figures of one scope. `reference` is the figure of the unit it names.
pub(super) fn parameters(
    method: &Method,
    values: &[f64],
    down: bool,
    shape: &Shape,
    reference: Option<f64>,
) -> Result<Vec<Parameter>, Fault> {
    let least = || taken("最小", "min(v)", min(values));
    let most = || taken("最大", "max(v)", max(values));
    match method {
        Method::Linear { times, plus } => {
            if times.value() <= 0.0 {
                return Err(Fault::FactorNotPositive);
            }
            Ok(vec![stated("乘", times.value()), stated("加", plus.value())])
        }
        Method::MinMax { low, high } => range(vec![least(), most()], low.value(), high.value()),
        Method::Goalposts { min, max, low, high, .. } => {
            let posts = vec![stated("最小", post(shape, min.value())?), stated("最大", post(shape, max.value())?)];
            if min.value() >= max.value() {
                return Err(Fault::BoundsCrossed);
            }
            range(ordered(posts), low.value(), high.value())
        }
        Method::ZScore { sample, centre, spread } => {
            let needed = if *sample { 2 } else { 1 };
            enough(values, needed)?;
            if spread.value() <= 0.0 {
                return Err(Fault::FactorNotPositive);
            }
            let formula = if *sample { "sd_n1(v)" } else { "sd_n(v)" };
            Ok(vec![
                taken("均值", "mean(v)", mean(values)),
                taken("标准差", formula, deviation(values, *sample)),
                stated("中心", centre.value()),
                stated("幅度", spread.value()),
            ])
        }
        Method::Rank { scaled: true, .. } | Method::Percentile(super::model::Percentile::BelowOfOthers) => {
            enough(values, 2).map(|()| Vec::new())
        }
        Method::Plain | Method::Rank { .. } | Method::Percentile(_) => Ok(Vec::new()),
        Method::ShareOfBest if down => positive(min(values)).map(|()| vec![least()]),
        Method::ShareOfBest => positive(max(values)).map(|()| vec![most()]),
        Method::ToTarget { target, .. } => {
            let target = match target {
                Target::At(figure) => post(shape, figure.value())?,
                Target::Unit(_) => reference.unwrap_or(f64::NAN),
            };
            let worst = if down { most() } else { least() };
            let better = if down { target < worst.value } else { target > worst.value };
            if !better && min(values) < max(values) {
                return Err(Fault::TargetNotBetter);
            }
            Ok(vec![worst, stated("目标", target)])
        }
        Method::Vector => {
            let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
            let length = libm::sqrt(sum(&squares));
            positive(length).map(|()| vec![taken("模", "sqrt(sum(v ^ 2))", length)])
        }
        Method::ShareOfSum => positive(sum(values)).map(|()| vec![taken("合计", "sum(v)", sum(values))]),
        Method::ShareOfMean => positive(mean(values)).map(|()| vec![taken("均值", "mean(v)", mean(values))]),
    }
}

/// A post or target on the scale of the transformed figures.
fn post(shape: &Shape, value: f64) -> Result<f64, Fault> {
    shape.apply(value).ok_or_else(|| Fault::OutsideDomain(written(value)))
}

/// A transform may turn the posts round.
fn ordered(posts: Vec<Parameter>) -> Vec<Parameter> {
    match posts.as_slice() {
        [first, second] if first.value > second.value => {
            vec![stated("最小", second.value), stated("最大", first.value)]
        }
        _ => posts,
    }
}

fn range(mut bounds: Vec<Parameter>, low: f64, high: f64) -> Result<Vec<Parameter>, Fault> {
    if low >= high {
        return Err(Fault::BoundsCrossed);
    }
    bounds.push(stated("低", low));
    bounds.push(stated("高", high));
    Ok(bounds)
}

const fn enough(values: &[f64], needed: usize) -> Result<(), Fault> {
    if values.len() < needed { Err(Fault::TooFewUnits { needed, there: values.len() }) } else { Ok(()) }
}

fn positive(value: f64) -> Result<(), Fault> {
    if value > 0.0 { Ok(()) } else { Err(Fault::NotPositive(written(value))) }
}

fn written(value: f64) -> Decimal {
    decimal(value, ALL_DIGITS).unwrap_or(Decimal::ZERO)
}
