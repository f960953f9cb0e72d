//! The figures that the sources print, read forwards.

use super::{check, own, reckoner};
use crate::framework::{Frequency, Goal, PriceBasis, ValueKind};
use crate::ledger::{Book, Measure, Origin};
use crate::progress::{Exact, FigureKind as K, Reckoner};
use crate::testing::{BookBuilder, OWN, decimal, shown, subject};

/// An even annual target with the cumulative at the end of May and the months of June and July.
fn source_000(unit: &str, target: &str, to_may: &str, june: &str, july: &str) -> Book {
    let to_june =
        BookBuilder::new(2018).indicator("I", ValueKind::Flow, unit).target("I", OWN, Goal::Amount, target, unit);
    to_june
        .figure("I", OWN, "2018年1—5月", Measure::Cumulative, to_may, unit)
        .figure("I", OWN, "2018年6月", Measure::Month, june, unit)
        .figure("I", OWN, "2018年7月", Measure::Month, july, unit)
        .build()
}

/// With the cumulative at the end of June and July beside the months.
fn with_cumulative(unit: &str, target: &str, months: (&str, &str), cumulative: (&str, &str)) -> Book {
    BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, unit)
        .target("I", OWN, Goal::Amount, target, unit)
        .figure("I", OWN, "2018-06", Measure::Month, months.0, unit)
        .figure("I", OWN, "2018-07", Measure::Month, months.1, unit)
        .figure("I", OWN, "2018-06", Measure::Cumulative, cumulative.0, unit)
        .figure("I", OWN, "2018-07", Measure::Cumulative, cumulative.1, unit)
        .build()
}

/// 000-1 … 000-4
#[test]
fn fiscal_revenue_in_july() {
    let book = source_000("万元", "120996", "40000", "16208", "5025");
    check(
        &book,
        7,
        &[
            (K::Month, "5025.00"),
            (K::MonthOnMonthChange, "−11183.00"),
            (K::MonthOnMonth, "−69.0"),
            (K::Requirement, "10083.00"),
            (K::MonthlyShortfall, "5058.00"),
            (K::RequirementMet, "49.84"),
            (K::Target, "120996.00"),
        ],
    );
    check(&book, 6, &[(K::Month, "16208.00")]);
}

/// 000-5 … 000-12
#[test]
fn investment_in_july() {
    let book = with_cumulative("亿元", "252", ("32.48", "16.25"), ("99", "115.25"));
    check(
        &book,
        7,
        &[
            (K::MonthOnMonthChange, "−16.23"),
            (K::MonthOnMonth, "−50.0"),
            (K::Requirement, "21.00"),
            (K::MonthlyShortfall, "4.75"),
            (K::RequirementMet, "77.38"),
            (K::Cumulative, "115.25"),
            (K::Shortfall, "31.75"),
            (K::Completion, "45.73"),
            (K::Pace, "58.33"),
            (K::BehindPace, "12.60"),
            (K::Remaining, "136.75"),
            (K::RemainingMonthly, "27.35"),
            (K::Pressure, "1.302"),
            (K::ThirdQuarter, "189.00"),
            (K::HalfYear, "39.29"),
        ],
    );
    check(&book, 6, &[(K::Shortfall, "27.00"), (K::Cumulative, "99.00"), (K::Month, "32.48")]);
}

/// 000-13 … 000-17
#[test]
fn industrial_output_in_july() {
    let book = with_cumulative("亿元", "486", ("44.9", "35.8"), ("210.7", "246.5"));
    check(
        &book,
        7,
        &[
            (K::MonthOnMonthChange, "−9.10"),
            (K::MonthOnMonth, "−20.3"),
            (K::Requirement, "40.50"),
            (K::MonthlyShortfall, "4.70"),
            (K::RequirementMet, "88.40"),
            (K::Shortfall, "37.00"),
            (K::Remaining, "239.50"),
            (K::RemainingMonthly, "47.90"),
            (K::Pressure, "1.183"),
        ],
    );
    check(&book, 6, &[(K::Shortfall, "32.30"), (K::Month, "44.90")]);
}

/// 000-18, 000-19 and the other growth gaps of the source: from the statistics office's growth rates.
#[test]
fn growth_gaps_at_half_year() {
    for (target, growth, gap) in [
        ("12.2", "6.8", "5.4"),
        ("17.5", "5.2", "12.3"),
        ("9.8", "7.6", "2.2"),
        ("14.6", "12", "2.6"),
        ("8.4", "0", "8.4"),
    ] {
        let book = BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Growth, "%", |indicator| {
                indicator.frequency = Frequency::Quarterly;
                indicator.price = PriceBasis::Constant;
                indicator.decimals = 1;
            })
            .target("I", OWN, Goal::Growth, target, "%")
            .figure("I", OWN, "2018年上半年", Measure::Cumulative, growth, "%")
            .build();
        check(&book, 7, &[(K::GrowthGap, gap), (K::TargetGrowth, &decimal(target).rescale(1).unwrap().to_string())]);
    }
}

/// 002-1 and 002-2: ahead of the province by 0.8 and 7.5 percentage points.
#[test]
fn growth_against_the_province() {
    for (own_growth, province, ahead) in [("2.4", "1.6", "0.8"), ("9.6", "2.1", "7.5")] {
        let book = BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Growth, "%", |indicator| indicator.decimals = 1)
            .peers(&["省平均"])
            .figure("I", OWN, "2018-06", Measure::Cumulative, own_growth, "%")
            .figure("I", "省平均", "2018-06", Measure::Cumulative, province, "%")
            .build();
        check(&book, 6, &[(K::Growth, own_growth), (K::Rank, "1"), (K::ToBelow, ahead)]);
        assert_eq!(shown(&book, "I", "省平均", 6, K::ToFirst), ahead);
        assert_eq!(own(&book, 6, K::ToBelow).unit.as_str(), "百分点");
    }
}

/// 002-4 and 002-5: recognised starts and completions at half year, beside the claimed ones.
#[test]
fn projects_recognised() {
    for (target, recognised, rate, behind, owed) in
        [("46", "21", "45.65", "4.35", "2"), ("31", "7", "22.58", "27.42", "8.5")]
    {
        let book = BookBuilder::new(2022)
            .indicator_with("I", ValueKind::Count, "个", |indicator| indicator.decimals = 0)
            .target("I", OWN, Goal::Amount, target, "个")
            .figure("I", OWN, "2022-06", Measure::Cumulative, "30", "个")
            .origin(Origin::Recognised)
            .figure("I", OWN, "2022-06", Measure::Cumulative, recognised, "个")
            .build();
        let of = |origin| {
            let subject = crate::progress::Subject { origin, ..subject(&book, "I", OWN, 6) };
            Reckoner::<Exact>::new(&book, subject).unwrap()
        };
        let recognised = of(Origin::Recognised);
        assert_eq!(recognised.figure(K::Completion).text(), rate);
        assert_eq!(recognised.figure(K::BehindPace).text(), behind);
        assert_eq!(recognised.figure(K::Shortfall).text(), owed);
        assert_eq!(of(Origin::Claimed).figure(K::Cumulative).text(), "30");
        assert_ne!(of(Origin::Claimed).figure(K::Completion).text(), rate);
    }
}

/// 002-7: completion from the published gaps, read forwards.
#[test]
fn effective_investment_at_half_year() {
    for (done, completion, behind) in [("29.4", "29.40", "20.60"), ("9.5", "9.50", "40.50"), ("47.2", "47.20", "2.80")]
    {
        let book = BookBuilder::new(2018)
            .indicator("I", ValueKind::Flow, "亿元")
            .target("I", OWN, Goal::Amount, "100", "亿元")
            .figure("I", OWN, "2018-06", Measure::Cumulative, done, "亿元")
            .build();
        check(&book, 6, &[(K::Completion, completion), (K::BehindPace, behind)]);
    }
}

/// completion and starts of published bulletins.
#[test]
fn published_completions() {
    for (unit, target, done, rate, ahead) in [
        ("个", "20", "19", "95.00", "−45.00"),
        ("亿元", "217.2", "160.45", "73.87", "−23.87"),
        ("个", "365", "326", "89.32", "−39.32"),
        ("亿元", "1428.1", "887.44", "62.14", "−12.14"),
        ("个", "326", "305", "93.56", "−43.56"),
        ("亿元", "193.22", "126.02", "65.22", "−15.22"),
        ("个", "74", "57", "77.03", "−27.03"),
    ] {
        let kind = if unit == "个" { ValueKind::Count } else { ValueKind::Flow };
        let book = BookBuilder::new(2024)
            .indicator("I", kind, unit)
            .target("I", OWN, Goal::Amount, target, unit)
            .figure("I", OWN, "2024年上半年", Measure::Cumulative, done, unit)
            .build();
        check(&book, 6, &[(K::Completion, rate), (K::BehindPace, ahead)]);
        assert!(reckoner(&book, 6).half_year_met().unwrap());
    }
}

/// parts add up, and the total's completion is Σ done ÷ Σ plan, never a mean of rates.
#[test]
fn completion_of_a_group() {
    let book = BookBuilder::new(2024)
        .streets(&["续建", "新建"])
        .indicator("I", ValueKind::Flow, "亿元")
        .figure("I", "续建", "2024-06", Measure::Cumulative, "472.63", "亿元")
        .figure("I", "新建", "2024-06", Measure::Cumulative, "414.81", "亿元")
        .figure("I", "续建", "2024-06", Measure::Completion, "69.26", "%")
        .figure("I", "新建", "2024-06", Measure::Completion, "55.62", "%")
        .figure("I", OWN, "2024-06", Measure::Cumulative, "887.44", "亿元")
        .figure("I", OWN, "2024-06", Measure::Completion, "62.14", "%")
        .build();
    check(
        &book,
        6,
        &[
            (K::PartsTotal, "887.44"),
            (K::RebuiltCompletion, "62.14"),
            (K::Completion, "62.14"),
            (K::ImpliedTarget, "1428.13"),
        ],
    );
    let projects = BookBuilder::new(2024)
        .indicator("I", ValueKind::Count, "个")
        .streets(&["续建", "新建"])
        .figure("I", "续建", "2024-06", Measure::Cumulative, "83", "个")
        .figure("I", "新建", "2024-06", Measure::Cumulative, "282", "个")
        .build();
    check(&projects, 6, &[(K::PartsTotal, "365.00")]);
    let three = BookBuilder::new(2024)
        .indicator("I", ValueKind::Flow, "亿元")
        .streets(&["甲", "乙", "丙"])
        .figure("I", "甲", "2024-06", Measure::Cumulative, "827.14", "亿元")
        .figure("I", "乙", "2024-06", Measure::Cumulative, "45", "亿元")
        .figure("I", "丙", "2024-06", Measure::Cumulative, "15.3", "亿元")
        .build();
    check(&three, 6, &[(K::PartsTotal, "887.44")]);
}
