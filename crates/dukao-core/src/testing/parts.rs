//! The parts of small books: indicators with defaults, parsed values, figures asked for in one call.
#![expect(clippy::expect_used, reason = "a test that is written wrongly shall fail where it is wrong")]

use crate::framework::{Indicator, PriceBasis, StageTarget, ValueKind};
use crate::ledger::{Book, Origin};
use crate::number::Decimal;
use crate::period::{Month, Period};
use crate::progress::{Exact, Figure, FigureKind, Reckoner, Subject};
use crate::quantity::UnitOfMeasure;

/// An indicator with defaults: monthly, current prices, two decimals, higher is better.
pub fn indicator(year: i16, code: &str, kind: ValueKind, unit: &str) -> Indicator {
    Indicator {
        category: "经济发展".to_owned(),
        price: PriceBasis::Current,
        ..Indicator::blank(year, code, &format!("指标{code}"), kind, measured_in(unit))
    }
}

/// A stage target without a place: `stage("2018年前三季度", "371.5")`.
pub fn stage(period: &str, amount: &str) -> StageTarget {
    StageTarget { stage: Period::parse(period).expect("a stage"), amount: decimal(amount), place: None }
}

/// A decimal.
pub fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a decimal")
}

/// A unit of measure.
pub fn measured_in(text: &str) -> UnitOfMeasure {
    UnitOfMeasure::parse(text).expect("a unit of measure")
}

/// A month.
pub fn month(number: u8) -> Month {
    Month::new(number).expect("a month")
}

/// The subject (indicator, unit) in the claimed series of the book's latest framework year.
pub fn subject<'a>(book: &Book, indicator: &'a str, unit: &'a str, at: u8) -> Subject<'a> {
    let year = book.frameworks.keys().next_back().copied().expect("a framework");
    Subject { indicator, unit, year, month: month(at), origin: Origin::Claimed }
}

/// One figure of the claimed series.
pub fn figure(book: &Book, indicator: &str, unit: &str, at: u8, kind: FigureKind) -> Figure {
    let subject = subject(book, indicator, unit, at);
    Reckoner::<Exact>::new(book, subject).expect("the indicator of the subject").figure(kind)
}

/// One figure as it is displayed, or the word for why there is none.
pub fn shown(book: &Book, indicator: &str, unit: &str, at: u8, kind: FigureKind) -> String {
    figure(book, indicator, unit, at, kind).text()
}
