//! Rule 6: the growth printed with an amount must be the growth its own growth indicator publishes.
//!
//! A constant-price growth is published by the statistics office and is never derived from amounts at
//! current prices: when the printed growth is just the ratio of the amounts, the finding says so.
//! Tolerance: half a digit of both printed rates.
//!
//! Example: 7.8 % printed for value added, 5.2 % published; 7.8 is 55.0 ÷ 51.0 at current prices.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View, percent};
use crate::framework::{PriceBasis, ValueKind};
use crate::ledger::Measure;
use crate::number::Number;
use crate::period::Month;
use crate::progress::formula;

use super::growth::{base, value};

/// Growth beside the amount, growth in the growth indicator, the amount, its base.
const PAIRS: [(Measure, Measure, Measure, Measure); 2] = [
    (Measure::CumulativeGrowth, Measure::Cumulative, Measure::Cumulative, Measure::CumulativeBase),
    (Measure::MonthGrowth, Measure::Month, Measure::Month, Measure::MonthBase),
];

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for series in view.all().filter(|series| series.indicator.kind.accumulates()) {
        let Some(code) = series.indicator.pair.as_deref() else { continue };
        let Some(pair) = view.series(code, series.unit, series.origin) else { continue };
        if pair.indicator.kind != ValueKind::Growth {
            continue;
        }
        for month in view.months() {
            for measures in PAIRS {
                out.extend(compare(view, series, pair, month, measures));
            }
        }
    }
}

fn compare(
    view: &View<'_>,
    series: &Series<'_>,
    pair: &Series<'_>,
    month: Month,
    (beside, published, amount, below): (Measure, Measure, Measure, Measure),
) -> Option<Finding> {
    let (printed, own) = (series.fact(beside, month)?, pair.fact(published, month)?);
    let printed = view.lenient(Rule::PairGrowth, series, printed);
    if printed.interval().meets(&own.interval()) {
        return None;
    }
    let constant = pair.indicator.price == PriceBasis::Constant;
    let (text, published) = (percent(&printed.value, printed.decimals), percent(&own.value, own.decimals));
    let mut statement = format!("随总量发布增速{text}，{}为{published}", pair.indicator.full_name());
    let mut facts = vec![printed.clone(), own.clone()];
    if let Some((actual, base)) = ratio(series, month, &printed, amount, below).filter(|_| constant) {
        let (now, before) = (actual.text(), base.text());
        statement = format!("{statement}；{text}是{now}÷{before}的现价增速，可比价增速不得由现价推算");
        facts.extend([actual, base]);
    } else if constant {
        statement.push_str("，可比价增速以发布数为准");
    }
    let half = printed.half().add(&own.half());
    view.finding(Draft {
        rule: Rule::PairGrowth,
        severity: Severity::Error,
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(beside),
        statement,
        printed: Some(text),
        computed: Some(published),
        tolerance: crate::check::view::tolerance(&half, "个百分点"),
        facts: &facts.iter().collect::<Vec<_>>(),
    })
}

/// The amounts whose ratio the printed growth is.
fn ratio(series: &Series<'_>, month: Month, printed: &Fact, amount: Measure, below: Measure) -> Option<(Fact, Fact)> {
    let actual = value(series, amount, month)?;
    let (base, _) = base(series, below, amount, month)?;
    let bounds = base.interval();
    if !bounds.is_positive() {
        return None;
    }
    let rate = Interval::hull([&actual.interval(), &bounds], |[now, before]| formula::growth(now, before))?;
    rate.meets(&printed.interval()).then_some((actual, base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn pair(beside: &str, price: PriceBasis) -> Rows {
        district()
            .indicator("E04", "亿元", ValueKind::Flow, |indicator| indicator.pair = Some("E05".to_owned()))
            .indicator("E05", "%", ValueKind::Growth, |indicator| {
                indicator.pair = Some("E04".to_owned());
                indicator.price = price;
            })
            .figure("E04", "Q00", "2018-06", Measure::Cumulative, "55.0")
            .figure("E04", "Q00", "2017-06", Measure::Cumulative, "51.0")
            .figure("E05", "Q00", "2018-06", Measure::Cumulative, "5.2")
            .figure("E04", "Q00", "2018-06", Measure::CumulativeGrowth, beside)
    }

    #[test]
    fn says_when_a_constant_price_growth_is_the_ratio_of_current_prices() {
        let found = only(pair("7.8", PriceBasis::Constant));
        assert_eq!(
            found.statement,
            "随总量发布增速7.8%，指标E05为5.2%；7.8%是55.0÷51.0的现价增速，可比价增速不得由现价推算"
        );
        assert_eq!(lines(pair("7.8", PriceBasis::Constant)), ["pair_growth 矛盾 Q00 2018-06 B5 B4 B2 B3"]);
    }

    #[test]
    fn any_other_constant_price_growth_is_the_published_one() {
        let found = only(pair("6.0", PriceBasis::Constant));
        assert!(found.statement.ends_with("可比价增速以发布数为准"), "{}", found.statement);
        assert_eq!(found.sources.len(), 2);
    }

    #[test]
    fn both_printed_rates_may_be_rounded() {
        clean(pair("5.2", PriceBasis::Constant));
        clean(pair("5.25", PriceBasis::Constant));
        clean(pair("5.3", PriceBasis::Constant));
        clean(pair("5", PriceBasis::Constant));
        assert_eq!(lines(pair("5.31", PriceBasis::Constant)).len(), 1);
        clean(pair("×", PriceBasis::Constant));
    }

    #[test]
    fn current_price_pairs_must_agree_too() {
        let rules: Vec<String> = lines(pair("6.0", PriceBasis::Current));
        assert!(rules.iter().any(|line| line.starts_with("pair_growth 矛盾 Q00 2018-06")), "{rules:?}");
    }
}
