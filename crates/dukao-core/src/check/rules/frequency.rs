//! Rule 15: a figure belongs to a period that its indicator has.
//!
//! Quarterly figures end in March, June, September or December; January alone has no figure where it is
//! published together with February (an error: it would be counted twice). Progress in words and
//! printed ranks are left alone. No tolerance.
//!
//! Example: fixed-asset investment “2018-01”, published only as 1—2月.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Series, View};
use crate::framework::{Frequency, ValueKind};
use crate::ledger::Measure;
use crate::period::Month;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    let judged = |kind: ValueKind| kind.is_numeric();
    for series in view.all().filter(|series| judged(series.indicator.kind)) {
        out.extend(view.months().filter_map(|month| look(view, series, month)));
    }
}

fn look(view: &View<'_>, series: &Series<'_>, month: Month) -> Option<Finding> {
    let indicator = series.indicator;
    let january = month.number() == 1 && indicator.joint_january && indicator.frequency == Frequency::Monthly;
    let off = !month.number().is_multiple_of(indicator.frequency.months());
    if !january && !off {
        return None;
    }
    let figures = series.rows().filter(|(measure, _)| !matches!(measure, Measure::Rank | Measure::LastYearRank));
    let facts: Vec<Fact> = figures.filter_map(|(measure, _)| series.fact(measure, month)).collect();
    let first = facts.first()?;
    let number = month.number();
    let statement = if january {
        "1月不单独发布，与2月合并为1—2月，不应有1月的数据".to_owned()
    } else {
        format!("本指标按{}发布，不应有截至{number}月的数据", word(indicator.frequency))
    };
    view.finding(Draft {
        rule: Rule::Frequency,
        severity: if january { Severity::Error } else { Severity::Warning },
        indicator,
        unit: series.unit,
        span: first.span,
        mark: series.mark_of_period(),
        statement,
        printed: Some(first.text()),
        computed: None,
        tolerance: String::new(),
        facts: &facts.iter().collect::<Vec<_>>(),
    })
}

fn word(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Monthly => "月",
        Frequency::Quarterly => "季",
        Frequency::HalfYearly => "半年",
        Frequency::Annual => "年",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn indicator(change: impl FnOnce(&mut crate::framework::Indicator)) -> Rows {
        district().indicator("E01", "亿元", ValueKind::Flow, change)
    }

    #[test]
    fn january_alone_is_an_error_where_it_is_published_with_february() {
        let book = |period: &str| {
            indicator(|indicator| indicator.joint_january = true).figure("E01", "Q00", period, Measure::Cumulative, "7")
        };
        assert_eq!(only(book("2018-01")).statement, "1月不单独发布，与2月合并为1—2月，不应有1月的数据");
        assert_eq!(lines(book("2018-01")), ["frequency 矛盾 Q00 2018-01 B2"]);
        clean(book("2018年1—2月"));
        clean(book("2018-02"));
    }

    #[test]
    fn quarterly_figures_end_with_a_quarter() {
        let book = |period: &str| {
            indicator(|indicator| indicator.frequency = Frequency::Quarterly).figure(
                "E01",
                "Q00",
                period,
                Measure::Cumulative,
                "7",
            )
        };
        assert_eq!(lines(book("2018-07")), ["frequency 提醒 Q00 2018-07 B2"]);
        clean(book("2018-06"));
        clean(book("2018年上半年"));
        clean(indicator(|_| ()).figure("E01", "Q00", "2018-01", Measure::Cumulative, "7"));
    }
}
