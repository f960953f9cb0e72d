//! Drafts: what somebody has sent and not yet decided on (an upload whose difference is being looked at).
//!
//! A draft is no data of a region: it has no version and no audit entry, is in no backup, and is forgotten
//! after its time. It lies in the database so that several servers agree on it.

use crate::db::{Row, Table, Transaction, Value, Work, table};
use crate::error::{StoreError, WriteError};
use crate::ids::Micros;
use crate::store::Store;

const DRAFT: Table =
    table!("draft", "id, part, created_at, name, bytes", "$1, $2, $3, $4, $5", [Text, Int, Big, Text, Bytes]);

/// A draft: named parts in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Under which it is found again.
    pub id: String,
    /// When it was put down.
    pub at: Micros,
    /// Name and bytes of its parts.
    pub parts: Vec<(String, Vec<u8>)>,
}

/// Replaces one draft and forgets the old ones.
struct Put {
    draft: Draft,
    forget_before: Micros,
}

impl Work for Put {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        let Draft { id, at, parts } = &self.draft;
        tx.execute("DELETE FROM draft WHERE created_at < $1", &[self.forget_before.0.into()]).await?;
        tx.execute("DELETE FROM draft WHERE id = $1", &[id.as_str().into()]).await?;
        let mut waiting = (0_i32..).zip(parts);
        tx.insert_all(&DRAFT, parts.len(), &mut |_, row| {
            if let Some((part, (name, bytes))) = waiting.next() {
                row.extend([
                    id.as_str().into(),
                    part.into(),
                    at.0.into(),
                    name.as_str().into(),
                    Value::Blob(bytes.clone()),
                ]);
            }
            Ok(())
        })
        .await?;
        Ok(())
    }
}

/// Forgets one draft.
struct Forget(String);

impl Work for Forget {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        tx.execute("DELETE FROM draft WHERE id = $1", &[self.0.as_str().into()]).await?;
        Ok(())
    }
}

impl Store {
    /// Puts a draft down in place of an earlier one of the same id, and forgets all from before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_draft(&self, draft: Draft, forget_before: Micros) -> Result<(), WriteError> {
        self.db.transact(Put { draft, forget_before }).await
    }

    /// A draft, if it is still there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self, id: &str) -> Result<Option<Draft>, StoreError> {
        let sql = "SELECT created_at, name, bytes FROM draft WHERE id = $1 ORDER BY part";
        let read = |row: &dyn Row| Ok((row.int(0)?, row.text(1)?.to_owned(), row.blob(2)?.to_owned()));
        let rows = self.db.query(sql, vec![id.into()], read).await?;
        let at = rows.first().map(|(at, ..)| Micros(*at));
        let parts = rows.into_iter().map(|(_, name, bytes)| (name, bytes)).collect();
        Ok(at.map(|at| Draft { id: id.to_owned(), at, parts }))
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_draft(&self, id: &str) -> Result<(), WriteError> {
        self.db.transact(Forget(id.to_owned())).await
    }
}
