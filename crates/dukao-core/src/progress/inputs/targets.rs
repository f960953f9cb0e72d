//! `T`, `g*` and `S`: what was handed down.

use crate::framework::{Goal, Target, ValueKind};
use crate::ledger::{Measure, Place};
use crate::number::{Decimal, Number, Rational};
use crate::period::Month;
use crate::quantity::UnitOfMeasure;

use super::super::subject::due_end;
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
        self.number_in(&self.indicator.unit, target, value, place, label)
    }

    /// A number of the target, written in `unit`.
    fn number_in(
        &self,
        unit: &UnitOfMeasure,
        target: &Target,
        value: Decimal,
        place: Option<Place>,
        label: &str,
    ) -> Result<L::N, Absence> {
        let exact = converted(value, &target.unit_of_measure, unit)?;
        let same = &target.unit_of_measure == unit;
        Ok(L::leaf(exact, |exact| Leaf {
            label: self.called(label),
            value: exact,
            text: if same { value.to_string() } else { format!("{value}{}", target.unit_of_measure) },
            unit: unit.to_string(),
            source: self.source(place, target.version),
        }))
    }

    /// The target, when its number says what the indicator itself shall be.
    fn own_target(&self) -> Result<&Target, Absence> {
        let (target, kind) = (self.the_target()?, self.indicator.kind);
        match target.goal {
            Goal::Growth if kind != ValueKind::Growth => Err(Absence::not_applicable("目标是增速，没有总量目标")),
            Goal::Rank | Goal::RankImprovement if kind != ValueKind::Rank => {
                Err(Absence::not_applicable("目标是位次，看与目标位次相差"))
            }
            Goal::Relative if !target.floor_is_of(&self.indicator.unit) => {
                Err(Absence::not_applicable("目标是相对其他数据而言，没有固定数值"))
            }
            _ => Ok(target),
        }
    }

    /// `T`: the floor of the unit's own target.
    pub(in crate::progress) fn floor(&self) -> Result<L::N, Absence> {
        let target = self.own_target()?;
        if target.goal == Goal::RankImprovement {
            return self.rank_to_reach(target);
        }
        let floor = target.floor.ok_or_else(|| Absence::not_applicable("目标没有数值"))?;
        let floor = self.target_number(target, floor, target.floor_place, "全年目标")?;
        Ok(self.merged_floors(&floor).unwrap_or(floor))
    }

    /// `T` as a divisor: a rate of a target of zero or less says nothing.
    pub(in crate::progress) fn positive_floor(&self) -> Result<L::N, Absence> {
        let target = self.floor()?;
        match target.signum() {
            0 => Err(Absence::incomparable("目标为零")),
            sign if sign < 0 => Err(Absence::incomparable("目标为负数")),
            _ => Ok(target),
        }
    }

    /// The rank to reach: 前三 is 3; 提升 X 个位次 is last year's published rank minus X.
    pub(in crate::progress) fn target_rank(&self) -> Result<L::N, Absence> {
        let target = self.the_target()?;
        match target.goal {
            Goal::RankImprovement => self.rank_to_reach(target),
            Goal::Rank => {
                let places = target.floor.ok_or_else(|| Absence::not_applicable("目标没有数值"))?;
                self.places(target, places, "目标位次")
            }
            _ => Err(Absence::not_applicable("目标不是位次")),
        }
    }

    fn places(&self, target: &Target, places: Decimal, label: &str) -> Result<L::N, Absence> {
        self.number_in(&UnitOfMeasure::places(), target, places, target.floor_place, label)
    }

    /// 位次提升: last year's published rank minus the places to win.
    fn rank_to_reach(&self, target: &Target) -> Result<L::N, Absence> {
        let places = target.floor.ok_or_else(|| Absence::not_applicable("目标没有数值"))?;
        let places = self.places(target, places, "应提升位次")?;
        let last_year = self.last_year_rank()?;
        Ok(L::named(last_year.sub(&places), "目标位次", "位", 0))
    }

    /// Last year's rank as printed with the indicator or with the growth indicator of its pair.
    pub(in crate::progress) fn last_year_rank(&self) -> Result<L::N, Absence> {
        self.published_rank(Measure::LastYearRank)
    }

    /// A rank as printed with the indicator or with its pair.
    pub(in crate::progress) fn published_rank(&self, measure: Measure) -> Result<L::N, Absence> {
        let (year, end) = (self.subject.year, self.end()?);
        let own = self.cell(measure, year, end);
        match (&own, self.pair()) {
            (Err(Absence::Unreported(_)), Some(pair)) => {
                let end = due_end(self.book, pair, self.subject.origin, self.subject.month).unwrap_or(end);
                self.cell_of(pair, measure, year, end).or(own)
            }
            _ => own,
        }
    }

    pub(in crate::progress) fn stretch(&self) -> Result<L::N, Absence> {
        let target = self.own_target()?;
        let stretch = target.stretch.ok_or_else(|| Absence::not_applicable("没有争取目标"))?;
        self.target_number(target, stretch, target.stretch_place, "争取目标")
    }

    /// `g*` in percent: the target of the growth indicator itself, or of the flow's pair, or the flow's own growth target.
    pub(in crate::progress) fn target_growth(&self) -> Result<L::N, Absence> {
        let is_growth = |kind: ValueKind, target: &Target| match target.goal {
            Goal::Growth => true,
            Goal::Relative => kind == ValueKind::Growth && target.floor_is_of(&UnitOfMeasure::percent()),
            Goal::Amount | Goal::Level | Goal::Ceiling => kind == ValueKind::Growth,
            _ => false,
        };
        let own = self.target.filter(|target| is_growth(self.indicator.kind, target));
        let pair = || {
            let pair = self.pair().filter(|pair| pair.kind == ValueKind::Growth)?;
            self.framework.target(&pair.code, self.subject.unit).filter(|target| is_growth(pair.kind, target))
        };
        let target = own.or_else(pair).ok_or_else(|| Absence::not_applicable("没有增速目标"))?;
        let floor = target.floor.ok_or_else(|| Absence::not_applicable("增速目标没有数值"))?;
        Ok(L::leaf(Rational::from(floor), |value| Leaf {
            label: self.called("目标增速"),
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
