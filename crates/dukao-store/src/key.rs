//! Keys of the audit: outside the database, so that who can write the database cannot write its history anew.
//!
//! A key file holds one key a line, the newest last: its id (the first 8 bytes of the SM3 of the key) and the key, both in
//! hexadecimal digits; lines that begin with `#` and empty ones are skipped. Entries are made with the newest key and
//! checked with the one that they name.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sm3::Sm3;

use crate::audit::{Hash, digest};

/// Which key: the first 8 bytes of its SM3.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl std::fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl std::fmt::Debug for KeyId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "KeyId({self})")
    }
}

impl KeyId {
    /// From 16 hexadecimal digits.
    pub fn read(text: &str) -> Option<Self> {
        hexadecimal(text.trim()).map(Self)
    }

    /// From the bytes in a column.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// What a keyed hash is over; the same bytes never serve for two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// An entry of the audit.
    Audit,
    /// An entry of the trail.
    Trail,
    /// A text that leaves the database, such as an exported head.
    Text,
}

impl Domain {
    const fn mark(self) -> u8 {
        match self {
            Self::Audit => 1,
            Self::Trail => 2,
            Self::Text => 3,
        }
    }
}

/// One key. Only its state is kept, with the pads of the HMAC worked out once; nothing shows it.
#[derive(Clone)]
struct Key {
    id: KeyId,
    start: Hmac<Sm3>,
}

impl Key {
    fn new(secret: &[u8; 32]) -> Option<Self> {
        Some(Self { id: Self::id(secret), start: Hmac::new_from_slice(secret).ok()? })
    }

    fn id(secret: &[u8; 32]) -> KeyId {
        let mut id = [0; 8];
        for (to, from) in id.iter_mut().zip(digest(secret)) {
            *to = from;
        }
        KeyId(id)
    }
}

/// The keys of a file, oldest first; at least one. Cheap to clone; shows nothing but their ids.
#[derive(Clone)]
pub struct Keyring(Arc<[Key]>);

impl std::fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.ids()).finish()
    }
}

/// Why a text is no key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A line that is no key; its number from 1.
    #[error("line {line} is no key")]
    Line {
        /// Its number.
        line: usize,
    },
    /// The id does not belong to the key: a digit was mistyped or lost.
    #[error("the id in line {line} does not belong to its key")]
    Id {
        /// Its number.
        line: usize,
    },
    /// The same key twice.
    #[error("the key in line {line} stands there twice")]
    Twice {
        /// The number of the second line.
        line: usize,
    },
    /// No key at all.
    #[error("there is no key in it")]
    Empty,
}

impl Keyring {
    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError`]: a line that is none, or no key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::new();
        for (line, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let (id, secret) = text.split_once(char::is_whitespace).ok_or(KeyError::Line { line })?;
            let id = KeyId(hexadecimal(id).ok_or(KeyError::Line { line })?);
            let secret = hexadecimal::<32>(secret.trim()).ok_or(KeyError::Line { line })?;
            let key = Key::new(&secret).filter(|key| key.id == id).ok_or(KeyError::Id { line })?;
            if keys.iter().any(|known| known.id == id) {
                return Err(KeyError::Twice { line });
            }
            keys.push(key);
        }
        if keys.is_empty() { Err(KeyError::Empty) } else { Ok(Self(keys.into())) }
    }

    /// The line of a key file for a key, which must come from the system's generator.
    pub fn line(secret: &[u8; 32]) -> String {
        let id = Key::id(secret);
        secret.iter().fold(format!("{id} "), |line, byte| line + &format!("{byte:02x}"))
    }

    /// The ids of the keys, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = KeyId> + '_ {
        self.0.iter().map(|key| key.id)
    }

    /// The key that new entries are made with.
    pub fn newest(&self) -> KeyId {
        self.0.last().map_or(KeyId([0; 8]), |key| key.id)
    }

    /// Where a key stands in the order of keys, from 0.
    pub(crate) fn place(&self, id: KeyId) -> Option<usize> {
        self.0.iter().position(|key| key.id == id)
    }

    /// HMAC-SM3 over the domain and these parts one after the other; nothing when the key is not here.
    pub(crate) fn mac(&self, id: KeyId, domain: Domain, parts: &[&[u8]]) -> Option<Hash> {
        let mut mac = self.0.iter().find(|key| key.id == id)?.start.clone();
        mac.update(&[domain.mark()]);
        for part in parts {
            mac.update(part);
        }
        Some(mac.finalize().into_bytes().into())
    }

    /// The keyed hash of a text with the newest key.
    pub fn sign(&self, text: &str) -> (KeyId, Hash) {
        let id = self.newest();
        (id, self.mac(id, Domain::Text, &[text.as_bytes()]).unwrap_or_default())
    }

    /// Whether a text has this keyed hash; nothing when the key is not here.
    pub fn vouches(&self, id: KeyId, text: &str, hash: &Hash) -> Option<bool> {
        let right = self.mac(id, Domain::Text, &[text.as_bytes()])?;
        // All bytes are looked at, whatever the first ones are.
        Some(right.iter().zip(hash).fold(0, |differs, (one, other)| differs | (one ^ other)) == 0)
    }
}

fn hexadecimal<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N.checked_mul(2)? || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (number, byte) in bytes.iter_mut().enumerate() {
        let place = number.checked_mul(2)?;
        *byte = u8::from_str_radix(text.get(place..place.checked_add(2)?)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The construction of RFC 2104 with SM3, written out.
    fn by_the_book(key: &[u8; 32], message: &[u8]) -> Hash {
        let mut block = [0_u8; 64];
        block[..32].copy_from_slice(key);
        let inner: Vec<u8> = block.iter().map(|byte| byte ^ 0x36).chain(message.iter().copied()).collect();
        let outer: Vec<u8> = block.iter().map(|byte| byte ^ 0x5c).chain(digest(&inner)).collect();
        digest(&outer)
    }

    #[test]
    fn the_hash_is_hmac_sm3() {
        let secret: [u8; 32] = std::array::from_fn(|place| u8::try_from(place * 7 % 251).unwrap());
        let key = Key::new(&secret).unwrap();
        let ring = Keyring(vec![key.clone()].into());
        for length in [0, 1, 54, 55, 63, 64, 200] {
            let message = vec![0x5a; length];
            let expected = by_the_book(&secret, &[&[1][..], &message].concat());
            assert_eq!(ring.mac(key.id, Domain::Audit, &[&message]), Some(expected));
        }
    }

    #[test]
    fn another_implementation_gives_the_same() {
        // printf 'Hi There' | openssl dgst -sm3 -mac HMAC -macopt hexkey:0b0b… (32 bytes)
        let expected = "c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e";
        let mut mac = Hmac::<Sm3>::new_from_slice(&[0x0b; 32]).unwrap();
        mac.update(b"Hi There");
        assert_eq!(<Hash>::from(mac.finalize().into_bytes()), hexadecimal::<32>(expected).unwrap());
    }

    #[test]
    fn key_files_are_read_and_mistakes_named() {
        let (one, two) = (Keyring::line(&[3; 32]), Keyring::line(&[0xd7; 32]));
        let text = format!("\u{feff}# 密钥\n\n{one}\r\n  {two}  \n");
        let ring = Keyring::parse(&text).unwrap();
        assert_eq!(ring.ids().count(), 2);
        assert!(two.starts_with(&ring.newest().to_string()));
        let secret = one.split(' ').nth(1).unwrap();
        assert!(!format!("{ring:?}").contains(&secret[..8]), "the key shows");
        assert_eq!(Keyring::parse("# 空\n").unwrap_err(), KeyError::Empty);
        assert_eq!(Keyring::parse(&format!("\n{one} 00")).unwrap_err(), KeyError::Line { line: 2 });
        assert_eq!(Keyring::parse(&format!("{one}\n{one}")).unwrap_err(), KeyError::Twice { line: 2 });
        let flipped = if one.ends_with('0') { '1' } else { '0' };
        let wrong = one[..one.len() - 1].to_owned() + &flipped.to_string();
        assert_eq!(Keyring::parse(&wrong).unwrap_err(), KeyError::Id { line: 1 });
        assert_eq!(Keyring::parse("督考").unwrap_err(), KeyError::Line { line: 1 });
        assert_eq!(
            Keyring::parse(&format!("{} 督{}", &one[..16], &secret[3..])).unwrap_err(),
            KeyError::Line { line: 1 }
        );
    }

    #[test]
    fn texts_are_vouched_for() {
        let ring = Keyring::parse(&Keyring::line(&[3; 32])).unwrap();
        let other = Keyring::parse(&Keyring::line(&[4; 32])).unwrap();
        let (id, hash) = ring.sign("甲");
        assert_eq!(ring.vouches(id, "甲", &hash), Some(true));
        assert_eq!(ring.vouches(id, "乙", &hash), Some(false));
        assert_eq!(other.vouches(id, "甲", &hash), None);
    }
}
