//! Targets of wide tables: floor, stretch and stages stand in columns and come together here.

use std::collections::BTreeMap;

use dukao_core::framework::{Goal, Indicator, StageTarget, Target, ValueKind};
use dukao_core::ledger::Place;
use dukao_core::number::Decimal;
use dukao_core::quantity::{Quantity, UnitOfMeasure};

use super::spec::Column;
use super::words::Item;
use crate::batch::{Batch, Placed};
use crate::cellvalue::{Figure, figure};
use crate::grid::Cell;
use crate::recorded::unit_of_measure;
use crate::typed::{Said, refuse};
use crate::workbook::stage_period;

/// Targets by year, indicator and unit.
#[derive(Default)]
pub(super) struct Targets {
    targets: BTreeMap<(i16, String, String), Placed<Target>>,
    order: Vec<(i16, String, String)>,
}

impl Targets {
    /// Takes up one cell.
    #[expect(clippy::too_many_arguments, reason = "one cell with everything that its row and column say")]
    pub(super) fn take(
        &mut self,
        column: &Column,
        cell: &Cell,
        stage: Option<&str>,
        indicator: &Indicator,
        year: i16,
        unit: &str,
        unit_here: Option<UnitOfMeasure>,
        at: Place,
    ) -> Said<()> {
        let Figure::Number(typed) = figure(cell)? else { return Ok(()) };
        let value = Decimal::parse(&typed.decimal)
            .or_else(|wrong| refuse(format!("“{}”{wrong}", cell.trimmed()), "换用更大的计量单位"))?;
        let goal = goal(column, indicator)?;
        let typed = typed.unit.map(|text| unit_of_measure(&text)).transpose()?;
        let unit_of_measure = measured_in(&goal, indicator, typed.or(unit_here))?;
        let key = (year, indicator.code.clone(), unit.to_owned());
        if !self.targets.contains_key(&key) {
            let value = Target::blank(year, &indicator.code, unit, goal.clone(), unit_of_measure.clone());
            self.targets.insert(key.clone(), Placed { place: at, value });
            self.order.push(key.clone());
        }
        let Some(target) = self.targets.get_mut(&key).map(|placed| &mut placed.value) else { return Ok(()) };
        if target.goal != goal {
            return refuse("同一指标、单位有两种目标类型", "一种目标一个指标，或删去一列");
        }
        let Some(value) = (Quantity { value, unit: unit_of_measure }).convert(&target.unit_of_measure) else {
            return refuse(format!("计量单位与本行其他目标的“{}”不是同一类", target.unit_of_measure), "改正计量单位");
        };
        match column.item {
            Item::Stretch => once(&mut target.stretch, &mut target.stretch_place, value, at),
            Item::Stage => add_stage(target, stage, value, year, at),
            Item::Floor | Item::Measure(_) | Item::Turned(_) => {
                once(&mut target.floor, &mut target.floor_place, value, at)
            }
        }
    }

    /// Hands the targets over in the order of the file.
    pub(super) fn finish(mut self, batch: &mut Batch) {
        let targets = &mut self.targets;
        batch.targets.extend(self.order.iter().filter_map(|key| targets.remove(key)));
    }
}

fn once(slot: &mut Option<Decimal>, slot_place: &mut Option<Place>, value: Decimal, at: Place) -> Said<()> {
    if slot.is_some_and(|earlier| !earlier.same_value(value)) {
        let first = slot_place.map(Place::cell).unwrap_or_default();
        return refuse(format!("目标与前面 {first} 的不一样"), "同一指标、单位、年度只有一个目标");
    }
    if slot.is_none() {
        *slot = Some(value);
        *slot_place = Some(at);
    }
    Ok(())
}

fn add_stage(target: &mut Target, stage: Option<&str>, amount: Decimal, year: i16, at: Place) -> Said<()> {
    let Some(stage) = stage.filter(|stage| !stage.is_empty()) else {
        return refuse("这一行没有写是哪个阶段的目标", "填上阶段，如 一季度、前三季度");
    };
    let stage = stage_period(stage, year)?;
    if let Some(earlier) = target.stages.iter().find(|other| other.stage.end() == stage.end()) {
        if earlier.amount.same_value(amount) {
            return Ok(());
        }
        let first = earlier.place.map(Place::cell).unwrap_or_default();
        return refuse(format!("{stage}的目标与前面 {first} 的不一样"), "同一指标、单位的一个阶段只有一个目标");
    }
    target.stages.push(StageTarget { stage, amount, place: Some(at) });
    target.stages.sort_by_key(|stage| stage.stage.end());
    Ok(())
}

/// The goal that the column says, or the one that suits the kind of the indicator.
fn goal(column: &Column, indicator: &Indicator) -> Said<Goal> {
    if let Some(goal) = &column.goal {
        return Ok(goal.clone());
    }
    match indicator.kind {
        ValueKind::Flow | ValueKind::Count => Ok(Goal::Amount),
        ValueKind::Growth => Ok(Goal::Growth),
        ValueKind::Rank => Ok(Goal::Rank),
        ValueKind::Average | ValueKind::Ratio | ValueKind::Level | ValueKind::Index => Ok(Goal::Level),
        ValueKind::Milestone | ValueKind::YesNo => {
            refuse(format!("{}类指标没有数量目标", indicator.kind.label()), "用标准表“目标”导入")
        }
    }
}

fn measured_in(goal: &Goal, indicator: &Indicator, stated: Option<UnitOfMeasure>) -> Said<UnitOfMeasure> {
    let implied = match goal {
        Goal::Growth => UnitOfMeasure::percent(),
        Goal::Rank | Goal::RankImprovement => UnitOfMeasure::places(),
        _ => indicator.unit.clone(),
    };
    let unit = stated.unwrap_or_else(|| implied.clone());
    if unit.power_to(&implied).is_some() {
        return Ok(unit);
    }
    refuse(format!("计量单位“{unit}”与这个目标不是同一类"), format!("这个目标用“{implied}”"))
}
