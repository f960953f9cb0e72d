//! `T`, `g*` and `S`: what was handed down.

use crate::framework::{Goal, Target, ValueKind};
use crate::ledger::{Measure, Place};
use crate::number::{Decimal, Number, Rational};
use crate::period::Month;

use super::super::{Absence, Leaf, Lens};
use super::{Inputs, converted};

impl<'a, L: Lens> Inputs<'a, L> {
    fn the_target(&self) -> Result<&'a Target, Absence> {
        let target = self.target.ok_or_else(|| Absence::not_applicable("没有下达目标"))?;
        match target.goal {
            Goal::None => Err(Absence::not_applicable("不设目标，只作监测")),
            Goal::Milestone | Goal::YesNo => Err(Absence::not_applicable("节点和是否类目标不计数值")),
            _ => Ok(target),
        }
    }

    fn target_number(
        &self,
        target: &Target,
        value: Decimal,
        place: Option<Place>,
        label: &str,
    ) -> Result<L::N, Absence> {
        let exact = converted(value, &target.unit_of_measure, &self.indicator.unit)?;
        let same = target.unit_of_measure == self.indicator.unit;
        Ok(L::leaf(exact, |exact| Leaf {
            label: label.to_owned(),
            value: exact,
            text: if same { value.to_string() } else { format!("{value}{}", target.unit_of_measure) },
            unit: self.indicator.unit.to_string(),
            source: self.source(place, target.version),
        }))
    }

    /// `T`: the floor of the unit's own target.
    pub(in crate::progress) fn floor(&self) -> Result<L::N, Absence> {
        let target = self.the_target()?;
        if target.goal == Goal::Growth && self.indicator.kind != ValueKind::Growth {
            return Err(Absence::not_applicable("目标是增速，没有总量目标"));
        }
        if target.goal == Goal::RankImprovement {
            return self.rank_to_reach(target);
        }
        let floor = target.floor.ok_or_else(|| Absence::not_applicable("目标没有数值"))?;
        self.target_number(target, floor, target.floor_place, "全年目标")
    }

    /// 位次提升: last year's published rank minus the places to win.
    fn rank_to_reach(&self, target: &Target) -> Result<L::N, Absence> {
        let places = target.floor.ok_or_else(|| Absence::not_applicable("目标没有数值"))?;
        let places = self.target_number(target, places, target.floor_place, "应提升位次")?;
        let last_year = self.cell(Measure::LastYearRank, self.subject.year, self.end()?)?;
        Ok(L::named(last_year.sub(&places), "目标位次", "位", 0))
    }

    pub(in crate::progress) fn stretch(&self) -> Result<L::N, Absence> {
        let target = self.the_target()?;
        let stretch = target.stretch.ok_or_else(|| Absence::not_applicable("没有争取目标"))?;
        self.target_number(target, stretch, target.stretch_place, "争取目标")
    }

    /// `g*` in percent: the target of the growth indicator itself, or of the flow's pair, or the flow's own growth target.
    pub(in crate::progress) fn target_growth(&self) -> Result<L::N, Absence> {
        let own = self.target.filter(|target| target.goal == Goal::Growth || self.indicator.kind == ValueKind::Growth);
        let pair = || {
            let pair = self.pair().filter(|pair| pair.kind == ValueKind::Growth)?;
            self.framework.target(&pair.code, self.subject.unit)
        };
        let target = own.or_else(pair).ok_or_else(|| Absence::not_applicable("没有增速目标"))?;
        let floor = target.floor.ok_or_else(|| Absence::not_applicable("增速目标没有数值"))?;
        Ok(L::leaf(Rational::from(floor), |value| Leaf {
            label: "目标增速".to_owned(),
            value,
            text: floor.to_string(),
            unit: "%".to_owned(),
            source: self.source(target.floor_place, target.version),
        }))
    }

    /// `S` and its stage.
    pub(in crate::progress) fn stage(&self, end: Month) -> Result<L::N, Absence> {
        let target = self.the_target()?;
        let stage = target.stage_at(end).ok_or_else(|| Absence::not_applicable("没有下达阶段目标"))?;
        self.target_number(target, stage.amount, stage.place, &format!("{}目标", stage.stage))
    }
}
