//! Rule 11: the same period of last year as printed beside a figure against last year's own figure.
//!
//! Always a warning: bases are revised, but somebody must know. Cumulative and month. Tolerance: half a
//! digit of both.
//!
//! Example: 51.0 printed as last year's first half, 50.2 reported in that year.

use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Series, View, more_or_less, tolerance};
use crate::ledger::Measure;
use crate::number::Number;
use crate::period::Month;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for (beside, own) in [(Measure::CumulativeBase, Measure::Cumulative), (Measure::MonthBase, Measure::Month)] {
        let printed = view.printed(beside).filter(|(series, _)| series.indicator.kind.is_numeric());
        out.extend(printed.filter_map(|(series, month)| compare(view, series, month, beside, own)));
    }
}

fn compare(view: &View<'_>, series: &Series<'_>, month: Month, beside: Measure, own: Measure) -> Option<Finding> {
    let (printed, own) = (series.fact(beside, month)?, series.last_year(own, month)?);
    let printed = view.lenient(Rule::LastYear, series, printed);
    if printed.interval().meets(&own.interval()) {
        return None;
    }
    let decimals = printed.decimals.max(own.decimals);
    let unit = series.indicator.unit.as_str();
    let (text, computed) = (series.amount(&printed.value, decimals), series.amount(&own.value, decimals));
    let apart = more_or_less(&printed.value, &own.value, decimals, unit);
    view.finding(Draft {
        rule: Rule::LastYear,
        severity: Severity::Warning,
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(beside),
        statement: format!(
            "发布的{}{text}，{}年原报{computed}，{apart}，如已修订请注明",
            beside.label(),
            view.year - 1
        ),
        printed: Some(text),
        computed: Some(computed),
        tolerance: tolerance(&printed.half().add(&own.half()), unit),
        facts: &[&printed, &own],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn base(own: &str) -> Rows {
        district().figure("P01", "Q00", "2018-06", Measure::CumulativeBase, "51.0").figure(
            "P01",
            "Q00",
            "2017-06",
            Measure::Cumulative,
            own,
        )
    }

    #[test]
    fn a_base_that_was_reported_otherwise_is_a_warning() {
        assert_eq!(
            only(base("50.2")).statement,
            "发布的上年同期累计51.0亿元，2017年原报50.2亿元，多0.8亿元，如已修订请注明"
        );
        assert_eq!(lines(base("50.2")), ["last_year 提醒 Q00 2018-06 B2 B3"]);
    }

    #[test]
    fn rounding_and_the_unknown_are_no_findings() {
        clean(base("51.0"));
        clean(base("51.1"));
        clean(base("51.05"));
        assert_eq!(lines(base("51.2")).len(), 1);
        clean(base("—"));
    }
}
