//! F14 名次递减 (争先进位计分法): full marks for the first, less by a fixed share with every place.
//!
//! Rule: `w·max(0, 1 − s·(rank − 1))`, `s` = 5 % in the monthly evaluation of economic indicators. The place is counted
//! inside the class unless it is given (名次 as published by the superior). Ties share the place: 1, 2, 2, 4.

use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F14",
    name: "名次递减",
    formula: "满分 × 最大值(0，1 − 每位减 × (名次 − 1))",
    inputs: &[InputSpec::one("实绩", "用来排名的数；“依据: 名次”时就是名次本身")],
    parameters: &[
        ParameterSpec::optional("每位减", "每低一位少得满分的多少，不写为5%"),
        ParameterSpec::optional("依据", "数值（按实绩在同类中排名，不写就是它）、名次（实绩已是名次）"),
    ],
    edges: &[
        ("并列", "同名次同分（1、2、2、4）"),
        ("名次很靠后", "最低零分"),
        ("缺报的单位", "不得分，也不占名次"),
        ("越低越好", "最低的第1名"),
    ],
    mirrored: true,
    example: Example {
        full: "6",
        parameters: "依据: 名次",
        units: &["实绩 1", "实绩 2", "实绩 8", "实绩 21", "实绩 22"],
        points: &["6", "5.7", "3.9", "0", "0"],
    },
};

/// `w·max(0, 1 − step·(rank − 1))`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankStep {
    /// What each place costs, as a share of full marks.
    pub step: Rational,
    /// Whether the input is the place itself.
    pub given: bool,
}

impl RankStep {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let step = reader.share_or("每位减", super::common::percent(5));
        let given = reader.choice("依据", &[("数值", false), ("名次", true)]);
        Some(Self { step: step?, given: given? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let score = |place: &N| {
            let lost = terms.number("每位减", &self.step, "").mul(&place.sub(&N::integer(1)));
            Points::plain(terms.full.mul(&N::integer(1).sub(&lost).at_least(N::integer(0))))
        };
        super::placed(terms, rows, self.given, score)
    }
}
