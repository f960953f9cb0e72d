//! Tables that take many rows at once: the same columns as one prepared insert and as a binary COPY.

/// How wide a column is; PostgreSQL's binary COPY needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    Small,
    Int,
    Big,
    Text,
    Bytes,
}

/// A table and the columns that an insert fills, in order.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// The names of the columns, separated by commas.
    pub(crate) list: &'static str,
    /// `INSERT … VALUES ($1, …)`, parameters in the order of `columns`.
    pub(crate) insert: &'static str,
    /// `COPY … FROM STDIN (FORMAT binary)`.
    pub(crate) copy: &'static str,
    /// One width for each column.
    pub(crate) columns: &'static [Width],
}

/// Writes both statements from one list of columns.
macro_rules! table {
    ($name:literal, $columns:literal, $places:literal, [$($width:ident),+ $(,)?]) => {
        $crate::db::Table {
            name: $name,
            list: $columns,
            insert: concat!("INSERT INTO ", $name, " (", $columns, ") VALUES (", $places, ")"),
            copy: concat!("COPY ", $name, " (", $columns, ") FROM STDIN (FORMAT binary)"),
            columns: &[$($crate::db::Width::$width),+],
        }
    };
}

pub(crate) use table;
