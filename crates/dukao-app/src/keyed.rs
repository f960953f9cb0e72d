//! Requests of programs that bear a key: done once, however often they are sent.

use dukao_store::{Claim, KeyedRequest, Micros};

use crate::{AppError, House};

/// How long an answer is kept, in microseconds: two days.
const KEPT: i64 = 48 * 3_600 * 1_000_000;

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keyed {
    /// Nothing: it is to be done.
    New,
    /// It was done; this was answered.
    Done(Vec<u8>),
    /// It is being done, or was cut off.
    Running,
    /// Another request has this key.
    Other,
}

impl House {
    /// Takes a key for a request of `caller`, of which `digest` is known.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take_key(&self, caller: &str, key: &str, digest: &str) -> Result<Keyed, AppError> {
        let at = self.now();
        let digest = digest.as_bytes().to_vec();
        let request = KeyedRequest { caller: caller.to_owned(), key: key.to_owned(), digest, at };
        let claim = self.store.take_key(request, Micros(at.0.saturating_sub(KEPT))).await.map_err(AppError::Write)?;
        Ok(match claim {
            Claim::New => Keyed::New,
            Claim::Done(body) => Keyed::Done(body),
            Claim::Running => Keyed::Running,
            Claim::Other => Keyed::Other,
        })
    }

    /// Keeps what was answered.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_answer(&self, caller: &str, key: &str, body: Vec<u8>) -> Result<(), AppError> {
        self.store.keep_answer(caller, key, body).await.map_err(AppError::Write)
    }

    /// Gives a key free: nothing was done.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_key(&self, caller: &str, key: &str) -> Result<(), AppError> {
        self.store.release_key(caller, key).await.map_err(AppError::Write)
    }
}
