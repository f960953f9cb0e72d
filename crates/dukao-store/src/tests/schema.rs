//! Opening: fresh, old, newer, somebody else's.

use crate::StoreError;
use crate::testing::{TestEngine, execute, migrate_to, open, schema};

use super::support::{both, scratch};

both!(fresh_is_migrated, newer_schema, altered_migration, foreign_database);

async fn fresh_is_migrated(engine: TestEngine) {
    let fresh = scratch(engine).await;
    open(fresh.url()).await.unwrap();
    let expected = schema(fresh.url()).await.unwrap();
    assert!(expected.len() > 8, "{expected:?}");
    for start in 0..=6 {
        let old = scratch(engine).await;
        migrate_to(old.url(), start).await.unwrap();
        assert_eq!(schema(old.url()).await.unwrap() == expected, start == 6);
        if start > 0 {
            execute(old.url(), "INSERT INTO counter (name, value) VALUES ('kept', 7)").await.unwrap();
        }
        open(old.url()).await.unwrap();
        assert_eq!(schema(old.url()).await.unwrap(), expected, "from {start}");
        let again = "INSERT INTO counter (name, value) VALUES ('kept', 7)";
        assert_eq!(execute(old.url(), again).await.is_err(), start > 0, "old data stay");
    }
}

async fn newer_schema(engine: TestEngine) {
    let database = scratch(engine).await;
    open(database.url()).await.unwrap();
    let newer =
        "INSERT INTO schema_migration (number, digest) SELECT 99, digest FROM schema_migration WHERE number = 1";
    execute(database.url(), newer).await.unwrap();
    let refused = open(database.url()).await.err();
    assert!(matches!(refused, Some(StoreError::NewerSchema { found: 99, known: 6 })), "{refused:?}");
}

async fn altered_migration(engine: TestEngine) {
    let database = scratch(engine).await;
    open(database.url()).await.unwrap();
    let altered = "UPDATE schema_migration SET digest = \
                   (SELECT digest FROM schema_migration WHERE number = 1) WHERE number = 2";
    execute(database.url(), altered).await.unwrap();
    let refused = open(database.url()).await.err();
    assert!(matches!(refused, Some(StoreError::AlteredMigration { number: 2 })), "{refused:?}");
}

async fn foreign_database(engine: TestEngine) {
    let database = scratch(engine).await;
    execute(database.url(), "CREATE TABLE account (id INTEGER)").await.unwrap();
    let refused = open(database.url()).await.err();
    assert!(matches!(refused, Some(StoreError::Foreign)), "{refused:?}");
}

#[tokio::test]
async fn addresses_that_are_none() {
    for url in ["", "sqlite:", "sqlite::memory:", "mysql://host/x", "postgres://user:secret@[bad"] {
        let refused = open(url).await.err();
        assert!(matches!(refused, Some(StoreError::Address(_))), "{url}: {refused:?}");
        assert!(!refused.unwrap().to_string().contains("secret"));
    }
    let nowhere = open("sqlite:/nonexistent/folder/x.db").await.err();
    assert!(matches!(nowhere, Some(StoreError::Database(_))), "{nowhere:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("月报.txt");
    std::fs::write(&path, "不是数据库".repeat(200)).unwrap();
    let refused = open(path.to_str().unwrap()).await.err();
    assert!(matches!(refused, Some(StoreError::Database(_))), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "不是数据库".repeat(200), "the file was touched");
}
