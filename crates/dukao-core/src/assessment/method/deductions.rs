//! F21 起评扣分: full marks less what each fault costs.
//!
//! Rule (督查考核): 100 minus listed faults, each count of a fault times its points; what a fault may cost can be limited.
//! Units with few items would get off lightly: where a unit has fewer than so many items, faults count double. Domain:
//! counts not below zero. Lower is better makes no sense: fewer faults are the better side already.

use super::common::{Floor, ask, counted};
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

const ITEMS: &str = "事项数";

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F21",
    name: "起评扣分",
    formula: "满分 − Σ 最小值(每次扣 × 次数，该项最多扣)；事项少的单位扣分加倍",
    inputs: &[
        InputSpec::one("（扣分项）", "这一项发生几次"),
        InputSpec::one(ITEMS, "写了“事项少于”时要有：本单位承担几项"),
    ],
    parameters: &[
        ParameterSpec::required("扣分", "各扣分项每次扣几分，如 {未办结: 2, 迟报: 0.5}"),
        ParameterSpec::optional("最多扣", "某项最多扣几分，如 {迟报: 3}；不写则不限"),
        ParameterSpec::optional("事项少于", "承担的事项少于几项时加倍扣，不写则不加倍"),
        ParameterSpec::optional("倍数", "加倍扣是几倍，不写为2"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[("次数为负数", "不计算"), ("事项数正好等于“事项少于”", "不加倍"), ("扣到负分", "计最低分")],
    mirrored: false,
    example: Example {
        full: "100",
        parameters: "扣分: {未办结: 2, 迟报: 0.5}, 最多扣: {迟报: 1}, 事项少于: 5",
        units: &["未办结 3, 迟报 1, 事项数 10", "未办结 3, 迟报 6, 事项数 10", "未办结 3, 迟报 1, 事项数 4"],
        points: &["93.5", "93", "87"],
    },
};

/// Full marks less what each fault costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deductions {
    /// Every fault with what it costs.
    pub faults: Vec<(String, Rational)>,
    /// What a fault may cost at most.
    pub limits: Vec<(String, Rational)>,
    /// Below how many items faults count more, and how many times.
    pub few: Option<(Rational, Rational)>,
    /// The least points.
    pub floor: Floor,
}

impl Deductions {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let faults = read_faults(reader);
        let limits = match &faults {
            Some(faults) => reader.limits_of("最多扣", faults),
            None => reader.table_or_none("最多扣"),
        };
        let few = reader.has("事项少于");
        let below =
            if few { reader.positive("事项少于") } else { reader.number_or("事项少于", Rational::zero()) };
        let times = reader.number_or("倍数", Rational::integer(2));
        let floor = Floor::read(reader);
        let (faults, limits, below, times) = (faults?, limits?, below?, times?);
        if times < Rational::integer(1) {
            reader.refuse("倍数", "“倍数”应不小于1", "写成 2");
            return None;
        }
        Some(Self { faults, limits, few: few.then_some((below, times)), floor: floor? })
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        let items = self.few.is_some().then(|| ITEMS.to_owned());
        self.faults.iter().map(|(name, _)| name.clone()).chain(items).map(|name| (name, false)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        rows.iter().map(|row| self.one(terms, row)).collect()
    }

    fn one<N: Derived>(&self, terms: &Terms<'_, N>, row: &Row<'_, N>) -> Outcome<N> {
        let mut costs = Vec::new();
        for (at, (name, each)) in self.faults.iter().enumerate() {
            let count = counted(row.one(at, name)?, name)?;
            let cost = count.mul(&terms.number(&format!("{name}每次扣"), each, "分"));
            let limit = self.limits.iter().find(|(own, _)| own == name);
            costs.push(match limit {
                Some((_, limit)) => cost.at_most(terms.number(&format!("{name}最多扣"), limit, "分")),
                None => cost,
            });
        }
        let mut lost = N::sum(&costs).named("扣分", "分", 2);
        if let Some((few, times)) = &self.few {
            let items = counted(row.one(self.faults.len(), ITEMS)?, ITEMS)?;
            let few = terms.number("事项少于", few, "项");
            let (holds, stands) = ask(items, Relation::Less, &few);
            let counts = if holds { lost.mul(&terms.number("倍数", times, "")) } else { lost };
            lost = counts.because(items, stands, &few);
        }
        Ok(self.floor.hold(terms, terms.full.sub(&lost)))
    }
}

/// Parameter 扣分: positive points, no name that is needed otherwise.
fn read_faults(reader: &mut Reader<'_>) -> Option<Vec<(String, Rational)>> {
    let faults = reader.table("扣分")?;
    if faults.iter().any(|(_, each)| each.signum() < 0) {
        reader.refuse("扣分", "“扣分”各项不能小于零", "写扣几分，不写负号");
        return None;
    }
    if faults.iter().any(|(name, _)| name == ITEMS) {
        reader.refuse("扣分", "扣分项不能叫“事项数”", "换一个名称");
        return None;
    }
    Some(faults)
}
