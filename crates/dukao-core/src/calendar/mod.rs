//! The holiday calendar of the State Council and counting in working days (工作日).
//!
//! Each autumn one notice says which days of the coming year are free (休) and which Saturdays
//! and Sundays are worked instead (班). Apart from these, Monday to Friday are worked. A year
//! whose notice is not known is refused with [`CalendarError::YearWithoutNotice`]: a guessed
//! count of working days would look exactly like a right one.
//!
//! Dates are parameters; nothing here reads a clock or a file. The built-in tables are part of
//! the program; the next year comes in by [`Calendar::from_csv`] and [`Calendar::extended_by`].
//!
//! ```
//! use dukao_core::calendar::Calendar;
//! use jiff::civil::date;
//!
//! let calendar = Calendar::builtin()?;
//! let left = calendar.days_left(date(2018, 8, 20), date(2018, 12, 31))?;
//! assert_eq!((left.calendar, left.working), (133, 91));
//! # Ok::<(), dukao_core::calendar::CalendarError>(())
//! ```

mod counting;
mod error;
mod rows;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_import;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

pub use self::counting::DaysLeft;
pub use self::error::{CalendarError, TableMistake, TableProblem, TableProblems};

/// The days of all notices shipped with the program, in the format of [`Calendar::from_csv`].
const BUILTIN_DAYS: &str = include_str!("../../data/holidays.csv");
/// The notices themselves, in the format of [`Calendar::with_notices`].
const BUILTIN_NOTICES: &str = include_str!("../../data/holiday_notices.csv");

static BUILTIN: LazyLock<Result<Calendar, CalendarError>> =
    LazyLock::new(|| Calendar::from_csv(BUILTIN_DAYS)?.with_notices(BUILTIN_NOTICES));

/// What a notice says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// 休: a free day, also when it is a Saturday or Sunday within the holiday.
    Rest,
    /// 班: a Saturday or Sunday that is worked in exchange for a free weekday (调休上班).
    MakeUp,
}

impl DayKind {
    /// The one-character name used in the tables and on calendars: 休 or 班.
    pub fn label(self) -> &'static str {
        match self {
            Self::Rest => "休",
            Self::MakeUp => "班",
        }
    }
}

/// A day named by a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDay {
    /// Free or worked.
    pub kind: DayKind,
    /// The holiday it belongs to, such as 春节 or 国庆节、中秋节.
    pub holiday: String,
    /// The year the notice is about. A day in late December can belong to the next year.
    pub notice_year: i16,
}

/// A notice on the holidays of a year, or an amendment to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year it is about.
    pub year: i16,
    /// Its full title.
    pub title: String,
    /// Document number (文号), such as 国办发明电〔2017〕12号; absent when not known.
    pub document_number: Option<String>,
    /// Date of signing (成文日期); absent when not known.
    pub signed: Option<Date>,
    /// Where it was published; absent when not known.
    pub url: Option<String>,
}

/// How a year's arrangement adds up, to be shown before an import is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearSummary {
    /// Mondays to Fridays that the notice makes free.
    pub free_weekdays: u32,
    /// Saturdays and Sundays that the notice makes working days.
    pub make_up_days: u32,
    /// Working days from 1 January to 31 December.
    pub working_days: u32,
}

/// A holiday calendar: the days named by the notices of one or more years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, NamedDay>,
    notices: BTreeMap<i16, Vec<Notice>>,
    /// For each year with a notice, its working days in ascending order.
    working: BTreeMap<i16, Vec<Date>>,
}

impl Calendar {
    /// The calendar shipped with the program: 2007 to 2026.
    ///
    /// # Errors
    /// [`CalendarError::Table`] if the shipped tables were faulty, which a test rules out.
    pub fn builtin() -> Result<&'static Self, CalendarError> {
        BUILTIN.as_ref().map_err(Clone::clone)
    }

    /// This calendar with the years of `newer` added; a year known to both is taken whole from
    /// `newer`, so that an amended arrangement replaces the old one.
    #[must_use]
    pub fn extended_by(&self, newer: &Self) -> Self {
        let replaced = |year: &i16| newer.covers(*year);
        let mut days = self.days.clone();
        days.retain(|_, day| !replaced(&day.notice_year));
        days.extend(newer.days.clone());
        let mut notices = self.notices.clone();
        notices.retain(|year, _| !replaced(year));
        notices.extend(newer.notices.clone());
        let years: Vec<i16> = self.years().chain(newer.years()).collect();
        Self::from_days(days, notices, &years)
    }

    /// Years with a known notice, ascending.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.working.keys().copied()
    }

    /// Is the notice of `year` known?
    pub fn covers(&self, year: i16) -> bool {
        self.working.contains_key(&year)
    }

    /// Can no later notice touch `year` any more? The notice of the following year has more than
    /// once moved days at the end of December (29 December 2007, 31 December 2011, 29 December
    /// 2018), so counts that reach there are final only once it is known.
    pub fn is_final(&self, year: i16) -> bool {
        self.covers(year) && self.covers(year.saturating_add(1))
    }

    /// What a notice says about `date`; `None` for an ordinary day or an unknown year.
    pub fn named_day(&self, date: Date) -> Option<&NamedDay> {
        self.days.get(&date)
    }

    /// All days named by notices, ascending.
    pub fn named_days(&self) -> impl Iterator<Item = (Date, &NamedDay)> + '_ {
        self.days.iter().map(|(date, day)| (*date, day))
    }

    /// The yearly notice for `year`, if its particulars are known.
    pub fn notice(&self, year: i16) -> Option<&Notice> {
        self.notices(year).first()
    }

    /// The yearly notice for `year` followed by its amendments (2015, 2019 and 2020 have one).
    pub fn notices(&self, year: i16) -> &[Notice] {
        self.notices.get(&year).map_or(&[], Vec::as_slice)
    }

    /// How the arrangement of `year` adds up; `None` for a year without notice.
    pub fn summary(&self, year: i16) -> Option<YearSummary> {
        let working_days = counting::length(self.working.get(&year)?);
        let of_year =
            |kind: DayKind| self.named_days().filter(move |(_, day)| day.notice_year == year && day.kind == kind);
        let count = |days: usize| u32::try_from(days).unwrap_or(u32::MAX);
        let free = of_year(DayKind::Rest).filter(|(date, _)| !is_weekend(*date));
        Some(YearSummary {
            free_weekdays: count(free.count()),
            make_up_days: count(of_year(DayKind::MakeUp).count()),
            working_days,
        })
    }

    fn from_days(days: BTreeMap<Date, NamedDay>, notices: BTreeMap<i16, Vec<Notice>>, years: &[i16]) -> Self {
        let working = years.iter().map(|&year| (year, counting::working_days_of(year, &days))).collect();
        Self { days, notices, working }
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}
