//! What every view says about itself: region, period, version, as of when.

use dukao_core::framework::Framework;
use dukao_core::ledger::{Book, Origin};
use dukao_core::period::{Month, year_to_date};
use serde::Serialize;

use super::Asked;
use crate::{App, AppError, Moment};

/// What a view rests on; printed in every page foot and carried by JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
}

impl App {
    /// Settles what was asked for.
    pub(crate) async fn settle(&self, asked: &Asked) -> Result<Settled, AppError> {
        let moment = self.moment(asked.region.as_deref(), asked.as_of).await?;
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
        Ok(Settled { year, month, origin: asked.origin.unwrap_or(Origin::Claimed), own, unit, moment })
    }
}

impl Settled {
    pub(crate) fn book(&self) -> &Book {
        &self.moment.snapshot.book
    }

    pub(crate) fn framework(&self) -> Result<&Framework, AppError> {
        self.book().framework(self.year).ok_or(AppError::UnknownYear(self.year))
    }

    /// The short name of a unit; its code when it is unknown.
    pub(crate) fn unit_label(&self, code: &str) -> String {
        self.book().organisation.get(code).map_or_else(|| code.to_owned(), |unit| unit.label().to_owned())
    }

    pub(crate) fn basis(&self) -> Basis {
        let name = self.book().organisation.get(&self.own).map_or_else(String::new, |unit| unit.name.clone());
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
