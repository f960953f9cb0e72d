//! PostgreSQL: with the file beside it the only one that names tokio-postgres.
//!
//! A small pool of connections; short transactions at READ COMMITTED, which suffices because every write locks its
//! region's head first. Work that the server undid for another's sake, or whose connection broke before the commit was
//! sent, is run again; a commit without an answer is reported as such.

mod address;
mod errors;
mod tls;
mod values;

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{SinkExt, TryStreamExt};
use tokio::sync::{Semaphore, mpsc};
use tokio_postgres::{Client, Config, IsolationLevel, NoTls, RowStream, Statement};

use errors::{commit_failed, refused};
use tls::Connector;
use values::{bound, encode_row};

use super::lines::LineTable;
use super::{Engine, Fill, Look, PIECE, Packing, Reading, Row, Snapshot, Step, Table, Transaction, Value, Work};
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
/// For reading whole tables in the order of their keys, which is about the order they lie in: no sorting of millions.
const SNAPSHOT_SETTINGS: &str = "SET LOCAL enable_sort = off; SET LOCAL bytea_output = 'hex'";

/// A database on a server.
pub(crate) struct Postgres {
    config: Config,
    tls: Option<Connector>,
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
        let (mut config, tls) = address::read(url)?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        let pool = Self { config, tls, patience, idle: Mutex::new(Vec::new()), permits: Semaphore::new(CONNECTIONS) };
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
        self.connect().await
    }

    async fn connect(&self) -> Result<Session, DatabaseError> {
        // The connection ends with its client; what went wrong is reported to whoever waits for an answer on it.
        let client = if let Some(tls) = &self.tls {
            let (client, connection) = self.config.connect(tls.clone()).await.map_err(refused)?;
            tokio::spawn(connection);
            client
        } else {
            let (client, connection) = self.config.connect(NoTls).await.map_err(refused)?;
            tokio::spawn(connection);
            client
        };
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

    /// Runs work that cannot be run again.
    pub(crate) async fn transact_once<W: Work>(&self, work: &W) -> Result<W::Output, WriteError> {
        let _permit = self.permits.acquire().await.map_err(|_| DatabaseError::Closed)?;
        self.attempt(work).await
    }

    /// Reads from one snapshot, on a new connection: a pooled one may have broken since it was last used.
    pub(crate) async fn look<L: Look>(&self, look: &L) -> Result<L::Output, DatabaseError> {
        let _permit = self.permits.acquire().await.map_err(|_| DatabaseError::Closed)?;
        let mut session = self.connect().await?;
        let started = session.client.build_transaction().isolation_level(IsolationLevel::RepeatableRead);
        let inner = started.read_only(true).start().await?;
        inner.batch_execute(SNAPSHOT_SETTINGS).await?;
        let seen = look.run(&mut PostgresTransaction { inner, statements: &mut session.statements }).await?;
        self.give(session);
        Ok(seen)
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

    async fn each(&mut self, sql: &str, params: &[Value], step: Step<'_>) -> Result<(), DatabaseError> {
        let statement = self.inner.prepare(sql).await?;
        let mut stream = pin!(self.inner.query_raw(&statement, bound(params)?).await?);
        while let Some(row) = stream.try_next().await? {
            step(&row)?;
        }
        Ok(())
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

    async fn insert_lines(&mut self, table: &'static LineTable, piece: Vec<u8>) -> Result<(), DatabaseError> {
        let mut sink = pin!(self.inner.copy_in::<_, Bytes>(&table.copy_in()).await?);
        let mut rest = Bytes::from(piece);
        while !rest.is_empty() {
            let next = rest.split_to(rest.len().min(CHUNK));
            sink.send(next).await?;
        }
        sink.finish().await?;
        Ok(())
    }

    async fn receive<T: Send>(&mut self, from: &mut mpsc::Receiver<T>) -> Option<T> {
        from.recv().await
    }
}

impl Snapshot for PostgresTransaction<'_> {
    async fn query<T: Send>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: Reading<T>,
    ) -> Result<Vec<T>, DatabaseError> {
        Transaction::query(self, sql, params, read).await
    }

    async fn lines<T>(&mut self, table: &'static LineTable, out: &mpsc::Sender<T>) -> Result<(), DatabaseError>
    where
        T: From<Vec<u8>> + Send,
    {
        let copy = format!("COPY ({}) TO STDOUT", table.select(Engine::Postgres));
        let mut rows = pin!(self.inner.copy_out(&copy).await?);
        let mut piece = Vec::with_capacity(PIECE.saturating_mul(2));
        while let Some(row) = rows.try_next().await? {
            piece.extend_from_slice(&row);
            if piece.len() >= PIECE {
                let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE.saturating_mul(2)));
                out.send(T::from(full)).await.map_err(|_| DatabaseError::Closed)?;
            }
        }
        if piece.is_empty() { Ok(()) } else { out.send(T::from(piece)).await.map_err(|_| DatabaseError::Closed) }
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
        let statement = self.inner.prepare(sql).await?;
        let mut rows = pin!(self.inner.query_raw(&statement, bound(params)?).await?);
        let mut piece = Vec::with_capacity(PIECE.saturating_mul(2));
        while let Some(row) = rows.try_next().await? {
            pack(&row, &mut piece);
            if piece.len() >= PIECE {
                let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE.saturating_mul(2)));
                out.send(T::from(full)).await.map_err(|_| DatabaseError::Closed)?;
            }
        }
        if piece.is_empty() { Ok(()) } else { out.send(T::from(piece)).await.map_err(|_| DatabaseError::Closed) }
    }

    async fn send<T: Send>(&mut self, piece: T, to: &mpsc::Sender<T>) -> Result<(), DatabaseError> {
        to.send(piece).await.map_err(|_| DatabaseError::Closed)
    }
}
