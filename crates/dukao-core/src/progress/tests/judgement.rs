//! Lights: what a figure is judged by, and when it is not judged.

use jiff::civil::{Date, date};

use super::reckoner;
use crate::framework::{Direction, Flag, Frequency, Goal, Light, Lights, ValueKind};
use crate::ledger::{Book, Measure};
use crate::progress::{Absence, FigureKind as K, Judgement};
use crate::testing::{BookBuilder, OWN};

const TODAY: Date = date(2018, 8, 20);

fn judge(book: &Book, at: u8) -> Judgement {
    reckoner(book, at).judge(Lights::builtin(), TODAY)
}

#[track_caller]
fn light(book: &Book, at: u8, expected: Light, by: Option<K>) {
    let judgement = judge(book, at);
    assert_eq!((judgement.light, judgement.by), (expected, by), "{judgement:?}");
    assert_eq!(judgement.gap.is_none(), judgement.reason.is_some(), "{judgement:?}");
}

fn one(kind: ValueKind, direction: Direction, goal: Goal, floor: &str, unit: &str, done: &str) -> Book {
    BookBuilder::new(2018)
        .indicator_with("I", kind, unit, |indicator| indicator.direction = direction)
        .target("I", OWN, goal, floor, unit)
        .figure("I", OWN, "2018-07", Measure::Cumulative, done, unit)
        .build()
}

#[test]
fn every_kind_is_judged_by_its_own_measure() {
    use Direction::{Down, Up};
    use ValueKind as V;
    for (kind, direction, goal, floor, unit, done, expected, by) in [
        (V::Flow, Up, Goal::Amount, "252", "亿元", "115.25", Light::Lagging, K::BehindPace),
        (V::Flow, Up, Goal::Amount, "240", "亿元", "135", Light::Slow, K::BehindPace),
        (V::Count, Up, Goal::Amount, "12", "个", "7", Light::Normal, K::BehindPace),
        (V::Growth, Up, Goal::Growth, "12.2", "%", "6.8", Light::Lagging, K::GrowthGap),
        (V::Growth, Up, Goal::Growth, "12.2", "%", "11.7", Light::Slow, K::GrowthGap),
        (V::Growth, Up, Goal::Growth, "12.2", "%", "11.8", Light::Normal, K::GrowthGap),
        (V::Ratio, Up, Goal::Level, "98", "%", "97.5", Light::Slow, K::GapToTarget),
        (V::Ratio, Up, Goal::Level, "20", "元", "19", Light::Lagging, K::RelativeGap),
        (V::Average, Down, Goal::Ceiling, "58", "微克/立方米", "61", Light::Lagging, K::RelativeGap),
        (V::Average, Down, Goal::Ceiling, "58", "微克/立方米", "57", Light::Normal, K::RelativeGap),
        (V::Level, Down, Goal::Ceiling, "100", "亿元", "101", Light::Slow, K::RelativeGap),
        (V::Index, Up, Goal::Level, "90", "分", "90", Light::Normal, K::RelativeGap),
        (V::Rank, Up, Goal::Rank, "3", "位", "4", Light::Slow, K::GapToTarget),
        (V::Rank, Up, Goal::Rank, "3", "位", "6", Light::Lagging, K::GapToTarget),
        (V::Rank, Down, Goal::Rank, "3", "位", "2", Light::Normal, K::GapToTarget),
    ] {
        light(&one(kind, direction, goal, floor, unit, done), 7, expected, Some(by));
    }
}

/// Any gap counts as behind, apart from lights.
#[test]
fn behind_is_counted_apart_from_lights() {
    let slightly = judge(&one(ValueKind::Flow, Direction::Up, Goal::Amount, "120", "亿元", "69.9"), 7);
    assert_eq!(slightly.light, Light::Normal);
    assert!(slightly.is_behind() && !slightly.is_on_pace());
    let exactly = judge(&one(ValueKind::Flow, Direction::Up, Goal::Amount, "120", "亿元", "70"), 7);
    assert!(!exactly.is_behind() && exactly.is_on_pace());
    let unknown = judge(&one(ValueKind::Flow, Direction::Up, Goal::Amount, "120", "亿元", "—"), 7);
    assert_eq!(unknown.light, Light::Unreported);
    assert!(!unknown.is_behind() && !unknown.is_on_pace());
}

/// 未报 is said only of what should have been reported.
#[test]
fn what_is_hidden_or_cannot_be_compared_is_not_judged() {
    for (text, expected, reason) in
        [("—", Light::Unreported, "无数据"), ("×", Light::NotJudged, "已隐去"), ("不可比", Light::NotJudged, "不可比")]
    {
        let book = one(ValueKind::Flow, Direction::Up, Goal::Amount, "120", "亿元", text);
        light(&book, 7, expected, None);
        assert!(judge(&book, 7).reason.unwrap().contains(reason), "{text}");
    }
}

/// 24 a year are 14 by the end of July.
#[test]
fn a_ceiling_is_warned_past_its_pace_and_broken_past_itself() {
    for (done, expected) in [("14", Light::Normal), ("15", Light::Slow), ("24", Light::Slow), ("25", Light::Lagging)] {
        let book = one(ValueKind::Count, Direction::Down, Goal::Ceiling, "24", "起", done);
        light(&book, 7, expected, Some(K::BehindPace));
    }
    for (done, expected) in [("0", Light::Normal), ("1", Light::Lagging)] {
        let book = one(ValueKind::Count, Direction::Down, Goal::Ceiling, "0", "起", done);
        light(&book, 7, expected, Some(K::Cumulative));
    }
    light(&one(ValueKind::Count, Direction::Down, Goal::Ceiling, "0", "起", "×"), 7, Light::NotJudged, None);
    light(&one(ValueKind::Count, Direction::Down, Goal::Ceiling, "5", "起", "不可比"), 7, Light::NotJudged, None);
}

#[test]
fn a_growth_target_of_a_flow_is_judged_by_growth() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .target("I", OWN, Goal::Growth, "12", "%")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "110", "亿元")
        .figure("I", OWN, "2018-07", Measure::CumulativeBase, "100", "亿元")
        .build();
    light(&book, 7, Light::Slow, Some(K::GrowthGap));
    assert!(!reckoner(&book, 7).half_year_met().is_ok_and(|met| met));
}

#[test]
fn a_rank_target_is_judged_in_places() {
    let book = BookBuilder::new(2018)
        .peers(&["Q01", "Q02"])
        .indicator("I", ValueKind::Growth, "%")
        .target("I", OWN, Goal::Rank, "1", "位")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "7", "%")
        .figure("I", "Q01", "2018-07", Measure::Cumulative, "8", "%")
        .figure("I", "Q02", "2018-07", Measure::Cumulative, "9", "%")
        .build();
    light(&book, 7, Light::Slow, Some(K::PlacesMissing));
    assert_eq!(judge(&book, 7).gap.unwrap().to_i64(), Some(2));
}

#[test]
fn what_is_not_judged() {
    let book = |goal, change: fn(&mut crate::framework::Indicator)| {
        BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Index, "分", change)
            .target("I", OWN, goal, "5", "分")
            .figure("I", OWN, "2018-07", Measure::Cumulative, "1", "分")
            .build()
    };
    let reason = |book: &Book| judge(book, 7).reason.unwrap_or_default();
    assert_eq!(reason(&book(Goal::None, |_| {})), "不设目标");
    assert_eq!(reason(&book(Goal::None, |indicator| indicator.flags = vec![Flag::Bonus])), "加分项");
    assert!(reason(&book(Goal::Level, |indicator| indicator.frequency = Frequency::Annual)).contains("年报"));
    let relative = BookBuilder::new(2018)
        .indicator("I", ValueKind::Growth, "%")
        .target("I", OWN, Goal::Relative, "1.5", "倍")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "9", "%")
        .build();
    assert!(reason(&relative).contains("相对"));
    let annual = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Index, "分", |indicator| indicator.frequency = Frequency::Annual)
        .target("I", OWN, Goal::Level, "90", "分")
        .figure("I", OWN, "2018年", Measure::Cumulative, "80", "分")
        .build();
    light(&annual, 11, Light::NotJudged, None);
    light(&annual, 12, Light::Lagging, Some(K::RelativeGap));
    let unset = BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元").build();
    assert_eq!(reason(&unset), "没有下达目标");
    light(&unset, 7, Light::NotJudged, None);
    let early = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.frequency = Frequency::Quarterly)
        .target("I", OWN, Goal::Amount, "5", "亿元")
        .build();
    light(&early, 2, Light::NotJudged, None);
    light(&early, 3, Light::Unreported, None);
}

fn milestone(deadline: Option<Date>, done: &[(&str, &str)]) -> Book {
    let builder = BookBuilder::new(2018).indicator("I", ValueKind::Milestone, "项").target_with(
        "I",
        OWN,
        Goal::Milestone,
        "",
        "项",
        |target| target.deadline = deadline,
    );
    done.iter()
        .fold(builder, |builder, (period, text)| {
            builder.figure("I", OWN, period, Measure::Done, text, if text.len() == 8 { "日" } else { "项" })
        })
        .build()
}

#[test]
fn a_milestone_is_judged_by_its_days() {
    for (deadline, expected, days) in [
        (date(2018, 8, 19), Light::Slow, 1),
        (date(2018, 7, 22), Light::Slow, 29),
        (date(2018, 7, 21), Light::Lagging, 30),
        (date(2017, 12, 31), Light::Lagging, 232),
    ] {
        let book = milestone(Some(deadline), &[]);
        light(&book, 7, expected, Some(K::DaysLate));
        assert_eq!(reckoner(&book, 7).days_late(TODAY), Ok(days));
    }
    light(&milestone(Some(TODAY), &[]), 7, Light::NotJudged, None);
    light(&milestone(None, &[]), 7, Light::NotJudged, None);
    assert!(matches!(reckoner(&milestone(Some(TODAY), &[]), 7).days_late(TODAY), Err(Absence::NotDue(_))));
    let late = Some(date(2018, 6, 30));
    light(&milestone(late, &[("2018-06", "1")]), 7, Light::Normal, Some(K::DaysLate));
    light(&milestone(late, &[("2018-06", "0")]), 7, Light::Lagging, Some(K::DaysLate));
    light(&milestone(late, &[("2018-06", "×")]), 7, Light::Lagging, Some(K::DaysLate));
    light(&milestone(late, &[("2018-08", "1")]), 7, Light::Lagging, Some(K::DaysLate));
    light(&milestone(late, &[("2018-08", "1")]), 8, Light::Lagging, Some(K::DaysLate));
    light(&milestone(late, &[("2018-08", "20180630")]), 8, Light::Normal, Some(K::DaysLate));
}

/// Done after the deadline is late by the days until it was done, and no day more.
#[test]
fn a_milestone_that_was_done_late_is_late_by_the_days_until_then() {
    let late = |done: &[(&str, &str)]| reckoner(&milestone(Some(date(2018, 6, 20)), done), 8).days_late(TODAY);
    assert_eq!(late(&[("2018-07", "20180628")]), Ok(8));
    assert_eq!(late(&[("2018-07", "20180619")]), Ok(0));
    assert_eq!(late(&[("2018-06", "1")]), Ok(10));
    assert_eq!(late(&[("2018-06", "1"), ("2018-07", "1")]), Ok(10));
    assert_eq!(late(&[("2018-06", "1"), ("2018-07", "20180625")]), Ok(5));
    assert_eq!(late(&[("2018-06", "1"), ("2018-07", "0")]), Ok(61));
    assert_eq!(late(&[("2018-05", "0")]), Ok(61));
}

/// The derivation: today and the deadline as days of the year, the deadline from its cell.
#[test]
fn days_late_have_a_derivation() {
    use crate::progress::{Reckoner, Source, Tracing};
    let trace = |book: &Book| {
        let subject = crate::testing::subject(book, "I", OWN, 7);
        Reckoner::<Tracing>::new(book, subject).unwrap().trace_days_late(TODAY)
    };
    let book = milestone(Some(date(2018, 7, 31)), &[]);
    let traced = trace(&book).unwrap();
    assert_eq!(traced.expr().formula(), "今天的日序 − 完成时限2018-07-31的日序");
    assert_eq!(traced.expr().substitution(), "232 − 212");
    assert_eq!(traced.value().to_i64(), Some(20));
    let cells: Vec<_> = traced.expr().leaves().into_iter().map(|leaf| &leaf.source).collect();
    assert!(matches!(cells.as_slice(), [Source::Rule { .. }, Source::Cell { cell, .. }] if cell == "C2"), "{cells:?}");
    let last_year = trace(&milestone(Some(date(2017, 12, 31)), &[])).unwrap();
    assert_eq!(last_year.expr().substitution(), "232 − 0");
    let done = trace(&milestone(Some(date(2018, 7, 31)), &[("2018-07", "1")])).unwrap();
    assert_eq!((done.value().to_i64(), done.expr().leaves().len()), (Some(0), 1));
    assert!(trace(&milestone(None, &[])).is_err());
}

#[test]
fn yes_or_no_is_met_or_not() {
    let book = |period: &str, text: &str| {
        BookBuilder::new(2018)
            .indicator_with("I", ValueKind::YesNo, "项", |indicator| indicator.frequency = Frequency::Annual)
            .target("I", OWN, Goal::YesNo, "", "项")
            .figure("I", OWN, period, Measure::Done, text, "项")
            .build()
    };
    light(&book("2018-06", "1"), 7, Light::Normal, None);
    light(&book("2018-06", "0"), 7, Light::NotJudged, None);
    light(&book("2018-12", "1"), 12, Light::Normal, None);
    light(&book("2018-12", "0"), 12, Light::Lagging, None);
}

#[test]
fn the_half_year_rule_looks_at_june() {
    let flow = |june: &str| {
        BookBuilder::new(2018)
            .indicator("I", ValueKind::Flow, "亿元")
            .target("I", OWN, Goal::Amount, "252", "亿元")
            .figure("I", OWN, "2018-06", Measure::Cumulative, june, "亿元")
            .figure("I", OWN, "2018-07", Measure::Cumulative, "200", "亿元")
            .build()
    };
    assert_eq!(reckoner(&flow("126"), 7).half_year_met(), Ok(true));
    assert_eq!(reckoner(&flow("125.99"), 7).half_year_met(), Ok(false));
    assert!(matches!(reckoner(&flow("126"), 5).half_year_met(), Err(Absence::NotDue(_))));
    let growth = |june: &str| {
        BookBuilder::new(2018)
            .indicator("I", ValueKind::Growth, "%")
            .target("I", OWN, Goal::Growth, "12", "%")
            .figure("I", OWN, "2018-06", Measure::Cumulative, june, "%")
            .figure("I", OWN, "2018-07", Measure::Cumulative, "15", "%")
            .build()
    };
    assert_eq!(reckoner(&growth("12"), 7).half_year_met(), Ok(true));
    assert_eq!(reckoner(&growth("11.9"), 7).half_year_met(), Ok(false));
    assert!(matches!(reckoner(&growth("12"), 5).half_year_met(), Err(Absence::NotDue(_))));
    let level = one(ValueKind::Level, Direction::Up, Goal::Level, "5", "分", "5");
    assert!(matches!(reckoner(&level, 7).half_year_met(), Err(Absence::NotApplicable(_))));
}

/// 快于全省2个百分点 has no fixed number; 增长9.2%，且快于全省 has one.
#[test]
fn a_relative_target_is_judged_where_it_names_the_level() {
    let book = |floor: &str, unit: &str| {
        BookBuilder::new(2018)
            .indicator("I", ValueKind::Growth, "%")
            .target("I", OWN, Goal::Relative, floor, unit)
            .figure("I", OWN, "2018-07", Measure::Cumulative, "8.2", "%")
            .build()
    };
    light(&book("9.2", "%"), 7, Light::Slow, Some(K::GrowthGap));
    for (floor, unit) in [("2", "百分点"), ("", "%")] {
        light(&book(floor, unit), 7, Light::NotJudged, None);
        assert!(judge(&book(floor, unit), 7).reason.unwrap().contains("相对"));
    }
}
