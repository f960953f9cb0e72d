//! Rule 13: a unit has no figures after the end of its validity.
//!
//! A figure of a period that begins after the unit's last day is an error; one of the period in which it
//! ended is a warning, since its last days belong to the successor. No tolerance.
//!
//! Example: the unit ended on 19 July; its figure for 1—7月 runs to 31 July.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::view::{Draft, Series, View};
use crate::organisation::Unit;
use crate::period::Month;

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for series in view.all() {
        let Some(unit) = view.book.organisation.get(series.unit) else { continue };
        if unit.valid_to.is_some() {
            out.extend(view.months().filter_map(|month| look(view, series, unit, month)));
        }
    }
}

fn look(view: &View<'_>, series: &Series<'_>, unit: &Unit, month: Month) -> Option<Finding> {
    let last = unit.valid_to?;
    if view.last_day(month)? <= last {
        return None;
    }
    let facts: Vec<Fact> = series.rows().filter_map(|(measure, _)| series.fact(measure, month)).collect();
    let first = facts.first()?;
    let ended_before = month.previous().is_none_or(|before| view.last_day(before).is_some_and(|day| last <= day));
    let (label, number) = (unit.label(), month.number());
    let statement =
        format!("{label}有效期到{}年{}月{}日，不应再有截至{number}月的数据", last.year(), last.month(), last.day());
    view.finding(Draft {
        rule: Rule::UnitEnded,
        severity: if ended_before { Severity::Error } else { Severity::Warning },
        indicator: series.indicator,
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

#[cfg(test)]
mod tests {
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};
    use crate::ledger::Measure;
    use crate::organisation::UnitKind;
    use jiff::civil::date;

    fn tax_office(period: &str) -> Rows {
        district()
            .step(|builder| {
                builder.unit_with("D07", UnitKind::Department, Some("Q00"), |office| {
                    office.valid_to = Some(date(2018, 7, 19));
                })
            })
            .figure("P01", "D07", period, Measure::Cumulative, "12")
    }

    #[test]
    fn figures_after_the_last_day_are_found() {
        assert_eq!(only(tax_office("2018-08")).statement, "D07有效期到2018年7月19日，不应再有截至8月的数据");
        assert_eq!(lines(tax_office("2018-08")), ["unit_ended 矛盾 D07 2018-08 B2"]);
        assert_eq!(lines(tax_office("2018-07")), ["unit_ended 提醒 D07 2018-07 B2"]);
    }

    #[test]
    fn figures_before_it_are_not() {
        clean(tax_office("2018-06"));
    }
}
