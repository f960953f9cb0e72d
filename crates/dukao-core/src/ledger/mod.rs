//! The ledger: observations as they were reported, and the resident table of a region's year.
//!
//! An observation is never overwritten: a later version of the same figure stands beside the earlier
//! one, and a table "as of version v" takes the latest not after v. Unknown is a value: no data,
//! masked and incomparable are told apart and never become zero.

mod book;
mod observation;
mod table;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use book::{Book, SheetName, Symbols};
pub use observation::{Firmness, Measure, Observation, Origin, Recorded, Standing};
pub use table::{Cell, Row, RowKey, State, Symbol, TableError, YearTable};

/// A version of a region's data: gap-free, in the order of commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub i64);

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "v{}", self.0)
    }
}

/// Where a figure stands in a file: the number of its sheet and the cell, counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Number of the sheet: inside its file while reading, of the region once stored.
    pub sheet: u32,
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

impl Place {
    /// The cell as spreadsheets name it (`F17`).
    pub fn cell(self) -> String {
        let mut letters = Vec::new();
        let mut rest = u64::from(self.column) + 1;
        while rest > 0 {
            rest -= 1;
            letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
            rest /= 26;
        }
        letters.iter().rev().collect::<String>() + &(u64::from(self.row) + 1).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cells_as_spreadsheets_do() {
        let cell = |row, column| Place { sheet: 0, row, column }.cell();
        assert_eq!(cell(0, 0), "A1");
        assert_eq!(cell(16, 5), "F17");
        assert_eq!(cell(0, 25), "Z1");
        assert_eq!(cell(0, 26), "AA1");
        assert_eq!(cell(1_048_575, 16_383), "XFD1048576");
    }
}
