//! Growth: published, from amounts, at constant prices; bases that cannot carry a rate; remaining task.

use super::{check, reckoner, refused};
use crate::framework::{Direction, Goal, PriceBasis, ValueKind};
use crate::ledger::{Book, Measure};
use crate::progress::{FigureKind as K, Leaf, Reckoner, Source, Traced, Tracing};
use crate::testing::{BookBuilder, OWN, shown, subject};

fn flow() -> BookBuilder {
    BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元")
}

fn with_base(base: &str) -> Book {
    flow()
        .figure("I", OWN, "2018-07", Measure::Cumulative, "110", "亿元")
        .figure("I", OWN, "2018-07", Measure::CumulativeBase, base, "亿元")
        .target("I", OWN, Goal::Growth, "12", "%")
        .build()
}

#[test]
fn growth_from_the_amounts() {
    check(
        &with_base("100"),
        7,
        &[(K::Growth, "10.0"), (K::TargetGrowth, "12.0"), (K::GrowthGap, "2.0"), (K::GrowthAmountGap, "2.00")],
    );
    check(&with_base("100"), 7, &[(K::Change, "10.00"), (K::Base, "100.00")]);
    refused(&with_base("100"), 7, K::ImpliedBase, "未报", "累计增速");
    let by_last_year = flow()
        .months("I", 2017, Measure::Month, &["40", "60"], "亿元")
        .figure("I", OWN, "2018-02", Measure::Cumulative, "90", "亿元")
        .build();
    check(&by_last_year, 2, &[(K::Base, "100.00"), (K::Growth, "−10.0")]);
}

/// Never infinity, never a silent zero.
#[test]
fn bases_that_carry_no_rate() {
    for (base, label, reason) in [
        ("0", "不可比", "为零"),
        ("-3", "不可比", "负数"),
        ("—", "未报", "上年"),
        ("×", "已隐去", "上年"),
        ("不可比", "不可比", "原表注明"),
    ] {
        for kind in [K::Growth, K::GrowthAmountGap, K::GrowthGap] {
            if base == "—" {
                refused(&with_base(base), 7, kind, label, "2017年");
            } else {
                refused(&with_base(base), 7, kind, label, reason);
            }
        }
    }
    refused(
        &flow().figure("I", OWN, "2018-07", Measure::Cumulative, "1", "亿元").build(),
        7,
        K::Growth,
        "未报",
        "2017年",
    );
}

#[test]
fn a_published_growth_goes_first() {
    let book = |growth: &str| {
        flow()
            .figure("I", OWN, "2018-07", Measure::Cumulative, "76.7", "亿元")
            .figure("I", OWN, "2018-07", Measure::CumulativeBase, "70", "亿元")
            .figure("I", OWN, "2018-07", Measure::CumulativeGrowth, growth, "%")
            .build()
    };
    check(&book("-3.6"), 7, &[(K::Growth, "−3.6"), (K::ImpliedBase, "79.56"), (K::Change, "−2.86")]);
    refused(&book("-100"), 7, K::ImpliedBase, "不可比", "−100%");
    refused(&book("-100"), 7, K::Change, "不可比", "−100%");
    refused(&book("×"), 7, K::Growth, "已隐去", "");
    refused(&book("×"), 7, K::Change, "已隐去", "");
    refused(&book("不可比"), 7, K::Growth, "不可比", "");
}

fn paired(price: PriceBasis) -> BookBuilder {
    BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.pair = Some("G".to_owned()))
        .indicator_with("G", ValueKind::Growth, "%", |indicator| {
            indicator.pair = Some("I".to_owned());
            indicator.price = price;
        })
        .target("G", OWN, Goal::Growth, "12.2", "%")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "200", "亿元")
        .figure("I", OWN, "2017-06", Measure::Cumulative, "160", "亿元")
}

/// The pair publishes the growth; the amounts would say 25 %.
#[test]
fn growth_comes_from_the_pair() {
    let book = paired(PriceBasis::Constant).figure("G", OWN, "2018-06", Measure::Cumulative, "6.8", "%").build();
    check(&book, 6, &[(K::Growth, "6.8"), (K::TargetGrowth, "12.2"), (K::GrowthGap, "5.4")]);
    for kind in [K::ImpliedBase, K::Change, K::GrowthAmountGap, K::RebuiltGrowth] {
        refused(&book, 6, kind, "不适用", "可比价");
    }
    let nominal = paired(PriceBasis::Current).figure("G", OWN, "2018-06", Measure::Cumulative, "25", "%").build();
    check(&nominal, 6, &[(K::ImpliedBase, "160.00"), (K::Change, "40.00"), (K::GrowthAmountGap, "−20.48")]);
}

/// At constant prices growth is published or unknown, and never computed from amounts.
#[test]
fn constant_prices_are_never_derived() {
    refused(&paired(PriceBasis::Constant).build(), 6, K::Growth, "未报", "");
    let alone = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.price = PriceBasis::Constant)
        .target("I", OWN, Goal::Amount, "440", "亿元")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "200", "亿元")
        .figure("I", OWN, "2017-06", Measure::Cumulative, "160", "亿元")
        .figure("I", OWN, "2017-12", Measure::Cumulative, "400", "亿元")
        .build();
    for kind in [K::Growth, K::GrowthMovement, K::ImpliedBase, K::Change, K::RemainingGrowth, K::BestPastGrowth] {
        let found = super::own(&alone, 6, kind);
        assert_eq!(found.text(), "不适用", "{} {:?}", kind.key(), found.value);
    }
    refused(&alone, 6, K::Growth, "不适用", "可比价");
}

#[test]
fn growth_speeds_up_or_slows_down() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Growth, "%")
        .months("I", 2018, Measure::Cumulative, &["7.5", "7.1", "7.4"], "%")
        .build();
    check(&book, 2, &[(K::GrowthMovement, "−0.4")]);
    check(&book, 3, &[(K::GrowthMovement, "0.3"), (K::Growth, "7.4")]);
    refused(&book, 1, K::GrowthMovement, "不适用", "上一期");
    refused(&book, 4, K::GrowthMovement, "未报", "4月");
}

/// Falling is good: the gap is turned.
#[test]
fn lower_is_better_turns_the_growth_gap() {
    let book = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Flow, "万吨", |indicator| indicator.direction = Direction::Down)
        .target("I", OWN, Goal::Growth, "-5", "%")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "97", "万吨")
        .figure("I", OWN, "2018-07", Measure::CumulativeBase, "100", "万吨")
        .build();
    check(&book, 7, &[(K::Growth, "−3.0"), (K::GrowthGap, "2.0"), (K::GrowthAmountGap, "2.00")]);
}

/// A growth indicator whose target is a rank has no growth target.
#[test]
fn a_rank_is_not_a_growth_target() {
    for (goal, unit) in
        [(Goal::Rank, "位"), (Goal::RankImprovement, "位"), (Goal::Relative, "百分点"), (Goal::None, "%")]
    {
        let book = BookBuilder::new(2018)
            .indicator("I", ValueKind::Growth, "%")
            .target("I", OWN, goal, "3", unit)
            .figure("I", OWN, "2018-07", Measure::Cumulative, "6.8", "%")
            .build();
        refused(&book, 7, K::GrowthGap, "不适用", "没有增速目标");
        refused(&book, 7, K::Target, "不适用", "目标");
        refused(&book, 7, K::Stretch, "不适用", "目标");
    }
}

fn years(done: &str) -> Book {
    let mut builder = flow().target("I", OWN, Goal::Amount, "300", "亿元").figure(
        "I",
        OWN,
        "2018-09",
        Measure::Cumulative,
        done,
        "亿元",
    );
    for (year, september, december) in
        [(2014, "10", "20"), (2015, "150", "200"), (2016, "160", "220"), (2017, "170", "236")]
    {
        builder = builder.figure("I", OWN, &format!("{year}-09"), Measure::Cumulative, september, "亿元").figure(
            "I",
            OWN,
            &format!("{year}-12"),
            Measure::Cumulative,
            december,
            "亿元",
        );
    }
    builder.build()
}

/// Last quarters: 10, 50, 60, 66; the best growth was 400 % (2015).
#[test]
fn remaining_growth_is_held_against_the_past() {
    check(&years("201"), 9, &[(K::Remaining, "99.00"), (K::RemainingMonthly, "33.00"), (K::RemainingGrowth, "50.0")]);
    check(&years("201"), 9, &[(K::BestPastGrowth, "400.0")]);
    assert!(!reckoner(&years("201"), 9).is_unprecedented().unwrap());
    assert!(!reckoner(&years("-30"), 9).is_unprecedented().unwrap(), "330 is exactly 400 % more than 66");
    assert!(reckoner(&years("-31"), 9).is_unprecedented().unwrap());
    refused(&years("300"), 9, K::RemainingGrowth, "不适用", "已完成");
    let first_year = flow()
        .target("I", OWN, Goal::Amount, "300", "亿元")
        .figure("I", OWN, "2018-09", Measure::Cumulative, "201", "亿元")
        .figure("I", OWN, "2017-09", Measure::Cumulative, "170", "亿元")
        .figure("I", OWN, "2017-12", Measure::Cumulative, "170", "亿元")
        .build();
    refused(&first_year, 9, K::BestPastGrowth, "未报", "往年");
    refused(&first_year, 9, K::RemainingGrowth, "不可比", "为零");
    refused(&first_year, 8, K::RemainingGrowth, "未报", "8月");
}

#[test]
fn month_on_month_needs_a_positive_month_before() {
    let book = |june: &str, july: &str| {
        flow()
            .figure("I", OWN, "2018-06", Measure::Month, june, "亿元")
            .figure("I", OWN, "2018-07", Measure::Month, july, "亿元")
            .build()
    };
    check(&book("8", "10"), 7, &[(K::MonthOnMonth, "25.0"), (K::MonthOnMonthChange, "2.00")]);
    refused(&book("0", "10"), 7, K::MonthOnMonth, "不可比", "为零");
    refused(&book("-4", "10"), 7, K::MonthOnMonth, "不可比", "负数");
    check(&book("-4", "10"), 7, &[(K::MonthOnMonthChange, "14.00")]);
    refused(&book("×", "10"), 7, K::MonthOnMonthChange, "已隐去", "6月");
    refused(&book("8", "10"), 1, K::MonthOnMonth, "不适用", "上一期");
}

/// The two measures never meet: points come from rates, amounts from amounts.
#[test]
fn growth_gap_and_amount_gap_are_two_measures() {
    let book = flow()
        .target("I", OWN, Goal::Growth, "12", "%")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "105", "亿元")
        .figure("I", OWN, "2018-06", Measure::CumulativeBase, "100", "亿元")
        .figure("I", OWN, "2018-06", Measure::CumulativeGrowth, "3.6", "%")
        .build();
    check(&book, 6, &[(K::GrowthGap, "8.4"), (K::GrowthAmountGap, "7.00")]);
    refused(&book, 6, K::Shortfall, "不适用", "增速");
    refused(&book, 6, K::Completion, "不适用", "增速");
}

/// Monthly and cumulative in one sheet: the month has its own base and growth.
#[test]
fn growth_of_the_month_alone() {
    let printed = |growth: &str| {
        flow()
            .figure("I", OWN, "2018-09", Measure::Month, "7.8", "亿元")
            .figure("I", OWN, "2018-09", Measure::MonthBase, "10", "亿元")
            .figure("I", OWN, "2018-09", Measure::MonthGrowth, growth, "%")
            .build()
    };
    check(&printed("-21.5"), 9, &[(K::MonthGrowth, "−21.5"), (K::MonthBase, "10.00")]);
    check(&printed("—"), 9, &[(K::MonthGrowth, "−22.0")]);
    refused(&printed("×"), 9, K::MonthGrowth, "已隐去", "9月");
    let by_last_year = |june: &str| {
        flow()
            .figure("I", OWN, "2018-07", Measure::Month, "12", "亿元")
            .figure("I", OWN, "2017-06", Measure::Cumulative, june, "亿元")
            .figure("I", OWN, "2017-07", Measure::Cumulative, "60", "亿元")
            .build()
    };
    check(&by_last_year("50"), 7, &[(K::MonthBase, "10.00"), (K::MonthGrowth, "20.0")]);
    refused(&by_last_year("60"), 7, K::MonthGrowth, "不可比", "为零");
    refused(&by_last_year("61"), 7, K::MonthGrowth, "不可比", "负数");
    let rate = BookBuilder::new(2018)
        .indicator("I", ValueKind::Growth, "%")
        .figure("I", OWN, "2018-07", Measure::Month, "6.6", "%")
        .build();
    check(&rate, 7, &[(K::MonthGrowth, "6.6")]);
    refused(&rate, 7, K::MonthBase, "不适用", "增速类");
    let real = |builder: BookBuilder| {
        builder.figure("I", OWN, "2018-06", Measure::Month, "40", "亿元").figure(
            "I",
            OWN,
            "2018-06",
            Measure::MonthBase,
            "30",
            "亿元",
        )
    };
    refused(&real(paired(PriceBasis::Constant)).build(), 6, K::MonthGrowth, "未报", "6月");
    check(&real(paired(PriceBasis::Current)).build(), 6, &[(K::MonthGrowth, "33.3")]);
    let by_pair = real(paired(PriceBasis::Constant)).figure("G", OWN, "2018-06", Measure::Month, "7.9", "%").build();
    check(&by_pair, 6, &[(K::MonthGrowth, "7.9")]);
}

/// Beside a growth at constant prices the amounts of past years, at current prices, say nothing about what
/// the rest of the year needs.
#[test]
fn no_growth_is_needed_from_current_prices_beside_real_growth() {
    let book = |price| {
        paired(price)
            .target("I", OWN, Goal::Amount, "500", "亿元")
            .figure("I", OWN, "2017-12", Measure::Cumulative, "360", "亿元")
            .figure("I", OWN, "2016-06", Measure::Cumulative, "100", "亿元")
            .figure("I", OWN, "2016-12", Measure::Cumulative, "200", "亿元")
            .build()
    };
    check(&book(PriceBasis::Current), 6, &[(K::RemainingGrowth, "50.0"), (K::BestPastGrowth, "100.0")]);
    for kind in [K::RemainingGrowth, K::BestPastGrowth] {
        refused(&book(PriceBasis::Constant), 6, kind, "不适用", "目标与增速按可比价，不能由现价总量推算");
    }
}

#[test]
fn last_years_cumulative_stands_beside_this_years() {
    let book = years("201");
    let beside = |number| reckoner(&book, 9).last_year_cumulative(crate::testing::month(number));
    assert_eq!(beside(9), Some(crate::testing::decimal("170").into()));
    assert_eq!(beside(8), None);
}

/// A base printed beside the figure says the change exactly; the rounded rate beside it does not.
#[test]
fn the_change_follows_the_base_that_is_printed_beside() {
    let book = crate::testing::BookBuilder::new(2018)
        .indicator("I", crate::framework::ValueKind::Flow, "万元")
        .figure("I", crate::testing::OWN, "2018-09", crate::ledger::Measure::Cumulative, "219", "万元")
        .figure("I", crate::testing::OWN, "2018-09", crate::ledger::Measure::CumulativeBase, "30529", "万元")
        .figure("I", crate::testing::OWN, "2018-09", crate::ledger::Measure::CumulativeGrowth, "-99.3", "%")
        .figure("I", crate::testing::OWN, "2018-09", crate::ledger::Measure::Difference, "-30", "万元")
        .build();
    let kinds = [
        (super::FigureKind::Change, "−30310.00"),
        (super::FigureKind::ImpliedBase, "31285.71"),
        (super::FigureKind::PublishedDifference, "−30.00"),
    ];
    super::check(&book, 9, &kinds);
}

/// 增减额 alone: the base is what it leaves of the figure, and growth follows from both, exactly.
#[test]
fn a_printed_change_alone_gives_the_base() {
    let book = |price: PriceBasis, growth: Option<&str>| {
        let mut builder = BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Flow, "万元", |one| one.price = price)
            .figure("I", OWN, "2018-07", Measure::Cumulative, "110", "万元")
            .figure("I", OWN, "2018-07", Measure::Change, "10", "万元");
        if let Some(growth) = growth {
            builder = builder.figure("I", OWN, "2018-07", Measure::CumulativeGrowth, growth, "%");
        }
        builder.build()
    };
    let of = |book: &Book| [K::Base, K::Growth, K::Change, K::ImpliedBase].map(|kind| shown(book, "I", OWN, 7, kind));
    let current = book(PriceBasis::Current, None);
    assert_eq!(of(&current), ["100.00", "10.0", "10.00", "100.00"]);
    let reckoner = Reckoner::<Tracing>::new(&current, subject(&current, "I", OWN, 7)).unwrap();
    let trace = reckoner.trace(K::Growth).unwrap();
    assert_eq!(trace.expr().formula(), "1—7月累计完成 ÷ 推算上年同期 × 100 − 100");
    let cells = |trace: &Traced| {
        let cell = |leaf: &&Leaf| match &leaf.source {
            Source::Cell { cell, .. } => cell.clone(),
            other => format!("{other:?}"),
        };
        trace.expr().leaves().iter().map(cell).collect::<Vec<_>>()
    };
    assert_eq!(cells(&trace), ["B2", "B2", "B3"]);
    assert_eq!(cells(&reckoner.trace(K::Change).unwrap()), ["B3"]);
    // Constant prices have their growth published, and amounts say nothing of it.
    assert_eq!(of(&book(PriceBasis::Constant, None)), ["未报", "不适用", "不适用", "不适用"]);
    // A growth that fits leaves the base to the change; one that contradicts it does not.
    assert_eq!(of(&book(PriceBasis::Current, Some("10.0")))[0], "100.00");
    assert_eq!(of(&book(PriceBasis::Current, Some("12.0")))[0], "未报");
}
