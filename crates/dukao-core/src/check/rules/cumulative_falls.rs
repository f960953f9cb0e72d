//! Rule 7: the cumulative of a flow or count does not fall from one period to the next.
//!
//! It is a warning where the period's own figure is printed below zero (refunds, withdrawn
//! recognitions), an error otherwise. Tolerance: half a digit of both figures.
//!
//! Example: 48 started by June, 47 by July.

use crate::check::fact::{Fact, latest_first};
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Series, View, tolerance};
use crate::ledger::Measure;
use crate::number::Number;
use crate::period::{Month, year_to_date};

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for series in view.all().filter(|series| series.indicator.kind.accumulates()) {
        let mut before: Option<(Month, Fact)> = None;
        for month in series.months(Measure::Cumulative, view.through) {
            let Some(now) = series.fact(Measure::Cumulative, month) else { continue };
            if let Some((earlier, before)) = &before
                && now.value < before.value
                && let wide = view.lenient(Rule::CumulativeFalls, series, now.clone())
                && wide.interval().lies_below(&before.interval())
            {
                out.extend(draft(view, series, *earlier, before, month, &wide));
            }
            before = Some((month, now));
        }
    }
}

fn draft(
    view: &View<'_>,
    series: &Series<'_>,
    earlier: Month,
    before: &Fact,
    month: Month,
    now: &Fact,
) -> Option<Finding> {
    let decimals = now.decimals.max(before.decimals);
    let (printed, last) = (series.amount(&now.value, decimals), series.amount(&before.value, decimals));
    let less = series.amount(&before.value.sub(&now.value), decimals);
    let own = series.fact(Measure::Month, month).filter(|own| own.value.signum() < 0);
    let mut facts = vec![now, before];
    facts.extend(own.as_ref());
    view.finding(Draft {
        rule: Rule::CumulativeFalls,
        severity: if own.is_some() { Severity::Warning } else { Severity::Error },
        indicator: series.indicator,
        unit: series.unit,
        span: now.span,
        mark: series.mark(Measure::Cumulative),
        statement: format!("{}累计{printed}，比{}累计{last}少{less}", year_to_date(month), year_to_date(earlier)),
        printed: Some(printed),
        computed: Some(format!("不低于{last}")),
        tolerance: tolerance(&now.half().add(&before.half()), series.indicator.unit.as_str()),
        facts: &latest_first(facts),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn falls(june: &str, july: &str) -> Rows {
        district().figure("P01", "Q00", "2018-06", Measure::Cumulative, june).figure(
            "P01",
            "Q00",
            "2018-07",
            Measure::Cumulative,
            july,
        )
    }

    #[test]
    fn a_fall_is_found_at_the_later_cell() {
        assert_eq!(only(falls("48.0", "47.0")).statement, "1—7月累计47.0亿元，比1—6月累计48.0亿元少1.0亿元");
        assert_eq!(lines(falls("48.0", "47.0")), ["cumulative_falls 矛盾 Q00 2018-07 B3 B2"]);
    }

    #[test]
    fn rising_standing_still_and_rounding_are_no_falls() {
        clean(falls("47.0", "48.0"));
        clean(falls("47.0", "47.0"));
        clean(falls("47.0", "46.9"));
        assert_eq!(lines(falls("47.0", "46.8")).len(), 1);
        clean(falls("47.0", "×"));
    }

    #[test]
    fn a_printed_negative_month_makes_it_a_warning() {
        let book = falls("48.0", "47.0").figure("P01", "Q00", "2018-07", Measure::Month, "-1.0");
        assert_eq!(lines(book), ["cumulative_falls 提醒 Q00 2018-07 B3 B2 B4"]);
    }

    #[test]
    fn levels_may_fall() {
        let book = district()
            .indicator("F04", "亿元", crate::framework::ValueKind::Level, |_| ())
            .figure("F04", "Q00", "2018-06", Measure::Cumulative, "48.0")
            .figure("F04", "Q00", "2018-07", Measure::Cumulative, "40.0");
        clean(book);
    }
}
