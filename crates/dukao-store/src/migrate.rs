//! Numbered migrations: one SQL text for both engines, applied under a lock, each recorded with its digest.
//!
//! The one difference between the engines is the word `{clustered}` in the text: SQLite keeps such a table in the order
//! of its primary key, so that a range of it is read in one sweep; PostgreSQL has no such thing.

use crate::audit::digest;
use crate::db::{Db, Engine, Row, Transaction, Value, Work};
use crate::error::{DatabaseError, StoreError, WriteError};

/// What was applied is never edited: add a file and a line.
const MIGRATIONS: [(i32, &str); 6] = [
    (1, include_str!("migrations/0001_regions.sql")),
    (2, include_str!("migrations/0002_files_and_entries.sql")),
    (3, include_str!("migrations/0003_observations.sql")),
    (4, include_str!("migrations/0004_drafts.sql")),
    (5, include_str!("migrations/0005_keyed_audit.sql")),
    (6, include_str!("migrations/0006_answers.sql")),
];

/// Number of the newest migration.
pub(crate) const NEWEST: i32 = {
    let [.., (number, _)] = MIGRATIONS;
    number
};

const OWN_TABLE: &str = "CREATE TABLE schema_migration (number INTEGER NOT NULL PRIMARY KEY, digest BYTEA NOT NULL)";

/// Brings the schema up to date, or says why it cannot. Waits for another opener only when there is work to do.
pub(crate) async fn migrate(db: &Db) -> Result<(), StoreError> {
    let tables = db.query(tables_sql(db.engine()), Vec::new(), table_name).await?;
    if owned(&tables)? && pending(&db.query(APPLIED, Vec::new(), applied).await?, NEWEST)?.is_empty() {
        return Ok(());
    }
    apply(db, Migrate { through: NEWEST, before_commit: Box::new(|| ()) }).await
}

/// Runs the migrations and hands back their refusal.
pub(crate) async fn apply(db: &Db, work: Migrate) -> Result<(), StoreError> {
    match db.transact(work).await {
        Ok(outcome) => outcome,
        Err(WriteError::Database(error)) => Err(error.into()),
        Err(WriteError::Busy) => Err(DatabaseError::Busy.into()),
        Err(other) => Err(DatabaseError::Engine(other.to_string()).into()),
    }
}

/// All pending migrations up to a number, in one transaction.
pub(crate) struct Migrate {
    /// The last one to apply.
    pub(crate) through: i32,
    /// Called inside the transaction when all is written; tests stop the program here.
    pub(crate) before_commit: Box<dyn Fn() + Send + Sync>,
}

impl Work for Migrate {
    type Output = Result<(), StoreError>;

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<Self::Output, WriteError> {
        tx.lock_schema().await?;
        let tables = tx.query(tables_sql(tx.engine()), &[], table_name).await?;
        let done = match owned(&tables) {
            Err(refusal) => return Ok(Err(refusal)),
            Ok(true) => tx.query(APPLIED, &[], applied).await?,
            Ok(false) => {
                tx.script(OWN_TABLE).await?;
                Vec::new()
            }
        };
        let todo = match pending(&done, self.through) {
            Err(refusal) => return Ok(Err(refusal)),
            Ok(todo) => todo,
        };
        for (number, text) in todo {
            tx.script(&for_engine(text, tx.engine())).await?;
            let row = [Value::from(*number), Value::Blob(digest(text.as_bytes()).to_vec())];
            tx.execute("INSERT INTO schema_migration (number, digest) VALUES ($1, $2)", &row).await?;
        }
        (self.before_commit)();
        Ok(Ok(()))
    }
}

const APPLIED: &str = "SELECT number, digest FROM schema_migration ORDER BY number";

fn applied(row: &dyn Row) -> Result<(i32, [u8; 32]), DatabaseError> {
    Ok((row.int32(0)?, row.digest(1)?))
}

fn table_name(row: &dyn Row) -> Result<String, DatabaseError> {
    Ok(row.text(0)?.to_owned())
}

pub(crate) fn tables_sql(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Engine::Postgres => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()",
    }
}

/// Whether the database is ours already; an empty one is free to take.
fn owned(tables: &[String]) -> Result<bool, StoreError> {
    match tables.iter().any(|name| name == "schema_migration") {
        true => Ok(true),
        false if tables.is_empty() => Ok(false),
        false => Err(StoreError::Foreign),
    }
}

/// The migrations that are still to be applied.
fn pending(applied: &[(i32, [u8; 32])], through: i32) -> Result<Vec<&'static (i32, &'static str)>, StoreError> {
    if let Some((found, _)) = applied.iter().max_by_key(|(number, _)| *number).filter(|(number, _)| *number > NEWEST) {
        return Err(StoreError::NewerSchema { found: *found, known: NEWEST });
    }
    let mut todo = Vec::new();
    for migration in MIGRATIONS.iter().filter(|(number, _)| *number <= through) {
        match applied.iter().find(|(number, _)| *number == migration.0) {
            None => todo.push(migration),
            Some((_, found)) if *found == digest(migration.1.as_bytes()) => {}
            Some(_) => {
                return Err(StoreError::AlteredMigration { number: migration.0 });
            }
        }
    }
    Ok(todo)
}

fn for_engine(text: &str, engine: Engine) -> String {
    text.replace("{clustered}", if engine == Engine::Sqlite { " WITHOUT ROWID" } else { "" })
}
