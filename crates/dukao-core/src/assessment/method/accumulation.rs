//! F24 积分累计: so many points for each thing done, added up.
//!
//! Rule (ranking of a new district's projects 2017): new start +5, continuing +2, launch event +30 (at most 4 a year),
//! criticism −5, and `60·done ÷ plan` for the year's investment. Points may pass full marks: they rank, they are no marks
//! (the entry has its own cap). Domain: counts not below zero, plans over zero. Lower is better makes no sense.

use super::common::{Floor, counted};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Refusal, Row, Spec, Terms};
use crate::number::Rational;
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F24",
    name: "积分累计",
    formula: "Σ 每个积分 × 最小值(个数，最多计) + Σ 比率积分 × 完成 ÷ 计划",
    inputs: &[InputSpec::one("（积分项）", "这一项有几个；比率项为两个输入：“（比率项）完成”“（比率项）计划”")],
    parameters: &[
        ParameterSpec::required("积分", "各项每个积几分，可为负，如 {新开工: 5, 续建: 2, 通报批评: -5}"),
        ParameterSpec::optional("最多计", "某项最多计几个，如 {启动活动: 4}；不写则不限"),
        ParameterSpec::optional("比率项", "按完成 ÷ 计划得分的项，如 {年度投资: 60}"),
        ParameterSpec::optional("比率上限", "完成 ÷ 计划最高按多少算，不写或写“不限”则不封顶"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("积分超过满分", "照计；要封顶用计分项的“上限”"),
        ("比率项的计划为零或负数", "不计算"),
        ("个数为负数", "不计算"),
        ("累计为负分", "计最低分"),
    ],
    mirrored: false,
    example: Example {
        full: "100",
        parameters: "积分: {新开工: 5, 续建: 2, 启动活动: 30}, 最多计: {启动活动: 4}, 比率项: {年度投资: 60}",
        units: &[
            "新开工 3, 续建 4, 启动活动 0, 年度投资完成 8, 年度投资计划 10",
            "新开工 0, 续建 0, 启动活动 5, 年度投资完成 12, 年度投资计划 10",
        ],
        points: &["71", "192"],
    },
};

/// Points for each thing done, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accumulation {
    /// Every item with what each is worth.
    pub items: Vec<(String, Rational)>,
    /// How many of an item count at most.
    pub limits: Vec<(String, Rational)>,
    /// Every item that counts by done ÷ plan, with what the whole plan is worth.
    pub rates: Vec<(String, Rational)>,
    /// The highest rate that counts; `None` without a cap.
    pub cap: Option<Rational>,
    /// The least points.
    pub floor: Floor,
}

impl Accumulation {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let items = reader.table("积分");
        let limits = match &items {
            Some(items) => reader.limits_of("最多计", items),
            None => reader.table_or_none("最多计"),
        };
        let rates = reader.table_or_none("比率项");
        let cap = reader.bound_or("比率上限", None);
        let floor = Floor::read(reader);
        let method = Self { items: items?, limits: limits?, rates: rates?, cap: cap?, floor: floor? };
        let mut names: Vec<String> = method.inputs().into_iter().map(|(name, _)| name).collect();
        names.sort();
        if names.windows(2).any(|pair| pair.first() == pair.last()) {
            reader.refuse("比率项", "比率项与积分项的名称冲突", "换一个名称");
            return None;
        }
        Some(method)
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        let rates = self.rates.iter().flat_map(|(name, _)| [format!("{name}完成"), format!("{name}计划")]);
        self.items.iter().map(|(name, _)| name.clone()).chain(rates).map(|name| (name, false)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let names = self.inputs();
        let mut figures = names.iter().enumerate().map(|(at, (name, _))| row.one(at, name));
        let mut next = || figures.next().unwrap_or(Err(Refusal::OutOfReach));
        let mut parts = Vec::new();
        for (name, each) in &self.items {
            let count = counted(next()?, name)?.clone();
            let count = match self.limits.iter().find(|(own, _)| own == name) {
                Some((_, limit)) => count.at_most(terms.number(&format!("{name}最多计"), limit, "个")),
                None => count,
            };
            parts.push(count.mul(&terms.number(&format!("{name}每个"), each, "分")));
        }
        for (name, whole) in &self.rates {
            let (done, plan) = (next()?, next()?);
            if plan.signum() <= 0 {
                return Err(Refusal::TargetNotPositive(format!("{name}计划")));
            }
            let rate = done.div(plan).ok_or(Refusal::OutOfReach)?.named(&format!("{name}完成率"), "", 4);
            let rate = match &self.cap {
                Some(cap) => rate.at_most(terms.number("比率上限", cap, "")),
                None => rate,
            };
            parts.push(rate.mul(&terms.number(&format!("{name}积分"), whole, "分")));
        }
        Ok(self.floor.hold(terms, N::sum(&parts)))
    }
}
