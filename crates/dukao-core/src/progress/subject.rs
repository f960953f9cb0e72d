//! What a figure is asked for: indicator, unit, year and month, whose series.

use jiff::civil::Date;

use crate::framework::{Frequency, Indicator};
use crate::ledger::{Book, Origin};
use crate::organisation::Unit;
use crate::period::Month;

/// The subject of a calculation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Indicator code.
    pub indicator: &'a str,
    /// Unit code.
    pub unit: &'a str,
    /// Assessment year.
    pub year: i16,
    /// Month as of which it is asked; the figure is of the latest period due by then.
    pub month: Month,
    /// Whose series.
    pub origin: Origin,
}

impl<'a> Subject<'a> {
    /// The last day of the subject's month.
    pub(super) fn day(&self) -> Option<Date> {
        last_day(self.year, self.month)
    }

    /// What a unit is called in the subject's month.
    pub(super) fn called(&self, book: &'a Book, unit: &'a str) -> &'a str {
        let organisation = &book.organisation;
        let found = match self.day() {
            Some(day) => organisation.called_on(unit, day),
            None => organisation.get(unit),
        };
        found.map_or(unit, Unit::label)
    }
}

/// The last day of a month.
pub fn last_day(year: i16, end: Month) -> Option<Date> {
    let month = i8::try_from(end.number()).ok()?;
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

/// The end of the latest period that can be published by the end of `month`'s reporting round:
/// quarterly figures in July are those of June, figures one month late are those of the month before. There
/// is no thirteenth month: in December of a late indicator its December is due once it `has_december`.
/// `None` when no period has ended yet.
fn latest_period_end(indicator: &Indicator, month: Month, has_december: impl FnOnce() -> bool) -> Option<Month> {
    let is_late = indicator.late_month && !(month == Month::DECEMBER && has_december());
    let month = if is_late { month.previous()? } else { month };
    let step = indicator.frequency.months();
    let end = Month::new(month.number() / step * step)?;
    let alone_in_january = indicator.joint_january && indicator.frequency == Frequency::Monthly && end.number() == 1;
    (!alone_in_january).then_some(end)
}

/// The same, by what the book holds: an indicator has its December once any unit's figure of it is known.
pub fn due_end(book: &Book, indicator: &Indicator, origin: Origin, month: Month) -> Option<Month> {
    let has_december = || book.is_published(&indicator.code, origin, indicator.year, Month::DECEMBER);
    latest_period_end(indicator, month, has_december)
}

/// The month as of which the period that ends in `end` is the latest due; `None` when it never is.
pub fn asked_in(book: &Book, indicator: &Indicator, origin: Origin, end: Month) -> Option<Month> {
    Month::all().filter(|month| *month >= end).find(|month| due_end(book, indicator, origin, *month) == Some(end))
}

/// The end of the period before the one that ends in `end`; `None` for the first of the year.
pub fn period_before(indicator: &Indicator, end: Month) -> Option<Month> {
    let step = indicator.frequency.months();
    let before = Month::new(end.number().checked_sub(step)?)?;
    let joint = indicator.joint_january && indicator.frequency == Frequency::Monthly && before.number() == 1;
    (!joint).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::ValueKind;
    use crate::ledger::Measure;
    use crate::testing::{BookBuilder, OWN, indicator, month};

    fn ends(frequency: Frequency, late: bool, joint: bool) -> String {
        let mut made = indicator(2018, "I", ValueKind::Flow, "亿元");
        (made.frequency, made.late_month, made.joint_january) = (frequency, late, joint);
        let number = |end: Option<Month>| end.map_or("-".to_owned(), |end| end.number().to_string());
        let due: Vec<String> = Month::all().map(|at| number(latest_period_end(&made, at, || false))).collect();
        let before: Vec<String> = Month::all().map(|at| number(period_before(&made, at))).collect();
        format!("{} | {}", due.join(" "), before.join(" "))
    }

    /// The latest period due in each month | the period before the one that ends there.
    #[test]
    fn periods_by_frequency() {
        use Frequency::{Annual, HalfYearly, Monthly, Quarterly};
        assert_eq!(ends(Monthly, false, false), "1 2 3 4 5 6 7 8 9 10 11 12 | - 1 2 3 4 5 6 7 8 9 10 11");
        assert_eq!(ends(Monthly, false, true), "- 2 3 4 5 6 7 8 9 10 11 12 | - - 2 3 4 5 6 7 8 9 10 11");
        assert_eq!(ends(Monthly, true, true), "- - 2 3 4 5 6 7 8 9 10 11 | - - 2 3 4 5 6 7 8 9 10 11");
        assert_eq!(ends(Quarterly, false, true), "- - 3 3 3 6 6 6 9 9 9 12 | - - - 1 2 3 4 5 6 7 8 9");
        assert_eq!(ends(Quarterly, true, false), "- - - 3 3 3 6 6 6 9 9 9 | - - - 1 2 3 4 5 6 7 8 9");
        assert_eq!(ends(HalfYearly, false, false), "- - - - - 6 6 6 6 6 6 12 | - - - - - - 1 2 3 4 5 6");
        assert_eq!(ends(Annual, false, false), "- - - - - - - - - - - 12 | - - - - - - - - - - - -");
        assert_eq!(month(12), Month::DECEMBER);
    }

    /// Month 12 shows November until December is there, and December from then on.
    #[test]
    fn december_of_a_late_indicator_is_due_once_it_is_known() {
        let due = |frequency: Frequency, december: &str| {
            let book = BookBuilder::new(2018)
                .indicator_with("I", ValueKind::Flow, "亿元", |made| {
                    (made.frequency, made.late_month) = (frequency, true);
                })
                .figure("I", OWN, "2018-11", Measure::Cumulative, "11", "亿元")
                .figure("I", OWN, "2018-12", Measure::Cumulative, december, "亿元")
                .figure("I", OWN, "2018-12", Measure::Progress, "在做", "项")
                .build();
            let made = book.framework(2018).unwrap().get("I").unwrap().clone();
            let at = |number: u8| due_end(&book, &made, Origin::Claimed, month(number)).map(Month::number);
            let asked = |number: u8| asked_in(&book, &made, Origin::Claimed, month(number)).map(Month::number);
            (at(11), at(12), asked(11), asked(12))
        };
        assert_eq!(due(Frequency::Monthly, "12"), (Some(10), Some(12), None, Some(12)));
        assert_eq!(due(Frequency::Monthly, "—"), (Some(10), Some(11), Some(12), None));
        assert_eq!(due(Frequency::Quarterly, "12"), (Some(9), Some(12), None, Some(12)));
        assert_eq!(due(Frequency::Annual, "12"), (None, Some(12), None, Some(12)));
        assert_eq!(due(Frequency::Annual, "—"), (None, None, None, None));
    }
}
