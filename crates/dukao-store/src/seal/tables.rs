//! The tables whose rows the audit covers, and those that it does not.

use crate::db::{Table, Width};
use crate::write::tables;

/// A table whose rows are sealed.
#[derive(Debug)]
pub(crate) struct Sealed {
    /// Its number in a digest of rows; never given to another table.
    pub(crate) number: u8,
    /// Its columns.
    pub(crate) table: &'static Table,
    /// Which column holds the region.
    pub(crate) region: &'static str,
    /// Which column holds the version, from 0; nothing where all rows belong to the first one.
    pub(crate) version: Option<usize>,
    /// Which column holds the year of a group.
    pub(crate) year: Option<usize>,
    /// Which column is covered by another one that holds its SM3.
    pub(crate) bulk: Option<usize>,
    /// The order of the rows: by group, then by key.
    order: &'static str,
}

impl Sealed {
    /// All rows of a region, sealed columns only, in order.
    pub(crate) fn select(&self) -> String {
        let columns: Vec<&str> = self.columns().map(|(name, _)| name).collect();
        let (table, region, order) = (self.table.name, self.region, self.order);
        format!("SELECT {} FROM {table} WHERE {region} = $1 ORDER BY {order}", columns.join(", "))
    }

    /// The sealed columns; the one that another one covers is the last of its table.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&'static str, Width)> {
        let names = self.table.list.split(',').map(str::trim);
        let sealed = self.table.columns.len().saturating_sub(usize::from(self.bulk.is_some()));
        names.zip(self.table.columns.iter().copied()).take(sealed)
    }
}

/// All of them, in the order of their numbers.
pub(crate) static SEALED: [Sealed; 7] = [
    Sealed { number: 1, table: &tables::REGION, region: "id", version: None, year: None, bulk: None, order: "id" },
    Sealed {
        number: 2,
        table: &tables::SOURCE_FILE,
        region: "region",
        version: Some(2),
        year: None,
        bulk: Some(7),
        order: "version, id",
    },
    Sealed {
        number: 3,
        table: &tables::SHEET,
        region: "region",
        version: Some(2),
        year: None,
        bulk: None,
        order: "version, id",
    },
    Sealed {
        number: 4,
        table: &tables::ENTRY,
        region: "region",
        version: Some(1),
        year: None,
        bulk: None,
        order: "version, seq",
    },
    Sealed {
        number: 5,
        table: &tables::WORD,
        region: "region",
        version: Some(3),
        year: None,
        bulk: None,
        order: "version, id",
    },
    Sealed {
        number: 6,
        table: &tables::OBSERVATION_YEAR,
        region: "region",
        version: Some(2),
        year: Some(1),
        bulk: None,
        order: "year, version",
    },
    Sealed {
        number: 7,
        table: &tables::OBSERVATION,
        region: "region",
        version: Some(2),
        year: Some(1),
        bulk: None,
        order: "year, version, seq",
    },
];

/// The table of a number.
pub(crate) fn by_number(number: u8) -> Option<&'static Sealed> {
    SEALED.iter().find(|sealed| sealed.number == number)
}

/// Tables that no entry's digest of rows covers: chains and their heads hold themselves together; what was applied,
/// counted, not yet decided on, or changes all the time is no record.
#[cfg(test)]
pub(crate) const UNSEALED: [&str; 10] = [
    "audit",
    "trail",
    "region_head",
    "trail_head",
    "counter",
    "schema_migration",
    "draft",
    "session",
    "attempt",
    "answer",
];

/// Each by its name, for those who insert.
pub(crate) mod sealed {
    use super::{SEALED, Sealed};

    const fn at(place: usize) -> &'static Sealed {
        let all: &'static [Sealed; 7] = &SEALED;
        // Places are constants: one that is not there does not compile.
        #[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
        &all[place]
    }

    pub(crate) static REGION: &Sealed = at(0);
    pub(crate) static FILE: &Sealed = at(1);
    pub(crate) static SHEET: &Sealed = at(2);
    pub(crate) static ENTRY: &Sealed = at(3);
    pub(crate) static WORD: &Sealed = at(4);
    pub(crate) static OBSERVATION_YEAR: &Sealed = at(5);
    pub(crate) static OBSERVATION: &Sealed = at(6);
}
