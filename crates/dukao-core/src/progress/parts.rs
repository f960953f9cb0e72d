//! Figures made of parts: totals, rebuilt rates, contributions. The parts are units, or indicators.

use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::number::Number;
use crate::organisation::Partition;
use crate::period::Month;

use super::inputs::{Inputs, implied_base, positive_base};
use super::reckoner::{Outcome, Reckoner};
use super::subject::{Subject, last_day};
use super::{Absence, FigureKind, Lens, formula};

impl<'a, L: Lens> Reckoner<'a, L> {
    /// The partitions of the subject: those of its unit that hold for its indicator — when none is written
    /// down, the unit's own streets (or the districts below it) that carry a part — and then those of its
    /// indicator.
    pub fn partitions(&self) -> Vec<Partition> {
        self.fitting().to_vec()
    }

    fn fitting(&self) -> &[Partition] {
        self.known.partitions.get_or_init(|| {
            let inputs = &self.inputs;
            let written = || inputs.book.partitions.iter();
            let units = written().filter(|one| one.splits_unit(inputs.subject.unit, inputs.subject.indicator));
            let mut found: Vec<Partition> = units.map(|one| self.as_then(one)).collect();
            if found.is_empty() {
                found.extend(self.natural_partition());
            }
            found.extend(written().filter(|one| one.splits_indicator(inputs.subject.indicator)).cloned());
            found
        })
    }

    /// A written partition with the units that stand in the place of its parts in the subject's month.
    fn as_then(&self, partition: &Partition) -> Partition {
        let inputs = &self.inputs;
        let parts = |day| inputs.book.organisation.parts_on(&partition.parts, day);
        let then = self.end().ok().and_then(|end| last_day(inputs.subject.year, end)).map(parts);
        Partition { parts: then.unwrap_or_else(|| partition.parts.clone()), ..partition.clone() }
    }

    /// Children of one ranked class that carry a part: with a target or any figure of the indicator by now,
    /// known or not. One whose figure is unknown stays a part, so that the total is unknown too.
    fn natural_partition(&self) -> Option<Partition> {
        use crate::organisation::UnitClass;
        let inputs = &self.inputs;
        let end = self.end().ok()?;
        let day = last_day(inputs.subject.year, end)?;
        for class in [UnitClass::Streets, UnitClass::Districts, UnitClass::Cities] {
            let parts: Vec<String> = inputs
                .book
                .organisation
                .children(inputs.subject.unit, day)
                .filter(|unit| unit.kind.class() == class)
                .filter(|unit| inputs.bears(&unit.code, end))
                .map(|unit| unit.code.clone())
                .collect();
            if parts.len() > 1 {
                return Some(Partition {
                    name: format!("按{}", class.label()),
                    indicator: None,
                    total: inputs.subject.unit.to_owned(),
                    parts,
                    part_indicators: Vec::new(),
                });
            }
        }
        None
    }

    fn chosen_partition(&self) -> Result<&Partition, Absence> {
        self.fitting()
            .iter()
            .find(|partition| self.partition.as_ref().is_none_or(|name| partition.name == *name))
            .ok_or_else(|| Absence::not_applicable("没有分项"))
    }

    /// Another unit or another indicator of the same figures.
    fn other<'b>(&'b self, indicator: &'b str, unit: &'b str) -> Result<Inputs<'b, L>, Absence>
    where
        'a: 'b,
    {
        let subject = Subject { indicator, unit, ..self.inputs.subject.clone() };
        if indicator == self.inputs.subject.indicator {
            return Inputs::of_another(self.inputs.book, subject);
        }
        Inputs::of_another_indicator(self.inputs.book, subject)
    }

    /// One number of every part, in this indicator's unit of measure; named after the part.
    fn of_parts(&self, take: impl for<'b> Fn(&Inputs<'b, L>) -> Outcome<L>) -> Result<Vec<L::N>, Absence> {
        let partition = self.chosen_partition()?;
        let (indicator, unit) = (self.inputs.subject.indicator, self.inputs.subject.unit);
        let units = partition.parts.iter().map(|code| (indicator, code.as_str()));
        let indicators = partition.part_indicators.iter().map(|code| (code.as_str(), unit));
        let mut numbers = Vec::new();
        for (indicator, unit) in units.chain(indicators) {
            let part = self.other(indicator, unit)?;
            let name = self.name_of(&part);
            let number = take(&part).and_then(|number| in_unit_of(&number, &part, &self.inputs));
            let number = number.map_err(|absence| match absence {
                Absence::Unreported(reason) => Absence::Unreported(format!("{name}：{reason}")),
                other => other,
            })?;
            numbers.push(number);
        }
        Ok(numbers)
    }

    /// What tells `part` from the whole: its unit or its indicator.
    fn name_of<'b>(&self, part: &Inputs<'b, L>) -> &'b str {
        if part.subject.unit == self.inputs.subject.unit {
            return &part.indicator.name;
        }
        part.subject.called(part.book, part.subject.unit)
    }

    pub(super) fn parts(&self, kind: FigureKind) -> Outcome<L> {
        self.inputs.accumulates()?;
        if kind == FigureKind::RebuiltGrowth && self.inputs.growth_is_real() {
            return Err(Absence::not_applicable("可比价增速不得由现价总量推算"));
        }
        let (year, end) = (self.inputs.subject.year, self.end()?);
        let actuals = || self.of_parts(|part| part.cumulative(year, end));
        match kind {
            FigureKind::PartsTotal => Ok(formula::total(&actuals()?)),
            FigureKind::PartsTarget => Ok(formula::total(&self.of_parts(floor)?)),
            FigureKind::PartsStage => Ok(formula::total(&self.of_parts(|part| part.stage(end))?)),
            FigureKind::RebuiltCompletion => {
                let targets = self.of_parts(|part| target_or_implied(part, end))?;
                self.rebuilt(&actuals()?, &targets, "分项目标合计", formula::completion)
            }
            _ => {
                let bases = self.of_parts(|part| base_or_implied(part, end))?;
                self.rebuilt(&actuals()?, &bases, "分项上年同期合计", formula::growth)
            }
        }
    }

    fn rebuilt(
        &self,
        actuals: &[L::N],
        below: &[L::N],
        label: &str,
        rate: impl Fn(&L::N, &L::N) -> Option<L::N>,
    ) -> Outcome<L> {
        let actual = self.inputs.own_named(formula::total(actuals), "分项合计");
        let below = self.inputs.own_named(formula::total(below), label);
        match below.signum() {
            0 => Err(Absence::Incomparable(format!("{label}为零"))),
            sign if sign < 0 => Err(Absence::Incomparable(format!("{label}为负数"))),
            _ => rate(&actual, &below).ok_or_else(|| Absence::Incomparable(format!("{label}为零"))),
        }
    }

    /// 拉动, 贡献率 and 占比 of this unit in the total it is a part of; for a unit that is part of none, of
    /// its indicator in the one it is a part of.
    pub(super) fn share_of_unit(&self, kind: FigureKind) -> Outcome<L> {
        self.may_be_part()?;
        let in_unit = |total: &str| self.share(kind, &self.other(self.inputs.subject.indicator, total)?);
        let total = self.total_of_which_this_is_part();
        if let Some((total, true)) = &total {
            return in_unit(total);
        }
        match (self.share_of_indicator(kind), total) {
            (Err(Absence::NotApplicable(_)), Some((total, _))) => in_unit(&total),
            (Err(Absence::NotApplicable(_)), None) => Err(Absence::not_applicable("不是任何合计的分项")),
            (found, _) => found,
        }
    }

    /// The same of this indicator in the one it is a part of (第一产业 in 生产总值).
    pub(super) fn share_of_indicator(&self, kind: FigureKind) -> Outcome<L> {
        self.may_be_part()?;
        let own = self.inputs.subject.indicator;
        let wholes =
            self.inputs.book.partitions.iter().filter(|one| one.part_indicators.iter().any(|code| code == own));
        let mut chosen = wholes.filter(|one| self.partition.as_ref().is_none_or(|name| one.name == *name));
        let whole = chosen.next().and_then(|one| one.indicator.as_deref());
        let whole = whole.ok_or_else(|| Absence::not_applicable("合计关系里不是任何指标的分项"))?;
        self.share(kind, &self.other(whole, self.inputs.subject.unit)?)
    }

    fn may_be_part(&self) -> Result<(), Absence> {
        match self.inputs.indicator.kind {
            ValueKind::Flow | ValueKind::Count => Ok(()),
            _ => Err(Absence::not_applicable("只有流量和计数类可以计算拉动和占比")),
        }
    }

    /// A figure of this subject as a part of `whole`, at the end of the whole's period.
    fn share(&self, kind: FigureKind, whole: &Inputs<'_, L>) -> Outcome<L> {
        use FigureKind as K;
        let (inputs, end, year) = (&self.inputs, whole.end()?, self.inputs.subject.year);
        if matches!(kind, K::ShareOfTotal | K::ShareOfWhole) {
            let actual = in_unit_of(&inputs.cumulative(year, end)?, inputs, whole)?;
            let total = whole.cumulative(year, end)?;
            return formula::share(&actual, &total).ok_or_else(|| Absence::incomparable("合计为零"));
        }
        let whole_base = positive_base::<L>(base_or_implied(whole, end)?)?;
        let base = in_unit_of(&base_or_implied(inputs, end)?, inputs, whole)?;
        let real = inputs.growth_is_real() || whole.growth_is_real();
        let pull = if real {
            formula::contribution_by_growth(&base, &whole_base, &inputs.growth(end)?)
        } else {
            let actual = in_unit_of(&inputs.cumulative(year, end)?, inputs, whole)?;
            formula::contribution(&actual, &base, &whole_base)
        };
        let pull = pull.ok_or_else(|| Absence::incomparable("合计的上年同期为零"))?;
        if matches!(kind, K::Contribution | K::WholeContribution) {
            return Ok(pull);
        }
        let growth = if real {
            whole.growth(end)?
        } else {
            formula::growth(&whole.cumulative(year, end)?, &whole_base)
                .ok_or_else(|| Absence::incomparable("合计的上年同期为零"))?
        };
        let (pull, growth) = (L::named(pull, "拉动", "百分点", 2), L::named(growth, "合计增速", "%", 2));
        formula::contribution_share(&pull, &growth).ok_or_else(|| Absence::incomparable("合计没有增减"))
    }

    /// The unit this one is a part of, and whether that one carries the indicator at all.
    fn total_of_which_this_is_part(&self) -> Option<(String, bool)> {
        let inputs = &self.inputs;
        let unit = inputs.subject.unit;
        let written = inputs.book.partitions.iter().find(|partition| {
            partition.parts.iter().any(|part| part == unit)
                && partition.splits_unit(&partition.total, inputs.subject.indicator)
                && self.partition.as_ref().is_none_or(|name| partition.name == *name)
        });
        if let Some(partition) = written {
            return Some((partition.total.clone(), true));
        }
        let organisation = &inputs.book.organisation;
        let own = last_day(inputs.subject.year, inputs.subject.month)
            .and_then(|day| organisation.on(unit, day))
            .or_else(|| organisation.get(unit))?;
        let parent = own.parent.clone().filter(|_| !own.kind.overlaps())?;
        let bears = self.end().is_ok_and(|end| inputs.bears(&parent, end));
        Some((parent, bears))
    }
}

/// A number of `part` in the unit of measure of `whole`.
fn in_unit_of<L: Lens>(number: &L::N, part: &Inputs<'_, L>, whole: &Inputs<'_, L>) -> Outcome<L> {
    let (from, to) = (&part.indicator.unit, &whole.indicator.unit);
    let power = from.power_to(to);
    if power == Some(0) {
        return Ok(number.clone());
    }
    let moved = power.and_then(|power| formula::moved(number, power));
    moved
        .map(|moved| L::named(moved, &part.called("折算"), to.as_str(), whole.indicator.decimals))
        .ok_or_else(|| Absence::Incomparable(format!("计量单位“{from}”不能换算为“{to}”")))
}

/// The part's own target. (A plain function: a method path is not general enough over lifetimes.)
fn floor<L: Lens>(part: &Inputs<'_, L>) -> Outcome<L> {
    part.floor()
}

/// The target, or the one implied by a published completion.
fn target_or_implied<L: Lens>(part: &Inputs<'_, L>, end: Month) -> Outcome<L> {
    match part.floor() {
        Ok(target) => Ok(target),
        Err(absence) => {
            let printed = match part.cell(Measure::Completion, part.subject.year, end) {
                Err(Absence::Unreported(_)) => return Err(absence),
                other => other?,
            };
            let actual = part.cumulative(part.subject.year, end)?;
            let implied = formula::implied_target(&actual, &printed)
                .ok_or_else(|| Absence::incomparable("发布的完成率为零或负数"))?;
            Ok(part.own_named(implied, "推算目标"))
        }
    }
}

/// The base, or where none is reported the one implied by a published growth (not for constant prices).
fn base_or_implied<L: Lens>(part: &Inputs<'_, L>, end: Month) -> Outcome<L> {
    match part.base(end) {
        Err(absence @ Absence::Unreported(_)) if !part.growth_is_real() => {
            let growth = match part.published_growth(end) {
                Err(Absence::Unreported(_)) => return Err(absence),
                other => other?,
            };
            let actual = part.cumulative(part.subject.year, end)?;
            Ok(part.own_named(implied_base::<L>(&actual, &growth)?, "推算上年同期"))
        }
        other => other,
    }
}
