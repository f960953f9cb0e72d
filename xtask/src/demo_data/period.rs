//! Periods of the figures and how the import format writes them.

use anyhow::{Context as _, Result, bail};

use super::outline::Indicator;

/// The end of a period that starts with the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    pub(crate) year: u16,
    pub(crate) month: u8,
}

impl Month {
    pub(crate) const fn new(year: u16, month: u8) -> Self {
        Self { year, month }
    }

    /// Reads `2018-07`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let (year, month) = text.split_once('-').with_context(|| format!("{text:?} is not a month like 2018-07"))?;
        let month = Self { year: year.parse()?, month: month.parse()? };
        if !(1..=12).contains(&month.month) {
            bail!("{text:?} is not a month like 2018-07");
        }
        Ok(month)
    }

    /// The same month of the year before.
    pub(crate) const fn last_year(self) -> Self {
        Self { year: self.year - 1, month: self.month }
    }
}

/// Whether January is published together with February only.
pub(crate) fn is_joint(indicator: &Indicator) -> bool {
    indicator.jan_feb_joint == "yes"
}

/// Whether the indicator has a figure that ends with this month.
pub(crate) fn is_published(indicator: &Indicator, month: u8) -> bool {
    match indicator.frequency.as_str() {
        "quarterly" => month.is_multiple_of(3),
        "half" => month.is_multiple_of(6),
        "annual" => month == 12,
        _ => month != 1 || !is_joint(indicator),
    }
}

/// The period as the import format writes it; fails where the indicator has no figure.
pub(crate) fn period_text(indicator: &Indicator, end: Month) -> Result<String> {
    let Month { year, month } = end;
    if !is_published(indicator, month) {
        bail!("{} is not published for {year}-{month:02}", indicator.code);
    }
    Ok(match (indicator.frequency.as_str(), month) {
        ("monthly", 2) if is_joint(indicator) => format!("{year}年1—2月"),
        ("monthly", _) => format!("{year}-{month:02}"),
        (_, 3) => format!("{year}年一季度"),
        (_, 6) => format!("{year}年上半年"),
        (_, 9) => format!("{year}年前三季度"),
        _ => format!("{year}年"),
    })
}
