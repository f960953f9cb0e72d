//! What PostgreSQL says when it fails.

use tokio_postgres::error::SqlState;

use super::tls;
use crate::error::DatabaseError;

/// Why a connection was not made.
pub(super) fn refused(error: tokio_postgres::Error) -> DatabaseError {
    if let Some(fault) = tls::fault(&error) {
        return fault.into();
    }
    match DatabaseError::from(error) {
        DatabaseError::Engine(text) => DatabaseError::Disconnected(text),
        other => other,
    }
}

/// An answer from the server is certain: it has rolled back. No answer is not.
pub(super) fn commit_failed(error: tokio_postgres::Error) -> DatabaseError {
    match DatabaseError::from(error) {
        DatabaseError::Disconnected(text) => DatabaseError::UnknownOutcome(text),
        other => other,
    }
}

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            let text = error.to_string();
            let broken = error.is_closed() || error.into_source().is_some_and(|source| source.is::<std::io::Error>());
            return if broken { Self::Disconnected(text) } else { Self::Engine(text) };
        };
        let text = format!("{} {}", told.code().code(), told.message());
        match *told.code() {
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Self::Transient(text),
            SqlState::LOCK_NOT_AVAILABLE => Self::Busy,
            SqlState::DISK_FULL => Self::DiskFull(text),
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Self::Disconnected(text),
            _ => Self::Engine(text),
        }
    }
}
