//! F18 比面上增减: points for every step above or below the rate of the whole city or province.
//!
//! Rule (a city's quarterly assessment): each 0.1 percentage points above (below) the city's rate ±0.1 points, on top of
//! the marks. The reference is given, the mean of the class, or one unit of the class that is marked. Domain: any
//! figures. Lower is better: below the reference is the better side.

use super::common::{Floor, Gap, Limits, whole};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Refusal, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::Derived;

const ACTUAL: InputSpec = InputSpec::one("实绩", "实际数，如增速");
const REFERENCE: InputSpec = InputSpec::one("参照", "“参照: 给定”时要有：全市、全省的数");
const MARK: InputSpec = InputSpec::one("是否参照", "“参照: 标记”时要有：作参照的那个单位填1，其余填0");

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F18",
    name: "比面上增减",
    formula: "起评 ± 计分 × (实绩 − 参照) ÷ 每；高于参照加，低于参照减",
    inputs: &[ACTUAL, REFERENCE, MARK],
    parameters: &[
        ParameterSpec::required("每", "每高（低）多少计一次，如0.1"),
        ParameterSpec::required("计分", "每次加（减）几分，如0.1"),
        ParameterSpec::optional("参照", "给定（用输入“参照”，不写就是它）、同类平均、标记（用输入“是否参照”）"),
        ParameterSpec::optional("零头", "按比例（不写就是它）、舍去（不足一次的不计）"),
        ParameterSpec::optional("起评", "零分（不写就是它，只算增减）、满分（在满分上增减）"),
        ParameterSpec::optional("最多加", "最多加几分，不写或写“不限”则不限"),
        ParameterSpec::optional("最多减", "最多减几分，不写与最多加相同"),
        ParameterSpec::optional("最低分", "起评为零分时不写为不限，起评为满分时不写为0"),
    ],
    edges: &[
        ("正好等于参照", "不加不减"),
        ("没有标记或标记了不止一个单位", "不计算"),
        ("越低越好", "低于参照加分，高于参照减分"),
    ],
    mirrored: true,
    example: Example {
        full: "5",
        parameters: "每: 0.1, 计分: 0.1",
        units: &["实绩 6.5, 参照 6.2", "实绩 6.0, 参照 6.2"],
        points: &["0.3", "-0.2"],
    },
};

/// What the figures are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// An input.
    Given,
    /// The mean of the class.
    Mean,
    /// The unit of the class that is marked.
    Marked,
}

/// `± points·(x − reference) ÷ step`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// How much counts once.
    pub step: Rational,
    /// Points for each time.
    pub each: Rational,
    /// What the figures are held against.
    pub against: Against,
    /// Whether what does not fill a step is left out.
    pub whole_steps: bool,
    /// Whether it starts from full marks.
    pub from_full: bool,
    /// How much may be added and taken away.
    pub limits: Limits,
    /// The least points.
    pub floor: Floor,
}

impl Deviation {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let step = reader.positive("每");
        let each = reader.not_negative("计分");
        let against =
            reader.choice("参照", &[("给定", Against::Given), ("同类平均", Against::Mean), ("标记", Against::Marked)]);
        let whole_steps = reader.choice("零头", &[("按比例", false), ("舍去", true)]);
        let from_full = reader.choice("起评", &[("零分", false), ("满分", true)]);
        let limits = Limits::read(reader);
        let floor = Floor::read_or(reader, from_full.filter(|full| *full).map(|_| Rational::zero()));
        Some(Self {
            step: step?,
            each: each?,
            against: against?,
            whole_steps: whole_steps?,
            from_full: from_full?,
            limits: limits?,
            floor: floor?,
        })
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        let second = match self.against {
            Against::Given => Some(&REFERENCE),
            Against::Mean => None,
            Against::Marked => Some(&MARK),
        };
        std::iter::once(&ACTUAL).chain(second).map(|input| (input.name.to_owned(), input.many)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let common = match self.against {
            Against::Given => None,
            Against::Mean => Some(mean(rows)),
            Against::Marked => Some(marked(rows)),
        };
        let one = |row: &Row<'_, N>| {
            let actual = row.one(0, ACTUAL.name)?;
            if self.against == Against::Marked {
                row.one(1, MARK.name)?;
            }
            let reference = match &common {
                Some(common) => common.clone()?,
                None => row.one(1, REFERENCE.name)?.clone(),
            };
            let gap = Gap::Figures.between(terms.direction, actual, &reference, REFERENCE.name)?;
            let change = self.limits.hold(terms, self.change(terms, &gap)?);
            let points = if self.from_full { terms.full.add(&change) } else { change };
            Ok(self.floor.hold(terms, points))
        };
        rows.iter().map(one).collect()
    }

    fn change<N: Derived>(&self, terms: &Terms<'_, N>, gap: &N) -> Result<N, Refusal> {
        let steps = gap.div(&terms.number("每", &self.step, "")).ok_or(Refusal::OutOfReach)?;
        let steps = if self.whole_steps { whole(&steps)? } else { steps };
        Ok(steps.named("次数", "次", 2).mul(&terms.number("计分", &self.each, "分")))
    }
}

fn mean<N: Derived>(rows: &[Row<'_, N>]) -> Result<N, Refusal> {
    let known: Vec<N> = rows.iter().filter_map(|row| row.one(0, ACTUAL.name).ok().cloned()).collect();
    N::mean(&known).map(|mean| mean.named("同类平均", "", 2)).ok_or(Refusal::OutOfReach)
}

fn marked<N: Derived>(rows: &[Row<'_, N>]) -> Result<N, Refusal> {
    let is_marked = |row: &&Row<'_, N>| row.one(1, MARK.name).is_ok_and(|mark| mark.signum() != 0);
    let mut found = rows.iter().filter(is_marked);
    match (found.next(), found.next()) {
        (Some(row), None) => row.one(0, ACTUAL.name).cloned(),
        (None, _) => Err(Refusal::Outside("没有单位标记为参照".to_owned())),
        (Some(_), Some(_)) => Err(Refusal::Outside("标记为参照的单位不止一个".to_owned())),
    }
}
