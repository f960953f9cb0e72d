//! What is shown: signs, decimals, units, words, and the derivation in words.

use super::own;
use crate::framework::{Goal, ValueKind};
use crate::ledger::{Book, Measure};
use crate::number::Rational;
use crate::organisation::UnitKind;
use crate::progress::{Absence, Figure, FigureKind as K, Reckoner, Tracing};
use crate::quantity::UnitOfMeasure;
use crate::testing::{BookBuilder, OWN, indicator, subject};

fn figure(numerator: i64, denominator: i64) -> Figure {
    let value = Ok(Rational::ratio(numerator, denominator).unwrap());
    Figure { kind: K::Shortfall, value, unit: UnitOfMeasure::parse("亿元").unwrap(), decimals: 2 }
}

/// Words and digits never disagree: what rounds to zero has no sign.
#[test]
fn signs_are_those_of_the_displayed_digits() {
    for ((numerator, denominator), text, magnitude, positive, negative) in [
        ((127, 4), "31.75", "31.75", true, false),
        ((-127, 4), "−31.75", "31.75", false, true),
        ((1, 200), "0.01", "0.01", true, false),
        ((1, 201), "0.00", "0.00", false, false),
        ((-1, 201), "0.00", "0.00", false, false),
        ((-1, 200), "−0.01", "0.01", false, true),
        ((0, 1), "0.00", "0.00", false, false),
    ] {
        let figure = figure(numerator, denominator);
        assert_eq!((figure.text().as_str(), figure.magnitude().as_deref()), (text, Some(magnitude)));
        assert_eq!((figure.is_positive(), figure.is_negative()), (positive, negative), "{text}");
        assert!(figure.known().is_some());
    }
    let unknown = Figure { value: Err(Absence::unreported("7月未报")), ..figure(1, 1) };
    assert_eq!((unknown.text().as_str(), unknown.known(), unknown.magnitude()), ("未报", None, None));
    assert!(!unknown.is_positive() && !unknown.is_negative());
}

#[test]
fn an_absence_has_a_word_and_a_reason() {
    for (absence, label, json) in [
        (Absence::not_applicable("甲"), "不适用", r#"{"status":"not_applicable","reason":"甲"}"#),
        (Absence::unreported("甲"), "未报", r#"{"status":"unreported","reason":"甲"}"#),
        (Absence::NotDue("甲".to_owned()), "未到期", r#"{"status":"not_due","reason":"甲"}"#),
        (Absence::Masked("甲".to_owned()), "已隐去", r#"{"status":"masked","reason":"甲"}"#),
        (Absence::incomparable("甲"), "不可比", r#"{"status":"incomparable","reason":"甲"}"#),
    ] {
        assert_eq!((absence.label(), absence.reason()), (label, "甲"));
        assert_eq!(serde_json::to_string(&absence).unwrap(), json);
    }
}

#[test]
fn units_and_decimals_follow_the_figure() {
    let money = indicator(2018, "I", ValueKind::Flow, "亿元");
    let percent = indicator(2018, "I", ValueKind::Ratio, "%");
    let mut count = indicator(2018, "I", ValueKind::Count, "户");
    count.decimals = 0;
    for (kind, of, unit, decimals) in [
        (K::Target, &money, "亿元", 2),
        (K::Completion, &money, "%", 2),
        (K::Growth, &money, "%", 1),
        (K::BehindPace, &money, "百分点", 2),
        (K::GrowthGap, &money, "百分点", 1),
        (K::Pressure, &money, "倍", 3),
        (K::Rank, &money, "位", 0),
        (K::DaysLate, &money, "天", 0),
        (K::GapToTarget, &money, "亿元", 2),
        (K::GapToTarget, &percent, "百分点", 2),
        (K::Cumulative, &percent, "%", 2),
        (K::Cumulative, &count, "户", 0),
        (K::Remaining, &count, "户", 0),
        (K::Shortfall, &count, "户", 1),
        (K::Requirement, &count, "户", 1),
        (K::GapToTarget, &count, "户", 0),
    ] {
        assert_eq!((kind.unit(of).as_str(), kind.decimals(of)), (unit, decimals), "{}", kind.key());
    }
    for (basis, of, unit, decimals) in [
        (K::Growth, &money, "百分点", 1),
        (K::Completion, &money, "百分点", 2),
        (K::BehindPace, &money, "百分点", 2),
        (K::Cumulative, &money, "亿元", 2),
        (K::Cumulative, &percent, "百分点", 2),
    ] {
        let (found, digits) = basis.distance_presentation(of);
        assert_eq!((found.as_str(), digits), (unit, decimals), "{}", basis.key());
    }
}

fn count(target: &str, done: &str) -> Book {
    BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Count, "个", |indicator| indicator.decimals = 0)
        .target("I", OWN, Goal::Amount, target, "个")
        .figure("I", OWN, "2018-06", Measure::Cumulative, done, "个")
        .build()
}

/// A count's shortfall may be half a thing; a whole one is shown as a whole one.
#[test]
fn broken_counts_show_one_decimal() {
    assert_eq!(own(&count("31", "7"), 6, K::Shortfall).text(), "8.5");
    assert_eq!(own(&count("46", "21"), 6, K::Shortfall).text(), "2");
    assert_eq!(own(&count("46", "30"), 6, K::Shortfall).text(), "−7");
    assert_eq!(own(&count("46", "21"), 6, K::Completion).text(), "45.65");
    assert_eq!(own(&count("42", "21"), 6, K::Completion).text(), "50.00");
}

fn words(book: &Book, at: u8, kind: K) -> (String, String) {
    let traced = Reckoner::<Tracing>::new(book, subject(book, "I", OWN, at)).unwrap().trace(kind).unwrap();
    (traced.expr().formula(), traced.expr().substitution())
}

/// The formula with names and with numbers, with brackets only where they are needed.
#[test]
fn derivations_in_words() {
    let book = BookBuilder::new(2018)
        .peers(&["Q01"])
        .indicator("I", ValueKind::Flow, "亿元")
        .target("I", OWN, Goal::Amount, "2520000", "万元")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "99", "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "115.25", "亿元")
        .figure("I", OWN, "2017-07", Measure::Month, "-3", "亿元")
        .figure("I", OWN, "2018-07", Measure::CumulativeGrowth, "-3.6", "%")
        .figure("I", "Q01", "2018-07", Measure::CumulativeGrowth, "1", "%")
        .build();
    for (kind, formula, substitution) in [
        (K::Target, "全年目标", "2520000万元"),
        (K::Shortfall, "全年目标 × 7月末序时 − 1—7月累计完成", "2520000万元 × 7/12 − 115.25"),
        (K::Completion, "1—7月累计完成 ÷ 全年目标 × 100", "115.25 ÷ 2520000万元 × 100"),
        (K::BehindPace, "7月末序时 × 100 − 1—7月完成率", "7/12 × 100 − 45.7341"),
        (K::Requirement, "全年目标 × (7月末序时 − 6月末序时)", "2520000万元 × (7/12 − 6/12)"),
        (K::MonthlyShortfall, "7月进度要求 − 7月完成", "21 − 16.25"),
        (K::Month, "1—7月累计完成 − 1—6月累计完成", "115.25 − 99"),
        (K::RemainingMonthly, "后5个月任务 ÷ 剩余月数", "136.75 ÷ 5"),
        (K::ImpliedBase, "1—7月累计完成 ÷ (1 + 1—7月累计增速 ÷ 100)", "115.25 ÷ (1 + (−3.6) ÷ 100)"),
        (K::Rank, "1 + 其他1个单位中“1—7月累计增速”高于本单位的个数", "1 + 1"),
    ] {
        assert_eq!(words(&book, 7, kind), (formula.to_owned(), substitution.to_owned()), "{}", kind.key());
    }
}

/// Less is better: b − a instead of 0 − (a − b). A long sum says once what its terms have in common.
#[test]
fn turned_differences_and_long_sums_in_words() {
    let book = BookBuilder::new(2018)
        .unit("S1", UnitKind::Street, Some(OWN))
        .unit("S2", UnitKind::Street, Some(OWN))
        .unit("S3", UnitKind::Street, Some(OWN))
        .indicator("I", ValueKind::Flow, "吨")
        .target("I", OWN, Goal::Ceiling, "12", "吨")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "8", "吨")
        .figure("I", "S1", "2018-07", Measure::Cumulative, "1", "吨")
        .figure("I", "S2", "2018-07", Measure::Cumulative, "2", "吨")
        .figure("I", "S3", "2018-07", Measure::Cumulative, "5", "吨")
        .build();
    let expected = |formula: &str, numbers: &str| (formula.to_owned(), numbers.to_owned());
    let turned = expected("1—7月累计完成 − 全年目标 × 7月末序时", "8 − 12 × 7/12");
    assert_eq!(words(&book, 7, K::Shortfall), turned);
    assert_eq!(words(&book, 7, K::PartsTotal), expected("S1 + S2 + S3（均为1—7月累计完成）", "1 + 2 + 5"));
}

#[test]
fn sums_and_other_years_in_words() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .months("I", 2017, Measure::Month, &["-3", "5"], "亿元")
        .figure("I", OWN, "2018年1—2月", Measure::Month, "4", "亿元")
        .build();
    let expected = |formula: &str, numbers: &str| (formula.to_owned(), numbers.to_owned());
    assert_eq!(words(&book, 2, K::Base), expected("2017年1月完成 + 2017年2月完成", "(−3) + 5"));
    assert_eq!(words(&book, 2, K::Cumulative), expected("1—2月完成", "4"));
    assert_eq!(words(&book, 2, K::Change), expected("1—2月累计 − 2017年1—2月累计", "4 − 2"));
}

/// Figures of other units are called by their unit.
#[test]
fn derivations_name_other_units() {
    let mut builder =
        BookBuilder::new(2018).streets(&["甲街道", "乙镇"]).peers(&["东区"]).indicator("I", ValueKind::Flow, "亿元");
    for (code, done, base) in [(OWN, "10", "8"), ("甲街道", "6", "5"), ("乙镇", "4", "3"), ("东区", "9", "8")] {
        builder = builder.figure("I", code, "2018-07", Measure::Cumulative, done, "亿元").figure(
            "I",
            code,
            "2018-07",
            Measure::CumulativeBase,
            base,
            "亿元",
        );
    }
    let book = builder.build();
    let expected = |formula: &str, numbers: &str| (formula.to_owned(), numbers.to_owned());
    assert_eq!(words(&book, 7, K::PartsTotal), expected("甲街道·1—7月累计完成 + 乙镇·1—7月累计完成", "6 + 4"));
    assert_eq!(words(&book, 7, K::ToBelow).0, "同比增速 − 东区·同比增速");
    let traced =
        Reckoner::<Tracing>::new(&book, subject(&book, "I", "甲街道", 7)).unwrap().trace(K::Contribution).unwrap();
    assert_eq!(traced.expr().formula(), "(1—7月累计完成 − 上年同期累计) ÷ Q00·上年同期累计 × 100");
    let rank = Reckoner::<Tracing>::new(&book, subject(&book, "I", OWN, 7)).unwrap().trace(K::Rank).unwrap();
    let leaves: Vec<&str> = rank.expr().leaves().iter().map(|leaf| leaf.label.as_str()).collect();
    assert_eq!(leaves.len(), 4);
    let json = serde_json::to_string(rank.expr().as_ref()).unwrap();
    assert!(json.contains("东区·同比增速"), "{json}");
}

/// A period is called by the indicator's frequency.
#[test]
fn periods_are_named_by_frequency() {
    use crate::framework::Frequency::{Annual, HalfYearly, Monthly, Quarterly};
    for (frequency, at, name) in [
        (Monthly, 9, "9月"),
        (Quarterly, 3, "一季度"),
        (Quarterly, 6, "二季度"),
        (Quarterly, 9, "三季度"),
        (Quarterly, 12, "四季度"),
        (HalfYearly, 6, "上半年"),
        (HalfYearly, 12, "下半年"),
        (Annual, 12, "全年"),
    ] {
        let book = BookBuilder::new(2018)
            .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.frequency = frequency)
            .target("I", OWN, Goal::Amount, "120", "亿元")
            .months(
                "I",
                2018,
                Measure::Cumulative,
                &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
                "亿元",
            )
            .build();
        let formula = words(&book, at, K::MonthlyShortfall).0;
        assert!(formula.starts_with(&format!("{name}进度要求 − ")), "{formula}");
    }
}
