//! F22 满意度: the answers of a survey, each with what it is worth; answers that are not counted drop out.
//!
//! Rule (a province's survey of 2008): `w·Σ share·value` with 满意 1.00, 基本满意 0.75, 不满意 0.55; 不了解 is dropped: the shares
//! are those among the answers that count. Several channels (telephone 60 %, questionnaire 40 %) are weighted. Domain:
//! counts or shares not below zero, at least one answer. Lower is better makes no sense.

use super::common::counted;
use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Refusal, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F22",
    name: "满意度",
    formula: "满分 × Σ 渠道占比 × Σ (该答案的份数 ÷ 计分答案的总份数) × 该答案的系数",
    inputs: &[InputSpec::one("（答案）", "选这个答案的份数或占比；有“渠道”时名称为“渠道.答案”，如“电话.满意”")],
    parameters: &[
        ParameterSpec::required(
            "答案",
            "计分的答案和系数，如 {满意: 1, 基本满意: 0.75, 不满意: 0.55}；“不了解”等不计分的答案不写",
        ),
        ParameterSpec::optional("渠道", "各渠道占比，合计100%，如 {电话: 60%, 问卷: 40%}；只有一种渠道时不写"),
    ],
    edges: &[("“不了解”等没有写的答案", "不计入总份数"), ("没有一份计分的答案", "不计算"), ("份数为负数", "不计算")],
    mirrored: false,
    example: Example {
        full: "10",
        parameters: "答案: {满意: 1, 基本满意: 0.75, 不满意: 0.55}",
        units: &["满意 60, 基本满意 20, 不满意 20", "满意 0, 基本满意 10, 不满意 0"],
        points: &["8.6", "7.5"],
    },
};

/// Answers of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Every answer that counts, with what it is worth.
    pub answers: Vec<(String, Rational)>,
    /// Every channel with its share; empty where there is only one.
    pub channels: Vec<(String, Rational)>,
}

impl Survey {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut answers = reader.table("答案");
        let within = |worth: &Rational| worth.signum() >= 0 && *worth <= Rational::integer(1);
        if answers.iter().flatten().any(|(_, worth)| !within(worth)) {
            reader.refuse("答案", "“答案”的系数应在0与1之间", "写成 {满意: 1, 基本满意: 0.75}");
            answers = None;
        }
        let channels = if reader.has("渠道") { reader.shares("渠道") } else { Some(Vec::new()) };
        Some(Self { answers: answers?, channels: channels? })
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        let answers = || self.answers.iter().map(|(answer, _)| answer);
        let names: Vec<String> = if self.channels.is_empty() {
            answers().cloned().collect()
        } else {
            let of =
                |(channel, _): &(String, Rational)| answers().map(|answer| format!("{channel}.{answer}")).collect();
            self.channels.iter().flat_map(|channel| -> Vec<String> { of(channel) }).collect()
        };
        names.into_iter().map(|name| (name, false)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let names = self.inputs();
        let figure = |(at, (name, _)): (usize, &(String, bool))| counted(row.one(at, name)?, name).cloned();
        let figures: Vec<N> = names.iter().enumerate().map(figure).collect::<Result<_, Refusal>>()?;
        let counts = figures.chunks(self.answers.len());
        if self.channels.is_empty() {
            let level = counts.map(|counts| self.level(terms, counts, "")).next();
            return Ok(Points::plain(terms.full.mul(&level.ok_or(Refusal::OutOfReach)??)));
        }
        let mut parts = Vec::new();
        for ((channel, share), counts) in self.channels.iter().zip(counts) {
            let level = self.level(terms, counts, channel)?;
            parts.push(terms.number(&format!("{channel}占比"), share, "").mul(&level));
        }
        Ok(Points::plain(terms.full.mul(&N::sum(&parts))))
    }

    /// The level of satisfaction in one channel, from 0 to 1.
    fn level<N: Derived>(&self, terms: &Terms<'_, N>, counts: &[N], channel: &str) -> Result<N, Refusal> {
        let worth = |(count, (answer, worth)): (&N, &(String, Rational))| {
            count.mul(&terms.number(&format!("{answer}系数"), worth, ""))
        };
        let earned: Vec<N> = counts.iter().zip(&self.answers).map(worth).collect();
        let all = N::sum(counts).named("计分答案总份数", "", 0);
        let level = N::sum(&earned).div(&all);
        level.map(|level| level.named(&format!("{channel}满意度"), "", 4)).ok_or_else(|| {
            let channel = if channel.is_empty() { String::new() } else { format!("“{channel}”") };
            Refusal::Outside(format!("{channel}没有一份计分的答案"))
        })
    }
}
