//! Ranks and distances among peers.

use super::{check, refused};
use crate::framework::{Direction, Goal, ValueKind};
use crate::ledger::{Book, Measure};
use crate::organisation::UnitKind;
use crate::peers::Ranking;
use crate::progress::{Exact, FigureKind as K, Reckoner};
use crate::testing::{BookBuilder, OWN, figure, shown, subject};

/// Four districts with the given values of a growth indicator; the first is the own one.
fn districts(values: [&str; 4], direction: Direction) -> BookBuilder {
    let builder =
        BookBuilder::new(2018)
            .peers(&["Q01", "Q02", "Q03"])
            .indicator_with("I", ValueKind::Growth, "%", |indicator| indicator.direction = direction);
    [OWN, "Q01", "Q02", "Q03"]
        .into_iter()
        .zip(values)
        .fold(builder, |builder, (code, value)| builder.figure("I", code, "2018-07", Measure::Cumulative, value, "%"))
}

#[test]
fn ties_share_the_rank_and_distances_skip_them() {
    let book = districts(["7.5", "8.1", "7.5", "6.9"], Direction::Up).build();
    check(&book, 7, &[(K::Rank, "2"), (K::ToAbove, "0.60"), (K::ToBelow, "0.60"), (K::ToFirst, "0.60")]);
    assert_eq!(shown(&book, "I", "Q02", 7, K::Rank), "2");
    assert_eq!(shown(&book, "I", "Q03", 7, K::Rank), "4");
    assert_eq!(shown(&book, "I", "Q03", 7, K::ToAbove), "0.60");
    assert_eq!(shown(&book, "I", "Q03", 7, K::ToFirst), "1.20");
    assert_eq!(shown(&book, "I", "Q01", 7, K::ToFirst), "不适用");
    assert_eq!(shown(&book, "I", "Q03", 7, K::ToBelow), "不适用");
    assert_eq!(figure(&book, "I", "Q03", 7, K::ToAbove).unit.as_str(), "百分点");
}

/// A table looks the peers up once: every figure of every row is the same as when it is asked for alone, also where
/// units of another class or month stand between.
#[test]
fn rows_that_share_their_peers_say_the_same_as_each_alone() {
    let book = districts(["7.5", "8.1", "7.5", "×"], Direction::Up)
        .streets(&["S01", "S02"])
        .figure("I", "S01", "2018-07", Measure::Cumulative, "5.0", "%")
        .figure("I", "S02", "2018-07", Measure::Cumulative, "6.0", "%")
        .figure("I", "Q01", "2018-06", Measure::Cumulative, "1.0", "%")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "2.0", "%")
        .build();
    let asked = [(OWN, 7), ("Q01", 7), ("S01", 7), ("S02", 7), ("Q02", 7), ("Q01", 6), (OWN, 6), ("Q03", 7)];
    let alone = |(unit, month)| Reckoner::<Exact>::new(&book, subject(&book, "I", unit, month)).unwrap();
    let mut before = alone(asked[0]);
    for place in asked {
        let reckoner = alone(place).beside(&before);
        for kind in K::ALL.iter().copied() {
            assert_eq!(reckoner.figure(kind), alone(place).figure(kind), "{place:?} {kind:?}");
        }
        before = reckoner;
    }
}

#[test]
fn where_lower_is_better_the_lowest_is_first() {
    let book = districts(["7.5", "8.1", "7.0", "6.9"], Direction::Down).build();
    check(&book, 7, &[(K::Rank, "3"), (K::ToAbove, "0.50"), (K::ToBelow, "0.60"), (K::ToFirst, "0.60")]);
    assert_eq!(shown(&book, "I", "Q03", 7, K::Rank), "1");
    assert_eq!(shown(&book, "I", "Q01", 7, K::Rank), "4");
}

/// Ranks are taken before rounding.
#[test]
fn unrounded_values_decide() {
    let book = districts(["7.504", "7.501", "7.5", "7.499"], Direction::Up).build();
    check(&book, 7, &[(K::Rank, "1"), (K::ToBelow, "0.00")]);
    assert_eq!(shown(&book, "I", "Q03", 7, K::Rank), "4");
}

#[test]
fn an_unknown_peer_has_no_place_and_takes_none() {
    let book = districts(["7.5", "×", "—", "8.0"], Direction::Up).build();
    check(&book, 7, &[(K::Rank, "2"), (K::ToAbove, "0.50")]);
    assert_eq!(shown(&book, "I", "Q01", 7, K::Rank), "已隐去");
    assert_eq!(shown(&book, "I", "Q02", 7, K::Rank), "未报");
    let ranking = Ranking::of(&book, &subject(&book, "I", OWN, 7), None).unwrap();
    assert_eq!((ranking.basis, ranking.ranked(), ranking.lower_is_better), (K::Cumulative, 2, false));
    let order: Vec<_> = ranking.units.iter().map(|unit| (unit.unit, unit.rank)).collect();
    assert_eq!(order, [("Q03", Some(1)), (OWN, Some(2)), ("Q01", None), ("Q02", None)]);
    assert!(ranking.get("Q01").unwrap().value.is_err());
    assert!(ranking.get("没有").is_none());
}

#[test]
fn only_one_class_is_ranked_together() {
    let book = districts(["7.5", "8.1", "7.5", "6.9"], Direction::Up)
        .streets(&["S01", "S02"])
        .unit("Q99", UnitKind::Peer, None)
        .unit_with("Q98", UnitKind::Peer, Some("C00"), |unit| unit.valid_to = Some(jiff::civil::date(2018, 6, 30)))
        .figure("I", "S01", "2018-07", Measure::Cumulative, "1", "%")
        .figure("I", "S02", "2018-07", Measure::Cumulative, "2", "%")
        .figure("I", "Q98", "2018-07", Measure::Cumulative, "99", "%")
        .figure("I", "Q99", "2018-07", Measure::Cumulative, "99", "%")
        .build();
    check(&book, 7, &[(K::Rank, "2")]);
    assert_eq!(shown(&book, "I", "S01", 7, K::Rank), "2");
    assert_eq!(shown(&book, "I", "C00", 7, K::Rank), "不适用");
}

fn flows() -> BookBuilder {
    let mut builder = BookBuilder::new(2018).peers(&["Q01", "Q02"]).indicator("I", ValueKind::Flow, "亿元");
    for (code, done) in [(OWN, "60"), ("Q01", "90"), ("Q02", "30")] {
        builder = builder.target("I", code, Goal::Amount, if code == "Q01" { "200" } else { "100" }, "亿元").figure(
            "I",
            code,
            "2018-07",
            Measure::Cumulative,
            done,
            "亿元",
        );
    }
    builder
}

/// The basis on which most can be compared; growth before completion before the value itself.
#[test]
fn the_basis_is_what_most_units_have() {
    let basis = |book: &Book| Reckoner::<Exact>::new(book, subject(book, "I", OWN, 7)).unwrap().ranking_basis();
    let book = flows().build();
    assert_eq!(basis(&book), K::Completion);
    check(&book, 7, &[(K::Rank, "1"), (K::ToBelow, "15.00")]);
    assert_eq!(figure(&book, "I", OWN, 7, K::ToBelow).unit.as_str(), "百分点");
    let grown = flows()
        .figure("I", OWN, "2018-07", Measure::CumulativeGrowth, "3", "%")
        .figure("I", "Q01", "2018-07", Measure::CumulativeGrowth, "4.25", "%")
        .figure("I", "Q02", "2018-07", Measure::CumulativeGrowth, "1", "%")
        .build();
    assert_eq!(basis(&grown), K::Growth);
    check(&grown, 7, &[(K::Rank, "2"), (K::ToAbove, "1.3"), (K::ToBelow, "2.0")]);
    let reckoner = Reckoner::<Exact>::new(&grown, subject(&grown, "I", OWN, 7)).unwrap();
    for (basis, rank) in [(K::Growth, 2), (K::Completion, 1), (K::Cumulative, 2), (K::BehindPace, 1)] {
        assert_eq!(reckoner.rank_by(K::Rank, basis).unwrap().to_i64(), Some(rank), "{}", basis.key());
    }
}

/// Amounts are in the indicator's unit.
#[test]
fn distances_by_amount_are_amounts() {
    let book = BookBuilder::new(2018)
        .peers(&["Q01", "Q02"])
        .indicator("I", ValueKind::Flow, "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "60", "亿元")
        .figure("I", "Q01", "2018-07", Measure::Cumulative, "900000", "万元")
        .figure("I", "Q02", "2018-07", Measure::Cumulative, "75", "亿元")
        .build();
    check(&book, 7, &[(K::Rank, "3"), (K::ToAbove, "15.00"), (K::ToFirst, "30.00")]);
    assert_eq!(figure(&book, "I", OWN, 7, K::ToFirst).unit.as_str(), "亿元");
}

#[test]
fn nobody_to_compare_with() {
    let book = BookBuilder::new(2018)
        .indicator("I", ValueKind::Growth, "%")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "7", "%")
        .build();
    refused(&book, 7, K::Rank, "不适用", "没有可比");
    let published = BookBuilder::new(2018)
        .indicator("I", ValueKind::Growth, "%")
        .figure("I", OWN, "2018-07", Measure::Rank, "5", "位")
        .figure("I", OWN, "2018-07", Measure::LastYearRank, "8", "位")
        .target("I", OWN, Goal::Rank, "3", "位")
        .build();
    check(&published, 7, &[(K::Rank, "5"), (K::RankMovement, "3"), (K::PlacesMissing, "2")]);
    refused(&published, 7, K::ToAbove, "不适用", "没有可比");
}

/// 前三, 提升两个位次; last year's rank may be printed with the pair.
#[test]
fn places_missing_to_a_rank_target() {
    let book = |goal, places: &str| {
        districts(["7.5", "8.1", "7.8", "7.6"], Direction::Up)
            .target("I", OWN, goal, places, "位")
            .figure("I", OWN, "2018-07", Measure::LastYearRank, "4", "位")
            .build()
    };
    check(&book(Goal::Rank, "3"), 7, &[(K::Rank, "4"), (K::PlacesMissing, "1"), (K::RankMovement, "0")]);
    check(&book(Goal::RankImprovement, "2"), 7, &[(K::PlacesMissing, "2")]);
    check(&book(Goal::Rank, "4"), 7, &[(K::PlacesMissing, "0")]);
    refused(&book(Goal::Growth, "4"), 7, K::PlacesMissing, "不适用", "不是位次");
    let by_pair = flows()
        .indicator_with("I", ValueKind::Flow, "亿元", |indicator| indicator.pair = Some("G".to_owned()))
        .indicator("G", ValueKind::Growth, "%")
        .figure("G", OWN, "2018-07", Measure::LastYearRank, "3", "位")
        .build();
    check(&by_pair, 7, &[(K::RankMovement, "2")]);
    refused(&flows().build(), 7, K::RankMovement, "未报", "上年位次");
}

/// A rank indicator is its own rank, and the lowest number is first whatever its direction says.
#[test]
fn an_indicator_that_is_a_rank() {
    let book = BookBuilder::new(2018)
        .peers(&["Q01"])
        .indicator_with("I", ValueKind::Rank, "位", |indicator| indicator.decimals = 0)
        .target("I", OWN, Goal::Rank, "3", "位")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "5", "位")
        .figure("I", "Q01", "2018-06", Measure::Cumulative, "2", "位")
        .figure("I", OWN, "2018-06", Measure::LastYearRank, "7", "位")
        .build();
    check(
        &book,
        6,
        &[(K::Rank, "5"), (K::GapToTarget, "2"), (K::PlacesMissing, "2"), (K::RankMovement, "2"), (K::ToFirst, "3")],
    );
    let improved = BookBuilder::new(2018)
        .indicator_with("I", ValueKind::Rank, "位", |indicator| indicator.decimals = 0)
        .target("I", OWN, Goal::RankImprovement, "3", "位")
        .figure("I", OWN, "2018-06", Measure::Cumulative, "5", "位")
        .figure("I", OWN, "2018-06", Measure::LastYearRank, "7", "位")
        .build();
    check(&improved, 6, &[(K::Target, "4"), (K::GapToTarget, "1")]);
}

/// Under a ceiling the unit with less stands first, as the signs of its gaps say.
#[test]
fn under_a_ceiling_the_lower_figure_stands_first() {
    let book = BookBuilder::new(2018)
        .peers(&["Q01", "Q02"])
        .indicator("I", ValueKind::Count, "起")
        .target("I", OWN, Goal::Ceiling, "24", "起")
        .figure("I", OWN, "2018-07", Measure::Cumulative, "7", "起")
        .figure("I", "Q01", "2018-07", Measure::Cumulative, "8", "起")
        .figure("I", "Q02", "2018-07", Measure::Cumulative, "9", "起")
        .build();
    check(&book, 7, &[(K::Rank, "1")]);
    assert_eq!(figure(&book, "I", "Q02", 7, K::Rank).text(), "3");
}

/// A place counted among some is not the place among all: where a peer's figure is missing, the published rank
/// stands.
#[test]
fn the_published_rank_stands_where_a_peer_is_not_known() {
    let among = |book: &Book| Reckoner::<Exact>::new(book, subject(book, "I", OWN, 7)).unwrap().ranked_among();
    let printed = |values| districts(values, Direction::Up).figure("I", OWN, "2018-07", Measure::Rank, "3", "位");
    let some = printed(["7.5", "8.1", "—", "6.9"]).build();
    check(&some, 7, &[(K::Rank, "3"), (K::ToAbove, "0.60")]);
    assert_eq!(among(&some), (4, 4));
    let all = printed(["7.5", "8.1", "7.0", "6.9"]).build();
    check(&all, 7, &[(K::Rank, "2")]);
    assert_eq!(among(&all), (4, 4));
    let unpublished = districts(["7.5", "8.1", "—", "6.9"], Direction::Up).build();
    check(&unpublished, 7, &[(K::Rank, "2")]);
    assert_eq!(among(&unpublished), (3, 4));
}
