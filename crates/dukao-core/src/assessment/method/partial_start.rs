//! F7 达标起步: reaching the target earns a part of full marks; from there every percentage point adds or costs.
//!
//! Rule (供销、开发区): `0.8·w ± k` per percentage point of completion above or below the target, at most the cap. Domain:
//! target over zero. Lower is better: `T ÷ x`; a control item with nothing done gets what the cap allows.

use super::common::{Floor, Slope, over_whole, percent};
use super::completion::{kept, passed, rate};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F7",
    name: "达标起步",
    formula: "满分 × 起步 ± 每高（低）一点 × 完成率与100%相差的百分点，最高为 满分 × 上限",
    inputs: &[InputSpec::one("实绩", "实际完成数"), InputSpec::one("目标", "应完成数，大于零")],
    parameters: &[
        ParameterSpec::optional("起步", "正好完成得满分的多少，不写为80%"),
        ParameterSpec::required("每高一点", "完成率每超1个百分点加几分"),
        ParameterSpec::optional("每低一点", "每差1个百分点扣几分，不写与每高一点相同"),
        ParameterSpec::optional("上限", "最高得满分的多少，不写为100%；写“不限”则不封顶"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("正好完成", "得满分 × 起步"),
        ("目标为零或负数", "不计算，改用“达标得分”或由人认定"),
        ("扣到负分", "计最低分"),
        ("越低越好", "用目标 ÷ 实绩；实绩为零或负数按上限计（不封顶按正好完成计），并注明"),
    ],
    mirrored: true,
    example: Example {
        full: "10",
        parameters: "每高一点: 0.2",
        units: &["实绩 100, 目标 100", "实绩 105, 目标 100", "实绩 95, 目标 100", "实绩 120, 目标 100"],
        points: &["8", "9", "7", "10"],
    },
};

/// `s·w ± k` per percentage point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialStart {
    /// The share of full marks for reaching the target.
    pub start: Rational,
    /// Points for each percentage point above and below.
    pub slope: Slope,
    /// The share of full marks that can be reached; `None` without limit.
    pub cap: Option<Rational>,
    /// The least points.
    pub floor: Floor,
}

impl PartialStart {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let start = reader.share_or("起步", percent(80));
        let slope = Slope::read(reader);
        let cap = reader.limit_or("上限", Rational::integer(1));
        let floor = Floor::read(reader);
        let (start, cap) = (start?, cap?);
        if cap.as_ref().is_some_and(|cap| *cap < start) {
            reader.refuse("上限", "“上限”低于“起步”", "上限应不低于起步");
            return None;
        }
        Some(Self { start, slope: slope?, cap, floor: floor? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let (actual, target) = (row.one(0, "实绩")?, row.one(1, "目标")?);
        let start = terms.full.mul(&terms.number("起步", &self.start, ""));
        let Some(rate) = rate(terms.direction, actual, target)? else {
            return Ok(match &self.cap {
                Some(cap) => kept(terms, actual, Some(cap)),
                None => passed(actual, start),
            });
        };
        let points = start.add(&self.slope.of(terms, &over_whole(&rate)));
        let points = match &self.cap {
            Some(cap) => points.at_most(terms.full.mul(&terms.number("上限", cap, ""))),
            None => points,
        };
        Ok(self.floor.hold(terms, points))
    }
}
