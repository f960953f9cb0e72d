//! The one door to both databases: `$n` SQL in, [`Value`]s and [`Row`]s through, no driver type out.
//!
//! `sqlite.rs` and `postgres.rs` (with their folders) are the only files that name a driver. A read is one statement and therefore one
//! consistent look; a write is a [`Work`] that runs inside a transaction of either engine.

mod group;
pub(crate) mod lines;
mod postgres;
mod sqlite;
mod table;
mod value;

use std::path::PathBuf;
use std::time::Duration;

pub(crate) use table::{Table, Width, table};
pub(crate) use value::{Row, Value};

use tokio::sync::mpsc;

use crate::error::{DatabaseError, StoreError, WriteError};
use lines::LineTable;

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

/// What becomes of a row in a piece of bytes.
pub(crate) type Packing<'p> = &'p (dyn Fn(&dyn Row, &mut Vec<u8>) + Sync);

/// Is shown each row of a statement.
pub(crate) type Step<'s> = &'s mut (dyn FnMut(&dyn Row) -> Result<(), DatabaseError> + Send);

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

    /// Runs one statement and shows all its rows, without keeping them.
    async fn each(&mut self, sql: &str, params: &[Value], step: Step<'_>) -> Result<(), DatabaseError>;

    /// Inserts `count` rows.
    async fn insert_all(&mut self, table: &'static Table, count: usize, fill: Fill<'_>) -> Result<(), DatabaseError>;

    /// Inserts the rows of whole lines (see [`lines`]) that are known to fit the table.
    async fn insert_lines(&mut self, table: &'static LineTable, piece: Vec<u8>) -> Result<(), DatabaseError>;

    /// Waits for what comes next, in the way that suits the engine.
    async fn receive<T: Send>(&mut self, from: &mut mpsc::Receiver<T>) -> Option<T>;
}

/// One consistent look at the whole database over several statements, while others write.
pub(crate) trait Snapshot {
    /// Runs one statement and reads all its rows.
    async fn query<T: Send>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: Reading<T>,
    ) -> Result<Vec<T>, DatabaseError>;

    /// Sends all rows of a table, in the order of its key, in pieces of whole lines.
    async fn lines<T>(&mut self, table: &'static LineTable, out: &mpsc::Sender<T>) -> Result<(), DatabaseError>
    where
        T: From<Vec<u8>> + Send;

    /// Sends what is made of the rows of one statement, in pieces of whole rows.
    async fn pieces<T>(
        &mut self,
        sql: &str,
        params: &[Value],
        pack: Packing<'_>,
        out: &mpsc::Sender<T>,
    ) -> Result<(), DatabaseError>
    where
        T: From<Vec<u8>> + Send;

    /// Sends a piece, waiting in the way that suits the engine.
    async fn send<T: Send>(&mut self, piece: T, to: &mpsc::Sender<T>) -> Result<(), DatabaseError>;
}

/// Something to be read from one snapshot.
pub(crate) trait Look: Send + Sync + 'static {
    /// What it hands back.
    type Output: Send + 'static;

    /// Reads it.
    async fn run<S: Snapshot>(&self, snapshot: &mut S) -> Result<Self::Output, DatabaseError>;
}

/// Lines are handed on in pieces of about this size.
const PIECE: usize = 1 << 20;

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

/// Makes a database in a new file with one piece of work. A crash leaves a broken file: the caller gives it its name
/// only when this has returned.
pub(crate) async fn build_file<W: Work>(path: PathBuf, work: W) -> Result<W::Output, WriteError> {
    off_runtime(move || sqlite::build(&path, &work)).await
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

    /// Does the work in one transaction, at most once.
    pub(crate) async fn transact_once<W: Work>(&self, work: W) -> Result<W::Output, WriteError> {
        match self {
            Self::Sqlite(db) => db.transact(work).await,
            Self::Postgres(db) => db.transact_once(&work).await,
        }
    }

    /// Reads from one snapshot.
    pub(crate) async fn look<L: Look>(&self, look: L) -> Result<L::Output, DatabaseError> {
        match self {
            Self::Sqlite(db) => db.look(look).await,
            Self::Postgres(db) => db.look(&look).await,
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
