//! F9 累进比均值: full marks at the mean of the class, progressively less for every band above, symmetric below.
//!
//! Rule (provincial assessment of industrial projects, totals): `w + Σ d_k·w ÷ (20k)`, `d_k` the percentage points inside
//! the k-th band of ten; below the mean the same is taken away. The mean is that of the class, or given by the superior.
//! Domain: by percentage the mean must be over zero. Lower is better: below the mean is the better side.

use super::brackets::Brackets;
use super::common::{Floor, Gap, complete, firsts};
use super::{Direction, Example, InputSpec, Note, Outcome, ParameterSpec, Reader, Refusal, Row, Spec, Terms};
use crate::progress::Derived;

const ACTUAL: InputSpec = InputSpec::one("实绩", "实际数，如增速或总量");
const GIVEN: InputSpec = InputSpec::one("均值", "“基准: 给定”时要有：上级公布的平均数");

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F9",
    name: "累进比均值",
    formula: "满分 ± Σ 各档内的差距 × 满分 ÷ 该档除数；高于均值加，低于均值减",
    inputs: &[ACTUAL, GIVEN],
    parameters: &[
        ParameterSpec::optional("基准", "同类平均（本类各单位实绩的平均数，不写就是它）、给定（用输入“均值”）"),
        ParameterSpec::optional("差距", "数值（实绩减均值，不写就是它）、百分比（差数占均值的百分比）"),
        ParameterSpec::optional("档宽", "每档多宽，不写为10"),
        ParameterSpec::optional("除数", "各档的除数，如 [20, 40, 60]，最后一个管到底；不写为20、40、60……依次加20"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("正好等于均值", "得满分"),
        ("缺报的单位", "不得分，也不计入同类平均"),
        ("差距为百分比而均值为零或负数", "不计算，改用数值或由人认定"),
        ("扣到负分", "计最低分"),
        ("同类只有一个单位", "得满分，并注明"),
        ("越低越好", "低于均值加分，高于均值扣分"),
    ],
    mirrored: true,
    example: Example {
        full: "20",
        parameters: "基准: 给定",
        units: &["实绩 35, 均值 10", "实绩 -2, 均值 10"],
        points: &["36.6666666667", "9"],
    },
};

/// `w ± Σ d_k·w ÷ divisor_k` against the mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BracketAverage {
    /// Whether the mean is an input.
    pub given: bool,
    /// How the distance to the mean is taken.
    pub gap: Gap,
    /// The bands.
    pub brackets: Brackets,
    /// The least points.
    pub floor: Floor,
}

impl BracketAverage {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let given = reader.choice("基准", &[("同类平均", false), ("给定", true)]);
        let gap = Gap::read(reader, Gap::Figures);
        let brackets = Brackets::read(reader, 20);
        let floor = Floor::read(reader);
        Some(Self { given: given?, gap: gap?, brackets: brackets?, floor: floor? })
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        let mean = self.given.then_some(&GIVEN);
        std::iter::once(&ACTUAL).chain(mean).map(|input| (input.name.to_owned(), input.many)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        if self.given {
            let one = |row: &Row<'_, N>| Ok((row.one(0, "实绩")?.clone(), row.one(1, "均值")?.clone()));
            let one = |row: &Row<'_, N>| one(row).and_then(|(actual, mean)| self.score(terms, &actual, &mean, "均值"));
            return rows.iter().map(one).collect();
        }
        let figures = complete(rows, &["实绩"]);
        let known = firsts(&figures);
        let alone = known.len() == 1;
        let mean = N::mean(&known).map(|mean| mean.named("同类平均", "", 2));
        let one = |figures: Result<Vec<&N>, Refusal>| {
            let figures = figures?;
            let (Some(actual), Some(mean)) = (figures.first(), &mean) else { return Err(Refusal::OutOfReach) };
            let points = self.score(terms, actual, mean, "同类平均")?;
            Ok(if alone { points.noted(Note::Alone) } else { points })
        };
        figures.into_iter().map(one).collect()
    }

    fn score<N: Derived>(&self, terms: &Terms<'_, N>, actual: &N, mean: &N, name: &str) -> Outcome<N> {
        let direction: Direction = terms.direction;
        let gap = self.gap.between(direction, actual, mean, name)?;
        Ok(self.floor.hold(terms, terms.full.add(&self.brackets.of(terms, &gap)?)))
    }
}
