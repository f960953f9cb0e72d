//! The indicator framework of an assessment year: indicators, targets, pace profiles, lights.

mod indicator;
mod lights;
mod merged;
mod pace;
mod target;

use std::collections::BTreeMap;

pub use indicator::{Direction, Flag, Frequency, Indicator, PriceBasis, ValueKind};
pub use lights::{Light, Lights, LightsError};
pub use merged::{NotAdded, merged_target};
pub use pace::{PacePoint, PaceProfile};
pub use target::{Goal, StageTarget, Target};

/// The indicators and targets of one year at one version of the data.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Framework {
    indicators: BTreeMap<String, Indicator>,
    order: Vec<String>,
    /// By indicator, then by unit.
    targets: BTreeMap<String, BTreeMap<String, Target>>,
}

impl Framework {
    /// Takes up `indicator`, replacing an earlier record of the same code.
    pub fn insert(&mut self, indicator: Indicator) {
        if !self.indicators.contains_key(&indicator.code) {
            self.order.push(indicator.code.clone());
        }
        self.indicators.insert(indicator.code.clone(), indicator);
    }

    /// Takes up `target` of (indicator, unit), replacing an earlier one.
    pub fn insert_target(&mut self, target: Target) {
        self.targets.entry(target.indicator.clone()).or_default().insert(target.unit.clone(), target);
    }

    /// Takes away the indicator with this code; its targets stay and say nothing without it.
    pub fn remove(&mut self, code: &str) {
        self.indicators.remove(code);
        self.order.retain(|other| other != code);
    }

    /// Takes away the target with this key ([`Target::key`]).
    pub fn remove_target(&mut self, key: &str) {
        for targets in self.targets.values_mut() {
            targets.retain(|_, target| target.key() != key);
        }
        self.targets.retain(|_, targets| !targets.is_empty());
    }

    /// The same with those targets only that `keep` keeps.
    #[must_use]
    pub fn with_targets(&self, keep: impl Fn(&Target) -> bool) -> Self {
        let mut kept = self.clone();
        for targets in kept.targets.values_mut() {
            targets.retain(|_, target| keep(target));
        }
        kept.targets.retain(|_, targets| !targets.is_empty());
        kept
    }

    /// The indicator with this code.
    pub fn get(&self, code: &str) -> Option<&Indicator> {
        self.indicators.get(code)
    }

    /// The indicator whose code, name or alias is `text`; `None` when there is none or more than one.
    pub fn find(&self, text: &str) -> Option<&Indicator> {
        if let Some(found) = self.get(text) {
            return Some(found);
        }
        let mut matching = self
            .iter()
            .filter(|indicator| indicator.name == text || indicator.aliases.iter().any(|alias| alias == text));
        let found = matching.next()?;
        matching.next().is_none().then_some(found)
    }

    /// All indicators in the order in which they were first given.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.order.iter().filter_map(|code| self.indicators.get(code))
    }

    /// The target of `unit` for `indicator`.
    pub fn target(&self, indicator: &str, unit: &str) -> Option<&Target> {
        self.targets.get(indicator)?.get(unit)
    }

    /// The targets of all units for `indicator`, ordered by unit.
    pub fn targets_of(&self, indicator: &str) -> impl Iterator<Item = &Target> {
        self.targets.get(indicator).into_iter().flat_map(BTreeMap::values)
    }

    /// All targets, ordered by indicator and unit.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.values().flat_map(BTreeMap::values)
    }

    /// The categories in the order in which they first appear.
    pub fn categories(&self) -> Vec<&str> {
        let mut categories: Vec<&str> = Vec::new();
        for indicator in self.iter() {
            if !categories.contains(&indicator.category.as_str()) {
                categories.push(&indicator.category);
            }
        }
        categories
    }

    /// How many indicators there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}
