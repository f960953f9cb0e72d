//! F3 封顶完成率: completion with a cap that the rule names.
//!
//! Rule: `w·min(r, cap)` (a city's result list of 2024 shows units at exactly 120 %). The cap belongs to the entry, never
//! to the scheme: one list mixes 100 % and 120 %. Domain: target over zero. Lower is better: `T ÷ x`.

use super::{Completion, Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F3",
    name: "封顶完成率",
    formula: "满分 × 最小值(实绩 ÷ 目标，上限)",
    inputs: &[InputSpec::one("实绩", "实际完成数"), InputSpec::one("目标", "应完成数，大于零")],
    parameters: &[ParameterSpec::required("上限", "完成率最高按多少算，如120%")],
    edges: &[
        ("目标为零或负数", "不计算，改用“达标得分”或由人认定"),
        ("实绩为负数", "计零分"),
        ("越低越好", "用目标 ÷ 实绩；实绩为零或负数按上限计，并注明"),
    ],
    mirrored: true,
    example: Example {
        full: "0.5",
        parameters: "上限: 120%",
        units: &["实绩 96, 目标 100", "实绩 130, 目标 100"],
        points: &["0.48", "0.6"],
    },
};

/// `w·min(r, cap)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionCap {
    /// The highest rate that counts.
    pub cap: Rational,
}

impl CompletionCap {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { cap: reader.positive("上限")? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        Completion { cap: Some(self.cap.clone()) }.points(terms, rows)
    }
}
