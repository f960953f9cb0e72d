//! When a scheme holds, and when in the year its scores are taken.

use std::fmt;

use crate::period::Month;

/// First and last month a scheme holds for, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective {
    /// Year and month it begins with.
    pub first: (i16, Month),
    /// Year and month it ends with.
    pub last: (i16, Month),
}

impl Effective {
    /// Whether the month lies inside.
    pub fn holds(&self, year: i16, month: Month) -> bool {
        self.first <= (year, month) && (year, month) <= self.last
    }

    /// Whether both hold for some month.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

impl fmt::Display for Effective {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((year, month), (last_year, last_month)) = (self.first, self.last);
        write!(out, "{year:04}-{:02} 至 {last_year:04}-{:02}", month.number(), last_month.number())
    }
}

/// A point of the year at which process scores are taken: the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checkpoint(pub Month);

/// The quarters' ends with their names in schemes.
const QUARTERS: &[(&str, u8)] = &[("一季度", 3), ("上半年", 6), ("前三季度", 9), ("全年", 12)];

impl Checkpoint {
    /// The checkpoint with this name: 一季度, 上半年, 前三季度, 全年, or 1月 to 12月.
    pub fn named(name: &str) -> Option<Self> {
        let quarter = QUARTERS.iter().find(|(known, _)| *known == name).map(|(_, number)| *number);
        let number = quarter.or_else(|| name.strip_suffix('月')?.parse().ok())?;
        Month::new(number).map(Self)
    }

    /// Its name in schemes.
    pub fn name(self) -> String {
        let number = self.0.number();
        let quarter = QUARTERS.iter().find(|(_, end)| *end == number);
        quarter.map_or_else(|| format!("{number}月"), |(name, _)| (*name).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effective(first: (i16, u8), last: (i16, u8)) -> Effective {
        let month = |(year, number): (i16, u8)| (year, Month::new(number).unwrap());
        Effective { first: month(first), last: month(last) }
    }

    #[test]
    fn a_scheme_holds_from_its_first_to_its_last_month() {
        let scheme = effective((2018, 3), (2019, 2));
        for (year, month, holds) in [(2018, 2, false), (2018, 3, true), (2019, 2, true), (2019, 3, false)] {
            assert_eq!(scheme.holds(year, Month::new(month).unwrap()), holds, "{year}-{month}");
        }
        assert!(scheme.overlaps(&effective((2019, 2), (2019, 12))));
        assert!(!scheme.overlaps(&effective((2019, 3), (2019, 12))));
        assert!(!scheme.overlaps(&effective((2017, 1), (2018, 2))));
        assert_eq!(scheme.to_string(), "2018-03 至 2019-02");
    }

    #[test]
    fn checkpoints_are_named_after_quarters_or_months() {
        for (name, number) in [("一季度", 3), ("上半年", 6), ("前三季度", 9), ("全年", 12), ("5月", 5)] {
            let checkpoint = Checkpoint::named(name).unwrap();
            assert_eq!((checkpoint.0.number(), checkpoint.name().as_str()), (number, name));
        }
        assert_eq!(Checkpoint::named("13月"), None);
        assert_eq!(Checkpoint::named("季度"), None);
    }
}
