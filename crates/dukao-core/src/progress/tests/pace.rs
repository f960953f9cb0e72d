//! Pace profiles, periods, units, ceilings, stages.

use super::{check, reckoner, refused};
use crate::framework::{Direction, Frequency, Goal, PacePoint, PaceProfile, Target, ValueKind};
use crate::ledger::{Book, Measure};
use crate::progress::FigureKind as K;
use crate::testing::{BookBuilder, OWN, decimal, month, stage};

fn flow() -> BookBuilder {
    BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元")
}

fn with_pace(pace: PaceProfile, done: &str, at: &str) -> Book {
    flow()
        .target_with("I", OWN, Goal::Amount, "252", "亿元", |target| target.pace = pace)
        .figure("I", OWN, at, Measure::Cumulative, done, "亿元")
        .build()
}

fn points(list: &[(u8, &str)]) -> Vec<PacePoint> {
    list.iter().map(|(number, share)| PacePoint { month: month(*number), share: decimal(share) }).collect()
}

/// The target in 亿元, the figures in 万元, the indicator shown in 亿元 — and the other way round.
#[test]
fn units_of_one_family_mix() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .target("I", OWN, Goal::Amount, "2520000", "万元")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "990000", "万元")
        .figure("I", OWN, "2018-07", Measure::Month, "16.25", "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "1152500.00", "万元")
        .build();
    check(&book, 7, &[(K::Target, "252.00"), (K::Shortfall, "31.75"), (K::MonthlyShortfall, "4.75")]);
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "万元")
        .target("I", OWN, Goal::Amount, "12.0996", "亿元")
        .figure("I", OWN, "2018-07", Measure::Month, "5025", "万元")
        .build();
    check(&book, 7, &[(K::Target, "120996.00"), (K::MonthlyShortfall, "5058.00")]);
}

#[test]
fn units_of_different_families_do_not() {
    let book = flow()
        .target("I", OWN, Goal::Amount, "100", "亿美元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "5", "亿元")
        .build();
    refused(&book, 7, K::Completion, "不可比", "不能换算");
    let book = flow().figure("I", OWN, "2018-07", Measure::Cumulative, "5", "户").build();
    refused(&book, 7, K::Cumulative, "不可比", "不能换算");
}

#[test]
fn a_staged_pace_holds_until_its_next_point() {
    let pace = PaceProfile::Staged(points(&[(6, "0.40"), (9, "0.75"), (12, "1.00")]));
    let book = with_pace(pace.clone(), "115.25", "2018-07");
    check(
        &book,
        7,
        &[(K::Pace, "40.00"), (K::BehindPace, "−5.73"), (K::Shortfall, "−14.45"), (K::Requirement, "0.00")],
    );
    refused(&book, 7, K::RequirementMet, "不可比", "没有进度要求");
    check(&with_pace(pace.clone(), "50", "2018-05"), 5, &[(K::Pace, "0.00"), (K::BehindPace, "−19.84")]);
    check(&with_pace(pace, "100", "2018-09"), 9, &[(K::Requirement, "88.20"), (K::ThirdQuarter, "189.00")]);
}

#[test]
fn a_typed_pace_names_every_month() {
    let shares = ["0.01", "0.03", "0.06", "0.11", "0.17", "0.25", "0.34", "0.44", "0.56", "0.69", "0.84", "1"];
    let list: Vec<(u8, &str)> = (1..).zip(shares).collect();
    let book = with_pace(PaceProfile::Typed(points(&list)), "100", "2018-07");
    check(&book, 7, &[(K::Pace, "34.00"), (K::Requirement, "22.68"), (K::Shortfall, "−14.32")]);
    let holes = with_pace(PaceProfile::Typed(points(&[(6, "0.5"), (12, "1")])), "100", "2018-07");
    refused(&holes, 7, K::Pace, "未报", "7月");
    refused(&holes, 7, K::Shortfall, "未报", "7月");
}

/// 2018: 250 working days, 145 of them by the end of July.
#[test]
fn a_working_day_pace_counts_by_the_calendar() {
    let book = with_pace(PaceProfile::WorkingDays, "115.25", "2018-07");
    let (done, total) = book.calendar.working_day_share(2018, 7).unwrap();
    let share = crate::number::Rational::ratio(i64::from(done * 100), i64::from(total)).unwrap();
    check(&book, 7, &[(K::Pace, &share.round(2).to_string())]);
    assert_eq!((done, total), (145, 250));
    check(&book, 7, &[(K::Pace, "58.00"), (K::Shortfall, "30.91")]);
}

#[test]
fn a_year_without_notice_has_no_working_day_pace() {
    let book = BookBuilder::new(2031)
        .indicator("I", ValueKind::Flow, "亿元")
        .target_with("I", OWN, Goal::Amount, "252", "亿元", |target| target.pace = PaceProfile::WorkingDays)
        .figure("I", OWN, "2031-07", Measure::Cumulative, "100", "亿元")
        .build();
    refused(&book, 7, K::Pace, "不可比", "2031");
}

#[test]
fn last_years_shape_is_its_own_cumulative_share() {
    let base = |whole: &str| {
        flow()
            .target_with("I", OWN, Goal::Amount, "252", "亿元", |target| target.pace = PaceProfile::LastYear)
            .figure("I", OWN, "2018-07", Measure::Cumulative, "115.25", "亿元")
            .figure("I", OWN, "2017-07", Measure::Cumulative, "100", "亿元")
            .figure("I", OWN, "2017-06", Measure::Cumulative, "90", "亿元")
            .figure("I", OWN, "2017-12", Measure::Cumulative, whole, "亿元")
            .build()
    };
    check(&base("200"), 7, &[(K::Pace, "50.00"), (K::Shortfall, "10.75"), (K::Requirement, "12.60")]);
    let shrinking = flow()
        .target_with("I", OWN, Goal::Amount, "252", "亿元", |target| target.pace = PaceProfile::LastYear)
        .months(
            "I",
            2017,
            Measure::Cumulative,
            &["30", "20", "30", "40", "50", "60", "70", "80", "90", "95", "98", "100"],
            "亿元",
        )
        .months("I", 2018, Measure::Month, &["10", "10"], "亿元")
        .build();
    check(&shrinking, 2, &[(K::Requirement, "−25.20"), (K::MonthlyShortfall, "−35.20"), (K::Shortfall, "30.40")]);
    refused(&shrinking, 2, K::RequirementMet, "不可比", "没有进度要求");
    refused(&base("0"), 7, K::Pace, "不可比", "为零");
    refused(&base("-5"), 7, K::Pace, "不可比", "负数");
    refused(&base("—"), 7, K::Pace, "未报", "2017年");
    refused(&base("×"), 7, K::Shortfall, "已隐去", "2017年");
}

#[test]
fn quarterly_figures_asked_in_july_are_those_of_june() {
    let book = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.frequency = Frequency::Quarterly)
        .target("I", OWN, Goal::Amount, "440", "亿元")
        .figure("I", OWN, "2018年一季度", Measure::Cumulative, "90", "亿元")
        .figure("I", OWN, "2018年上半年", Measure::Cumulative, "200", "亿元")
        .build();
    for at in [6, 7, 8] {
        check(
            &book,
            at,
            &[(K::Cumulative, "200.00"), (K::Pace, "50.00"), (K::Month, "110.00"), (K::Requirement, "110.00")],
        );
        check(&book, at, &[(K::MonthOnMonthChange, "20.00"), (K::RemainingMonthly, "40.00"), (K::HalfYear, "45.45")]);
    }
    refused(&book, 2, K::Cumulative, "未到期", "2月");
    refused(&book, 5, K::HalfYear, "未到期", "6月底");
    refused(&book, 3, K::PaceMovement, "不适用", "上一期");
    check(&book, 6, &[(K::PaceMovement, "0.00")]);
}

#[test]
fn half_yearly_and_annual_figures_wait_for_their_period() {
    let of = |frequency| {
        BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.frequency = frequency)
            .target("I", OWN, Goal::Amount, "100", "亿元")
            .figure("I", OWN, "2018年上半年", Measure::Cumulative, "60", "亿元")
            .figure("I", OWN, "2018年", Measure::Cumulative, "110", "亿元")
            .build()
    };
    check(
        &of(Frequency::HalfYearly),
        11,
        &[(K::Cumulative, "60.00"), (K::Requirement, "50.00"), (K::HalfYear, "60.00")],
    );
    refused(&of(Frequency::Annual), 11, K::Cumulative, "未到期", "11月");
    check(&of(Frequency::Annual), 12, &[(K::Cumulative, "110.00"), (K::Remaining, "−10.00"), (K::Month, "110.00")]);
    refused(&of(Frequency::Annual), 12, K::HalfYear, "不适用", "年报");
}

#[test]
fn a_late_month_is_that_of_the_month_before() {
    let book = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.late_month = true)
        .target("I", OWN, Goal::Amount, "120", "亿元")
        .months("I", 2018, Measure::Month, &["10", "10", "10", "10", "10", "9", "1"], "亿元")
        .build();
    check(&book, 7, &[(K::Cumulative, "59.00"), (K::Month, "9.00"), (K::Shortfall, "1.00"), (K::HalfYear, "49.17")]);
    refused(&book, 6, K::HalfYear, "未到期", "6月底");
    refused(&book, 1, K::Cumulative, "未到期", "1月还没有到期");
}

/// January is published with February only: nothing is due in January, two months are required in February.
#[test]
fn january_joins_february() {
    let book = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.joint_january = true)
        .target("I", OWN, Goal::Amount, "120", "亿元")
        .figure("I", OWN, "2018年1—2月", Measure::Month, "15", "亿元")
        .figure("I", OWN, "2018年3月", Measure::Month, "12", "亿元")
        .figure("I", OWN, "2018年4月", Measure::Month, "9", "亿元")
        .build();
    refused(&book, 1, K::Shortfall, "未到期", "合并");
    check(
        &book,
        2,
        &[(K::Month, "15.00"), (K::Requirement, "20.00"), (K::MonthlyShortfall, "5.00"), (K::Shortfall, "5.00")],
    );
    let quarterly = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| {
            (indicator.joint_january, indicator.frequency) = (true, Frequency::Quarterly);
        })
        .build();
    refused(&quarterly, 2, K::Cumulative, "未到期", "2月还没有到期");
    refused(&book, 2, K::MonthOnMonth, "不适用", "上一期");
    check(
        &book,
        3,
        &[(K::Cumulative, "27.00"), (K::Requirement, "10.00"), (K::Shortfall, "3.00"), (K::PaceMovement, "−1.67")],
    );
    refused(&book, 3, K::MonthOnMonthChange, "不可比", "两个月");
    check(&book, 4, &[(K::MonthOnMonthChange, "−3.00"), (K::MonthOnMonth, "−25.0"), (K::Cumulative, "36.00")]);
}

/// A quarter's own figure that ends in March is not the figure of March.
#[test]
fn a_longer_stretch_is_not_the_month() {
    let book = flow()
        .figure("I", OWN, "2018年一季度", Measure::Month, "30", "亿元")
        .figure("I", OWN, "2018-02", Measure::Cumulative, "18", "亿元")
        .figure("I", OWN, "2018-04", Measure::Month, "9", "亿元")
        .build();
    check(&book, 3, &[(K::Cumulative, "30.00"), (K::Month, "12.00")]);
    check(&book, 4, &[(K::Cumulative, "39.00")]);
    let alone = flow().figure("I", OWN, "2018年一季度", Measure::Month, "30", "亿元").build();
    refused(&alone, 3, K::Month, "未报", "");
}

#[test]
fn december_leaves_nothing_to_do() {
    let book = flow()
        .target("I", OWN, Goal::Amount, "252", "亿元")
        .figure("I", OWN, "2018年1—11月", Measure::Cumulative, "230", "亿元")
        .figure("I", OWN, "2018年", Measure::Cumulative, "260", "亿元")
        .build();
    check(
        &book,
        12,
        &[(K::Completion, "103.17"), (K::Shortfall, "−8.00"), (K::Remaining, "−8.00"), (K::Pace, "100.00")],
    );
    for kind in [K::RemainingMonthly, K::Pressure, K::RemainingGrowth, K::BestPastGrowth] {
        refused(&book, 12, kind, "不适用", "年末");
    }
    check(&book, 11, &[(K::RemainingMonthly, "22.00"), (K::Pressure, "1.048")]);
}

fn ceiling(floor: &str, done: &str, at: &str) -> Book {
    BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Count, "起", |indicator| {
            indicator.direction = Direction::Down;
            indicator.decimals = 0;
        })
        .target("I", OWN, Goal::Ceiling, floor, "起")
        .figure("I", OWN, at, Measure::Cumulative, done, "起")
        .build()
}

/// Under a ceiling positive is still behind: too much.
#[test]
fn a_ceiling_turns_the_signs() {
    check(&ceiling("24", "15", "2018-07"), 7, &[(K::BehindPace, "4.17"), (K::Shortfall, "1"), (K::Remaining, "9")]);
    check(&ceiling("24", "12", "2018-07"), 7, &[(K::BehindPace, "−8.33"), (K::Shortfall, "−2")]);
    check(&ceiling("25", "12", "2018-07"), 7, &[(K::Shortfall, "−2.6"), (K::Requirement, "2.1")]);
    assert!(reckoner(&ceiling("24", "12", "2018-06"), 6).half_year_met().unwrap());
    assert!(!reckoner(&ceiling("24", "13", "2018-06"), 6).half_year_met().unwrap());
    let upward = flow()
        .target("I", OWN, Goal::Ceiling, "120", "亿元")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "70", "亿元")
        .build();
    check(&upward, 6, &[(K::BehindPace, "8.33"), (K::Shortfall, "10.00")]);
}

#[test]
fn a_target_of_zero_or_less_has_no_rate() {
    let zero = ceiling("0", "1", "2018-07");
    for kind in [K::Completion, K::BehindPace, K::Pressure] {
        refused(&zero, 7, kind, "不可比", "为零");
    }
    check(&zero, 7, &[(K::Shortfall, "1"), (K::Remaining, "−1"), (K::Pace, "58.33")]);
    let negative = flow()
        .target("I", OWN, Goal::Amount, "-5", "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "-3", "亿元")
        .build();
    refused(&negative, 7, K::Completion, "不可比", "负数");
    check(&negative, 7, &[(K::Remaining, "−2.00")]);
}

#[test]
fn stages_are_measured_against_their_coming_end() {
    let stages = |target: &mut Target| {
        target.stages = vec![stage("2018年上半年", "110.5"), stage("2018年前三季度", "371.5")];
    };
    let book = flow()
        .target_with("I", OWN, Goal::Amount, "500", "亿元", stages)
        .figure("I", OWN, "2018-06", Measure::Cumulative, "120.5", "亿元")
        .figure("I", OWN, "2018-08", Measure::Cumulative, "291.5", "亿元")
        .figure("I", OWN, "2018-10", Measure::Cumulative, "400", "亿元")
        .build();
    check(&book, 6, &[(K::StageTarget, "110.50"), (K::StageCompletion, "109.05"), (K::StageAhead, "9.05")]);
    check(&book, 8, &[(K::StageTarget, "371.50"), (K::StageCompletion, "78.47"), (K::StageAhead, "−21.53")]);
    refused(&book, 10, K::StageTarget, "不适用", "阶段");
    refused(&book, 10, K::StageCompletion, "不适用", "阶段");
    let printed = flow()
        .figure("I", OWN, "2018-08", Measure::Cumulative, "291.5", "亿元")
        .figure("I", OWN, "2018-08", Measure::StageCompletion, "78.5", "%")
        .build();
    check(&printed, 8, &[(K::StageCompletion, "78.50")]);
    refused(&printed, 8, K::StageAhead, "不适用", "目标");
    for amount in ["0", "-5"] {
        let nothing = flow()
            .target_with("I", OWN, Goal::Amount, "500", "亿元", |target| {
                target.stages = vec![stage("2018年上半年", amount)];
            })
            .figure("I", OWN, "2018-06", Measure::Cumulative, "120.5", "亿元")
            .build();
        refused(&nothing, 6, K::StageCompletion, "不可比", "阶段目标为零");
        refused(&nothing, 6, K::StageAhead, "不可比", "阶段目标为零");
    }
}

/// Without an own target the completion is as published; hidden stays hidden.
#[test]
fn a_published_completion_stands_in() {
    let printed = |text: &str| {
        flow()
            .figure("I", OWN, "2018-06", Measure::Cumulative, "160.45", "亿元")
            .figure("I", OWN, "2018-06", Measure::Completion, text, "%")
            .build()
    };
    check(&printed("73.87"), 6, &[(K::Completion, "73.87"), (K::BehindPace, "−23.87"), (K::ImpliedTarget, "217.21")]);
    refused(&printed("×"), 6, K::Completion, "已隐去", "完成率");
    refused(&printed("0"), 6, K::ImpliedTarget, "不可比", "为零");
    let nothing = flow().figure("I", OWN, "2018-06", Measure::Cumulative, "1", "亿元").build();
    refused(&nothing, 6, K::Completion, "不适用", "没有下达目标");
    refused(&nothing, 6, K::ImpliedTarget, "未报", "完成率");
}

#[test]
fn the_pace_gap_widens_or_narrows() {
    let book = flow()
        .target("I", OWN, Goal::Amount, "120", "亿元")
        .months("I", 2018, Measure::Cumulative, &["8", "19", "25"], "亿元")
        .build();
    check(&book, 2, &[(K::BehindPace, "0.83"), (K::PaceMovement, "−0.83")]);
    check(&book, 3, &[(K::BehindPace, "4.17"), (K::PaceMovement, "3.33")]);
    refused(&book, 1, K::PaceMovement, "不适用", "上一期");
}

/// The printed cumulative feeds `A`, the printed month feeds `a`, even where they disagree.
#[test]
fn printed_figures_go_before_sums() {
    let book = flow()
        .target("I", OWN, Goal::Amount, "120", "亿元")
        .months("I", 2018, Measure::Month, &["10", "10", "10"], "亿元")
        .figure("I", OWN, "2018-03", Measure::Cumulative, "33", "亿元")
        .build();
    check(
        &book,
        3,
        &[(K::Cumulative, "33.00"), (K::Month, "10.00"), (K::Shortfall, "−3.00"), (K::MonthlyShortfall, "0.00")],
    );
    check(&book, 2, &[(K::Cumulative, "20.00")]);
}

#[test]
fn unknown_masked_and_incomparable_stay_apart() {
    for (text, label) in [("—", "未报"), ("×", "已隐去"), ("不可比", "不可比")] {
        let book = flow()
            .target("I", OWN, Goal::Amount, "120", "亿元")
            .figure("I", OWN, "2018-07", Measure::Cumulative, text, "亿元")
            .build();
        for kind in [K::Cumulative, K::Completion, K::BehindPace, K::Shortfall, K::Remaining, K::Month] {
            refused(&book, 7, kind, label, "2018年");
        }
        check(&book, 7, &[(K::Target, "120.00"), (K::Requirement, "10.00")]);
    }
}
