//! What the tests share.

use crate::testing::{Scratch, TestEngine, open};
use crate::{
    Act, Actor, AuditEntry, Changes, Committed, Micros, NewObservation, NewObservations, RegionId, Store, Version,
};

/// Generates each named async function as a test for either engine.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(crate::testing::TestEngine::Sqlite).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(crate::testing::TestEngine::Postgres).await;
            })+
        }
    };
}
pub(crate) use both;

pub(crate) const START: Micros = Micros(1_534_723_200_000_000);

/// A store with one region at version 1.
pub(crate) struct Fixture {
    pub(crate) scratch: Scratch,
    pub(crate) store: Store,
    pub(crate) region: RegionId,
}

impl Fixture {
    pub(crate) async fn new(engine: TestEngine) -> Self {
        let scratch = scratch(engine).await;
        let store = open(scratch.url()).await.unwrap();
        Self::with(scratch, store).await
    }

    /// The same with a chain that is not keyed, as before schema 5.
    pub(crate) async fn plain(engine: TestEngine) -> Self {
        let scratch = scratch(engine).await;
        let store = Store::open(scratch.url()).await.unwrap();
        Self::with(scratch, store).await
    }

    async fn with(scratch: Scratch, store: Store) -> Self {
        let (region, first) =
            store.create_region("610100", "甲区", actor(), START, audit("region.create")).await.unwrap();
        assert_eq!(first.version, Version(1));
        Self { scratch, store, region }
    }

    /// Writes changes on top of the present head.
    pub(crate) async fn append(&self, changes: Changes) -> Committed {
        let head = self.head().await;
        self.store.write(act(self.region, head, changes)).await.unwrap()
    }

    pub(crate) async fn head(&self) -> Version {
        self.store.head(self.region).await.unwrap().version
    }
}

pub(crate) async fn scratch(engine: TestEngine) -> Scratch {
    match Scratch::new(engine).await {
        Ok(scratch) => scratch,
        Err(reason) => panic!("{reason}"),
    }
}

pub(crate) fn actor() -> Actor {
    Actor { kind: "operator".to_owned(), id: "local".to_owned() }
}

pub(crate) fn audit(act: &str) -> AuditEntry {
    AuditEntry { act: act.to_owned(), subject: Some("指标".to_owned()), detail: r#"{"行数":1}"#.to_owned() }
}

pub(crate) fn act(region: RegionId, based_on: Version, changes: Changes) -> Act {
    Act { region, actor: actor(), based_on, at: START, audit: audit("figure.enter"), changes }
}

/// `count` figures of one year with distinct values.
pub(crate) fn figures(year: i32, count: i32) -> Changes {
    let mut observations = NewObservations::default();
    for number in 0..count {
        let row = figure(&mut observations, year, number);
        observations.rows.push(row);
    }
    Changes { observations, ..Changes::default() }
}

pub(crate) fn figure(observations: &mut NewObservations, year: i32, number: i32) -> NewObservation {
    NewObservation {
        year,
        indicator: observations.word(&format!("P{:02}", number % 100)),
        unit: observations.word(&format!("街道{}", number / 100 % 50)),
        period: year * 100 + number % 12 + 1,
        measure: observations.word("累计"),
        state: 1,
        mantissa: Some(i64::from(number) * 1_000_003 - 7),
        scale: 2,
        unit_of_measure: Some(observations.word("万元")),
        span: 1,
        firmness: 2,
        standing: 3,
        origin: 4,
        place: None,
        note: None,
    }
}
