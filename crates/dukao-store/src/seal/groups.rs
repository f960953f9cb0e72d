//! Rows of one table, version and year, digested together.

use sm3::{Digest, Sm3};

use crate::audit::Hash;

/// How many bytes a part of a digest of rows has: table, year, digest.
pub(crate) const PART: usize = 37;

/// A finished group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    /// The table's number.
    pub(crate) table: u8,
    /// 0 where the table has none.
    pub(crate) year: i32,
    /// The version of all its rows.
    pub(crate) version: i64,
    /// Over its rows in the order in which they came.
    pub(crate) digest: Hash,
}

/// Takes rows in order, and digests them group by group.
#[derive(Default)]
pub(crate) struct Groups {
    open: Option<((u8, i32, i64), Sm3)>,
    done: Vec<Group>,
}

impl Groups {
    /// Takes the canonical bytes of the next row.
    pub(crate) fn take(&mut self, table: u8, year: i32, version: i64, row: &[u8]) {
        match &mut self.open {
            Some((key, digest)) if *key == (table, year, version) => digest.update(row),
            _ => {
                self.close();
                let mut digest = Sm3::new();
                digest.update(row);
                self.open = Some(((table, year, version), digest));
            }
        }
    }

    fn close(&mut self) {
        if let Some(((table, year, version), digest)) = self.open.take() {
            self.done.push(Group { table, year, version, digest: digest.finalize().into() });
        }
    }

    /// The groups that are finished when no more rows come.
    pub(crate) fn finish(mut self) -> Vec<Group> {
        self.close();
        self.done
    }
}

/// The digest of rows: one part for each table and year. The groups may come in any order.
pub(crate) fn combine(mut groups: Vec<Group>) -> Vec<u8> {
    groups.sort_by_key(|group| (group.table, group.year, group.version));
    let mut all = Vec::new();
    for part in groups.chunk_by(|one, next| (one.table, one.year) == (next.table, next.year)) {
        let Some(first) = part.first() else { continue };
        let mut digest = Sm3::new();
        for group in part {
            digest.update(group.version.to_be_bytes());
            digest.update(group.digest);
        }
        all.push(first.table);
        all.extend_from_slice(&first.year.to_be_bytes());
        all.extend_from_slice(&digest.finalize());
    }
    all
}

/// The parts of a digest of rows: table, year, digest. Nothing when it is none.
pub(crate) fn parts(digest: &[u8]) -> Option<Vec<(u8, i32, &[u8])>> {
    let part = |bytes: &'_ [u8]| -> Option<(u8, i32)> {
        let (table, rest) = bytes.split_first()?;
        Some((*table, i32::from_be_bytes(rest.get(..4)?.try_into().ok()?)))
    };
    let all = digest.chunks(PART).map(|bytes| {
        let (table, year) = part(bytes)?;
        Some((table, year, bytes.get(5..PART)?))
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_tables_does_not_matter_order_of_rows_does() {
        let of = |rows: &[(u8, i32, i64, &[u8])]| {
            let mut groups = Groups::default();
            for (table, year, version, row) in rows {
                groups.take(*table, *year, *version, row);
            }
            combine(groups.finish())
        };
        let (one, two, other): (_, _, (u8, i32, i64, &[u8])) =
            ((7, 2018, 3, &b"a"[..]), (7, 2018, 3, &b"b"[..]), (4, 0, 3, b"c"));
        assert_eq!(of(&[one, two, other]), of(&[other, one, two]));
        assert_ne!(of(&[one, two]), of(&[two, one]));
        assert_ne!(of(&[one, two]), of(&[(7, 2018, 3, b"ab"), (7, 2018, 4, b"")]));
        assert_eq!(of(&[one, other]).len(), 2 * PART);
        let both = of(&[one, other]);
        let found = parts(&both).unwrap();
        assert_eq!(found.iter().map(|(table, year, _)| (*table, *year)).collect::<Vec<_>>(), [(4, 0), (7, 2018)]);
        assert_eq!(parts(&both[..PART + 3]), None);
        assert_eq!(parts(&[]), Some(Vec::new()));
    }
}
