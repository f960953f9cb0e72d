//! Indicators of wide tables: found by name or code, or made; made ones follow the mapping file.

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::framework::{Indicator, ValueKind};
use dukao_core::ledger::Place;
use dukao_core::quantity::{Family, UnitOfMeasure};

use super::definition::Definition;
use crate::batch::{Batch, Known, Placed};
use crate::cellvalue::Refusal;
use crate::typed::{Said, refuse};

/// The indicators of one table.
#[derive(Default)]
pub(super) struct Made {
    /// (year, name as given) → the indicator.
    settled: BTreeMap<(i16, String), Result<Arc<Indicator>, ()>>,
}

impl Made {
    /// The indicator of a year that `wanted` means.
    ///
    /// # Errors
    /// What is wrong, said once for each indicator and year; afterwards an empty refusal.
    pub(super) fn ensure(
        &mut self,
        year: i16,
        wanted: &Wanted<'_>,
        known: &dyn Known,
        at: Place,
        batch: &mut Batch,
    ) -> Said<Arc<Indicator>> {
        let key = (year, identity(wanted.definition));
        if !self.settled.contains_key(&key) {
            match settle(year, wanted, known) {
                Ok((indicator, is_new)) => {
                    if is_new {
                        batch.indicators.push(Placed { place: at, value: indicator.clone() });
                    }
                    self.settled.insert(key.clone(), Ok(Arc::new(indicator)));
                }
                Err(refusal) => {
                    self.settled.insert(key, Err(()));
                    return Err(refusal);
                }
            }
        }
        match self.settled.get(&key) {
            Some(Ok(indicator)) => Ok(Arc::clone(indicator)),
            _ => refuse("", ""),
        }
    }

    /// The indicators settled so far.
    pub(super) fn all(&self) -> impl Iterator<Item = &Indicator> {
        self.settled.values().filter_map(|made| made.as_deref().ok())
    }
}

fn identity(definition: &Definition) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    format!("{}|{}|{}", part(&definition.code), part(&definition.name), part(&definition.scope))
}

/// What is known of an indicator before it is found or made.
pub(super) struct Wanted<'d> {
    /// What the mapping file says of it.
    pub(super) definition: &'d Definition,
    /// What the mapping file says of all.
    pub(super) defaults: Option<&'d Definition>,
    /// The unit its figures have in this table; asked for once, when the indicator is settled.
    pub(super) likely: &'d dyn Fn() -> Option<UnitOfMeasure>,
}

/// The indicator, and whether the region does not hold it like this yet.
fn settle(year: i16, wanted: &Wanted<'_>, known: &dyn Known) -> Said<(Indicator, bool)> {
    let definition = wanted.definition;
    let name = definition.name.clone().or_else(|| definition.code.clone()).unwrap_or_default();
    let framework = known.framework(year);
    let code = definition.code.clone().unwrap_or_else(|| own_code(&name, definition.scope.as_deref()));
    let held = framework.and_then(|framework| framework.get(&code).or_else(|| framework.find(&name)));
    let held = held.filter(|held| definition.scope.is_none() || held.scope == definition.scope);
    let full = definition.clone().or(&Definition { unit: (wanted.likely)(), ..Definition::default() });
    let full = wanted.defaults.map_or_else(|| full.clone(), |defaults| full.clone().or(defaults));
    if let Some(held) = held.filter(|held| !made_by_mapping(held, &full)) {
        return Ok((held.clone(), false));
    }
    let Some(unit) = full.unit.clone().or_else(|| held.map(|held| held.unit.clone())) else {
        return refuse(format!("不知道指标“{name}”的计量单位"), "在映射文件里写上“计量单位”，或在列头、标题里写明");
    };
    let Some(kind) = full.kind.or(held.map(|held| held.kind)) else { return Err(no_kind(&name)) };
    let kind = fitting(kind, &name, &unit);
    let base = held.cloned().unwrap_or_else(|| Indicator {
        category: NO_CATEGORY.to_owned(),
        ..Indicator::blank(year, &code, &name, kind, unit.clone())
    });
    let made = described(base, Definition { unit: Some(unit), kind: Some(kind), ..full });
    let is_new = held != Some(&made);
    Ok((made, is_new))
}

/// The category of an indicator about which nothing is said.
const NO_CATEGORY: &str = "未分类";

/// An indicator that came from a mapping file follows it; one of the framework stays as it is.
fn made_by_mapping(held: &Indicator, definition: &Definition) -> bool {
    let category = definition.category.as_deref().unwrap_or(NO_CATEGORY);
    held.category == category && held.points.is_none() && held.lead_unit.is_none() && held.basis.is_none()
}

fn no_kind(name: &str) -> Refusal {
    Refusal {
        message: format!("没有名为“{name}”的指标，映射文件也没有说明它"),
        hint: format!("写上“{name}: {{计量单位: …, 数值类型: …}}”，或写“指标缺省: {{数值类型: 流量}}”"),
    }
}

/// A percentage does not add up over months, whatever the default says.
fn fitting(kind: ValueKind, name: &str, unit: &UnitOfMeasure) -> ValueKind {
    let percentage = matches!(unit.family(), Family::Percent | Family::PercentagePoint);
    match (kind.accumulates() && percentage, name.contains('增')) {
        (true, true) => ValueKind::Growth,
        (true, false) => ValueKind::Ratio,
        (false, _) => kind,
    }
}

/// A code from a name: without marks that part codes elsewhere.
fn own_code(name: &str, scope: Option<&str>) -> String {
    let full = scope.map_or_else(|| name.to_owned(), |scope| format!("{name}（{scope}）"));
    full.chars().filter(|c| !c.is_whitespace() && !";；|,，".contains(*c)).take(40).collect()
}

/// The indicator with everything that the definition says.
fn described(base: Indicator, definition: Definition) -> Indicator {
    Indicator {
        category: definition.category.unwrap_or(base.category),
        scope: definition.scope.or(base.scope),
        unit: definition.unit.unwrap_or(base.unit),
        kind: definition.kind.unwrap_or(base.kind),
        direction: definition.direction.unwrap_or(base.direction),
        price: definition.price.unwrap_or(base.price),
        frequency: definition.frequency.unwrap_or(base.frequency),
        late_month: definition.late_month.unwrap_or(base.late_month),
        joint_january: definition.joint_january.unwrap_or(base.joint_january),
        decimals: definition.decimals.unwrap_or(base.decimals),
        ..base
    }
}
