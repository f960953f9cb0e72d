//! From the two tables (days, notices) to a [`Calendar`], with all mistakes in one pass.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use super::error::{CalendarError, TableMistake, TableProblem, TableProblems};
use super::{Calendar, DayKind, NamedDay, Notice, is_weekend, rows};

const DAYS_HEADER: &str = "日期,类别,节日,通知年度";
const NOTICES_HEADER: &str = "年度,标题,文号,成文日期,网址";

/// Holidays each yearly notice has. 依据：全国年节及纪念日放假办法.
const HOLIDAYS: [&str; 4] = ["元旦", "春节", "劳动节", "国庆节"];
/// Those added from 2008 on.
const HOLIDAYS_FROM_2008: [&str; 3] = ["清明", "端午", "中秋"];
/// Month and day of the statutory days with a fixed date.
const FIXED_DAYS: [(i8, i8); 5] = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)];

impl Calendar {
    /// Reads a table of days with the heading `日期,类别,节日,通知年度`. Each year that occurs
    /// in the last column must be complete.
    ///
    /// # Errors
    /// [`CalendarError::Table`] with every mistake and its line.
    pub fn from_csv(text: &str) -> Result<Self, CalendarError> {
        let mut draft = Draft::default();
        for (line, cells) in rows::read(text, DAYS_HEADER, &mut draft.problems) {
            draft.add(line, &cells);
        }
        draft.check_years();
        refuse(draft.problems)?;
        let years: Vec<i16> = draft.holidays.keys().copied().collect();
        let days = draft.days.into_iter().map(|(date, (_, day))| (date, day)).collect();
        Ok(Self::from_days(days, BTreeMap::new(), &years))
    }

    /// Adds the particulars of notices from a table with the heading
    /// `年度,标题,文号,成文日期,网址`; the last three may be empty. The yearly notice stands
    /// above its amendments.
    ///
    /// # Errors
    /// [`CalendarError::Table`] with every mistake and its line.
    pub fn with_notices(mut self, text: &str) -> Result<Self, CalendarError> {
        let mut problems = Vec::new();
        for (line, cells) in rows::read(text, NOTICES_HEADER, &mut problems) {
            match notice(&cells) {
                Ok(notice) if self.covers(notice.year) => {
                    self.notices.entry(notice.year).or_default().push(notice);
                }
                Ok(Notice { year, .. }) => {
                    problems.push(rows::at(line, TableMistake::NoticeWithoutDays { year }));
                }
                Err(mistakes) => {
                    problems.extend(mistakes.into_iter().map(|mistake| rows::at(line, mistake)));
                }
            }
        }
        refuse(problems)?;
        Ok(self)
    }
}

/// What has been read so far, and what was wrong with it.
#[derive(Default)]
struct Draft {
    days: BTreeMap<Date, (usize, NamedDay)>,
    /// Names per year, also of lines with another mistake, so that one slip gives one message.
    holidays: BTreeMap<i16, BTreeSet<String>>,
    problems: Vec<TableProblem>,
}

impl Draft {
    fn add(&mut self, line: usize, [date, kind, holiday, year]: &[String; 4]) {
        let mut note = Notes { line, problems: &mut self.problems };
        let date = note.keep(rows::date(date));
        let kind = note.keep(day_kind(kind));
        let holiday = note.keep(filled(holiday, "节日"));
        let year = note.keep(rows::year(year));
        if let (Some(year), Some(holiday)) = (year, &holiday) {
            self.holidays.entry(year).or_default().insert(holiday.clone());
        }
        let (Some(date), Some(kind), Some(holiday), Some(notice_year)) = (date, kind, holiday, year) else {
            return;
        };
        if note.keep(plausible(date, kind, notice_year)).is_none() {
            return;
        }
        if let Some((first, _)) = self.days.get(&date) {
            note.keep::<()>(Err(TableMistake::Duplicate { date, first: *first }));
            return;
        }
        self.days.insert(date, (line, NamedDay { kind, holiday, notice_year }));
    }

    /// Is each year complete? The check by date is left out while lines are faulty: it would
    /// only repeat them.
    fn check_years(&mut self) {
        let lines_are_good = self.problems.is_empty();
        let mut found = Vec::new();
        for (&year, holidays) in &self.holidays {
            found.extend(missing_holidays(year, holidays));
            if lines_are_good {
                found.extend(self.statutory_days_worked(year));
            }
        }
        let whole_table = |mistake| TableProblem { line: None, mistake };
        self.problems.extend(found.into_iter().map(whole_table));
    }

    fn statutory_days_worked(&self, year: i16) -> impl Iterator<Item = TableMistake> {
        FIXED_DAYS
            .into_iter()
            .filter_map(move |(month, day)| Date::new(year, month, day).ok())
            .filter(|date| match self.days.get(date) {
                Some((_, day)) => day.kind == DayKind::MakeUp,
                None => !is_weekend(*date),
            })
            .map(|date| TableMistake::StatutoryDayWorked { date })
    }
}

/// Collects the mistakes of one line.
struct Notes<'a> {
    line: usize,
    problems: &'a mut Vec<TableProblem>,
}

impl Notes<'_> {
    fn keep<T>(&mut self, result: Result<T, TableMistake>) -> Option<T> {
        result.map_err(|mistake| self.problems.push(rows::at(self.line, mistake))).ok()
    }
}

fn refuse(mut problems: Vec<TableProblem>) -> Result<(), CalendarError> {
    if problems.is_empty() {
        return Ok(());
    }
    problems.sort_by_key(|problem| problem.line.unwrap_or(usize::MAX));
    Err(CalendarError::Table(TableProblems(problems)))
}

fn missing_holidays(year: i16, found: &BTreeSet<String>) -> impl Iterator<Item = TableMistake> {
    let newer = HOLIDAYS_FROM_2008.into_iter().filter(move |_| year >= 2008);
    HOLIDAYS
        .into_iter()
        .chain(newer)
        .filter(|holiday| !found.iter().any(|name| name.contains(holiday)))
        .map(move |holiday| TableMistake::NoHoliday { year, holiday })
}

fn day_kind(text: &str) -> Result<DayKind, TableMistake> {
    [DayKind::Rest, DayKind::MakeUp]
        .into_iter()
        .find(|kind| kind.label() == text)
        .ok_or_else(|| TableMistake::Kind { text: text.to_owned() })
}

fn filled(text: &str, column: &'static str) -> Result<String, TableMistake> {
    if text.is_empty() {
        return Err(TableMistake::Missing { column });
    }
    Ok(text.to_owned())
}

fn plausible(date: Date, kind: DayKind, year: i16) -> Result<(), TableMistake> {
    let in_december_before = date.year() == year - 1 && date.month() == 12;
    if date.year() != year && !in_december_before {
        return Err(TableMistake::OutsideYear { date, year });
    }
    if kind == DayKind::MakeUp && !is_weekend(date) {
        let weekday = weekday_name(date.weekday());
        return Err(TableMistake::MakeUpOnWeekday { date, weekday });
    }
    Ok(())
}

fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

fn notice([year, title, number, signed, url]: &[String; 5]) -> Result<Notice, Vec<TableMistake>> {
    let optional = |text: &String| (!text.is_empty()).then(|| text.clone());
    let year = rows::year(year);
    let title = filled(title, "标题");
    let signed = optional(signed).map(|text| rows::date(&text)).transpose();
    match (year, title, signed) {
        (Ok(year), Ok(title), Ok(signed)) => {
            Ok(Notice { year, title, document_number: optional(number), signed, url: optional(url) })
        }
        (year, title, signed) => Err([year.err(), title.err(), signed.err()].into_iter().flatten().collect()),
    }
}
