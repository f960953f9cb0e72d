//! Composite indices: indicators of a plain table made comparable, weighted and put together in a tree.
//!
//! The only room with floats. They come from exact figures, go through `libm` and sums in a fixed order, and are handed
//! back as decimals of twelve significant digits, so that the same table gives the same bytes everywhere and the order
//! of the units changes nothing. [`evaluate()`] is a pure function; everything wrong comes back in one pass, and an
//! assumption that does not apply is refused, never ignored.
//!
//! ```
//! use std::collections::BTreeMap;
//! use dukao_core::index::{
//!     Aggregation, Branch, Figure, Flat, Index, Kind, Leaf, Method, Missing, Node, Normalisation, Table, Transform,
//!     Weighting, evaluate,
//! };
//!
//! let normalisation = Normalisation {
//!     method: Method::MinMax { low: Figure::from(0), high: Figure::from(100) },
//!     within: None,
//!     flat: Flat::Refused,
//! };
//! let leaf = Leaf {
//!     column: "收入".to_owned(),
//!     over: vec![],
//!     missing: Missing::Refused,
//!     floor: None,
//!     ceiling: None,
//!     transform: Transform::None,
//!     lower_is_better: false,
//!     normalisation,
//! };
//! let branch = Branch { weighting: Weighting::Equal, aggregation: Aggregation::Arithmetic, rescale: None };
//! let node = |parent, kind| Node { name: String::new(), parent, weight: None, kind };
//! let index = Index {
//!     name: "收入指数".to_owned(),
//!     groups: vec![],
//!     nodes: vec![node(None, Kind::Branch(branch)), node(Some(0), Kind::Leaf(leaf))],
//!     decimals: 2,
//!     rank_as_shown: false,
//! };
//! let figures = ["10", "40", "25"].map(Figure::parse).to_vec();
//! let table = Table {
//!     units: ["甲", "乙", "丙"].map(String::from).to_vec(),
//!     columns: BTreeMap::from([("收入".to_owned(), figures)]),
//!     groups: BTreeMap::new(),
//! };
//! let results = evaluate(&index, &table).unwrap();
//! assert_eq!(results.units[2].index.to_string(), "50");
//! assert_eq!(results.units[2].rank, 2);
//! ```

mod aggregate;
mod check;
mod columns;
mod evaluate;
mod figure;
mod model;
mod normalise;
mod pairwise;
mod parameters;
mod place;
mod power;
mod prepare;
mod problem;
mod result;
mod shape;
mod spread;
mod statistics;
mod table;
#[cfg(test)]
mod tests;
mod topsis;
mod trace;
mod weight;
mod work;

pub use evaluate::{evaluate, explain};
pub use figure::Figure;
pub use model::{
    Aggregation, Beyond, Bound, Branch, Flat, Index, Kind, Leaf, Method, Missing, Node, Normalisation, Pairwise,
    Percentile, Priorities, Spread, Sum, Target, Ties, Transform, Weighting,
};
pub use power::{power, twelve_digits};
pub use problem::{Fault, Problem};
pub use result::{Explanation, GroupPlace, NodeResult, Raw, Results, UnitResult};
pub use table::Table;
pub use trace::{Input, Step, What};
pub use weight::Fact;
