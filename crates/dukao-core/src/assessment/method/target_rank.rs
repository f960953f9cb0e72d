//! F19 达标加名次: a part for reaching the target, the rest by the place.
//!
//! Rule (growth of GDP in a monthly evaluation): reach 8 % → 4 points, else 0; and, if reached, up to 6 by the place, 5 %
//! less with each. The place is counted among all units of the class that have figure and target. Domain: any target.
//! Lower is better: at most the target, and the lowest comes first.

use super::common::{ask, complete, firsts, percent};
use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F19",
    name: "达标加名次",
    formula: "达标：满分 × 达标占 + 满分 × (1 − 达标占) × 最大值(0，1 − 每位减 × (名次 − 1))；不达标：零分",
    inputs: &[InputSpec::one("实绩", "实际数，如增速"), InputSpec::one("目标", "应达到的数")],
    parameters: &[
        ParameterSpec::required("达标占", "达标得满分的多少，如40%；其余按名次得"),
        ParameterSpec::optional("每位减", "名次分每低一位少得多少，不写为5%"),
    ],
    edges: &[
        ("正好等于目标", "算达标"),
        ("不达标", "零分，但仍占名次"),
        ("并列", "同名次同分（1、2、2、4）"),
        ("缺报的单位", "不得分，也不占名次"),
        ("越低越好", "不超过目标算达标，最低的第1名"),
    ],
    mirrored: true,
    example: Example {
        full: "10",
        parameters: "达标占: 40%",
        units: &["实绩 9, 目标 8", "实绩 8, 目标 8", "实绩 7.9, 目标 8"],
        points: &["10", "9.7", "0"],
    },
};

/// A part for the target, the rest by the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRank {
    /// The share of full marks for reaching the target.
    pub share: Rational,
    /// What each place costs, as a share of the rest.
    pub step: Rational,
}

impl TargetRank {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let share = reader.share("达标占");
        let step = reader.share_or("每位减", percent(5));
        Some(Self { share: share?, step: step? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let figures = complete(rows, &["实绩", "目标"]);
        let mut places = N::places(&firsts(&figures), terms.direction.lower()).into_iter();
        let reached = if terms.direction.lower() { Relation::AtMost } else { Relation::AtLeast };
        let one = |figures: Result<Vec<&N>, Refusal>| {
            let figures = figures?;
            let place = places.next().ok_or(Refusal::OutOfReach)?.named("名次", "位", 0);
            let &[actual, target] = figures.as_slice() else { return Err(Refusal::OutOfReach) };
            let (holds, stands) = ask(actual, reached, target);
            let points = if holds { self.of(terms, &place) } else { N::integer(0) };
            Ok(Points::plain(points.because(actual, stands, target)))
        };
        figures.into_iter().map(one).collect()
    }

    fn of<N: Derived>(&self, terms: &Terms<'_, N>, place: &N) -> N {
        let share = terms.number("达标占", &self.share, "");
        let lost = terms.number("每位减", &self.step, "").mul(&place.sub(&N::integer(1)));
        let kept = N::integer(1).sub(&lost).at_least(N::integer(0));
        let by_place = terms.full.mul(&N::integer(1).sub(&share)).mul(&kept).named("名次分", "分", 2);
        terms.full.mul(&share).named("达标分", "分", 2).add(&by_place)
    }
}
