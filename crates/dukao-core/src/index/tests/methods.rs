//! Each way of making figures comparable, on figures that are reckoned by hand.

use super::small::{by, figure, grouped, leaf, mean_of, min_max, one, table, values};
use crate::index::{
    Beyond, Bound, Flat, Index, Leaf, Method, Missing, Normalisation, Percentile, Target, Ties, Transform, evaluate,
};

/// 2, 4, 4, 10.
fn four() -> crate::index::Table {
    table(&[("数", "2 4 4 10")])
}

fn up(method: Method) -> Vec<String> {
    one(leaf("数", by(method)), &four())
}

fn down(method: Method) -> Vec<String> {
    one(Leaf { lower_is_better: true, ..leaf("数", by(method)) }, &four())
}

fn goalposts(beyond: Beyond) -> Method {
    Method::Goalposts { min: figure("3"), max: figure("8"), beyond, low: figure("0"), high: figure("100") }
}

fn rank(best_first: bool, ties: Ties, scaled: bool) -> Method {
    Method::Rank { best_first, ties, scaled }
}

#[test]
fn spread_between_bounds() {
    let method = || Method::MinMax { low: figure("60"), high: figure("100") };
    assert_eq!(up(method()), ["60", "70", "70", "100"]);
    assert_eq!(down(method()), ["100", "90", "90", "60"]);
    assert_eq!(up(goalposts(Beyond::Clipped)), ["0", "20", "20", "100"]);
    assert_eq!(up(goalposts(Beyond::Kept)), ["-20", "20", "20", "140"]);
    assert_eq!(down(goalposts(Beyond::Kept)), ["120", "80", "80", "-40"]);
    assert_eq!(down(goalposts(Beyond::Clipped)), ["100", "80", "80", "0"]);
}

#[test]
fn standard_scores() {
    // Mean 5; squares 9, 1, 1, 25 make 36: by 4 the deviation is 3, by 3 it is √12.
    let method = |sample| Method::ZScore { sample, centre: figure("50"), spread: figure("30") };
    assert_eq!(up(method(false)), ["20", "40", "40", "100"]);
    assert_eq!(down(method(false)), ["80", "60", "60", "0"]);
    assert_eq!(up(method(true)), ["24.0192378865", "41.3397459622", "41.3397459622", "93.3012701892"]);
}

#[test]
fn places_and_shares_of_places() {
    assert_eq!(up(rank(true, Ties::Best, false)), ["4", "2", "2", "1"]);
    assert_eq!(up(rank(true, Ties::Mean, false)), ["4", "2.5", "2.5", "1"]);
    assert_eq!(up(rank(true, Ties::Worst, false)), ["4", "3", "3", "1"]);
    assert_eq!(up(rank(false, Ties::Best, false)), ["1", "3", "3", "4"]);
    assert_eq!(up(rank(false, Ties::Worst, false)), ["1", "2", "2", "4"]);
    assert_eq!(up(rank(false, Ties::Mean, true)), ["0", "0.5", "0.5", "1"]);
    assert_eq!(down(rank(true, Ties::Best, true)), ["0", "0.333333333333", "0.333333333333", "1"]);
    assert_eq!(up(Method::Percentile(Percentile::BelowOfOthers)), ["0", "0.333333333333", "0.333333333333", "1"]);
    assert_eq!(up(Method::Percentile(Percentile::NotAboveOfAll)), ["0.25", "0.75", "0.75", "1"]);
    assert_eq!(down(Method::Percentile(Percentile::NotAboveOfAll)), ["1", "0.75", "0.75", "0.25"]);
    assert_eq!(up(Method::Percentile(Percentile::Middle)), ["0.125", "0.5", "0.5", "0.875"]);
}

#[test]
fn the_best_place_being_one_less_is_better() {
    let index = mean_of(vec![leaf("数", by(rank(true, Ties::Best, false)))]);
    let results = evaluate(&index, &four()).unwrap();
    assert!(results.lower_is_better && results.nodes[1].lower_is_better);
    assert_eq!(
        results.units.iter().map(|unit| (unit.rank, unit.tied)).collect::<Vec<_>>(),
        [(4, false), (2, true), (2, true), (1, false)]
    );
}

#[test]
fn shares_and_distances() {
    let to = |target, capped| Method::ToTarget { target, capped };
    assert_eq!(up(Method::ShareOfBest), ["0.2", "0.4", "0.4", "1"]);
    assert_eq!(down(Method::ShareOfBest), ["1", "0.5", "0.5", "0.2"]);
    assert_eq!(up(to(Target::At(figure("6")), false)), ["0", "0.5", "0.5", "2"]);
    assert_eq!(up(to(Target::Unit("甲2".to_owned()), true)), ["0", "1", "1", "1"]);
    assert_eq!(down(to(Target::At(figure("4")), false)), ["1.33333333333", "1", "1", "0"]);
    assert_eq!(down(to(Target::At(figure("4")), true)), ["1", "1", "1", "0"]);
    assert_eq!(up(Method::ShareOfSum), ["0.1", "0.2", "0.2", "0.5"]);
    assert_eq!(up(Method::ShareOfMean), ["0.4", "0.8", "0.8", "2"]);
    // √(4 + 16 + 16 + 100) = √136
    assert_eq!(up(Method::Vector), ["0.171498585143", "0.342997170285", "0.342997170285", "0.857492925713"]);
    assert_eq!(up(Method::Linear { times: figure("10"), plus: figure("-5") }), ["15", "35", "35", "95"]);
    assert_eq!(up(Method::Plain), ["2", "4", "4", "10"]);
}

#[test]
fn what_is_done_before() {
    let before =
        |transform, lower_is_better| one(Leaf { transform, lower_is_better, ..leaf("数", by(Method::Plain)) }, &four());
    assert_eq!(before(Transform::Logarithm, false)[3], "2.30258509299");
    assert_eq!(before(Transform::Root, false), ["1.41421356237", "2", "2", "3.16227766017"]);
    assert_eq!(before(Transform::Reciprocal, true), ["0.5", "0.25", "0.25", "0.1"]);
    assert_eq!(before(Transform::FromLargest, true), ["8", "6", "6", "0"]);
    assert_eq!(before(Transform::Near(figure("4")), false), ["0.666666666667", "1", "1", "0"]);
    assert_eq!(before(Transform::Within(figure("3"), figure("5")), false), ["0.8", "1", "1", "0"]);
    // ln(0.08) and ln(8.08)
    let shifted = before(Transform::ShiftedLogarithm, false);
    assert_eq!((shifted[0].as_str(), shifted[3].as_str()), ("-2.52572864431", "2.08939187253"));
}

#[test]
fn a_transform_turns_the_direction_with_it() {
    let turned = |transform, lower_is_better| {
        let index = mean_of(vec![Leaf { transform, lower_is_better, ..leaf("数", by(Method::Plain)) }]);
        evaluate(&index, &four()).unwrap().lower_is_better
    };
    assert!(!turned(Transform::Reciprocal, true) && turned(Transform::Reciprocal, false));
    assert!(!turned(Transform::FromLargest, true) && turned(Transform::FromLargest, false));
    assert!(!turned(Transform::Near(figure("4")), true) && turned(Transform::Logarithm, true));
    // Posts are transformed with the figures: 1/10 … 1/2.
    let posts = Method::Goalposts {
        min: figure("2"),
        max: figure("10"),
        beyond: Beyond::Refused,
        low: figure("0"),
        high: figure("1"),
    };
    let leaf = Leaf { transform: Transform::Reciprocal, lower_is_better: true, ..leaf("数", by(posts)) };
    assert_eq!(one(leaf, &four()), ["1", "0.375", "0.375", "0"]);
}

#[test]
fn what_is_cut_off() {
    let cut = |floor, ceiling| one(Leaf { floor, ceiling, ..leaf("数", by(Method::Plain)) }, &four());
    assert_eq!(cut(Some(Bound::At(figure("3"))), Some(Bound::At(figure("9")))), ["3", "4", "4", "9"]);
    // (4 − 1)·0.9 = 2.7: seven tenths of the way from 4 to 10.
    assert_eq!(cut(None, Some(Bound::Quantile(figure("0.9")))), ["2", "4", "4", "8.2"]);
    assert_eq!(cut(Some(Bound::Quantile(figure("0.1"))), None), ["2.6", "4", "4", "10"]);
    assert_eq!(cut(Some(Bound::Outermost(1)), Some(Bound::Outermost(1))), ["4", "4", "4", "4"]);
    assert_eq!(cut(None, Some(Bound::Outermost(3))), ["2", "2", "2", "2"]);
}

#[test]
fn what_is_missing() {
    let columns = [("数", "2 · 4 9"), ("除", "1 2 · 3")];
    let put = |missing| one(Leaf { missing, ..leaf("数", by(Method::Plain)) }, &grouped(&columns, "甲 甲 乙 乙"));
    assert_eq!(put(Missing::Mean)[1], "5");
    assert_eq!(put(Missing::Median)[1], "4");
    assert_eq!(put(Missing::GroupMean("组".to_owned()))[1], "2");
    assert_eq!(put(Missing::GroupMedian("组".to_owned()))[1], "2");
    assert_eq!(put(Missing::Constant(figure("7.5")))[1], "7.5");
    let over = Leaf { missing: Missing::Mean, over: vec!["除".to_owned()], ..leaf("数", by(Method::Plain)) };
    assert_eq!(one(over, &grouped(&columns, "甲 甲 乙 乙")), ["2", "2.5", "2.5", "3"]);
}

#[test]
fn siblings_and_grown_weights() {
    let two = |missing: &Missing| -> Index {
        let own = |column| Leaf { missing: missing.clone(), ..leaf(column, min_max()) };
        mean_of(vec![own("一"), own("二"), own("三")])
    };
    let table = table(&[("一", "1 3 5"), ("二", "2 · 4"), ("三", "9 8 7")]);
    for missing in [Missing::Siblings, Missing::Renormalised] {
        let results = evaluate(&two(&missing), &table).unwrap();
        // 甲2 has 0.5 and 0.5 left.
        assert_eq!(values(&results), ["0.333333333333", "0.5", "0.666666666667"]);
        let imputed = usize::from(missing == Missing::Siblings);
        assert_eq!(results.units.iter().map(|unit| unit.imputed).collect::<Vec<_>>(), [0, imputed, 0]);
        let raw = results.units[1].raw[2].clone().unwrap();
        assert_eq!((raw.written, raw.used, raw.imputed), (None, None, imputed == 1));
        assert_eq!(results.units[1].values[2].is_some(), imputed == 1);
    }
}

#[test]
fn inside_groups_and_all_the_same() {
    let normalisation = Normalisation { within: Some("组".to_owned()), flat: Flat::Gets(figure("0.7")), ..min_max() };
    let table = grouped(&[("数", "1 5 3 8 8")], "东 东 东 西 西");
    assert_eq!(one(leaf("数", normalisation), &table), ["0", "1", "0.5", "0.7", "0.7"]);
}
