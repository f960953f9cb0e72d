//! PostgreSQL: the only file that names tokio-postgres.
//!
//! A small pool of connections; short transactions at READ COMMITTED, which suffices because every write locks its
//! region's head first. Work that the server undid for another's sake, or whose connection broke before the commit was
//! sent, is run again; a commit without an answer is reported as such.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{SinkExt, TryStreamExt};
use tokio::sync::Semaphore;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, RowStream, Statement, error::SqlState};

use super::{Engine, Fill, Reading, Row, Table, Transaction, Value, Width, Work};
use crate::error::{DatabaseError, StoreError, WriteError};

/// Connections per process.
const CONNECTIONS: usize = 8;
/// How often work is run before its transient failure is reported.
const ATTEMPTS: u32 = 8;
/// From this many rows on COPY is faster than single inserts.
const COPY_FROM: usize = 200;
/// A buffer of this size is sent on.
const CHUNK: usize = 64 * 1024;
/// How long a server may take to answer a new connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Session settings; a silent holder may keep a head for a minute.
const SETTINGS: &str = "SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning'; \
                        SET synchronous_commit = 'on'";

/// A database on a server.
pub(crate) struct Postgres {
    config: Config,
    patience: Duration,
    idle: Mutex<Vec<Session>>,
    permits: Semaphore,
}

struct Session {
    client: Client,
    statements: BTreeMap<&'static str, Statement>,
}

impl Postgres {
    /// Reads the address and makes a first connection.
    pub(crate) async fn open(url: &str, patience: Duration) -> Result<Self, StoreError> {
        // The parser's message may quote the password.
        let mut config: Config = url.parse().map_err(|_| StoreError::Address("not a postgres:// address"))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        let pool = Self { config, patience, idle: Mutex::new(Vec::new()), permits: Semaphore::new(CONNECTIONS) };
        let session = pool.take().await?;
        pool.give(session);
        Ok(pool)
    }

    /// An idle connection or a new one.
    async fn take(&self) -> Result<Session, DatabaseError> {
        while let Some(session) = self.pop() {
            if !session.client.is_closed() {
                return Ok(session);
            }
        }
        let (client, connection) = self.config.connect(NoTls).await.map_err(disconnected)?;
        // Ends with its client; what went wrong is reported to whoever waits for an answer on it.
        tokio::spawn(connection);
        let patience = format!("; SET lock_timeout = {}", self.patience.as_millis());
        client.batch_execute(&(SETTINGS.to_owned() + &patience)).await?;
        Ok(Session { client, statements: BTreeMap::new() })
    }

    fn pop(&self) -> Option<Session> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give(&self, session: Session) {
        if !session.client.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
        }
    }

    /// Runs the work in one transaction, again where that is safe.
    pub(crate) async fn transact<W: Work>(&self, work: &W) -> Result<W::Output, WriteError> {
        let _permit = self.permits.acquire().await.map_err(|_| DatabaseError::Closed)?;
        let mut attempt = 1;
        loop {
            match self.attempt(work).await {
                Err(WriteError::Database(DatabaseError::Transient(_) | DatabaseError::Disconnected(_)))
                    if attempt < ATTEMPTS =>
                {
                    pause(attempt).await;
                    attempt = attempt.saturating_add(1);
                }
                outcome => return outcome,
            }
        }
    }

    async fn attempt<W: Work>(&self, work: &W) -> Result<W::Output, WriteError> {
        let mut session = self.take().await?;
        let outcome = session.run(work).await;
        self.give(session);
        outcome
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
        F: FnMut(&mut A, &dyn Row) -> Result<(), DatabaseError>,
    {
        let _permit = self.permits.acquire().await.map_err(|_| DatabaseError::Closed)?;
        let (session, stream) = self.stream(sql, &params).await?;
        let mut state = start;
        let mut stream = pin!(stream);
        while let Some(row) = stream.try_next().await? {
            step(&mut state, &row)?;
        }
        self.give(session);
        Ok(state)
    }

    /// Starts a read; a pooled connection may have broken since it was last used, so try again on a new one.
    async fn stream(&self, sql: &'static str, params: &[Value]) -> Result<(Session, RowStream), DatabaseError> {
        let mut attempt = 1;
        loop {
            let started = async {
                let mut session = self.take().await?;
                let statement = session.statement(sql).await?;
                let stream = session.client.query_raw(&statement, bound(params)?).await?;
                Ok((session, stream))
            };
            match started.await {
                Err(DatabaseError::Disconnected(_)) if attempt < ATTEMPTS => {
                    pause(attempt).await;
                    attempt = attempt.saturating_add(1);
                }
                outcome => return outcome,
            }
        }
    }
}

/// 10, 20, 40 … ms.
async fn pause(attempt: u32) {
    tokio::time::sleep(Duration::from_millis(5_u64 << attempt.min(8))).await;
}

impl Session {
    async fn statement(&mut self, sql: &'static str) -> Result<Statement, DatabaseError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).await?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }

    async fn run<W: Work>(&mut self, work: &W) -> Result<W::Output, WriteError> {
        let inner = self.client.transaction().await.map_err(DatabaseError::from)?;
        let mut tx = PostgresTransaction { inner, statements: &mut self.statements };
        match work.run(&mut tx).await {
            Ok(output) => {
                tx.inner.commit().await.map_err(commit_failed)?;
                Ok(output)
            }
            Err(error) => {
                // A failing rollback means a broken connection, which rolls back too.
                let _rolled_back = tx.inner.rollback().await;
                Err(error)
            }
        }
    }
}

/// Statements inside one open transaction.
struct PostgresTransaction<'s> {
    inner: tokio_postgres::Transaction<'s>,
    statements: &'s mut BTreeMap<&'static str, Statement>,
}

impl PostgresTransaction<'_> {
    async fn statement(&mut self, sql: &'static str) -> Result<Statement, DatabaseError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.inner.prepare(sql).await?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }

    async fn copy(&mut self, table: &'static Table, count: usize, fill: Fill<'_>) -> Result<(), DatabaseError> {
        let mut sink = pin!(self.inner.copy_in::<_, Bytes>(table.copy).await?);
        let mut buffer = BytesMut::with_capacity(CHUNK.saturating_mul(2));
        buffer.put_slice(b"PGCOPY\n\xff\r\n\0");
        buffer.put_slice(&[0; 8]);
        let mut row = Vec::with_capacity(table.columns.len());
        for number in 0..count {
            row.clear();
            fill(number, &mut row)?;
            encode_row(table.columns, &row, &mut buffer)?;
            if buffer.len() > CHUNK {
                sink.send(buffer.split().freeze()).await?;
            }
        }
        buffer.put_i16(-1);
        sink.send(buffer.freeze()).await?;
        sink.finish().await?;
        Ok(())
    }
}

impl Transaction for PostgresTransaction<'_> {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    async fn script(&mut self, text: &str) -> Result<(), DatabaseError> {
        Ok(self.inner.batch_execute(text).await?)
    }

    async fn lock_schema(&mut self) -> Result<(), DatabaseError> {
        Ok(self.inner.batch_execute("SELECT pg_advisory_xact_lock(7301902018)").await?)
    }

    async fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, DatabaseError> {
        let statement = self.statement(sql).await?;
        Ok(self.inner.execute_raw(&statement, bound(params)?).await?)
    }

    async fn query<T: Send>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: Reading<T>,
    ) -> Result<Vec<T>, DatabaseError> {
        let statement = self.statement(sql).await?;
        let mut stream = pin!(self.inner.query_raw(&statement, bound(params)?).await?);
        let mut rows = Vec::new();
        while let Some(row) = stream.try_next().await? {
            rows.push(read(&row)?);
        }
        Ok(rows)
    }

    async fn insert_all(&mut self, table: &'static Table, count: usize, fill: Fill<'_>) -> Result<(), DatabaseError> {
        if count >= COPY_FROM {
            return self.copy(table, count, fill).await;
        }
        let mut row = Vec::with_capacity(table.columns.len());
        for number in 0..count {
            row.clear();
            fill(number, &mut row)?;
            self.execute(table.insert, &row).await?;
        }
        Ok(())
    }
}

fn encode_row(widths: &[Width], row: &[Value], buffer: &mut BytesMut) -> Result<(), DatabaseError> {
    let columns = i64::try_from(row.len()).unwrap_or(i64::MAX);
    buffer.put_i16(i16::try_from(columns).map_err(|_| DatabaseError::Range(columns))?);
    for (width, value) in widths.iter().zip(row) {
        value.check()?;
        match (value, width) {
            (Value::Null, _) => buffer.put_i32(-1),
            (Value::Int(value), Width::Small) => {
                buffer.put_i32(2);
                buffer.put_i16(i16::try_from(*value).map_err(|_| DatabaseError::Range(*value))?);
            }
            (Value::Int(value), Width::Int) => {
                buffer.put_i32(4);
                buffer.put_i32(i32::try_from(*value).map_err(|_| DatabaseError::Range(*value))?);
            }
            (Value::Int(value), Width::Big) => {
                buffer.put_i32(8);
                buffer.put_i64(*value);
            }
            (Value::Text(text), Width::Text) => put_bytes(text.as_bytes(), buffer)?,
            (Value::Blob(bytes), Width::Bytes) => put_bytes(bytes, buffer)?,
            (_, width) => {
                return Err(DatabaseError::Engine(format!("a value does not fit a {width:?} column")));
            }
        }
    }
    Ok(())
}

fn put_bytes(bytes: &[u8], buffer: &mut BytesMut) -> Result<(), DatabaseError> {
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    buffer.put_i32(i32::try_from(length).map_err(|_| DatabaseError::Range(length))?);
    buffer.put_slice(bytes);
    Ok(())
}

/// The driver wants trait objects of known length.
fn bound(params: &[Value]) -> Result<impl ExactSizeIterator<Item = Bound<'_>>, DatabaseError> {
    params.iter().try_for_each(Value::check)?;
    Ok(params.iter().map(Bound))
}

#[derive(Debug)]
struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self.0, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(value), &Type::INT8) => value.to_sql(kind, out),
            (Value::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(kind, out),
            (Value::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(kind, out),
            (Value::Text(text), _) => text.to_sql(kind, out),
            (Value::Blob(bytes), _) => bytes.to_sql(kind, out),
            (Value::Int(_), other) => Err(format!("an integer for a {other} parameter").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT2 | Type::INT4 | Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}

impl Row for tokio_postgres::Row {
    fn optional_int(&self, column: usize) -> Result<Option<i64>, DatabaseError> {
        let wrong = DatabaseError::Column { column, wanted: "an integer" };
        match self.columns().get(column).map(tokio_postgres::Column::type_) {
            Some(&Type::INT8) => self.try_get(column).map_err(|_| wrong),
            Some(&Type::INT4) => self.try_get::<_, Option<i32>>(column).map(|v| v.map(i64::from)).map_err(|_| wrong),
            Some(&Type::INT2) => self.try_get::<_, Option<i16>>(column).map(|v| v.map(i64::from)).map_err(|_| wrong),
            _ => Err(wrong),
        }
    }

    fn optional_text(&self, column: usize) -> Result<Option<&str>, DatabaseError> {
        self.try_get(column).map_err(|_| DatabaseError::Column { column, wanted: "a text" })
    }

    fn blob(&self, column: usize) -> Result<&[u8], DatabaseError> {
        self.try_get(column).map_err(|_| DatabaseError::Column { column, wanted: "bytes" })
    }
}

fn disconnected(error: tokio_postgres::Error) -> DatabaseError {
    match DatabaseError::from(error) {
        DatabaseError::Engine(text) => DatabaseError::Disconnected(text),
        other => other,
    }
}

/// An answer from the server is certain: it has rolled back. No answer is not.
fn commit_failed(error: tokio_postgres::Error) -> DatabaseError {
    match DatabaseError::from(error) {
        DatabaseError::Disconnected(text) => DatabaseError::UnknownOutcome(text),
        other => other,
    }
}

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            let text = error.to_string();
            let broken = error.is_closed() || error.into_source().is_some_and(|source| source.is::<std::io::Error>());
            return if broken { Self::Disconnected(text) } else { Self::Engine(text) };
        };
        let text = format!("{} {}", told.code().code(), told.message());
        match *told.code() {
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Self::Transient(text),
            SqlState::LOCK_NOT_AVAILABLE => Self::Busy,
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Self::Disconnected(text),
            _ => Self::Engine(text),
        }
    }
}
