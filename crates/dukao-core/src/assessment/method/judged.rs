//! 评委评分: the mean of several judges, with the highest and lowest left out, in one group or in several.
//!
//! Rule: drop the `k` highest and lowest marks of each group, take the mean, `w·mean ÷ scale`; groups are weighted (leaders
//! 60 %, public 40 %). Domain: marks from zero to the scale, more judges than are dropped. Lower is better makes no sense.

use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

const MARKS: &str = "评分";

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "M1",
    name: "评委评分",
    formula: "满分 × Σ 评委组占比 × (去掉最高、最低后的平均分 ÷ 分制)",
    inputs: &[InputSpec::many(MARKS, "各评委打的分；有“评委组”时每组一个输入，名称就是组名")],
    parameters: &[
        ParameterSpec::optional("分制", "评委按多少分打，不写为100"),
        ParameterSpec::optional("去掉最高", "每组去掉几个最高分，不写为0"),
        ParameterSpec::optional("去掉最低", "每组去掉几个最低分，不写为0"),
        ParameterSpec::optional("评委组", "各组占比，合计100%，如 {领导: 60%, 群众: 40%}；只有一组时不写"),
    ],
    edges: &[
        ("评分低于零或高于分制", "不计算"),
        ("评委人数不多于去掉的个数", "不计算"),
        ("只有一位评委", "就用这一个分"),
    ],
    mirrored: false,
    example: Example {
        full: "20",
        parameters: "去掉最高: 1, 去掉最低: 1",
        units: &["评分 95 90 85 80 60", "评分 90 90 90"],
        points: &["17", "18"],
    },
};

/// The mean of several judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What the judges give at most.
    pub scale: Rational,
    /// How many of the highest are dropped.
    pub highest: usize,
    /// How many of the lowest are dropped.
    pub lowest: usize,
    /// Every group with its share; empty where there is only one.
    pub groups: Vec<(String, Rational)>,
}

impl Judged {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let scale = if reader.has("分制") {
            reader.positive("分制")
        } else {
            reader.number_or("分制", Rational::integer(100))
        };
        let mut dropped = |name| reader.count_or(name, 0, 100).and_then(|count| usize::try_from(count).ok());
        let (highest, lowest) = (dropped("去掉最高"), dropped("去掉最低"));
        let groups = if reader.has("评委组") { reader.shares("评委组") } else { Some(Vec::new()) };
        Some(Self { scale: scale?, highest: highest?, lowest: lowest?, groups: groups? })
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        if self.groups.is_empty() {
            return vec![(MARKS.to_owned(), true)];
        }
        self.groups.iter().map(|(name, _)| (name.clone(), true)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let scale = terms.number("分制", &self.scale, "分");
        if self.groups.is_empty() {
            let share = self.mean(row.many(0, MARKS)?, MARKS, &scale)?;
            return Ok(Points::plain(terms.full.mul(&share)));
        }
        let mut parts = Vec::new();
        for (at, (name, share)) in self.groups.iter().enumerate() {
            let mean = self.mean(row.many(at, name)?, name, &scale)?;
            parts.push(terms.number(&format!("{name}占比"), share, "").mul(&mean));
        }
        Ok(Points::plain(terms.full.mul(&N::sum(&parts))))
    }

    /// The mean of what is kept, as a share of the scale.
    fn mean<N: Derived>(&self, marks: &[N], name: &str, scale: &N) -> Result<N, Refusal> {
        if marks.iter().any(|mark| mark.signum() < 0 || mark.value() > scale.value()) {
            return Err(Refusal::Outside(format!("“{name}”有低于0或高于分制的分数")));
        }
        let mut order: Vec<&N> = marks.iter().collect();
        order.sort_by(|left, right| right.value().cmp(left.value()));
        let kept_count = order.len().checked_sub(self.highest.saturating_add(self.lowest)).filter(|kept| *kept > 0);
        let Some(kept_count) = kept_count else {
            let (dropped, there) = (self.highest.saturating_add(self.lowest), order.len());
            return Err(Refusal::Outside(format!("“{name}”只有{there}个分数，去掉{dropped}个后没有剩下的")));
        };
        let kept: Vec<N> = order.iter().skip(self.highest).take(kept_count).map(|mark| (*mark).clone()).collect();
        let mut mean = N::mean(&kept).ok_or(Refusal::OutOfReach)?;
        if let (Some(best), Some(worst)) = (kept.first(), kept.last()) {
            for above in order.iter().take(self.highest) {
                mean = mean.because(above, Relation::AtLeast, best);
            }
            for below in order.iter().rev().take(self.lowest) {
                mean = mean.because(below, Relation::AtMost, worst);
            }
        }
        mean.named("平均分", "分", 4).div(scale).ok_or(Refusal::OutOfReach)
    }
}
