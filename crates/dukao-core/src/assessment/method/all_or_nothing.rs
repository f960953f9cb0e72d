//! F4 达标得分 (目标完成计分法): full marks when the target is reached, else nothing; also ceilings of control items.
//!
//! Rule: `x ≥ T → w, else 0`; a ceiling (lower is better): `x ≤ T → w, else 0`. Domain: any target, zero and negative
//! ones included: nothing is divided.

use super::common::either;
use super::{Example, InputSpec, Outcome, Points, Reader, Row, Spec, Terms};
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F4",
    name: "达标得分",
    formula: "实绩 ≥ 目标得满分，否则零分（越低越好：实绩 ≤ 目标得满分）",
    inputs: &[InputSpec::one("实绩", "实际数"), InputSpec::one("目标", "应达到的数或控制数，可为零或负数")],
    parameters: &[],
    edges: &[("正好等于目标", "得满分"), ("目标为零", "照常比较"), ("越低越好", "不超过控制数得满分，超过得零分")],
    mirrored: true,
    example: Example {
        full: "4", parameters: "", units: &["实绩 8, 目标 8", "实绩 7.9, 目标 8"], points: &["4", "0"]
    },
};

/// `x ≥ T → w, else 0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllOrNothing;

impl AllOrNothing {
    #[expect(clippy::unnecessary_wraps, reason = "every method is read the same way")]
    pub(super) fn read(_reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self)
    }

    #[expect(clippy::unused_self, reason = "every method is asked the same way")]
    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let reached = if terms.direction.lower() { Relation::AtMost } else { Relation::AtLeast };
        let one = |row: &Row<'_, N>| {
            let (actual, target) = (row.one(0, "实绩")?, row.one(1, "目标")?);
            let points = either((actual, reached, target), || terms.full.clone(), || N::integer(0));
            Ok(Points::plain(points))
        };
        rows.iter().map(one).collect()
    }
}
