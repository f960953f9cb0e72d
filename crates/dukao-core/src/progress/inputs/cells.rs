//! Reported cells: `A(m)` and `a(m)`, printed or put together from other cells.

use crate::framework::Indicator;
use crate::ledger::{Cell, Measure, State};
use crate::number::{Decimal, Number};
use crate::period::{Month, Period, year_to_date};
use crate::quantity::UnitOfMeasure;

use super::super::subject::period_before;
use super::super::{Absence, Leaf, Lens, formula};
use super::labels::{cell_label, dated, span_label};
use super::{Inputs, converted};

impl<L: Lens> Inputs<'_, L> {
    /// One reported cell, in the unit the measure has for this indicator.
    pub(in crate::progress) fn cell(&self, measure: Measure, year: i16, end: Month) -> Result<L::N, Absence> {
        self.cell_of(self.indicator, measure, year, end)
    }

    /// The same of another indicator (the pair), in the unit the measure has for that one.
    pub(super) fn cell_of(
        &self,
        indicator: &Indicator,
        measure: Measure,
        year: i16,
        end: Month,
    ) -> Result<L::N, Absence> {
        let found = self.book.cell(&indicator.code, self.subject.unit, measure, self.subject.origin, year, end);
        let what = || format!("{year}年{}{}", span_label(measure, end), measure.label());
        let Some(cell) = found else {
            return Err(Absence::unreported(format!("{}未报", what())));
        };
        match (cell.state, cell.value) {
            (State::Known, Some(value)) => {
                let label = || cell_label(measure, cell.span, year, end, self.subject.year, indicator.kind);
                let unit = if measure.in_indicator_unit() { &indicator.unit } else { cell.unit.as_ref() };
                self.cell_number(cell, value, unit, label)
            }
            (State::Masked, _) => Err(Absence::Masked(format!("{}在原表中已隐去", what()))),
            (State::Incomparable, _) => Err(Absence::Incomparable(format!("{}原表注明不可比", what()))),
            _ => Err(Absence::unreported(format!("{}原表为无数据", what()))),
        }
    }

    fn cell_number(
        &self,
        cell: &Cell,
        value: Decimal,
        unit: &UnitOfMeasure,
        label: impl FnOnce() -> String,
    ) -> Result<L::N, Absence> {
        let exact = converted(value, &cell.unit, unit)?;
        Ok(L::leaf(exact, |exact| Leaf {
            label: self.called(&label()),
            value: exact,
            text: if cell.unit.as_ref() == unit { value.to_string() } else { format!("{value}{}", cell.unit) },
            unit: unit.to_string(),
            source: self.source(cell.place, cell.version),
        }))
    }

    /// `A(m)`: the printed cumulative, or the sum of the months when each is known.
    pub(in crate::progress) fn cumulative(&self, year: i16, end: Month) -> Result<L::N, Absence> {
        let printed = self.cell(Measure::Cumulative, year, end);
        if !matches!(printed, Err(Absence::Unreported(_))) || !self.indicator.kind.accumulates() {
            return printed;
        }
        if let Some(together) = self.together(year, end) {
            return together;
        }
        match self.sum_of_months(year, end).or_else(|| self.since_it_was_formed(year, end)) {
            Some(terms) => {
                let label = format!("{}累计", dated(year, self.subject.year, &year_to_date(end)));
                Ok(self.own_named(formula::total(&terms), &label))
            }
            None => printed,
        }
    }

    /// The months' own figures when together they cover January to `end` without a hole.
    pub(in crate::progress) fn sum_of_months(&self, year: i16, end: Month) -> Option<Vec<L::N>> {
        self.months_after(Vec::new(), 0, year, end)
    }

    /// `terms`, which together reach from January to the month `covered`, and the months' own figures after it.
    pub(super) fn months_after(&self, terms: Vec<L::N>, covered: u8, year: i16, end: Month) -> Option<Vec<L::N>> {
        let (mut terms, mut covered) = (terms, covered);
        let start = covered;
        for month in Month::all().filter(|month| month.number() > start).take_while(|month| *month <= end) {
            let cell = self.book.cell(
                self.subject.indicator,
                self.subject.unit,
                Measure::Month,
                self.subject.origin,
                year,
                month,
            );
            let Some(cell) = cell else { continue };
            let months = Period::new(year, cell.span)?.months();
            if month.number() != covered + months {
                return None;
            }
            covered = month.number();
            terms.push(self.cell(Measure::Month, year, month).ok()?);
        }
        (covered == end.number()).then_some(terms)
    }

    /// Whether `unit` carries the indicator: it has a target, or cells of its value up to `end`, known or not; or one of
    /// the units that were merged into it by then does.
    pub(in crate::progress) fn bears(&self, unit: &str, end: Month) -> bool {
        let (indicator, origin, year) = (self.subject.indicator, self.subject.origin, self.subject.year);
        let has_cell = |month: Month| {
            [Measure::Cumulative, Measure::Month]
                .into_iter()
                .any(|measure| self.book.cell(indicator, unit, measure, origin, year, month).is_some())
        };
        let own = self.framework.target(indicator, unit).is_some()
            || Month::all().take_while(|month| *month <= end).any(has_cell);
        own || self.merged_into(unit).iter().any(|merged| self.bears(merged, end))
    }

    /// `a(m)` of the subject's year.
    pub(in crate::progress) fn month(&self, end: Month) -> Result<L::N, Absence> {
        self.month_of(self.subject.year, end)
    }

    /// `a(m)`: the printed figure of the period, or the difference of two cumulatives.
    pub(in crate::progress) fn month_of(&self, year: i16, end: Month) -> Result<L::N, Absence> {
        let printed = self.period_cell(year, end);
        if !matches!(printed, Err(Absence::Unreported(_))) {
            return printed;
        }
        if !self.indicator.kind.accumulates() {
            return Err(Absence::NotApplicable(format!("{}类指标没有单独的当月数", self.indicator.kind.label())));
        }
        let cumulative = self.cumulative(year, end)?;
        match period_before(self.indicator, end) {
            None => Ok(cumulative),
            Some(before) => {
                let earlier = self.cumulative(year, before)?;
                let label = format!("{}完成", self.period_label(end));
                let label = dated(year, self.subject.year, &label);
                Ok(self.own_named(cumulative.sub(&earlier), &label))
            }
        }
    }

    /// The printed figure of the period alone. A figure of a longer or shorter stretch that ends in the
    /// same month (一季度 beside 3月) is not it.
    fn period_cell(&self, year: i16, end: Month) -> Result<L::N, Absence> {
        let (indicator, unit, origin) = (self.subject.indicator, self.subject.unit, self.subject.origin);
        let found = self.book.cell(indicator, unit, Measure::Month, origin, year, end);
        let before = period_before(self.indicator, end).map_or(0, Month::number);
        let due = end.number() - before;
        match found.and_then(|cell| Period::new(year, cell.span)).map(Period::months) {
            Some(months) if months != due && self.indicator.kind.accumulates() => {
                Err(Absence::Unreported(format!("{year}年{}未报，只有{months}个月合计", self.period_label(end))))
            }
            _ => self.cell(Measure::Month, year, end),
        }
    }

    /// The period that ends in `end`, by the indicator's frequency: 7月, 1—2月, 二季度.
    pub(in crate::progress) fn period_label(&self, end: Month) -> String {
        let joint = self.indicator.joint_january && end.number() == 2;
        match (self.indicator.frequency.months(), end.number()) {
            (1, _) if joint => "1—2月".to_owned(),
            (1, month) => format!("{month}月"),
            (3, 3) => "一季度".to_owned(),
            (3, 6) => "二季度".to_owned(),
            (3, 9) => "三季度".to_owned(),
            (3, _) => "四季度".to_owned(),
            (6, 6) => "上半年".to_owned(),
            (6, _) => "下半年".to_owned(),
            _ => "全年".to_owned(),
        }
    }
}
