//! Of entries that do not fit where they stand: which are genuine, but stood elsewhere, and which only follow a wrong one.

use super::chain::Packed;
use super::{AuditFault, Hash, linked};
use crate::key::{Domain, KeyId, Keyring};

/// With more entries than this that do not fit, places are not looked for.
const MOST: usize = 16;
/// Where the number stands in a body: behind the region.
const NUMBER: std::ops::Range<usize> = 4..12;

/// An entry that does not fit where it stands.
pub(crate) struct Suspect {
    number: i64,
    key: Option<KeyId>,
    hash: Option<Hash>,
    body: Vec<u8>,
    /// What it is chained to, and the hash that it ought to have there.
    around: [Hash; 2],
}

impl Suspect {
    pub(super) fn new(entry: &Packed<'_>, key: Option<KeyId>, before: Hash, right: Hash) -> Self {
        let hash = entry.hash.try_into().ok();
        Self { number: entry.number, key, hash, body: entry.body.to_vec(), around: [before, right] }
    }

    /// Whether it was written at this number, after any of these.
    fn was_at(&self, number: i64, before: &[Hash], keys: &Keyring, domain: Domain) -> bool {
        let mut body = self.body.clone();
        if let Some(place) = body.get_mut(NUMBER) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        before.iter().any(|before| {
            let right = linked(Some(keys), self.key, domain, before, &body);
            right.is_some() && right == self.hash
        })
    }
}

/// Says better what is wrong with entries that are genuine. At least one fault stays.
pub(super) fn settle(faults: &mut Vec<(i64, AuditFault)>, suspects: &[Suspect], keys: &Keyring, domain: Domain) {
    if suspects.len() < 2 || suspects.len() > MOST {
        return;
    }
    let known: Vec<Hash> = suspects.iter().flat_map(|suspect| suspect.around.into_iter().chain(suspect.hash)).collect();
    let mut settled = faults.clone();
    for suspect in suspects {
        let own = (suspect.number, AuditFault::Altered);
        if suspect.was_at(suspect.number, &known, keys, domain) {
            settled.retain(|fault| *fault != own);
            continue;
        }
        let others = suspects.iter().map(|other| other.number).filter(|number| *number != suspect.number);
        let from = others.into_iter().find(|number| suspect.was_at(*number, &known, keys, domain));
        if let Some(from) = from {
            settled.iter_mut().filter(|fault| **fault == own).for_each(|fault| fault.1 = AuditFault::Moved { from });
        }
    }
    if !settled.is_empty() {
        *faults = settled;
    }
}
