//! What goes into a statement and what comes out of a row, the same on both engines.

use crate::error::DatabaseError;

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl Value {
    /// Refuses text that some engine cannot hold: the empty one (null elsewhere) and NUL characters.
    pub(crate) fn check(&self) -> Result<(), DatabaseError> {
        match self {
            Self::Text(text) if text.is_empty() => Err(DatabaseError::Invalid("an empty text")),
            Self::Text(text) if text.contains('\0') => Err(DatabaseError::Invalid("a text with a NUL character")),
            _ => Ok(()),
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<i16> for Value {
    fn from(value: i16) -> Self {
        Self::Int(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Blob(value.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row while it is being read. Columns count from 0.
pub(crate) trait Row {
    /// An integer, or nothing for null.
    fn optional_int(&self, column: usize) -> Result<Option<i64>, DatabaseError>;

    /// A text, or nothing for null.
    fn optional_text(&self, column: usize) -> Result<Option<&str>, DatabaseError>;

    /// Bytes, or nothing for null.
    fn optional_blob(&self, column: usize) -> Result<Option<&[u8]>, DatabaseError>;

    /// Bytes; null is an error.
    fn blob(&self, column: usize) -> Result<&[u8], DatabaseError> {
        self.optional_blob(column)?.ok_or(DatabaseError::Column { column, wanted: "bytes" })
    }

    /// An integer; null is an error.
    fn int(&self, column: usize) -> Result<i64, DatabaseError> {
        self.optional_int(column)?.ok_or(DatabaseError::Column { column, wanted: "an integer" })
    }

    /// A text; null is an error.
    fn text(&self, column: usize) -> Result<&str, DatabaseError> {
        self.optional_text(column)?.ok_or(DatabaseError::Column { column, wanted: "a text" })
    }

    /// An integer of four bytes.
    fn int32(&self, column: usize) -> Result<i32, DatabaseError> {
        narrow(self.int(column)?)
    }

    /// An integer of two bytes.
    fn int16(&self, column: usize) -> Result<i16, DatabaseError> {
        narrow(self.int(column)?)
    }

    /// An integer of four bytes, or nothing for null.
    fn optional_int32(&self, column: usize) -> Result<Option<i32>, DatabaseError> {
        self.optional_int(column)?.map(narrow).transpose()
    }

    /// A digest of 32 bytes.
    fn digest(&self, column: usize) -> Result<[u8; 32], DatabaseError> {
        let bytes = self.blob(column)?;
        bytes.try_into().map_err(|_| DatabaseError::Column { column, wanted: "32 bytes" })
    }
}

fn narrow<T: TryFrom<i64>>(value: i64) -> Result<T, DatabaseError> {
    T::try_from(value).map_err(|_| DatabaseError::Range(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_text_and_nul_are_refused() {
        assert!(Value::from("").check().is_err());
        assert!(Value::from("甲\0乙").check().is_err());
        assert!(Value::from("甲").check().is_ok());
        assert!(Value::from(None::<&str>).check().is_ok());
    }
}
