//! The target of a unit that was formed by a merger: what was handed down to the merged units, added up where it can be.

use super::{Goal, Indicator, StageTarget, Target};
use crate::number::Decimal;
use crate::period::Month;

/// Why the targets of merged units make no target of the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAdded {
    /// A growth, a level, a rank … is not added up.
    #[error("{0}类指标的目标不能相加")]
    Kind(&'static str),
    /// Not all of them are amounts, or all ceilings.
    #[error("目标类型不是总量（或都是上限），不能相加")]
    Goal,
    /// One has no amount.
    #[error("有单位的目标没有数值，不能相加")]
    Blank,
    /// One of the units carries the indicator without a target.
    #[error("有单位报这个指标而没有目标，不能相加")]
    Missing,
    /// They spread over the year in different ways.
    #[error("进度方式不同，不能相加")]
    Pace,
    /// Their stages end in different months.
    #[error("阶段目标的阶段不同，不能相加")]
    Stages,
    /// Their units of measure do not convert, or the sum has too many digits.
    #[error("计量单位不能换算，不能相加")]
    Measure,
}

/// The targets of merged units as one target of `unit`: amounts, stretch amounts where all have one, and stages are added
/// up, the pace is theirs where it is the same; stages that ended before the month `from`, in which the unit begins, stay
/// with the merged units. Nothing is guessed: what cannot be added is to be handed down anew.
///
/// # Errors
/// Why it cannot be added up.
pub fn merged_target(indicator: &Indicator, parts: &[&Target], unit: &str, from: Month) -> Result<Target, NotAdded> {
    if !indicator.kind.accumulates() {
        return Err(NotAdded::Kind(indicator.kind.label()));
    }
    let first = parts.first().copied().ok_or(NotAdded::Missing)?;
    let amounts = matches!(first.goal, Goal::Amount | Goal::Ceiling);
    if !amounts || parts.iter().any(|part| part.goal != first.goal) {
        return Err(NotAdded::Goal);
    }
    if parts.iter().any(|part| part.pace != first.pace) {
        return Err(NotAdded::Pace);
    }
    let ends = |part: &Target| part.stages.iter().map(|stage| stage.stage).collect::<Vec<_>>();
    if parts.iter().any(|part| ends(part) != ends(first)) {
        return Err(NotAdded::Stages);
    }
    let all = |take: &dyn Fn(&Target) -> Option<Decimal>| -> Option<Vec<Decimal>> {
        parts.iter().map(|part| take(part)).collect()
    };
    let sum = |amounts: Vec<Decimal>| -> Result<Decimal, NotAdded> {
        let moved = parts.iter().zip(amounts).map(|(part, amount)| {
            part.unit_of_measure.power_to(&first.unit_of_measure).and_then(|power| amount.shift(power))
        });
        moved.reduce(|left, right| added(left?, right?)).flatten().ok_or(NotAdded::Measure)
    };
    let mut target =
        Target::blank(first.year, &first.indicator, unit, first.goal.clone(), first.unit_of_measure.clone());
    target.floor = Some(sum(all(&|part| part.floor).ok_or(NotAdded::Blank)?)?);
    target.stretch = all(&|part| part.stretch).map(sum).transpose()?;
    target.pace = first.pace.clone();
    target.deadline = first.deadline.filter(|day| parts.iter().all(|part| part.deadline == Some(*day)));
    for (place, stage) in first.stages.iter().enumerate().filter(|(_, stage)| stage.stage.end() >= Some(from)) {
        let amount = sum(all(&|part| part.stages.get(place).map(|stage| stage.amount)).ok_or(NotAdded::Stages)?)?;
        target.stages.push(StageTarget { stage: stage.stage, amount, place: None });
    }
    Ok(target)
}

/// Their sum with as many decimals as it needs, and no fewer than `left` has; `None` when it has too many digits.
fn added(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale().max(right.scale());
    let (one, other) = (left.rescale(scale)?, right.rescale(scale)?);
    let (mut mantissa, mut scale) = (one.mantissa().checked_add(other.mantissa())?, scale);
    while scale > left.scale() && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale - 1);
    }
    Decimal::new(mantissa, scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{PaceProfile, ValueKind};
    use crate::testing::{decimal, indicator, measured_in, month, stage};

    fn target(unit: &str, floor: &str, measure: &str) -> Target {
        Target { floor: Some(decimal(floor)), ..Target::blank(2018, "I", unit, Goal::Amount, measured_in(measure)) }
    }

    fn sum(parts: &[Target]) -> Result<String, NotAdded> {
        let flow = indicator(2018, "I", ValueKind::Flow, "亿元");
        let made = merged_target(&flow, &parts.iter().collect::<Vec<_>>(), "N", month(6))?;
        let stages: Vec<String> = made.stages.iter().map(|stage| stage.amount.to_string()).collect();
        let stretch = made.stretch.map(|stretch| stretch.to_string()).unwrap_or_default();
        Ok(format!("{}{} {stretch} {}", made.floor.unwrap(), made.unit_of_measure, stages.join(",")))
    }

    #[test]
    fn amounts_are_added_in_the_unit_of_the_first() {
        let (mut one, mut other) = (target("A", "12.5", "亿元"), target("B", "30000", "万元"));
        one.stages = vec![stage("2018年上半年", "6")];
        other.stages = vec![stage("2018年上半年", "10000")];
        (one.stretch, other.stretch) = (Some(decimal("13")), Some(decimal("40000")));
        assert_eq!(sum(&[one.clone(), other.clone()]).unwrap(), "15.5亿元 17 7");
        one.stages.insert(0, stage("2018年一季度", "2"));
        other.stages.insert(0, stage("2018年一季度", "5000"));
        assert_eq!(sum(&[one.clone(), other.clone()]).unwrap(), "15.5亿元 17 7");
        other.stretch = None;
        assert!(sum(&[one, other]).unwrap().contains("亿元  "));
    }

    #[test]
    fn what_cannot_be_added_is_not_guessed() {
        let plain = || target("A", "1", "亿元");
        let with = |change: &dyn Fn(&mut Target)| {
            let mut other = target("B", "2", "亿元");
            change(&mut other);
            sum(&[plain(), other]).unwrap_err()
        };
        assert_eq!(with(&|other| other.goal = Goal::Growth), NotAdded::Goal);
        assert_eq!(with(&|other| other.pace = PaceProfile::LastYear), NotAdded::Pace);
        assert_eq!(with(&|other| other.floor = None), NotAdded::Blank);
        assert_eq!(with(&|other| other.stages = vec![stage("2018年上半年", "6")]), NotAdded::Stages);
        assert_eq!(with(&|other| other.unit_of_measure = measured_in("户")), NotAdded::Measure);
        assert_eq!(sum(&[]).unwrap_err(), NotAdded::Missing);
        let growth = indicator(2018, "G", ValueKind::Growth, "%");
        assert_eq!(merged_target(&growth, &[&plain()], "N", month(1)).unwrap_err(), NotAdded::Kind("增速"));
    }
}
