//! F20 分档个数: a wanted count for every size of project, less for every one that is missing.
//!
//! Rule (investment promotion 2024): so many projects of each size; each missing one costs 0.1 points. More of one size
//! does not make up for another. The wanted counts are parameters, the same for all, or inputs unit by unit. Domain:
//! counts not below zero. Lower is better makes no sense.

use super::common::{Floor, counted};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Refusal, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F20",
    name: "分档个数",
    formula: "满分 − Σ 每缺一个 × (应有个数 − 实有个数)，各档分别算，多出的不抵补别档",
    inputs: &[InputSpec::one("（档名）", "这一档实有几个；“档”只写名称时，还要“（档名）目标”：应有几个")],
    parameters: &[
        ParameterSpec::required(
            "档",
            "各档名称和应有个数，如 {五亿元以上: 2, 一至五亿元: 7}；各单位不同时只写名称，如 [五亿元以上, 一至五亿元]",
        ),
        ParameterSpec::required("每缺一个", "每缺一个扣几分"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[("某档正好够数或超出", "不扣分，也不加分"), ("个数为负数", "不计算"), ("扣到负分", "计最低分")],
    mirrored: false,
    example: Example {
        full: "0.5",
        parameters: "档: {大项目: 1, 中项目: 4, 小项目: 7}, 每缺一个: 0.1",
        units: &["大项目 1, 中项目 4, 小项目 7", "大项目 1, 中项目 3, 小项目 9"],
        points: &["0.5", "0.4"],
    },
};

/// A wanted count for every size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiers {
    /// Name of every size with the wanted count; an input where it is `None`.
    pub tiers: Vec<(String, Option<Rational>)>,
    /// What each missing one costs.
    pub each: Rational,
    /// The least points.
    pub floor: Floor,
}

impl Tiers {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let tiers = if reader.is_list("档") {
            reader.words("档").map(|names| names.into_iter().map(|name| (name, None)).collect())
        } else {
            let mut table = reader.table("档");
            if table.iter().flatten().any(|(_, wanted)| wanted.signum() < 0) {
                reader.refuse("档", "“档”的应有个数不能小于零", "写成 {甲: 5, 乙: 2}");
                table = None;
            }
            table.map(|table| table.into_iter().map(|(name, wanted)| (name, Some(wanted))).collect())
        };
        let each = reader.not_negative("每缺一个");
        let floor = Floor::read(reader);
        let method = Self { tiers: tiers?, each: each?, floor: floor? };
        let names = method.inputs();
        if names.iter().enumerate().any(|(at, name)| names.iter().skip(at.saturating_add(1)).any(|other| other == name))
        {
            reader.refuse("档", "“档”中有名称与“（档名）目标”相同", "换一个名称");
            return None;
        }
        Some(method)
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        let of = |(name, wanted): &(String, Option<Rational>)| {
            let target = wanted.is_none().then(|| format!("{name}目标"));
            std::iter::once(name.clone()).chain(target)
        };
        self.tiers.iter().flat_map(of).map(|name| (name, false)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let names = self.inputs();
        let mut figures = names.iter().enumerate().map(|(at, (name, _))| counted(row.one(at, name)?, name));
        let mut next = || figures.next().unwrap_or(Err(Refusal::OutOfReach));
        let mut missing = Vec::new();
        for (name, wanted) in &self.tiers {
            let there = next()?;
            let wanted = match wanted {
                Some(wanted) => terms.number(&format!("{name}应有"), wanted, "个"),
                None => next()?.clone(),
            };
            missing.push(wanted.sub(there).at_least(N::integer(0)).named(&format!("{name}缺少"), "个", 0));
        }
        let lost = N::sum(&missing).mul(&terms.number("每缺一个", &self.each, "分"));
        Ok(self.floor.hold(terms, terms.full.sub(&lost)))
    }
}
