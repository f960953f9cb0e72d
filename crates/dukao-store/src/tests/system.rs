//! The house itself is a region that nobody sees among the regions.

use crate::testing::TestEngine;
use crate::{Changes, Region, RegionId, SYSTEM, Version, WriteError};

use super::support::{Fixture, START, act, actor, audit, both};

both!(is_made_once_and_hidden, many_make_it);

async fn is_made_once_and_hidden(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let store = &fixture.store;
    for _ in 0..2 {
        assert_eq!(store.system(START).await.unwrap(), SYSTEM);
        assert_eq!(store.head(SYSTEM).await.unwrap().version, Version(1));
    }
    store.write(act(SYSTEM, Version(1), Changes::default())).await.unwrap();
    let acts = store.audit(SYSTEM, Version::NONE, 9).await.unwrap();
    assert_eq!(acts.iter().map(|row| row.entry.act.as_str()).collect::<Vec<_>>(), ["system.create", "figure.enter"]);
    let seen: Vec<RegionId> = store.regions().await.unwrap().into_iter().map(|region: Region| region.id).collect();
    assert_eq!(seen, [fixture.region]);
    assert_eq!(store.region_by_code("本系统").await.unwrap(), None);
    let taken = store.create_region("本系统", "甲", actor(), START, audit("region.create")).await;
    assert!(matches!(taken, Err(WriteError::RegionExists { .. })), "{taken:?}");
    let (next, _) = store.create_region("乙", "乙", actor(), START, audit("region.create")).await.unwrap();
    assert_eq!(next, RegionId(2), "the house takes no number");
}

async fn many_make_it(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let makers = (0..8).map(|_| fixture.store.system(START));
    for made in futures_util::future::join_all(makers).await {
        assert_eq!(made.unwrap(), SYSTEM);
    }
    assert_eq!(fixture.store.head(SYSTEM).await.unwrap().version, Version(1));
}
