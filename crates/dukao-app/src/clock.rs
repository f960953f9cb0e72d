//! Time as a parameter. Offices work in Beijing time (UTC+8, no daylight saving since 1991).

use dukao_store::Micros;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// Where the time comes from: the machine's clock in the binary, a fixed moment in tests and the demo.
pub trait Clock: Send + Sync {
    /// Microseconds since 1970-01-01T00:00:00Z.
    fn now(&self) -> Micros;
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Micros);

impl Clock for FixedClock {
    fn now(&self) -> Micros {
        self.0
    }
}

fn beijing() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// The day of a moment in Beijing; the epoch for moments outside the calendar.
pub fn date_of(moment: Micros) -> Date {
    let timestamp = jiff::Timestamp::from_microsecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    timestamp.to_zoned(beijing()).date()
}

/// Day and time of a moment in Beijing.
pub(crate) fn civil(moment: Micros) -> jiff::civil::DateTime {
    let timestamp = jiff::Timestamp::from_microsecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    timestamp.to_zoned(beijing()).datetime()
}

/// The moment written as Beijing reads it: `2018年8月20日17时30分`.
pub fn in_words(moment: Micros) -> String {
    let timestamp = jiff::Timestamp::from_microsecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let zoned = timestamp.to_zoned(beijing());
    format!("{}年{}月{}日{}时{:02}分", zoned.year(), zoned.month(), zoned.day(), zoned.hour(), zoned.minute())
}

/// The last microsecond of a day in Beijing.
pub fn end_of_day(date: Date) -> Micros {
    let next = date.tomorrow().unwrap_or(date);
    Micros(moment(next).0 - 1)
}

/// The first microsecond of a day in Beijing.
pub(crate) fn start_of_day(date: Date) -> Micros {
    moment(date)
}

fn moment(date: Date) -> Micros {
    let seconds_per_day = 86_400;
    let epoch = Date::constant(1970, 1, 1);
    let days = date.duration_since(epoch).as_secs() / seconds_per_day;
    Micros((days * seconds_per_day - 8 * 3600) * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_ends_at_midnight_in_beijing() {
        let day = date(2018, 8, 20);
        assert_eq!(date_of(end_of_day(day)), day);
        assert_eq!(date_of(Micros(end_of_day(day).0 + 1)), date(2018, 8, 21));
        assert_eq!(date_of(start_of_day(day)), day);
        assert_eq!(in_words(start_of_day(day)), "2018年8月20日0时00分");
    }
}
