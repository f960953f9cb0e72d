//! The audit chain: each entry's hash covers the one before it, so that no entry can be changed, removed or slipped in
//! without breaking every hash after it.
//!
//! `hash(n) = SM3(hash(n − 1) ‖ canonical bytes of entry n)`, beginning with 32 zero bytes. Canonical bytes are fixed
//! width big-endian numbers and length-prefixed UTF-8; a missing subject has its own mark.

use sm3::{Digest, Sm3};

use crate::act::{Actor, AuditEntry};
use crate::ids::{Micros, RegionId, Version};

/// An SM3 digest.
pub type Hash = [u8; 32];

/// What the first entry of a region is chained to.
pub(crate) const GENESIS: Hash = [0; 32];

/// SM3 of some bytes.
pub(crate) fn digest(bytes: &[u8]) -> Hash {
    Sm3::digest(bytes).into()
}

/// One entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The version that the act made.
    pub version: Version,
    /// Place within the act, from 1.
    pub seq: i16,
    /// When it was committed.
    pub at: Micros,
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub entry: AuditEntry,
    /// The chain up to here.
    pub hash: Hash,
}

impl AuditRow {
    /// The hash that this entry must have after `previous`.
    #[must_use]
    pub fn chained(&self, region: RegionId, previous: &Hash) -> Hash {
        let mut chain = Sm3::new();
        chain.update(previous);
        chain.update(region.0.to_be_bytes());
        chain.update(self.version.0.to_be_bytes());
        chain.update(self.seq.to_be_bytes());
        chain.update(self.at.0.to_be_bytes());
        update_text(&mut chain, Some(&self.actor.kind));
        update_text(&mut chain, Some(&self.actor.id));
        update_text(&mut chain, Some(&self.entry.act));
        update_text(&mut chain, self.entry.subject.as_deref());
        update_text(&mut chain, Some(&self.entry.detail));
        chain.finalize().into()
    }
}

fn update_text(chain: &mut Sm3, text: Option<&str>) {
    match text {
        None => chain.update([0]),
        Some(text) => {
            chain.update([1]);
            // usize is at most 64 bits wide on every platform there is.
            chain.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            chain.update(text.as_bytes());
        }
    }
}

/// What a check of the whole chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditCheck {
    /// Every entry is as it was written.
    Sound {
        /// How many entries there are.
        entries: u64,
    },
    /// The chain is broken.
    Broken {
        /// The version of the first entry that is wrong.
        version: Version,
        /// What is wrong with it.
        fault: AuditFault,
    },
}

/// How a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// The entry is gone.
    Missing,
    /// There is an entry where none belongs.
    Surplus,
    /// The entry, or one before it together with its hash, was changed.
    Altered,
    /// All entries fit together, but the head does not: the chain or its head was replaced.
    HeadDiffers,
}

/// Walks a chain entry by entry.
#[derive(Debug)]
pub(crate) struct Walk {
    region: RegionId,
    previous: Hash,
    expected: Version,
    entries: u64,
    broken: Option<(Version, AuditFault)>,
}

impl Walk {
    pub(crate) fn new(region: RegionId) -> Self {
        Self { region, previous: GENESIS, expected: Version(1), entries: 0, broken: None }
    }

    /// Takes the next entry in order of version and place.
    pub(crate) fn take(&mut self, row: &AuditRow) {
        if self.broken.is_some() {
            return;
        }
        self.broken = if row.seq != 1 || row.version < self.expected {
            Some((row.version, AuditFault::Surplus))
        } else if row.version > self.expected {
            Some((self.expected, AuditFault::Missing))
        } else if row.hash != row.chained(self.region, &self.previous) {
            Some((row.version, AuditFault::Altered))
        } else {
            None
        };
        self.previous = row.hash;
        self.expected = row.version.next();
        self.entries = self.entries.saturating_add(1);
    }

    /// Compares the end with the region's head.
    pub(crate) fn finish(self, head: Version, chain_head: &Hash) -> AuditCheck {
        let broken = self.broken.or_else(|| {
            let last = Version(self.expected.0.saturating_sub(1));
            if last < head {
                Some((self.expected, AuditFault::Missing))
            } else if last > head {
                Some((head.next(), AuditFault::Surplus))
            } else if self.previous != *chain_head {
                Some((head, AuditFault::HeadDiffers))
            } else {
                None
            }
        });
        match broken {
            Some((version, fault)) => AuditCheck::Broken { version, fault },
            None => AuditCheck::Sound { entries: self.entries },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(act: &str, subject: Option<&str>, detail: &str) -> AuditRow {
        AuditRow {
            version: Version(1),
            seq: 1,
            at: Micros(1),
            actor: Actor { kind: "operator".to_owned(), id: "local".to_owned() },
            entry: AuditEntry { act: act.to_owned(), subject: subject.map(str::to_owned), detail: detail.to_owned() },
            hash: GENESIS,
        }
    }

    #[test]
    fn moving_a_character_between_fields_changes_the_hash() {
        let chained = |row: AuditRow| row.chained(RegionId(1), &GENESIS);
        assert_ne!(chained(row("ab", Some("c"), "{}")), chained(row("a", Some("bc"), "{}")));
        assert_ne!(chained(row("ab", None, "{}")), chained(row("ab", Some("{}"), "{}")));
    }

    #[test]
    fn sm3_is_the_standard_one() {
        let start = [0x66, 0xc7, 0xf0, 0xf4, 0x62, 0xee, 0xed, 0xd9, 0xd1, 0xf2, 0xd4, 0x6b, 0xdc, 0x10, 0xe4, 0xe2];
        let end = [0x41, 0x67, 0xc4, 0x87, 0x5c, 0xf2, 0xf7, 0xa2, 0x29, 0x7d, 0xa0, 0x2b, 0x8f, 0x4b, 0xa8, 0xe0];
        assert_eq!(digest(b"abc").as_slice(), [start, end].concat());
    }
}
