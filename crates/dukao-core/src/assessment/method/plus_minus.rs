//! F6 增减计分: full marks at the base, points for each one above and below it.
//!
//! Rule: `w + clamp(k·(g − g*), −c, +c)`; `k = 0.1, c = 3`, `k = 0.2, c = 6`, or `k = 1` up to +20. Both slopes and both
//! limits may differ. The base (the planned growth of the unit, or any other) is an input. Domain: any figures by
//! difference; by percentage the base must be over zero. Lower is better: `g* − g`.

use super::common::{Floor, Gap, Limits, Slope};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F6",
    name: "增减计分",
    formula: "满分 + 每高一点 × (实绩 − 基准)，低于基准按每低一点扣；加减各有限度",
    inputs: &[InputSpec::one("实绩", "实际数，如增速"), InputSpec::one("基准", "得满分的数，如计划增速，各单位可不同")],
    parameters: &[
        ParameterSpec::required("每高一点", "比基准每高1（差距为百分比时每高1%）加几分"),
        ParameterSpec::optional("每低一点", "每低1扣几分，不写与每高一点相同"),
        ParameterSpec::optional("最多加", "最多加几分，不写或写“不限”则不限"),
        ParameterSpec::optional("最多减", "最多扣几分，不写与最多加相同"),
        ParameterSpec::optional("差距", "数值（实绩减基准，不写就是它）、百分比（差数占基准的百分比）"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("正好等于基准", "得满分"),
        ("差距为百分比而基准为零或负数", "不计算，改用数值或由人认定"),
        ("扣到负分", "计最低分"),
        ("越低越好", "低于基准加分，高于基准扣分"),
    ],
    mirrored: true,
    example: Example {
        full: "10",
        parameters: "每高一点: 0.1, 最多加: 3",
        units: &["实绩 25, 基准 15", "实绩 8, 基准 15", "实绩 60, 基准 15"],
        points: &["11", "9.3", "13"],
    },
};

/// `w + clamp(k·(g − g*), −c, +c)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlusMinus {
    /// Points for each one above and below.
    pub slope: Slope,
    /// How much may be added and taken away.
    pub limits: Limits,
    /// How the distance to the base is taken.
    pub gap: Gap,
    /// The least points.
    pub floor: Floor,
}

impl PlusMinus {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let slope = Slope::read(reader);
        let limits = Limits::read(reader);
        let gap = Gap::read(reader, Gap::Figures);
        let floor = Floor::read(reader);
        Some(Self { slope: slope?, limits: limits?, gap: gap?, floor: floor? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let (actual, base) = (row.one(0, "实绩")?, row.one(1, "基准")?);
        let gap = self.gap.between(terms.direction, actual, base, "基准")?;
        let change = self.limits.hold(terms, self.slope.of(terms, &gap));
        Ok(self.floor.hold(terms, terms.full.add(&change)))
    }
}
