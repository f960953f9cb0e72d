//! Methods: how figures become points. One file per method, named after what it does; [`Spec::id`] is its number in the
//! field's list (F1–F25).
//!
//! A method scores all units of a class at once, because many rules look at the class (the best, the mean, the places).
//! It is written once over [`Derived`] and run twice: for the value, and for the derivation.

mod completion;
mod outcome;
mod parameter;
mod rank_step;
mod row;

pub use completion::Completion;
pub use outcome::{Note, Outcome, Points, Refusal};
pub use parameter::{Parameters, Reader, Setting, Wrong};
pub use rank_step::RankStep;
pub(in crate::assessment) use row::written;
pub use row::{Direction, Row, Slot, Terms, rule_number};

use crate::number::Rational;
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
}

macro_rules! methods {
    ($($module:ident :: $name:ident;)*) => {
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
            pub fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
                match self { $(Self::$name(method) => method.points(terms, rows),)* }
            }
        }
    };
}

methods! {
    completion::Completion;
    rank_step::RankStep;
}

impl Method {
    /// The names of its inputs with whether each may hold several numbers.
    pub fn inputs(&self) -> Vec<(String, bool)> {
        self.spec().inputs.iter().map(|input| (input.name.to_owned(), input.many)).collect()
    }
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
    let figures: Vec<Result<&N, Refusal>> = rows.iter().map(|row| row.one(0, "实绩")).collect();
    let known: Vec<N> = figures.iter().flatten().map(|value| (*value).clone()).collect();
    let places = if given { known } else { N::places(&known, terms.direction.lower()) };
    let mut places = places.into_iter();
    let points = |figure: Result<&N, Refusal>| {
        figure?;
        let place = places.next().ok_or(Refusal::OutOfReach)?.named("名次", "位", 0);
        if place.value() < &Rational::from(crate::number::Decimal::integer(1)) {
            return Err(Refusal::Outside("名次应是1及以上的数".to_owned()));
        }
        Ok(score(&place))
    };
    figures.into_iter().map(points).collect()
}
