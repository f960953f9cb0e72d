//! F12 定点功效系数: efficacy between two fixed anchors.
//!
//! Rule: `w·(b + (1 − b)·(x − 不允许值) ÷ (满意值 − 不允许值))`, `b` = 60 %: with 100 marks `60 + 40·…`. Anchors are parameters, or
//! inputs where the rule sets them unit by unit. Not cut off unless the rule says so. Domain: anchors that differ; lower
//! is better has the satisfying value below the other, and nothing else has.

use super::common::{Floor, ask};
use super::efficacy::{above_base, read_base};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Refusal, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::{Derived, Relation};

const ACTUAL: InputSpec = InputSpec::one("实绩", "实际数");
const GOOD: InputSpec = InputSpec::one("满意值", "得满分的数；参数里写了就不要这个输入");
const BAD: InputSpec = InputSpec::one("不允许值", "得基础分的数；参数里写了就不要这个输入");

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F12",
    name: "定点功效系数",
    formula: "满分 × (基础 + (1 − 基础) × (实绩 − 不允许值) ÷ (满意值 − 不允许值))",
    inputs: &[ACTUAL, GOOD, BAD],
    parameters: &[
        ParameterSpec::optional("满意值", "得满分的数，各单位相同；不写则为输入"),
        ParameterSpec::optional("不允许值", "得基础分的数，各单位相同；不写则为输入"),
        ParameterSpec::optional("基础", "正好为不允许值时得满分的多少，不写为60%"),
        ParameterSpec::optional("截断", "是（最低为基础分，最高为满分）、否（不写就是它，可低于基础分、高于满分）"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("满意值与不允许值相等", "分不出高低，不计算"),
        ("超出两值", "照公式外推，截断为“是”时才截断"),
        ("越低越好", "满意值应低于不允许值，否则不计算"),
    ],
    mirrored: true,
    example: Example {
        full: "100",
        parameters: "满意值: 25, 不允许值: 15",
        units: &["实绩 15", "实绩 20", "实绩 25", "实绩 30"],
        points: &["60", "80", "100", "120"],
    },
};

/// `w·(b + (1 − b)·(x − low) ÷ (high − low))`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EfficacyAnchored {
    /// 满意值; an input where it is `None`.
    pub good: Option<Rational>,
    /// 不允许值; an input where it is `None`.
    pub bad: Option<Rational>,
    /// What the second anchor gives, as a share of full marks.
    pub base: Rational,
    /// Whether it is cut off at the anchors.
    pub cut: bool,
    /// The least points.
    pub floor: Floor,
}

impl EfficacyAnchored {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let anchors = read_anchors(reader);
        let base = read_base(reader);
        let cut = reader.flag("截断");
        let floor = Floor::read(reader);
        let (good, bad) = anchors?;
        Some(Self { good, bad, base: base?, cut: cut?, floor: floor? })
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        let asked = [(&ACTUAL, true), (&GOOD, self.good.is_none()), (&BAD, self.bad.is_none())];
        asked.iter().filter(|(_, asked)| *asked).map(|(input, _)| (input.name.to_owned(), input.many)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let actual = row.one(0, ACTUAL.name)?;
        let anchor = |own: &Option<Rational>, at, name| match own {
            Some(value) => Ok(terms.number(name, value, "")),
            None => row.one(at, name).cloned(),
        };
        let good = anchor(&self.good, 1, GOOD.name)?;
        let bad = anchor(&self.bad, if self.good.is_some() { 1 } else { 2 }, BAD.name)?;
        let position = between(terms, actual, &good, &bad)?;
        let position = if self.cut { cut_off(position) } else { position };
        Ok(self.floor.hold(terms, above_base(terms, &self.base, &position)))
    }
}

/// Parameters 满意值 and 不允许值, which may be left out but not be equal.
pub(super) fn read_anchors(reader: &mut Reader<'_>) -> Option<(Option<Rational>, Option<Rational>)> {
    let mut anchor = |name| {
        let asked = reader.has(name);
        let value = reader.optional(name);
        (!asked || value.is_some()).then_some(value)
    };
    let (good, bad) = (anchor(GOOD.name), anchor(BAD.name));
    let (good, bad) = (good?, bad?);
    if good.is_some() && good == bad {
        reader.refuse(GOOD.name, "“满意值”与“不允许值”相等，不能分出高低", "两个值应不同");
        return None;
    }
    Some((good, bad))
}

/// From 0 at the bad anchor to 1 at the good one, and beyond.
///
/// # Errors
/// When the anchors are equal or lie the wrong way round.
pub(super) fn between<N: Derived>(terms: &Terms<'_, N>, actual: &N, good: &N, bad: &N) -> Result<N, Refusal> {
    let width = good.sub(bad);
    let Some(position) = actual.sub(bad).div(&width) else {
        return Err(Refusal::AnchorsEqual(GOOD.name.to_owned(), BAD.name.to_owned()));
    };
    if (width.signum() < 0) != terms.direction.lower() {
        let (lower, word) =
            if terms.direction.lower() { ("越低越好", "低于") } else { ("越高越好", "高于") };
        return Err(Refusal::Outside(format!("指标{lower}，“满意值”应{word}“不允许值”")));
    }
    Ok(position.named("功效系数", "", 4))
}

/// Cut off at 0 and 1.
pub(super) fn cut_off<N: Derived>(position: N) -> N {
    let (zero, one) = (N::integer(0), N::integer(1));
    if ask(&position, Relation::Less, &zero).0 {
        return position.at_least(zero);
    }
    if ask(&position, Relation::Greater, &one).0 { position.at_most(one) } else { position }
}
