//! What a composite index is made of: a tree of branches and leaves, each with its own rules.

use super::figure::Figure;
use crate::number::Rational;

/// A composite index.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Columns of the table that hold groups: the units are ranked inside each of them too.
    pub groups: Vec<String>,
    /// The tree, each node before those below it; the first is the whole.
    pub nodes: Vec<Node>,
    /// How many decimals people are shown.
    pub decimals: u8,
    /// Whether ranks are taken from what is shown instead of from the twelve digits behind it.
    pub rank_as_shown: bool,
}

/// A branch or a leaf of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Which node it stands below; `None` for the whole.
    pub parent: Option<usize>,
    /// The weight that was given for it among its siblings.
    pub weight: Option<Rational>,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Put together from what stands below.
    Branch(Branch),
    /// An indicator of the table.
    Leaf(Leaf),
}

/// How a branch is put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Where the weights of its children come from.
    pub weighting: Weighting,
    /// How the children become one figure.
    pub aggregation: Aggregation,
    /// What is done to that figure afterwards.
    pub rescale: Option<Normalisation>,
}

/// An indicator and what is done to its figures, in this order.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The column of the table.
    pub column: String,
    /// Columns it is divided by, one after the other.
    pub over: Vec<String>,
    /// What happens where a figure is missing.
    pub missing: Missing,
    /// What is cut off below.
    pub floor: Option<Bound>,
    /// What is cut off above.
    pub ceiling: Option<Bound>,
    /// What is done before the figures are made comparable.
    pub transform: Transform,
    /// Whether less is better.
    pub lower_is_better: bool,
    /// How the figures are made comparable.
    pub normalisation: Normalisation,
}

/// Where a column is cut off.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// At a figure.
    At(Figure),
    /// At a quantile between 0 and 1, interpolated between the neighbours at `(n−1)·q`.
    Quantile(Figure),
    /// The outermost figures, as many as this, become the next one.
    Outermost(u32),
}

/// What is done to a figure before it is made comparable.
#[derive(Debug, Clone, PartialEq)]
pub enum Transform {
    /// Nothing.
    None,
    /// The natural logarithm.
    Logarithm,
    /// `ln(x − min + 0.01·(max − min))`, which takes figures of any sign.
    ShiftedLogarithm,
    /// The square root.
    Root,
    /// `1/x`; what was better when lower is then better when higher.
    Reciprocal,
    /// `max − x`; what was better when lower is then better when higher.
    FromLargest,
    /// `1 − |x − best| / max|x − best|`: the nearer to `best`, the better.
    Near(Figure),
    /// The same with a stretch of figures that are all best.
    Within(Figure, Figure),
}

/// How figures are made comparable.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalisation {
    /// The method.
    pub method: Method,
    /// The group column inside which it works; over all units when there is none.
    pub within: Option<String>,
    /// What becomes of a column whose figures are all the same.
    pub flat: Flat,
}

/// What becomes of figures that are all the same, where the method divides by their spread.
#[derive(Debug, Clone, PartialEq)]
pub enum Flat {
    /// It is refused.
    Refused,
    /// Each gets this.
    Gets(Figure),
}

/// A method of making figures comparable.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// As they are; the direction stays.
    Plain,
    /// `times·x + plus`; the direction stays.
    Linear {
        /// Factor, greater than zero.
        times: Figure,
        /// What is added.
        plus: Figure,
    },
    /// From the smallest to the largest figure onto `low … high`.
    MinMax {
        /// What the worst gets.
        low: Figure,
        /// What the best gets.
        high: Figure,
    },
    /// From given posts onto `low … high`.
    Goalposts {
        /// The lower post, as the column is written.
        min: Figure,
        /// The upper post.
        max: Figure,
        /// What becomes of figures beyond the posts.
        beyond: Beyond,
        /// What the worse post gets.
        low: Figure,
        /// What the better post gets.
        high: Figure,
    },
    /// `(x − mean) / sd · spread + centre`.
    ZScore {
        /// By `n − 1` instead of `n`.
        sample: bool,
        /// The mean of the result.
        centre: Figure,
        /// The standard deviation of the result.
        spread: Figure,
    },
    /// The place among the units.
    Rank {
        /// The best has place 1, so that less is better afterwards; otherwise the best has place n.
        best_first: bool,
        /// What equals share.
        ties: Ties,
        /// Brought onto 0 … 1 by `(place − 1) / (n − 1)`.
        scaled: bool,
    },
    /// Which share of the units stands below.
    Percentile(Percentile),
    /// `x / max`, or `min / x` where less is better.
    ShareOfBest,
    /// `(x − min) / (target − min)`, or `(max − x) / (max − target)` where less is better.
    ToTarget {
        /// The target.
        target: Target,
        /// Never more than 1.
        capped: bool,
    },
    /// `x / sqrt(Σx²)`; the direction stays.
    Vector,
    /// `x / Σx`; the direction stays.
    ShareOfSum,
    /// `x / mean`; the direction stays.
    ShareOfMean,
}

/// What becomes of figures beyond given posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// They count as the post.
    Clipped,
    /// They run on.
    Kept,
    /// They are a mistake.
    Refused,
}

/// What units with the same figure share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// The better place: 1, 2, 2, 4 from the best.
    Best,
    /// The mean of their places.
    Mean,
    /// The worse place, as “minimum ranks” from the worst give it.
    Worst,
}

/// How a percentile rank is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Percentile {
    /// Worse ones by the others: `below / (n − 1)`.
    BelowOfOthers,
    /// Worse and equal ones by all: `not above / n`.
    NotAboveOfAll,
    /// Half of the equals, itself included, counted as below: `(below + equal/2) / n`.
    Middle,
}

/// A target of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A figure.
    At(Figure),
    /// The figure of a unit.
    Unit(String),
}

/// What happens where a figure is missing. Nothing is ever left out in silence.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// Each missing figure is a mistake.
    Refused,
    /// The mean of the column.
    Mean,
    /// The median of the column.
    Median,
    /// The mean of the unit's group.
    GroupMean(String),
    /// The median of the unit's group.
    GroupMedian(String),
    /// A given figure.
    Constant(Figure),
    /// The mean of the unit's other comparable figures below the same branch.
    Siblings,
    /// The indicator is left out for the unit, the weights of the others grow to fill its place.
    Renormalised,
}

/// Where the weights of the children of a branch come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Weighting {
    /// They are given with the children.
    Given(Sum),
    /// All the same.
    Equal,
    /// From the spread of the children over the units.
    Spread {
        /// By which measure.
        by: Spread,
        /// The children's figures it looks at; the ones that are put together when there is none.
        on: Option<Normalisation>,
    },
    /// From comparing the children two by two.
    Pairwise(Pairwise),
    /// Several of these put together.
    Combined {
        /// Their products instead of their sums.
        product: bool,
        /// Each with its share of the sum; shares count for sums only.
        parts: Vec<(Rational, Weighting)>,
    },
}

/// What given weights must add up to.
#[derive(Debug, Clone, PartialEq)]
pub enum Sum {
    /// To this; they are divided by it.
    To(Rational),
    /// To anything; they are divided by their sum.
    Relative,
    /// To anything; they are used as they are.
    AsGiven,
}

/// A measure of spread that gives weights.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// `1 − e`, where `e` is the entropy of the shares of the units, after `shift` was added to each figure.
    Entropy {
        /// What is added to each figure.
        shift: Figure,
    },
    /// Standard deviation (by `n − 1`) times conflict `Σ(1 − r)`, Pearson's `r`.
    Critic,
    /// Standard deviation.
    Deviation {
        /// By `n − 1` instead of `n`.
        sample: bool,
    },
    /// Standard deviation by mean.
    Variation {
        /// By `n − 1` instead of `n`.
        sample: bool,
    },
}

/// How weights come from a matrix of comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priorities {
    /// The principal eigenvector.
    Eigenvector,
    /// The geometric means of the rows.
    GeometricMeans,
    /// The means of the rows after each column was divided by its sum.
    ColumnMeans,
}

/// A matrix of comparisons.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairwise {
    /// Row by row: how much more the child of the row weighs than the child of the column.
    pub matrix: Vec<Vec<Rational>>,
    /// How weights come from it.
    pub priorities: Priorities,
    /// The random index, where another table than Saaty's is used.
    pub random_index: Option<Figure>,
    /// A consistency ratio of 0.1 and more is accepted.
    pub inconsistency_accepted: bool,
}

/// How children become one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregation {
    /// `Σ w·x`
    Arithmetic,
    /// `Π x^w`
    Geometric,
    /// `1 / Σ(w/x)`
    Harmonic,
    /// Distance to the ideal and to its contrary.
    Topsis {
        /// `sqrt(Σ w·(x − ideal)²)` instead of `sqrt(Σ (w·x − w·ideal)²)`.
        weights_on_squares: bool,
    },
}
