//! Places by a stated figure, and how they moved since the period before.

use super::{check, own, reckoner, refused};
use crate::framework::{Goal, ValueKind};
use crate::ledger::{Book, Measure};
use crate::number::Rational;
use crate::progress::{Absence, Exact, FigureKind as K, RANKING_BASES, Reckoner, Tracing};
use crate::testing::{BookBuilder, OWN, subject};

/// Own, Q01, Q02: growths and cumulative amounts of June and July; `—` where nothing was reported.
fn grown(june: [&str; 3], july: [&str; 3]) -> BookBuilder {
    let mut builder = BookBuilder::new(2018).peers(&["Q01", "Q02"]).indicator("I", ValueKind::Flow, "亿元");
    for (index, (unit, done)) in [(OWN, "60"), ("Q01", "90"), ("Q02", "30")].into_iter().enumerate() {
        for (period, growth) in [("2018-06", june[index]), ("2018-07", july[index])] {
            builder = builder.figure("I", unit, period, Measure::Cumulative, done, "亿元");
            if growth != "—" {
                builder = builder.figure("I", unit, period, Measure::CumulativeGrowth, growth, "%");
            }
        }
    }
    builder
}

fn moved() -> Book {
    grown(["9", "4", "8"], ["3", "5", "4"])
        .figure("I", OWN, "2018-07", Measure::LastYearRank, "1", "位")
        .target("I", OWN, Goal::Rank, "1", "位")
        .build()
}

fn by(book: &Book, kind: K, basis: K) -> Result<Rational, Absence> {
    reckoner(book, 7).with_basis(basis).compute(kind)
}

#[test]
fn a_stated_figure_ranks_instead_of_the_usual_one() {
    let book = moved();
    check(&book, 7, &[(K::Rank, "3"), (K::ToAbove, "1.0"), (K::ToFirst, "2.0"), (K::LastYearRank, "1")]);
    let expected = [(K::Rank, 2), (K::ToAbove, 30), (K::ToFirst, 30), (K::ToBelow, 30)];
    for (kind, value) in expected {
        assert_eq!(by(&book, kind, K::Cumulative).unwrap().to_i64(), Some(value), "{}", kind.key());
    }
    let figure = reckoner(&book, 7).with_basis(K::Cumulative).figure(K::ToAbove);
    assert_eq!((figure.text().as_str(), figure.unit.as_str()), ("30.00", "亿元"));
    let amounts = reckoner(&book, 7).with_basis(K::Cumulative);
    assert_eq!((amounts.counted_by(K::Rank), amounts.counted_by(K::Shortfall)), (Some(K::Cumulative), None));
    assert_eq!(reckoner(&book, 7).counted_by(K::ToFirst), Some(K::Growth));
}

#[test]
fn what_is_written_as_a_place_is_by_the_usual_figure() {
    let book = moved();
    for (kind, places) in [(K::RankMovement, -2), (K::PlacesMissing, 2)] {
        assert_eq!(by(&book, kind, K::Growth).unwrap().to_i64(), Some(places), "{}", kind.key());
        let absence = by(&book, kind, K::Cumulative).unwrap_err();
        assert_eq!(absence.label(), "不可比");
        assert!(absence.reason().contains("按同比增速，与按累计完成排的位次不可比"), "{}", absence.reason());
    }
}

#[test]
fn places_since_the_period_before_are_by_the_same_figure() {
    let book = moved();
    check(&book, 7, &[(K::PeriodRankMovement, "−2")]);
    assert_eq!(by(&book, K::PeriodRankMovement, K::Cumulative).unwrap().to_i64(), Some(0));
    let won = grown(["1", "4", "8"], ["9", "5", "4"]).build();
    check(&won, 7, &[(K::PeriodRankMovement, "2")]);
    refused(&won, 6, K::PeriodRankMovement, "不适用", "没有可比");
    // June is ranked by amounts, since only one growth of it is known: its growths are not mixed with July's.
    let june = grown(["9", "—", "—"], ["3", "5", "4"]).build();
    assert_eq!(reckoner(&june, 6).ranking_basis(), K::Cumulative);
    refused(&june, 7, K::PeriodRankMovement, "不适用", "没有可比");
    let first = BookBuilder::new(2018).peers(&["Q01"]).indicator("I", ValueKind::Growth, "%");
    let first = first.figure("I", OWN, "2018-01", Measure::Cumulative, "1", "%");
    refused(&first.build(), 1, K::PeriodRankMovement, "不适用", "没有上一期");
}

#[test]
fn a_published_place_is_not_compared_with_one_among_some() {
    let levels = |june: &[(&str, &str)], published: &[&str]| {
        let mut builder = BookBuilder::new(2018).peers(&["Q01", "Q02"]).indicator("I", ValueKind::Growth, "%");
        for (unit, growth) in june {
            builder = builder.figure("I", unit, "2018-06", Measure::Cumulative, growth, "%");
        }
        builder = builder.figure("I", OWN, "2018-07", Measure::Cumulative, "5", "%");
        for (period, rank) in ["2018-06", "2018-07"].into_iter().zip(published) {
            builder = builder.figure("I", OWN, period, Measure::Rank, rank, "位");
        }
        builder.build()
    };
    let both = levels(&[(OWN, "4")], &["2", "3"]);
    check(&both, 7, &[(K::Rank, "3"), (K::PeriodRankMovement, "−1")]);
    assert_eq!(reckoner(&both, 7).counted_by(K::Rank), None);
    let counted = levels(&[(OWN, "4"), ("Q01", "6"), ("Q02", "7")], &["3", "2"]);
    check(&counted, 7, &[(K::PeriodRankMovement, "1")]);
    assert_eq!(reckoner(&counted, 7).before().unwrap().counted_by(K::Rank), Some(K::Cumulative));
    let mut some = BookBuilder::new(2018).peers(&["Q01", "Q02"]).indicator("I", ValueKind::Growth, "%");
    for (unit, period, growth) in [(OWN, "2018-06", "4"), ("Q01", "2018-06", "6"), (OWN, "2018-07", "5")] {
        some = some.figure("I", unit, period, Measure::Cumulative, growth, "%");
    }
    let some = some.figure("I", OWN, "2018-07", Measure::Rank, "2", "位").build();
    refused(&some, 7, K::PeriodRankMovement, "不可比", "发布的");
}

/// The rows of a table share what they look up, of both periods; each place is what it is alone.
#[test]
fn the_rows_of_a_table_have_the_places_they_have_alone() {
    let book = moved();
    let beside = reckoner(&book, 7);
    for unit in [OWN, "Q01", "Q02"] {
        let alone = || Reckoner::<Exact>::new(&book, subject(&book, "I", unit, 7)).unwrap();
        for basis in RANKING_BASES {
            for kind in [K::Rank, K::ToAbove, K::PeriodRankMovement] {
                let shared = alone().beside(&beside).with_basis(basis).compute(kind);
                assert_eq!(shared, alone().with_basis(basis).compute(kind), "{unit} {} by {}", kind.key(), basis.key());
            }
        }
        assert_eq!(alone().beside(&beside).compute(K::PeriodRankMovement), alone().compute(K::PeriodRankMovement));
    }
    let traced = Reckoner::<Tracing>::new(&book, subject(&book, "I", OWN, 7)).unwrap();
    let traced = traced.with_basis(K::Cumulative).trace(K::ToAbove).unwrap();
    assert_eq!(traced.expr().formula(), "Q01·1—7月累计完成 − 1—7月累计完成");
}

#[test]
fn what_a_unit_owes_of_what_the_region_owes() {
    let book = |own: &str, street: &str| {
        let mut builder = BookBuilder::new(2018).streets(&["S01", "S02"]).indicator("I", ValueKind::Flow, "亿元");
        for (unit, target, done) in [(OWN, "240", own), ("S01", "120", street)] {
            builder = builder.target("I", unit, Goal::Amount, target, "亿元").figure(
                "I",
                unit,
                "2018-07",
                Measure::Cumulative,
                done,
                "亿元",
            );
        }
        builder.figure("I", "S02", "2018-07", Measure::Cumulative, "9", "亿元").build()
    };
    let share = |book: &Book, unit| {
        Reckoner::<Exact>::new(book, subject(book, "I", unit, 7)).unwrap().figure(K::ShareOfShortfall)
    };
    // 140 − 100 = 40 owed, of which 70 − 60 = 10.
    let owing = book("100", "60");
    assert_eq!((share(&owing, "S01").text().as_str(), share(&owing, "S01").unit.as_str()), ("25.00", "%"));
    let reason = |book: &Book, unit| share(book, unit).value.unwrap_err().reason().to_owned();
    assert_eq!(reason(&owing, OWN), "本身就是合计");
    assert_eq!(reason(&owing, "S02"), "没有分解到的任务");
    assert_eq!(reason(&book("100", "70"), "S01"), "不欠账");
    assert_eq!(reason(&book("140", "60"), "S01"), "全部合计不欠账");
    assert_eq!(own(&owing, 7, K::Shortfall).text(), "40.00");
}
