//! F2 门槛完成率: completion with a cliff and a cap.
//!
//! Rule: `r < start → 0; else w·min(r, cap)` with `r = x ÷ T` (镇政办发〔2005〕79号, 〔2008〕84号: start 80 %, cap 150 %).
//! Domain: target over zero. Exactly at the start is not below it. Lower is better: `T ÷ x`; a control item with nothing
//! done has kept its limit and gets what the cap allows.

use super::common::either;
use super::completion::{floored, kept, rate};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F2",
    name: "门槛完成率",
    formula: "完成率低于起点得零分，否则 满分 × 最小值(完成率，上限)",
    inputs: &[InputSpec::one("实绩", "实际完成数"), InputSpec::one("目标", "应完成数，大于零")],
    parameters: &[
        ParameterSpec::required("起点", "完成率低于它不得分，正好等于它不算低于；如80%"),
        ParameterSpec::optional("上限", "完成率最高按多少算，不写为100%；写“不限”则不封顶"),
    ],
    edges: &[
        ("完成率正好等于起点", "按完成率得分"),
        ("目标为零或负数", "不计算，改用“达标得分”或由人认定"),
        ("实绩为负数", "低于起点，零分"),
        ("越低越好", "用目标 ÷ 实绩；实绩为零或负数按上限计（不封顶按满分），并注明"),
    ],
    mirrored: true,
    example: Example {
        full: "15",
        parameters: "起点: 80%, 上限: 150%",
        units: &["实绩 160, 目标 100", "实绩 80, 目标 100", "实绩 79, 目标 100"],
        points: &["22.5", "12", "0"],
    },
};

/// `r < start → 0; else w·min(r, cap)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionCliff {
    /// The rate from which points are given.
    pub start: Rational,
    /// The highest rate that counts; `None` without a cap.
    pub cap: Option<Rational>,
}

impl CompletionCliff {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let start = reader.positive("起点");
        let cap = reader.limit_or("上限", Rational::integer(1));
        let (start, cap) = (start?, cap?);
        if let Some(cap) = cap.as_ref().filter(|cap| **cap < start) {
            let message = format!("“上限”{}低于“起点”{}", super::common::plain(cap), super::common::plain(&start));
            reader.refuse("上限", message, "上限应不低于起点");
            return None;
        }
        Some(Self { start, cap })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let (actual, target) = (row.one(0, "实绩")?, row.one(1, "目标")?);
        let Some(rate) = rate(terms.direction, actual, target)? else {
            return Ok(kept(terms, actual, self.cap.as_ref()));
        };
        let counted = || match &self.cap {
            Some(cap) => rate.clone().at_most(terms.number("上限", cap, "")),
            None => rate.clone(),
        };
        let start = terms.number("起点", &self.start, "");
        let points = either((&rate, Relation::Less, &start), || N::integer(0), || terms.full.mul(&counted()));
        Ok(floored(points))
    }
}
