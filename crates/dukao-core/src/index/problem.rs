//! Why an index cannot be computed: data, put into words elsewhere.

use crate::number::Decimal;

/// One thing wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The node of the index it is about; 0 is the whole.
    pub node: usize,
    /// The unit it is about, by its place in the table.
    pub unit: Option<usize>,
    /// The column of the table it is about.
    pub column: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The table has no unit.
    NoUnits,
    /// A unit stands in the table twice.
    DuplicateUnit(String),
    /// The table has no such column.
    UnknownColumn(String),
    /// The table has no such column of groups.
    UnknownGroup(String),
    /// A unit has no group.
    NoGroup,
    /// The tree has no node, or a branch has nothing below it.
    NothingBelow,
    /// A node hangs on none before it, or on a leaf.
    Misplaced,
    /// A figure is missing and that is not allowed.
    MissingFigure,
    /// A missing figure cannot be put in: there is none to take it from.
    NothingToImpute,
    /// A figure to divide by is zero.
    DivisionByZero,
    /// The logarithm, root or reciprocal of what has none.
    OutsideDomain(Decimal),
    /// All figures are the same and the method divides by their spread; the group, if it works inside groups.
    NoSpread(Option<String>),
    /// The method needs more units than there are.
    TooFewUnits {
        /// How many it needs.
        needed: usize,
        /// How many there are.
        there: usize,
    },
    /// Bounds, posts or the range of the result are the wrong way round.
    BoundsCrossed,
    /// A quantile that is not between 0 and 1, or more figures to cut off than there are.
    BadBound,
    /// A figure lies beyond the posts and that is not allowed.
    BeyondPosts(Decimal),
    /// The factor must be greater than zero.
    FactorNotPositive,
    /// The method needs figures above zero.
    NotPositive(Decimal),
    /// No unit of this name to measure the distance to, or it has no figure.
    UnknownReference(String),
    /// The target is no better than the worst figure.
    TargetNotBetter,
    /// Whether more or less is better differs among the children, by name, and the aggregation cannot tell.
    MixedDirections(Vec<String>),
    /// Weights and the sum they should have.
    WeightSum {
        /// What they add up to.
        sum: String,
        /// What they should add up to.
        expected: String,
    },
    /// A weight is missing.
    NoWeight,
    /// A weight is below zero.
    NegativeWeight,
    /// All weights are zero.
    NoWeightAtAll,
    /// A weight is given although they are computed.
    WeightUnused,
    /// A child has missing figures and the method cannot do without.
    NeedsAll(String),
    /// Entropy of a figure below zero, of the child of this name.
    EntropyOfNegative(String, Decimal),
    /// The figures of the child of this name add up to nothing.
    NoTotal(String),
    /// The child of this name is the same everywhere.
    Constant(String),
    /// The method compares children, and there is one only.
    OnlyOneChild,
    /// The matrix has the wrong size.
    MatrixSize {
        /// How many rows and columns it should have.
        expected: usize,
        /// How many rows it has.
        rows: usize,
    },
    /// An entry of the matrix is not above zero; row and column from 1.
    MatrixNotPositive(usize, usize),
    /// The diagonal is not 1; row from 1.
    MatrixDiagonal(usize),
    /// An entry is not the reciprocal of its counterpart; row and column from 1.
    NotReciprocal(usize, usize),
    /// Random indices are known up to 15.
    MatrixTooLarge(usize),
    /// The comparisons contradict each other.
    Inconsistent(Decimal),
    /// The shares of combined weights do not add up to 1.
    Shares(String),
    /// A figure of the child of this name is not above zero.
    AggregatedNotPositive(String, Decimal),
    /// No figure of the unit is left below the branch.
    AllMissing,
    /// All units are the same, so that nothing is nearer to the ideal.
    NoDistance,
    /// A result is too large to be written.
    TooLarge,
}

impl Problem {
    /// About a node.
    pub(super) const fn of(node: usize, fault: Fault) -> Self {
        Self { node, unit: None, column: None, fault }
    }

    /// About the figure of a unit.
    pub(super) const fn at(node: usize, unit: usize, fault: Fault) -> Self {
        Self { node, unit: Some(unit), column: None, fault }
    }

    /// In a column of the table.
    pub(super) fn in_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}
