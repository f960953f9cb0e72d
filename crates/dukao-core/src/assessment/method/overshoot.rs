//! F5 超额加分: completion up to full marks, and something for every percentage point beyond.
//!
//! Rule (金政办发〔2011〕11号): `r ≥ 1: w + min(cap, k·100(r − 1)); r < 1: w·r` with `r = x ÷ T`. Domain: target over zero.
//! Lower is better: `T ÷ x`; a control item with nothing done gets all that may be added (full marks where there is no limit).

use super::common::{either, over_whole};
use super::completion::{floored, passed, rate};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F5",
    name: "超额加分",
    formula: "完成率 < 100%：满分 × 完成率；否则 满分 + 最小值(最多加，每超一点 × 超出的百分点)",
    inputs: &[InputSpec::one("实绩", "实际完成数"), InputSpec::one("目标", "应完成数，大于零")],
    parameters: &[
        ParameterSpec::required("每超一点", "完成率每超1个百分点加几分"),
        ParameterSpec::optional("最多加", "最多加几分，不写或写“不限”则不封顶"),
    ],
    edges: &[
        ("正好完成", "得满分，不加分"),
        ("目标为零或负数", "不计算，改用“达标得分”或由人认定"),
        ("实绩为负数", "计零分"),
        ("越低越好", "用目标 ÷ 实绩；实绩为零或负数加到“最多加”（不封顶则得满分），并注明"),
    ],
    mirrored: true,
    example: Example {
        full: "20",
        parameters: "每超一点: 0.5, 最多加: 10",
        units: &["实绩 108, 目标 100", "实绩 95, 目标 100", "实绩 140, 目标 100"],
        points: &["24", "19", "30"],
    },
};

/// `r ≥ 1: w + min(cap, k·100(r − 1)); r < 1: w·r`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overshoot {
    /// Points for each percentage point beyond the target.
    pub per_point: Rational,
    /// How much may be added; `None` without limit.
    pub cap: Option<Rational>,
}

impl Overshoot {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let per_point = reader.not_negative("每超一点");
        let cap = reader.bound_or("最多加", None);
        Some(Self { per_point: per_point?, cap: cap? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let (actual, target) = (row.one(0, "实绩")?, row.one(1, "目标")?);
        let Some(rate) = rate(terms.direction, actual, target)? else {
            let more = self.cap.as_ref().map_or(N::integer(0), |cap| terms.number("最多加", cap, "分"));
            return Ok(passed(actual, terms.full.add(&more)));
        };
        let more = || {
            let earned = over_whole(&rate).mul(&terms.number("每超一点", &self.per_point, "分"));
            match &self.cap {
                Some(cap) => earned.at_most(terms.number("最多加", cap, "分")),
                None => earned,
            }
        };
        let points =
            either((&rate, Relation::AtLeast, &N::integer(1)), || terms.full.add(&more()), || terms.full.mul(&rate));
        Ok(floored(points))
    }
}
