//! Periods: which stretch of a year a figure is about.
//!
//! A published figure belongs to a period (2018年1—2月, 上半年, 7月). Figures that run from January
//! to the end of a period are ordered by the **month in which the period ends**; a joint
//! January–February report ends in February and spans two months.

mod parse;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

/// A calendar month, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Month(u8);

impl Month {
    /// December, the month in which a year ends.
    pub const DECEMBER: Self = Self(12);

    /// The month with this number; `None` outside 1 to 12.
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 12 { Some(Self(number)) } else { None }
    }

    /// 1 to 12.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// 0 to 11, for tables.
    pub const fn index(self) -> usize {
        self.0 as usize - 1
    }

    /// The month before; `None` in January.
    pub const fn previous(self) -> Option<Self> {
        Self::new(self.0 - 1)
    }

    /// The month after; `None` in December.
    pub const fn next(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }

    /// January to December.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (1..=12).map(Self)
    }
}

impl TryFrom<u8> for Month {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        Self::new(number).ok_or_else(|| format!("没有{number}月"))
    }
}

impl From<Month> for u8 {
    fn from(month: Month) -> Self {
        month.0
    }
}

/// A year and the kind of stretch inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i16,
    span: Span,
}

/// The stretch of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Span {
    /// One month.
    Month(Month),
    /// The joint report of January and February.
    JanFeb,
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A half year, 1 or 2.
    Half(u8),
    /// From January to the end of a quarter later than the first (前三季度).
    FirstQuarters(u8),
    /// The year.
    Year,
    /// An ISO week, 1 to 53. Belongs to the month of its Thursday when plans are added up.
    Week(u8),
}

impl Period {
    /// The period of `year`; `None` when the span does not exist.
    pub fn new(year: i16, span: Span) -> Option<Self> {
        let exists = match span {
            Span::Quarter(quarter) => (1..=4).contains(&quarter),
            Span::Half(half) => (1..=2).contains(&half),
            Span::FirstQuarters(quarters) => (2..=3).contains(&quarters),
            Span::Week(week) => (1..=53).contains(&week),
            Span::Month(_) | Span::JanFeb | Span::Year => true,
        };
        ((1949..=2999).contains(&year) && exists).then_some(Self { year, span })
    }

    /// One month of `year`.
    pub fn month(year: i16, month: Month) -> Self {
        Self { year, span: Span::Month(month) }
    }

    /// The assessment year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The stretch inside the year.
    pub const fn span(self) -> Span {
        self.span
    }

    /// The month in which it ends; `None` for weeks.
    pub fn end(self) -> Option<Month> {
        match self.span {
            Span::Month(month) => Some(month),
            Span::JanFeb => Month::new(2),
            Span::Quarter(quarter) | Span::FirstQuarters(quarter) => Month::new(quarter * 3),
            Span::Half(half) => Month::new(half * 6),
            Span::Year => Some(Month::DECEMBER),
            Span::Week(_) => None,
        }
    }

    /// How many months a figure *of this period alone* covers.
    pub const fn months(self) -> u8 {
        match self.span {
            Span::Month(_) => 1,
            Span::JanFeb => 2,
            Span::Quarter(_) => 3,
            Span::Half(_) => 6,
            Span::FirstQuarters(quarters) => quarters * 3,
            Span::Year => 12,
            Span::Week(_) => 0,
        }
    }

    /// Stable short form: `2018-07`, `2018-01/02`, `2018-Q2`, `2018-H1`, `2018-Q1/3`, `2018`, `2018-W30`.
    pub fn code(self) -> String {
        let year = self.year;
        match self.span {
            Span::Month(month) => format!("{year}-{:02}", month.number()),
            Span::JanFeb => format!("{year}-01/02"),
            Span::Quarter(quarter) => format!("{year}-Q{quarter}"),
            Span::Half(half) => format!("{year}-H{half}"),
            Span::FirstQuarters(quarters) => format!("{year}-Q1/{quarters}"),
            Span::Year => format!("{year}"),
            Span::Week(week) => format!("{year}-W{week:02}"),
        }
    }
}

/// 1—7月, 1月, 上半年 is written 1—6月 in tables: the stretch from January to `end`.
pub fn year_to_date(end: Month) -> String {
    if end.number() == 1 { "1月".to_owned() } else { format!("1—{}月", end.number()) }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match self.span {
            Span::Month(month) => write!(out, "{year}年{}月", month.number()),
            Span::JanFeb => write!(out, "{year}年1—2月"),
            Span::Quarter(quarter) => write!(out, "{year}年{}季度", digit(quarter)),
            Span::Half(1) => write!(out, "{year}年上半年"),
            Span::Half(_) => write!(out, "{year}年下半年"),
            Span::FirstQuarters(2) => write!(out, "{year}年前两季度"),
            Span::FirstQuarters(_) => write!(out, "{year}年前三季度"),
            Span::Year => write!(out, "{year}年"),
            Span::Week(week) => write!(out, "{year}年第{week}周"),
        }
    }
}

const fn digit(number: u8) -> &'static str {
    match number {
        1 => "一",
        2 => "二",
        3 => "三",
        _ => "四",
    }
}

impl TryFrom<String> for Period {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("“{text}”不是期间"))
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.code()
    }
}
