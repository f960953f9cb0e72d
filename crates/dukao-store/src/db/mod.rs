//! The one door to both databases: `$n` SQL in, [`Value`]s and [`Row`]s through, no driver type out.
//!
//! `sqlite.rs` and `postgres.rs` are the only files that name a driver. A read is one statement and therefore one
//! consistent look; a write is a [`Work`] that runs inside a transaction of either engine.

mod group;
mod postgres;
mod sqlite;
mod table;
mod value;

use std::path::PathBuf;
use std::time::Duration;

pub(crate) use table::{Table, Width, table};
pub(crate) use value::{Row, Value};

use crate::error::{DatabaseError, StoreError, WriteError};

/// Which engine runs a statement; only migrations ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// How long a writer waits for another one: longer than a stopped program is left alone.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Where a database is.
pub(crate) enum Address {
    File(PathBuf),
    Server(String),
}

impl Address {
    /// `postgres://…`, `postgresql://…`, `sqlite:PATH`, or a bare path.
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Server(url.to_owned()));
        }
        let path = url.strip_prefix("sqlite:").unwrap_or(url);
        match path {
            "" => Err(StoreError::Address("the path is empty")),
            ":memory:" => Err(StoreError::Address("a database in memory cannot be shared by readers and writer")),
            _ if path.contains("://") => Err(StoreError::Address("only sqlite: and postgres:// are known")),
            _ => Ok(Self::File(PathBuf::from(path))),
        }
    }
}

/// Makes one thing of a row.
pub(crate) type Reading<T> = fn(&dyn Row) -> Result<T, DatabaseError>;

/// Writes the row of a number (from 0) into an empty buffer; called once for each row, in order.
pub(crate) type Fill<'f> = &'f mut (dyn FnMut(usize, &mut Vec<Value>) -> Result<(), DatabaseError> + Send);

/// Statements inside one open write transaction.
pub(crate) trait Transaction {
    /// Which engine this is.
    fn engine(&self) -> Engine;

    /// Runs several statements without parameters (migrations).
    async fn script(&mut self, text: &str) -> Result<(), DatabaseError>;

    /// Makes everybody else who migrates wait until this transaction ends.
    async fn lock_schema(&mut self) -> Result<(), DatabaseError>;

    /// Runs one statement; how many rows it touched.
    async fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, DatabaseError>;

    /// Runs one statement and reads all its rows.
    async fn query<T: Send>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: Reading<T>,
    ) -> Result<Vec<T>, DatabaseError>;

    /// Inserts `count` rows.
    async fn insert_all(&mut self, table: &'static Table, count: usize, fill: Fill<'_>) -> Result<(), DatabaseError>;
}

/// Runs what blocks, or what keeps a processor busy, away from the runtime's own threads.
pub(crate) async fn off_runtime<T, E, F>(run: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<DatabaseError> + Send + 'static,
    F: FnOnce() -> Result<T, E> + Send + 'static,
{
    match tokio::task::spawn_blocking(run).await {
        Ok(result) => result,
        Err(_) => Err(DatabaseError::Closed.into()),
    }
}

/// Something to be done in one transaction, all or nothing. It may be run more than once.
pub(crate) trait Work: Send + Sync + 'static {
    /// What it hands back.
    type Output: Send + 'static;

    /// Does it. An error undoes everything.
    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<Self::Output, WriteError>;
}

/// An open database of either kind.
pub(crate) enum Db {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

impl Db {
    /// Connects; does not look at the schema. `patience` is how long a writer waits for another one.
    pub(crate) async fn connect(address: Address, patience: Duration) -> Result<Self, StoreError> {
        match address {
            Address::File(path) => Ok(Self::Sqlite(sqlite::Sqlite::open(path, patience).await?)),
            Address::Server(url) => Ok(Self::Postgres(Box::new(postgres::Postgres::open(&url, patience).await?))),
        }
    }

    /// Which engine it is.
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Does the work in one transaction.
    pub(crate) async fn transact<W: Work>(&self, work: W) -> Result<W::Output, WriteError> {
        match self {
            Self::Sqlite(db) => db.transact(work).await,
            Self::Postgres(db) => db.transact(&work).await,
        }
    }

    /// Reads all rows of one statement.
    pub(crate) async fn query<T: Send + 'static>(
        &self,
        sql: &'static str,
        params: Vec<Value>,
        read: Reading<T>,
    ) -> Result<Vec<T>, DatabaseError> {
        self.fold(sql, params, Vec::new(), move |rows, row| {
            rows.push(read(row)?);
            Ok(())
        })
        .await
    }

    /// Feeds each row of one statement to `step`, without keeping it.
    pub(crate) async fn fold<A, F>(
        &self,
        sql: &'static str,
        params: Vec<Value>,
        start: A,
        step: F,
    ) -> Result<A, DatabaseError>
    where
        A: Send + 'static,
        F: FnMut(&mut A, &dyn Row) -> Result<(), DatabaseError> + Send + 'static,
    {
        match self {
            Self::Sqlite(db) => db.fold(sql, params, start, step).await,
            Self::Postgres(db) => db.fold(sql, params, start, step).await,
        }
    }
}
