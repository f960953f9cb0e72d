//! References: what the files bring together with what the region holds.

use std::collections::{BTreeMap, BTreeSet};

use dukao_core::framework::{Indicator, ValueKind};
use dukao_core::ledger::Place;
use dukao_core::organisation::{Organisation, Unit};
use dukao_core::quantity::UnitOfMeasure;

use crate::batch::{Known, Placed};
use crate::recorded::Facts;
use crate::text::nearest;
use crate::typed::{Said, refuse};

/// A place from counts of any size.
pub(crate) fn place(sheet: u32, row: usize, column: usize) -> Place {
    Place { sheet, row: u32::try_from(row).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
}

/// Units and indicators by code, from the files first and the region second.
pub(crate) struct Lookup<'k> {
    known: &'k dyn Known,
    organisation: Organisation,
    indicators: BTreeMap<i16, BTreeMap<String, Brief>>,
    /// Codes of units and indicators that the files bring, but wrongly.
    refused_units: BTreeSet<String>,
    refused_indicators: BTreeSet<(i16, String)>,
}

/// What is needed of an indicator the files bring.
struct Brief {
    name: String,
    unit: UnitOfMeasure,
    kind: ValueKind,
}

impl<'k> Lookup<'k> {
    pub(crate) fn new(known: &'k dyn Known) -> Self {
        Self {
            known,
            organisation: known.organisation().clone(),
            indicators: BTreeMap::new(),
            refused_units: BTreeSet::new(),
            refused_indicators: BTreeSet::new(),
        }
    }

    pub(crate) fn add_units(&mut self, units: &[Placed<Unit>]) {
        self.organisation.extend(units.iter().map(|unit| unit.value.clone()));
    }

    pub(crate) fn add_indicators(&mut self, indicators: &[Placed<Indicator>]) {
        for Placed { value, .. } in indicators {
            let brief = Brief { name: value.name.clone(), unit: value.unit.clone(), kind: value.kind };
            self.indicators.entry(value.year).or_default().insert(value.code.clone(), brief);
        }
    }

    /// Notes units that were refused, so that references to them are not reported once more.
    pub(crate) fn refuse_units(&mut self, codes: impl IntoIterator<Item = String>) {
        self.refused_units.extend(codes);
    }

    /// Notes indicators that were refused, so that references to them are not reported once more.
    pub(crate) fn refuse_indicators(&mut self, codes: impl IntoIterator<Item = (i16, String)>) {
        self.refused_indicators.extend(codes);
    }

    /// The unit's parent or one of its groups was refused.
    pub(crate) fn leans_on_refused(&self, unit: &Unit) -> bool {
        unit.parent.iter().chain(&unit.groups).chain(&unit.predecessors).any(|code| self.refused_units.contains(code))
    }

    /// Units of the files and the region together.
    pub(crate) const fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// The code of the region itself.
    pub(crate) fn own(&self) -> Said<String> {
        self.organisation.own().map_or_else(
            || {
                refuse(
                    "单位留空表示本地区，可是还没有本地区这个单位",
                    "先导入单位表，其中要有一个类别为“区县”（没有则“市”“省”）的单位",
                )
            },
            |unit| Ok(unit.code.clone()),
        )
    }

    /// A unit that exists.
    pub(crate) fn unit(&self, code: &str) -> Said<&Unit> {
        if let Some(unit) = self.organisation.get(code) {
            return Ok(unit);
        }
        if self.refused_units.contains(code) {
            return refuse("", "");
        }
        let hint = match self.organisation.find(code) {
            Some(unit) => format!("这里写代码，“{code}”的代码是“{}”", unit.code),
            None => match nearest(code, self.organisation.iter().map(|unit| unit.code.as_str())) {
                Some(near) if near.len() > 3 => format!("是不是“{near}”？没有的单位先写进单位表"),
                _ => "没有的单位先写进单位表".to_owned(),
            },
        };
        refuse(format!("没有代码为“{code}”的单位"), hint)
    }

    /// An indicator of a year that exists.
    pub(crate) fn indicator(&self, year: i16, code: &str) -> Said<Facts<'_>> {
        if let Some(brief) = self.indicators.get(&year).and_then(|codes| codes.get(code)) {
            return Ok(Facts { unit: &brief.unit, kind: brief.kind });
        }
        let framework = self.known.framework(year);
        if let Some(indicator) = framework.and_then(|framework| framework.get(code)) {
            return Ok(Facts { unit: &indicator.unit, kind: indicator.kind });
        }
        if self.refused_indicators.contains(&(year, code.to_owned())) {
            return refuse("", "");
        }
        refuse(format!("{year}年没有代码为“{code}”的指标"), self.indicator_hint(year, code))
    }

    /// An indicator of whatever year, the latest first.
    ///
    /// # Errors
    /// When no year has it: an empty refusal when it was refused before.
    pub(crate) fn indicator_in_any_year(&self, code: &str) -> Said<Facts<'_>> {
        let read = self.indicators.values().rev().find_map(|codes| codes.get(code));
        if let Some(brief) = read {
            return Ok(Facts { unit: &brief.unit, kind: brief.kind });
        }
        let mut frameworks = self.known.years().into_iter().rev().filter_map(|year| self.known.framework(year));
        if let Some(indicator) = frameworks.find_map(|framework| framework.get(code)) {
            return Ok(Facts { unit: &indicator.unit, kind: indicator.kind });
        }
        if self.refused_indicators.iter().any(|(_, refused)| refused == code) {
            return refuse("", "");
        }
        refuse(format!("没有代码为“{code}”的指标"), "先写进指标表；这里写代码")
    }

    fn indicator_hint(&self, year: i16, code: &str) -> String {
        let own = self.indicators.get(&year);
        let named =
            own.and_then(|codes| codes.iter().find(|(_, brief)| brief.name == code)).map(|(code, _)| code.as_str());
        let framework = self.known.framework(year);
        let named =
            named.or_else(|| framework.and_then(|framework| framework.find(code)).map(|found| found.code.as_str()));
        if let Some(found) = named {
            return format!("这里写代码，“{code}”的代码是“{found}”");
        }
        let elsewhere = self.indicators.iter().find(|(_, codes)| codes.contains_key(code)).map(|(year, _)| *year);
        match elsewhere {
            Some(other) => format!("{other}年的指标表里有，{year}年的也要写上"),
            None => "先写进指标表".to_owned(),
        }
    }
}
