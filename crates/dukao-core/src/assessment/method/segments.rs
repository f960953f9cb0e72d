//! F8 分段增减: full marks at the target; beyond it every percentage point counts by the segment it lies in.
//!
//! Rule (key-project award 2020): on `w = 25`, below 100 %: −0.1 a point; 100–130 %: +0.2; over 130 %: +0.1; at most ±10.
//! Domain: target over zero. Lower is better: `T ÷ x`; a control item with nothing done gets all that may be added.

use super::common::{Floor, Limits, either, over_whole};
use super::completion::{passed, rate};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::number::{Decimal, Number, Rational};
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F8",
    name: "分段增减",
    formula: "满分 + 各段内的百分点 × 该段每点分；低于100%时 满分 − 每低一点 × 相差的百分点",
    inputs: &[InputSpec::one("实绩", "实际完成数"), InputSpec::one("目标", "应完成数，大于零")],
    parameters: &[
        ParameterSpec::required("分段", "各段从多少完成率起、每点加几分，如 {100%: 0.2, 130%: 0.1}；第一段从100%起"),
        ParameterSpec::required("每低一点", "低于100%时每差1个百分点扣几分"),
        ParameterSpec::optional("最多加", "最多加几分，不写或写“不限”则不限"),
        ParameterSpec::optional("最多减", "最多扣几分，不写与最多加相同"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("正好在分段处", "到该处为止按前一段计"),
        ("目标为零或负数", "不计算，改用“达标得分”或由人认定"),
        ("越低越好", "用目标 ÷ 实绩；实绩为零或负数加到“最多加”（不限则得满分），并注明"),
    ],
    mirrored: true,
    example: Example {
        full: "25",
        parameters: "分段: {100%: 0.2, 130%: 0.1}, 每低一点: 0.1, 最多加: 10",
        units: &[
            "实绩 90, 目标 100",
            "实绩 110, 目标 100",
            "实绩 130, 目标 100",
            "实绩 140, 目标 100",
            "实绩 180, 目标 100",
        ],
        points: &["24", "27", "31", "32", "35"],
    },
};

/// Full marks and so many points for each percentage point of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// Where each segment begins, and what a percentage point inside is worth; the first begins at 1.
    pub segments: Vec<(Rational, Rational)>,
    /// What a percentage point below the target costs.
    pub down: Rational,
    /// How much may be added and taken away.
    pub limits: Limits,
    /// The least points.
    pub floor: Floor,
}

impl Segments {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let segments = read_segments(reader);
        let down = reader.not_negative("每低一点");
        let limits = Limits::read(reader);
        let floor = Floor::read(reader);
        Some(Self { segments: segments?, down: down?, limits: limits?, floor: floor? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let (actual, target) = (row.one(0, "实绩")?, row.one(1, "目标")?);
        let Some(rate) = rate(terms.direction, actual, target)? else {
            let more = self.limits.up.as_ref().map_or(N::integer(0), |up| terms.number("最多加", up, "分"));
            return Ok(passed(actual, terms.full.add(&more)));
        };
        let change = either(
            (&rate, Relation::AtLeast, &N::integer(1)),
            || self.gained(terms, &rate),
            || over_whole(&rate).mul(&terms.number("每低一点", &self.down, "分")),
        );
        Ok(self.floor.hold(terms, terms.full.add(&self.limits.hold(terms, change))))
    }

    /// What a rate of at least one is worth beyond full marks.
    fn gained<N: Derived>(&self, terms: &Terms<'_, N>, rate: &N) -> N {
        let ends = self.segments.iter().skip(1).map(|(start, _)| Some(start)).chain([None]);
        let mut parts = Vec::new();
        for ((start, each), end) in self.segments.iter().zip(ends) {
            let from = terms.number("本段起点", start, "");
            if rate.value() <= start {
                return N::sum(&parts).because(rate, Relation::AtMost, &from);
            }
            let upto = match end {
                Some(end) => rate.clone().at_most(terms.number("本段终点", end, "")),
                None => rate.clone(),
            };
            let inside = upto.sub(&from).mul(&N::integer(100)).named("本段内", "个百分点", 2);
            parts.push(inside.mul(&terms.number("每高一点", each, "分")));
        }
        N::sum(&parts)
    }
}

/// Parameter 分段: from 100 % on, upwards.
fn read_segments(reader: &mut Reader<'_>) -> Option<Vec<(Rational, Rational)>> {
    const HOW: &str = "写成 {100%: 0.2, 130%: 0.1}";
    let table = reader.table("分段")?;
    let mut segments: Vec<(Rational, Rational)> = Vec::new();
    let mut right = true;
    for (key, each) in table {
        let Some(start) = percentage(&key) else {
            reader.refuse("分段", format!("“分段”中“{key}”不是完成率"), HOW);
            right = false;
            continue;
        };
        if segments.is_empty() && start != Rational::integer(1) {
            reader.refuse("分段", format!("第一段应从100%起，写的是“{key}”"), HOW);
            right = false;
        }
        if segments.last().is_some_and(|(before, _)| *before >= start) {
            reader.refuse("分段", format!("“分段”应从低到高，“{key}”放错了位置"), HOW);
            right = false;
        }
        if each.signum() < 0 {
            reader.refuse("分段", format!("“{key}”一段每点加分不能小于零"), HOW);
            right = false;
        }
        segments.push((start, each));
    }
    right.then_some(segments)
}

/// `130%` or `1.3`.
fn percentage(text: &str) -> Option<Rational> {
    let text = text.trim();
    match text.strip_suffix(['%', '％']) {
        Some(number) => Rational::from(Decimal::parse(number.trim()).ok()?).div(&Rational::integer(100)),
        None => Decimal::parse(text).ok().map(Rational::from),
    }
}
