//! Sessions: who is signed in from where. They lie in the database so that several servers agree; what changes all the
//! time is no version, and is in no backup. Only a digest of the secret is kept.

use crate::db::{Row, Table, Transaction, Value, Work, table};
use crate::error::{DatabaseError, StoreError, WriteError};
use crate::ids::Micros;
use crate::store::Store;

const SESSION: Table = table!(
    "session",
    "digest, id, account, manner, created_at, seen_at, ended_at, end_reason, address, agent",
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10",
    [Bytes, Text, Text, Text, Big, Big, Big, Text, Text, Text]
);

/// One session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Digest of the secret that the browser holds.
    pub digest: [u8; 32],
    /// The name under which it is listed and ended; no secret.
    pub id: String,
    /// Number of the account.
    pub account: String,
    /// How its holder signed in.
    pub manner: String,
    /// When.
    pub created_at: Micros,
    /// When it was last used, to about a minute.
    pub seen_at: Micros,
    /// When it was ended, and why.
    pub ended: Option<(Micros, String)>,
    /// From which address.
    pub address: Option<String>,
    /// With which browser.
    pub agent: Option<String>,
}

/// Puts a session down and forgets those from before a moment.
struct Add {
    session: Session,
    forget_before: Micros,
}

impl Work for Add {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        tx.execute("DELETE FROM session WHERE created_at < $1", &[self.forget_before.0.into()]).await?;
        let Session { digest, id, account, manner, created_at, seen_at, ended, address, agent } = &self.session;
        tx.insert_all(&SESSION, 1, &mut |_, row| {
            row.extend([
                digest.as_slice().into(),
                id.as_str().into(),
                account.as_str().into(),
                manner.as_str().into(),
                created_at.0.into(),
                seen_at.0.into(),
                ended.as_ref().map(|(at, _)| at.0).into(),
                ended.as_ref().map(|(_, why)| why.as_str()).into(),
                address.as_deref().into(),
                agent.as_deref().into(),
            ]);
            Ok(())
        })
        .await?;
        Ok(())
    }
}

/// One statement; how many sessions it touched.
struct Change {
    sql: &'static str,
    params: Vec<Value>,
}

impl Work for Change {
    type Output = u64;

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<u64, WriteError> {
        Ok(tx.execute(self.sql, &self.params).await?)
    }
}

/// The columns as [`read`] takes them.
macro_rules! sessions {
    ($rest:literal) => {
        concat!(
            "SELECT digest, id, account, manner, created_at, seen_at, ended_at, end_reason, address, agent FROM session ",
            $rest
        )
    };
}

fn read(row: &dyn Row) -> Result<Session, DatabaseError> {
    let text = |column| Ok::<_, DatabaseError>(row.optional_text(column)?.map(str::to_owned));
    let ended = row.optional_int(6)?.map(|at| Ok::<_, DatabaseError>((Micros(at), text(7)?.unwrap_or_default())));
    Ok(Session {
        digest: row.digest(0)?,
        id: row.text(1)?.to_owned(),
        account: row.text(2)?.to_owned(),
        manner: row.text(3)?.to_owned(),
        created_at: Micros(row.int(4)?),
        seen_at: Micros(row.int(5)?),
        ended: ended.transpose()?,
        address: text(8)?,
        agent: text(9)?,
    })
}

impl Store {
    /// Puts a new session down, and forgets all that began before a moment.
    ///
    /// # Errors
    /// When the database fails, or a session of that digest or id is there already.
    pub async fn add_session(&self, session: Session, forget_before: Micros) -> Result<(), WriteError> {
        self.db.transact_once(Add { session, forget_before }).await
    }

    /// The session of a digest, ended or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, digest: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        let sql = sessions!("WHERE digest = $1");
        Ok(self.db.query(sql, vec![digest.as_slice().into()], read).await?.into_iter().next())
    }

    /// Sessions of an account, or of all, that were not ended and were used after a moment; newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_sessions(&self, account: Option<&str>, seen_after: Micros) -> Result<Vec<Session>, StoreError> {
        let after: Value = seen_after.0.into();
        let (sql, params) = match account {
            Some(account) => (
                sessions!("WHERE account = $2 AND ended_at IS NULL AND seen_at > $1 ORDER BY created_at DESC, id"),
                vec![after, account.into()],
            ),
            None => (sessions!("WHERE ended_at IS NULL AND seen_at > $1 ORDER BY created_at DESC, id"), vec![after]),
        };
        Ok(self.db.query(sql, params, read).await?)
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(&self, digest: &[u8; 32], at: Micros) -> Result<(), WriteError> {
        let sql = "UPDATE session SET seen_at = $2 WHERE digest = $1 AND seen_at < $2 AND ended_at IS NULL";
        let params = vec![digest.as_slice().into(), at.0.into()];
        self.db.transact(Change { sql, params }).await.map(|_| ())
    }

    /// Ends a session by its id; of this account only, where one is named. Whether one was ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(
        &self,
        id: &str,
        account: Option<&str>,
        at: Micros,
        reason: &str,
    ) -> Result<bool, WriteError> {
        let mut params = vec![at.0.into(), reason.into(), id.into()];
        let sql = match account {
            Some(account) => {
                params.push(account.into());
                "UPDATE session SET ended_at = $1, end_reason = $2 \
                 WHERE id = $3 AND ended_at IS NULL AND account = $4"
            }
            None => "UPDATE session SET ended_at = $1, end_reason = $2 WHERE id = $3 AND ended_at IS NULL",
        };
        Ok(self.db.transact(Change { sql, params }).await? > 0)
    }

    /// Ends all sessions of an account but one; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions(
        &self,
        account: &str,
        but: Option<&str>,
        at: Micros,
        reason: &str,
    ) -> Result<u64, WriteError> {
        let mut params = vec![at.0.into(), reason.into(), account.into()];
        let sql = match but {
            Some(id) => {
                params.push(id.into());
                "UPDATE session SET ended_at = $1, end_reason = $2 \
                 WHERE account = $3 AND ended_at IS NULL AND id <> $4"
            }
            None => "UPDATE session SET ended_at = $1, end_reason = $2 WHERE account = $3 AND ended_at IS NULL",
        };
        self.db.transact(Change { sql, params }).await
    }
}
