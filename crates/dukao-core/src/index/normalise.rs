//! Making the figures of a column comparable.

use super::figure::{ALL_DIGITS, decimal, of_count};
use super::model::{Beyond, Flat, Method, Normalisation, Target};
use super::parameters::{Parameter, parameters};
use super::place::{Counts, counts, percentile, place};
use super::problem::{Fault, Problem};
use super::shape::Shape;
use super::statistics::is_flat;
use super::trace::{Given, Taken, What};
use super::work::{Column, Work};
use crate::number::Decimal;

/// What becomes of one figure: formula, what is put in, result.
pub(super) struct Worked {
    pub(super) formula: &'static str,
    pub(super) inputs: Vec<(&'static str, f64)>,
    pub(super) value: f64,
}

/// The figures of one scope and what is said of them.
pub(super) struct Scope<'s> {
    /// All figures of the scope.
    pub(super) values: &'s [f64],
    /// What the method takes from them.
    pub(super) parameters: Vec<Parameter>,
    /// Whether less is better.
    pub(super) down: bool,
}

impl Scope<'_> {
    /// A parameter by its symbol.
    pub(super) fn get(&self, symbol: &str) -> f64 {
        self.parameters.iter().find(|parameter| parameter.symbol == symbol).map_or(f64::NAN, |found| found.value)
    }

    fn worked(&self, formula: &'static str, x: f64, value: f64) -> Worked {
        let mut inputs = vec![("x", x)];
        inputs.extend(self.parameters.iter().map(|parameter| (parameter.symbol, parameter.value)));
        Worked { formula, inputs, value }
    }
}

impl Work<'_> {
    /// The figures made comparable; `None` when that cannot be done.
    pub(super) fn normalise(
        &mut self,
        node: usize,
        how: &Normalisation,
        column: &Column,
        shape: &Shape,
        what: What,
    ) -> Option<Column> {
        let before = self.problems.len();
        let scopes = self.table.scopes(how.within.as_deref());
        let mut values: Vec<Option<f64>> = vec![None; column.values.len()];
        for (at, name) in scopes.names.iter().enumerate() {
            let there = scopes.values(at, &column.values);
            if there.is_empty() {
                continue;
            }
            let Some(parameters) = self.parameters_of(node, how, &there, column, shape, name) else { continue };
            let scope = Scope { values: &there, parameters, down: column.down };
            let members = (0..column.values.len()).filter(|unit| scopes.of.get(*unit) == Some(&at));
            for unit in members {
                let Some(x) = column.values.get(unit).copied().flatten() else { continue };
                let Some(y) = self.one(node, how, &scope, unit, x, what, name) else { continue };
                if let Some(value) = values.get_mut(unit) {
                    *value = Some(y);
                }
            }
        }
        let down = how.method.keeps_direction() && column.down || how.method.is_best_first();
        (self.problems.len() == before).then(|| Column { values, imputed: column.imputed.clone(), down })
    }

    fn parameters_of(
        &mut self,
        node: usize,
        how: &Normalisation,
        there: &[f64],
        column: &Column,
        shape: &Shape,
        scope: &str,
    ) -> Option<Vec<Parameter>> {
        let reference = match &how.method {
            Method::ToTarget { target: Target::Unit(unit), .. } => {
                let at = self.table.units.iter().position(|name| name == unit);
                let value = at.and_then(|at| column.values.get(at).copied().flatten());
                if value.is_none() {
                    self.problems.push(Problem::of(node, Fault::UnknownReference(unit.clone())));
                    return None;
                }
                value
            }
            _ => None,
        };
        match parameters(&how.method, there, column.down, shape, reference) {
            Ok(parameters) => {
                for parameter in parameters.iter().filter(|parameter| !parameter.formula.is_empty()) {
                    let taken = Taken {
                        node,
                        what: What::Parameter,
                        scope,
                        symbol: parameter.symbol,
                        formula: parameter.formula,
                    };
                    self.steps.take(&taken, &[Given::List("v", "", there)], parameter.value);
                }
                Some(parameters)
            }
            Err(fault) => {
                self.problems.push(Problem::of(node, fault));
                None
            }
        }
    }

    fn one(
        &mut self,
        node: usize,
        how: &Normalisation,
        scope: &Scope<'_>,
        unit: usize,
        x: f64,
        what: What,
        name: &str,
    ) -> Option<f64> {
        let worked = if how.method.divides_by_spread() && is_flat(scope.values) {
            match &how.flat {
                Flat::Gets(figure) => {
                    Ok(Worked {
                        formula: "无差异", inputs: vec![("无差异", figure.value())], value: figure.value()
                    })
                }
                Flat::Refused => {
                    let fault = Fault::NoSpread((!name.is_empty()).then(|| name.to_owned()));
                    if !self.problems.iter().any(|problem| problem.node == node && problem.fault == fault) {
                        self.problems.push(Problem::of(node, fault));
                    }
                    return None;
                }
            }
        } else {
            work_out(&how.method, scope, x)
        };
        match worked {
            Ok(worked) => {
                if self.steps.wants(unit) {
                    let inputs: Vec<Given<'_>> =
                        worked.inputs.iter().map(|(symbol, value)| Given::One(symbol, "", *value)).collect();
                    let taken = Taken { node, what, scope: name, symbol: "y", formula: worked.formula };
                    self.steps.take(&taken, &inputs, worked.value);
                }
                Some(worked.value)
            }
            Err(fault) => {
                self.problems.push(Problem::at(node, unit, fault));
                None
            }
        }
    }
}

/// One figure by a method.
fn work_out(method: &Method, scope: &Scope<'_>, x: f64) -> Result<Worked, Fault> {
    let get = |symbol: &str| scope.get(symbol);
    let said = |formula, value| Ok(scope.worked(formula, x, value));
    match method {
        Method::Plain => said("x", x),
        Method::Linear { .. } => said("x * 乘 + 加", x * get("乘") + get("加")),
        Method::MinMax { .. } => Ok(stretched(scope, x)),
        Method::Goalposts { beyond, .. } => beyond_posts(scope, x, *beyond),
        Method::ZScore { .. } => {
            let (mean, by, spread, centre) = (get("均值"), get("标准差"), get("幅度"), get("中心"));
            if scope.down {
                said("(均值 - x) / 标准差 * 幅度 + 中心", (mean - x) / by * spread + centre)
            } else {
                said("(x - 均值) / 标准差 * 幅度 + 中心", (x - mean) / by * spread + centre)
            }
        }
        Method::Rank { best_first, ties, scaled } => {
            Ok(placed(scope, x, place(&counts(scope, x), *ties, *best_first, *scaled)))
        }
        Method::Percentile(how) => Ok(placed(scope, x, percentile(&counts(scope, x), *how))),
        Method::ShareOfBest if scope.down => said("最小 / x", get("最小") / x),
        Method::ShareOfBest => said("x / 最大", x / get("最大")),
        Method::ToTarget { capped, .. } => Ok(to_target(scope, x, *capped)),
        Method::Vector => said("x / 模", x / get("模")),
        Method::ShareOfSum => said("x / 合计", x / get("合计")),
        Method::ShareOfMean => said("x / 均值", x / get("均值")),
    }
}

/// From the smaller bound to the larger one, onto the range of the result.
fn stretched(scope: &Scope<'_>, x: f64) -> Worked {
    let (least, most, low, high) = (scope.get("最小"), scope.get("最大"), scope.get("低"), scope.get("高"));
    let (formula, share) = if scope.down {
        ("(最大 - x) / (最大 - 最小) * (高 - 低) + 低", (most - x) / (most - least))
    } else {
        ("(x - 最小) / (最大 - 最小) * (高 - 低) + 低", (x - least) / (most - least))
    };
    scope.worked(formula, x, share * (high - low) + low)
}

fn beyond_posts(scope: &Scope<'_>, x: f64, beyond: Beyond) -> Result<Worked, Fault> {
    let (least, most) = (scope.get("最小"), scope.get("最大"));
    match beyond {
        Beyond::Refused if x < least || x > most => {
            Err(Fault::BeyondPosts(decimal(x, ALL_DIGITS).unwrap_or(Decimal::ZERO)))
        }
        Beyond::Kept | Beyond::Refused => Ok(stretched(scope, x)),
        Beyond::Clipped => {
            let value = stretched(scope, x.clamp(least, most)).value;
            let formula = if scope.down {
                "(最大 - min(max(x, 最小), 最大)) / (最大 - 最小) * (高 - 低) + 低"
            } else {
                "(min(max(x, 最小), 最大) - 最小) / (最大 - 最小) * (高 - 低) + 低"
            };
            Ok(scope.worked(formula, x, value))
        }
    }
}

fn to_target(scope: &Scope<'_>, x: f64, capped: bool) -> Worked {
    let (worst, target) = (scope.get(if scope.down { "最大" } else { "最小" }), scope.get("目标"));
    let (formula, value) = if scope.down {
        ("(最大 - x) / (最大 - 目标)", (worst - x) / (worst - target))
    } else {
        ("(x - 最小) / (目标 - 最小)", (x - worst) / (target - worst))
    };
    let capping = if scope.down {
        "min(1, (最大 - x) / (最大 - 目标))"
    } else {
        "min(1, (x - 最小) / (目标 - 最小))"
    };
    if capped { scope.worked(capping, x, value.min(1.0)) } else { scope.worked(formula, x, value) }
}

fn placed(scope: &Scope<'_>, x: f64, (formula, value): (&'static str, f64)) -> Worked {
    let Counts { better, equal, all } = counts(scope, x);
    let inputs = vec![("优于", of_count(better)), ("相同", of_count(equal)), ("个数", of_count(all))];
    Worked { formula, inputs, value }
}
