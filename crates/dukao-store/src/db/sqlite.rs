//! SQLite: with the file beside it the only one that names rusqlite.
//!
//! One write connection, owned by the writer thread of `group.rs`; a few read connections, used on blocking threads.

mod values;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Statement};
use tokio::sync::{Semaphore, mpsc};

use values::Bound;

use super::group::{Writer, complete};
use super::lines::{self, LineTable};
use super::{
    Engine, Fill, Look, PIECE, Packing, Reading, Row, Snapshot, Step, Table, Transaction, Value, Work, off_runtime,
};
use crate::error::{DatabaseError, StoreError, WriteError};

/// Reads that may run at once.
const READERS: usize = 4;
/// Rows in one commit from which on the writer's memory is given back.
const LARGE: u64 = 20_000;

/// An open database file. The readers are closed first: the last connection, the writer's, takes the log into the file.
pub(crate) struct Sqlite {
    readers: Arc<Readers>,
    writer: Writer,
}

struct Readers {
    path: PathBuf,
    patience: Duration,
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
}

impl Sqlite {
    /// Opens or creates the file and starts its writer thread.
    pub(crate) async fn open(path: PathBuf, patience: Duration) -> Result<Self, StoreError> {
        let readers = Readers { path, patience, idle: Mutex::new(Vec::new()), permits: Semaphore::new(READERS) };
        off_runtime(move || {
            let connection = WriteConnection::open(&readers.path, readers.patience)?;
            Ok(Self { writer: Writer::start(connection)?, readers: Arc::new(readers) })
        })
        .await
    }

    /// Queues the work for the next group commit and waits until it is durable.
    pub(crate) async fn transact<W: Work>(&self, work: W) -> Result<W::Output, WriteError> {
        self.writer.submit(work).await
    }

    /// Feeds each row of one statement to `step`.
    pub(crate) async fn fold<A, F>(
        &self,
        sql: &'static str,
        params: Vec<Value>,
        start: A,
        mut step: F,
    ) -> Result<A, DatabaseError>
    where
        A: Send + 'static,
        F: FnMut(&mut A, &dyn Row) -> Result<(), DatabaseError> + Send + 'static,
    {
        let permit = self.readers.permits.acquire().await.map_err(|_| DatabaseError::Closed)?;
        let readers = Arc::clone(&self.readers);
        let folded = off_runtime(move || {
            let connection = readers.take()?;
            let mut state = start;
            let done = each_row(&connection, sql, &params, &mut |row| step(&mut state, row));
            readers.give(connection);
            done.map(|()| state)
        })
        .await;
        drop(permit);
        folded
    }

    /// Reads from one snapshot, on a connection of its own: it may take long, and others go on reading and writing.
    pub(crate) async fn look<L: Look>(&self, look: L) -> Result<L::Output, DatabaseError> {
        let readers = Arc::clone(&self.readers);
        off_runtime(move || {
            let connection = readers.connect()?;
            connection.execute_batch("BEGIN")?;
            let seen = complete(look.run(&mut SqliteSnapshot(&connection)))?;
            connection.execute_batch("COMMIT")?;
            Ok(seen)
        })
        .await
    }
}

/// See [`super::build_file`].
pub(super) fn build<W: Work>(path: &Path, work: &W) -> Result<W::Output, WriteError> {
    let connection = Connection::open_with_flags(path, flags()).map_err(DatabaseError::from)?;
    let built = WriteConnection(connection, Cell::new(0));
    built.batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; BEGIN IMMEDIATE",
    )?;
    let output = complete(work.run(&mut built.transaction()))?;
    built.batch("COMMIT")?;
    built.0.close().map_err(|(_, error)| DatabaseError::from(error))?;
    Ok(output)
}

impl Readers {
    fn take(&self) -> Result<Connection, DatabaseError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(connection) = idle {
            return Ok(connection);
        }
        self.connect()
    }

    fn connect(&self) -> Result<Connection, DatabaseError> {
        let connection = Connection::open_with_flags(&self.path, flags())?;
        connection.busy_timeout(self.patience)?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -4096;")?;
        Ok(connection)
    }

    fn give(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// The connection of the writer thread.
pub(crate) struct WriteConnection(Connection, Cell<u64>);

impl WriteConnection {
    /// Opens or creates the file and prepares it for one writer and many readers.
    pub(super) fn open(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let connection = Connection::open_with_flags(path, flags()).map_err(DatabaseError::from)?;
        connection.busy_timeout(patience).map_err(DatabaseError::from)?;
        connection.set_prepared_statement_cache_capacity(64);
        let opened = Self(connection, Cell::new(0));
        opened.use_wal()?;
        opened.batch(
            "PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY;
             PRAGMA journal_size_limit = 67108864;",
        )?;
        Ok(opened)
    }

    /// Several programs may open a new file at once; the switch to WAL reports "busy" without waiting, so wait for
    /// the write lock and look again.
    fn use_wal(&self) -> Result<(), DatabaseError> {
        for _ in 0..64 {
            let mode = self.0.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
            match mode.map_err(DatabaseError::from) {
                Ok(mode) if mode == "wal" => return Ok(()),
                Ok(mode) => {
                    return Err(DatabaseError::Engine(format!("journal mode is {mode}, not wal")));
                }
                Err(DatabaseError::Busy) => self.batch("BEGIN IMMEDIATE; COMMIT")?,
                Err(error) => return Err(error),
            }
        }
        Err(DatabaseError::Busy)
    }

    /// Runs statements without parameters: `BEGIN IMMEDIATE`, savepoints, `COMMIT`.
    pub(crate) fn batch(&self, text: &str) -> Result<(), DatabaseError> {
        Ok(self.0.execute_batch(text)?)
    }

    /// Whether the engine has ended the transaction by itself (disk full, input/output error).
    pub(crate) fn outside_transaction(&self) -> bool {
        self.0.is_autocommit()
    }

    /// After a large load the page cache holds what nobody will ask for again.
    pub(crate) fn give_memory_back(&self) {
        let written = self.0.total_changes();
        if written.saturating_sub(self.1.replace(written)) > LARGE {
            // Memory only: if it fails, nothing is lost but memory.
            let _shrunk = self.batch("PRAGMA shrink_memory");
        }
    }

    /// A transaction's view of this connection.
    pub(crate) fn transaction(&self) -> SqliteTransaction<'_> {
        SqliteTransaction(&self.0)
    }
}

/// Statements inside the writer's open transaction.
pub(crate) struct SqliteTransaction<'c>(&'c Connection);

impl Transaction for SqliteTransaction<'_> {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    async fn script(&mut self, text: &str) -> Result<(), DatabaseError> {
        Ok(self.0.execute_batch(text)?)
    }

    /// `BEGIN IMMEDIATE` holds the whole file already.
    async fn lock_schema(&mut self) -> Result<(), DatabaseError> {
        Ok(())
    }

    async fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, DatabaseError> {
        let mut statement = self.0.prepare_cached(sql)?;
        bind(&mut statement, params)?;
        let touched = statement.raw_execute()?;
        u64::try_from(touched).map_err(|_| DatabaseError::Range(i64::MAX))
    }

    async fn query<T: Send>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: Reading<T>,
    ) -> Result<Vec<T>, DatabaseError> {
        let mut rows = Vec::new();
        each_row(self.0, sql, params, &mut |row| {
            rows.push(read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    async fn each(&mut self, sql: &str, params: &[Value], step: Step<'_>) -> Result<(), DatabaseError> {
        each_row(self.0, sql, params, step)
    }

    async fn insert_all(&mut self, table: &'static Table, count: usize, fill: Fill<'_>) -> Result<(), DatabaseError> {
        let mut statement = self.0.prepare_cached(table.insert)?;
        let mut row = Vec::with_capacity(table.columns.len());
        for number in 0..count {
            row.clear();
            fill(number, &mut row)?;
            for (position, value) in row.iter().enumerate() {
                value.check()?;
                statement.raw_bind_parameter(position.saturating_add(1), Bound(value))?;
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    async fn insert_lines(&mut self, table: &'static LineTable, piece: Vec<u8>) -> Result<(), DatabaseError> {
        let mut statement = self.0.prepare_cached(&table.insert())?;
        // What a place was bound to last stays bound: neighbouring rows share most of their fields.
        let mut bound: Vec<&[u8]> = vec![&[]; table.columns.len()];
        for line in lines::lines(&piece) {
            for (place, ((column, field), last)) in
                (1_usize..).zip(table.columns.iter().zip(lines::fields(line)).zip(&mut bound))
            {
                if *last != field {
                    statement.raw_bind_parameter(place, Bound(&lines::value(column, field)?))?;
                    *last = field;
                }
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    async fn receive<T: Send>(&mut self, from: &mut mpsc::Receiver<T>) -> Option<T> {
        from.blocking_recv()
    }
}

/// Statements inside one read transaction.
struct SqliteSnapshot<'c>(&'c Connection);

impl Snapshot for SqliteSnapshot<'_> {
    async fn query<T: Send>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: Reading<T>,
    ) -> Result<Vec<T>, DatabaseError> {
        SqliteTransaction(self.0).query(sql, params, read).await
    }

    async fn lines<T>(&mut self, table: &'static LineTable, out: &mpsc::Sender<T>) -> Result<(), DatabaseError>
    where
        T: From<Vec<u8>> + Send,
    {
        let sql = table.select(Engine::Sqlite);
        in_pieces(self.0, &sql, &[], out, |row, piece| lines::push_row(table.columns, row, piece))
    }

    async fn pieces<T>(
        &mut self,
        sql: &str,
        params: &[Value],
        pack: Packing<'_>,
        out: &mpsc::Sender<T>,
    ) -> Result<(), DatabaseError>
    where
        T: From<Vec<u8>> + Send,
    {
        in_pieces(self.0, sql, params, out, |row, piece| {
            pack(row, piece);
            Ok(())
        })
    }

    async fn send<T: Send>(&mut self, piece: T, to: &mpsc::Sender<T>) -> Result<(), DatabaseError> {
        to.blocking_send(piece).map_err(|_| DatabaseError::Closed)
    }
}

/// Sends what `push` makes of the rows.
fn in_pieces<T: From<Vec<u8>>>(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    out: &mpsc::Sender<T>,
    push: impl Fn(&dyn Row, &mut Vec<u8>) -> Result<(), DatabaseError>,
) -> Result<(), DatabaseError> {
    let mut piece = Vec::with_capacity(PIECE.saturating_mul(2));
    let send = |piece: &mut Vec<u8>| {
        let full = std::mem::replace(piece, Vec::with_capacity(PIECE.saturating_mul(2)));
        out.blocking_send(T::from(full)).map_err(|_| DatabaseError::Closed)
    };
    each_row(connection, sql, params, &mut |row| {
        push(row, &mut piece)?;
        if piece.len() < PIECE { Ok(()) } else { send(&mut piece) }
    })?;
    if piece.is_empty() { Ok(()) } else { send(&mut piece) }
}

fn each_row(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    step: &mut dyn FnMut(&dyn Row) -> Result<(), DatabaseError>,
) -> Result<(), DatabaseError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        step(row)?;
    }
    Ok(())
}

/// SQLite numbers `$n` by first appearance, so each place is looked up by its name.
fn bind(statement: &mut Statement<'_>, params: &[Value]) -> Result<(), DatabaseError> {
    for (number, value) in (1_usize..).zip(params) {
        value.check()?;
        let place = statement.parameter_index(&format!("${number}"))?;
        let place = place.ok_or_else(|| DatabaseError::Engine(format!("the statement has no ${number}")))?;
        statement.raw_bind_parameter(place, Bound(value))?;
    }
    Ok(())
}
