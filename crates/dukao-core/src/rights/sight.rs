//! What a caller may see of a region: the units of his posts with all below them, and of the indicators that these
//! units lead every unit's figures, of those they support the region's own. A post moves with its unit into a merger; what
//! the other merged units were before is not seen by it.
//!
//! A figure shown to such a caller is computed from a book that holds nothing else ([`Sight::within`]); where that
//! gives another answer than the whole book, the figure rests on what he may not see and is kept from him.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::post::Years;
use super::{Caller, Reach, Right};
use crate::framework::Indicator;
use crate::ledger::Book;
use crate::organisation::Organisation;

/// What may be seen of a region.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sight {
    /// Years for which the whole region may be seen; `None`: all years.
    whole: Vec<Option<Years>>,
    /// Units with all below them, and the years.
    units: Vec<(BTreeSet<String>, Option<Years>)>,
}

impl Sight {
    /// What `right` lets the caller see of the region, by the organisation as it is on `day`.
    pub fn of(caller: &Caller, right: Right, region: &str, organisation: &Organisation, day: Date) -> Self {
        let mut sight = Self::default();
        let own = organisation.own().map(|unit| unit.code.as_str());
        for (reach, post) in caller.grants(right) {
            let here = reach == Reach::House || post.is_some_and(|post| post.region.as_deref() == Some(region));
            if !here {
                continue;
            }
            let years = post.and_then(|post| post.years);
            match post.and_then(|post| post.unit.as_deref()) {
                Some(unit) if reach == Reach::Unit && Some(unit) != own => {
                    sight.units.push((organisation.reached_from(unit, day), years));
                }
                _ => sight.whole.push(years),
            }
        }
        sight
    }

    /// Whether nothing may be seen.
    pub fn is_blind(&self) -> bool {
        self.whole.is_empty() && self.units.is_empty()
    }

    /// Whether everything may be seen, in every year.
    pub fn is_whole(&self) -> bool {
        self.whole.contains(&None)
    }

    /// Whether everything of `year` may be seen.
    pub fn is_whole_in(&self, year: i16) -> bool {
        self.whole.iter().any(|years| in_year(*years, year))
    }

    /// The units that may be seen in `year`, where not the whole region may.
    pub fn units_in(&self, year: i16) -> BTreeSet<&str> {
        self.groups(year).flatten().map(String::as_str).collect()
    }

    /// The years for which anything may be seen; nothing when it is all years.
    pub fn years(&self) -> Vec<Years> {
        let all = self.whole.iter().chain(self.units.iter().map(|(_, years)| years));
        let mut years: Vec<Years> = all.copied().collect::<Option<Vec<Years>>>().unwrap_or_default();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn groups(&self, year: i16) -> impl Iterator<Item = &BTreeSet<String>> {
        self.units.iter().filter(move |(_, years)| in_year(*years, year)).map(|(units, _)| units)
    }

    /// Whether the figures of `unit` for `indicator` may be seen in `year`; `own` is the region's own unit.
    pub(super) fn sees(&self, year: i16, indicator: Option<&Indicator>, unit: &str, own: Option<&str>) -> bool {
        let leads = |units: &BTreeSet<String>| {
            indicator.and_then(|indicator| indicator.lead_unit.as_ref()).is_some_and(|lead| units.contains(lead))
        };
        let supports = |units: &BTreeSet<String>| {
            indicator.is_some_and(|indicator| indicator.supporting_units.iter().any(|code| units.contains(code)))
        };
        self.is_whole_in(year)
            || self
                .groups(year)
                .any(|units| units.contains(unit) || leads(units) || (Some(unit) == own && supports(units)))
    }

    /// The book with nothing in it that may not be seen: figures and targets; who the units are stays.
    #[must_use]
    pub fn within(&self, book: &Book) -> Book {
        if self.is_whole() {
            return book.clone();
        }
        let mut seen = book.clone();
        for (year, framework) in &mut seen.frameworks {
            let visible = |indicator: &str, unit: &str| self.sees_in(book, *year, indicator, unit);
            *framework = Arc::new(framework.with_targets(|target| visible(&target.indicator, &target.unit)));
        }
        for (year, table) in &mut seen.tables {
            *table = Arc::new(table.within(|key| {
                let codes = book.symbols.code(key.indicator).zip(book.symbols.code(key.unit));
                codes.is_some_and(|(indicator, unit)| self.sees_in(book, *year, indicator, unit))
            }));
        }
        seen
    }

    /// Whether a unit's figures for an indicator may be seen in a year. Whoever answers for an indicator in that year, or
    /// in a later one, sees what it was: its past is what it is measured by.
    pub fn sees_in(&self, book: &Book, year: i16, indicator: &str, unit: &str) -> bool {
        let own = book.organisation.own().map(|unit| unit.code.as_str());
        let mut since = book.frameworks.range(year..).map(|(_, framework)| framework.get(indicator));
        self.sees(year, None, unit, own) || since.any(|indicator| self.sees(year, indicator, unit, own))
    }
}

fn in_year(years: Option<Years>, year: i16) -> bool {
    years.is_none_or(|years| years.has(year))
}
