//! Into an empty database, in one transaction.

use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc;

use super::error::ArchiveError;
use super::open::Piece;
use super::tables;
use crate::db::{Engine, Row, Transaction, Work};
use crate::error::{DatabaseError, StoreError, WriteError};
use crate::migrate::{Migrate, NEWEST, tables_sql};
use crate::write::SOURCE_FILE;

/// Takes what comes from an archive; can be run once.
pub(super) struct Load {
    /// The schema of the archive's database.
    schema: i32,
    from: Mutex<Option<mpsc::Receiver<Piece>>>,
}

impl Load {
    pub(super) const fn new(schema: i32, from: mpsc::Receiver<Piece>) -> Self {
        Self { schema, from: Mutex::new(Some(from)) }
    }
}

impl Work for Load {
    type Output = Result<(), ArchiveError>;

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<Self::Output, WriteError> {
        let taken = self.from.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut from = taken.ok_or(DatabaseError::Closed)?;
        tx.lock_schema().await?;
        if let Err(refusal) = make_room(tx).await? {
            return Ok(Err(refusal));
        }
        if let Err(refusal) = migrate(tx, self.schema).await? {
            return Ok(Err(refusal.into()));
        }
        tx.script("DELETE FROM counter").await?;
        if tx.engine() == Engine::Postgres {
            tx.script(WITHOUT_INDEX).await?;
        }
        loop {
            match tx.receive(&mut from).await {
                Some(Piece::Lines(table, lines)) => tx.insert_lines(table, lines).await?,
                Some(Piece::File(row)) => write_file(tx, row).await?,
                Some(Piece::Complete) => break,
                // The other end has stopped and says why; nothing is committed.
                None => return Err(DatabaseError::Closed.into()),
            }
        }
        if tx.engine() == Engine::Postgres {
            tx.script(WITH_INDEX).await?;
        }
        Ok(migrate(tx, NEWEST).await?.map_err(ArchiveError::from))
    }
}

/// PostgreSQL takes millions of rows in markedly faster when it builds their index at once, afterwards.
const WITHOUT_INDEX: &str = "ALTER TABLE observation DROP CONSTRAINT observation_pkey";
const WITH_INDEX: &str = "SET LOCAL maintenance_work_mem = '128MB'; \
                          ALTER TABLE observation ADD PRIMARY KEY (region, year, version, seq); \
                          ANALYZE region_head, audit, word, entry, source_file, sheet, observation_year, observation";

async fn write_file<T: Transaction>(tx: &mut T, row: Vec<crate::db::Value>) -> Result<(), DatabaseError> {
    let mut row = Some(row);
    tx.insert_all(&SOURCE_FILE, 1, &mut |_, values| {
        values.extend(row.take().unwrap_or_default());
        Ok(())
    })
    .await
}

async fn migrate<T: Transaction>(tx: &mut T, through: i32) -> Result<Result<(), StoreError>, WriteError> {
    Migrate { through, before_commit: Box::new(|| ()) }.run(tx).await
}

/// A database without tables is free to take; ours with nothing in it is emptied of its tables.
async fn make_room<T: Transaction>(tx: &mut T) -> Result<Result<(), ArchiveError>, WriteError> {
    let name = |row: &dyn Row| Ok(row.text(0)?.to_owned());
    let found = tx.query(tables_sql(tx.engine()), &[], name).await?;
    if found.is_empty() {
        return Ok(Ok(()));
    }
    if !found.iter().any(|name| name == "schema_migration") {
        return Ok(Err(StoreError::Foreign.into()));
    }
    let known = tables::of_schema(NEWEST).unwrap_or_default();
    let ours = |name: &String| {
        tables::LEFT_OUT.contains(&name.as_str()) || known.iter().any(|table| table.name == name.as_str())
    };
    if !found.iter().all(ours) {
        return Ok(Err(ArchiveError::NotEmpty));
    }
    if tx.engine() == Engine::Postgres {
        // Nobody may write the first row between our look and our commit.
        tx.script(&format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", found.join(", "))).await?;
    }
    if !tx.query("SELECT 1 FROM region LIMIT 1", &[], |row| row.int(0)).await?.is_empty() {
        return Ok(Err(ArchiveError::NotEmpty));
    }
    for name in found {
        tx.script(&format!("DROP TABLE {name}")).await?;
    }
    Ok(Ok(()))
}
