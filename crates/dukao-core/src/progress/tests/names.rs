//! What cells and periods are called in a derivation, and what is taken from where beside the common case.

use super::{check, own, refused};
use crate::framework::{Frequency, Goal, Indicator, ValueKind};
use crate::ledger::{Book, Measure};
use crate::progress::{FigureKind as K, Reckoner, Tracing};
use crate::testing::{BookBuilder, OWN, subject};

fn formula(book: &Book, at: u8, kind: K) -> String {
    Reckoner::<Tracing>::new(book, subject(book, "I", OWN, at)).unwrap().trace(kind).unwrap().expr().formula()
}

/// A cumulative is called by what its indicator measures, and by the stretch of the year it stands for.
#[test]
fn a_cell_is_called_by_kind_and_stretch() {
    for (kind, unit, july, december) in [
        (ValueKind::Flow, "亿元", "1—7月累计完成", "全年完成"),
        (ValueKind::Count, "个", "1—7月累计完成", "全年完成"),
        (ValueKind::Growth, "%", "1—7月增速", "全年增速"),
        (ValueKind::Average, "微克/立方米", "1—7月均值", "全年均值"),
        (ValueKind::Level, "户", "7月末数", "12月末数"),
        (ValueKind::Ratio, "%", "1—7月本期数", "全年本期数"),
        (ValueKind::Index, "点", "1—7月本期数", "全年本期数"),
    ] {
        let book = BookBuilder::new(2018)
            .indicator("I", kind, unit)
            .figure("I", OWN, "2018-07", Measure::Cumulative, "7", unit)
            .figure("I", OWN, "2018-12", Measure::Cumulative, "12", unit)
            .build();
        let called = [7, 12].map(|at| formula(&book, at, K::Cumulative));
        assert_eq!(called, [july, december], "{kind:?}");
    }
}

/// Published rates of the whole year are called 全年 too.
#[test]
fn published_growth_is_called_by_its_stretch() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .figure("I", OWN, "2018-07", Measure::CumulativeGrowth, "7", "%")
        .figure("I", OWN, "2018-12", Measure::CumulativeGrowth, "12", "%")
        .build();
    assert_eq!([7, 12].map(|at| formula(&book, at, K::Growth)), ["1—7月累计增速", "全年累计增速"]);
}

/// Only the joint report of January and February is called 1—2月.
#[test]
fn the_joint_report_is_called_by_both_months() {
    let name = |joint: bool, at: u8| {
        let book = BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Flow, "亿元", |made| made.joint_january = joint)
            .target("I", OWN, Goal::Amount, "120", "亿元")
            .months("I", 2018, Measure::Cumulative, &["1", "2", "3"], "亿元")
            .build();
        formula(&book, at, K::MonthlyShortfall).split("进度要求").next().unwrap().to_owned()
    };
    assert_eq!([name(true, 2), name(true, 3), name(false, 2), name(false, 3)], ["1—2月", "3月", "2月", "3月"]);
}

/// Only a growth indicator beside a flow says how the flow grew; a ratio beside it does not.
#[test]
fn a_pair_that_is_no_growth_is_not_read_as_one() {
    let book = |kind: ValueKind| {
        BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Flow, "亿元", |made: &mut Indicator| made.pair = Some("P".to_owned()))
            .indicator("P", kind, "%")
            .figure("I", OWN, "2018-07", Measure::Cumulative, "105", "亿元")
            .figure("P", OWN, "2018-07", Measure::Cumulative, "5", "%")
            .build()
    };
    check(&book(ValueKind::Growth), 7, &[(K::Growth, "5.0"), (K::ImpliedBase, "100.00")]);
    refused(&book(ValueKind::Ratio), 7, K::Growth, "未报", "");
    refused(&book(ValueKind::Ratio), 7, K::ImpliedBase, "未报", "");
}

/// Nothing done now and growth known: nothing was done last year either.
#[test]
fn the_implied_base_of_nothing_is_nothing() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "0", "亿元")
        .figure("I", OWN, "2018-07", Measure::CumulativeGrowth, "10", "%")
        .build();
    check(&book, 7, &[(K::ImpliedBase, "0.00"), (K::Change, "0.00")]);
}

/// A target that is relative to others but has a number in the indicator's own unit is that number.
#[test]
fn a_relative_target_with_a_number_of_its_own_is_that_number() {
    let of = |unit: &str| {
        BookBuilder::new(2018)
            .indicator("I", ValueKind::Ratio, "%")
            .target("I", OWN, Goal::Relative, "5", unit)
            .figure("I", OWN, "2018-07", Measure::Cumulative, "3", "%")
            .build()
    };
    check(&of("%"), 7, &[(K::Target, "5.00"), (K::GapToTarget, "2.00")]);
    refused(&of("百分点"), 7, K::Target, "不适用", "目标是相对其他数据而言");
}

/// A growth indicator's target is a growth, however the goal is called.
#[test]
fn the_goal_of_a_growth_indicator_is_its_target_growth() {
    for goal in [Goal::Growth, Goal::Amount, Goal::Level, Goal::Ceiling] {
        let book = BookBuilder::new(2018)
            .indicator("I", ValueKind::Growth, "%")
            .target("I", OWN, goal.clone(), "7.5", "%")
            .figure("I", OWN, "2018-07", Measure::Cumulative, "5", "%")
            .build();
        assert_eq!(own(&book, 7, K::TargetGrowth).text(), "7.5", "{goal:?}");
    }
}

/// A target of zero makes no rate, whether anything was reported or not.
#[test]
fn a_target_of_zero_is_named_before_a_missing_figure() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .target("I", OWN, Goal::Amount, "0", "亿元")
        .build();
    refused(&book, 7, K::Completion, "不可比", "目标为零");
}

/// The best growth of the past is that of earlier years: this year's own is not past, even when it is all known.
#[test]
fn this_year_is_no_past_year() {
    let years = [(2016, "100", "200"), (2017, "100", "210"), (2018, "100", "400")];
    let builder = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |made| made.frequency = Frequency::HalfYearly)
        .target("I", OWN, Goal::Amount, "500", "亿元");
    let book = years.into_iter().fold(builder, |builder, (year, half, whole)| {
        builder.figure("I", OWN, &format!("{year}-06"), Measure::Cumulative, half, "亿元").figure(
            "I",
            OWN,
            &format!("{year}-12"),
            Measure::Cumulative,
            whole,
            "亿元",
        )
    });
    check(&book.build(), 6, &[(K::BestPastGrowth, "10.0")]);
}

/// What has no figure has no derivation: signs are looked at in both, for the same reason.
#[test]
fn a_derivation_is_refused_where_the_figure_is() {
    let of = |target: &str, growth: &str| {
        BookBuilder::new(2018)
            .indicator("I", ValueKind::Flow, "亿元")
            .target("I", OWN, Goal::Amount, target, "亿元")
            .figure("I", OWN, "2018-07", Measure::Cumulative, "40", "亿元")
            .figure("I", OWN, "2018-07", Measure::CumulativeGrowth, growth, "%")
            .build()
    };
    for (book, kind, reason) in [
        (of("-5", "1"), K::Completion, "目标为负数"),
        (of("0", "1"), K::Completion, "目标为零"),
        (of("5", "-120"), K::ImpliedBase, "增速为−100%或更低，无法推算基数"),
    ] {
        let exact = own(&book, 7, kind).value.unwrap_err();
        let traced = Reckoner::<Tracing>::new(&book, subject(&book, "I", OWN, 7)).unwrap().trace(kind).unwrap_err();
        assert_eq!((exact.reason(), &exact), (reason, &traced));
    }
}
