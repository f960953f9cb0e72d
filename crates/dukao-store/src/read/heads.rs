//! Regions and how far they are.

use std::collections::BTreeSet;

use crate::audit::Hash;
use crate::db::{Row, Value};
use crate::error::{DatabaseError, StoreError};
use crate::ids::{Micros, RegionId, Version};
use crate::store::Store;

/// A region as it was created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its number in this database.
    pub id: RegionId,
    /// Its code, unique here.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When it was created.
    pub created_at: Micros,
}

/// How far a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The region.
    pub region: RegionId,
    /// Its newest version.
    pub version: Version,
    /// When that was committed.
    pub committed_at: Micros,
    /// The hash of its newest audit entry.
    pub chain_head: Hash,
}

const ALL: &str = "SELECT region, version, committed_at, chain_head FROM region_head ORDER BY region";
const ONE: &str = "SELECT region, version, committed_at, chain_head FROM region_head WHERE region = $1";
const EIGHT: &str = "SELECT region, version, committed_at, chain_head FROM region_head \
                     WHERE region IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY region";

impl Store {
    /// All regions, by number; without [`crate::SYSTEM`].
    pub async fn regions(&self) -> Result<Vec<Region>, StoreError> {
        let sql = "SELECT id, code, name, created_at FROM region WHERE id > 0 ORDER BY id";
        Ok(self.db.query(sql, Vec::new(), region).await?)
    }

    /// The region of a code, if there is one; never [`crate::SYSTEM`].
    pub async fn region_by_code(&self, code: &str) -> Result<Option<Region>, StoreError> {
        let sql = "SELECT id, code, name, created_at FROM region WHERE code = $1 AND id > 0";
        Ok(self.db.query(sql, vec![code.into()], region).await?.into_iter().next())
    }

    /// The head of one region.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRegion`].
    pub async fn head(&self, region: RegionId) -> Result<Head, StoreError> {
        let heads = self.heads(&[region]).await?;
        heads.into_iter().next().ok_or(StoreError::NoSuchRegion(region))
    }

    /// The heads of these regions in one query, by region; regions that do not exist are left out.
    pub async fn heads(&self, regions: &[RegionId]) -> Result<Vec<Head>, StoreError> {
        let Some(last) = regions.last() else {
            return Ok(Vec::new());
        };
        if regions.len() > 8 {
            let mut heads = self.db.query(ALL, Vec::new(), head).await?;
            let wanted: BTreeSet<RegionId> = regions.iter().copied().collect();
            heads.retain(|head| wanted.contains(&head.region));
            return Ok(heads);
        }
        let (sql, places) = if regions.len() == 1 { (ONE, 1) } else { (EIGHT, 8) };
        let padded = regions.iter().chain(std::iter::repeat(last)).take(places);
        let params: Vec<Value> = padded.map(|region| region.0.into()).collect();
        Ok(self.db.query(sql, params, head).await?)
    }

    /// The last version committed up to a moment, for a reading as of the end of a day; [`Version::NONE`] before the first.
    pub async fn version_at(&self, region: RegionId, end: Micros) -> Result<Version, StoreError> {
        let sql = "SELECT version FROM audit WHERE region = $1 AND at <= $2 ORDER BY at DESC LIMIT 1";
        let found = self.db.query(sql, vec![region.0.into(), end.0.into()], |row| row.int(0)).await?;
        Ok(found.first().map_or(Version::NONE, |version| Version(*version)))
    }
}

fn region(row: &dyn Row) -> Result<Region, DatabaseError> {
    Ok(Region {
        id: RegionId(row.int32(0)?),
        code: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        created_at: Micros(row.int(3)?),
    })
}

fn head(row: &dyn Row) -> Result<Head, DatabaseError> {
    Ok(Head {
        region: RegionId(row.int32(0)?),
        version: Version(row.int(1)?),
        committed_at: Micros(row.int(2)?),
        chain_head: row.digest(3)?,
    })
}
