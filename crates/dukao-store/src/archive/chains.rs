//! The chains of a region in an archive.

use super::verify::{COLUMNS, Rows};
use crate::audit::{Chain, Hash, Packed, Told, audit_body, trail_body};
use crate::db::lines;
use crate::ids::{Micros, RegionId};
use crate::key::{Domain, KeyId, Keyring};

/// Both chains of a region, as far as they were walked.
pub(super) struct Chains {
    region: RegionId,
    audit: Chain,
    trail: Chain,
    trail_head: Option<Told>,
}

type Fields<'f> = [&'f [u8]; COLUMNS];

impl Chains {
    pub(super) fn new(region: RegionId, keys: Option<&Keyring>) -> Self {
        let chain = |domain| Chain::new(region, domain, keys.cloned());
        Self { region, audit: chain(Domain::Audit), trail: chain(Domain::Trail), trail_head: None }
    }

    /// Takes the next entry of the audit.
    pub(super) fn act(&mut self, rows: &Rows, fields: &Fields<'_>) -> Option<()> {
        let texts = texts(fields, 4..9)?;
        let (key, digest) = (optional(fields.get(10)?), optional(fields.get(11)?));
        let id = key.as_deref().map(KeyId::from_bytes);
        let keyed = match (id, digest.as_deref()) {
            (None, None) => None,
            (Some(Some(id)), Some(digest)) => Some((id, digest)),
            _ => return None,
        };
        let (number, seq, at) = (rows.number(1), i16::try_from(rows.number(2)).ok()?, Micros(rows.number(3)));
        let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        let body = audit_body(self.region, (number, seq, at), &texts, keyed);
        let hash = hash(fields.get(9)?)?;
        self.audit.take(&Packed { number, seq, hash: &hash, key: key.as_deref(), body: &body, rows: &[] });
        Some(())
    }

    /// Takes the next entry of the trail.
    pub(super) fn view(&mut self, rows: &Rows, fields: &Fields<'_>) -> Option<()> {
        let texts = texts(fields, 3..9)?;
        let key = lines::bytes(fields.get(9)?)?;
        let (number, at) = (rows.number(1), Micros(rows.number(2)));
        let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        let body = trail_body(self.region, (number, at), &texts, KeyId::from_bytes(&key)?);
        let hash = hash(fields.get(10)?)?;
        self.trail.take(&Packed { number, seq: 1, hash: &hash, key: Some(&key), body: &body, rows: &[] });
        Some(())
    }

    /// Takes the trail's head.
    pub(super) fn head(&mut self, rows: &Rows, fields: &Fields<'_>) -> Option<()> {
        let (hash, key) = (lines::bytes(fields.get(3)?)?, optional(fields.get(4)?));
        self.trail_head = Some(Told { number: rows.number(1), at: rows.number(2), hash, key });
        Some(())
    }

    /// Whether both are whole and end where their heads say.
    pub(super) fn lead_to(self, head: &Told) -> bool {
        let trail = match self.trail_head {
            Some(head) => self.trail.finish(&head).is_empty(),
            None => self.trail.entries() == 0,
        };
        trail && self.audit.finish(head).is_empty()
    }
}

/// The texts of some fields; null ones are allowed where their column allows them, which was looked at before.
fn texts(fields: &Fields<'_>, places: std::ops::Range<usize>) -> Option<Vec<Option<String>>> {
    let one = |field: &&[u8]| {
        if lines::is_null(field) { Some(None) } else { Some(Some(lines::text(field)?.into_owned())) }
    };
    fields.get(places)?.iter().map(one).collect()
}

fn hash(field: &[u8]) -> Option<Hash> {
    lines::bytes(field)?.try_into().ok()
}

/// Bytes that may be null, or that older schemas do not have; the field was looked at before.
pub(super) fn optional(field: &[u8]) -> Option<Vec<u8>> {
    if field.is_empty() || lines::is_null(field) { None } else { lines::bytes(field) }
}
