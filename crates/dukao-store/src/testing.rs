//! Doors for test programs: scratch databases, a transaction held open, old schemas, tampering.
//!
//! Behind the feature `testing`; the product never has it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use crate::act::{Act, Actor, AuditEntry, Changes};
use crate::db::{Address, Db, Engine, PATIENCE, Transaction, Work};
use crate::error::{DatabaseError, StoreError, WriteError};
use crate::ids::{Micros, RegionId};
use crate::key::Keyring;
use crate::migrate::{Migrate, apply};
use crate::store::Store;
use crate::write::WriteAct;

/// The variable that names a PostgreSQL server which tests may fill.
pub const POSTGRES_VARIABLE: &str = "DUKAO_TEST_POSTGRES";

/// Names the certificate of the authority that made the certificate of that server, which is `localhost`'s.
pub const AUTHORITY_VARIABLE: &str = "DUKAO_TEST_POSTGRES_CA";

/// The key of tests, as a key file.
pub const KEY: &str = "00740d01994c9031 6475647564756475647564756475647564756475647564756475647564756475";
/// A key that follows it.
pub const LATER_KEY: &str = "f879c35b9f9e651a 6b616b616b616b616b616b616b616b616b616b616b616b616b616b616b616b61";

/// On which engine a test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestEngine {
    /// A file in a temporary folder.
    Sqlite,
    /// A schema of its own on the server that [`POSTGRES_VARIABLE`] names.
    Postgres,
}

/// An empty database for one test.
#[derive(Debug)]
pub struct Scratch {
    url: String,
    _folder: Option<TempDir>,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

impl Scratch {
    /// Makes one.
    ///
    /// # Errors
    /// No temporary folder, [`POSTGRES_VARIABLE`] unset, or the server fails: always a reason for the test to fail.
    pub async fn new(engine: TestEngine) -> Result<Self, String> {
        match engine {
            TestEngine::Sqlite => {
                let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
                let url = format!("sqlite:{}", folder.path().join("scratch.db").display());
                Ok(Self { url, _folder: Some(folder) })
            }
            TestEngine::Postgres => {
                let server = std::env::var(POSTGRES_VARIABLE).map_err(|_| {
                    format!("{POSTGRES_VARIABLE} is not set: it must name a PostgreSQL server that tests may fill")
                })?;
                let schema = format!("scratch_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
                let text = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
                execute(&server, &text).await.map_err(|error| error.to_string())?;
                let join = if server.contains('?') { '&' } else { '?' };
                Ok(Self { url: format!("{server}{join}options=-csearch_path%3D{schema}"), _folder: None })
            }
        }
    }

    /// Takes what is in it off the server; a file goes with its folder.
    ///
    /// # Errors
    /// The server fails.
    pub async fn clear(&self) -> Result<(), StoreError> {
        match self.url.rsplit_once("search_path%3D") {
            Some((_, schema)) => execute(&self.url, &format!("DROP SCHEMA {schema} CASCADE")).await,
            None => Ok(()),
        }
    }

    /// Its address for [`Store::open`].
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// The file of the authority behind the server of tests.
///
/// # Errors
/// [`AUTHORITY_VARIABLE`] is unset.
pub fn authority() -> Result<String, String> {
    let missing = |_| format!("{AUTHORITY_VARIABLE} is not set: it must name the authority's certificate");
    std::env::var(AUTHORITY_VARIABLE).map_err(missing)
}

/// The keys of a key file that is known to be right.
///
/// # Panics
/// It is not.
#[expect(clippy::expect_used, reason = "only tests call it, with constants")]
pub fn keys(text: &str) -> Keyring {
    Keyring::parse(text).expect("a key file")
}

/// A key file with the [`KEY`] of tests, for programs that tests start.
///
/// # Errors
/// It cannot be written.
pub fn key_file() -> std::io::Result<std::path::PathBuf> {
    let path = std::env::temp_dir().join("dukao-tests.key");
    let part = std::env::temp_dir().join(format!("dukao-tests.{}.key", std::process::id()));
    std::fs::write(&part, KEY)?;
    std::fs::rename(part, &path)?;
    Ok(path)
}

/// Opens a store with the [`KEY`] of tests.
pub async fn open(url: &str) -> Result<Store, StoreError> {
    Store::open_keyed(url, keys(KEY), Micros(0)).await
}

/// Runs any SQL, to tamper with what the store wrote.
pub async fn execute(url: &str, sql: &str) -> Result<(), StoreError> {
    let db = Db::connect(Address::parse(url)?, PATIENCE).await?;
    db.transact(Script(sql.to_owned())).await.map_err(|error| DatabaseError::Engine(error.to_string()).into())
}

/// Changes who is said to have made a version, behind the chain's back.
pub async fn alter_audit(url: &str, version: i64) -> Result<(), StoreError> {
    execute(url, &format!("UPDATE audit SET actor = 'x' WHERE version = {version}")).await
}

/// Changes the first figure of every act, behind the chain's back.
pub async fn alter_figures(url: &str) -> Result<(), StoreError> {
    execute(url, "UPDATE observation SET mantissa = mantissa + 1 WHERE seq = 1").await
}

/// Takes every trace of what region 1 did after a version out of a database, its head included.
pub async fn cut_tail(url: &str, version: i64) -> Result<(), StoreError> {
    let tables = ["audit", "entry", "word", "sheet", "source_file", "observation", "observation_year"];
    let rows = tables.map(|table| format!("DELETE FROM {table} WHERE region = 1 AND version > {version};")).concat();
    let last = |column: &str| format!("(SELECT {column} FROM audit WHERE region = 1 AND version = {version})");
    let (hash, at) = (last("hash"), last("at"));
    let head = format!("version = {version}, chain_head = {hash}, committed_at = {at}");
    execute(url, &format!("{rows} UPDATE region_head SET {head} WHERE region = 1")).await
}

/// Takes the house itself out of a database, with everybody and all that was noted of them.
pub async fn remove_house(url: &str) -> Result<(), StoreError> {
    let tables = ["observation", "observation_year", "entry", "sheet", "source_file", "word"];
    let books = ["trail", "trail_head", "audit", "region_head"];
    let rows = tables.iter().chain(&books).map(|table| format!("DELETE FROM {table} WHERE region = 0;"));
    execute(url, &format!("{} DELETE FROM region WHERE id = 0", rows.collect::<String>())).await
}

/// Opens a store whose writers wait only so long for others before they report [`WriteError::Busy`].
pub async fn open_impatient(url: &str, patience: Duration) -> Result<Store, StoreError> {
    Store::open_with(url, patience).await?.use_keys(keys(KEY), Micros(0)).await
}

/// Opens a database at an older schema.
pub async fn migrate_to(url: &str, through: i32) -> Result<(), StoreError> {
    hold_migration(url, through, || ()).await
}

/// Migrates, and calls `before_commit` while nothing is committed yet: kill the program there.
pub async fn hold_migration(
    url: &str,
    through: i32,
    before_commit: impl Fn() + Send + Sync + 'static,
) -> Result<(), StoreError> {
    let db = Db::connect(Address::parse(url)?, PATIENCE).await?;
    apply(&db, Migrate { through, before_commit: Box::new(before_commit) }).await
}

/// Locks the region's head, writes the act, calls `while_held`, and takes everything back if that returns.
pub async fn hold_act(url: &str, act: Act, while_held: impl Fn() + Send + Sync + 'static) -> Result<(), WriteError> {
    let opened = open(url).await.map_err(|error| DatabaseError::Engine(error.to_string()))?;
    let held = Held { act: WriteAct { keys: opened.keys(), act }, while_held: Box::new(while_held) };
    match opened.db.transact(held).await {
        Err(WriteError::Invalid(GIVEN_BACK)) => Ok(()),
        other => other,
    }
}

/// Writes the same act many times over, each making a version of its own, with one commit for all.
///
/// # Errors
/// As for [`Store::write`].
pub async fn write_many(store: &Store, act: Act, times: u32) -> Result<(), WriteError> {
    store.db.transact_once(Many { act, keys: store.keys(), times }).await
}

struct Many {
    act: Act,
    keys: Option<Keyring>,
    times: u32,
}

impl Work for Many {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        let mut act = self.act.clone();
        for _ in 0..self.times {
            let next = WriteAct { act: act.clone(), keys: self.keys.clone() };
            act.based_on = next.run(tx).await?.version;
        }
        Ok(())
    }
}

/// Holds the head of a region, with an act half written, until `while_held` returns or the program is killed.
pub async fn hold_head(
    url: &str,
    region: RegionId,
    while_held: impl Fn() + Send + Sync + 'static,
) -> Result<(), WriteError> {
    let failed = |error: StoreError| DatabaseError::Engine(error.to_string());
    let head = Store::open(url).await.map_err(failed)?.head(region).await.map_err(failed)?;
    let act = Act {
        region,
        actor: Actor { kind: "test".to_owned(), id: "holder".to_owned() },
        based_on: head.version,
        at: head.committed_at,
        audit: AuditEntry { act: "test.hold".to_owned(), subject: None, detail: "{}".to_owned() },
        changes: Changes::default(),
    };
    hold_act(url, act, while_held).await
}

/// The tables, columns and indexes of a database as lines of text, to compare one with another.
pub async fn schema(url: &str) -> Result<Vec<String>, StoreError> {
    let db = Db::connect(Address::parse(url)?, PATIENCE).await?;
    let sql = match db.engine() {
        Engine::Sqlite => "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name",
        Engine::Postgres => {
            "SELECT CAST(table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable AS TEXT) AS line \
             FROM information_schema.columns WHERE table_schema = current_schema() UNION ALL \
             SELECT REPLACE(indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = current_schema() \
             ORDER BY line"
        }
    };
    Ok(db.query(sql, Vec::new(), |row| Ok(row.text(0)?.to_owned())).await?)
}

/// All columns of all tables as the engine has them: table, column, kind.
pub async fn columns(url: &str) -> Result<Vec<(String, String, String)>, StoreError> {
    let db = Db::connect(Address::parse(url)?, PATIENCE).await?;
    let sql = match db.engine() {
        Engine::Sqlite => {
            "SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, p.cid"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), UPPER(data_type) \
             FROM information_schema.columns WHERE table_schema = current_schema() \
             ORDER BY table_name, ordinal_position"
        }
    };
    let read =
        |row: &dyn crate::db::Row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.text(2)?.to_owned()));
    Ok(db.query(sql, Vec::new(), read).await?)
}

const GIVEN_BACK: &str = "the held act was given back";

struct Script(String);

impl Work for Script {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        Ok(tx.script(&self.0).await?)
    }
}

struct Held {
    act: WriteAct,
    while_held: Box<dyn Fn() + Send + Sync>,
}

impl Work for Held {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        self.act.run(tx).await?;
        (self.while_held)();
        Err(WriteError::Invalid(GIVEN_BACK))
    }
}
