//! Check: figures that contradict each other.
//!
//! [`check`] is a pure function of the book: the same version of the data always gives the same
//! findings in the same order. Each rule has a file of its own under `rules`, with what it compares,
//! how far apart the two sides may lie by rounding, and a worked example. A figure that is not known
//! (no data, masked, incomparable) never contradicts anything.
//!
//! Which rules hold, for what, how grave they are and what is added to their tolerances is data, a
//! [`RuleSet`]; without one every rule holds as it stands.
//!
//! Tolerances are exact: every printed figure stands for the interval of half its last digit to both
//! sides, whole things that were counted stand for themselves, and a formula of
//! [`crate::progress::formula`] is carried over intervals by the module `interval`. A finding says
//! that no true values within the printed digits can agree.

mod fact;
mod finding;
mod interval;
mod rules;
mod said;
mod setting;
#[cfg(test)]
mod tests;
mod view;

pub use finding::{Finding, Leeway, Rule, Severity};
pub use setting::{RuleSet, Setting};

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Book;
use crate::period::Month;

/// All findings of `year` up to the periods that end in `through`, gravest first, then by indicator
/// (in the order of the framework), unit, period and rule. Empty when the year has no framework.
///
/// `rules` says which rules hold for what, how grave they are and what is added to their tolerances.
pub fn check(book: &Book, year: i16, through: Month, rules: &RuleSet) -> Vec<Finding> {
    let Some(view) = view::View::new(book, year, through, rules) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for rule in rules::ALL {
        rule(&view, &mut found);
    }
    let indicators = places(view.framework.iter().map(|indicator| indicator.code.as_str()));
    let units = places(book.organisation.iter().map(|unit| unit.code.as_str()));
    let place = |places: &BTreeMap<&str, usize>, code: &str| places.get(code).copied().unwrap_or(usize::MAX);
    found.sort_by_cached_key(|finding| {
        let indicator = place(&indicators, &finding.indicator);
        let unit = place(&units, &finding.unit);
        (finding.severity, indicator, unit, finding.period.end(), finding.rule, finding.unit.clone())
    });
    tell_apart(&mut found);
    found
}

/// Two findings of the same figure by one rule (two partitions of one name): the second gets a number.
fn tell_apart(found: &mut [Finding]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for finding in found {
        let mut number = 2;
        let plain = finding.key.clone();
        while !seen.insert(finding.key.clone()) {
            finding.key = format!("{plain}:{number}");
            number += 1;
        }
    }
}

fn places<'a>(codes: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    codes.enumerate().map(|(place, code)| (code, place)).collect()
}
