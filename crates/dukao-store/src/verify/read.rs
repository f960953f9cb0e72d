//! Everything that is checked, from one snapshot.

use tokio::sync::mpsc;

use crate::audit::{Told, digest, packed_audit, packed_trail};
use crate::db::{Look, Packing, Row, Snapshot};
use crate::error::DatabaseError;
use crate::ids::RegionId;
use crate::seal::{SEALED, Sealed, push_column};

/// What comes from the database.
pub(super) enum Message {
    /// What follows is of this region.
    Region(State),
    /// Rows of this table follow, see [`pack_row`].
    Table(&'static Sealed),
    /// Numbers of files whose bytes are wrong follow.
    Files,
    /// Entries of the audit follow.
    Audit,
    /// Entries of the trail follow.
    Trail,
    /// Whole rows of what was announced.
    Piece(Vec<u8>),
    /// Rows of this table name a region that there is not.
    Stray(&'static str, RegionId),
    /// How many regions were ever made.
    Made(i64),
    /// That was all.
    End,
}

impl From<Vec<u8>> for Message {
    fn from(piece: Vec<u8>) -> Self {
        Self::Piece(piece)
    }
}

/// A region and its heads.
pub(super) struct State {
    pub(super) region: RegionId,
    /// Code and name.
    pub(super) row: Option<(String, String)>,
    pub(super) head: Option<Told>,
    pub(super) trail_head: Option<Told>,
}

const REGIONS: &str = "SELECT a.id, r.code, r.name, h.version, h.committed_at, h.chain_head, h.key_id, \
                       t.seq, t.at, t.chain_head, t.key_id \
                       FROM (SELECT id FROM region UNION SELECT region FROM region_head) a \
                       LEFT JOIN region r ON r.id = a.id LEFT JOIN region_head h ON h.region = a.id \
                       LEFT JOIN trail_head t ON t.region = a.id ORDER BY a.id";
const AUDIT: &str = "SELECT version, seq, at, actor_kind, actor, act, subject, detail, hash, key_id, rows_digest \
                     FROM audit WHERE region = $1 ORDER BY version, seq";
const TRAIL: &str = "SELECT seq, at, actor_kind, actor, session, act, subject, detail, hash, key_id \
                     FROM trail WHERE region = $1 ORDER BY seq";
const FILES: &str = "SELECT id, size, sm3, bytes FROM source_file WHERE region = $1 ORDER BY id";

/// Every table whose rows belong to a region.
macro_rules! strays {
    ($($table:literal),+) => {
        [$(($table, concat!(
            "SELECT DISTINCT region FROM ", $table,
            " WHERE region NOT IN (SELECT id FROM region UNION SELECT region FROM region_head) ORDER BY region"
        ))),+]
    };
}
pub(super) const STRAYS: [(&str, &str); 9] =
    strays!("audit", "trail", "trail_head", "word", "source_file", "sheet", "entry", "observation_year", "observation");

/// Sends everything.
pub(super) struct Everything(mpsc::Sender<Message>);

impl Everything {
    pub(super) const fn new(to: mpsc::Sender<Message>) -> Self {
        Self(to)
    }
}

impl Look for Everything {
    type Output = ();

    async fn run<S: Snapshot>(&self, snapshot: &mut S) -> Result<(), DatabaseError> {
        for state in snapshot.query(REGIONS, &[], state).await? {
            let region = state.region;
            snapshot.send(Message::Region(state), &self.0).await?;
            for sealed in &SEALED {
                snapshot.send(Message::Table(sealed), &self.0).await?;
                let pack = pack_row(sealed);
                snapshot.pieces(&sealed.select(), &[region.0.into()], &pack, &self.0).await?;
            }
            let audit = |row: &dyn Row, out: &mut Vec<u8>| packed_audit(region, row, out);
            let trail = |row: &dyn Row, out: &mut Vec<u8>| packed_trail(region, row, out);
            let parts: [(Message, &str, Packing<'_>); 3] = [
                (Message::Files, FILES, &wrong_file),
                (Message::Audit, AUDIT, &audit),
                (Message::Trail, TRAIL, &trail),
            ];
            for (message, sql, pack) in parts {
                snapshot.send(message, &self.0).await?;
                snapshot.pieces(sql, &[region.0.into()], pack, &self.0).await?;
            }
        }
        for (table, sql) in STRAYS {
            for region in snapshot.query(sql, &[], |row| row.int32(0)).await? {
                snapshot.send(Message::Stray(table, RegionId(region)), &self.0).await?;
            }
        }
        for made in snapshot.query("SELECT value FROM counter WHERE name = 'region'", &[], |row| row.int(0)).await? {
            snapshot.send(Message::Made(made), &self.0).await?;
        }
        snapshot.send(Message::End, &self.0).await
    }
}

fn state(row: &dyn Row) -> Result<State, DatabaseError> {
    let told = |first: usize| {
        let place = |offset: usize| first.saturating_add(offset);
        let number = row.optional_int(first).ok().flatten()?;
        let at = row.int(place(1)).unwrap_or(i64::MIN);
        let hash = row.blob(place(2)).unwrap_or_default().to_vec();
        let key = row.optional_blob(place(3)).unwrap_or(Some(&[])).map(<[u8]>::to_vec);
        Some(Told { number, at, hash, key })
    };
    let text = |place: usize| row.optional_text(place).ok().flatten().map(str::to_owned);
    Ok(State { region: RegionId(row.int32(0)?), row: text(1).zip(text(2)), head: told(3), trail_head: told(7) })
}

/// Version, year, length, canonical bytes.
fn pack_row(sealed: &'static Sealed) -> impl Fn(&dyn Row, &mut Vec<u8>) + Sync {
    let columns: Vec<_> = sealed.columns().collect();
    move |row, out| {
        let version = sealed.version.map_or(1, |place| row.int(place).unwrap_or(i64::MAX));
        let year = sealed.year.map_or(0, |place| row.int32(place).unwrap_or(i32::MAX));
        out.extend_from_slice(&version.to_be_bytes());
        out.extend_from_slice(&year.to_be_bytes());
        let start = out.len();
        out.extend_from_slice(&[0; 4]);
        for (place, (_, width)) in columns.iter().enumerate() {
            push_column(row, place, *width, out);
        }
        let length = out.len().saturating_sub(start).saturating_sub(4);
        if let Some(place) = out.get_mut(start..start.saturating_add(4)) {
            place.copy_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        }
    }
}

/// The number of a file whose bytes are not those of its digest.
fn wrong_file(row: &dyn Row, out: &mut Vec<u8>) {
    let right = || {
        let bytes = row.blob(3).ok()?;
        let size = i64::try_from(bytes.len()).ok()?;
        (row.int(1).ok()? == size && row.blob(2).ok()? == digest(bytes)).then_some(())
    };
    if right().is_none() {
        out.extend_from_slice(&row.int32(0).unwrap_or(i32::MAX).to_be_bytes());
    }
}
