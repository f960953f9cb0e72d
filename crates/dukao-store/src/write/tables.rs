//! The tables that acts append to.

use crate::db::{Table, table};

pub(super) const AUDIT: Table = table!(
    "audit",
    "region, version, seq, at, actor_kind, actor, act, subject, detail, hash, key_id, rows_digest",
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12",
    [Int, Big, Small, Big, Text, Text, Text, Text, Text, Bytes, Bytes, Bytes]
);

pub(super) const TRAIL: Table = table!(
    "trail",
    "region, seq, at, actor_kind, actor, session, act, subject, detail, key_id, hash",
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11",
    [Int, Big, Big, Text, Text, Text, Text, Text, Text, Bytes, Bytes]
);

pub(crate) const REGION: Table =
    table!("region", "id, code, name, created_at", "$1, $2, $3, $4", [Int, Text, Text, Big]);

pub(crate) const SOURCE_FILE: Table = table!(
    "source_file",
    "region, id, version, name, kind, size, sm3, bytes",
    "$1, $2, $3, $4, $5, $6, $7, $8",
    [Int, Int, Big, Text, Text, Big, Bytes, Bytes]
);

pub(crate) const SHEET: Table = table!(
    "sheet",
    "region, id, version, file, name, position",
    "$1, $2, $3, $4, $5, $6",
    [Int, Int, Big, Int, Text, Int]
);

pub(crate) const ENTRY: Table = table!(
    "entry",
    "region, version, seq, kind, year, key, body_schema, body",
    "$1, $2, $3, $4, $5, $6, $7, $8",
    [Int, Big, Int, Text, Int, Text, Int, Text]
);

pub(crate) const WORD: Table = table!("word", "region, id, text, version", "$1, $2, $3, $4", [Int, Int, Text, Big]);

pub(crate) const OBSERVATION_YEAR: Table =
    table!("observation_year", "region, year, version, row_count", "$1, $2, $3, $4", [Int, Int, Big, Int]);

pub(crate) const OBSERVATION: Table = table!(
    "observation",
    "region, year, version, seq, indicator, unit, period, measure, state, mantissa, scale, unit_of_measure, span, \
     firmness, standing, origin, sheet, sheet_row, sheet_column, note",
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20",
    [Int, Int, Big, Int, Int, Int, Int, Int, Small, Big, Small, Int, Small, Small, Small, Small, Int, Int, Int, Int]
);
