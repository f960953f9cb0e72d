//! F1 完成率: full marks times the rate of completion, at most full marks unless the rule says more.
//!
//! Rule: county investment rules `w·min(r, 1)`; uncapped `w·r`. Domain: target over zero. Lower is better: `T ÷ x` for
//! `x` over zero; a control item with nothing done (`x ≤ 0`) has kept its limit as well as can be and gets what the cap
//! allows (full marks without one), with a note: less of a bad thing never costs.

use super::{Direction, Example, InputSpec, Note, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

const ACTUAL: usize = 0;
const TARGET: usize = 1;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F1",
    name: "完成率",
    formula: "满分 × 最小值(实绩 ÷ 目标，上限)",
    inputs: &[InputSpec::one("实绩", "实际完成数"), InputSpec::one("目标", "应完成数，大于零")],
    parameters: &[ParameterSpec::optional("上限", "完成率最高按多少算，不写为100%；写“不限”则不封顶")],
    edges: &[
        ("目标为零或负数", "不计算，改用“达标得分”或由人认定"),
        ("实绩为负数", "计零分"),
        ("越低越好", "用目标 ÷ 实绩；实绩为零或负数按上限计（不封顶按满分），并注明"),
    ],
    mirrored: true,
    example: Example {
        full: "20",
        parameters: "",
        units: &["实绩 50, 目标 80", "实绩 96, 目标 80"],
        points: &["12.5", "20"],
    },
};

/// `w·min(r, cap)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The highest rate that counts; `None` without a cap.
    pub cap: Option<Rational>,
}

impl Completion {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let cap = reader.limit_or("上限", Rational::integer(1))?;
        Some(Self { cap })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let (actual, target) = (row.one(ACTUAL, "实绩")?, row.one(TARGET, "目标")?);
        let Some(rate) = rate(terms.direction, actual, target)? else {
            return Ok(kept(terms, actual, self.cap.as_ref()));
        };
        let counted = match &self.cap {
            Some(cap) => rate.at_most(terms.number("上限", cap, "")),
            None => rate,
        };
        Ok(floored(terms.full.mul(&counted)))
    }
}

/// The best that a rate can give, for a control item with nothing done: the cap, full marks without one.
pub(super) fn kept<N: Derived>(terms: &Terms<'_, N>, actual: &N, cap: Option<&Rational>) -> Points<N> {
    let most = match cap {
        Some(cap) => terms.full.mul(&terms.number("上限", cap, "")),
        None => terms.full.clone(),
    };
    passed(actual, most)
}

/// Points for a control item with nothing done.
pub(super) fn passed<N: Derived>(actual: &N, most: N) -> Points<N> {
    Points::plain(most.because(actual, Relation::AtMost, &N::integer(0))).noted(Note::PassedOrFailed)
}

/// `x ÷ T`, mirrored `T ÷ x` where lower is better; `None` for a control item with nothing done.
///
/// # Errors
/// When the target is not over zero.
pub(super) fn rate<N: Derived>(direction: Direction, actual: &N, target: &N) -> Result<Option<N>, Refusal> {
    if target.signum() <= 0 {
        return Err(Refusal::TargetNotPositive("目标".to_owned()));
    }
    let rate = match direction {
        Direction::HigherIsBetter => actual.div(target),
        Direction::LowerIsBetter if actual.signum() <= 0 => return Ok(None),
        Direction::LowerIsBetter => target.div(actual),
    };
    Ok(rate.map(|rate| rate.named("完成率", "", 4)))
}

/// Never below zero, with a note when it would have been.
pub(super) fn floored<N: Derived>(points: N) -> Points<N> {
    if points.signum() < 0 {
        return Points::plain(points.at_least(N::integer(0))).noted(Note::FlooredAtZero);
    }
    Points::plain(points)
}
