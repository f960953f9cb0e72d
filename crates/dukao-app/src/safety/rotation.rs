//! Which backups are due and which may go: pure functions of the backups there are and the clock.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

/// How many backups of the past are kept; days, weeks and months without one do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// The last one of each of so many days.
    pub days: usize,
    /// The last one of each of so many weeks, Monday to Sunday.
    pub weeks: usize,
    /// The last one of each of so many months.
    pub months: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Self { days: 7, weeks: 4, months: 12 }
    }
}

/// Whether a backup is to be made: none was made on this day.
pub fn due(existing: &BTreeSet<DateTime>, now: DateTime) -> bool {
    !existing.iter().any(|made| made.date() == now.date())
}

/// The backups that no rule keeps. The newest is always kept.
pub fn superfluous(existing: &BTreeSet<DateTime>, keep: &Keep) -> Vec<DateTime> {
    let mut kept = BTreeSet::new();
    kept.extend(existing.last());
    kept.extend(last_of_each(existing, keep.days, |made| made.date()));
    kept.extend(last_of_each(existing, keep.weeks, |made| monday(made.date())));
    kept.extend(last_of_each(existing, keep.months, |made| made.date().first_of_month()));
    existing.difference(&kept).copied().collect()
}

/// The newest backup of each of the last `count` spans that have one.
fn last_of_each(existing: &BTreeSet<DateTime>, count: usize, span: impl Fn(&DateTime) -> Date) -> Vec<DateTime> {
    let mut found: Vec<(Date, DateTime)> = Vec::new();
    for made in existing.iter().rev() {
        let own = span(made);
        if found.last().is_some_and(|(last, _)| *last == own) {
            continue;
        }
        if found.len() == count {
            break;
        }
        found.push((own, *made));
    }
    found.into_iter().map(|(_, made)| made).collect()
}

fn monday(date: Date) -> Date {
    let days = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(jiff::Span::new().days(days)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    /// A backup each noon from the first day to the last.
    fn daily(first: Date, last: Date) -> BTreeSet<DateTime> {
        first.series(1.day()).take_while(|day| *day <= last).map(|day| day.at(12, 0, 0, 0)).collect()
    }

    #[test]
    fn one_a_day() {
        let noon = date(2018, 8, 20).at(12, 0, 0, 0);
        let existing = BTreeSet::from([noon]);
        assert!(due(&BTreeSet::new(), noon));
        assert!(!due(&existing, date(2018, 8, 20).at(23, 59, 59, 0)));
        assert!(due(&existing, date(2018, 8, 21).at(0, 0, 0, 0)));
    }

    #[test]
    fn seven_days_four_weeks_twelve_months() {
        let existing = daily(date(2016, 1, 1), date(2018, 8, 22));
        let gone: BTreeSet<DateTime> = superfluous(&existing, &Keep::default()).into_iter().collect();
        let kept: Vec<String> = existing.difference(&gone).map(|made| made.date().to_string()).collect();
        // Months: the last day of each of the eleven before, and this one's; weeks: Sundays; days: the last seven.
        let months = "2017-09-30 2017-10-31 2017-11-30 2017-12-31 2018-01-31 2018-02-28 2018-03-31 2018-04-30 2018-05-31 \
                      2018-06-30 2018-07-31";
        let rest = "2018-08-05 2018-08-12 2018-08-16 2018-08-17 2018-08-18 2018-08-19 2018-08-20 2018-08-21 2018-08-22";
        let expected: Vec<&str> = months.split_whitespace().chain(rest.split_whitespace()).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn the_newest_stays_whatever_is_said() {
        let existing = daily(date(2018, 8, 1), date(2018, 8, 22));
        let nothing = Keep { days: 0, weeks: 0, months: 0 };
        let gone = superfluous(&existing, &nothing);
        assert_eq!(gone.len(), existing.len() - 1);
        assert!(!gone.contains(existing.last().unwrap()));
        assert_eq!(superfluous(&BTreeSet::new(), &nothing), []);
    }

    #[test]
    fn an_office_that_was_closed_loses_nothing() {
        let mut existing = daily(date(2015, 3, 1), date(2015, 3, 3));
        existing.insert(date(2018, 8, 22).at(9, 0, 0, 0));
        assert_eq!(superfluous(&existing, &Keep::default()), []);
    }

    /// Deciding again after the superfluous ones are gone changes nothing; a day later at most old ones go.
    #[test]
    fn deciding_twice_is_deciding_once() {
        let mut existing = BTreeSet::new();
        for day in date(2016, 1, 1).series(1.day()).take(900) {
            existing.insert(day.at(3, 0, 0, 0));
            existing.insert(day.at(15, 0, 0, 0));
            for gone in superfluous(&existing, &Keep::default()) {
                existing.remove(&gone);
            }
            assert_eq!(superfluous(&existing, &Keep::default()), []);
            assert!(existing.len() <= 7 + 4 + 12);
            assert!(existing.contains(&day.at(15, 0, 0, 0)));
        }
        assert!(existing.len() >= 18, "{existing:?}");
    }
}
