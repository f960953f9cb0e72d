//! What a figure is asked for: indicator, unit, year and month, whose series.

use crate::framework::{Frequency, Indicator};
use crate::ledger::Origin;
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

/// The end of the latest period that can be published by the end of `month`'s reporting round:
/// quarterly figures in July are those of June, figures one month late are those of the month before.
/// `None` when no period has ended yet.
pub fn latest_period_end(indicator: &Indicator, month: Month) -> Option<Month> {
    let month = if indicator.late_month { month.previous()? } else { month };
    let step = indicator.frequency.months();
    let end = Month::new(month.number() / step * step)?;
    let alone_in_january = indicator.joint_january && indicator.frequency == Frequency::Monthly && end.number() == 1;
    (!alone_in_january).then_some(end)
}

/// The end of the period before the one that ends in `end`; `None` for the first of the year.
pub fn period_before(indicator: &Indicator, end: Month) -> Option<Month> {
    let step = indicator.frequency.months();
    let before = Month::new(end.number().checked_sub(step)?)?;
    let joint = indicator.joint_january && indicator.frequency == Frequency::Monthly && before.number() == 1;
    (!joint).then_some(before)
}
