//! F11 功效系数: every unit lies between the worst and the best of its class.
//!
//! Rule (功效系数法): `w·(b + (1 − b)·(x − min) ÷ (max − min))`, `b` = 60 %. Worst and best are those of the units that have a
//! figure. When all are equal nothing tells them apart: all get full marks, with a note. Lower is better: worst and best
//! change places.

use super::common::{complete, firsts, percent};
use super::{Example, InputSpec, Note, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F11",
    name: "功效系数",
    formula: "满分 × (基础 + (1 − 基础) × (实绩 − 同类最低) ÷ (同类最高 − 同类最低))",
    inputs: &[InputSpec::one("实绩", "实际数，总量或增速")],
    parameters: &[ParameterSpec::optional("基础", "最差的单位得满分的多少，不写为60%")],
    edges: &[
        ("同类各单位数值相同", "都得满分，并注明"),
        ("同类只有一个单位", "得满分，并注明"),
        ("缺报的单位", "不得分，也不参与定最高、最低"),
        ("越低越好", "最低的得满分，最高的得基础分"),
    ],
    mirrored: true,
    example: Example {
        full: "100",
        parameters: "基础: 60%",
        units: &["实绩 400", "实绩 300", "实绩 200"],
        points: &["100", "80", "60"],
    },
};

/// `w·(b + (1 − b)·(x − min) ÷ (max − min))`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Efficacy {
    /// What the worst unit gets, as a share of full marks.
    pub base: Rational,
}

impl Efficacy {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { base: read_base(reader)? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let figures = complete(rows, &["实绩"]);
        let extremes = Extremes::of(terms, &firsts(&figures));
        let one = |figures: Result<Vec<&N>, Refusal>| {
            let figures = figures?;
            let (Some(actual), Some(extremes)) = (figures.first(), &extremes) else { return Err(Refusal::OutOfReach) };
            let Some(position) = extremes.position(actual) else { return Ok(extremes.all_equal(terms)) };
            Ok(Points::plain(above_base(terms, &self.base, &position)))
        };
        figures.into_iter().map(one).collect()
    }
}

/// Parameter 基础: 60 % where it is not written, below 100 %.
pub(super) fn read_base(reader: &mut Reader<'_>) -> Option<Rational> {
    let base = reader.share_or("基础", percent(60))?;
    if base == Rational::integer(1) {
        reader.refuse("基础", "“基础”为100%时分不出高低", "写成 60%");
        return None;
    }
    Some(base)
}

/// `w·(b + (1 − b)·t)`.
pub(super) fn above_base<N: Derived>(terms: &Terms<'_, N>, base: &Rational, position: &N) -> N {
    let base = terms.number("基础", base, "");
    let share = base.add(&N::integer(1).sub(&base).mul(position));
    terms.full.mul(&share)
}

/// Worst and best figure of a class.
pub(super) struct Extremes<N> {
    worst: N,
    best: N,
    alone: bool,
}

impl<N: Derived> Extremes<N> {
    /// Of the figures that are there; `None` when there are none.
    pub(super) fn of(terms: &Terms<'_, N>, known: &[N]) -> Option<Self> {
        let (least, greatest) =
            (N::least(known)?.named("同类最低", "", 2), N::greatest(known)?.named("同类最高", "", 2));
        let (worst, best) = if terms.direction.lower() { (greatest, least) } else { (least, greatest) };
        Some(Self { worst, best, alone: known.len() == 1 })
    }

    /// From 0 for the worst to 1 for the best; `None` when they are equal.
    pub(super) fn position(&self, actual: &N) -> Option<N> {
        let width = self.best.sub(&self.worst);
        actual.sub(&self.worst).div(&width).map(|position| position.named("功效系数", "", 4))
    }

    /// Full marks, because nothing tells the units apart.
    pub(super) fn all_equal(&self, terms: &Terms<'_, N>) -> Points<N> {
        let full = terms.full.clone().because(&self.best, Relation::Equal, &self.worst);
        Points::plain(full).noted(if self.alone { Note::Alone } else { Note::AllEqual })
    }
}
