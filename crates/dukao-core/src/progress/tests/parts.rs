//! Totals, partitions with negative parts, rebuilt rates, contributions.

use super::{check, refused};
use crate::framework::{Goal, PriceBasis, ValueKind};
use crate::ledger::{Book, Measure};
use crate::number::{Number, Rational};
use crate::progress::{Exact, FigureKind as K, Reckoner};
use crate::testing::{BookBuilder, OWN, figure, shown, stage, subject};

fn parts(list: &[(&str, &str, &str)]) -> BookBuilder {
    list.iter().fold(
        BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元"),
        |builder, (code, now, before)| {
            builder.streets(&[code]).figure("I", code, "2018-07", Measure::Cumulative, now, "亿元").figure(
                "I",
                code,
                "2018-07",
                Measure::CumulativeBase,
                before,
                "亿元",
            )
        },
    )
}

#[test]
fn streets_are_the_natural_parts_and_parks_are_never_added() {
    let book = parts(&[("甲", "40", "30"), ("乙", "60", "50")])
        .unit("园区", crate::organisation::UnitKind::Park, Some(OWN))
        .figure("I", "园区", "2018-07", Measure::Cumulative, "33", "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "101", "亿元")
        .build();
    check(&book, 7, &[(K::PartsTotal, "100.00"), (K::RebuiltGrowth, "25.0"), (K::Cumulative, "101.00")]);
    refused(&book, 7, K::PartsTarget, "不适用", "目标");
    let nothing = BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元").build();
    refused(&nothing, 7, K::PartsTotal, "不适用", "没有分项");
}

/// One part unknown: the total is unknown, not smaller.
#[test]
fn an_unknown_part_leaves_the_total_unknown() {
    for (text, label) in [("—", "未报"), ("×", "已隐去"), ("不可比", "不可比")] {
        let book = parts(&[("甲", "40", "30"), ("乙", "60", "50"), ("丙", text, "20")]).build();
        refused(&book, 7, K::PartsTotal, label, "");
        refused(&book, 7, K::RebuiltGrowth, label, "");
    }
    let silent = parts(&[("甲", "40", "30"), ("乙", "60", "50")])
        .streets(&["丙"])
        .target("I", "丙", Goal::Amount, "30", "亿元")
        .build();
    refused(&silent, 7, K::PartsTotal, "未报", "丙");
    let outside = parts(&[("甲", "40", "30"), ("乙", "60", "50")]).streets(&["丙"]).build();
    check(&outside, 7, &[(K::PartsTotal, "100.00")]);
}

/// A total may have several complete partitions, with negative parts; none are added together.
#[test]
fn several_partitions_of_one_total() {
    let book = parts(&[
        ("税务", "70", "60"),
        ("财政", "45", "30"),
        ("出口退税", "-15", "-10"),
        ("东片", "55", "50"),
        ("西片", "44", "30"),
    ])
    .partition("按征收", Some("I"), OWN, &["税务", "财政", "出口退税"])
    .partition("按片", None, OWN, &["东片", "西片"])
    .partition("别的", Some("J"), OWN, &["税务"])
    .build();
    let of = |name| Reckoner::<Exact>::new(&book, subject(&book, "I", OWN, 7)).unwrap().with_partition(name);
    let names: Vec<String> = of(None).partitions().into_iter().map(|partition| partition.name).collect();
    assert_eq!(names, ["按征收", "按片"]);
    assert_eq!(of(None).figure(K::PartsTotal).text(), "100.00");
    assert_eq!(of(Some("按片")).figure(K::PartsTotal).text(), "99.00");
    assert_eq!(of(Some("按征收")).figure(K::RebuiltGrowth).text(), "25.0");
    assert_eq!(of(Some("没有")).figure(K::PartsTotal).text(), "不适用");
    assert_eq!(shown(&book, "I", "出口退税", 7, K::Contribution), "未报");
}

#[test]
fn targets_and_stages_of_the_parts() {
    let book = parts(&[("甲", "40", "30"), ("乙", "60", "50")])
        .target_with("I", "甲", Goal::Amount, "100", "亿元", |target| {
            target.stages = vec![stage("2018年前三季度", "70")];
        })
        .target_with("I", "乙", Goal::Amount, "1000000", "万元", |target| {
            target.stages = vec![stage("2018年前三季度", "800000")];
        })
        .build();
    check(&book, 7, &[(K::PartsTarget, "200.00"), (K::PartsStage, "150.00"), (K::RebuiltCompletion, "50.00")]);
}

/// Implied where not handed down: 40 ÷ 80 % and the target of the other.
#[test]
fn a_group_is_rebuilt_from_implied_targets_and_bases() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .streets(&["甲", "乙"])
        .figure("I", "甲", "2018-07", Measure::Cumulative, "40", "亿元")
        .figure("I", "甲", "2018-07", Measure::Completion, "80", "%")
        .figure("I", "甲", "2018-07", Measure::CumulativeGrowth, "25", "%")
        .target("I", "乙", Goal::Amount, "150", "亿元")
        .figure("I", "乙", "2018-07", Measure::Cumulative, "60", "亿元")
        .figure("I", "乙", "2018-07", Measure::CumulativeBase, "48", "亿元")
        .build();
    check(&book, 7, &[(K::RebuiltCompletion, "50.00"), (K::RebuiltGrowth, "25.0")]);
}

fn growing(price: PriceBasis) -> Book {
    let mut builder =
        BookBuilder::new(2018).indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.price = price);
    for (code, now, before, growth) in
        [(OWN, "220", "200", "8"), ("甲", "110", "80", "20"), ("乙", "60", "70", "-10"), ("丙", "50", "50", "-2")]
    {
        if code != OWN {
            builder = builder.streets(&[code]);
        }
        builder = builder
            .figure("I", code, "2018-07", Measure::Cumulative, now, "亿元")
            .figure("I", code, "2018-07", Measure::CumulativeBase, before, "亿元")
            .figure("I", code, "2018-07", Measure::CumulativeGrowth, growth, "%");
    }
    builder.build()
}

#[test]
fn contributions_add_up_to_the_growth_of_the_total() {
    let book = growing(PriceBasis::Current);
    for (code, pull, share) in [("甲", "15.0", "150.00"), ("乙", "−5.0", "−50.00"), ("丙", "0.0", "0.00")] {
        assert_eq!(shown(&book, "I", code, 7, K::Contribution), pull);
        assert_eq!(shown(&book, "I", code, 7, K::ContributionShare), share);
    }
    let pulls: Vec<Rational> =
        ["甲", "乙", "丙"].map(|code| figure(&book, "I", code, 7, K::Contribution).value.unwrap()).to_vec();
    assert_eq!(Rational::sum(&pulls), Rational::integer(10));
    refused(&book, 7, K::Contribution, "未报", "");
}

/// At constant prices: share of base × published growth. 80/200 × 20 − 70/200 × 10 − 50/200 × 2 = 4.
#[test]
fn contributions_at_constant_prices_use_the_published_growth() {
    let book = growing(PriceBasis::Constant);
    for (code, pull, share) in [("甲", "8.0", "100.00"), ("乙", "−3.5", "−43.75"), ("丙", "−0.5", "−6.25")] {
        assert_eq!(shown(&book, "I", code, 7, K::Contribution), pull);
        assert_eq!(shown(&book, "I", code, 7, K::ContributionShare), share);
    }
}

#[test]
fn only_a_part_of_a_growing_total_contributes() {
    let alone = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .unit("孤立", crate::organisation::UnitKind::Street, None)
        .figure("I", "孤立", "2018-07", Measure::Cumulative, "1", "亿元")
        .build();
    assert_eq!(shown(&alone, "I", "孤立", 7, K::Contribution), "不适用");
    let flat = |total: &str, base: &str| {
        parts(&[("甲", "40", "30")])
            .figure("I", OWN, "2018-07", Measure::Cumulative, total, "亿元")
            .figure("I", OWN, "2018-07", Measure::CumulativeBase, base, "亿元")
            .build()
    };
    assert_eq!(shown(&flat("100", "100"), "I", "甲", 7, K::Contribution), "10.0");
    assert_eq!(shown(&flat("100", "100"), "I", "甲", 7, K::ContributionShare), "不可比");
    assert_eq!(shown(&flat("100", "0"), "I", "甲", 7, K::Contribution), "不可比");
    assert_eq!(shown(&flat("100", "-4"), "I", "甲", 7, K::Contribution), "不可比");
}

/// The value added of three industries in 亿元, 亿元 and 万元: now, before, growth.
fn industries(price: PriceBasis) -> BookBuilder {
    let rows = [
        ("I", "亿元", "220", "200", "6"),
        ("一产", "亿元", "20", "16", "3"),
        ("二产", "亿元", "90", "84", "7"),
        ("三产", "万元", "1100000", "1000000", "5.8"),
    ];
    rows.into_iter().fold(BookBuilder::new(2018), |builder, (code, unit, now, before, growth)| {
        let own = |measure| (code, OWN, "2018-06", measure);
        let put = |builder: BookBuilder, (code, own, at, measure), text, unit| {
            builder.figure(code, own, at, measure, text, unit)
        };
        let builder = builder.indicator_with(code, ValueKind::Flow, unit, |indicator| {
            indicator.price = price;
            indicator.frequency = crate::framework::Frequency::Quarterly;
        });
        let builder = put(builder, own(Measure::Cumulative), now, unit);
        let builder = put(builder, own(Measure::CumulativeBase), before, unit);
        put(builder, own(Measure::CumulativeGrowth), growth, "%")
    })
}

/// Indicators that are parts of another one: 占比, 拉动 and 贡献率, in whatever unit each is written.
#[test]
fn indicators_contribute_to_the_one_they_make_up() {
    let book = industries(PriceBasis::Current).made_of("I", "按产业", &["一产", "二产", "三产"]).build();
    check(&book, 7, &[(K::PartsTotal, "220.00"), (K::RebuiltGrowth, "10.0")]);
    for (code, weight, pull, share) in
        [("一产", "9.09", "2.0", "20.00"), ("二产", "40.91", "3.0", "30.00"), ("三产", "50.00", "5.0", "50.00")]
    {
        for (kind, text) in [
            (K::ShareOfWhole, weight),
            (K::ShareOfTotal, weight),
            (K::WholeContribution, pull),
            (K::Contribution, pull),
            (K::WholeContributionShare, share),
            (K::ContributionShare, share),
        ] {
            assert_eq!(shown(&book, code, OWN, 7, kind), text, "{code} {}", kind.key());
        }
    }
    refused(&book, 7, K::WholeContribution, "不适用", "不是任何指标的分项");
    refused(&book, 7, K::Contribution, "未报", "");
}

/// At constant prices: share of the base × published growth, 84/200 × 7 = 2.94.
#[test]
fn industries_at_constant_prices_use_the_published_growth() {
    let book = industries(PriceBasis::Constant).made_of("I", "按产业", &["一产", "二产", "三产"]).build();
    for (code, pull, share) in [("一产", "0.2", "4.00"), ("二产", "2.9", "49.00"), ("三产", "2.9", "48.33")] {
        assert_eq!(shown(&book, code, OWN, 7, K::WholeContribution), pull);
        assert_eq!(shown(&book, code, OWN, 7, K::WholeContributionShare), share);
    }
    refused(&book, 7, K::RebuiltGrowth, "不适用", "可比价");
}

/// A county's industry is a part of the city's industry and of the county's own total: two answers.
#[test]
fn a_part_of_a_unit_and_of_an_indicator_are_told_apart() {
    let book = industries(PriceBasis::Current)
        .streets(&["甲", "乙"])
        .made_of("I", "按产业", &["一产", "二产", "三产"])
        .figure("二产", "甲", "2018-06", Measure::Cumulative, "45", "亿元")
        .figure("I", "甲", "2018-06", Measure::Cumulative, "60", "亿元")
        .build();
    assert_eq!(shown(&book, "二产", "甲", 7, K::ShareOfTotal), "50.00");
    assert_eq!(shown(&book, "二产", "甲", 7, K::ShareOfWhole), "75.00");
    assert_eq!(shown(&book, "二产", "甲", 7, K::WholeContribution), "未报");
    let unknown = industries(PriceBasis::Current)
        .figure("一产", OWN, "2018-06", Measure::Cumulative, "×", "亿元")
        .made_of("I", "按产业", &["一产", "二产"])
        .made_of("I", "其他口径", &["二产", "三产"])
        .build();
    refused(&unknown, 7, K::PartsTotal, "已隐去", "");
    let other = Reckoner::<Exact>::new(&unknown, subject(&unknown, "I", OWN, 7)).unwrap();
    assert_eq!(other.with_partition(Some("其他口径")).figure(K::PartsTotal).text(), "200.00");
}

#[test]
fn indicators_of_different_units_of_measure_do_not_add_up() {
    let book = industries(PriceBasis::Current)
        .indicator("户数", ValueKind::Count, "户")
        .figure("户数", OWN, "2018-06", Measure::Cumulative, "3", "户")
        .made_of("I", "乱", &["一产", "户数"])
        .build();
    refused(&book, 7, K::PartsTotal, "不可比", "不能换算");
    assert_eq!(shown(&book, "户数", OWN, 7, K::ShareOfWhole), "不可比");
}

/// A street that went to another parent on 1 August was a part of the old one in June, and stays it.
#[test]
fn a_street_that_moved_away_stays_in_the_sums_of_the_months_before() {
    let june = |builder: BookBuilder, code: &str, value: &str| {
        let builder = builder.figure("I", code, "2018-06", Measure::Cumulative, value, "亿元");
        builder.figure("I", code, "2018-08", Measure::Cumulative, value, "亿元")
    };
    let before = [("甲", "40"), ("乙", "60"), ("丙", "5")].into_iter().fold(
        BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元").streets(&["甲", "乙", "丙"]),
        |builder, (code, value)| june(builder, code, value),
    );
    let moved = before.unit_with("丙", crate::organisation::UnitKind::Street, Some("别区"), |unit| {
        unit.valid_from = jiff::civil::date(2018, 8, 1);
    });
    let book = moved.build();
    check(&book, 6, &[(K::PartsTotal, "105.00")]);
    check(&book, 8, &[(K::PartsTotal, "100.00")]);
    let ranked = |at: u8| Reckoner::<Exact>::new(&book, subject(&book, "I", "甲", at)).unwrap().ranked_units().len();
    assert_eq!((ranked(6), ranked(8)), (3, 2));
}

/// A base below zero, or one that a growth of −100 % or less would give, is no base.
#[test]
fn bases_below_zero_rebuild_nothing() {
    let negative = parts(&[("甲", "40", "-30"), ("乙", "60", "10")]).build();
    refused(&negative, 7, K::RebuiltGrowth, "不可比", "分项上年同期合计为负数");
    let printed = |measure: Measure, first: &str| {
        [("甲", first), ("乙", "20")].into_iter().fold(
            BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元").streets(&["甲", "乙"]),
            |builder, (code, rate)| {
                builder
                    .figure("I", code, "2018-07", Measure::Cumulative, "40", "亿元")
                    .figure("I", code, "2018-07", measure, rate, "%")
            },
        )
    };
    for growth in ["-100", "-120"] {
        let book = printed(Measure::CumulativeGrowth, growth).build();
        refused(&book, 7, K::RebuiltGrowth, "不可比", "−100%");
        assert_eq!(figure(&book, "I", "甲", 7, K::ImpliedBase).text(), "不可比");
        assert_eq!(figure(&book, "I", "甲", 7, K::Change).text(), "不可比");
    }
    for completion in ["0", "-50"] {
        let book = printed(Measure::Completion, completion).build();
        refused(&book, 7, K::RebuiltCompletion, "不可比", "发布的完成率为零或负数");
        assert_eq!(figure(&book, "I", "甲", 7, K::ImpliedTarget).text(), "不可比");
    }
    let below = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "-40", "亿元")
        .figure("I", OWN, "2018-07", Measure::CumulativeGrowth, "10", "%")
        .build();
    refused(&below, 7, K::ImpliedBase, "不可比", "负数");
    refused(&below, 7, K::Change, "不可比", "负数");
}

/// A partition of another indicator says nothing about this one.
#[test]
fn the_total_is_that_of_the_indicators_own_partition() {
    let builder = parts(&[("甲", "40", "30"), ("全部", "200", "100"), ("别的", "9", "3")]);
    let book =
        builder.partition("按别的", Some("J"), "别的", &["甲"]).partition("按全部", Some("I"), "全部", &["甲"]).build();
    assert_eq!(shown(&book, "I", "甲", 7, K::Contribution), "10.0");
}
