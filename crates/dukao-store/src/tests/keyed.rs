//! Keys: who may write with which, and how a database comes to its first one.

use super::support::{Fixture, START, act, actor, audit, both, figures, scratch};
use super::tamper::view;
use crate::testing::{KEY, LATER_KEY, TestEngine, execute, keys, migrate_to, open};
use crate::verify::{Book, Fault, RowsChange};
use crate::{AuditFault, Changes, KeyId, Micros, RegionId, Store, Version, WriteError};

both!(without_the_key_nothing_is_written, a_later_key_goes_on, an_old_database_is_keyed, a_stripped_chain_is_found);

fn id(line: &str) -> KeyId {
    keys(line).newest()
}

async fn without_the_key_nothing_is_written(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    fixture.append(figures(2018, 3)).await;
    let (url, region) = (fixture.scratch.url(), fixture.region);
    let none = Store::open(url).await.unwrap();
    let other = Store::open_keyed(url, keys(LATER_KEY), Micros(0)).await.unwrap();
    assert_eq!(none.keys_in_use().await.unwrap(), [id(KEY)]);
    for (store, key) in [(&none, None), (&other, Some(id(KEY)))] {
        let refused = |error: WriteError| match (error, key) {
            (WriteError::NeedsKey { key }, None) => assert_eq!(key, id(KEY)),
            (WriteError::UnknownKey { key }, Some(known)) => assert_eq!(key, known),
            (other, _) => panic!("{other:?}"),
        };
        refused(store.write(act(region, Version(2), Changes::default())).await.unwrap_err());
        refused(store.create_region("乙", "乙", actor(), START, audit("region.create")).await.unwrap_err());
        refused(store.system(START).await.unwrap_err());
        // Reading goes on, and a check does not call altered what it cannot check.
        assert_eq!(store.observations(region, 2018, Version::NONE, Version(2)).await.unwrap().len(), 3);
    }
    refused_trail(&none, region).await;
    assert!(none.verify(&[]).await.unwrap().is_sound(), "without keys only gaps and heads are looked at");
    let found = other.verify(&[]).await.unwrap();
    let unknown = Fault::Entry { book: Book::Audit, number: 1, fault: AuditFault::UnknownKey(id(KEY)) };
    assert_eq!(found.regions[0].faults, [unknown]);
    assert_eq!(fixture.head().await, Version(2));
}

async fn refused_trail(store: &Store, region: RegionId) {
    let refused = store.append_trail(region, vec![view(1)]).await;
    assert!(matches!(refused, Err(WriteError::NeedsKey { .. } | WriteError::Unkeyed(_))), "{refused:?}");
}

async fn a_later_key_goes_on(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let (url, region) = (fixture.scratch.url(), fixture.region);
    fixture.store.append_trail(region, vec![view(1)]).await.unwrap();
    let both = Store::open_keyed(url, keys(&format!("{KEY}\n{LATER_KEY}")), Micros(0)).await.unwrap();
    // Going over writes in both books at once: an end by the earlier key is somebody's who has only that.
    let end = |book| Fault::Entry { book, number: 1, fault: AuditFault::OldKey(id(KEY)) };
    assert_eq!(both.verify(&[]).await.unwrap().regions[0].faults, [end(Book::Audit), end(Book::Trail)]);
    both.write(act(region, Version(1), figures(2018, 2))).await.unwrap();
    assert_eq!(both.verify(&[]).await.unwrap().regions[0].faults, [end(Book::Trail)]);
    both.append_trail(region, vec![view(2)]).await.unwrap();
    assert!(both.verify(&[]).await.unwrap().is_sound());
    let stale = fixture.store.write(act(region, Version(2), Changes::default())).await;
    assert!(matches!(stale, Err(WriteError::UnknownKey { key }) if key == id(LATER_KEY)), "{stale:?}");
    // The first key alone, known to somebody by now, is no way back.
    let turned = Store::open_keyed(url, keys(&format!("{LATER_KEY}\n{KEY}")), Micros(0)).await.unwrap();
    turned.write(act(region, Version(2), Changes::default())).await.unwrap();
    let found = both.verify(&[]).await.unwrap();
    let old = Fault::Entry { book: Book::Audit, number: 3, fault: AuditFault::OldKey(id(KEY)) };
    assert_eq!(found.regions[0].faults, [old]);
}

/// A database of schema 4 with plain entries; its rows are covered by the first keyed entry.
async fn an_old_database_is_keyed(engine: TestEngine) {
    let database = scratch(engine).await;
    migrate_to(database.url(), 4).await.unwrap();
    old_rows(database.url()).await;
    let plain = Store::open(database.url()).await.unwrap();
    let region = RegionId(1);
    plain.write(act(region, Version(1), figures(2018, 5))).await.unwrap();
    assert!(plain.keys_in_use().await.unwrap().is_empty());
    assert!(plain.verify(&[]).await.unwrap().is_sound());
    refused_trail(&plain, region).await;
    for _ in 0..2 {
        let store = open(database.url()).await.unwrap();
        let acts = store.audit(region, Version::NONE, 9).await.unwrap();
        let keyed: Vec<(&str, bool)> = acts.iter().map(|row| (row.entry.act.as_str(), row.key.is_some())).collect();
        assert_eq!(keyed, [("region.create", false), ("figure.enter", false), ("audit.key", true)]);
        let found = store.verify(&[]).await.unwrap();
        assert!(found.is_sound() && found.regions[0].keyed, "{found:?}");
    }
    let store = open(database.url()).await.unwrap();
    let refused = plain.write(act(region, Version(3), Changes::default())).await;
    assert!(matches!(refused, Err(WriteError::NeedsKey { .. })), "{refused:?}");
    store.write(act(region, Version(3), figures(2018, 2))).await.unwrap();
    store.append_trail(region, vec![view(1)]).await.unwrap();
    assert!(store.verify(&[]).await.unwrap().is_sound());
    for (sql, table, year) in [
        ("UPDATE observation SET mantissa = 1 WHERE version = 2 AND seq = 2", "observation", Some(2018)),
        ("UPDATE word SET text = '新' WHERE id = 1", "word", None),
        ("DELETE FROM entry WHERE version = 1", "entry", None),
    ] {
        execute(database.url(), sql).await.unwrap();
        let found = store.verify(&[]).await.unwrap();
        let change = if table == "entry" { RowsChange::Removed } else { RowsChange::Changed };
        let rows = Fault::Rows { table, year, version: Version(3), earlier: true, change };
        assert!(found.regions[0].faults.contains(&rows), "{sql}: {found:?}");
    }
}

/// What schema 4 held after a region was made: a plain chain, and an entry.
async fn old_rows(url: &str) {
    let body = crate::audit::audit_body(
        RegionId(1),
        (1, 1, START),
        &[Some("operator"), Some("local"), Some("region.create"), None, Some("{}")],
        None,
    );
    let hash = crate::audit::linked(None, None, crate::key::Domain::Audit, &[0; 32], &body).unwrap();
    let hash = crate::archive::hexadecimal(&hash);
    let bytes = if url.starts_with("sqlite") { format!("X'{hash}'") } else { format!("'\\x{hash}'") };
    let at = START.0;
    let sql = format!(
        "INSERT INTO region VALUES (1, '甲', '甲', {at}); INSERT INTO region_head VALUES (1, 1, {at}, {bytes}); \
         INSERT INTO audit VALUES (1, 1, 1, {at}, 'operator', 'local', 'region.create', NULL, '{{}}', {bytes}); \
         INSERT INTO entry VALUES (1, 1, 1, 'unit', 0, '甲', 1, '{{}}'); UPDATE counter SET value = 1"
    );
    execute(url, &sql).await.unwrap();
}

/// Who has no key may take the key out of all entries of a region and chain them anew, plainly; that shows.
async fn a_stripped_chain_is_found(engine: TestEngine) {
    let fixture = Fixture::new(engine).await;
    let store = &fixture.store;
    store.create_region("乙", "乙", actor(), START, audit("region.create")).await.unwrap();
    fixture.append(Changes::default()).await;
    let exported = store.heads_to_export().await.unwrap();
    let strip = "DELETE FROM audit WHERE region = 1 AND version > 1; \
                 UPDATE audit SET key_id = NULL, rows_digest = NULL WHERE region = 1; \
                 UPDATE region_head SET key_id = NULL, version = 1 WHERE region = 1";
    execute(fixture.scratch.url(), strip).await.unwrap();
    let row = &store.audit(RegionId(1), Version::NONE, 1).await.unwrap()[0];
    let texts = [Some("operator"), Some("local"), Some("region.create"), Some("指标"), Some(row.entry.detail.as_str())];
    let body = crate::audit::audit_body(RegionId(1), (1, 1, row.at), &texts, None);
    let hash = crate::audit::linked(None, None, crate::key::Domain::Audit, &[0; 32], &body).unwrap();
    let hash = crate::archive::hexadecimal(&hash);
    let bytes = if engine == TestEngine::Sqlite { format!("X'{hash}'") } else { format!("'\\x{hash}'") };
    let chain = format!(
        "UPDATE audit SET hash = {bytes} WHERE region = 1; UPDATE region_head SET chain_head = {bytes}, \
         committed_at = {} WHERE region = 1",
        row.at.0
    );
    execute(fixture.scratch.url(), &chain).await.unwrap();
    for store in [store, &open(fixture.scratch.url()).await.unwrap()] {
        let found = store.verify(&[]).await.unwrap();
        assert_eq!(found.regions[0].faults, [Fault::Unkeyed], "it is not keyed anew on the quiet");
        let found = store.verify(&exported).await.unwrap();
        assert!(
            found.regions[0].faults.contains(&Fault::Cut { book: Book::Audit, exported: 2, found: 1 }),
            "{found:?}"
        );
        let refused = store.write(act(RegionId(1), Version(1), Changes::default())).await;
        assert!(matches!(refused, Err(WriteError::Unkeyed(RegionId(1)))), "{refused:?}");
    }
}
