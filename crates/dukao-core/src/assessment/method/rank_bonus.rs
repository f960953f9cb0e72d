//! F16 名次奖分: a list of points, one for each place.
//!
//! Rule (a city with 8 key and 16 other counties): in the group of 8 the first four places get 4, 3, 2, 1; in the group of
//! 16 the first eight get 8, 7, …, 1; all others nothing. The place is counted inside the class unless it is given. Ties
//! share the place.

use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F16",
    name: "名次奖分",
    formula: "第k名得“各名次”中的第k个数，其后得零分",
    inputs: &[InputSpec::one("实绩", "用来排名的数；“依据: 名次”时就是名次本身")],
    parameters: &[
        ParameterSpec::required("各名次", "从第1名起各得几分，如 [4, 3, 2, 1]"),
        ParameterSpec::optional("依据", "数值（按实绩在同类中排名，不写就是它）、名次（实绩已是名次）"),
    ],
    edges: &[("并列", "同名次同分（1、2、2、4）"), ("缺报的单位", "不得分，也不占名次"), ("越低越好", "最低的第1名")],
    mirrored: true,
    example: Example {
        full: "4",
        parameters: "各名次: [4, 3, 2, 1]",
        units: &["实绩 90", "实绩 80", "实绩 80", "实绩 70", "实绩 60"],
        points: &["4", "3", "3", "1", "0"],
    },
};

/// Points of each place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankBonus {
    /// From the first place on.
    pub points: Vec<Rational>,
    /// Whether the input is the place itself.
    pub given: bool,
}

impl RankBonus {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let points = reader.numbers("各名次");
        let given = reader.choice("依据", &[("数值", false), ("名次", true)]);
        let points = points?;
        if !points.is_sorted_by(|better, worse| better >= worse) {
            reader.refuse("各名次", "“各名次”应从高到低", "名次靠后的分数不应更高");
            return None;
        }
        if points.iter().any(|points| points.signum() < 0) {
            reader.refuse("各名次", "“各名次”不能小于零", "没有奖分的名次不写");
            return None;
        }
        Some(Self { points, given: given? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        super::placed(terms, rows, self.given, |place| Points::plain(self.of(terms, place)))
    }

    fn of<N: Derived>(&self, terms: &Terms<'_, N>, place: &N) -> N {
        let own = (1_i64..).zip(&self.points).find(|(at, _)| place.value() == &Rational::integer(*at));
        if let Some((at, points)) = own {
            let points = terms.number("本名次得分", points, "分");
            return points.because(place, Relation::Equal, &N::integer(at));
        }
        let listed = i64::try_from(self.points.len()).unwrap_or(i64::MAX);
        N::integer(0).because(place, Relation::Greater, &N::integer(listed))
    }
}
