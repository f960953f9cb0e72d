//! 直接得分: a score that somebody else gives: the superior recognises it, or a committee decides it.
//!
//! Rule: the given score, or its share of another scale, not beyond full marks unless the rule says so, not below zero
//! unless the rule says so. What does not fit is refused, not cut: it is a mistake of the entry. Lower is better makes no
//! sense.

use super::common::plain;
use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "M2",
    name: "直接得分",
    formula: "给出的得分；写了分制时 满分 × 得分 ÷ 分制",
    inputs: &[InputSpec::one("得分", "上级认定或评定的得分")],
    parameters: &[
        ParameterSpec::optional("分制", "得分按多少分给的，不写就是满分"),
        ParameterSpec::optional("可超满分", "是、否（不写就是它）"),
        ParameterSpec::optional("可为负分", "是、否（不写就是它）"),
    ],
    edges: &[("高于满分", "可超满分为“否”时不采用，请核对"), ("低于零", "可为负分为“否”时不采用，请核对")],
    mirrored: false,
    example: Example {
        full: "20", parameters: "分制: 100", units: &["得分 85", "得分 100"], points: &["17", "20"]
    },
};

/// A score that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direct {
    /// The scale it is given in; `None`: full marks.
    pub scale: Option<Rational>,
    /// Whether it may pass full marks.
    pub beyond: bool,
    /// Whether it may be below zero.
    pub below: bool,
}

impl Direct {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let asked = reader.has("分制");
        let scale = if asked { reader.positive("分制") } else { reader.optional("分制") };
        let beyond = reader.flag("可超满分");
        let below = reader.flag("可为负分");
        if asked && scale.is_none() {
            return None;
        }
        Some(Self { scale, beyond: beyond?, below: below? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let one = |row: &Row<'_, N>| {
            let given = row.one(0, "得分")?;
            let scale = match &self.scale {
                Some(scale) => terms.number("分制", scale, "分"),
                None => terms.full.clone(),
            };
            if !self.beyond && given.value() > scale.value() {
                let (given, most) = (plain(given.value()), plain(scale.value()));
                return Err(Refusal::Outside(format!("得分{given}高于满分{most}，请核对")));
            }
            if !self.below && given.signum() < 0 {
                return Err(Refusal::Outside(format!("得分{}低于零，请核对", plain(given.value()))));
            }
            if self.scale.is_none() {
                return Ok(Points::plain(given.clone()));
            }
            let share = given.div(&scale).ok_or(Refusal::OutOfReach)?;
            Ok(Points::plain(terms.full.mul(&share)))
        };
        rows.iter().map(one).collect()
    }
}
