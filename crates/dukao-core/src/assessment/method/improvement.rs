//! F25 进步得分: how far a unit has come since last year, measured by what earns full marks.
//!
//! Rule: `w·clamp((x − x_prev) ÷ Δ_full, 0, 1)`; for ratios the difference in percentage points, for totals the growth in
//! percent. Domain: by percentage last year's figure must be over zero. Lower is better: a fall is progress.

use super::common::Gap;
use super::{Example, InputSpec, Note, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F25",
    name: "进步得分",
    formula: "满分 × (实绩 − 上年) ÷ 满分进步，最低零分，最高满分",
    inputs: &[InputSpec::one("实绩", "今年的数"), InputSpec::one("上年", "本单位上年同期的数")],
    parameters: &[
        ParameterSpec::required("满分进步", "进步多少得满分，大于零"),
        ParameterSpec::optional("差距", "数值（今年减上年，不写就是它）、百分比（比上年增减百分之几）"),
    ],
    edges: &[
        ("退步", "零分，并注明"),
        ("与上年持平", "零分"),
        ("差距为百分比而上年为零或负数", "增速没有意义，不计算"),
        ("越低越好", "比上年降低才是进步"),
    ],
    mirrored: true,
    example: Example {
        full: "10",
        parameters: "满分进步: 5",
        units: &["实绩 82, 上年 80", "实绩 85, 上年 80", "实绩 90, 上年 80"],
        points: &["4", "10", "10"],
    },
};

/// `w·clamp((x − x_prev) ÷ Δ_full, 0, 1)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// The progress that earns full marks.
    pub whole: Rational,
    /// How the change is taken.
    pub gap: Gap,
}

impl Improvement {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let whole = reader.positive("满分进步");
        let gap = Gap::read(reader, Gap::Figures);
        Some(Self { whole: whole?, gap: gap? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let one = |row: &Row<'_, N>| {
            let (actual, before) = (row.one(0, "实绩")?, row.one(1, "上年")?);
            let gap = self.gap.between(terms.direction, actual, before, "上年")?;
            let share = gap.div(&terms.number("满分进步", &self.whole, "")).ok_or(Refusal::OutOfReach)?;
            let back = share.signum() < 0;
            let share = share.at_most(N::integer(1)).at_least(N::integer(0));
            let points = Points::plain(terms.full.mul(&share));
            Ok(if back { points.noted(Note::FlooredAtZero) } else { points })
        };
        rows.iter().map(one).collect()
    }
}
