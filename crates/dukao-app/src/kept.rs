//! What is kept in the house itself (accounts, posts, notes), resident at the head and validated by its version.

use std::sync::{Arc, Mutex, PoisonError};

use dukao_store::{SYSTEM, Store, StoreError, StoredEntry, Version};
use serde::de::DeserializeOwned;

use crate::AppError;

/// Something made of the house's entries, in the order in which they were written.
pub(crate) trait Resident: Clone + Default {
    /// The version of the house of which it speaks.
    fn version(&self) -> Version;

    /// Says that it has taken up everything through a version.
    fn stand_at(&mut self, version: Version);

    /// Takes one entry up. Kinds of others, which also keep theirs in the house, are theirs to read.
    ///
    /// # Errors
    /// [`AppError::Damaged`] when the entry is not what its kind says.
    fn take(&mut self, entry: &StoredEntry) -> Result<(), AppError>;
}

/// The one that was used last.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    there: Mutex<Option<Arc<T>>>,
    turn: tokio::sync::Mutex<()>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { there: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }
}

impl<T: Resident> Kept<T> {
    /// What stands at the head of the house: one query when nothing was written since.
    ///
    /// # Errors
    /// When the store fails or an entry is damaged.
    pub(crate) async fn head(&self, store: &Store) -> Result<Arc<T>, AppError> {
        let head = match store.head(SYSTEM).await {
            Ok(head) => head.version,
            Err(StoreError::NoSuchRegion(_)) => Version::NONE,
            Err(error) => return Err(error.into()),
        };
        if let Some(there) = self.resident().filter(|there| there.version() >= head) {
            return Ok(there);
        }
        let _mine = self.turn.lock().await;
        let have = match self.resident() {
            Some(there) if there.version() >= head => return Ok(there),
            Some(there) => there,
            None => Arc::default(),
        };
        let mut next = have.as_ref().clone();
        for entry in store.entries(SYSTEM, have.version(), head).await? {
            next.take(&entry)?;
        }
        next.stand_at(head);
        let next = Arc::new(next);
        *self.there.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&next));
        Ok(next)
    }

    fn resident(&self) -> Option<Arc<T>> {
        self.there.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The record of an entry; nothing when it ends.
///
/// # Errors
/// [`AppError::Damaged`]: what cannot be read is named, not shown, since it may be a digest.
pub(crate) fn body<T: DeserializeOwned>(entry: &StoredEntry) -> Result<Option<T>, AppError> {
    let damaged = |_| AppError::Damaged(format!("{}“{}”", entry.kind, entry.key));
    entry.body.as_deref().map(|body| serde_json::from_str(body).map_err(damaged)).transpose()
}

/// The number that is the key of an entry.
///
/// # Errors
/// [`AppError::Damaged`] when it is none.
pub(crate) fn number(entry: &StoredEntry) -> Result<u32, AppError> {
    entry.key.parse().map_err(|_| AppError::Damaged(format!("{}“{}”", entry.kind, entry.key)))
}
