//! What a check found.

use crate::audit::AuditFault;
use crate::ids::{FileId, RegionId, Version};

/// What was found in all regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Each region that has a row or a head.
    pub regions: Vec<RegionReport>,
    /// What belongs to none of them.
    pub faults: Vec<Fault>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.regions.iter().all(|region| region.faults.is_empty())
    }
}

/// What was found in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionReport {
    /// Which one.
    pub region: RegionId,
    /// Its code; empty when its row is gone.
    pub code: String,
    /// Its name; empty when its row is gone.
    pub name: String,
    /// Its newest version, as its head says.
    pub version: Version,
    /// Whether its newest entry is keyed.
    pub keyed: bool,
    /// How many entries its audit has.
    pub acts: u64,
    /// How many entries its trail has.
    pub views: u64,
    /// How many rows are covered.
    pub rows: u64,
    /// What is wrong, first what is wrong with acts, then with rows, then with the trail.
    pub faults: Vec<Fault>,
    /// How many more faults there are than are told.
    pub untold: u64,
}

/// One of a region's chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
    /// The audit: one entry a version.
    Audit,
    /// The trail: views, logins and what else makes no version.
    Trail,
}

/// How rows differ from what their act wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsChange {
    /// Some were changed, removed, added or swapped.
    Changed,
    /// All of this table that the act wrote are gone.
    Removed,
    /// The act wrote none of this table.
    Added,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// An entry of a chain, or its head.
    Entry {
        /// Which chain.
        book: Book,
        /// The version or number.
        number: i64,
        /// What is wrong with it.
        fault: AuditFault,
    },
    /// Rows are not what an act wrote.
    Rows {
        /// In which table.
        table: &'static str,
        /// Of which year, where the table has years in its key.
        year: Option<i32>,
        /// The act that covers them.
        version: Version,
        /// Whether it covers those of all earlier acts too, as the first keyed one does.
        earlier: bool,
        /// How they differ.
        change: RowsChange,
    },
    /// The bytes of an imported file are not those that were imported.
    File {
        /// Which file.
        file: FileId,
    },
    /// A chain has no head.
    NoHead(Book),
    /// The region's entries are not keyed, although there are keys.
    Unkeyed,
    /// The chain is shorter than it was when its head was exported: its end was cut off, or an older state put back.
    Cut {
        /// Which chain.
        book: Book,
        /// Where it ended then.
        exported: i64,
        /// Where it ends now.
        found: i64,
    },
    /// The entry is not the one that was exported: from there or from before, the chain was written anew.
    Replaced {
        /// Which chain.
        book: Book,
        /// The version or number that was exported.
        number: i64,
    },
    /// There was a region when heads were exported, or a number was given to one, and it is gone.
    LostRegion {
        /// Its number.
        region: RegionId,
        /// Its code, where it is known.
        code: Option<String>,
    },
    /// Rows of a region that does not exist.
    Stray {
        /// In which table.
        table: &'static str,
        /// The region that they name.
        region: RegionId,
    },
}
