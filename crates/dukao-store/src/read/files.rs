//! Imported files and their sheets.

use crate::act::Actor;
use crate::audit::Hash;
use crate::db::Row;
use crate::error::{DatabaseError, StoreError};
use crate::ids::{FileId, Micros, RegionId, SheetId, Version};
use crate::store::Store;

/// An imported file without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its number in the region.
    pub id: FileId,
    /// The act that imported it.
    pub version: Version,
    /// When that was committed.
    pub at: Micros,
    /// Who did it.
    pub actor: Actor,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// How many bytes it has.
    pub size: i64,
    /// Their SM3.
    pub sm3: Hash,
}

/// One sheet of an imported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its number in the region.
    pub id: SheetId,
    /// The act that imported it.
    pub version: Version,
    /// The file it is in.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// Its place in the file, from 1.
    pub position: i32,
}

/// Files with the audit entry of the act that imported them.
macro_rules! files {
    ($condition:literal) => {
        concat!(
            "SELECT f.id, f.version, f.name, f.kind, f.size, f.sm3, a.at, a.actor_kind, a.actor FROM source_file f \
             JOIN audit a ON a.region = f.region AND a.version = f.version AND a.seq = 1 WHERE f.region = $1 AND ",
            $condition,
            " ORDER BY f.id"
        )
    };
}

impl Store {
    /// The files imported up to a version, by number.
    pub async fn files(&self, region: RegionId, through: Version) -> Result<Vec<StoredFile>, StoreError> {
        Ok(self.db.query(files!("f.version <= $2"), vec![region.0.into(), through.0.into()], file).await?)
    }

    /// One file without its bytes.
    pub async fn file(&self, region: RegionId, id: FileId) -> Result<Option<StoredFile>, StoreError> {
        let found = self.db.query(files!("f.id = $2"), vec![region.0.into(), id.0.into()], file).await?;
        Ok(found.into_iter().next())
    }

    /// The bytes of one file.
    pub async fn file_bytes(&self, region: RegionId, id: FileId) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM source_file WHERE region = $1 AND id = $2";
        let read = |row: &dyn Row| Ok(row.blob(0)?.to_owned());
        Ok(self.db.query(sql, vec![region.0.into(), id.0.into()], read).await?.into_iter().next())
    }

    /// Files with these very bytes that were imported before, by number.
    pub async fn files_by_sm3(&self, region: RegionId, sm3: &Hash) -> Result<Vec<StoredFile>, StoreError> {
        Ok(self.db.query(files!("f.sm3 = $2"), vec![region.0.into(), sm3.as_slice().into()], file).await?)
    }

    /// One sheet.
    pub async fn sheet(&self, region: RegionId, id: SheetId) -> Result<Option<Sheet>, StoreError> {
        let sql = "SELECT id, version, file, name, position FROM sheet WHERE region = $1 AND id = $2";
        Ok(self.db.query(sql, vec![region.0.into(), id.0.into()], sheet).await?.into_iter().next())
    }

    /// The sheets imported in `(after, through]` with the names of their files, by number.
    pub async fn new_sheets(
        &self,
        region: RegionId,
        after: Version,
        through: Version,
    ) -> Result<Vec<(Sheet, String)>, StoreError> {
        let sql = "SELECT s.id, s.version, s.file, s.name, s.position, f.name FROM sheet s \
                   JOIN source_file f ON f.region = s.region AND f.id = s.file \
                   WHERE s.region = $1 AND s.version > $2 AND s.version <= $3 ORDER BY s.id";
        let read = |row: &dyn Row| Ok((sheet(row)?, row.text(5)?.to_owned()));
        Ok(self.db.query(sql, vec![region.0.into(), after.0.into(), through.0.into()], read).await?)
    }

    /// The sheets imported up to a version, by number.
    pub async fn sheets(&self, region: RegionId, through: Version) -> Result<Vec<Sheet>, StoreError> {
        let sql = "SELECT id, version, file, name, position FROM sheet \
                   WHERE region = $1 AND version <= $2 ORDER BY id";
        Ok(self.db.query(sql, vec![region.0.into(), through.0.into()], sheet).await?)
    }
}

fn file(row: &dyn Row) -> Result<StoredFile, DatabaseError> {
    Ok(StoredFile {
        id: FileId(row.int32(0)?),
        version: Version(row.int(1)?),
        name: row.text(2)?.to_owned(),
        kind: row.text(3)?.to_owned(),
        size: row.int(4)?,
        sm3: row.digest(5)?,
        at: Micros(row.int(6)?),
        actor: Actor { kind: row.text(7)?.to_owned(), id: row.text(8)?.to_owned() },
    })
}

fn sheet(row: &dyn Row) -> Result<Sheet, DatabaseError> {
    Ok(Sheet {
        id: SheetId(row.int32(0)?),
        version: Version(row.int(1)?),
        file: FileId(row.int32(2)?),
        name: row.text(3)?.to_owned(),
        position: row.int32(4)?,
    })
}
