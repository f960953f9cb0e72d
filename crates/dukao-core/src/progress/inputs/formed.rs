//! A unit that was formed by a merger: what the units that went into it had together before.
//!
//! From the first month that ends after the merger, a figure of the new unit for a time before it is the sum of what the
//! merged units had: this year's months before it, and last year as the base. The new unit's own report goes before. Only
//! what adds up is put together so, and only where each unit that carries the indicator is known; of a unit that was
//! divided nothing is passed on. A month before the merger knows nothing of it.

use crate::period::{Month, year_to_date};

use super::super::subject::{Subject, last_day};
use super::super::{Absence, Lens, formula};
use super::Inputs;
use super::labels::dated;
use crate::ledger::Measure;

impl<'a, L: Lens> Inputs<'a, L> {
    /// The units that were merged into `unit` by the subject's month.
    pub(super) fn merged_into(&self, unit: &str) -> &'a [String] {
        let book = self.book;
        self.subject.day().map_or(&[], |day| book.organisation.merged_from(unit, day))
    }

    /// The units that together were what the subject's unit is, at the end of a month before it was formed.
    fn parts_before(&self, year: i16, end: Month) -> &'a [String] {
        let merged = self.merged_into(self.subject.unit);
        let formed = || self.book.organisation.formation(self.subject.unit).map(|formation| formation.date);
        let before = !merged.is_empty() && last_day(year, end) < formed();
        if before { merged } else { &[] }
    }

    /// `A(m)` of the merged units together, for a month before the merger; `None` where there is none to put together.
    pub(super) fn together(&self, year: i16, end: Month) -> Option<Result<L::N, Absence>> {
        self.sum_of_merged(year, end, |part| part.cumulative(year, end)).map(|sum| {
            let label = format!("{}累计（合并前各单位合计）", dated(year, self.subject.year, &year_to_date(end)));
            Ok(self.own_named(sum?, &label))
        })
    }

    /// The merged units' `A(m)` at the merger and the months that the new unit reported since: together they reach from
    /// January to `end`.
    pub(super) fn since_it_was_formed(&self, year: i16, end: Month) -> Option<Vec<L::N>> {
        let before =
            Month::all().take_while(|month| *month < end).filter(|month| !self.parts_before(year, *month).is_empty());
        let last = before.last()?;
        let together = self.together(year, last)?.ok()?;
        self.months_after(vec![together], last.number(), year, end)
    }

    /// The sum of `take` over the merged units that carry the indicator in the subject's year or in `year`.
    fn sum_of_merged(
        &self,
        year: i16,
        end: Month,
        take: impl Fn(&Self) -> Result<L::N, Absence>,
    ) -> Option<Result<L::N, Absence>> {
        let parts = self.parts_before(year, end).iter().filter(|part| self.carries(part, year));
        let parts: Vec<&'a String> = parts.collect();
        if parts.is_empty() {
            return None;
        }
        let number = |part: &'a String| {
            let subject = Subject { unit: part, ..self.subject.clone() };
            take(&Self::of_another(self.book, subject)?).map_err(|absence| match absence {
                Absence::Unreported(reason) => {
                    Absence::Unreported(format!("合并前的{}：{reason}", self.subject.called(self.book, part)))
                }
                other => other,
            })
        };
        let numbers: Result<Vec<L::N>, Absence> = parts.into_iter().map(number).collect();
        Some(numbers.map(|numbers| formula::total(&numbers)))
    }

    /// Whether `unit` carries the indicator in the subject's year or in `year`.
    fn carries(&self, unit: &str, year: i16) -> bool {
        let (indicator, origin) = (self.subject.indicator, self.subject.origin);
        let has_cell = |month: Month| {
            [Measure::Cumulative, Measure::Month]
                .into_iter()
                .any(|measure| self.book.cell(indicator, unit, measure, origin, year, month).is_some())
        };
        self.bears(unit, Month::DECEMBER) || Month::all().any(has_cell)
    }

    /// The annual targets of the units that were merged into this one, where the new unit's target is what they come to:
    /// then its trace says so.
    pub(super) fn merged_floors(&self, floor: &L::N) -> Option<L::N> {
        if !L::RECORDS || !self.indicator.kind.accumulates() {
            return None;
        }
        let merged = self.merged_into(self.subject.unit).iter();
        let with_target = merged.filter(|unit| self.framework.target(self.subject.indicator, unit).is_some());
        let own = |unit: &'a String| {
            let subject = Subject { unit, ..self.subject.clone() };
            Self::of_another(self.book, subject).ok()?.floor().ok()
        };
        let floors: Vec<L::N> = with_target.map(own).collect::<Option<_>>()?;
        let sum = (floors.len() > 1).then(|| formula::total(&floors))?;
        (L::value(&sum) == L::value(floor)).then(|| self.own_named(sum, "全年目标（合并前各单位合计）"))
    }
}
