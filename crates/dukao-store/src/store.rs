//! The store: opening and writing. What it reads is in `read`.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use crate::act::{Act, Actor, AuditEntry, Committed};
use crate::db::{Address, Db, PATIENCE};
use crate::error::{DatabaseError, StoreError, WriteError};
use crate::ids::{Micros, RegionId, SYSTEM};
use crate::key::{KeyId, Keyring};
use crate::migrate::migrate;
use crate::trail::TrailEntry;
use crate::write::{AppendTrail, CreateRegion, OpenSystem, SealAll, WriteAct};

/// An open database. Share it by reference or `Arc`; several programs may open the same one at once.
pub struct Store {
    pub(crate) db: Db,
    keys: RwLock<Keys>,
}

/// The keys in use, and the file in which more may come to be.
#[derive(Default)]
struct Keys {
    ring: Option<Keyring>,
    file: Option<(PathBuf, Stamp)>,
}

/// By what a file that was written anew is known: nothing when it is not there.
type Stamp = Option<(SystemTime, u64)>;

fn stamp(path: &Path) -> Stamp {
    let found = std::fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}

impl std::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Store").field("engine", &self.db.engine()).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens or creates `sqlite:PATH`, a bare path, or `postgres://…`, and brings its schema up to date. Without keys a
    /// keyed database can be read, but not written.
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
        Ok(Self { db, keys: RwLock::default() })
    }

    /// Opens for work with keys: [`Store::open`], then [`Store::use_keys`].
    ///
    /// # Errors
    /// As for both.
    pub async fn open_keyed(url: &str, keys: Keyring, at: Micros) -> Result<Self, StoreError> {
        Self::open(url).await?.use_keys(keys, at).await
    }

    /// Goes on with keys. Regions from before there were keys get an act `audit.key`, whose entry covers all their rows.
    /// That the keys are not those of the database shows at the first write and in [`Store::verify`].
    ///
    /// # Errors
    /// The database fails.
    pub async fn use_keys(self, keys: Keyring, at: Micros) -> Result<Self, StoreError> {
        let used = self.keys_in_use().await?;
        let empty = self.db.query("SELECT region FROM region_head LIMIT 1", Vec::new(), |row| row.int(0)).await?;
        if used.is_empty() && !empty.is_empty() {
            self.db.transact(SealAll { keys: keys.clone(), at }).await.map_err(below)?;
        }
        self.replace_keys(keys);
        Ok(self)
    }

    /// The keys of the regions' newest entries; empty when no region is keyed.
    ///
    /// # Errors
    /// The database fails.
    pub async fn keys_in_use(&self) -> Result<Vec<KeyId>, StoreError> {
        let sql = "SELECT DISTINCT key_id FROM region_head WHERE key_id IS NOT NULL ORDER BY key_id";
        let found = self.db.query(sql, Vec::new(), |row| Ok(KeyId::from_bytes(row.blob(0)?))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The keys that this store works with: those of the file that is followed, as it is now.
    pub fn keys(&self) -> Option<Keyring> {
        let (ring, changed) = {
            let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
            let changed = keys.file.as_ref().filter(|(path, seen)| stamp(path) != *seen).map(|(path, _)| path.clone());
            (keys.ring.clone(), changed)
        };
        match changed {
            Some(path) => self.read_keys(&path),
            None => ring,
        }
    }

    /// Goes on with other keys, such as those of a key file with one more; what is under way ends with the ones it has.
    pub fn replace_keys(&self, keys: Keyring) {
        self.keys.write().unwrap_or_else(PoisonError::into_inner).ring = Some(keys);
    }

    /// Takes up what another program adds to a key file from now on.
    pub fn follow_keys(&self, path: &Path) {
        let seen = stamp(path);
        self.keys.write().unwrap_or_else(PoisonError::into_inner).file = Some((path.to_owned(), seen));
    }

    /// Takes up a file that was written anew, if it holds what was there and more; all else is not taken up.
    fn read_keys(&self, path: &Path) -> Option<Keyring> {
        let seen = stamp(path);
        let read = std::fs::read_to_string(path).ok().and_then(|text| Keyring::parse(&text).ok());
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        let holds = |read: &Keyring| {
            keys.ring.as_ref().is_none_or(|ring| ring.ids().all(|id| read.ids().any(|other| other == id)))
        };
        if let Some(read) = read.filter(holds) {
            keys.ring = Some(read);
        }
        keys.file = Some((path.to_owned(), seen));
        keys.ring.clone()
    }

    /// The house itself, [`SYSTEM`]: a region like any other, with versions, entries and audit, but never listed among
    /// the regions. Made (act `system.create`) when it is not there yet.
    ///
    /// # Errors
    /// As for [`Store::write`].
    pub async fn system(&self, at: Micros) -> Result<RegionId, WriteError> {
        match self.head(SYSTEM).await {
            Ok(_) => {}
            Err(StoreError::NoSuchRegion(_)) => self.db.transact(OpenSystem { at, keys: self.keys() }).await?,
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
        self.db.transact(WriteAct { act, keys: self.keys() }).await
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
        self.db.transact(CreateRegion { code, name, actor, at, audit, keys: self.keys() }).await
    }

    /// Writes entries to a region's trail, durably, all or none; the number of the last one. Give many at once where many
    /// come: each call is one lock and one commit.
    ///
    /// # Errors
    /// [`WriteError::NeedsKey`] and [`WriteError::Unkeyed`], else as for [`Store::write`], without conflicts.
    pub async fn append_trail(&self, region: RegionId, entries: Vec<TrailEntry>) -> Result<i64, WriteError> {
        self.db.transact(AppendTrail { region, entries, keys: self.keys() }).await
    }
}

/// Failures of the database itself.
fn below(error: WriteError) -> StoreError {
    match error {
        WriteError::Database(error) => error.into(),
        WriteError::Busy => DatabaseError::Busy.into(),
        other => DatabaseError::Engine(other.to_string()).into(),
    }
}
