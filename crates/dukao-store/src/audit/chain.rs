//! Walks a chain entry by entry and notes what is wrong.

use super::moved::{Suspect, settle};
use super::{AuditFault, GENESIS, Hash, linked};
use crate::ids::RegionId;
use crate::key::{Domain, KeyId, Keyring};

/// No more faults of one chain are told.
const FAULTS: usize = 100;

/// An entry as it comes from the database.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed<'p> {
    /// Its version or number.
    pub(crate) number: i64,
    /// Its place within the number, 1.
    pub(crate) seq: i16,
    /// What it says its hash is.
    pub(crate) hash: &'p [u8],
    /// The key it names.
    pub(crate) key: Option<&'p [u8]>,
    /// What its hash is over.
    pub(crate) body: &'p [u8],
    /// The digest of the rows of its act.
    pub(crate) rows: &'p [u8],
}

/// Takes the next entry off a piece.
pub(crate) fn unpack<'p>(piece: &mut &'p [u8]) -> Option<Packed<'p>> {
    let number = i64::from_be_bytes(take(piece, 8)?.try_into().ok()?);
    let seq = i16::from_be_bytes(take(piece, 2)?.try_into().ok()?);
    let keyed = take(piece, 1)? == [1];
    let mut part = || {
        let length = u32::from_be_bytes(take(piece, 4)?.try_into().ok()?);
        take(piece, usize::try_from(length).ok()?)
    };
    let (hash, key, body, rows) = (part()?, part()?, part()?, part()?);
    Some(Packed { number, seq, hash, key: keyed.then_some(key), body, rows })
}

fn take<'p>(piece: &mut &'p [u8], length: usize) -> Option<&'p [u8]> {
    let (taken, rest) = piece.split_at_checked(length)?;
    *piece = rest;
    Some(taken)
}

/// Where a chain ends, as its head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// The number of its last entry.
    pub(crate) number: i64,
    /// When that was written.
    pub(crate) at: i64,
    /// Its hash.
    pub(crate) hash: Vec<u8>,
    /// Its key.
    pub(crate) key: Option<Vec<u8>>,
}

/// Whether an entry can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its hash is right.
    Genuine,
    /// What is before it, or its key, is missing.
    Unchecked,
    /// It is wrong.
    Wrong,
}

/// A chain that is being walked.
pub(crate) struct Chain {
    region: RegionId,
    domain: Domain,
    keys: Option<Keyring>,
    /// What the next entry is chained to; nothing when that is missing.
    before: Option<Hash>,
    expected: i64,
    /// The place of the newest key so far among the keys.
    newest: Option<usize>,
    /// The key of the last entry.
    last_key: Option<KeyId>,
    keyed: bool,
    entries: u64,
    /// The moment of the last entry, as bytes.
    last_at: Option<[u8; 8]>,
    /// A number whose hash is wanted, and that hash.
    watched: Option<(i64, Option<Vec<u8>>)>,
    faults: Vec<(i64, AuditFault)>,
    suspects: Vec<Suspect>,
}

impl Chain {
    /// Without keys, what is keyed is only held to be gap-free and to lead to its head.
    pub(crate) fn new(region: RegionId, domain: Domain, keys: Option<Keyring>) -> Self {
        Self {
            region,
            domain,
            keys,
            before: Some(GENESIS),
            expected: 1,
            newest: None,
            last_key: None,
            keyed: false,
            entries: 0,
            last_at: None,
            watched: None,
            faults: Vec::new(),
            suspects: Vec::new(),
        }
    }

    pub(crate) const fn region(&self) -> RegionId {
        self.region
    }

    /// How many entries there were.
    pub(crate) const fn entries(&self) -> u64 {
        self.entries
    }

    /// Whether a keyed entry came.
    pub(crate) const fn keyed(&self) -> bool {
        self.keyed
    }

    /// Keeps the hash of one entry.
    pub(crate) fn watch(&mut self, number: i64) {
        self.watched = Some((number, None));
    }

    /// The hash of the entry that was to be kept.
    pub(crate) fn watched(&self) -> Option<&[u8]> {
        self.watched.as_ref()?.1.as_deref()
    }

    /// Where the moment stands in a body.
    fn moment<'b>(&self, body: &'b [u8]) -> Option<&'b [u8]> {
        let place = if self.domain == Domain::Audit { 14 } else { 12 };
        body.get(place..)?.get(..8)
    }

    fn fault(&mut self, number: i64, fault: AuditFault) {
        if self.faults.len() < FAULTS {
            self.faults.push((number, fault));
        }
    }

    /// Takes the next entry in order of number and place.
    pub(crate) fn take(&mut self, entry: &Packed<'_>) -> Standing {
        self.entries = self.entries.saturating_add(1);
        if entry.seq != 1 || entry.number < self.expected {
            self.fault(entry.number, AuditFault::Surplus);
            return Standing::Wrong;
        }
        if entry.number > self.expected {
            self.fault(self.expected, AuditFault::Missing);
            self.before = None;
        }
        let standing = self.check(entry);
        self.last_at = self.moment(entry.body).and_then(|bytes| bytes.try_into().ok());
        if let Some((number, hash)) = &mut self.watched
            && *number == entry.number
        {
            *hash = Some(entry.hash.to_vec());
        }
        self.before = entry.hash.try_into().ok();
        self.expected = entry.number.saturating_add(1);
        standing
    }

    fn check(&mut self, entry: &Packed<'_>) -> Standing {
        let key = match entry.key.map(KeyId::from_bytes) {
            None if self.keyed => {
                self.fault(entry.number, AuditFault::Plain);
                return Standing::Wrong;
            }
            None => None,
            Some(None) => {
                self.fault(entry.number, AuditFault::Altered);
                return Standing::Wrong;
            }
            Some(Some(key)) => Some(key),
        };
        self.last_key = key;
        if let Some(key) = key {
            self.keyed = true;
            if let Some(standing) = self.key(entry.number, key) {
                return standing;
            }
        }
        let Some(before) = self.before else { return Standing::Unchecked };
        let Some(right) = linked(self.keys.as_ref(), key, self.domain, &before, entry.body) else {
            return Standing::Unchecked;
        };
        if right == *entry.hash {
            return Standing::Genuine;
        }
        self.fault(entry.number, AuditFault::Altered);
        self.suspects.push(Suspect::new(entry, key, before, right));
        Standing::Wrong
    }

    /// What is wrong with the key that an entry names, if anything.
    fn key(&mut self, number: i64, key: KeyId) -> Option<Standing> {
        let keys = self.keys.as_ref()?;
        let Some(place) = keys.place(key) else {
            let told = |fault: &(i64, AuditFault)| matches!(fault.1, AuditFault::UnknownKey(id) if id == key);
            if !self.faults.iter().any(told) {
                self.fault(number, AuditFault::UnknownKey(key));
            }
            return Some(Standing::Unchecked);
        };
        if self.newest.is_some_and(|newest| place < newest) {
            self.fault(number, AuditFault::OldKey(key));
        }
        self.newest = self.newest.max(Some(place));
        None
    }

    /// Going over to a new key writes an entry with it at once: what ends with one before it was made by somebody who has
    /// only that one.
    fn old_end(&mut self, last: i64) {
        let (Some(keys), Some(key)) = (&self.keys, self.last_key) else { return };
        if keys.place(key).is_some() && key != keys.newest() {
            let old = (last, AuditFault::OldKey(key));
            if !self.faults.contains(&old) {
                self.faults.push(old);
            }
        }
    }

    /// Compares the end with the head that the region says it has; all that is wrong, in order.
    pub(crate) fn finish(mut self, head: &Told) -> Vec<(i64, AuditFault)> {
        let number = head.number;
        let last = self.expected.saturating_sub(1);
        let end = self.before.as_ref().map_or(&[][..], |hash| &hash[..]);
        if last < number {
            self.fault(self.expected, AuditFault::Missing);
        } else if last > number {
            self.fault(number.saturating_add(1), AuditFault::Surplus);
        } else if end != head.hash
            || head.key != self.last_key.map(|key| key.0.to_vec())
            || self.last_at.is_some_and(|at| at != head.at.to_be_bytes())
        {
            self.fault(number, AuditFault::HeadDiffers);
        }
        self.old_end(last);
        let mut faults = self.faults;
        if let Some(keys) = &self.keys {
            settle(&mut faults, &self.suspects, keys, self.domain);
        }
        faults.sort_by_key(|fault| fault.0);
        faults
    }
}
