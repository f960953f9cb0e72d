//! Methods: how figures become points. One file per method, named after what it does; [`Spec::id`] is its number in the
//! field's list (F1–F25).
//!
//! A method scores all units of a class at once, because many rules look at the class (the best, the mean, the places).
//! It is written once over [`Derived`] and run twice: for the value, and for the derivation.

mod accumulation;
mod all_or_nothing;
mod bracket_average;
mod bracket_last_year;
mod brackets;
mod by_formula;
pub(crate) mod common;
mod completion;
mod completion_cap;
mod completion_cliff;
mod deductions;
mod deviation;
mod direct;
mod document;
mod efficacy;
mod efficacy_anchored;
mod efficacy_exponential;
mod improvement;
mod judged;
mod outcome;
mod overshoot;
mod parameter;
mod partial_start;
mod per_item;
mod plus_minus;
mod rank_band;
mod rank_bonus;
mod rank_step;
mod row;
mod segments;
mod survey;
mod target_rank;
#[cfg(test)]
pub(crate) mod tests;
mod tiers;

pub use accumulation::Accumulation;
pub use all_or_nothing::AllOrNothing;
pub use bracket_average::BracketAverage;
pub use bracket_last_year::BracketLastYear;
pub use brackets::{Brackets, Divisors};
pub use by_formula::ByFormula;
pub use common::{Floor, Gap, Limits, Slope};
pub use completion::Completion;
pub use completion_cap::CompletionCap;
pub use completion_cliff::CompletionCliff;
pub use deductions::Deductions;
pub use deviation::{Against, Deviation};
pub use direct::Direct;
pub use document::document;
pub use efficacy::Efficacy;
pub use efficacy_anchored::EfficacyAnchored;
pub use efficacy_exponential::EfficacyExponential;
pub use improvement::Improvement;
pub use judged::Judged;
pub use outcome::{Note, Outcome, Points, Refusal};
pub use overshoot::Overshoot;
pub use parameter::{Parameters, Reader, Setting, Wrong};
pub use partial_start::PartialStart;
pub use per_item::{Most, PerItem};
pub use plus_minus::PlusMinus;
pub use rank_band::{Band, RankBand};
pub use rank_bonus::RankBonus;
pub use rank_step::RankStep;
pub(in crate::assessment) use row::written;
pub use row::{Direction, Row, Slot, Terms, rule_number};
pub use segments::Segments;
pub use survey::Survey;
pub use target_rank::TargetRank;
pub use tiers::Tiers;

use crate::number::{Number, Rational};
use crate::progress::Derived;

/// An input of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSpec {
    /// Its name.
    pub name: &'static str,
    /// What it is, to the user.
    pub about: &'static str,
    /// Whether it may hold several numbers.
    pub many: bool,
}

impl InputSpec {
    /// One number.
    pub const fn one(name: &'static str, about: &'static str) -> Self {
        Self { name, about, many: false }
    }

    /// Several numbers.
    pub const fn many(name: &'static str, about: &'static str) -> Self {
        Self { name, about, many: true }
    }
}

/// A parameter of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterSpec {
    /// Its name.
    pub name: &'static str,
    /// What it is and what holds when it is left out, to the user.
    pub about: &'static str,
    /// Whether it must be there.
    pub required: bool,
}

impl ParameterSpec {
    /// One that must be there.
    pub const fn required(name: &'static str, about: &'static str) -> Self {
        Self { name, about, required: true }
    }

    /// One that may be left out.
    pub const fn optional(name: &'static str, about: &'static str) -> Self {
        Self { name, about, required: false }
    }
}

/// What a method is called, wants and does at its edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    /// Its number in the field's list.
    pub id: &'static str,
    /// Its name in schemes.
    pub name: &'static str,
    /// Its formula in words.
    pub formula: &'static str,
    /// Its inputs; empty where the parameters name them.
    pub inputs: &'static [InputSpec],
    /// Its parameters.
    pub parameters: &'static [ParameterSpec],
    /// What happens at its edges.
    pub edges: &'static [(&'static str, &'static str)],
    /// Whether it can be turned round for figures of which lower is better.
    pub mirrored: bool,
    /// A worked example.
    pub example: Example,
}

/// A worked example of a method, in words that a scheme has, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Full marks.
    pub full: &'static str,
    /// Parameters: `起点: 80%, 上限: 150%`.
    pub parameters: &'static str,
    /// The figures of each unit of the class: `实绩 160, 目标 100`.
    pub units: &'static [&'static str],
    /// What each of them gets, to twelve significant digits.
    pub points: &'static [&'static str],
}

macro_rules! methods {
    (@inputs $method:ident $module:ident) => {{
        let _ = $method;
        $module::SPEC.inputs.iter().map(|input| (input.name.to_owned(), input.many)).collect()
    }};
    (@inputs $method:ident $module:ident own) => { $method.inputs() };
    ($($module:ident :: $name:ident $($own:ident)?;)*) => {
        /// A method with its parameters.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Method { $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)* }

        /// All methods, in the order of the field's list.
        pub const METHODS: &[Spec] = &[$($module::SPEC,)*];

        impl Method {
            /// The method `name` with these parameters.
            ///
            /// # Errors
            /// Everything that is wrong with the name and the parameters.
            pub fn new(name: &str, parameters: &Parameters) -> Result<Self, Vec<Wrong>> {
                let mut reader = Reader::new(parameters);
                let specs = METHODS.iter().filter(|spec| spec.name == name);
                specs.flat_map(|spec| spec.parameters).for_each(|own| reader.skip(own.name));
                let method = match name {
                    $(_ if name == $module::SPEC.name => $name::read(&mut reader).map(Self::$name),)*
                    _ => return Err(vec![unknown(name)]),
                };
                let wrong = reader.finish();
                match method {
                    Some(method) if wrong.is_empty() => Ok(method),
                    _ => Err(wrong),
                }
            }

            /// What it is called, wants and does at its edges.
            pub const fn spec(&self) -> &'static Spec {
                match self { $(Self::$name(_) => { const SPEC: &Spec = &$module::SPEC; SPEC })* }
            }

            /// What each unit of the class gets, in the order of `rows`. Rows whose inputs are not all there get the
            /// reason and count nowhere else.
            /// A method that cannot be turned round refuses to score a figure of which lower is better.
            pub fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
                if !self.allows(terms.direction) {
                    return rows.iter().map(|_| Err(one_way(self.spec().name))).collect();
                }
                match self { $(Self::$name(method) => method.points(terms, rows),)* }
            }

            /// The names of its inputs with whether each may hold several numbers; some follow from the parameters.
            pub fn inputs(&self) -> Vec<(String, bool)> {
                match self { $(Self::$name(method) => methods!(@inputs method $module $($own)?),)* }
            }
        }
    };
}

methods! {
    completion::Completion;
    completion_cliff::CompletionCliff;
    completion_cap::CompletionCap;
    all_or_nothing::AllOrNothing;
    overshoot::Overshoot;
    plus_minus::PlusMinus;
    partial_start::PartialStart;
    segments::Segments;
    bracket_average::BracketAverage own;
    bracket_last_year::BracketLastYear;
    efficacy::Efficacy;
    efficacy_anchored::EfficacyAnchored own;
    efficacy_exponential::EfficacyExponential;
    rank_step::RankStep;
    rank_band::RankBand;
    rank_bonus::RankBonus;
    deviation::Deviation own;
    target_rank::TargetRank;
    tiers::Tiers own;
    deductions::Deductions own;
    survey::Survey own;
    accumulation::Accumulation own;
    improvement::Improvement;
    judged::Judged own;
    direct::Direct;
    per_item::PerItem;
    by_formula::ByFormula own;
}

impl Method {
    /// Whether it can score figures of this direction: a count of faults or a survey cannot be turned round.
    pub const fn allows(&self, direction: Direction) -> bool {
        !direction.lower() || self.spec().mirrored
    }
}

fn one_way(name: &str) -> Refusal {
    Refusal::Outside(format!("“{name}”不能用于越低越好的指标"))
}

fn unknown(name: &str) -> Wrong {
    let known: Vec<&str> = METHODS.iter().map(|spec| spec.name).collect();
    let hint = format!("可用的方法：{}", known.join("、"));
    Wrong { parameter: None, message: format!("没有“{name}”这种方法"), hint }
}

/// Gives points by the place in the class: the first input is ranked, or is the place itself when `given`.
fn placed<N: Derived>(
    terms: &Terms<'_, N>,
    rows: &[Row<'_, N>],
    given: bool,
    score: impl Fn(&N) -> Points<N>,
) -> Vec<Outcome<N>> {
    let figures: Vec<Result<N, Refusal>> = rows.iter().map(|row| row.one(0, "实绩").cloned()).collect();
    let places = if given { figures } else { places_of(terms, figures) };
    places.into_iter().map(|place| Ok(score(&a_place(place?)?))).collect()
}

/// The place in the class of each figure that is there.
fn places_of<N: Derived>(terms: &Terms<'_, N>, figures: Vec<Result<N, Refusal>>) -> Vec<Result<N, Refusal>> {
    let known: Vec<N> = figures.iter().flatten().cloned().collect();
    let mut places = N::places(&known, terms.direction.lower()).into_iter();
    let place = |figure: Result<N, Refusal>| figure.and_then(|_| places.next().ok_or(Refusal::OutOfReach));
    figures.into_iter().map(place).collect()
}

/// A whole number from 1 on.
fn a_place<N: Derived>(place: N) -> Result<N, Refusal> {
    if place.value() < &Rational::integer(1) || place.value().scaled(0).is_none() {
        return Err(Refusal::Outside("名次应是1及以上的整数".to_owned()));
    }
    Ok(place.named("名次", "位", 0))
}
