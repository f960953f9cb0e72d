//! Any row that can be said can be read back.

use crate::testing::TestEngine;
use crate::{Changes, NewObservation, NewObservations, Observation, SheetId, Version, WordId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::support::{Fixture, both};

both!(random_rows);

/// A row with its texts spelled out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spelled {
    texts: [String; 3],
    maybe: [Option<String>; 2],
    numbers: (i32, Option<i64>, i16, [i16; 5]),
}

pub(super) fn spelled() -> impl Strategy<Value = Spelled> {
    let text = || "[\\PC&&[^\u{0}]]{1,12}";
    let numbers = (any::<i32>(), any::<Option<i64>>(), any::<i16>(), any::<[i16; 5]>());
    let texts = [text(), text(), text()];
    let maybe = [proptest::option::of(text()), proptest::option::of(text())];
    (texts, maybe, numbers).prop_map(|(texts, maybe, numbers)| Spelled { texts, maybe, numbers })
}

pub(super) fn to_new(row: &Spelled, all: &mut NewObservations) -> NewObservation {
    let (period, mantissa, scale, [state, span, firmness, standing, origin]) = row.numbers;
    NewObservation {
        year: 2018,
        indicator: all.word(&row.texts[0]),
        unit: all.word(&row.texts[1]),
        period,
        measure: all.word(&row.texts[2]),
        state,
        mantissa,
        scale,
        unit_of_measure: row.maybe[0].as_ref().map(|text| all.word(text)),
        span,
        firmness,
        standing,
        origin,
        place: None,
        note: row.maybe[1].as_ref().map(|text| all.word(text)),
    }
}

fn from_stored(row: &Observation, words: &[(WordId, String)]) -> Spelled {
    let word = |id: WordId| words[usize::try_from(id.0).unwrap() - 1].1.clone();
    assert_eq!(row.place.map(|place| place.sheet), None::<SheetId>);
    Spelled {
        texts: [word(row.indicator), word(row.unit), word(row.measure)],
        maybe: [row.unit_of_measure.map(word), row.note.map(word)],
        numbers: (row.period, row.mantissa, row.scale, [row.state, row.span, row.firmness, row.standing, row.origin]),
    }
}

async fn random_rows(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let mut runner = TestRunner::deterministic();
    // Sizes on both sides of every threshold: few words and whole dictionary, single inserts and COPY.
    for size in [1, 2, 7, 19, 30, 70, 199, 200, 450] {
        let rows = proptest::collection::vec(spelled(), size).new_tree(&mut runner).unwrap().current();
        let mut observations = NewObservations::default();
        observations.rows = rows.iter().map(|row| to_new(row, &mut observations)).collect::<Vec<_>>();
        let done = fixture.append(Changes { observations, ..Changes::default() }).await;
        let before = Version(done.version.0 - 1);
        let stored = fixture.store.observations(fixture.region, 2018, before, done.version).await.unwrap();
        let words = fixture.store.words(fixture.region, WordId(0)).await.unwrap();
        assert!((1..).zip(&words).all(|(id, word)| word.0 == WordId(id)), "ids have gaps");
        assert_eq!(stored.iter().map(|row| from_stored(row, &words)).collect::<Vec<_>>(), rows);
    }
}
