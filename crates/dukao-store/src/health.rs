//! Whether a database is what it must be: what the engine says of itself, and what our rows say of each other.
//!
//! Nothing here repairs anything: a database that contradicts itself is evidence.

use std::collections::BTreeMap;

use crate::audit::digest;
use crate::db::{Engine, Row};
use crate::error::{DatabaseError, StoreError};
use crate::ids::{FileId, RegionId, Version};
use crate::migrate::NEWEST;
use crate::store::Store;

/// Something that contradicts the rest of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inconsistency {
    /// Rows of a region that does not exist, or that has no head.
    WithoutRegion {
        /// In which table.
        table: &'static str,
        /// The region they name.
        region: RegionId,
    },
    /// Rows of a version that the region has not reached, or that there cannot be.
    BeyondHead {
        /// In which table.
        table: &'static str,
        /// Of which region.
        region: RegionId,
        /// The version they name.
        version: Version,
        /// Its newest.
        head: Version,
    },
    /// Another number of figures than was noted when they were written.
    Count {
        /// Of which region.
        region: RegionId,
        /// Of which year.
        year: i32,
        /// Brought by which act.
        version: Version,
        /// How many were noted.
        noted: i64,
        /// How many there are.
        found: i64,
    },
    /// Figures name a text that the dictionary does not hold, or the dictionary has a gap.
    Word {
        /// Of which region.
        region: RegionId,
    },
    /// Figures name a sheet that does not exist, or a sheet names a file that does not.
    Sheet {
        /// Of which region.
        region: RegionId,
    },
    /// The bytes of an imported file are not those that were imported.
    File {
        /// Of which region.
        region: RegionId,
        /// Which file.
        file: FileId,
        /// Its name.
        name: String,
    },
}

/// The tables whose rows bear a version, each with its question.
const VERSIONED: [(&str, &str); 5] = [
    ("source_file", "SELECT region, MIN(version), MAX(version) FROM source_file GROUP BY region ORDER BY region"),
    ("sheet", "SELECT region, MIN(version), MAX(version) FROM sheet GROUP BY region ORDER BY region"),
    ("entry", "SELECT region, MIN(version), MAX(version) FROM entry GROUP BY region ORDER BY region"),
    (
        "observation_year",
        "SELECT region, MIN(version), MAX(version) FROM observation_year GROUP BY region ORDER BY region",
    ),
    ("observation", "SELECT region, MIN(version), MAX(version) FROM observation GROUP BY region ORDER BY region"),
];

/// What figures refer to: the smallest and largest number of a text, the largest of a sheet.
const REFERENCES: &str = "SELECT region, \
     MIN(indicator), MIN(unit), MIN(measure), COALESCE(MIN(unit_of_measure), 1), COALESCE(MIN(note), 1), \
     MAX(indicator), MAX(unit), MAX(measure), COALESCE(MAX(unit_of_measure), 1), COALESCE(MAX(note), 1), \
     COALESCE(MIN(sheet), 1), COALESCE(MAX(sheet), 0) FROM observation GROUP BY region ORDER BY region";

/// Regions with rows of a kind, and the largest number among them where the numbers have no gap, else 0.
const WORDS: &str = "SELECT region, COUNT(*), MIN(id), MAX(id) FROM word GROUP BY region ORDER BY region";
const SHEETS: &str = "SELECT region, COUNT(*), MIN(id), MAX(id) FROM sheet GROUP BY region ORDER BY region";

type Heads = BTreeMap<i32, i64>;

impl Store {
    /// The number of the database's schema; opening has brought it there.
    pub const fn schema(&self) -> i32 {
        NEWEST
    }

    /// What the engine itself finds wrong with its files, in its own words; empty when nothing is.
    ///
    /// # Errors
    /// The database fails.
    pub async fn engine_faults(&self) -> Result<Vec<String>, StoreError> {
        let text = |row: &dyn Row| Ok(row.optional_text(0)?.unwrap_or("?").to_owned());
        let mut faults = Vec::new();
        match self.db.engine() {
            Engine::Sqlite => {
                for question in ["PRAGMA integrity_check(20)", "PRAGMA foreign_key_check"] {
                    match self.db.query(question, Vec::new(), text).await {
                        Ok(said) => faults.extend(said.into_iter().filter(|line| line != "ok")),
                        // Too broken even to be checked.
                        Err(DatabaseError::Engine(fault)) => faults.push(fault),
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            Engine::Postgres => {
                let invalid = "SELECT CAST(c.relname AS TEXT) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
                               JOIN pg_namespace n ON n.oid = c.relnamespace \
                               WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)";
                faults.extend(self.db.query(invalid, Vec::new(), text).await?);
            }
        }
        Ok(faults)
    }

    /// Settings of the server with which a power cut loses what was acknowledged; empty on SQLite.
    ///
    /// # Errors
    /// The database fails.
    pub async fn unsafe_settings(&self) -> Result<Vec<String>, StoreError> {
        if self.db.engine() == Engine::Sqlite {
            return Ok(Vec::new());
        }
        let sql = "SELECT CAST(name AS TEXT) FROM pg_settings \
                   WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name";
        Ok(self.db.query(sql, Vec::new(), |row| Ok(row.text(0)?.to_owned())).await?)
    }

    /// Everything in which the rows contradict each other. The audit chains are not walked here; see
    /// [`Store::verify_audit`].
    ///
    /// # Errors
    /// The database fails.
    pub async fn inconsistencies(&self) -> Result<Vec<Inconsistency>, StoreError> {
        let heads = "SELECT h.region, h.version FROM region_head h JOIN region r ON r.id = h.region";
        let pair = |row: &dyn Row| Ok((row.int32(0)?, row.int(1)?));
        let heads: Heads = self.db.query(heads, Vec::new(), pair).await?.into_iter().collect();
        let mut found = Vec::new();
        let orphans = "SELECT id FROM region WHERE id NOT IN (SELECT region FROM region_head) ORDER BY id";
        let orphans = self.db.query(orphans, Vec::new(), |row| row.int32(0)).await?;
        found.extend(
            orphans.into_iter().map(|id| Inconsistency::WithoutRegion { table: "region", region: RegionId(id) }),
        );
        for (table, sql) in VERSIONED {
            let read = |row: &dyn Row| Ok((row.int32(0)?, row.int(1)?, row.int(2)?));
            for (region, least, most) in self.db.query(sql, Vec::new(), read).await? {
                found.extend(beyond(table, region, (least, most), &heads));
            }
        }
        found.extend(self.counts().await?);
        found.extend(self.references().await?);
        found.extend(self.changed_files().await?);
        Ok(found)
    }

    async fn counts(&self) -> Result<Vec<Inconsistency>, StoreError> {
        let noted = "SELECT region, year, version, row_count FROM observation_year";
        let counted = "SELECT region, year, version, COUNT(*) FROM observation GROUP BY region, year, version";
        let read = |row: &dyn Row| Ok(((row.int32(0)?, row.int32(1)?, row.int(2)?), row.int(3)?));
        let noted: BTreeMap<_, _> = self.db.query(noted, Vec::new(), read).await?.into_iter().collect();
        let counted: BTreeMap<_, _> = self.db.query(counted, Vec::new(), read).await?.into_iter().collect();
        let mut keys: Vec<_> = noted.keys().chain(counted.keys()).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        let differs = |key: (i32, i32, i64)| {
            let of = |counts: &BTreeMap<_, _>| counts.get(&key).copied().unwrap_or(0);
            let (noted, found) = (of(&noted), of(&counted));
            let (region, year, version) = (RegionId(key.0), key.1, Version(key.2));
            (noted != found).then_some(Inconsistency::Count { region, year, version, noted, found })
        };
        Ok(keys.into_iter().filter_map(differs).collect())
    }

    async fn references(&self) -> Result<Vec<Inconsistency>, StoreError> {
        let words: BTreeMap<i32, i64> = self.db.query(WORDS, Vec::new(), last_of_all).await?.into_iter().collect();
        let sheets: BTreeMap<i32, i64> = self.db.query(SHEETS, Vec::new(), last_of_all).await?.into_iter().collect();
        let read = |row: &dyn Row| {
            let region = row.int32(0)?;
            let numbers = (1..=12).map(|column| row.int(column)).collect::<Result<Vec<i64>, _>>()?;
            Ok((region, numbers))
        };
        let mut found = Vec::new();
        for (region, numbers) in self.db.query(REFERENCES, Vec::new(), read).await? {
            let last = |of: &BTreeMap<i32, i64>| of.get(&region).copied().unwrap_or(0);
            let (texts, places) = numbers.split_at_checked(10).unwrap_or((&numbers, &[]));
            if texts.iter().any(|number| *number < 1 || *number > last(&words)) {
                found.push(Inconsistency::Word { region: RegionId(region) });
            }
            let wrong = |(place, number): (usize, &i64)| if place == 0 { *number < 1 } else { *number > last(&sheets) };
            if places.iter().enumerate().any(wrong) {
                found.push(Inconsistency::Sheet { region: RegionId(region) });
            }
        }
        let lost = "SELECT DISTINCT s.region FROM sheet s LEFT JOIN source_file f \
                    ON f.region = s.region AND f.id = s.file WHERE f.id IS NULL ORDER BY s.region";
        let lost = self.db.query(lost, Vec::new(), |row| row.int32(0)).await?;
        found.extend(lost.into_iter().map(|region| Inconsistency::Sheet { region: RegionId(region) }));
        Ok(found)
    }

    async fn changed_files(&self) -> Result<Vec<Inconsistency>, StoreError> {
        let sql = "SELECT region, id, name, size, sm3, bytes FROM source_file ORDER BY region, id";
        let check = |found: &mut Vec<Inconsistency>, row: &dyn Row| {
            let bytes = row.blob(5)?;
            if i64::try_from(bytes.len()) != Ok(row.int(3)?) || digest(bytes) != row.digest(4)? {
                let (region, file) = (RegionId(row.int32(0)?), FileId(row.int32(1)?));
                found.push(Inconsistency::File { region, file, name: row.text(2)?.to_owned() });
            }
            Ok(())
        };
        Ok(self.db.fold(sql, Vec::new(), Vec::new(), check).await?)
    }
}

fn beyond(table: &'static str, region: i32, (least, most): (i64, i64), heads: &Heads) -> Option<Inconsistency> {
    let Some(head) = heads.get(&region) else {
        return Some(Inconsistency::WithoutRegion { table, region: RegionId(region) });
    };
    let wrong = if least < 1 { least } else { most };
    let (region, version, head) = (RegionId(region), Version(wrong), Version(*head));
    (least < 1 || version > head).then_some(Inconsistency::BeyondHead { table, region, version, head })
}

/// The largest number of a region where they run from 1 without a gap, else 0.
fn last_of_all(row: &dyn Row) -> Result<(i32, i64), DatabaseError> {
    let (region, count, least, most) = (row.int32(0)?, row.int(1)?, row.int(2)?, row.int(3)?);
    Ok((region, if least == 1 && count == most { most } else { 0 }))
}
