//! What makes no version but must be known: who looked at a figure, who signed in or was turned away.

use crate::act::Actor;
use crate::audit::{AuditRow, Hash};
use crate::db::{Row, Value};
use crate::error::{DatabaseError, StoreError};
use crate::ids::{Micros, RegionId};
use crate::key::KeyId;
use crate::read::audit_row;
use crate::store::Store;

/// An entry for the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailEntry {
    /// The clock of the caller; kept, unless an earlier entry is later.
    pub at: Micros,
    /// Who did it.
    pub actor: Actor,
    /// In which session.
    pub session: Option<String>,
    /// What was done.
    pub act: String,
    /// To what.
    pub subject: Option<String>,
    /// More about it, a JSON text.
    pub detail: String,
}

impl TrailEntry {
    /// Its texts in the order of their columns.
    pub(crate) fn texts(&self) -> [Option<&str>; 6] {
        [
            Some(self.actor.kind.as_str()),
            Some(self.actor.id.as_str()),
            self.session.as_deref(),
            Some(self.act.as_str()),
            self.subject.as_deref(),
            Some(self.detail.as_str()),
        ]
    }
}

/// An entry of the trail as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailRow {
    /// Its number in the region, gap-free from 1.
    pub seq: i64,
    /// What was written; its moment is not before that of the entry before it.
    pub entry: TrailEntry,
    /// The key it was made with.
    pub key: KeyId,
    /// The chain up to here.
    pub hash: Hash,
}

/// Which entries of a chain are wanted: those that have all that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By this one, himself or by a token of his, which stands behind his name in （）.
    pub actor: Option<String>,
    /// This kind of act; one that ends in `.` stands for all that begin with it.
    pub act: Option<String>,
    /// Done to this.
    pub subject: Option<String>,
    /// Not before this moment.
    pub from: Option<Micros>,
    /// Before this moment.
    pub to: Option<Micros>,
    /// Before this version or number, to read on; from the newest when nothing is said.
    pub before: Option<i64>,
}

impl Filter {
    /// As parameters 1 to 7.
    fn params(&self, region: RegionId) -> Vec<Value> {
        let act = self.act.as_deref().map(|act| {
            let plain = act.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            if act.ends_with('.') { plain + "%" } else { plain }
        });
        vec![
            region.0.into(),
            self.before.unwrap_or(i64::MAX).into(),
            self.from.map_or(i64::MIN, |at| at.0).into(),
            self.to.map_or(i64::MAX, |at| at.0).into(),
            self.actor.as_deref().into(),
            act.as_deref().into(),
            self.subject.as_deref().into(),
        ]
    }
}

/// A page of a chain, newest first.
macro_rules! page {
    ($columns:literal, $table:literal, $number:literal, $subject:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM ",
            $table,
            " WHERE region = $1 AND ",
            $number,
            " < $2 AND at >= $3 AND at < $4 \
             AND (CAST($5 AS TEXT) IS NULL OR actor = CAST($5 AS TEXT) \
                  OR substr(actor, 1, length(CAST($5 AS TEXT)) + 1) = CAST($5 AS TEXT) || '（') \
             AND (CAST($6 AS TEXT) IS NULL OR act LIKE CAST($6 AS TEXT) ESCAPE '!') AND ",
            $subject,
            " ORDER BY ",
            $number,
            " DESC LIMIT $8"
        )
    };
}

const TRAIL: [&str; 2] = [
    page!(
        "seq, at, actor_kind, actor, session, act, subject, detail, key_id, hash",
        "trail",
        "seq",
        "CAST($7 AS TEXT) IS NULL"
    ),
    page!("seq, at, actor_kind, actor, session, act, subject, detail, key_id, hash", "trail", "seq", "subject = $7"),
];
const AUDIT: [&str; 2] = [
    page!(
        "version, seq, at, actor_kind, actor, act, subject, detail, hash, key_id",
        "audit",
        "version",
        "CAST($7 AS TEXT) IS NULL"
    ),
    page!(
        "version, seq, at, actor_kind, actor, act, subject, detail, hash, key_id",
        "audit",
        "version",
        "subject = $7"
    ),
];

const ACTORS: &str = "SELECT actor FROM audit WHERE actor_kind = $1 UNION SELECT actor FROM trail WHERE actor_kind = $1 \
                      ORDER BY actor";

impl Store {
    /// Everybody of a kind who stands in an audit or a trail, each once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn actors(&self, kind: &str) -> Result<Vec<String>, StoreError> {
        Ok(self.db.query(ACTORS, vec![kind.into()], |row| Ok(row.text(0)?.to_owned())).await?)
    }

    /// Up to `limit` entries of a region's trail, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn trail(&self, region: RegionId, filter: &Filter, limit: u32) -> Result<Vec<TrailRow>, StoreError> {
        self.page(TRAIL, region, filter, limit, trail_row).await
    }

    /// Up to `limit` entries of a region's audit, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn acts(&self, region: RegionId, filter: &Filter, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        self.page(AUDIT, region, filter, limit, audit_row).await
    }

    async fn page<R: Send + 'static>(
        &self,
        [any, one]: [&'static str; 2],
        region: RegionId,
        filter: &Filter,
        limit: u32,
        read: fn(&dyn Row) -> Result<R, DatabaseError>,
    ) -> Result<Vec<R>, StoreError> {
        let mut params = filter.params(region);
        params.push(i64::from(limit).into());
        let sql = if filter.subject.is_some() { one } else { any };
        Ok(self.db.query(sql, params, read).await?)
    }
}

fn trail_row(row: &dyn Row) -> Result<TrailRow, DatabaseError> {
    let key = KeyId::from_bytes(row.blob(8)?);
    Ok(TrailRow {
        seq: row.int(0)?,
        entry: TrailEntry {
            at: Micros(row.int(1)?),
            actor: Actor { kind: row.text(2)?.to_owned(), id: row.text(3)?.to_owned() },
            session: row.optional_text(4)?.map(str::to_owned),
            act: row.text(5)?.to_owned(),
            subject: row.optional_text(6)?.map(str::to_owned),
            detail: row.text(7)?.to_owned(),
        },
        key: key.ok_or(DatabaseError::Column { column: 8, wanted: "the id of a key" })?,
        hash: row.digest(9)?,
    })
}
