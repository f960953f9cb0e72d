//! Every kind of tampering with the audit is found, at the first row that is wrong.

use crate::testing::{TestEngine, execute};
use crate::{AuditCheck, AuditFault, Changes, RegionId, StoreError, Version};

use super::support::{Fixture, both};

both!(sound, tampering, head_removed, other_regions_stay_sound, paged);

async fn six_acts(engine: TestEngine) -> Fixture {
    let fixture = Fixture::new(engine).await;
    for _ in 0..5 {
        fixture.append(Changes::default()).await;
    }
    fixture
}

async fn sound(engine: TestEngine) {
    let fixture = six_acts(engine).await;
    assert_eq!(fixture.store.verify_audit(fixture.region).await.unwrap(), AuditCheck::Sound { entries: 6 });
    let nowhere = fixture.store.verify_audit(RegionId(77)).await;
    assert!(matches!(nowhere, Err(StoreError::NoSuchRegion(RegionId(77)))));
}

async fn tampering(engine: TestEngine) {
    use AuditFault::{Altered, HeadDiffers, Missing, Moved, Plain, Surplus};
    let copy = "INSERT INTO audit SELECT region, version + 4, seq, at + 9, actor_kind, actor, act, subject, detail, \
                hash, key_id, rows_digest FROM audit WHERE version = 3";
    let second = "INSERT INTO audit SELECT region, version, 2, at, actor_kind, actor, act, subject, detail, hash, \
                  key_id, rows_digest FROM audit WHERE version = 3";
    let swap = "UPDATE audit SET version = 100 WHERE version = 3; UPDATE audit SET version = 3 WHERE version = 4; \
                UPDATE audit SET version = 4 WHERE version = 100";
    let hash = "UPDATE audit SET hash = (SELECT hash FROM audit WHERE version = 2) WHERE version = 4";
    let head = "UPDATE region_head SET chain_head = (SELECT hash FROM audit WHERE version = 2)";
    let kinds = [
        ("UPDATE audit SET detail = '{}' WHERE version = 3", 3, Altered),
        ("UPDATE audit SET actor = 'x' WHERE version = 1", 1, Altered),
        ("UPDATE audit SET actor_kind = 'x' WHERE version = 6", 6, Altered),
        ("UPDATE audit SET act = 'x' WHERE version = 2", 2, Altered),
        ("UPDATE audit SET subject = NULL WHERE version = 2", 2, Altered),
        ("UPDATE audit SET at = at - 1 WHERE version = 5", 5, Altered),
        (hash, 4, Altered),
        (swap, 3, Moved { from: 4 }),
        ("UPDATE audit SET key_id = NULL WHERE version = 3", 3, Plain),
        ("UPDATE audit SET rows_digest = NULL WHERE version = 3", 3, Altered),
        ("DELETE FROM audit WHERE version = 1", 1, Missing),
        ("DELETE FROM audit WHERE version = 4", 4, Missing),
        ("DELETE FROM audit WHERE version = 6", 6, Missing),
        ("DELETE FROM audit", 1, Missing),
        (second, 3, Surplus),
        (copy, 7, Altered),
        (head, 6, HeadDiffers),
        ("UPDATE region_head SET version = 5", 6, Surplus),
        ("UPDATE region_head SET version = 8", 7, Missing),
    ];
    for (sql, version, fault) in kinds {
        let fixture = six_acts(engine).await;
        execute(fixture.scratch.url(), sql).await.unwrap();
        let check = fixture.store.verify_audit(fixture.region).await.unwrap();
        assert_eq!(check, AuditCheck::Broken { version: Version(version), fault }, "{sql}");
    }
}

async fn head_removed(engine: TestEngine) {
    let fixture = six_acts(engine).await;
    execute(fixture.scratch.url(), "DELETE FROM region_head").await.unwrap();
    let check = fixture.store.verify_audit(fixture.region).await;
    assert!(matches!(check, Err(StoreError::NoSuchRegion(_))), "{check:?}");
}

async fn other_regions_stay_sound(engine: TestEngine) {
    let fixture = six_acts(engine).await;
    let made = fixture
        .store
        .create_region(
            "乙",
            "乙",
            super::support::actor(),
            super::support::START,
            super::support::audit("region.create"),
        )
        .await;
    execute(fixture.scratch.url(), "UPDATE audit SET act = 'x' WHERE region = 1 AND version = 2").await.unwrap();
    let other = fixture.store.verify_audit(made.unwrap().0).await.unwrap();
    assert_eq!(other, AuditCheck::Sound { entries: 1 });
}

async fn paged(engine: TestEngine) {
    let fixture = six_acts(engine).await;
    let page = fixture.store.audit(fixture.region, Version(2), 3).await.unwrap();
    assert_eq!(page.iter().map(|row| row.version.0).collect::<Vec<_>>(), [3, 4, 5]);
}
