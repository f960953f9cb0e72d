//! Values on their way to PostgreSQL and rows on their way back.

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::db::{Row, Value, Width};
use crate::error::DatabaseError;

/// Appends a row of a binary COPY.
pub(super) fn encode_row(widths: &[Width], row: &[Value], buffer: &mut BytesMut) -> Result<(), DatabaseError> {
    let columns = i64::try_from(row.len()).unwrap_or(i64::MAX);
    buffer.put_i16(i16::try_from(columns).map_err(|_| DatabaseError::Range(columns))?);
    for (width, value) in widths.iter().zip(row) {
        value.check()?;
        match (value, width) {
            (Value::Null, _) => buffer.put_i32(-1),
            (Value::Int(value), Width::Small) => {
                buffer.put_i32(2);
                buffer.put_i16(i16::try_from(*value).map_err(|_| DatabaseError::Range(*value))?);
            }
            (Value::Int(value), Width::Int) => {
                buffer.put_i32(4);
                buffer.put_i32(i32::try_from(*value).map_err(|_| DatabaseError::Range(*value))?);
            }
            (Value::Int(value), Width::Big) => {
                buffer.put_i32(8);
                buffer.put_i64(*value);
            }
            (Value::Text(text), Width::Text) => put_bytes(text.as_bytes(), buffer)?,
            (Value::Blob(bytes), Width::Bytes) => put_bytes(bytes, buffer)?,
            (_, width) => {
                return Err(DatabaseError::Engine(format!("a value does not fit a {width:?} column")));
            }
        }
    }
    Ok(())
}

fn put_bytes(bytes: &[u8], buffer: &mut BytesMut) -> Result<(), DatabaseError> {
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    buffer.put_i32(i32::try_from(length).map_err(|_| DatabaseError::Range(length))?);
    buffer.put_slice(bytes);
    Ok(())
}

/// The driver wants trait objects of known length.
pub(super) fn bound(params: &[Value]) -> Result<impl ExactSizeIterator<Item = Bound<'_>>, DatabaseError> {
    params.iter().try_for_each(Value::check)?;
    Ok(params.iter().map(Bound))
}

#[derive(Debug)]
pub(super) struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self.0, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(value), &Type::INT8) => value.to_sql(kind, out),
            (Value::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(kind, out),
            (Value::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(kind, out),
            (Value::Text(text), _) => text.to_sql(kind, out),
            (Value::Blob(bytes), _) => bytes.to_sql(kind, out),
            (Value::Int(_), other) => Err(format!("an integer for a {other} parameter").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT2 | Type::INT4 | Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}

impl Row for tokio_postgres::Row {
    fn optional_int(&self, column: usize) -> Result<Option<i64>, DatabaseError> {
        let wrong = DatabaseError::Column { column, wanted: "an integer" };
        match self.columns().get(column).map(tokio_postgres::Column::type_) {
            Some(&Type::INT8) => self.try_get(column).map_err(|_| wrong),
            Some(&Type::INT4) => self.try_get::<_, Option<i32>>(column).map(|v| v.map(i64::from)).map_err(|_| wrong),
            Some(&Type::INT2) => self.try_get::<_, Option<i16>>(column).map(|v| v.map(i64::from)).map_err(|_| wrong),
            _ => Err(wrong),
        }
    }

    fn optional_text(&self, column: usize) -> Result<Option<&str>, DatabaseError> {
        self.try_get(column).map_err(|_| DatabaseError::Column { column, wanted: "a text" })
    }

    fn optional_blob(&self, column: usize) -> Result<Option<&[u8]>, DatabaseError> {
        self.try_get(column).map_err(|_| DatabaseError::Column { column, wanted: "bytes" })
    }
}
