//! The one way rows of sealed tables go in: what is inserted is what is digested.

use super::groups::{Group, Groups, combine};
use super::tables::{SEALED, Sealed};
use super::{push_column, push_value};
use crate::db::{Fill, Transaction, Value};
use crate::error::DatabaseError;
use crate::ids::{RegionId, Version};

/// Keeps the digests of all rows that an act inserts.
pub(crate) struct Recorder {
    version: Version,
    /// Nothing where the act is not keyed: its entry has no digest of rows.
    groups: Option<Groups>,
    row: Vec<u8>,
}

impl Recorder {
    /// For an act that makes a version.
    pub(crate) fn new(version: Version, keyed: bool) -> Self {
        Self { version, groups: keyed.then(Groups::default), row: Vec::new() }
    }

    /// Inserts `count` rows; those of one group come one after the other, in the order of their key.
    pub(crate) async fn insert<T: Transaction>(
        &mut self,
        tx: &mut T,
        sealed: &'static Sealed,
        count: usize,
        fill: Fill<'_>,
    ) -> Result<(), DatabaseError> {
        let mut recorded = |number: usize, values: &mut Vec<Value>| {
            fill(number, values)?;
            self.take(sealed, values);
            Ok(())
        };
        tx.insert_all(sealed.table, count, &mut recorded).await
    }

    fn take(&mut self, sealed: &Sealed, values: &[Value]) {
        let Some(groups) = &mut self.groups else { return };
        self.row.clear();
        for (place, value) in values.iter().enumerate() {
            if sealed.bulk != Some(place) {
                push_value(value, &mut self.row);
            }
        }
        let year = sealed.year.and_then(|place| match values.get(place) {
            Some(Value::Int(year)) => i32::try_from(*year).ok(),
            _ => None,
        });
        groups.take(sealed.number, year.unwrap_or(0), self.version.0, &self.row);
    }

    /// Takes all rows that a region has already, for an entry that covers what was not covered before.
    pub(crate) async fn take_all<T: Transaction>(&mut self, tx: &mut T, region: RegionId) -> Result<(), DatabaseError> {
        let Some(groups) = &mut self.groups else { return Ok(()) };
        for sealed in &SEALED {
            let columns: Vec<_> = sealed.columns().collect();
            let bytes = &mut self.row;
            let mut step = |row: &dyn crate::db::Row| {
                bytes.clear();
                for (place, (_, width)) in columns.iter().enumerate() {
                    push_column(row, place, *width, bytes);
                }
                let version = sealed.version.map(|place| row.int(place)).transpose()?.unwrap_or(1);
                let year = sealed.year.map(|place| row.int32(place)).transpose()?.unwrap_or(0);
                groups.take(sealed.number, year, version, bytes);
                Ok(())
            };
            tx.each(&sealed.select(), &[region.0.into()], &mut step).await?;
        }
        Ok(())
    }

    /// The digest of all rows, for the act's entry.
    pub(crate) fn finish(self) -> Option<Vec<u8>> {
        let groups: Vec<Group> = self.groups?.finish();
        Some(combine(groups))
    }
}
