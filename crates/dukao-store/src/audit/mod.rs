//! The chains: each entry's hash covers the one before it, so that no entry can be changed, removed or slipped in without
//! breaking what follows.
//!
//! A region has two: the audit (acts, one entry a version) and the trail (what makes no version). `hash(n) = HMAC-SM3(key,
//! domain ‖ hash(n − 1) ‖ body(n))`, beginning with 32 zero bytes; entries of schemas before 5 are plain, `SM3(hash(n − 1) ‖
//! body(n))`, and no plain one follows a keyed one. Bodies are fixed width big-endian numbers and length-prefixed UTF-8; a
//! missing text has its own mark.

mod body;
mod chain;
mod moved;

use sm3::{Digest, Sm3};

pub(crate) use body::{audit_body, packed_audit, packed_trail, trail_body};
pub(crate) use chain::{Chain, Packed, Standing, Told, unpack};

use crate::act::{Actor, AuditEntry};
use crate::ids::{Micros, Version};
use crate::key::{Domain, KeyId, Keyring};

/// An SM3 digest.
pub type Hash = [u8; 32];

/// What the first entry of a region is chained to.
pub(crate) const GENESIS: Hash = [0; 32];

/// SM3 of some bytes.
pub(crate) fn digest(bytes: &[u8]) -> Hash {
    Sm3::digest(bytes).into()
}

/// The hash of an entry: keyed, or plain without a key. Nothing when the key is not there.
pub(crate) fn linked(
    keys: Option<&Keyring>,
    key: Option<KeyId>,
    domain: Domain,
    before: &Hash,
    body: &[u8],
) -> Option<Hash> {
    if let Some(id) = key {
        return keys?.mac(id, domain, &[before, body]);
    }
    let mut plain = Sm3::new();
    plain.update(before);
    plain.update(body);
    Some(plain.finalize().into())
}

/// One entry of the audit as it is stored.
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
    /// The key it was made with; nothing for entries of schemas before 5.
    pub key: Option<KeyId>,
}

/// How an entry of a chain is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuditFault {
    /// The entry is gone.
    Missing,
    /// There is an entry where none belongs.
    Surplus,
    /// The entry was changed.
    Altered,
    /// The entry is genuine, but stood elsewhere.
    Moved {
        /// At this number.
        from: i64,
    },
    /// All entries fit together, but the head does not.
    HeadDiffers,
    /// The entry has no key, although one before it has, or the whole chain should have one.
    Plain,
    /// The entry was made with a key that had been replaced by then.
    OldKey(KeyId),
    /// The entry names a key that is not in the key file, so it cannot be checked.
    UnknownKey(KeyId),
}

/// What a check of a region's audit entries found. The rows that they cover are not looked at; see
/// [`crate::Store::verify`].
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_is_the_standard_one() {
        let start = [0x66, 0xc7, 0xf0, 0xf4, 0x62, 0xee, 0xed, 0xd9, 0xd1, 0xf2, 0xd4, 0x6b, 0xdc, 0x10, 0xe4, 0xe2];
        let end = [0x41, 0x67, 0xc4, 0x87, 0x5c, 0xf2, 0xf7, 0xa2, 0x29, 0x7d, 0xa0, 0x2b, 0x8f, 0x4b, 0xa8, 0xe0];
        assert_eq!(digest(b"abc").as_slice(), [start, end].concat());
    }
}
