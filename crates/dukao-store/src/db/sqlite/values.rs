//! Values on their way to SQLite, rows on their way back, and what it says when it fails.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, ToSql};

use crate::db::{Row, Value};
use crate::error::DatabaseError;

pub(super) struct Bound<'v>(pub(super) &'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn optional_int(&self, column: usize) -> Result<Option<i64>, DatabaseError> {
        match self.get_ref(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(value) => Ok(Some(value)),
            _ => Err(DatabaseError::Column { column, wanted: "an integer" }),
        }
    }

    fn optional_text(&self, column: usize) -> Result<Option<&str>, DatabaseError> {
        let wrong = DatabaseError::Column { column, wanted: "a text" };
        match self.get_ref(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => str::from_utf8(bytes).map(Some).map_err(|_| wrong),
            _ => Err(wrong),
        }
    }

    fn optional_blob(&self, column: usize) -> Result<Option<&[u8]>, DatabaseError> {
        match self.get_ref(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob(bytes) => Ok(Some(bytes)),
            _ => Err(DatabaseError::Column { column, wanted: "bytes" }),
        }
    }
}

/// A write to the disk that failed: what was to be committed is not whole, hence not there.
const CANNOT_WRITE: i32 = 778;

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull(error.to_string()),
            Some(ErrorCode::SystemIoFailure)
                if error.sqlite_error().is_some_and(|error| error.extended_code == CANNOT_WRITE) =>
            {
                Self::DiskFull(error.to_string())
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::CannotOpen) => Self::Disconnected(error.to_string()),
            _ => Self::Engine(error.to_string()),
        }
    }
}
