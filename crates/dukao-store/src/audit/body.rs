//! What the hash of an entry is over, and entries on their way to a check.

use crate::db::Row;
use crate::ids::{Micros, RegionId};
use crate::key::KeyId;

/// Texts of an entry, in order.
type Texts<'t> = &'t [Option<&'t str>];

/// The body of an audit entry. With a key it covers the key and the digest of the act's rows as well.
pub(crate) fn audit_body(
    region: RegionId,
    (version, seq, at): (i64, i16, Micros),
    texts: Texts<'_>,
    keyed: Option<(KeyId, &[u8])>,
) -> Vec<u8> {
    let mut body = start(region, version);
    body.extend_from_slice(&seq.to_be_bytes());
    body.extend_from_slice(&at.0.to_be_bytes());
    for text in texts {
        push_text(Ok(*text), &mut body);
    }
    if let Some((key, rows)) = keyed {
        body.extend_from_slice(&key.0);
        push_length(rows.len(), &mut body);
        body.extend_from_slice(rows);
    }
    body
}

/// The body of a trail entry.
pub(crate) fn trail_body(region: RegionId, (seq, at): (i64, Micros), texts: Texts<'_>, key: KeyId) -> Vec<u8> {
    let mut body = start(region, seq);
    body.extend_from_slice(&at.0.to_be_bytes());
    for text in texts {
        push_text(Ok(*text), &mut body);
    }
    body.extend_from_slice(&key.0);
    body
}

fn start(region: RegionId, number: i64) -> Vec<u8> {
    let mut body = Vec::with_capacity(256);
    body.extend_from_slice(&region.0.to_be_bytes());
    body.extend_from_slice(&number.to_be_bytes());
    body
}

fn push_text(text: Result<Option<&str>, ()>, body: &mut Vec<u8>) {
    match text {
        Ok(None) => body.push(0),
        Ok(Some(text)) => {
            body.push(1);
            push_length(text.len(), body);
            body.extend_from_slice(text.as_bytes());
        }
        // No text at all, hence not written by us: fits no hash.
        Err(()) => body.push(2),
    }
}

fn push_length(length: usize, body: &mut Vec<u8>) {
    // usize is at most 64 bits wide on every platform there is.
    body.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
}

/// An entry of the audit as columns `version, seq, at, actor_kind, actor, act, subject, detail, hash, key_id, rows_digest`.
/// What is not of its kind makes a body that fits no hash.
pub(crate) fn packed_audit(region: RegionId, row: &dyn Row, out: &mut Vec<u8>) {
    let version = row.int(0).unwrap_or(i64::MIN);
    let seq = row.int16(1).unwrap_or(-1);
    let key = row.optional_blob(9).unwrap_or(Some(&[]));
    let mut body = start(region, version);
    body.extend_from_slice(&seq.to_be_bytes());
    body.extend_from_slice(&row.int(2).unwrap_or(i64::MIN).to_be_bytes());
    (3..8).for_each(|place| push_text(row.optional_text(place).map_err(|_| ()), &mut body));
    match (key, row.optional_blob(10)) {
        (None, Ok(None)) => {}
        (Some(key), Ok(Some(rows))) => {
            body.extend_from_slice(key);
            push_length(rows.len(), &mut body);
            body.extend_from_slice(rows);
        }
        _ => body.push(2),
    }
    let rows = row.optional_blob(10).ok().flatten().unwrap_or_default();
    pack(out, &[&version.to_be_bytes(), &seq.to_be_bytes(), row.blob(8).unwrap_or_default()], key, &body, rows);
}

/// An entry of the trail as columns `seq, at, actor_kind, actor, session, act, subject, detail, hash, key_id`.
pub(crate) fn packed_trail(region: RegionId, row: &dyn Row, out: &mut Vec<u8>) {
    let seq = row.int(0).unwrap_or(i64::MIN);
    let key = row.optional_blob(9).unwrap_or(Some(&[]));
    let mut body = start(region, seq);
    body.extend_from_slice(&row.int(1).unwrap_or(i64::MIN).to_be_bytes());
    (2..8).for_each(|place| push_text(row.optional_text(place).map_err(|_| ()), &mut body));
    body.extend_from_slice(key.unwrap_or_default());
    pack(out, &[&seq.to_be_bytes(), &1_i16.to_be_bytes(), row.blob(8).unwrap_or_default()], key, &body, &[]);
}

/// number, seq, hash, key, body, rows; each but the numbers with its length.
fn pack(out: &mut Vec<u8>, [number, seq, hash]: &[&[u8]; 3], key: Option<&[u8]>, body: &[u8], rows: &[u8]) {
    out.extend_from_slice(number);
    out.extend_from_slice(seq);
    out.push(u8::from(key.is_some()));
    for part in [hash, key.unwrap_or_default(), body, rows] {
        out.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_character_between_fields_changes_the_body() {
        let body = |texts: Texts<'_>| audit_body(RegionId(1), (1, 1, Micros(1)), texts, None);
        assert_ne!(body(&[Some("ab"), Some("c")]), body(&[Some("a"), Some("bc")]));
        assert_ne!(body(&[Some("ab"), None, Some("{}")]), body(&[Some("ab"), Some("{}"), None]));
        let key = KeyId([0; 8]);
        let keyed = |rows: &[u8]| audit_body(RegionId(1), (1, 1, Micros(1)), &[None], Some((key, rows)));
        assert_ne!(keyed(&[]), keyed(&[0]));
        assert_ne!(keyed(&[]), body(&[None]));
    }
}
