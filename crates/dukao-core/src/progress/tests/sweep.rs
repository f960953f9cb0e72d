//! A sweep says what the reckoner says, for every book.

use proptest::prelude::*;

use super::recipe::{UNITS, recipes};
use crate::framework::{Frequency, Goal, PacePoint, PaceProfile, ValueKind};
use crate::ledger::{Book, Measure, Origin};
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::{Exact, FigureKind as K, Reckoner, SWEPT, Sweep};
use crate::testing::{BookBuilder, OWN, decimal, month, subject};

/// The figures that both ways give differently.
fn differences(book: &Book, sweep: &Sweep, unit: &str) -> Vec<String> {
    let mut different = Vec::new();
    for at in Month::all() {
        let reckoner = Reckoner::<Exact>::new(book, subject(book, "I", unit, at.number())).unwrap();
        for kind in SWEPT {
            let (swept, sure) = (sweep.figure(book, ("I", unit), at, kind), reckoner.compute(kind));
            if swept != sure {
                different.push(format!("{unit} {at:?} {kind:?}: {swept:?} {sure:?}"));
            }
        }
    }
    different
}

/// What the sweep itself gives for the own unit in a month, without falling back.
fn swept(sweep: &Sweep, at: u8, kind: K) -> Option<Rational> {
    let mut found = None;
    sweep.run(|row, end, swept| {
        if sweep.name(row) == Some(("I", OWN)) && end.number() == at {
            found = swept.get(kind).and_then(crate::number::Fast::exact);
        }
    });
    found
}

fn plain(target: &str, done: &str, pace: PaceProfile) -> Book {
    BookBuilder::new(2018)
        .indicator("I", ValueKind::Flow, "亿元")
        .target_with("I", OWN, Goal::Amount, target, "亿元", |made| made.pace = pace)
        .figure("I", OWN, "2018-06", Measure::Cumulative, "99", "亿元")
        .figure("I", OWN, "2018-07", Measure::Cumulative, done, "亿元")
        .build()
}

proptest! {
    #[test]
    fn a_sweep_is_the_reckoner_over_whole_tables(recipe in recipes()) {
        let book = recipe.book();
        let sweep = Sweep::of(&book, 2018, Origin::Claimed);
        for unit in UNITS {
            prop_assert_eq!(differences(&book, &sweep, unit), Vec::<String>::new());
        }
    }

    #[test]
    fn a_renewed_row_is_a_new_sweep(before in recipes(), after in recipes()) {
        let (old, new) = (before.book(), after.book());
        let mut sweep = Sweep::of(&old, 2018, Origin::Claimed);
        for target in new.framework(2018).unwrap().targets() {
            sweep.renew(&new, target);
        }
        for unit in UNITS {
            prop_assert_eq!(differences(&new, &sweep, unit), Vec::<String>::new());
        }
    }
}

#[test]
fn the_dense_row_itself_gives_every_figure() {
    let book = plain("252", "115.25", PaceProfile::Even);
    let sweep = Sweep::of(&book, 2018, Origin::Claimed);
    assert_eq!((sweep.len(), sweep.is_empty()), (1, false));
    let reckoner = Reckoner::<Exact>::new(&book, subject(&book, "I", OWN, 7)).unwrap();
    let scale = Rational::integer(100);
    for kind in SWEPT {
        let sure = reckoner.compute(kind).unwrap();
        let rate = matches!(kind, K::Completion | K::BehindPace);
        let expected = if rate { sure } else { sure.mul(&scale) };
        assert_eq!(swept(&sweep, 7, kind), Some(expected), "{kind:?}");
    }
    assert_eq!(swept(&sweep, 8, K::Completion), None);
    assert_eq!(swept(&sweep, 7, K::Growth), None);
    let mut known = 0;
    sweep.run(|_, _, swept| known += swept.iter().count());
    // The requirement of twelve months; in June and July five more with an actual, in July also the month.
    assert_eq!(known, 12 + 2 * 5 + 1);
}

/// How many rows there are, and that a figure is read from them: a book without figures changes nothing.
#[test]
fn rows_are_counted_and_answer_by_themselves() {
    let none = Sweep::of(&BookBuilder::new(2018).build(), 2018, Origin::Claimed);
    assert_eq!((none.len(), none.is_empty()), (0, true));
    let empty = || {
        let builder = BookBuilder::new(2018).peers(&["Q01"]).indicator("I", ValueKind::Flow, "亿元");
        [OWN, "Q01"].into_iter().fold(builder, |builder, unit| builder.target("I", unit, Goal::Amount, "252", "亿元"))
    };
    let book = empty().figure("I", OWN, "2018-07", Measure::Cumulative, "115.25", "亿元").build();
    let sweep = Sweep::of(&book, 2018, Origin::Claimed);
    assert_eq!((sweep.len(), sweep.is_empty()), (2, false));
    let read = sweep.figure(&empty().build(), ("I", OWN), Month::new(7).unwrap(), K::Shortfall);
    assert_eq!(read, Rational::ratio(3175, 100).ok_or(crate::progress::Absence::unreported("")));
}

/// Rows of one sweep keep their own periods and shares of the plan.
#[test]
fn every_row_runs_by_its_own_pace() {
    let staged = |share: &str| {
        let point = |number, share| PacePoint { month: month(number), share: decimal(share) };
        PaceProfile::Staged(vec![point(6, share), point(12, "1")])
    };
    let paces = [(OWN, PaceProfile::Even), ("S1", staged("0.3")), ("S2", staged("0.4")), ("S3", staged("0.3"))];
    let series = |builder: BookBuilder, code: &str, unit: &str| {
        (1..=12).fold(builder, |builder, at| {
            let period = format!("2018-{at:02}");
            builder.figure(code, unit, &period, Measure::Cumulative, &(at * 9).to_string(), "亿元")
        })
    };
    let builder = BookBuilder::new(2018)
        .streets(&["S1", "S2", "S3"])
        .indicator("I", ValueKind::Flow, "亿元")
        .indicator_with("J", ValueKind::Flow, "亿元", |made| made.frequency = Frequency::Quarterly)
        .target("J", OWN, Goal::Amount, "120", "亿元");
    let book = paces.into_iter().fold(series(builder, "J", OWN), |builder, (unit, pace)| {
        let builder = builder.target_with("I", unit, Goal::Amount, "120", "亿元", |made| made.pace = pace);
        series(builder, "I", unit)
    });
    let book = book.build();
    let sweep = Sweep::of(&book, 2018, Origin::Claimed);
    for unit in [OWN, "S1", "S2", "S3"] {
        assert_eq!(differences(&book, &sweep, unit), Vec::<String>::new());
    }
    let mut ends = Vec::new();
    sweep.run(|row, end, _| {
        if sweep.name(row) == Some(("J", OWN)) {
            ends.push(end.number());
        }
    });
    assert_eq!(ends, [3, 6, 9, 12]);
}

#[test]
fn what_does_not_fit_falls_back() {
    let book = plain("900000000000000000", "899999999999999.999", PaceProfile::WorkingDays);
    let sweep = Sweep::of(&book, 2018, Origin::Claimed);
    assert_eq!(differences(&book, &sweep, OWN), Vec::<String>::new());
    let book = plain("90000000000000", "89999999999.999", PaceProfile::WorkingDays);
    let sweep = Sweep::of(&book, 2018, Origin::Claimed);
    assert_eq!(sweep.len(), 1);
    assert_eq!(swept(&sweep, 7, K::BehindPace), None);
    assert_eq!(differences(&book, &sweep, OWN), Vec::<String>::new());
}
