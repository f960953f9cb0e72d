//! 计件得分: so many points for each one, up to a cap.
//!
//! Rule: `min(cap, k·x)`, the cap is full marks where none is written. Domain: a count not below zero. Lower is better
//! makes no sense: use 起评扣分.

use super::common::counted;
use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "M3",
    name: "计件得分",
    formula: "最小值(每件 × 数量，最多)",
    inputs: &[InputSpec::one("数量", "有几件")],
    parameters: &[
        ParameterSpec::required("每件", "每件得几分"),
        ParameterSpec::optional("最多", "最多得几分，不写为满分；写“不限”则不封顶"),
    ],
    edges: &[("数量为负数", "不计算"), ("数量为零", "零分")],
    mirrored: false,
    example: Example { full: "5", parameters: "每件: 0.5", units: &["数量 3", "数量 12"], points: &["1.5", "5"] },
};

/// The cap of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Most {
    /// Full marks.
    Full,
    /// So many points.
    Points(Rational),
    /// No cap.
    Unlimited,
}

/// `min(cap, k·x)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerItem {
    /// Points for each one.
    pub each: Rational,
    /// The cap.
    pub most: Most,
}

impl PerItem {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let each = reader.not_negative("每件");
        let asked = reader.has("最多");
        let most = match reader.bound_or("最多", None)? {
            Some(points) => Most::Points(points),
            None if asked => Most::Unlimited,
            None => Most::Full,
        };
        Some(Self { each: each?, most })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let one = |row: &Row<'_, N>| {
            let count = counted(row.one(0, "数量")?, "数量")?;
            let earned = count.mul(&terms.number("每件", &self.each, "分"));
            Ok(Points::plain(match &self.most {
                Most::Full => earned.at_most(terms.full.clone()),
                Most::Points(points) => earned.at_most(terms.number("最多", points, "分")),
                Most::Unlimited => earned,
            }))
        };
        rows.iter().map(one).collect()
    }
}
