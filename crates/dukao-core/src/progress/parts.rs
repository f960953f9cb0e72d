//! Figures made of parts: totals, rebuilt rates, contributions.

use crate::framework::ValueKind;
use crate::ledger::Measure;
use crate::organisation::Partition;
use crate::period::Month;

use super::inputs::{Inputs, positive_base};
use super::reckoner::{Outcome, Reckoner};
use super::subject::Subject;
use super::{Absence, FigureKind, Lens, formula};

impl<'a, L: Lens> Reckoner<'a, L> {
    /// The partitions of the subject's unit that hold for its indicator; when none is written down, the
    /// unit's own streets (or the districts below it) that carry a part.
    pub fn partitions(&self) -> Vec<Partition> {
        self.fitting().to_vec()
    }

    fn fitting(&self) -> &[Partition] {
        self.known.partitions.get_or_init(|| {
            let inputs = &self.inputs;
            let fits = |partition: &&Partition| {
                partition.total == inputs.subject.unit
                    && partition.indicator.as_deref().is_none_or(|code| code == inputs.subject.indicator)
            };
            let written: Vec<Partition> = inputs.book.partitions.iter().filter(fits).cloned().collect();
            if written.is_empty() { self.natural_partition().into_iter().collect() } else { written }
        })
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

    fn part<'b>(&'b self, unit: &'b str) -> Result<Inputs<'b, L>, Absence>
    where
        'a: 'b,
    {
        let subject = Subject { unit, ..self.inputs.subject.clone() };
        Inputs::of_another(self.inputs.book, subject)
    }

    /// One number of every part; named after the part.
    fn of_parts(&self, take: impl for<'b> Fn(&Inputs<'b, L>) -> Outcome<L>) -> Result<Vec<L::N>, Absence> {
        let partition = self.chosen_partition()?;
        let mut numbers = Vec::new();
        for code in &partition.parts {
            let part = self.part(code)?;
            let name = self.inputs.book.organisation.get(code).map_or(code.as_str(), |unit| unit.label());
            let number = take(&part).map_err(|absence| match absence {
                Absence::Unreported(reason) => Absence::Unreported(format!("{name}：{reason}")),
                other => other,
            })?;
            numbers.push(number);
        }
        Ok(numbers)
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
        rate(&actual, &below).ok_or_else(|| Absence::incomparable("分项合计为零"))
    }

    /// 拉动 and 贡献率 of this unit to the total it is a part of.
    pub(super) fn contribution(&self, kind: FigureKind) -> Outcome<L> {
        let inputs = &self.inputs;
        if inputs.indicator.kind != ValueKind::Flow && inputs.indicator.kind != ValueKind::Count {
            return Err(Absence::not_applicable("只有流量和计数类可以计算拉动"));
        }
        let end = self.end()?;
        let total = self.total_of_which_this_is_part().ok_or_else(|| Absence::not_applicable("不是任何合计的分项"))?;
        let whole = self.part(&total)?;
        let whole_base = positive_base::<L>(base_or_implied(&whole, end)?)?;
        let base = base_or_implied(inputs, end)?;
        let real = inputs.growth_is_real();
        let pull = if real {
            formula::contribution_by_growth(&base, &whole_base, &inputs.growth(end)?)
        } else {
            formula::contribution(&inputs.cumulative(inputs.subject.year, end)?, &base, &whole_base)
        };
        let pull = pull.ok_or_else(|| Absence::incomparable("合计的上年同期为零"))?;
        if kind == FigureKind::Contribution {
            return Ok(pull);
        }
        let growth = if real {
            whole.growth(end)?
        } else {
            formula::growth(&whole.cumulative(inputs.subject.year, end)?, &whole_base)
                .ok_or_else(|| Absence::incomparable("合计的上年同期为零"))?
        };
        let (pull, growth) = (L::named(pull, "拉动", "百分点", 2), L::named(growth, "合计增速", "%", 2));
        formula::contribution_share(&pull, &growth).ok_or_else(|| Absence::incomparable("合计没有增减"))
    }

    fn total_of_which_this_is_part(&self) -> Option<String> {
        let inputs = &self.inputs;
        let unit = inputs.subject.unit;
        let written = inputs.book.partitions.iter().find(|partition| {
            partition.parts.iter().any(|part| part == unit)
                && partition.indicator.as_deref().is_none_or(|code| code == inputs.subject.indicator)
        });
        if let Some(partition) = written {
            return Some(partition.total.clone());
        }
        let own = inputs.book.organisation.get(unit)?;
        if own.kind.overlaps() { None } else { own.parent.clone() }
    }
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
            let implied =
                formula::implied_target(&actual, &printed).ok_or_else(|| Absence::incomparable("发布的完成率为零"))?;
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
            let implied =
                formula::implied_base(&actual, &growth).ok_or_else(|| Absence::incomparable("增速为−100%"))?;
            Ok(part.own_named(implied, "推算上年同期"))
        }
        other => other,
    }
}

/// The last day of a month.
pub(super) fn last_day(year: i16, end: Month) -> Option<jiff::civil::Date> {
    let month = i8::try_from(end.number()).ok()?;
    Some(jiff::civil::Date::new(year, month, 1).ok()?.last_of_month())
}
