//! F10 累进比上年: full marks where last year's figure is kept, progressively less for every band above, symmetric below.
//!
//! Rule (provincial assessment of industrial projects, increments): as F9 with the divisors 60, 80, 100, … against the
//! unit's own figure of last year. Domain: by percentage last year's figure must be over zero, else growth has no
//! meaning. Lower is better: a fall is the better side.

use super::brackets::Brackets;
use super::common::{Floor, Gap};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F10",
    name: "累进比上年",
    formula: "满分 ± Σ 各档内的增幅 × 满分 ÷ 该档除数；比上年增加则加，减少则减",
    inputs: &[InputSpec::one("实绩", "今年的数"), InputSpec::one("上年", "本单位上年同期的数")],
    parameters: &[
        ParameterSpec::optional("差距", "百分比（比上年增减百分之几，不写就是它）、数值（今年减上年，用于比率）"),
        ParameterSpec::optional("档宽", "每档多宽，不写为10"),
        ParameterSpec::optional("除数", "各档的除数，最后一个管到底；不写为60、80、100……依次加20"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("与上年持平", "得满分"),
        ("上年为零或负数", "增幅没有意义，不计算；改用数值或由人认定"),
        ("扣到负分", "计最低分"),
        ("越低越好", "比上年减少加分，增加扣分"),
    ],
    mirrored: true,
    example: Example {
        full: "20",
        parameters: "",
        units: &["实绩 125, 上年 100", "实绩 100, 上年 100"],
        points: &["26.8333333333", "20"],
    },
};

/// `w ± Σ d_k·w ÷ divisor_k` against the unit's own last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BracketLastYear {
    /// How the change is taken.
    pub gap: Gap,
    /// The bands.
    pub brackets: Brackets,
    /// The least points.
    pub floor: Floor,
}

impl BracketLastYear {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let gap = Gap::read(reader, Gap::Percent);
        let brackets = Brackets::read(reader, 60);
        let floor = Floor::read(reader);
        Some(Self { gap: gap?, brackets: brackets?, floor: floor? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let one = |row: &Row<'_, N>| {
            let (actual, before) = (row.one(0, "实绩")?, row.one(1, "上年")?);
            let gap = self.gap.between(terms.direction, actual, before, "上年")?;
            Ok(self.floor.hold(terms, terms.full.add(&self.brackets.of(terms, &gap)?)))
        };
        rows.iter().map(one).collect()
    }
}
