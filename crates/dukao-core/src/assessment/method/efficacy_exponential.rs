//! F13 指数功效: exponential efficacy between the worst and the best.
//!
//! Rule (a ranking of cities): `60·exp(−ln 0.6·t)` with `t = (x − x_s) ÷ (x_h − x_s)`, 60 to 100 marks of 100: that is
//! `w·b·b^(−t) = w·b^(1 − t)` with `b` = 60 %, so that the best has full marks exactly. `x_h` and `x_s` are the best and the worst of the class, or fixed values, in which case `t` is
//! cut off at 0 and 1. The power has twelve significant digits and is the only step that is not exact. When all are
//! equal all get full marks, with a note.

use super::common::{complete, firsts, percent};
use super::efficacy::Extremes;
use super::efficacy_anchored::{between, cut_off, read_anchors};
use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F13",
    name: "指数功效",
    formula: "满分 × 基础 ^ (1 − t)，t = (实绩 − 不允许值) ÷ (满意值 − 不允许值)",
    inputs: &[InputSpec::one("实绩", "实际数")],
    parameters: &[
        ParameterSpec::optional("基础", "t为0时得满分的多少，不写为60%"),
        ParameterSpec::optional("满意值", "t为1的数；与不允许值一起写，都不写则为同类最好"),
        ParameterSpec::optional("不允许值", "t为0的数；与满意值一起写，都不写则为同类最差"),
    ],
    edges: &[
        ("同类各单位数值相同", "都得满分，并注明"),
        ("实绩超出两值", "t按0或1计"),
        ("乘方", "保留十二位有效数字，其余各步为精确分数"),
        ("越低越好", "最低的t为1；写定两值时满意值应低于不允许值"),
    ],
    mirrored: true,
    example: Example {
        full: "100",
        parameters: "",
        units: &["实绩 0", "实绩 5", "实绩 10"],
        points: &["60", "77.4596669241", "100"],
    },
};

/// `w·b^(1 − t)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EfficacyExponential {
    /// What the worst gets, as a share of full marks.
    pub base: Rational,
    /// The best and the worst where the rule fixes them.
    pub anchors: Option<(Rational, Rational)>,
}

impl EfficacyExponential {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let base = reader.share_or("基础", percent(60));
        let anchors = match read_anchors(reader)? {
            (Some(good), Some(bad)) => Some((good, bad)),
            (None, None) => None,
            (good, _) => {
                let absent = if good.is_some() { "不允许值" } else { "满意值" };
                reader.refuse(absent, format!("缺少“{absent}”"), "“满意值”和“不允许值”要么都写，要么都不写");
                return None;
            }
        };
        let base = base?;
        if base == Rational::integer(1) || base == Rational::zero() {
            reader.refuse("基础", "“基础”应大于0、小于100%", "写成 60%");
            return None;
        }
        Some(Self { base, anchors })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let figures = complete(rows, &["实绩"]);
        if let Some((good, bad)) = &self.anchors {
            let (good, bad) = (terms.number("满意值", good, ""), terms.number("不允许值", bad, ""));
            let one = |figures: Result<Vec<&N>, Refusal>| {
                let figures = figures?;
                let actual = figures.first().ok_or(Refusal::OutOfReach)?;
                self.at(terms, &cut_off(between(terms, actual, &good, &bad)?))
            };
            return figures.into_iter().map(one).collect();
        }
        let extremes = Extremes::of(terms, &firsts(&figures));
        let one = |figures: Result<Vec<&N>, Refusal>| {
            let figures = figures?;
            let (Some(actual), Some(extremes)) = (figures.first(), &extremes) else { return Err(Refusal::OutOfReach) };
            match extremes.position(actual) {
                Some(position) => self.at(terms, &position),
                None => Ok(extremes.all_equal(terms)),
            }
        };
        figures.into_iter().map(one).collect()
    }

    fn at<N: Derived>(&self, terms: &Terms<'_, N>, position: &N) -> Outcome<N> {
        let base = terms.number("基础", &self.base, "");
        let share = base.power(&N::integer(1).sub(position)).ok_or(Refusal::OutOfReach)?;
        Ok(Points::plain(terms.full.mul(&share)))
    }
}
