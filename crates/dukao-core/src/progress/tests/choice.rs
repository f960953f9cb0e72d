//! Which parts make a whole, and which whole a part belongs to, where there is more than one answer.

use super::refused;
use crate::framework::{Indicator, PriceBasis, ValueKind};
use crate::ledger::{Book, Measure};
use crate::organisation::UnitKind;
use crate::progress::{Exact, FigureKind as K, Reckoner, Tracing};
use crate::testing::{BookBuilder, OWN, figure, subject};

type Row = (&'static str, &'static str, &'static str, &'static str);

/// Flows of the own unit at half year: code, now, before, growth; what is empty is not reported.
fn flows(rows: &[Row], constant: &[&str]) -> BookBuilder {
    rows.iter().fold(BookBuilder::new(2018), |builder, (code, now, before, growth)| {
        let price = |made: &mut Indicator| {
            if constant.contains(code) {
                made.price = PriceBasis::Constant;
            }
        };
        let builder = builder.indicator_with(code, ValueKind::Flow, "亿元", price);
        let own = |builder: BookBuilder, measure, text: &str, unit| {
            if text.is_empty() { builder } else { builder.figure(code, OWN, "2018-06", measure, text, unit) }
        };
        let builder = own(builder, Measure::Cumulative, now, "亿元");
        let builder = own(builder, Measure::CumulativeBase, before, "亿元");
        own(builder, Measure::CumulativeGrowth, growth, "%")
    })
}

fn of<'a>(book: &'a Book, indicator: &'a str, unit: &'a str) -> Reckoner<'a, Exact> {
    Reckoner::new(book, subject(book, indicator, unit, 6)).unwrap()
}

/// Children of one class are the parts of a unit; a street among the districts of a city is none of them, and one
/// child alone is no partition.
#[test]
fn the_natural_parts_are_of_one_class_and_more_than_one() {
    let carrying = |builder: BookBuilder, codes: &[&str]| {
        codes.iter().fold(builder.indicator("I", ValueKind::Flow, "亿元"), |builder, code| {
            builder.figure("I", code, "2018-06", Measure::Cumulative, "5", "亿元")
        })
    };
    let city = BookBuilder::new(2018).peers(&["Q01"]).unit("直管镇", UnitKind::Town, Some("C00"));
    let book = carrying(city, &[OWN, "Q01", "直管镇"]).build();
    let found = of(&book, "I", "C00").partitions();
    let named: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.parts.join(" "))).collect();
    assert_eq!(named, [("按区县", "Q00 Q01".to_owned())]);
    let book = carrying(BookBuilder::new(2018).streets(&["甲"]), &["甲"]).build();
    refused(&book, 6, K::PartsTotal, "不适用", "没有分项");
}

/// 拉动 and 占比 are those in the whole that was chosen.
#[test]
fn a_part_of_two_indicators_counts_in_the_chosen_one() {
    let book = flows(&[("I", "200", "100", ""), ("J", "80", "40", ""), ("甲产", "20", "10", "")], &[])
        .made_of("I", "按产业", &["甲产"])
        .made_of("J", "按口径", &["甲产"])
        .build();
    let share = |name| of(&book, "甲产", OWN).with_partition(name).figure(K::ShareOfWhole).text();
    assert_eq!([share(None), share(Some("按产业")), share(Some("按口径"))], ["10.00", "10.00", "25.00"]);
    assert_eq!(share(Some("没有")), "不适用");
}

/// The same for a unit: 甲 is a part of the district and of a group of streets.
#[test]
fn a_part_of_two_units_counts_in_the_chosen_one() {
    let units = [("甲", "20"), ("全部", "200"), ("东片", "80")];
    let builder = BookBuilder::new(2018).indicator("I", ValueKind::Flow, "亿元");
    let book = units
        .into_iter()
        .fold(builder, |builder, (code, now)| {
            builder.streets(&[code]).figure("I", code, "2018-06", Measure::Cumulative, now, "亿元")
        })
        .partition("按街", Some("I"), "全部", &["甲"])
        .partition("按片", Some("I"), "东片", &["甲"])
        .build();
    let share = |name| of(&book, "I", "甲").with_partition(name).figure(K::ShareOfTotal).text();
    assert_eq!([share(None), share(Some("按街")), share(Some("按片"))], ["10.00", "10.00", "25.00"]);
}

/// Amounts at current prices say nothing about growth at constant ones, whether the part or the whole has it: the
/// part's share of the base × its published growth, 10/100 × 5 = 0.5, instead of the difference of the amounts.
#[test]
fn one_constant_price_is_enough_to_take_the_published_growth() {
    for (constant, pull) in [("", "10.0"), ("甲产", "0.5"), ("I", "0.5")] {
        let rows = [("I", "200", "100", "4"), ("甲产", "20", "10", "5")];
        let book = flows(&rows, &[constant]).made_of("I", "按产业", &["甲产"]).build();
        assert_eq!(figure(&book, "甲产", OWN, 6, K::WholeContribution).text(), pull, "constant: {constant}");
    }
}

/// No base follows from a growth at constant prices, so a whole cannot be rebuilt from it.
#[test]
fn a_part_at_constant_prices_has_no_implied_base() {
    let rows = [("I", "", "", ""), ("甲产", "20", "", "25"), ("乙产", "30", "24", "")];
    let rebuilt = |constant: &[&str]| {
        let book = flows(&rows, constant).made_of("I", "按产业", &["甲产", "乙产"]).build();
        figure(&book, "I", OWN, 6, K::RebuiltGrowth)
    };
    assert_eq!(rebuilt(&[]).text(), "25.0");
    assert_eq!(rebuilt(&["甲产"]).text(), "未报");
}

/// In a sum of other indicators every number says whose it is.
#[test]
fn the_parts_of_an_indicator_are_called_by_their_names() {
    let rows = [("I", "", "", ""), ("甲产", "20", "", ""), ("乙产", "30", "", "")];
    let book = flows(&rows, &[]).made_of("I", "按产业", &["甲产", "乙产"]).build();
    let traced = Reckoner::<Tracing>::new(&book, subject(&book, "I", OWN, 6)).unwrap().trace(K::PartsTotal).unwrap();
    assert_eq!(traced.expr().formula(), "指标甲产·1—6月累计完成 + 指标乙产·1—6月累计完成");
}

/// A growth that only follows from a printed change is not what units are ranked by; one that is published, or has a
/// base of its own, is.
#[test]
fn units_are_not_ranked_by_a_growth_that_follows_from_a_change() {
    let units = [(OWN, "30", "-9", "-23"), ("Q01", "20", "5", "33"), ("Q02", "40", "8", "25")];
    let basis = |growing: &[&str], based: &[&str]| {
        let builder = BookBuilder::new(2018).peers(&["Q01", "Q02"]).indicator("I", ValueKind::Count, "起");
        let book = units.into_iter().fold(builder, |builder, (code, now, change, growth)| {
            let put =
                |builder: BookBuilder, measure, text, unit| builder.figure("I", code, "2018-06", measure, text, unit);
            let builder = put(builder, Measure::Cumulative, now, "起");
            let builder = put(builder, Measure::Change, change, "起");
            let growth = if growing.contains(&code) { growth } else { "—" };
            let builder = put(builder, Measure::CumulativeGrowth, growth, "%");
            if based.contains(&code) { put(builder, Measure::CumulativeBase, "16", "起") } else { builder }
        });
        of(&book.build(), "I", OWN).ranking_basis()
    };
    let all = [OWN, "Q01", "Q02"];
    assert_eq!(basis(&[], &[]), K::Cumulative);
    assert_eq!(basis(&[OWN], &[]), K::Cumulative);
    assert_eq!(basis(&all, &[]), K::Growth);
    assert_eq!(basis(&[], &all), K::Growth);
}
