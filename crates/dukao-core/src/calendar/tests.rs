use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Calendar, CalendarError, DayKind, is_weekend};

fn builtin() -> &'static Calendar {
    Calendar::builtin().expect("the shipped tables are good")
}

fn refused(year: i16) -> CalendarError {
    CalendarError::YearWithoutNotice { year }
}

#[test]
fn shipped_years_and_notices() {
    let years: Vec<i16> = builtin().years().collect();
    assert_eq!(years, (2007..=2026).collect::<Vec<_>>());
    for year in years {
        let notice = builtin().notice(year).expect("each shipped year has its notice");
        assert!(notice.title.contains(&format!("{year}年部分节假日安排")), "{}", notice.title);
        assert!(notice.document_number.is_some(), "{year}");
    }
    let number = |year| builtin().notice(year).unwrap().document_number.as_deref();
    assert_eq!(number(2018), Some("国办发明电〔2017〕12号"));
    assert_eq!(number(2026), Some("国办发明电〔2025〕7号"));
    let amended: Vec<i16> = builtin().years().filter(|y| builtin().notices(*y).len() == 2).collect();
    assert_eq!(amended, [2015, 2019, 2020]);
    assert_eq!(builtin().notice(2027), None);
}

/// Free weekdays less make-up days are the statutory days of the year: whatever a notice moves,
/// it moves back. The measures give 10 days until 2007, 11 until 2024, 13 from 2025; on top came
/// 3 September 2015 and, in 2020, the free 31 January and the cancelled make-up day 1 February.
#[test]
fn every_arrangement_adds_up_to_the_statutory_days() {
    for year in 2007..=2026 {
        let statutory = match year {
            2007 => 10,
            2015 => 12,
            2020 | 2025.. => 13,
            _ => 11,
        };
        let summary = builtin().summary(year).unwrap();
        assert_eq!(summary.free_weekdays - summary.make_up_days, statutory, "{year}");
    }
}

#[test]
fn working_days_of_each_year() {
    let expected = [249, 251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248];
    for (year, expected) in (2007..).zip(expected) {
        assert_eq!(builtin().summary(year).unwrap().working_days, expected, "{year}");
    }
}

#[test]
fn working_days_of_each_month_of_2026() {
    let mut month_ends = vec![0];
    for month in 1..=12 {
        month_ends.push(builtin().working_day_share(2026, month).unwrap().0);
    }
    let months: Vec<u32> = month_ends.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(months, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
}

#[test]
fn make_up_days_of_2026() {
    let found: Vec<Date> = builtin()
        .named_days()
        .filter(|(_, day)| day.notice_year == 2026 && day.kind == DayKind::MakeUp)
        .map(|(date, _)| date)
        .collect();
    let days = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)];
    assert_eq!(found, days.map(|(month, day)| date(2026, month, day)));
    for day in found {
        assert_eq!(builtin().is_working_day(day), Ok(true), "{day}");
    }
}

#[test]
fn special_notices_are_in_the_table() {
    let cases = [
        (date(2015, 9, 3), false, "3 September 2015 was free"),
        (date(2015, 9, 4), false, "and the Friday after it"),
        (date(2015, 9, 6), true, "made up for on Sunday"),
        (date(2019, 4, 28), true, "Labour Day 2019 as amended"),
        (date(2019, 5, 2), false, "Labour Day 2019 as amended"),
        (date(2019, 5, 3), false, "Labour Day 2019 as amended"),
        (date(2019, 5, 5), true, "Labour Day 2019 as amended"),
        (date(2020, 1, 31), false, "Spring Festival 2020 as extended"),
        (date(2020, 2, 1), false, "make-up day cancelled by the extension"),
        (date(2020, 2, 3), true, "first working day after the extension"),
        (date(2024, 2, 9), true, "New Year's Eve 2024 was only recommended"),
        (date(2007, 12, 29), true, "moved by the notice for 2008"),
        (date(2007, 12, 31), false, "moved by the notice for 2008"),
        (date(2011, 12, 31), true, "moved by the notice for 2012"),
        (date(2026, 10, 8), true, "first working day after the holiday"),
    ];
    for (day, working, why) in cases {
        assert_eq!(builtin().is_working_day(day), Ok(working), "{day}: {why}");
    }
    assert_eq!(builtin().named_day(date(2025, 10, 6)).unwrap().holiday, "国庆节、中秋节");
    assert_eq!(builtin().named_day(date(2025, 10, 9)), None);
}

#[test]
fn days_left_leaves_out_today_and_counts_the_due_day() {
    let left = |today, due| builtin().days_left(today, due).map(|l| (l.calendar, l.working));
    assert_eq!(left(date(2018, 8, 20), date(2018, 12, 31)), Ok((133, 91)));
    for year in [2012, 2017, 2020, 2023, 2025] {
        assert_eq!(left(date(year, 9, 25), date(year, 12, 31)), Ok((97, 65)), "{year}");
    }
    assert_eq!(left(date(2026, 6, 18), date(2026, 6, 22)), Ok((4, 1)));
    assert_eq!(left(date(2026, 6, 22), date(2026, 6, 22)), Ok((0, 0)));
    assert_eq!(left(date(2026, 6, 22), date(2026, 6, 18)), Ok((-4, -1)), "overdue");
}

#[test]
fn a_year_without_notice_is_refused() {
    let calendar = builtin();
    assert_eq!(calendar.is_working_day(date(2027, 3, 1)), Err(refused(2027)));
    assert_eq!(calendar.is_working_day(date(2006, 12, 30)), Err(refused(2006)));
    assert_eq!(calendar.days_left(date(2026, 12, 1), date(2027, 1, 4)), Err(refused(2027)));
    assert_eq!(calendar.days_left(date(2007, 1, 4), date(2006, 12, 1)), Err(refused(2006)));
    assert_eq!(calendar.add_working_days(date(2026, 12, 30), 2), Err(refused(2027)));
    assert_eq!(calendar.add_working_days(date(2007, 1, 5), -2), Err(refused(2006)));
    assert_eq!(calendar.add_working_days(date(2026, 12, 31), i64::MAX), Err(refused(2027)));
    assert_eq!(calendar.add_working_days(date(2007, 1, 1), i64::MIN), Err(refused(2006)));
    assert_eq!(calendar.working_day_share(2027, 6), Err(refused(2027)));
    assert_eq!(calendar.working_day_share(2026, 13), Err(CalendarError::Month { month: 13 }));
    assert_eq!(calendar.summary(2027), None);
    let message = refused(2027).to_string();
    assert!(message.starts_with("2027年放假安排尚未公布或未导入，不能推算工作日"), "{message}");
}

#[test]
fn only_the_days_counted_need_a_notice() {
    let through_first_week = builtin().working_days_between(date(2006, 12, 31), date(2007, 1, 5));
    assert_eq!(through_first_week, Ok(2));
    assert_eq!(builtin().add_working_days(date(2006, 12, 31), 1), Ok(date(2007, 1, 4)));
    assert_eq!(builtin().add_working_days(date(2027, 1, 1), -1), Ok(date(2026, 12, 31)));
}

#[test]
fn adding_steps_over_holidays() {
    let add = |day, n| builtin().add_working_days(day, n).unwrap();
    assert_eq!(add(date(2026, 9, 30), 1), date(2026, 10, 8));
    assert_eq!(add(date(2026, 9, 30), 3), date(2026, 10, 10), "a make-up Saturday");
    assert_eq!(add(date(2026, 10, 8), -1), date(2026, 9, 30));
    assert_eq!(add(date(2026, 10, 3), 0), date(2026, 10, 3));
    assert_eq!(add(date(2025, 12, 31), 1), date(2026, 1, 4));
    let moved = |day| builtin().working_day_on_or_after(day).unwrap();
    assert_eq!(moved(date(2026, 10, 3)), date(2026, 10, 8));
    assert_eq!(moved(date(2026, 10, 10)), date(2026, 10, 10));
}

/// In hundredths of a percent, rounded half up: 14.92 % is 1492.
#[test]
fn share_of_working_days() {
    let hundredths = |month| {
        let (done, total) = builtin().working_day_share(2026, month).unwrap();
        (done * 20_000 + total) / (2 * total)
    };
    assert_eq!([2, 6, 9, 12].map(hundredths), [1492, 4839, 7500, 10_000]);
    assert_eq!(builtin().working_day_share(2026, 9), Ok((186, 248)));
}

#[test]
fn the_end_of_a_year_is_final_with_the_next_notice() {
    assert!(builtin().is_final(2025));
    assert!(!builtin().is_final(2026));
    assert!(!builtin().is_final(2006));
}

/// Counts day by day, straight from the named days: the slow way the fast one must agree with.
fn count_slowly(after: Date, through: Date) -> i64 {
    let named: BTreeMap<Date, DayKind> = builtin().named_days().map(|(date, day)| (date, day.kind)).collect();
    let worked = |day: &Date| match named.get(day) {
        Some(kind) => *kind == DayKind::MakeUp,
        None => !is_weekend(*day),
    };
    let days = after.series(1.day()).skip(1).take_while(|day| *day <= through);
    i64::try_from(days.filter(worked).count()).unwrap()
}

fn any_day() -> impl Strategy<Value = Date> {
    let first = date(2007, 1, 1);
    let last = date(2026, 12, 31);
    let length = i64::from(first.until(last).unwrap().get_days());
    (0..=length).prop_map(move |days| first.checked_add(days.days()).unwrap())
}

proptest! {
    #[test]
    fn counting_agrees_with_counting_day_by_day(a in any_day(), b in any_day()) {
        let (after, through) = (a.min(b), a.max(b));
        let expected = count_slowly(after, through);
        prop_assert_eq!(builtin().working_days_between(after, through), Ok(expected));
        prop_assert_eq!(builtin().working_days_between(through, after), Ok(-expected));
    }

    #[test]
    fn counts_add_up(a in any_day(), b in any_day(), c in any_day()) {
        let between = |from, to| builtin().working_days_between(from, to).unwrap();
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
    }

    #[test]
    fn adding_then_counting_gives_what_was_added(start in any_day(), n in 1_i64..600) {
        if let Ok(end) = builtin().add_working_days(start, n) {
            prop_assert_eq!(builtin().working_days_between(start, end), Ok(n));
            prop_assert_eq!(builtin().is_working_day(end), Ok(true));
        } else {
            prop_assert!(builtin().working_days_between(start, date(2026, 12, 31)).unwrap() < n);
        }
    }

    #[test]
    fn going_back_undoes_going_forth(start in any_day(), n in 1_i64..600) {
        let start = builtin().working_day_on_or_after(start).unwrap();
        if let Ok(end) = builtin().add_working_days(start, n) {
            prop_assert_eq!(builtin().add_working_days(end, -n), Ok(start));
        }
    }
}
