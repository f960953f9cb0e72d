//! A formula over the figures of a class, for the value or with the derivation.

use std::collections::BTreeMap;

use super::program::{Cond, Num};
use super::{Formula, Function};
use crate::assessment::method::common::{ask, complete, either, whole};
use crate::assessment::method::{Refusal, Row, Terms};
use crate::progress::{Derived, Relation};

/// A figure of the whole class: one value for all, or one for each unit.
type Class<N> = BTreeMap<(Function, usize), Vec<N>>;

impl Formula {
    /// What it comes to for each unit of the class; the inputs of the rows are those of [`Formula::used`], in that order.
    pub(in crate::assessment) fn values<N: Derived>(
        &self,
        terms: &Terms<'_, N>,
        rows: &[Row<'_, N>],
    ) -> Vec<Result<N, Refusal>> {
        let names: Vec<&str> = self.used.iter().map(String::as_str).collect();
        let figures = complete(rows, &names);
        let known: Vec<&Vec<&N>> = figures.iter().flatten().collect();
        let mut class = Class::new();
        collect(&self.program, &mut |function, at| {
            let column: Vec<N> = known.iter().filter_map(|row| row.get(at).map(|one| (*one).clone())).collect();
            class.entry((function, at)).or_insert_with(|| of_class(terms, function, &column));
        });
        let mut units = 0_usize..;
        let value = |figures: Result<Vec<&N>, Refusal>| {
            let figures = figures?;
            let own = units.next().ok_or(Refusal::OutOfReach)?;
            Unit { terms, figures: &figures, class: &class, own }.number(&self.program)
        };
        figures.into_iter().map(value).collect()
    }
}

fn of_class<N: Derived>(terms: &Terms<'_, N>, function: Function, column: &[N]) -> Vec<N> {
    let one = |value: Option<N>, name: &str| value.map(|value| value.named(name, "", 2)).into_iter().collect();
    match function {
        Function::Place => {
            let places = N::places(column, terms.direction.lower());
            places.into_iter().map(|place| place.named("名次", "位", 0)).collect()
        }
        Function::ClassGreatest => one(N::greatest(column), "同类最大"),
        Function::ClassLeast => one(N::least(column), "同类最小"),
        _ => one(N::mean(column), "同类平均"),
    }
}

/// Calls `found` for every figure of the class that is asked for.
fn collect(num: &Num, found: &mut impl FnMut(Function, usize)) {
    match num {
        Num::Class(function, at) => found(*function, *at),
        Num::Fixed(..) | Num::Full | Num::Input(_) => {}
        Num::Negative(of) | Num::Absolute(of) | Num::Round(of, _) | Num::Whole(of) => collect(of, found),
        Num::Add(left, right) | Num::Sub(left, right) | Num::Mul(left, right) | Num::Div(left, right, _) => {
            collect(left, found);
            collect(right, found);
        }
        Num::If(condition, yes, no) => {
            collect_condition(condition, found);
            collect(yes, found);
            collect(no, found);
        }
        Num::Of(_, all) => {
            for one in all {
                collect(one, found);
            }
        }
    }
}

fn collect_condition(condition: &Cond, found: &mut impl FnMut(Function, usize)) {
    match condition {
        Cond::Compare(_, left, right) => {
            collect(left, found);
            collect(right, found);
        }
        Cond::And(left, right) | Cond::Or(left, right) => {
            collect_condition(left, found);
            collect_condition(right, found);
        }
        Cond::Not(of) => collect_condition(of, found),
    }
}

/// Whether a condition holds, and the comparisons that decide it.
struct Verdict<N> {
    holds: bool,
    reasons: Vec<(N, Relation, N)>,
}

struct Unit<'u, N> {
    terms: &'u Terms<'u, N>,
    figures: &'u [&'u N],
    class: &'u Class<N>,
    /// Its place among the units that have all figures.
    own: usize,
}

impl<N: Derived> Unit<'_, N> {
    fn number(&self, num: &Num) -> Result<N, Refusal> {
        Ok(match num {
            Num::Fixed(name, value) => {
                let name = if name.is_empty() { "公式中的数" } else { name };
                self.terms.number(name, value, "")
            }
            Num::Full => self.terms.full.clone(),
            Num::Input(at) => (*self.figures.get(*at).ok_or(Refusal::OutOfReach)?).clone(),
            Num::Class(function, at) => {
                let own = if *function == Function::Place { self.own } else { 0 };
                let values = self.class.get(&(*function, *at)).and_then(|values| values.get(own));
                values.ok_or(Refusal::OutOfReach)?.clone()
            }
            Num::Negative(of) => N::integer(0).sub(&self.number(of)?),
            Num::Add(left, right) => self.number(left)?.add(&self.number(right)?),
            Num::Sub(left, right) => self.number(left)?.sub(&self.number(right)?),
            Num::Mul(left, right) => self.number(left)?.mul(&self.number(right)?),
            Num::Div(left, right, text) => {
                let (dividend, divisor) = (self.number(left)?, self.number(right)?);
                let zero = || Refusal::Outside(format!("公式的除数“{text}”为零，不能计算"));
                dividend.div(&divisor).ok_or_else(zero)?
            }
            Num::If(condition, yes, no) => {
                let verdict = self.condition(condition)?;
                let taken = self.number(if verdict.holds { yes } else { no })?;
                let because =
                    |taken: N, (left, relation, right): &(N, Relation, N)| taken.because(left, *relation, right);
                verdict.reasons.iter().rev().fold(taken, because)
            }
            Num::Of(function, all) => {
                let all = all.iter().map(|one| self.number(one)).collect::<Result<Vec<N>, Refusal>>()?;
                let value = match function {
                    Function::Least => N::least(&all),
                    Function::Greatest => N::greatest(&all),
                    Function::Mean => N::mean(&all),
                    _ => Some(N::sum(&all)),
                };
                value.ok_or(Refusal::OutOfReach)?
            }
            Num::Absolute(of) => {
                let value = self.number(of)?;
                let zero = N::integer(0);
                either((&value, Relation::AtLeast, &zero), || value.clone(), || zero.sub(&value))
            }
            Num::Round(of, decimals) => self.number(of)?.rounded(*decimals),
            Num::Whole(of) => whole(&self.number(of)?)?,
        })
    }

    fn condition(&self, condition: &Cond) -> Result<Verdict<N>, Refusal> {
        match condition {
            Cond::Compare(relation, left, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let (holds, stands) = ask(&left, *relation, &right);
                Ok(Verdict { holds, reasons: vec![(left, stands, right)] })
            }
            Cond::And(left, right) => self.joined(left, right, false),
            Cond::Or(left, right) => self.joined(left, right, true),
            Cond::Not(of) => self.condition(of).map(|verdict| Verdict { holds: !verdict.holds, ..verdict }),
        }
    }

    /// Two conditions of which `enough` alone decides: false for 且, true for 或.
    fn joined(&self, left: &Cond, right: &Cond, enough: bool) -> Result<Verdict<N>, Refusal> {
        let first = self.condition(left)?;
        if first.holds == enough {
            return Ok(first);
        }
        let second = self.condition(right)?;
        if second.holds == enough {
            return Ok(second);
        }
        let reasons = first.reasons.into_iter().chain(second.reasons).collect();
        Ok(Verdict { holds: second.holds, reasons })
    }
}
