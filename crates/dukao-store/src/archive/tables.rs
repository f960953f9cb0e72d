//! What of a database goes into an archive, by the number of its schema.

use crate::db::Width;
use crate::db::Width::{Big, Bytes, Int, Small, Text};
use crate::db::lines::{Column, LineTable};

/// A column that is never null.
const fn always(name: &'static str, width: Width) -> Column {
    Column { name, width, optional: false }
}

/// A column that may be null.
const fn maybe(name: &'static str, width: Width) -> Column {
    Column { name, width, optional: true }
}

pub(super) const COUNTER: LineTable =
    LineTable { name: "counter", key: 1, columns: &[always("name", Text), always("value", Big)] };

pub(super) const REGION: LineTable = LineTable {
    name: "region",
    key: 1,
    columns: &[always("id", Int), always("code", Text), always("name", Text), always("created_at", Big)],
};

pub(super) const REGION_HEAD: LineTable = LineTable {
    name: "region_head",
    key: 1,
    columns: &[always("region", Int), always("version", Big), always("committed_at", Big), always("chain_head", Bytes)],
};

/// With the key of its newest entry.
pub(super) const REGION_HEAD_5: LineTable = LineTable {
    name: "region_head",
    key: 1,
    columns: &[
        always("region", Int),
        always("version", Big),
        always("committed_at", Big),
        always("chain_head", Bytes),
        maybe("key_id", Bytes),
    ],
};

pub(super) const AUDIT: LineTable = LineTable {
    name: "audit",
    key: 3,
    columns: &[
        always("region", Int),
        always("version", Big),
        always("seq", Small),
        always("at", Big),
        always("actor_kind", Text),
        always("actor", Text),
        always("act", Text),
        maybe("subject", Text),
        always("detail", Text),
        always("hash", Bytes),
    ],
};

/// With the key and the digest of the rows, which entries of older schemas do not have.
pub(super) const AUDIT_5: LineTable = LineTable {
    name: "audit",
    key: 3,
    columns: &[
        always("region", Int),
        always("version", Big),
        always("seq", Small),
        always("at", Big),
        always("actor_kind", Text),
        always("actor", Text),
        always("act", Text),
        maybe("subject", Text),
        always("detail", Text),
        always("hash", Bytes),
        maybe("key_id", Bytes),
        maybe("rows_digest", Bytes),
    ],
};

pub(super) const TRAIL_HEAD: LineTable = LineTable {
    name: "trail_head",
    key: 1,
    columns: &[
        always("region", Int),
        always("seq", Big),
        always("at", Big),
        always("chain_head", Bytes),
        maybe("key_id", Bytes),
    ],
};

pub(super) const TRAIL: LineTable = LineTable {
    name: "trail",
    key: 2,
    columns: &[
        always("region", Int),
        always("seq", Big),
        always("at", Big),
        always("actor_kind", Text),
        always("actor", Text),
        maybe("session", Text),
        always("act", Text),
        maybe("subject", Text),
        always("detail", Text),
        always("key_id", Bytes),
        always("hash", Bytes),
    ],
};

pub(super) const WORD: LineTable =
    LineTable { name: "word", key: 2, columns: &[always("region", Int), always("id", Int), always("text", Text)] };

/// With the act that brought it; 0 for those from before schema 5.
pub(super) const WORD_5: LineTable = LineTable {
    name: "word",
    key: 2,
    columns: &[always("region", Int), always("id", Int), always("text", Text), always("version", Big)],
};

pub(super) const ENTRY: LineTable = LineTable {
    name: "entry",
    key: 3,
    columns: &[
        always("region", Int),
        always("version", Big),
        always("seq", Int),
        always("kind", Text),
        always("year", Int),
        always("key", Text),
        always("body_schema", Int),
        maybe("body", Text),
    ],
};

/// Without its bytes: each file is a member of its own.
pub(super) const SOURCE_FILE: LineTable = LineTable {
    name: "source_file",
    key: 2,
    columns: &[
        always("region", Int),
        always("id", Int),
        always("version", Big),
        always("name", Text),
        always("kind", Text),
        always("size", Big),
        always("sm3", Bytes),
    ],
};

pub(super) const SHEET: LineTable = LineTable {
    name: "sheet",
    key: 2,
    columns: &[
        always("region", Int),
        always("id", Int),
        always("version", Big),
        always("file", Int),
        always("name", Text),
        always("position", Int),
    ],
};

pub(super) const OBSERVATION_YEAR: LineTable = LineTable {
    name: "observation_year",
    key: 3,
    columns: &[always("region", Int), always("year", Int), always("version", Big), always("row_count", Int)],
};

pub(super) const OBSERVATION: LineTable = LineTable {
    name: "observation",
    key: 4,
    columns: &[
        always("region", Int),
        always("year", Int),
        always("version", Big),
        always("seq", Int),
        always("indicator", Int),
        always("unit", Int),
        always("period", Int),
        always("measure", Int),
        always("state", Small),
        maybe("mantissa", Big),
        always("scale", Small),
        maybe("unit_of_measure", Int),
        always("span", Small),
        always("firmness", Small),
        always("standing", Small),
        always("origin", Small),
        maybe("sheet", Int),
        maybe("sheet_row", Int),
        maybe("sheet_column", Int),
        maybe("note", Int),
    ],
};

/// Tables that hold no data of a region: which migrations were applied, what was not yet decided on, who is signed in and
/// who failed to, what was answered to requests that may be sent again.
pub(crate) const LEFT_OUT: [&str; 5] = ["schema_migration", "draft", "session", "attempt", "answer"];

/// The tables since schema 3, in the order in which an archive holds them: what others refer to comes first.
static SINCE_3: [LineTable; 10] =
    [COUNTER, REGION, REGION_HEAD, AUDIT, WORD, ENTRY, SOURCE_FILE, SHEET, OBSERVATION_YEAR, OBSERVATION];

/// The tables since schema 5.
static SINCE_5: [LineTable; 12] = [
    COUNTER,
    REGION,
    REGION_HEAD_5,
    AUDIT_5,
    TRAIL_HEAD,
    TRAIL,
    WORD_5,
    ENTRY,
    SOURCE_FILE,
    SHEET,
    OBSERVATION_YEAR,
    OBSERVATION,
];

/// The tables of a schema; nothing for one that has never been archived. A migration that adds or changes a table has its
/// own list here, or the table is named in [`LEFT_OUT`].
pub(crate) fn of_schema(number: i32) -> Option<&'static [LineTable]> {
    match number {
        3 | 4 => Some(&SINCE_3),
        5 | 6 => Some(&SINCE_5),
        _ => None,
    }
}
