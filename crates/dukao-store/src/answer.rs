//! Answers to requests that bear a key: a request that is sent again gets the answer of the first, and is not done twice.
//!
//! An answer is no data of a region: it has no version and no audit entry, is in no backup, and is forgotten after its time.
//! It lies in the database so that several servers agree on it.

use crate::db::{Row, Transaction, Value, Work};
use crate::error::{DatabaseError, WriteError};
use crate::ids::Micros;
use crate::store::Store;

/// A request with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedRequest {
    /// Who asks; keys of others are others.
    pub caller: String,
    /// The key that the caller gave it.
    pub key: String,
    /// What was asked: the digest of everything that was sent.
    pub digest: Vec<u8>,
    /// When.
    pub at: Micros,
}

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: it is to be done, and answered or released.
    New,
    /// The same was done; this was answered.
    Done(Vec<u8>),
    /// The same is being done, or was cut off.
    Running,
    /// Another request has this key.
    Other,
}

/// Takes a key, or says what became of the request that has it.
struct Take {
    request: KeyedRequest,
    forget_before: Micros,
}

const TAKE: &str = "INSERT INTO answer (caller, request, digest, asked_at, body) VALUES ($1, $2, $3, $4, NULL) \
                    ON CONFLICT (caller, request) DO NOTHING";

fn read(row: &dyn Row) -> Result<(Vec<u8>, Option<Vec<u8>>), DatabaseError> {
    let body = row.optional_blob(1)?.map(<[u8]>::to_vec);
    Ok((row.blob(0)?.to_owned(), body))
}

impl Work for Take {
    type Output = Claim;

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<Claim, WriteError> {
        let KeyedRequest { caller, key, digest, at } = &self.request;
        tx.execute("DELETE FROM answer WHERE asked_at < $1", &[self.forget_before.0.into()]).await?;
        let values = [caller.as_str().into(), key.as_str().into(), Value::Blob(digest.clone()), at.0.into()];
        if tx.execute(TAKE, &values).await? > 0 {
            return Ok(Claim::New);
        }
        let sql = "SELECT digest, body FROM answer WHERE caller = $1 AND request = $2";
        let found = tx.query(sql, &[caller.as_str().into(), key.as_str().into()], read).await?;
        Ok(match found.into_iter().next() {
            Some((own, _)) if own != *digest => Claim::Other,
            Some((_, Some(body))) => Claim::Done(body),
            Some((_, None)) | None => Claim::Running,
        })
    }
}

/// Puts the answer to a request, or gives its key free.
struct Settle {
    caller: String,
    key: String,
    body: Option<Vec<u8>>,
}

impl Work for Settle {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        let (caller, key) = (self.caller.as_str().into(), self.key.as_str().into());
        if let Some(body) = &self.body {
            let sql = "UPDATE answer SET body = $3 WHERE caller = $1 AND request = $2";
            tx.execute(sql, &[caller, key, Value::Blob(body.clone())]).await?;
        } else {
            let sql = "DELETE FROM answer WHERE caller = $1 AND request = $2 AND body IS NULL";
            tx.execute(sql, &[caller, key]).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Takes a key for a request, and forgets all from before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_key(&self, request: KeyedRequest, forget_before: Micros) -> Result<Claim, WriteError> {
        self.db.transact(Take { request, forget_before }).await
    }

    /// Keeps the answer to a request whose key was taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_answer(&self, caller: &str, key: &str, body: Vec<u8>) -> Result<(), WriteError> {
        let settle = Settle { caller: caller.to_owned(), key: key.to_owned(), body: Some(body) };
        self.db.transact(settle).await
    }

    /// Gives a key free whose request came to nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_key(&self, caller: &str, key: &str) -> Result<(), WriteError> {
        self.db.transact(Settle { caller: caller.to_owned(), key: key.to_owned(), body: None }).await
    }
}
