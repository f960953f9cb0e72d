//! The store: opening and writing. What it reads is in `read`.

use std::time::Duration;

use crate::act::{Act, Actor, AuditEntry, Committed};
use crate::db::{Address, Db, PATIENCE};
use crate::error::{StoreError, WriteError};
use crate::ids::{Micros, RegionId, SYSTEM};
use crate::migrate::migrate;
use crate::write::{CreateRegion, OpenSystem, WriteAct};

/// An open database. Share it by reference or `Arc`; several programs may open the same one at once.
pub struct Store {
    pub(crate) db: Db,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Store").field("engine", &self.db.engine()).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens or creates `sqlite:PATH`, a bare path, or `postgres://…`, and brings its schema up to date.
    ///
    /// # Errors
    /// The address is unknown, the database belongs to something else or to a newer program, or it fails.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, PATIENCE).await
    }

    /// Opens with another patience than the usual one.
    pub(crate) async fn open_with(url: &str, patience: Duration) -> Result<Self, StoreError> {
        let db = Db::connect(Address::parse(url)?, patience).await?;
        migrate(&db).await?;
        Ok(Self { db })
    }

    /// The house itself, [`SYSTEM`]: a region like any other, with versions, entries and audit, but never listed among
    /// the regions. Made (act `system.create`) when it is not there yet.
    ///
    /// # Errors
    /// As for [`Store::write`].
    pub async fn system(&self, at: Micros) -> Result<RegionId, WriteError> {
        match self.head(SYSTEM).await {
            Ok(_) => {}
            Err(StoreError::NoSuchRegion(_)) => self.db.transact(OpenSystem { at }).await?,
            Err(StoreError::Database(error)) => return Err(error.into()),
            Err(_) => return Err(WriteError::NoSuchRegion(SYSTEM)),
        }
        Ok(SYSTEM)
    }

    /// Writes one act, durably, or nothing of it.
    ///
    /// # Errors
    /// See [`WriteError`]; after a conflict, read up to its head, decide again and try again.
    pub async fn write(&self, act: Act) -> Result<Committed, WriteError> {
        self.db.transact(WriteAct(act)).await
    }

    /// Creates a region; that is its first act, version 1.
    ///
    /// # Errors
    /// The code is taken ([`WriteError::RegionExists`]), or as for [`Store::write`].
    pub async fn create_region(
        &self,
        code: &str,
        name: &str,
        actor: Actor,
        at: Micros,
        audit: AuditEntry,
    ) -> Result<(RegionId, Committed), WriteError> {
        let (code, name) = (code.to_owned(), name.to_owned());
        self.db.transact(CreateRegion { code, name, actor, at, audit }).await
    }
}
