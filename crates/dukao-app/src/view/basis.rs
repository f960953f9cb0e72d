//! What every view says about itself: region, period, version, as of when.

use dukao_core::framework::Framework;
use dukao_core::ledger::{Book, Origin};
use dukao_core::organisation::Unit;
use dukao_core::period::{Month, year_to_date};
use dukao_core::progress::last_day;
use dukao_core::rights::{Denial, Right, Why};
use jiff::civil::Date;
use serde::Serialize;

use super::Asked;
use crate::{App, AppError, Moment, fault};

/// What a view rests on; printed in every page foot and carried by JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Basis {
    /// Region code.
    pub region: String,
    /// Region name.
    pub region_name: String,
    /// Short name of the region's own unit.
    pub short_name: String,
    /// Assessment year.
    pub year: i16,
    /// Month as of which the figures are asked.
    pub month: u8,
    /// The stretch in words: 1—7月.
    pub period: String,
    /// Version of the data.
    pub version: i64,
    /// When it was committed.
    pub committed: String,
    /// The day that counts as today.
    pub today: String,
    /// Whether an earlier version was asked for.
    pub earlier: bool,
    /// Series: 申报 or 认定.
    #[schema(value_type = String)]
    pub origin: Origin,
}

impl Basis {
    /// In one line, for the foot of a table.
    pub fn in_words(&self) -> String {
        let origin = Origin::WORDS.iter().find(|(own, _, _)| *own == self.origin).map_or("", |(_, word, _)| word);
        let earlier = if self.earlier { "（过去的版本）" } else { "" };
        format!(
            "数据版本 v{}{earlier}（{}）　截至 {}年{}　今天按 {}　数源 {origin}",
            self.version, self.committed, self.year, self.period, self.today
        )
    }
}

/// One choice of a control, with whether it is the current one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value sent.
    pub value: String,
    /// The words shown.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The years and months one may switch to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choices {
    /// Years with a framework.
    pub years: Vec<Choice>,
    /// Months of the year with figures.
    pub months: Vec<Choice>,
}

/// A moment with year, month, unit and series settled.
#[derive(Debug, Clone)]
pub(crate) struct Settled {
    pub(crate) moment: Moment,
    pub(crate) year: i16,
    pub(crate) month: Month,
    pub(crate) origin: Origin,
    pub(crate) own: String,
    pub(crate) unit: String,
    /// The same over everything, where the caller may not see all of it: a figure that comes out otherwise there rests
    /// on what he may not see.
    pub(crate) beyond: Option<Box<Self>>,
}

impl App {
    /// Settles what was asked for, when the caller may see the figures of the whole region.
    pub(crate) async fn settle_whole(&self, right: Right, asked: &Asked) -> Result<Settled, AppError> {
        let settled = self.settle_for(right, asked).await?;
        if settled.moment.sight.is_whole_in(settled.year) || fault::on("whole_region") {
            return Ok(settled);
        }
        Err(AppError::Denied(Denial { right, why: Why::Unit(Vec::new()) }))
    }

    /// Settles what was asked for, as far as the caller may see figures.
    pub(crate) async fn settle(&self, asked: &Asked) -> Result<Settled, AppError> {
        self.settle_for(Right::SeeFigures, asked).await
    }

    /// Settles what was asked for, as far as `right` lets the caller see it.
    pub(crate) async fn settle_for(&self, right: Right, asked: &Asked) -> Result<Settled, AppError> {
        let moment = self.moment_for(right, asked.region.as_deref(), asked.as_of).await?;
        let latest = moment.latest_period();
        let year = match asked.year {
            Some(year) => year,
            None => latest.map(|(year, _)| year).ok_or(AppError::NothingYet)?,
        };
        if moment.snapshot.book.framework(year).is_none() {
            return Err(AppError::UnknownYear(year));
        }
        let month = asked.month.and_then(Month::new).or_else(|| moment.latest_month(year)).unwrap_or(Month::DECEMBER);
        let organisation = &moment.snapshot.book.organisation;
        let own = organisation.own().map(|unit| unit.code.clone()).ok_or(AppError::NothingYet)?;
        let unit = match asked.unit.as_deref() {
            None => own.clone(),
            Some(text) => organisation
                .find(text)
                .map(|unit| unit.code.clone())
                .ok_or_else(|| AppError::UnknownUnit(text.to_owned()))?,
        };
        let settled =
            Settled { year, month, origin: asked.origin.unwrap_or(Origin::Claimed), own, unit, moment, beyond: None };
        let settled = settled.of_the_caller(asked.unit.is_none());
        settled.permit(right).map_err(|error| crate::permit::named(error, &settled.moment.snapshot))?;
        Ok(settled.with_beyond())
    }
}

impl Settled {
    /// Whoever may not see the region as a whole and names no unit is shown his own.
    fn of_the_caller(self, unnamed: bool) -> Self {
        let sight = &self.moment.sight;
        if !unnamed || sight.is_whole_in(self.year) {
            return self;
        }
        let organisation = &self.moment.snapshot.book.organisation;
        let units = sight.units_in(self.year);
        let his = |unit: &&Unit| units.contains(unit.code.as_str());
        let first = organisation.all_on(self.day()).find(his).or_else(|| organisation.iter().find(his));
        let unit = first.map_or_else(|| self.unit.clone(), |unit| unit.code.clone());
        Self { unit, ..self }
    }

    /// Whether the caller may see the unit asked for: one of his, or the region itself, of which he is shown what
    /// concerns his units.
    fn permit(&self, right: Right) -> Result<(), AppError> {
        let sight = &self.moment.sight;
        let units = sight.units_in(self.year);
        if sight.is_whole_in(self.year) || units.contains(self.unit.as_str()) || fault::on("unit") {
            return Ok(());
        }
        if units.is_empty() {
            return Err(AppError::Denied(Denial { right, why: Why::Year(sight.years()) }));
        }
        // A unit of another administration that leads or carries something here is seen by its indicators.
        if self.unit == self.own || self.framework()?.iter().any(|indicator| self.sees(&indicator.code, &self.unit)) {
            return Ok(());
        }
        let units = units.into_iter().map(str::to_owned).collect();
        Err(AppError::Denied(Denial { right, why: Why::Unit(units) }))
    }

    fn with_beyond(self) -> Self {
        let Some(book) = &self.moment.whole else { return self };
        let snapshot = self.moment.snapshot.clone().with_book(std::sync::Arc::clone(book));
        let moment = Moment { snapshot, whole: None, ..self.moment.clone() };
        let beyond = Self { moment, own: self.own.clone(), unit: self.unit.clone(), beyond: None, ..self };
        Self { moment: self.moment, own: self.own, unit: self.unit, beyond: Some(Box::new(beyond)), ..self }
    }

    /// Whether the caller may see the figures of a unit for an indicator.
    pub(crate) fn sees(&self, indicator: &str, unit: &str) -> bool {
        self.moment.sight.sees_in(self.book(), self.year, indicator, unit)
    }

    /// Whether the caller may see a unit by itself.
    pub(crate) fn sees_unit(&self, unit: &str) -> bool {
        let sight = &self.moment.sight;
        sight.is_whole_in(self.year) || sight.units_in(self.year).contains(unit)
    }

    /// Refuses what the caller may not see of the unit asked for.
    pub(crate) fn permit_indicator(&self, indicator: &str) -> Result<(), AppError> {
        if self.sees(indicator, &self.unit) || fault::on("indicator") {
            return Ok(());
        }
        let labels = self.moment.sight.units_in(self.year).into_iter().map(|code| self.unit_label(code)).collect();
        Err(AppError::Denied(Denial { right: Right::SeeFigures, why: Why::Unit(labels) }))
    }

    pub(crate) fn book(&self) -> &Book {
        &self.moment.snapshot.book
    }

    pub(crate) fn framework(&self) -> Result<&Framework, AppError> {
        self.book().framework(self.year).ok_or(AppError::UnknownYear(self.year))
    }

    /// The last day of the month asked for: units are called, placed and ranked as they were then.
    pub(crate) fn day(&self) -> Date {
        last_day(self.year, self.month).unwrap_or(self.moment.today)
    }

    /// A unit as it was in the month asked for; its latest record where it was not there then.
    pub(crate) fn unit_then(&self, code: &str) -> Option<&Unit> {
        self.book().organisation.called_on(code, self.day())
    }

    /// The short name of a unit in the month asked for; its code when it is unknown.
    pub(crate) fn unit_label(&self, code: &str) -> String {
        self.unit_then(code).map_or_else(|| code.to_owned(), |unit| unit.label().to_owned())
    }

    /// Whether `unit` is `said`, or stands in its place in the month asked for after a merger or division.
    pub(crate) fn stands_for(&self, unit: &str, said: &str) -> bool {
        self.book().organisation.in_place_of(said, self.day()).contains(&unit)
    }

    pub(crate) fn basis(&self) -> Basis {
        let name = self.unit_then(&self.own).map_or_else(String::new, |unit| unit.name.clone());
        Basis {
            region: self.moment.region.code.clone(),
            region_name: name,
            short_name: self.unit_label(&self.own),
            year: self.year,
            month: self.month.number(),
            period: year_to_date(self.month),
            version: self.book().version.0,
            committed: self.moment.committed_in_words(),
            today: self.moment.today.to_string(),
            earlier: self.moment.earlier,
            origin: self.origin,
        }
    }

    pub(crate) fn choices(&self) -> Choices {
        let years = self.book().frameworks.keys().map(|year| Choice {
            value: year.to_string(),
            label: format!("{year}年"),
            chosen: *year == self.year,
        });
        let last = self.moment.last_month(self.year).unwrap_or(Month::DECEMBER);
        let months = Month::all().filter(|month| *month <= last.max(self.month)).map(|month| Choice {
            value: month.number().to_string(),
            label: year_to_date(month),
            chosen: month == self.month,
        });
        Choices { years: years.collect(), months: months.collect() }
    }
}
