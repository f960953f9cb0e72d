//! Counting in working days. Every function looks only at the years whose days it counts, and
//! refuses when one of them has no notice.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Calendar, CalendarError, DayKind, NamedDay, is_weekend};

/// Days left until a due date: today is not counted, the due day is. Negative when overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysLeft {
    /// Calendar days.
    pub calendar: i64,
    /// Working days.
    pub working: i64,
}

impl Calendar {
    /// Is `date` worked: an ordinary Monday to Friday, or a make-up day?
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutNotice`].
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        Ok(self.working_in(date.year())?.binary_search(&date).is_ok())
    }

    /// Days from `today` (not counted) to `due` (counted); negative when `due` is past.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutNotice`].
    pub fn days_left(&self, today: Date, due: Date) -> Result<DaysLeft, CalendarError> {
        Ok(DaysLeft {
            calendar: due.duration_since(today).as_hours() / 24,
            working: self.working_days_between(today, due)?,
        })
    }

    /// Working days after `after` up to and including `through`; the negative of the reverse
    /// count when `through` comes first.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutNotice`].
    pub fn working_days_between(&self, after: Date, through: Date) -> Result<i64, CalendarError> {
        if through < after {
            return Ok(-self.count(through, after)?);
        }
        self.count(after, through)
    }

    /// The `n`-th working day after `date`, or before it for a negative `n`; `date` itself is not
    /// counted. With `n` = 0 it is `date`, worked or not.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutNotice`].
    pub fn add_working_days(&self, date: Date, n: i64) -> Result<Date, CalendarError> {
        match n {
            0 => Ok(date),
            1.. => self.forward(date, n.unsigned_abs()),
            _ => self.backward(date, n.unsigned_abs()),
        }
    }

    /// `date` if it is worked, else the next working day: where a due day on a free day moves to
    /// (顺延).
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutNotice`].
    pub fn working_day_on_or_after(&self, date: Date) -> Result<Date, CalendarError> {
        if self.is_working_day(date)? {
            return Ok(date);
        }
        self.add_working_days(date, 1)
    }

    /// Working days of `year` up to the end of `month` (1 to 12), and those of the whole year:
    /// the share of the year's plan that is due by then under the 工作日 pace profile.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutNotice`], [`CalendarError::Month`].
    pub fn working_day_share(&self, year: i16, month: i8) -> Result<(u32, u32), CalendarError> {
        if !(1..=12).contains(&month) {
            return Err(CalendarError::Month { month });
        }
        let days = self.working_in(year)?;
        let done = days.iter().take_while(|day| day.month() <= month).count();
        Ok((u32::try_from(done).unwrap_or(u32::MAX), length(days)))
    }

    /// The working days of `year`, ascending.
    fn working_in(&self, year: i16) -> Result<&[Date], CalendarError> {
        self.working.get(&year).map(Vec::as_slice).ok_or(CalendarError::YearWithoutNotice { year })
    }

    /// Working days in `(after, through]` for `after <= through`.
    fn count(&self, after: Date, through: Date) -> Result<i64, CalendarError> {
        let mut sum: usize = 0;
        for year in after.year()..=through.year() {
            if after == after.last_of_year() && year == after.year() {
                continue;
            }
            let days = self.working_in(year)?;
            sum += days.partition_point(|day| *day <= through);
            sum -= days.partition_point(|day| *day <= after);
        }
        Ok(i64::try_from(sum).unwrap_or(i64::MAX))
    }

    fn forward(&self, date: Date, n: u64) -> Result<Date, CalendarError> {
        let mut left = usize::try_from(n).unwrap_or(usize::MAX);
        let mut year = date.year();
        if date == date.last_of_year() {
            year = year.saturating_add(1);
        }
        loop {
            let days = self.working_in(year)?;
            let passed = days.partition_point(|day| *day <= date);
            if let Some(found) = days.get(passed..).and_then(|rest| rest.get(left - 1)) {
                return Ok(*found);
            }
            left -= days.len() - passed;
            year = year.saturating_add(1);
        }
    }

    fn backward(&self, date: Date, n: u64) -> Result<Date, CalendarError> {
        let mut left = usize::try_from(n).unwrap_or(usize::MAX);
        let mut year = date.year();
        if date == date.first_of_year() {
            year = year.saturating_sub(1);
        }
        loop {
            let days = self.working_in(year)?;
            let before = days.partition_point(|day| *day < date);
            if let Some(found) = before.checked_sub(left).and_then(|index| days.get(index)) {
                return Ok(*found);
            }
            left -= before;
            year = year.saturating_sub(1);
        }
    }
}

/// The working days of `year` under the named `days`, ascending.
pub(super) fn working_days_of(year: i16, days: &BTreeMap<Date, NamedDay>) -> Vec<Date> {
    let Ok(first) = Date::new(year, 1, 1) else {
        return Vec::new();
    };
    first
        .series(jiff::Span::new().days(1))
        .take_while(|date| date.year() == year)
        .filter(|date| match days.get(date).map(|day| day.kind) {
            Some(kind) => kind == DayKind::MakeUp,
            None => !is_weekend(*date),
        })
        .collect()
}

/// Number of days in a year's list.
pub(super) fn length(days: &[Date]) -> u32 {
    u32::try_from(days.len()).unwrap_or(u32::MAX)
}
